"""What a voice speaks of."""

import pytest

from kith.queries.topics import topics_of
from tests.actions.world import follow, hear, post

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"


def test_topics_are_told_from_what_others_write() -> None:
    ana, ben = follow(A, name="Ana"), follow(B, name="Ben")
    about = "On rubrics and peer feedback in evening courses"
    hear(A, [post(n, title=about, content=f"<p>Rubrics again {n}</p>") for n in range(6)])
    told = "Boats and harbours in evening courses"
    hear(B, [post(n, title=told, content=f"<p>Harbours {n}</p>") for n in range(10, 16)])
    assert "rubrics" in " ".join(topics_of(ana)).lower()
    assert "harbours" in " ".join(topics_of(ben)).lower()
    assert "evening" not in " ".join((*topics_of(ana), *topics_of(ben))).lower()


def test_who_said_little_speaks_of_nothing_yet() -> None:
    ana = follow(A, name="Ana")
    assert topics_of(ana) == ()
    hear(A, [post(1)])
    assert topics_of(ana) == ()
