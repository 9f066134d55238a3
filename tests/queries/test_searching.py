"""What is found, in which order, for whom, and how its words are marked."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from kith.actions import deciding, roster
from kith.actions import reading as marking
from kith.core.asking import parse
from kith.core.feeds import ParsedEntry
from kith.db import search_sqlite as index
from kith.db.models import Entry, Mark, User, Voice
from kith.queries import searching
from kith.queries.reading import PAGE
from tests.actions.world import NOW, follow, hear, mark, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

A, B = "https://a.example/feed", "https://b.example/feed"


def search(typed: str, user: User | None = None, **more: object) -> searching.Page:
    return searching.search(user or owner(), parse(typed), UTC, **more)  # type: ignore[arg-type]


def titles(typed: str, user: User | None = None) -> list[str]:
    return [one.line.title for one in search(typed, user).found]


def said(number: int, title: str, text: str = "", **facts: object) -> ParsedEntry:
    return post(number, title=title, content=f"<p>{text}</p>", **facts)


@pytest.fixture
def library(db: None) -> Voice:  # noqa: ARG001
    ines = follow(A, name="Inés Kowalczyk")
    hear(
        A,
        [
            said(5, "Retrieval practice", "Spaced practice in an evening course", author="Ana"),
            said(4, "Practice, spaced", "Practice that is spaced out", author="Bo Ærø"),
            said(3, "Straße und Łódź", "Zürich"),
            said(2, "東京都の学習", "猫が好きです"),
            said(1, "Remembering", "What we remember"),
        ],
    )
    follow(B, name="Monday Podcast")
    hear(B, [said(9, "Retrieval on air", "With two guests")])
    return ines


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("retrieval", "95"),
        ("RETRIEVAL évening", "5"),
        ("spaced practice", "54"),
        ('"spaced practice"', "5"),
        ("practice -evening", "4"),
        ('practice -"spaced practice"', "4"),
        ("-practice -retrieval", "321"),
        ("remember", "1"),
        ("rememb*", "1"),
        ('"we rememb"*', "1"),
        ("title:remembering", "1"),
        ("title:remember", ""),
        ("title:spaced", "4"),
        ("author:ana", "5"),
        ("author:aero", "4"),
        ("title:ana", ""),
        ("-author:ana spaced", "4"),
        ("strasse lodz zurich", "3"),
        ("東京", "2"),
        ("東京都", "2"),
        ("京", "2"),
        ("習", "2"),
        ("都京", ""),
        ("猫", "2"),
        ("猫 学習", "2"),
        ('"東京都の学習"', "2"),
        ("voice:ines retrieval", "5"),
        ("voice:KOWAL", "54321"),
        ('voice:"Monday Podcast"', "9"),
        ("voice:monday voice:ines retrieval", "95"),
        ("voice:nobody", ""),
        ("label:teaching retrieval", "5"),
        ("label:Teaching/Adults", "54321"),
        ("kind:person", "54321"),
        ("kind:community", ""),
        ("before:2025-11-21T", ""),
        ("nowhere", ""),
        ("", ""),
        ('"practice evening"', ""),
        ("course retrieval", "5"),
    ],
)
def test_finds(library: Voice, typed: str, numbers: str) -> None:
    Voice.objects.filter(pk=library.pk).update(kind="person")
    library.labels.create(owner=owner(), name="Teaching/Adults")
    guids = [f"urn:{number}" for number in numbers]
    found = search(typed).found
    pks = [one.line.entry for one in found]
    names = dict(Entry.objects.filter(pk__in=pks).values_list("pk", "guid"))
    assert [names[pk] for pk in pks] == guids
    assert not found or search(typed).total == len(found)


BEGUN = [
    *("retr*", "retriev* even*", "practice -eve*", "-practice -retr*", "rememb*", '"we rememb"*'),
    *("title:rememb*", "title:evening*", "author:an*", "author:retr*", "-author:an* spaced"),
    *("strass* lodz*", "京", "習", "猫 学習", "voice:ines retr*", "label:teaching ret*"),
    *('"practice eve"*', '"evening retr"*', "course ret*", "nowh*", "kept:no sp*", "ostr*"),
]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", BEGUN)
def test_a_beginning_is_read_in_texts_as_it_is_found_in_the_index(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = titles(typed)
    monkeypatch.setattr(index, "_SMALL", 0)
    read = search(typed)
    assert [one.line.title for one in read.found] == gathered
    assert read.total == len(gathered)


@pytest.mark.usefixtures("library")
def test_what_is_begun_and_was_read_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert search("pract*", most=1).total == 2
    monkeypatch.setattr(index, "_SMALL", 0)
    read = search("pract*", most=1)
    assert len(read.found) == 1
    assert read.older
    assert read.total == (None if connection.vendor == "sqlite" else 2)


@pytest.mark.usefixtures("library")
def test_keeping_reading_and_days() -> None:
    Mark.objects.update(state=Mark.State.ARCHIVED)
    marking.keep(mark(4), NOW)
    Mark.objects.filter(entry__guid="urn:9").update(state=Mark.State.UNREAD)
    assert titles("kept:") == titles("practice is:kept") == ["Practice, spaced"]
    assert titles("practice kept:no") == ["Retrieval practice"]
    assert titles("retrieval is:unread") == ["Retrieval on air"]
    assert titles("retrieval is:read") == ["Retrieval practice"]
    day = (NOW - timedelta(days=100)).date()
    assert len(titles(f"on:{day}")) == 6
    assert titles(f"before:{day}") == titles(f"after:{day + timedelta(days=1)}") == []


def test_a_day_begins_where_the_reader_is() -> None:
    follow(A)
    hear(A, [post(1, published=datetime(2026, 2, 28, 23, 30, tzinfo=UTC))])
    berlin = timezone(timedelta(hours=1))
    asked = parse("post on:2026-03-01")
    assert searching.search(owner(), asked, UTC).found == []
    assert len(searching.search(owner(), asked, berlin).found) == 1


def test_strangers_find_nothing_and_released_voices_only_when_kept(library: Voice) -> None:
    stranger = somebody()
    for typed in ("retrieval", "-nothing", "voice:ines", "kept:", "before:2027", "is:unread"):
        assert search(typed, stranger).found == []
    marking.keep(mark(4), NOW)
    roster.let_go(library, NOW)
    assert titles("practice") == ["Practice, spaced"]
    assert titles("voice:ines") == ["Practice, spaced"]
    assert titles("retrieval") == ["Retrieval on air"]
    assert titles("practice kept:no") == []


def test_nothing_is_unread_of_a_voice_at_rest_but_all_is_found(library: Voice) -> None:
    before = titles("practice")
    assert titles("practice is:unread")
    deciding.rest(library, None, NOW)
    assert titles("practice is:unread") == []
    assert titles("practice") == before


def walk(typed: str) -> list[list[str]]:
    """Every page forth, and the same back again."""
    pages = [search(typed)]
    while pages[-1].older:
        pages.append(search(typed, after=pages[-1].older))
    forth = [[one.line.title for one in page.found] for page in pages]
    back = [pages[-1]]
    while back[-1].newer:
        back.append(search(typed, before=back[-1].newer))
    assert sorted(one.line.title for page in back for one in page.found) == sorted(
        title for page in forth for title in page
    )
    return forth


@pytest.fixture(params=["looked up", "walked", "far"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to find, at any size."""
    if request.param != "looked up":
        monkeypatch.setattr(index, "FEW", 3)
        monkeypatch.setattr(index, "_CHUNKS", (2, 4) if request.param == "far" else (2, 4, 8, 500))
        monkeypatch.setattr(index, "_APART", 2)
        monkeypatch.setattr(index, "_SMALL", 0)
        monkeypatch.setattr(index, "_BATCH", 3)
        monkeypatch.setattr(index, "_READ", 1 if request.param == "far" else 1_000_000)
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "typed",
    [
        *("text", "post -nothing", "-nothing", "voice:a text", "before:2030"),
        *("tex*", "text pos*", "text -noth*", "-noth*", "voice:a title:po*"),
    ],
)
@pytest.mark.parametrize("ties", [False, True])
def test_pages_show_everything_once_the_newest_first(typed: str, ties: bool) -> None:
    follow(A, name="Anna")
    count = 2 * PAGE + 7
    same = {"published": NOW - timedelta(days=1)} if ties else {}
    hear(A, [post(number, **same) for number in range(count, 0, -1)])
    walked = walk(typed)
    assert [title for page in walked for title in page] == [
        f"Post {n}" for n in range(count, 0, -1)
    ]
    assert [len(page) for page in walked] == [PAGE, PAGE, 7]


