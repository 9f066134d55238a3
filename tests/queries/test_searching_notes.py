"""What an account added to entries is searched too: by it alone, and shown as its own."""

import importlib
from datetime import UTC

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from kith.actions import notes
from kith.core.asking import parse
from kith.core.quoting import Quote
from kith.db import search_notes
from kith.db.models import Highlight, Mark, MarkText, User
from kith.queries import searching
from kith.queries.reading import PAGE
from tests.actions.world import NOW, follow, hear, mark, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A = "https://a.example/feed"


def search(typed: str, user: User | None = None, **more: object) -> searching.Page:
    return searching.search(user or owner(), parse(typed), UTC, **more)  # type: ignore[arg-type]


def numbers(typed: str, user: User | None = None) -> str:
    return "".join(one.line.title[-1] for one in search(typed, user).found)


def note(number: int, exact: str, said: str = "") -> Highlight:
    there = mark(number)
    row = notes.highlight(there, there.entry.content, Quote(exact), NOW, note=said)
    assert row
    return row


@pytest.fixture
def library(db: None) -> None:  # noqa: ARG001
    texts = {
        4: "Spaced practice in an evening course",
        3: "What we remember",
        2: "Gärten und 東京都",
        1: "Nothing of the kind",
    }
    follow(A, name="Ines")
    hear(A, [post(n, content=f"<p>{text}</p>") for n, text in texts.items()])
    note(4, "practice in an evening", "Ask Jürgen about the workshop")
    note(4, "Spaced")
    note(3, "remember", "東京 for the museum")
    note(1, "Nothing", "A plan: evening walks")
    notes.tag(mark(2), ["to try", "Workshop"])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jurgen", "4"),
        ("JÜRGEN workshop", "4"),
        ("workshop", "42"),
        ("work*", "42"),
        ('"to try"', "2"),
        ('"try workshop"', ""),
        ('"workshop practice"', ""),
        ("museum", "3"),
        ("東京", "32"),
        ("京", "32"),
        ("museum remember", "3"),
        ("museum course", ""),
        ("jurgen course", "4"),
        ("jurgen title:post", "4"),
        ("jurgen title:jurgen", ""),
        ("title:workshop", ""),
        ("evening", "41"),
        ("evening -jurgen", "1"),
        ("workshop -evening", "2"),
        ("-workshop", "31"),
        ("evening -practice", "1"),
        ("voice:ines workshop", "42"),
        ("voice:nobody workshop", ""),
        ("kept: workshop", ""),
        ("is:unread workshop", "42"),
        ("before:2020 workshop", ""),
    ],
)
@pytest.mark.usefixtures("library")
def test_what_is_found(typed: str, found: str) -> None:
    assert numbers(typed) == found


@pytest.mark.usefixtures("library")
def test_it_is_shown_as_ones_own_with_the_words_marked() -> None:
    (found,) = search("jurgen").found
    assert found.said
    assert (found.said.what, found.piece) == ("note", "Ask <mark>Jürgen</mark> about the workshop")
    (found,) = search("title:4 practice").found
    assert found.said
    assert found.said.what == "highlight"
    assert found.piece == "<mark>practice</mark> in an evening"
    (found,) = search('"to try"').found
    assert found.said
    assert (found.said.what, found.piece) == ("word", "<mark>to try</mark>")
    (found,) = search("course").found
    assert (found.said, found.piece) == (None, "")


@pytest.mark.usefixtures("library")
def test_what_is_changed_or_taken_away_is_found_no_longer() -> None:
    row = Highlight.objects.get(note__startswith="Ask")
    notes.write_note(row, "Ask nobody", NOW)
    assert (numbers("jurgen"), numbers("nobody")) == ("", "4")
    notes.delete(row)
    assert numbers("nobody") == ""
    assert numbers('"practice in"') == "4", "it still stands in the text"
    notes.put_back(mark(4), Quote("practice"), "Ask again", NOW)
    assert numbers("again") == "4"
    notes.tag(mark(2), [])
    assert numbers("workshop") == ""
    assert not MarkText.objects.filter(mark=mark(2)).exists()


@pytest.mark.usefixtures("library")
def test_nobody_else_finds_anything_by_it() -> None:
    ally = somebody("ally")
    follow(A, user=ally)
    stranger = somebody("stranger")
    for user in (ally, stranger):
        assert numbers("jurgen", user) == ""
    assert numbers("evening", ally) == "4"
    assert numbers("evening -jurgen", ally) == "4"
    assert search("evening", ally).found[0].said is None


def test_pages_follow_each_other_whichever_way_each_was_found() -> None:
    follow(A)
    hear(A, posts(PAGE + 40))
    for number in range(1, PAGE + 41, 2):
        notes.tag(mark(number), ["odd"])
    page = search("odd")
    assert page.newer is None
    first = [one.line.title for one in page.found]
    assert first[:2] == [f"Post {PAGE + 39}", f"Post {PAGE + 37}"]
    assert (len(first), page.total) == (PAGE, 35)
    rest = search("odd", after=page.older)
    assert [one.line.title for one in rest.found] == [f"Post {n}" for n in (9, 7, 5, 3, 1)]
    back = search("odd", before=rest.newer)
    assert [one.line.title for one in back.found] == first
    notes.tag(mark(2), ["post"])
    assert search("post").total == PAGE + 40


@pytest.mark.usefixtures("library")
def test_words_in_both_are_looked_up_for_a_few_only(monkeypatch: pytest.MonkeyPatch) -> None:
    notes.tag(mark(3), ["workshop"])
    assert numbers("workshop what") == "3"
    assert numbers("workshop what -remember") == ""
    monkeypatch.setattr(search_notes, "MIXED", 0)
    assert numbers("workshop what") == ""
    assert numbers("workshop") == "432"


def test_questions_do_not_grow_with_what_is_found(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    follow(A)
    hear(A, posts(PAGE))
    for one in Mark.objects.all():
        notes.tag(one, ["mine"])
    with django_assert_max_num_queries(11):
        assert len(search("mine").found) == PAGE
    with django_assert_max_num_queries(12):
        assert len(search("mine text").found) == PAGE


def test_what_was_there_before_is_searched_after_the_migration(library: None) -> None:  # noqa: ARG001
    before = dict(MarkText.objects.values_list("mark", "body"))
    MarkText.objects.all().delete()
    step = importlib.import_module("kith.db.migrations.0007_full_text")
    step.index(apps, connection.schema_editor())
    assert dict(MarkText.objects.values_list("mark", "body")) == before
    assert numbers("jurgen") == "4"
