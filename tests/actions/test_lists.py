"""Bringing whole lists."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kith.actions import lists, roster
from kith.core.problems import Problem
from kith.db.models import Channel, Following, Label, Voice
from kith.queries.channels import failures_of, progress
from kith.sources.lists import BroughtList, LeftOut, Outline, read_list
from tests.actions.world import NOW, channel, follow, hear, marks, owner, posts, somebody

pytestmark = pytest.mark.django_db


def outline(number: int, **facts: Any) -> Outline:
    return Outline(**{"address": f"https://h{number}.example/feed", "title": f"V{number}"} | facts)


def brought(*outlines: Outline) -> BroughtList:
    return BroughtList(outlines)


def test_a_list_brings_voices_channels_and_labels() -> None:
    row = lists.bring(
        owner(),
        brought(
            outline(1, labels=("Work", "Work/Deep"), home="https://h1.example/"),
            outline(2, kind="page"),
            outline(3, address="@lena@social.example", kind="account"),
        ),
        "list.opml",
        NOW,
    )
    assert (row.taken, row.known, row.left_out, row.name) == (3, 0, [], "list.opml")
    kinds = dict(Channel.objects.values_list("address", "kind"))
    assert kinds == {
        "https://h1.example/feed": "feed",
        "https://h2.example/feed": "seek",
        "@lena@social.example": "seek",
    }
    voice = Voice.objects.get(name="V1")
    assert {label.name for label in voice.labels.all()} == {"Work", "Work/Deep"}
    assert voice.home == "https://h1.example/"
    assert set(Channel.objects.values_list("due_at", flat=True)) == {NOW}


def test_bringing_a_list_again_brings_nothing_new() -> None:
    some = brought(*(outline(n, labels=("Work",)) for n in range(20)))
    lists.bring(owner(), some, "x", NOW)
    again = lists.bring(owner(), some, "x", NOW)
    assert (again.taken, again.known) == (0, 20)
    assert Voice.objects.count() == Following.objects.count() == Channel.objects.count() == 20
    assert Label.objects.count() == 1


def test_bringing_a_voice_that_was_let_go_takes_it_back() -> None:
    user = owner()
    lists.bring(user, brought(outline(1)), "", NOW)
    voice = Voice.objects.get()
    roster.let_go(voice, NOW)
    again = lists.bring(user, brought(outline(1)), "", NOW)
    voice.refresh_from_db()
    assert (voice.state, again.taken, again.known) == (Voice.State.ACTIVE, 0, 1)


def test_a_longer_list_brings_what_is_missing() -> None:
    lists.bring(owner(), brought(outline(1)), "x", NOW)
    row = lists.bring(owner(), brought(outline(1), outline(2)), "x", NOW)
    assert (row.taken, row.known) == (1, 1)


def test_what_cannot_be_taken_is_named() -> None:
    left = LeftOut("Nameless", Problem("outline-without-address", {"title": "Nameless"}), 3)
    long = outline(1, address="https://e.example/" + "x" * 2000, title="Endless")
    row = lists.bring(owner(), BroughtList((long, outline(2)), (left,)), "x", NOW)
    assert row.taken == 1
    assert [(one["title"], one["code"]) for one in row.left_out] == [
        ("Nameless", "outline-without-address"),
        ("Endless", "address-unusable"),
    ]


def test_two_thousand_outlines_are_brought_in_batches() -> None:
    data = "".join(
        f'<outline text="Folder {n % 20}"><outline text="Voice {n}" type="rss" '
        f'xmlUrl="https://h{n}.example/feed" htmlUrl="https://h{n}.example/"/></outline>'
        for n in range(2000)
    )
    row = lists.bring(owner(), read_list(f"<opml><body>{data}</body></opml>".encode()), "x", NOW)
    assert row.taken == Voice.objects.count() == Channel.objects.count() == 2000
    assert Label.objects.count() == 20
    assert Label.objects.filter(name="Folder 7").get().voices.count() == 100


def test_bringing_more_asks_the_database_no_more_often_than_its_batches(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    user = owner()
    for size in (10, 400):
        some = brought(*(outline(1000 * size + n, labels=(f"L{n % 9}",)) for n in range(size)))
        with django_assert_max_num_queries(32):
            lists.bring(user, some, "x", NOW)


def test_labels_that_are_too_long_are_cut_once() -> None:
    long = ("y" * 400 + "a", "y" * 400 + "b")
    lists.bring(owner(), brought(outline(1, labels=long)), "x", NOW)
    assert [len(label.name) for label in Voice.objects.get().labels.all()] == [300]


def test_what_spoke_before_gives_its_newest_to_read() -> None:
    follow("https://h1.example/feed", user=somebody())
    hear("https://h1.example/feed", posts(9))
    lists.bring(owner(), brought(outline(1)), "x", NOW)
    assert list(marks().values()).count("unread") == 5


def test_a_list_touches_nobody_else() -> None:
    other = somebody()
    roster.follow(other, [roster.Speaking("https://h1.example/feed")], NOW, labels=["Work"])
    lists.bring(owner(), brought(outline(1, labels=("Work",))), "x", NOW)
    assert Voice.objects.filter(owner=other).count() == 1
    assert Label.objects.filter(name="Work").count() == 2
    assert Channel.objects.count() == 1


def test_progress_tells_how_far_the_first_look_has_come() -> None:
    row = lists.bring(owner(), brought(*(outline(n) for n in range(3))), "x", NOW)
    assert (progress(row).total, progress(row).looked_at, progress(row).done) == (3, 0, False)
    hear("https://h0.example/feed", posts(4))
    failing = channel("https://h1.example/feed")
    failing.looked_at, failing.problem = NOW, {"code": "not-found", "params": {}}
    failing.save()
    now = progress(row)
    assert (now.looked_at, now.failed, now.entries, now.done) == (2, 1, 4, False)
    assert [(name, str(why)) for name, _, why in failures_of(row)] == [
        ("V1", "There is nothing at this address any more (404).")
    ]


def test_a_list_can_be_taken_out_and_put_back() -> None:
    row = lists.bring(owner(), brought(*(outline(n) for n in range(3))), "x", NOW)
    shared = Voice.objects.get(name="V0")
    roster.follow(owner(), [roster.Speaking("https://more.example/")], NOW, voice=shared)
    roster.let_go(Voice.objects.get(name="V1"), NOW - timedelta(days=1))
    assert lists.take_out(row, NOW) == 1
    active = Voice.objects.filter(state=Voice.State.ACTIVE)
    assert {voice.name for voice in active} == {"V0"}
    assert lists.put_back(row, NOW) == 1
    assert {voice.name for voice in active.all()} == {"V0", "V2"}


def test_nothing_is_put_back_where_nothing_was_taken_out() -> None:
    row = lists.bring(owner(), brought(outline(1)), "x", NOW)
    assert lists.put_back(row, NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_list_brought_in_two_places_at_once_is_brought_once() -> None:
    user = owner()
    some = brought(*(outline(n, labels=(f"L{n % 5}",)) for n in range(700)))
    start = threading.Barrier(3)
    rows: list[tuple[int, int]] = []

    def bring() -> None:
        start.wait()
        row = lists.bring(user, some, "x", NOW)
        rows.append((row.taken, row.known))
        connection.close()

    threads = [threading.Thread(target=bring) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [taken + known for taken, known in rows] == [700] * 3
    assert sum(taken for taken, _ in rows) == Following.objects.count() == 700
    assert Voice.objects.count() == Channel.objects.count() == 700
    assert Label.objects.count() == 5