@pytest.mark.usefixtures("way")
def test_rarer_and_older_words_are_found_as_well() -> None:
    follow(A)
    hear(
        A, [post(n, content="<p>old word</p>" if n < 8 else "<p>new</p>") for n in range(60, 0, -1)]
    )
    assert titles("word") == [f"Post {n}" for n in range(7, 0, -1)]
    assert titles("word -7") == [f"Post {n}" for n in range(6, 0, -1)]
    assert titles("ol*") == titles("word ol*") == titles('"old wo"*') == titles("word")
    assert titles("ol* -7") == titles("wo* -ne*")[1:] == titles("word -7")
    assert search("new").total in {53, None}
    assert search("ne*").total in {53, None}
    assert search("ol*").total == 7
    assert search("gon*").found == []
    assert search("gone").found == []


def test_an_edited_entry_is_found_by_its_new_words() -> None:
    follow(A)
    hear(A, [post(1, content="<p>first words</p>")])
    hear(A, [post(1, content="<p>later words</p>")])
    assert titles("first") == []
    assert titles("later") == ["Post 1"]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "*",
        "-",
        "a*b*",
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "{title} : a",
        "title:",
        "^a",
        'a" OR "b',
        "a' OR 1=1 --",
        "\0",
        "a\0b",
        "\\",
        "a:b:c",
        "!&|<->():*",
        "%s %(x)s {} %",
        "a" * 10_000,
        "學" * 10_000,
        "a " * 5_000,
        '"' * 999,
        "-a " * 300,
        "(" * 500,
        "\ud800",
        "😀",
        "é" * 3000,
        "voice:" + "x" * 3000,
        "voice:*",
        "label:' OR 1",
        "before:99999-01",
        '-"" -* -\'',
        'title:"a\' b"*',
        'voice:"a:b"',
        "on:0001",
        "before:0001 after:9998-12-31",
    ],
)
@pytest.mark.usefixtures("library")
def test_no_question_is_an_error(typed: str) -> None:
    assert len(search(typed).found) <= 6


