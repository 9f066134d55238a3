"""The index itself: what goes in comes out, on both databases, at any size."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from kith.core.asking import parse
from kith.db import search, search_sqlite
from kith.db.models import Entry, EntryText, Mark
from tests.actions.world import follow, found, hear, owner, post

pytestmark = pytest.mark.django_db(transaction=True)

A = "https://a.example/feed"


@pytest.fixture(autouse=True)
def _nothing_to_find() -> None:
    """What empties the tables between tests does not know the search index of SQLite."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")


def held(typed: str) -> list[str]:
    """The guids of the owner's entries that hold the words, newest first."""
    pks = search.asked(parse(typed).terms).newest(Mark.objects.filter(owner=owner()), 50)
    guids = dict(Mark.objects.values_list("pk", "entry__guid"))
    return [guids[pk] for pk in pks]


def test_no_phrase_leaps_from_the_title_into_the_text() -> None:
    follow(A)
    hear(A, [post(1, title="one two", author="three", content="<p>four five</p>")])
    assert held('"one two"') == held('"four five"') == held("two three four") == ["urn:1"]
    assert held('"two three"') == held('"three four"') == held('"two four"') == []


def test_words_of_any_script_go_in_and_out_again() -> None:
    follow(A)
    for number, text in enumerate(("Łódź naïve", "東京都", "हिन्दी", "ประเทศไทย", "a\u0301b"), 1):
        hear(A, [post(number, content=f"<p>{text}</p>")])
        assert held(f'"{text}"') == [f"urn:{number}"]
        entry = Entry.objects.get(guid=f"urn:{number}")
        search.forget([(entry.pk, entry.title, entry.author, entry.text.body)])
        EntryText.objects.filter(entry=entry).delete()
        assert held(f'"{text}"') == []


@pytest.mark.parametrize(
    "body",
    [
        "word " * 100_000,
        " ".join(f"w{number}" for number in range(200_000)),
        "学习方法" * 100_000,
        "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(400_000)),
        "x" * 400_000,
        "' \\ : * & | ! ( ) \" , 1A" * 1000,
    ],
    ids=["one word", "many words", "chinese", "all of chinese", "one long word", "signs"],
)
def test_texts_of_any_length_are_indexed(body: str) -> None:
    follow(A)
    hear(A, [post(1, content="<p>short</p>")])
    entry = Entry.objects.get()
    search.forget([(entry.pk, entry.title, entry.author, entry.text.body)])
    search.add([(entry.pk, "the title", "", body)])
    assert held("title") == ["urn:1"]
    assert held(f'"{body[:4]}"*') == ["urn:1"] or body.startswith("'")
    search.forget([(entry.pk, "the title", "", body)])


def test_ranges_hold_all_and_leave_wide_gaps_out() -> None:
    assert list(search_sqlite._ranges([])) == []
    assert list(search_sqlite._ranges([7])) == [(7, 7)]
    assert list(search_sqlite._ranges([1, 2, 9, 10_000, 10_003])) == [(1, 9), (10_000, 10_003)]


def test_the_migration_indexes_anew_and_may_be_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    follow(A)
    hear(A, [post(number, content=f"<p>Łódź {number}</p>") for number in range(7, 0, -1)])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
        else:
            cursor.execute("UPDATE db_entrytext SET vector = to_tsvector('simple', body)")
    assert found("lodz") == set()
    step = importlib.import_module("kith.db.migrations.0004_search_folded")
    monkeypatch.setattr(step, "BATCH", 3)
    for _ in range(2):
        with connection.schema_editor(atomic=False) as editor:
            step.fold(apps, editor)
        assert held("lodz") == [f"urn:{number}" for number in range(7, 0, -1)]
        assert len(found("lodz")) == 7
