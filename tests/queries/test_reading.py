"""Lists of entries, page by page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kith.actions import notes, roster
from kith.actions import reading as marking
from kith.db.models import Mark, Voice
from kith.queries import access, reading
from kith.queries.reading import COUNTED, PAGE, Page, Shelf, Where
from tests.actions.world import NOW, follow, hear, mark, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"
ALL = Where(Shelf.ALL)


def titles(page: Page) -> list[str]:
    return [line.title for line in page.lines]


def forth(where: Where) -> list[Page]:
    """Every page of a list, from the newest to the oldest."""
    pages = [reading.page(owner(), where)]
    while pages[-1].older:
        pages.append(reading.page(owner(), where, after=pages[-1].older))
    return pages


def back(where: Where, last: Page) -> list[Page]:
    """Every page before one."""
    pages = [last]
    while pages[-1].newer:
        pages.append(reading.page(owner(), where, before=pages[-1].newer))
    return pages[1:]


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 7])
@pytest.mark.parametrize("ties", [False, True])
def test_pages_forth_and_back_show_every_entry_once(count: int, ties: bool) -> None:
    follow(A)
    same = {"published": NOW - timedelta(days=1)} if ties else {}
    hear(A, [post(number, **same) for number in range(count, 0, -1)])
    pages = forth(ALL)
    walked = [title for page in pages for title in titles(page)]
    assert walked == [f"Post {number}" for number in range(count, 0, -1)]
    assert pages[0].newer is None
    returned = [titles(page) for page in back(ALL, pages[-1])]
    assert [title for page in reversed(returned) for title in page] == walked[
        : sum(len(page.lines) for page in pages[:-1])
    ]


def test_walking_on_is_not_disturbed_by_what_arrives_meanwhile() -> None:
    follow(A)
    hear(A, posts(PAGE + 5))
    first = reading.page(owner(), ALL)
    hear(A, [post(900), post(901)])
    assert first.older
    rest = reading.page(owner(), ALL, after=first.older)
    assert titles(rest) == [f"Post {number}" for number in range(5, 0, -1)]


def test_walking_on_is_not_disturbed_by_what_was_read_meanwhile() -> None:
    follow(A)
    hear(A, [])
    hear(A, posts(PAGE + 5))
    first = reading.page(owner(), Where())
    for line in first.lines:
        marking.open_entry(access.mark(owner(), line.entry), NOW)
    assert first.older
    assert len(reading.page(owner(), Where(), after=first.older).lines) == 5


def test_shelves_hold_what_their_names_say() -> None:
    follow(A)
    hear(A, posts(4))
    marking.open_entry(mark(1), NOW)
    marking.keep(mark(1), NOW)
    marking.set_state(mark(2), Mark.State.ARCHIVED, NOW)
    shown = {shelf: titles(reading.page(owner(), Where(shelf))) for shelf in Shelf}
    assert shown == {
        Shelf.UNREAD: ["Post 4", "Post 3"],
        Shelf.KEPT: ["Post 1"],
        Shelf.ALL: ["Post 4", "Post 3", "Post 2", "Post 1"],
    }
    assert [reading.count(owner(), Where(shelf)) for shelf in Shelf] == [2, 1, 4]


def test_a_list_of_a_voice_a_label_or_a_kind() -> None:
    one = roster.follow(owner(), [roster.Speaking(A)], NOW, labels=["Work/Deep"]).voice
    other = roster.follow(owner(), [roster.Speaking(B)], NOW, labels=["Working"]).voice
    hear(A, posts(2))
    hear(B, [post(7), post(8)])
    Voice.objects.filter(pk=other.pk).update(kind="community")
    Voice.objects.filter(pk=one.pk).update(kind="person")
    deep = ["Post 2", "Post 1"]
    assert titles(reading.page(owner(), Where(voice=one.pk))) == deep
    assert titles(reading.page(owner(), Where(label="Work"))) == deep
    assert titles(reading.page(owner(), Where(label="Work/Deep"))) == deep
    assert titles(reading.page(owner(), Where(label="Wor"))) == []
    assert titles(reading.page(owner(), Where(kind="community"))) == ["Post 8", "Post 7"]


@pytest.mark.parametrize("shelf", Shelf)
@pytest.mark.parametrize("narrow", [{"label": "Work"}, {"kind": "person"}, {"tag": "later"}])
def test_a_narrow_list_holds_the_same_however_it_is_gathered(
    shelf: Shelf, narrow: dict[str, str]
) -> None:
    where = Where(shelf, **narrow)  # type: ignore[arg-type]
    for address in (A, B):
        voice = roster.follow(owner(), [roster.Speaking(address)], NOW, labels=["Work"]).voice
        Voice.objects.filter(pk=voice.pk).update(kind="person")
        hear(address, posts(4))
    stranger = somebody()
    roster.follow(stranger, [roster.Speaking(A)], NOW)
    for entry in Mark.objects.filter(owner=owner(), entry__guid__in=["urn:1", "urn:2"]):
        notes.tag(entry, ["later"])
        marking.keep(entry, NOW)
    roster.let_go(Voice.objects.get(owner=owner(), followings__channel__address=B), NOW)
    expected = sorted(reading.marks(owner(), where).values_list("pk", flat=True))
    found = reading.marks(owner(), where, few=True).values_list("pk", flat=True)
    assert sorted(found) == expected
    shown = reading.page(owner(), where)
    assert len(shown.lines) == reading.count(owner(), where) == len(expected) > 0
    assert reading.page(stranger, where).lines == []


def test_whom_i_let_go_shows_only_what_i_kept_or_on_its_own_page() -> None:
    voice = follow(A)
    hear(A, posts(3))
    marking.keep(mark(1), NOW)
    roster.let_go(voice, NOW)
    assert titles(reading.page(owner(), ALL)) == []
    assert titles(reading.page(owner(), Where(Shelf.KEPT))) == ["Post 1"]
    assert len(reading.page(owner(), Where(Shelf.ALL, voice=voice.pk)).lines) == 3


def test_a_stranger_sees_nothing_of_mine() -> None:
    voice = roster.follow(owner(), [roster.Speaking(A)], NOW, labels=["Work"]).voice
    hear(A, posts(3))
    other = somebody()
    for where in (ALL, Where(), Where(voice=voice.pk), Where(Shelf.ALL, label="Work")):
        assert reading.page(other, where).lines == []
        assert reading.count(other, where) == 0


def test_a_count_stops_at_a_thousand_and_one() -> None:
    follow(A)
    hear(A, [])
    hear(A, posts(COUNTED + 50))
    assert reading.count(owner(), Where()) == COUNTED + 1
    marking.keep(mark(1), NOW)
    assert reading.count(owner(), Where(Shelf.KEPT)) == 1


def test_a_line_stands_in_for_what_is_missing() -> None:
    voice = follow(A)
    Voice.objects.filter(pk=voice.pk).update(name="")
    hear(A, [post(2, title="", content="", url="https://e.example/x"), post(1, title="")])
    Voice.objects.update(name="")
    first, second = reading.page(owner(), ALL).lines
    assert (first.title, second.title) == ("https://e.example/x", "Text 1")
    assert first.voice_name == f"Channel at {A}"


def test_one_entry_knows_its_neighbours_in_its_list() -> None:
    follow(A)
    hear(A, posts(5))
    marking.open_entry(mark(2), NOW)
    here = access.mark(owner(), mark(3).entry_id)
    of_all, of_unread = (reading.reading(owner(), here, where) for where in (ALL, Where()))
    assert (of_all.older, of_all.newer) == (mark(2).entry_id, mark(4).entry_id)
    assert (of_unread.older, of_unread.newer) == (mark(1).entry_id, mark(4).entry_id)
    assert of_all.edits == 0


def test_neighbours_of_one_moment_are_each_others() -> None:
    follow(A)
    hear(A, [post(number, published=NOW) for number in (3, 2, 1)])
    here = reading.reading(owner(), access.mark(owner(), mark(2).entry_id), ALL)
    assert (here.older, here.newer) == (mark(1).entry_id, mark(3).entry_id)
    end = reading.reading(owner(), access.mark(owner(), mark(1).entry_id), ALL)
    assert end.older is None


def test_putting_away_concerns_what_was_there_when_the_list_was_shown() -> None:
    follow(A)
    hear(A, posts(3))
    hear(A, [post(50)], NOW + timedelta(minutes=5))
    rows = reading.put_away(owner(), Where(), seen_by=NOW)
    assert {row.entry.guid for row in rows} == {"urn:1", "urn:2", "urn:3"}
    old = mark(2).at
    rows = reading.put_away(owner(), Where(), seen_by=NOW, older_than=old)
    assert {row.entry.guid for row in rows} == {"urn:1"}


def test_longer_lists_ask_the_database_no_more_often(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    user = owner()
    for size in (3, 60):
        for number in range(size):
            address = f"https://h{size}-{number}.example/"
            follow(address)
            hear(address, [post(number)])
        with django_assert_max_num_queries(1):
            reading.page(user, ALL)
        with django_assert_max_num_queries(1):
            reading.count(user, ALL)
