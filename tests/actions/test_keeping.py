"""Keep any page: once, with what can be had of it, for one account alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kith.actions import reading, roster
from kith.actions.clock import utc_now
from kith.actions.keeping import Kept, keep_page
from kith.actions.reach import door_options, find
from kith.core.problems import Trouble
from kith.db.models import Channel, Entry, Mark, User, Voice
from kith.queries import channels, people
from kith.queries import roster as known
from kith.queries.people import Wanted
from tests.actions.world import NOW, found, hear, owner, post, somebody
from tests.actions.world import follow as follows
from tests.web.sites import site

pytestmark = pytest.mark.django_db

PIECE = """<!doctype html><html lang="en"><head><title>On slow reading</title>
<meta name="author" content="Jana Novak"><meta name="description" content="Why 1 &lt; 2 pays.">
</head><body><nav>Home About</nav><article><h1>On slow reading</h1><p>Read it <b>twice</b>,
said the gardener. <a href="/next">On</a></p><script>alert(1)</script>
<img src="x" onerror="alert(1)"></article><footer>Imprint</footer></body></html>"""
PAGES = {
    "/piece": ("text/html; charset=utf-8", PIECE),
    "/bare": ("text/html", "<title>Bare</title><p>Nothing but a paragraph."),
    "/one": ("text/html", "<title>Same</title>"),
    "/two": ("text/html", "<title>Same</title>"),
    "/paper.pdf": ("application/pdf", "%PDF-1.7"),
    "/empty": ("text/html", ""),
}


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with site(PAGES) as address:
        yield address


def keep(address: str, user: User | None = None, title: str = "") -> Kept:
    return keep_page(user or owner(), address, NOW, title=title)


def test_a_page_is_kept_with_its_text(home: str) -> None:
    kept = keep(f"{home}/piece#part")
    entry = kept.mark.entry
    assert (kept.already, kept.problem) == (False, None)
    assert kept.mark.kept_at == NOW
    assert (entry.title, entry.author) == ("On slow reading", "Jana Novak")
    assert entry.url == f"{home}/piece"
    assert "said the gardener" in entry.content
    assert f'href="{home}/next"' in entry.content
    assert entry.excerpt == "Why 1 < 2 pays."
    assert entry.published_at is None
    for gone in ("Imprint", "About", "script", "onerror"):
        assert gone not in entry.content
    assert found("gardener") == {f"{home}/piece"}


def test_without_an_article_the_body_serves(home: str) -> None:
    assert "Nothing but a paragraph." in keep(f"{home}/bare").mark.entry.content


def test_twice_is_harmless(home: str) -> None:
    first = keep(f"{home}/piece")
    again = keep(f"{home}/piece/")
    assert again.already
    assert again.mark == first.mark
    assert Entry.objects.count() == 1


def test_what_was_let_go_is_kept_again(home: str) -> None:
    first = keep(f"{home}/piece")
    reading.let_go(first.mark)
    again = keep(f"{home}/piece")
    assert not again.already
    assert again.mark.kept_at == NOW


def test_an_entry_that_was_heard_is_kept_itself() -> None:
    follows("https://e.example/feed")
    hear("https://e.example/feed", [post(1)])
    kept = keep("https://e.example/1")
    assert kept.mark == Mark.objects.get()
    assert kept.mark.kept_at == NOW
    assert not Channel.objects.filter(kind=Channel.KEPT).exists()


def test_of_two_that_were_heard_the_kept_one_counts() -> None:
    for name in ("a", "b"):
        follows(f"https://{name}.example/feed")
        hear(f"https://{name}.example/feed", [post(1)])
    second = Mark.objects.order_by("-pk")[0]
    reading.keep(second, NOW)
    kept = keep("https://e.example/1")
    assert (kept.already, kept.mark) == (True, second)


@pytest.mark.parametrize(
    ("path", "code"),
    [("/paper.pdf", "not-a-page"), ("/missing", "not-found"), ("/empty", "empty")],
)
def test_what_cannot_be_read_is_kept_by_its_address(home: str, path: str, code: str) -> None:
    kept = keep(home + path, title="As the browser called it")
    assert kept.problem
    assert kept.problem.code == code
    entry = kept.mark.entry
    assert (entry.title, entry.url) == ("As the browser called it", home + path)
    assert entry.content == ""
    assert keep(home + path).already


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://0x0a000001/",
    ],
)
def test_private_networks_are_not_visited(address: str) -> None:
    kept = keep(address)
    assert kept.problem
    assert kept.problem.code == "address-refused"
    assert kept.mark.entry.content == ""


def test_nobody_there_and_an_answer_too_large(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keep("http://127.0.0.1:9/")
    assert kept.problem
    assert kept.problem.code == "unreachable"
    small = replace(door_options(), max_bytes=100)
    monkeypatch.setattr("kith.actions.reach.door_options", lambda: small)
    kept = keep(f"{home}/piece")
    assert kept.problem
    assert kept.problem.code == "too-large"


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "file:///etc/passwd", "http://", "x" * 9000]
)
def test_what_is_no_address_is_not_kept(address: str) -> None:
    with pytest.raises(Trouble):
        keep(address)
    assert not Entry.objects.exists()


def test_two_pages_that_say_the_same_are_two(home: str) -> None:
    keep(f"{home}/one")
    keep(f"{home}/two")
    assert sorted(Entry.objects.values_list("url", flat=True)) == [f"{home}/one", f"{home}/two"]


def test_accounts_keep_apart(home: str) -> None:
    other = somebody()
    mine, theirs = keep(f"{home}/piece"), keep(f"{home}/piece", other)
    assert mine.mark.entry != theirs.mark.entry
    assert not theirs.already
    assert Mark.objects.filter(owner=other).get() == theirs.mark
    with pytest.raises(Trouble):
        find(f"kept:{owner().pk}")


def test_it_stands_on_the_roster_and_is_never_looked_at(home: str) -> None:
    assert not Voice.objects.exists()
    mark = keep(f"{home}/piece").mark
    user = owner()
    (one,) = people.roster(user, Wanted(), NOW).voices
    assert (one.name, one.kind) == ("Kept pages", "publication")
    assert not known.has_voices(user), "nobody is followed yet"
    assert known.listed(user) == []
    roster.let_go(mark.voice, NOW)
    roster.take_back(mark.voice, NOW)
    later = utc_now()
    assert channels.due(later, 10) == []
    assert channels.askable(later, user) == []
    assert channels.unheard(user) == 0
    assert channels.health(user, later) == []
