"""The one door for each object that a request names."""

from collections.abc import Callable

import pytest

from kith.actions import contacts, interests, lists, notes
from kith.core.contacts import Card
from kith.core.quoting import Quote
from kith.db.models import (
    BroughtContact,
    BroughtContacts,
    BroughtList,
    Entry,
    Following,
    Highlight,
    Interest,
    Thread,
    User,
    Voice,
)
from kith.queries import access
from kith.sources.contacts import BroughtCards
from kith.sources.lists import BroughtList as Brought
from kith.sources.lists import Outline
from tests.actions.conversing import said, watch
from tests.actions.world import NOW, follow, hear, mark, owner, posts, somebody

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"
Door = Callable[[User, int], object]
DOORS: list[tuple[Door, Callable[[], int]]] = [
    (access.voice, lambda: Voice.objects.get(owner=owner()).pk),
    (access.mark, lambda: Entry.objects.get(guid="urn:1").pk),
    (access.highlight, lambda: Highlight.objects.get(owner=owner()).pk),
    (access.interest, lambda: Interest.objects.get(owner=owner()).pk),
    (access.following, lambda: Following.objects.get(owner=owner()).pk),
    (access.brought_list, lambda: BroughtList.objects.get(owner=owner()).pk),
    (access.brought_contacts, lambda: BroughtContacts.objects.get(owner=owner()).pk),
    (access.thread, lambda: Thread.objects.get(owner=owner()).pk),
    (access.brought_contact, lambda: BroughtContact.objects.get(brought__owner=owner()).pk),
]


@pytest.fixture(autouse=True)
def _mine(db: None) -> None:  # noqa: ARG001
    lists.bring(owner(), Brought((Outline(A),)), "x", NOW)
    hear(A, posts(2))
    notes.highlight(mark(1), "<p>Text 1</p>", Quote("Text"), NOW)
    interests.add(owner(), "Memory", NOW)
    watch(owner(), said(1, "hanne"))
    contacts.bring(owner(), BroughtCards((Card("Jana"),), "vcard"), "", NOW)


@pytest.mark.parametrize(("door", "number"), DOORS)
def test_what_is_mine_is_there(door: Door, number: Callable[[], int]) -> None:
    assert door(owner(), number())


@pytest.mark.parametrize(("door", "number"), DOORS)
def test_a_stranger_reaches_nothing_of_mine(door: Door, number: Callable[[], int]) -> None:
    stranger = somebody()
    follow(B, user=stranger)
    with pytest.raises(access.NotYours):
        door(stranger, number())


@pytest.mark.parametrize(("door", "number"), DOORS)
@pytest.mark.parametrize("missing", [0, -1, 10**9, 2**62])
def test_what_is_not_there_is_not_there(
    door: Door,
    number: Callable[[], int],  # noqa: ARG001
    missing: int,
) -> None:
    with pytest.raises(access.NotYours):
        door(owner(), missing)


def test_who_follows_the_same_channel_has_marks_of_their_own() -> None:
    ally = somebody("ally")
    follow(A, user=ally)
    entry = Entry.objects.get(guid="urn:1").pk
    assert access.mark(ally, entry) != access.mark(owner(), entry)
    assert access.mark(ally, entry).owner == ally
