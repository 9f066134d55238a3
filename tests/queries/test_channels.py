"""Which channels are due, how they fare, what everything counts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kith.actions import looks, reading, roster
from kith.core.problems import Problem
from kith.db.models import Channel, Voice
from kith.queries import channels
from tests.actions.world import (
    NOW,
    channel,
    follow,
    hear,
    mark,
    owner,
    post,
    posts,
    somebody,
)

pytestmark = pytest.mark.django_db

A, B, C = (f"https://{name}.example/feed" for name in "abc")
NEVER = Problem("not-found")


def fail(address: str, times: int = 1, days_ago: int = 0, code: str = "not-found") -> None:
    for number in range(times):
        at = NOW - timedelta(days=days_ago) + timedelta(minutes=number)
        looks.failed(channel(address), Problem(code), None, at, lambda: 0.5)


def test_who_waits_longest_is_due_first() -> None:
    for number, address in enumerate((A, B, C)):
        follow(address)
        Channel.objects.filter(address=address).update(due_at=NOW - timedelta(hours=number))
    assert channels.due(NOW, 2) == [channel(C).pk, channel(B).pk]
    assert channels.next_due() == NOW - timedelta(hours=2)
    assert channels.due(NOW - timedelta(hours=3), 9) == []


def test_what_nobody_listens_to_is_never_due() -> None:
    Channel.objects.create(address=A, due_at=NOW)
    assert channels.due(NOW, 9) == channels.askable(NOW) == []
    assert channels.next_due() is None


def test_one_account_asks_only_for_its_own_by_hand() -> None:
    follow(A)
    other = somebody()
    follow(B, user=other)
    assert channels.askable(NOW, other) == [channel(B).pk]
    assert len(channels.askable(NOW)) == 2


def test_status_counts_one_account() -> None:
    follow(A, B)
    follow(C, user=somebody())
    hear(A, posts(8))
    hear(C, posts(3))
    fail(B)
    reading.keep(mark(8), NOW)
    reading.open_entry(mark(7), NOW)
    found = channels.status(owner())
    assert (found.channels, found.failing, found.entries) == (2, 1, 8)
    assert (found.unread, found.kept) == (4, 1)
    assert found.next_due == channel(B).due_at


def test_status_of_a_new_account_is_nothing() -> None:
    found = channels.status(owner())
    assert (found.channels, found.entries, found.unread, found.next_due) == (0, 0, 0, None)


def test_health_shows_who_fails_and_who_fell_silent() -> None:
    for address in (A, B, C):
        follow(address)
        hear(address, [post(1, published=NOW - timedelta(days=2))])
    fail(A, times=4, days_ago=40)
    hear(B, [post(2, published=NOW - timedelta(days=400))])
    long_ago = [post(n, published=NOW - timedelta(days=200 + n)) for n in range(9)]
    roster.follow(owner(), [roster.Speaking("https://quiet.example/")], NOW, name="Quiet")
    hear("https://quiet.example/", long_ago)
    found = channels.health(owner(), NOW)
    assert [(one.address, one.silent) for one in found] == [
        (A, False),
        ("https://quiet.example/", True),
    ]
    assert (found[0].failures, found[0].ask) == (4, True)
    assert str(found[0].problem) == "There is nothing at this address any more (404)."
    assert found[1].newest_at == NOW - timedelta(days=200)


def test_health_leaves_out_whom_i_let_go_and_what_others_follow() -> None:
    voice = follow(A)
    follow(B, user=somebody())
    fail(A)
    fail(B)
    assert [one.address for one in channels.health(owner(), NOW)] == [A]
    roster.let_go(voice, NOW)
    assert channels.health(owner(), NOW) == []
    assert [one.address for one in channels.health_of(voice, NOW)] == [A]


def test_the_reader_is_asked_after_thirty_days() -> None:
    follow(A)
    fail(A, times=2, days_ago=29)
    assert not channels.health(owner(), NOW)[0].ask
    assert channels.health(owner(), NOW + timedelta(days=1))[0].ask


def test_channels_that_wait_for_their_first_look_are_counted() -> None:
    follow(A, B)
    assert channels.unheard(owner()) == 2
    fail(A)
    assert channels.unheard(owner()) == 1


def test_a_channel_is_known_by_its_address() -> None:
    follow(A)
    assert channels.by_address(A) == channel(A)
    assert channels.by_address(B) is None


def test_more_channels_do_not_ask_the_database_more_often(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    user = owner()
    for size in (3, 40):
        for number in range(size):
            follow(f"https://h{size}-{number}.example/")
            fail(f"https://h{size}-{number}.example/")
        for ask, most in (
            (lambda: channels.health(user, NOW), 1),
            (lambda: channels.status(user), 4),
            (lambda: channels.due(NOW + timedelta(days=2), 100), 1),
        ):
            with django_assert_max_num_queries(most):
                ask()


def test_voices_more_eager_than_their_channel_do_not_hurry_it() -> None:
    voice = follow(A)
    Voice.objects.filter(pk=voice.pk).update(cadence=Voice.Cadence.NOW_AND_THEN)
    hear(A, posts(9))
    due = channel(A).due_at
    assert due
    assert due - NOW == timedelta(days=90)