@pytest.mark.usefixtures("library")
def test_words_are_marked_where_they_stand() -> None:
    one = search("retrieval evening").found[0]
    assert one.title == "<mark>Retrieval</mark> practice"
    assert one.excerpt == "Spaced practice in an <mark>evening</mark> course"
    assert (
        search('"spaced practice"').found[0].excerpt.startswith("<mark>Spaced practice</mark> in")
    )
    assert search("strasse lodz").found[0].title == "<mark>Straße</mark> und <mark>Łódź</mark>"
    assert search("京").found[0].title == "東<mark>京</mark>都の学習"
    assert search("学習").found[0].title == "東京都の<mark>学習</mark>"
    assert search("rememb*").found[0].title == "<mark>Remembering</mark>"
    assert search("title:practice").found[-1].excerpt == "Practice that is spaced out"


def test_an_excerpt_stands_around_the_first_word() -> None:
    follow(A)
    text = "before " * 3000 + "the needle here " + "after " * 300
    hear(A, [post(1, content=f"<p>{text}</p>")])
    excerpt = search("needle").found[0].excerpt
    assert excerpt.startswith("… before before")
    assert "the <mark>needle</mark> here after" in excerpt
    assert excerpt.endswith("after …")
    assert len(excerpt) < 280


def test_hostile_texts_stay_text() -> None:
    follow(A)
    title = '<img src=x onerror=alert(1)> & <mark>bold</mark> "quoted"'
    hear(A, [post(1, title=title, content="<p>&lt;script&gt;alert(1)&lt;/script&gt; word</p>")])
    for typed in ("word", "img", "script", "mark", "lt", "amp", "-nothing", "alert"):
        for one in search(typed).found:
            for text in (one.title, one.excerpt):
                plain = text.replace("<mark>", "").replace("</mark>", "")
                assert "<" not in plain
                assert "&" not in plain.replace("&lt;", "").replace("&gt;", "").replace(
                    "&amp;", ""
                ).replace("&quot;", "")
    assert search("script").found[0].excerpt.startswith("&lt;<mark>script</mark>&gt;")


def test_counting_stops() -> None:
    follow(A)
    hear(A, posts(PAGE + 5))
    assert search("post").total == PAGE + 5
    assert search("post", most=3).total == PAGE + 5


def test_questions_do_not_grow_with_what_is_found(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    follow(A)
    hear(A, posts(PAGE))
    with django_assert_max_num_queries(7):
        assert len(search("post").found) == PAGE
