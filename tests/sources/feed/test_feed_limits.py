"""No document takes more room than it may."""

import subprocess
import sys

import pytest

from kith.sources.feed import parse
from kith.sources.feed.limits import MAX_ENTRIES
from tests.sources.feed.made import atom, rss


def many(count: int, step: int, padding: int = 0, tail: str = "</channel></rss>") -> bytes:
    """Items a minute apart, going forward or backward in time."""
    items = "".join(
        f"<item><title>{n}</title><pubDate>{1_500_000_000 + n * step}</pubDate>"
        f"<description>{'x' * padding}</description></item>"
        for n in range(count)
    )
    return f"<rss><channel><title>T</title>{items}{tail}".encode()


@pytest.mark.parametrize("padding", [0, 400])  # in one tree, and streamed
@pytest.mark.parametrize("tail", ["</channel></rss>", ""])
def test_the_newest_entries_are_kept(padding: int, tail: str) -> None:
    newest_first = parse(many(MAX_ENTRIES + 7, -60, padding, tail))
    assert [newest_first.entries[0].title, newest_first.entries[-1].title] == ["0", "4999"]
    newest_last = parse(many(MAX_ENTRIES + 7, 60, padding, tail))
    assert [newest_last.entries[0].title, newest_last.entries[-1].title] == ["7", "5006"]
    for feed in (newest_first, newest_last):
        assert (len(feed.entries), feed.left_out, feed.title) == (MAX_ENTRIES, 7, "T")
        assert feed.mended == (not tail)


def test_a_large_document_is_read_like_a_small_one() -> None:
    padding = f"<item><description>{'x' * 100_000}</description></item>"
    body = rss("<link>/1</link><dc:creator>Ann</dc:creator>").decode()
    large = body.replace("</channel>", padding * 30 + "<language>de</language></channel>")
    feed = parse(large.encode(), address="https://cdn.example.net/feed")
    assert (feed.title, feed.language, len(feed.entries)) == ("A feed", "de", 31)
    assert (feed.entries[0].url, feed.entries[0].author) == ("https://example.org/1", "Ann")
    based = large.replace("<channel>", '<channel xml:base="https://b.org/x/">')
    assert parse(based.encode()).entries[0].url == "https://b.org/1"
    two = f"{large}<rss><channel xml:base='https://c.org/'><item><link>2</link></item></channel></rss>"
    assert parse(two.encode()).entries[-1].url == "https://c.org/2"
    pages = f"<html>{large}</html>"
    with pytest.raises(Exception, match="web page"):
        parse(pages.encode())
    alien = f"<menu>{padding * 30}</menu>"
    with pytest.raises(Exception, match="not a feed"):
        parse(alien.encode())


def test_texts_are_cut() -> None:
    entry = parse(
        rss(
            f"<title>{'t' * 2000}</title><author>{'a' * 2000}</author><guid>{'g' * 2001}</guid>"
            f"<link>https://e.org/{'l' * 4000}</link>"
            f"<content:encoded>{'c' * 3_000_000}</content:encoded>"
        )
    ).entries[0]
    assert (len(entry.title), len(entry.author), entry.url) == (1000, 300, "")
    assert len(entry.content) == 2 * 1024 * 1024
    assert entry.guid.startswith("blake2b:")
    assert len(entry.guid) == 72


def test_an_identity_that_just_fits_is_kept() -> None:
    assert parse(atom(f"<id>{'g' * 2000}</id>")).entries[0].guid == "g" * 2000


def test_lists_are_bounded() -> None:
    categories = "".join(f"<category>{n}</category>" for n in range(1000))
    files = "".join(f'<enclosure url="https://e.org/{n}"/>' for n in range(1000))
    entry = parse(rss(categories + files)).entries[0]
    assert (len(entry.categories), len(entry.enclosures)) == (200, 200)


MEASURE = """
import resource
from kith.sources.feed import parse
tiny = b"<item><title>a</title><link>http://e.org</link></item>"
body = b"<rss><channel>" + tiny * 190_000 + b"</channel></rss>"
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
feed = parse(body)
assert (len(feed.entries), feed.left_out) == (5000, 185_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted differently elsewhere")
def test_many_tiny_items_fit_into_little_memory() -> None:
    # Another process, for the most that this one ever used may lie behind it.
    said = subprocess.run(
        [sys.executable, "-c", MEASURE], capture_output=True, check=True, text=True
    )
    assert int(said.stdout) < 150 * 1024
