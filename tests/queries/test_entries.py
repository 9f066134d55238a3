"""Entries with everything about them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from kith.actions import reading as marking
from kith.db.models import Entry
from kith.queries import entries
from kith.queries.reading import Shelf
from tests.actions.world import NOW, follow, hear, mark, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A = "https://a.example/feed"


def test_everything_can_be_told_to_a_program() -> None:
    follow(A)
    hear(A, posts(3))
    marking.keep(mark(2), NOW)
    told = list(entries.told(owner(), Shelf.ALL))
    assert [(one.guid, one.state) for one in told] == [
        ("urn:3", "unread"),
        ("urn:2", "unread"),
        ("urn:1", "unread"),
    ]
    assert (told[1].marks["kept"], told[0].channel) == (NOW, A)
    assert len(list(entries.told(owner(), Shelf.ALL, limit=2))) == 2
    assert len(list(entries.told(owner(), Shelf.KEPT))) == 1


def test_a_stranger_is_told_nothing() -> None:
    follow(A)
    hear(A, posts(3))
    everything = list(Entry.objects.values_list("pk", flat=True))
    other = somebody()
    assert list(entries.told(other, Shelf.ALL)) == []
    assert entries.told_of(other, everything) == []
    assert len(entries.told_of(owner(), everything)) == 3


@pytest.mark.parametrize("size", [3, 60])
def test_more_entries_ask_the_database_no_more_often(
    size: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = owner()
    for number in range(size):
        address = f"https://h{number}.example/"
        follow(address)
        hear(address, [post(number)])
    with django_assert_max_num_queries(1):
        assert len(list(entries.told(user, Shelf.ALL))) == size


def test_what_older_rules_cleaned_is_cleaned_again() -> None:
    follow(A)
    hear(A, [post(1)])
    Entry.objects.update(content="<p>Text<script>1</script></p>", rules=1)
    (told,) = entries.told(owner(), Shelf.ALL)
    assert told.content == "<p>Text</p>"
