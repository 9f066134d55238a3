"""What is worked out about entries after they were stored."""

import zlib
from datetime import timedelta

import pytest

from kith.actions import features, intake
from kith.core.feeds import ParsedEntry
from kith.core.judgement.features import VERSION, Features
from kith.db.models import Entry, Feature, Learned
from kith.queries.judging import spaces
from tests.actions.conversing import said, watch
from tests.actions.world import NOW, follow, hear, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"


@pytest.fixture(autouse=True)
def _followed(db: None) -> None:  # noqa: ARG001
    follow(A)
    follow(B)


def of(number: int) -> Feature:
    return Feature.objects.get(entry__guid=f"urn:{number}")


def test_every_entry_has_features_once() -> None:
    hear(A, posts(30))
    assert features.catch_up(NOW) == 30
    assert features.catch_up(NOW) == 0
    assert Feature.objects.count() == 30
    assert Features.from_blob(bytes(of(1).profile)).words.size


def test_posts_that_are_only_watched_have_none_until_they_are_heard() -> None:
    hear(A, posts(3))
    address = watch(owner(), said(1, "jana", "Quinces?"), said(2, "tom")).channel.address
    assert features.catch_up(NOW) == 3
    counted = spaces.counted()
    assert counted
    assert counted.of == 3, "how people write there is not how voices write"
    follow(address)
    assert features.catch_up(NOW) == 2
    assert Feature.objects.filter(version=VERSION).count() == 5
    follow(address, user=somebody())
    assert features.catch_up(NOW) == 0


def test_the_newest_come_first_and_what_is_left_is_not_lost() -> None:
    hear(A, posts(30))
    one = features.Pass()
    assert one.run_once(10) == 10  # and then the process is killed
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True)[:10]
    assert set(Feature.objects.values_list("pk", flat=True)) == set(newest)
    assert features.catch_up(NOW) == 20


def test_what_comes_meanwhile_is_not_forgotten() -> None:
    hear(A, posts(10))
    one = features.Pass()
    assert one.run_once(5) == 5
    hear(A, posts(13))
    assert [one.run_once(5), one.run_once(5), one.run_once(5)] == [5, 0, 3]


def test_what_was_edited_is_worked_out_again() -> None:
    hear(A, posts(3))
    features.catch_up(NOW)
    before = bytes(of(2).novelty)
    hear(A, [post(2, content="<p>Something else entirely, about quinces.</p>")])
    assert features.catch_up(NOW) == 1
    assert bytes(of(2).novelty) != before
    assert of(2).version == VERSION


def test_features_of_older_rules_serve_until_they_are_replaced() -> None:
    hear(A, posts(3))
    features.catch_up(NOW)
    Feature.objects.update(version=VERSION - 1)
    assert features.catch_up(NOW) == 3


def test_words_are_counted_again_when_there_are_many_more() -> None:
    hear(A, posts(10))
    features.catch_up(NOW)
    first = spaces.counted()
    assert first
    assert first.of == 10
    hear(A, posts(11))
    features.catch_up(NOW)
    assert spaces.counted() is first
    hear(A, posts(20))
    features.catch_up(NOW)
    again = spaces.counted()
    assert again
    assert again.of == 20


def test_what_another_version_counted_is_counted_again() -> None:
    hear(A, posts(10))
    features.catch_up(NOW)
    for facts, data in (
        ({"entries": 10}, b""),
        ({"version": spaces.VERSION, "of": 9, "threshold": 0.2}, b"not compressed"),
        ({"version": spaces.VERSION, "of": 9, "threshold": 0.2}, zlib.compress(b"nor these")),
    ):
        Learned.objects.filter(name=spaces.NAME).update(facts=facts, data=data)
        assert spaces.counted() is None
        features.catch_up(NOW)
        again = spaces.counted()
        assert again
        assert again.of == 10


def test_an_entry_deleted_meanwhile_is_left_out() -> None:
    hear(A, posts(3))
    gone = Entry.objects.get(guid="urn:2")
    ids = list(Entry.objects.values_list("pk", flat=True))
    intake.forget([gone])
    gone.delete()
    features.work_out(ids)
    assert Feature.objects.count() == 2


LIBRARY = "The national library opens its reading rooms at night"


def noise() -> list[ParsedEntry]:
    """Entries that tell nothing of the library."""
    return [
        post(n, title=f"{word} and {word}s", content=f"<p>{word} {word}ing</p>")
        for n, word in enumerate(("quince", "harbour", "violin", "glacier", "pepper", "saddle"), 10)
    ]


def test_the_same_story_of_two_voices_is_one() -> None:
    recent = NOW - timedelta(hours=5)
    hear(A, [*noise(), post(1, title=LIBRARY, published=recent)])
    features.catch_up(NOW)
    hear(B, [post(2, title=f"{LIBRARY} again", published=recent + timedelta(hours=1))])
    features.catch_up(NOW)
    assert of(2).story == of(1).pk
    assert of(1).story == of(1).pk
    assert len(set(Feature.objects.values_list("story", flat=True))) == 7


def test_a_crowd_that_is_watched_does_not_hide_that_two_tell_the_same() -> None:
    recent = NOW - timedelta(hours=9)
    hear(A, [*noise(), post(1, title=LIBRARY, published=recent)])
    features.catch_up(NOW)
    minutes = (timedelta(minutes=n) for n in range(400))
    watch(owner(), *(said(n, "who", published=recent + at) for n, at in enumerate(minutes)))
    features.catch_up(NOW)
    hear(B, [post(2, title=f"{LIBRARY} again", published=NOW - timedelta(hours=1))])
    features.catch_up(NOW)
    assert of(2).story == of(1).pk
