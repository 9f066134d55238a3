"""Whom an account listens to."""

from collections.abc import Callable
from typing import Any

import pytest

from kith.actions import roster as acts
from kith.actions import ties
from kith.actions.roster import Speaking
from kith.actions.ties import Known
from kith.db.models import Channel, Voice
from kith.queries import people, roster
from kith.queries.people import Wanted
from tests.actions.world import NOW, channel, follow, hear, mark, owner, posts, somebody

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"


def voice(address: str, name: str, *labels: str) -> Voice:
    return acts.follow(owner(), [Speaking(address)], NOW, name=name, labels=labels).voice


def names(number: int = 1, **asked: Any) -> list[str]:
    return [known.name for known in people.roster(owner(), Wanted(**asked), NOW, number).voices]


def test_voices_stand_in_the_order_of_their_names_whatever_their_letters() -> None:
    for number, name in enumerate(("beta", "Alpha", "gamma", "Delta")):
        voice(f"https://{number}.example/", name)
    assert names() == ["Alpha", "beta", "Delta", "gamma"]


def test_voices_are_found_by_label_kind_name_and_address() -> None:
    lena = voice(A, "Lena", "Work/Deep")
    voice(B, "Omar", "Works")
    Voice.objects.filter(pk=lena.pk).update(kind="person")
    assert names(label="Work") == ["Lena"]
    assert names(kind="person") == ["Lena"]
    assert names(text="OMA") == ["Omar"]
    assert names(text="a.example") == ["Lena"]
    assert names(text="nobody") == []
    assert roster.labels(owner()) == ["Work/Deep", "Works"]


def test_people_are_found_whatever_their_accents_and_by_how_they_are_reached() -> None:
    lucia = voice(A, "Lucía Ferrándiz")
    ties.describe(voice(B, "Ines"), Known(organisation="Žižkov School"))
    ties.set_reach(lucia, ["@lf@social.example"])
    voice("https://c.example/", "高原 澪")
    for text in ("lucia", "LUCÍA", "ferrandiz", "@lf@", "LF@social"):
        assert names(text=text) == ["Lucía Ferrándiz"], text
    for text in ("inês", "zizkov", "žižkov sch"):
        assert names(text=text) == ["Ines"], text
    assert names(text="高原") == ["高原 澪"]
    assert names(text="…") == []
    voice("https://d.example/", "Lúcia Elsewhere")
    other = acts.follow(somebody(), [Speaking(A)], NOW, name="Lúcia Theirs").voice
    assert other.name not in names(text="lucia")


def test_a_voice_is_shown_with_what_it_has() -> None:
    lena = acts.follow(owner(), [Speaking(A), Speaking(B)], NOW, name="Lena").voice
    hear(A, posts(3))
    acts.put_labels(lena, ["Work"])
    Channel.objects.filter(address=B).update(failures=3)
    shown = people.roster(owner(), Wanted(), NOW).voices[0]
    assert (shown.unread, shown.failing, shown.labels) == (3, True, ["Work"])
    assert shown.newest_at == channel(A).new_at


def test_whom_i_let_go_and_what_others_follow_is_not_listed() -> None:
    acts.let_go(voice(A, "Lena"), NOW)
    follow(B, user=somebody(), name="Omar")
    found = people.roster(owner(), Wanted(), NOW)
    assert (found.voices, found.total, found.pages) == ([], 0, 1)
    assert roster.listed(owner()) == []
    assert not roster.has_voices(owner())


def test_a_page_beyond_the_last_is_the_last() -> None:
    voice(A, "Lena")
    assert names(number=99) == names(number=-1) == ["Lena"]


def test_a_long_roster_has_pages() -> None:
    for number in range(people.PAGE + 3):
        voice(f"https://{number}.example/", f"V{number:03}")
    assert len(names()) == people.PAGE
    assert names(number=2) == ["V100", "V101", "V102"]


def test_what_is_followed_can_be_taken_along_as_a_list() -> None:
    voice(A, "Lena", "Work", "Home")
    listed = roster.listed(owner())
    assert [(one.address, one.title, one.labels) for one in listed] == [
        (A, "Lena", ("Home", "Work"))
    ]


def test_a_following_is_known_by_its_address_and_by_what_was_asked() -> None:
    acts.follow(owner(), [Speaking(A, asked="a.example")], NOW)
    for address in (A, "a.example"):
        found = roster.by_address(owner(), address)
        assert found
        assert found.channel == channel(A)
    assert roster.by_address(somebody(), A) is None
    assert set(roster.followed(owner(), [A, B])) == {A}


def test_a_voice_without_a_name_is_called_as_its_channel() -> None:
    lena = voice(A, "")
    assert roster.called(lena) == A
    hear(A, posts(1))
    Voice.objects.update(name="")
    lena.refresh_from_db()
    assert roster.called(lena) == f"Channel at {A}"
    assert mark(1).voice == lena


def test_more_voices_do_not_ask_the_database_more_often(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    user = owner()
    for size in (3, 40):
        for number in range(size):
            voice(f"https://h{size}-{number}.example/", f"V{number}", "Work", f"L{number}")
        with django_assert_max_num_queries(6):
            people.roster(user, Wanted(), NOW)
        with django_assert_max_num_queries(2):
            roster.listed(user)
