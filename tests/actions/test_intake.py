"""Storing what a channel said."""

from datetime import timedelta

import pytest

from kith.actions import intake, reading
from kith.core.feeds import Enclosure
from kith.db.models import Edit, Entry, EntryText, Mark
from tests.actions.world import NOW, channel, follow, found, hear, mark, marks, owner, post, posts

pytestmark = pytest.mark.django_db

A = "https://a.example/feed"


@pytest.fixture(autouse=True)
def _followed(db: None) -> None:  # noqa: ARG001
    follow(A)


def test_an_entry_is_stored_with_everything_that_was_said() -> None:
    file = Enclosure("https://e.example/a.mp3", "audio/mpeg", 99, 60, "Part one")
    hear(
        A,
        [
            post(
                1,
                author="Lena",
                summary="<p>Short</p>",
                content="<p onclick='x()'>Long <b>words</b></p><script>bad()</script>",
                updated=NOW,
                categories=("one", "two"),
                enclosures=(file,),
                language="de",
                image="https://e.example/i.png",
                comments_url="https://e.example/c",
                comments_feed="https://e.example/c.xml",
                reply_to="https://e.example/0",
                seconds=60,
            )
        ],
    )
    entry = Entry.objects.get()
    assert entry.content == "<p>Long <b>words</b></p>"
    assert (entry.summary, entry.excerpt, entry.words) == ("<p>Short</p>", "Short", 2)
    assert (entry.author, entry.language, entry.seconds) == ("Lena", "de", 60)
    assert (entry.categories, entry.enclosures[0]["title"]) == (["one", "two"], "Part one")
    assert (entry.comments_url, entry.reply_to) == ("https://e.example/c", "https://e.example/0")
    assert (entry.updated_at, entry.first_seen_at) == (NOW, NOW)
    assert EntryText.objects.get().body.split() == ["Long", "words"]


def test_an_entry_never_stands_in_the_future() -> None:
    hear(A, [post(1, published=NOW + timedelta(days=9)), post(2, published=None)])
    assert set(Entry.objects.values_list("at", flat=True)) == {NOW}
    assert mark(1).at == mark(2).at == NOW


def test_entries_of_one_moment_stand_as_in_their_document() -> None:
    hear(A, [post(number, published=None) for number in (3, 1, 2)])
    rows = Entry.objects.order_by("-at", "-pk").values_list("guid", flat=True)
    assert list(rows) == ["urn:3", "urn:1", "urn:2"]


def test_edited_words_are_found_and_the_old_ones_are_not() -> None:
    hear(A, [post(1, title="Wolfram", author="Ada", content="tantalum"), post(2)])
    hear(A, [post(1, title="Osmium", author="Eva", content="iridium"), post(2)])
    assert [found(word) for word in ("osmium", "eva", "iridium")] == [{"urn:1"}] * 3
    assert [found(word) for word in ("wolfram", "ada", "tantalum")] == [set()] * 3
    assert found("post") == {"urn:2"}


def test_an_edit_keeps_what_was_marked() -> None:
    hear(A, [post(1)])
    reading.open_entry(mark(1), NOW)
    reading.keep(mark(1), NOW)
    assert hear(A, [post(1, content="Corrected")]).edited == 1
    kept = mark(1)
    assert (kept.state, kept.kept_at, kept.opened_at) == (Mark.State.READ, NOW, NOW)


def test_what_an_entry_said_before_is_kept_five_times() -> None:
    for number in range(9):
        hear(A, [post(1, title=f"Version {number}"), post(2)], NOW + timedelta(hours=number))
    kept = Edit.objects.order_by("pk").values_list("title", flat=True)
    assert list(kept) == [f"Version {number}" for number in range(3, 8)]


def test_a_change_that_nobody_reads_leaves_no_edit_behind() -> None:
    hear(A, [post(1)])
    assert hear(A, [post(1, url="https://new.example/1")]).edited == 1
    assert Entry.objects.get().url == "https://new.example/1"
    assert not Edit.objects.exists()


def test_an_edit_with_a_new_date_moves_the_entry_and_its_marks() -> None:
    hear(A, [post(1), post(2)])
    moved = NOW - timedelta(days=1)
    hear(A, [post(1, content="Corrected", published=moved), post(2)])
    assert Entry.objects.get(guid="urn:1").at == mark(1).at == moved


def test_an_edit_without_a_date_keeps_the_place() -> None:
    hear(A, [post(1)])
    before = Entry.objects.get()
    hear(A, [post(1, content="Corrected", published=None)], NOW + timedelta(days=1))
    after = Entry.objects.get()
    assert (after.at, after.published_at) == (before.at, before.published_at)
    assert after.content == "Corrected"


def test_more_entries_than_fit_a_transaction_are_all_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "BATCH", 10)
    assert hear(A, posts(95)).new == 95
    assert Entry.objects.count() == EntryText.objects.count() == len(marks()) == 95
    assert list(marks().values()).count("unread") == 5
    edited = [post(number, content="Corrected") for number in range(95, 0, -1)]
    assert hear(A, edited).edited == 95
    assert len(found("corrected")) == 95


def test_a_first_document_stored_in_part_leaves_five_unread_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "BATCH", 10)
    prepared = intake.prepare(channel(A), posts(95)[::-1], NOW)
    del prepared.new[30:]
    intake.write(channel(A), prepared, NOW)
    assert hear(A, posts(95)[::-1]).new == 65
    unread = {guid for guid, state in marks().items() if state == "unread"}
    assert unread == {f"urn:{number}" for number in range(91, 96)}


def test_an_entry_older_than_memory_is_not_stored_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MEMORY", 5)
    hear(A, posts(20))
    assert hear(A, [post(21), post(1), post(2)]).new == 1
    assert Entry.objects.count() == 21


def test_what_nobody_follows_is_stored_without_marks() -> None:
    from kith.db.models import Following

    Following.objects.all().delete()
    hear(A, posts(3))
    assert Entry.objects.count() == 3
    assert marks() == {}


def test_numbers_of_entries_go_on_growing() -> None:
    hear(A, posts(3))
    first = set(Entry.objects.values_list("pk", flat=True))
    Entry.objects.all().delete()
    hear(A, [post(9)])
    assert Entry.objects.get().pk > max(first)
    assert mark(9, owner()).entry_id == Entry.objects.get().pk
