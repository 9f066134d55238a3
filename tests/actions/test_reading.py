"""Marks, and each of them undone."""

from datetime import timedelta

import pytest

from kith.actions import reading
from kith.db.models import Mark
from kith.queries.reading import Shelf, Where
from kith.queries.reading import marks as listed
from tests.actions.world import NOW, follow, hear, mark, marks, owner, posts, somebody

pytestmark = pytest.mark.django_db

A = "https://a.example/feed"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _heard(db: None) -> None:  # noqa: ARG001
    follow(A)
    follow(A, user=somebody())
    hear(A, posts(4))


def test_an_opened_entry_is_read_since_it_was_first_opened() -> None:
    reading.open_entry(mark(1), NOW)
    reading.open_entry(mark(1), LATER)
    assert (mark(1).state, mark(1).opened_at, mark(1).read_at) == (Mark.State.READ, NOW, NOW)


def test_an_entry_can_be_unread_again() -> None:
    reading.set_state(mark(1), Mark.State.READ, NOW)
    reading.set_state(mark(1), Mark.State.READ, LATER)
    assert mark(1).read_at == NOW
    reading.set_state(mark(1), Mark.State.UNREAD, LATER)
    assert (mark(1).state, mark(1).read_at) == (Mark.State.UNREAD, None)


def test_keeping_is_undone_by_letting_go() -> None:
    reading.keep(mark(1), NOW)
    reading.keep(mark(1), LATER)
    assert mark(1).kept_at == NOW
    reading.let_go(mark(1))
    assert mark(1).kept_at is None


def test_archiving_a_list_is_undone_exactly() -> None:
    user = owner()
    reading.set_state(mark(1), Mark.State.READ, NOW)
    reading.set_state(mark(2), Mark.State.ARCHIVED, NOW)
    ids = reading.archive(user, listed(user, Where(Shelf.ALL)))
    assert len(ids) == 2
    assert marks() == {
        "urn:1": "read",
        "urn:2": "archived",
        "urn:3": "archived",
        "urn:4": "archived",
    }
    reading.unarchive(user, ids)
    reading.unarchive(user, ids)
    assert marks() == {
        "urn:1": "read",
        "urn:2": "archived",
        "urn:3": "unread",
        "urn:4": "unread",
    }


def test_nobody_archives_for_somebody_else() -> None:
    user, other = owner(), Mark.objects.exclude(owner=owner()).first()
    assert other
    everything = Mark.objects.all()
    ids = reading.archive(user, everything)
    assert set(marks(other.owner).values()) == {"unread"}
    reading.unarchive(other.owner, ids)
    assert set(marks().values()) == {"archived"}


def test_what_was_read_meanwhile_stays_read_when_a_list_comes_back() -> None:
    user = owner()
    ids = reading.archive(user, listed(user, Where()))
    reading.open_entry(mark(3), NOW)
    reading.unarchive(user, ids)
    assert marks()["urn:3"] == "read"


def test_the_end_is_reached_once_and_time_adds_up() -> None:
    reading.finish(mark(1), NOW)
    reading.finish(mark(1), LATER)
    reading.spend(mark(1), 40)
    reading.spend(mark(1), 10**6)
    assert mark(1).finished_at == NOW
    assert mark(1).seconds == 40 + reading.LONGEST_STAY
