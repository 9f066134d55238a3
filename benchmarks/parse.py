"""How fast feeds are read, beside feedparser, on feeds made up here in each format.

Run it with `python benchmarks/parse.py`.
"""

import argparse
import io
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from html import escape

import feedparser

from kith.core.feeds import ParsedFeed
from kith.sources.feed import parse

WORDS = (
    "the of and to in is that for it as was with be by on not he his but at are this have from or"
    " which one would all will there say who make when can more if no man out other so what time up"
    " Zürich café naïve “quoted” – Ελλάδα学习"
).split()
ADDRESS = "https://blog.example.org/feed"


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize() + "."


def page(chance: random.Random, size: int) -> str:
    """About `size` characters of the HTML that blogs put into feeds."""
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        text = sentence(chance, chance.randint(15, 50))
        link = f'<a href="https://example.org/{chance.randint(1, 9999)}?a=1&amp;b=2">here</a>'
        parts.append(f"<p>{text} {link} <em>{sentence(chance, 4)}</em></p>\n")
        if chance.random() < 0.2:
            parts.append('<img src="/images/picture.jpg" alt="A picture" width="640">\n')
    return "".join(parts)


def sizes(chance: random.Random, count: int) -> list[int]:
    return [chance.randint(700, 2400) for _ in range(count)]


def rss(chance: random.Random, count: int, *, cdata: bool, podcast: bool = False) -> bytes:
    wrap: Callable[[str], str] = (lambda html: f"<![CDATA[{html}]]>") if cdata else escape
    items = []
    for number, size in enumerate(sizes(chance, count)):
        url = f"https://blog.example.org/2025/06/{number}/"
        items.append(
            f"<item><title>{escape(sentence(chance, 8))}</title><link>{url}</link>"
            f'<comments>{url}#comments</comments><guid isPermaLink="false">{url}?p=1</guid>'
            f"<dc:creator><![CDATA[Ann Writer]]></dc:creator>"
            f"<pubDate>Tue, {number % 28 + 1:02} Jun 2025 10:{number % 60:02}:00 +0000</pubDate>"
            f"<category>Learning</category><category><![CDATA[Tools & Ways]]></category>"
            f"<description>{wrap(sentence(chance, 40))}</description>"
            f"<content:encoded>{wrap(page(chance, size))}</content:encoded>"
            f"<wfw:commentRss>{url}feed/</wfw:commentRss>"
            + (_episode(number) if podcast else "")
            + "</item>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">\n'
        "<channel><title>A blog</title>"
        f'<atom:link href="{ADDRESS}" rel="self" type="application/rss+xml"/>'
        "<link>https://blog.example.org/</link><description>Of things</description>"
        f"<language>en-GB</language>{''.join(items)}</channel></rss>"
    ).encode()


def _episode(number: int) -> str:
    return (
        f'<enclosure url="https://cdn.example.org/{number}.mp3" length="31415926"'
        ' type="audio/mpeg"/>'
        "<itunes:duration>01:02:03</itunes:duration><itunes:author>Ann Writer</itunes:author>"
        f'<itunes:image href="https://cdn.example.org/{number}.jpg"/>'
        "<itunes:summary>What was said</itunes:summary><itunes:explicit>no</itunes:explicit>"
    )


def rdf(chance: random.Random, count: int) -> bytes:
    items = "".join(
        f'<item rdf:about="https://example.org/{number}"><title>{sentence(chance, 8)}</title>'
        f"<link>https://example.org/{number}</link><dc:date>2025-06-03T10:00:00+02:00</dc:date>"
        f"<dc:creator>Ann</dc:creator><dc:subject>Learning</dc:subject>"
        f"<description>{escape(page(chance, size))}</description></item>\n"
        for number, size in enumerate(sizes(chance, count))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/">'
        f"<title>News</title><link>https://example.org/</link></channel>{items}</rdf:RDF>"
    ).encode()


def atom(chance: random.Random, count: int, *, xhtml: bool) -> bytes:
    entries = []
    for number, size in enumerate(sizes(chance, count)):
        html = page(chance, size)
        inside = html.replace('width="640">', 'width="640"/>')
        content = (
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{inside}</div></content>'
            if xhtml
            else f'<content type="html">{escape(html)}</content>'
        )
        entries.append(
            f"<entry><id>tag:example.org,2025:{number}</id><title>{sentence(chance, 8)}</title>"
            f'<link rel="alternate" type="text/html" href="https://example.org/{number}"/>'
            f'<link rel="replies" type="application/atom+xml" href="/{number}/feed"/>'
            f"<author><name>Ann Writer</name><uri>https://example.org/ann</uri></author>"
            f"<published>2025-06-03T10:{number % 60:02}:00Z</published>"
            f"<updated>2025-06-04T10:{number % 60:02}:00+02:00</updated>"
            f'<category term="learning" label="Learning"/><summary>{sentence(chance, 30)}</summary>'
            f"{content}</entry>\n"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>A blog</title><id>urn:example</id><link rel="self" href="{ADDRESS}"/>'
        f'<link href="https://example.org/"/>{"".join(entries)}</feed>'
    ).encode()


def json_feed(chance: random.Random, count: int) -> bytes:
    items = [
        {
            "id": str(number),
            "url": f"https://example.org/{number}",
            "title": sentence(chance, 8),
            "content_html": page(chance, size),
            "date_published": "2025-06-03T10:00:00+02:00",
            "authors": [{"name": "Ann Writer"}],
            "tags": ["learning", "tools"],
        }
        for number, size in enumerate(sizes(chance, count))
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A blog", "items": items}
    return json.dumps(feed).encode()


def broken(document: bytes) -> bytes:
    """The same feed with the usual slips."""
    return document.replace(b"<comments>", b"<br><comments>&nbsp;", 5).replace(b"</channel>", b"")


def documents(count: int) -> dict[str, bytes]:
    chance = random.Random(7)
    blog = rss(chance, count, cdata=True)
    return {
        "RSS 2.0, CDATA": blog,
        "RSS 2.0, escaped": rss(chance, count, cdata=False),
        "RSS 2.0, podcast": rss(chance, count, cdata=True, podcast=True),
        "RSS 1.0": rdf(chance, count),
        "Atom, HTML": atom(chance, count, xhtml=False),
        "Atom, XHTML": atom(chance, count, xhtml=True),
        "RSS 2.0, malformed": broken(blog),
        "JSON Feed": json_feed(chance, count),
    }


def ours(document: bytes) -> ParsedFeed:
    return parse(document, address=ADDRESS)


def theirs(document: bytes) -> object:
    return feedparser.parse(io.BytesIO(document))


def seconds(read: Callable[[bytes], object], document: bytes, budget: float) -> float:
    """The best of as many readings as fit into a time."""
    best, end = float("inf"), time.perf_counter() + budget
    while time.perf_counter() < end or best == float("inf"):
        start = time.perf_counter()
        read(document)
        best = min(best, time.perf_counter() - start)
    return best


def peak(document: bytes) -> int:
    """Megabytes of Python's own memory at the most; the tree of libxml2 comes on top."""
    tracemalloc.start()
    ours(document)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most >> 20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=48, help="entries in each feed")
    options.add_argument("--seconds", type=float, default=1.0, help="how long to try each")
    chosen = options.parse_args()
    print(f"{'format':20} {'kB':>5} {'entries/s':>10} {'feedparser':>10} {'ratio':>6}")
    for name, document in documents(chosen.entries).items():
        assert len(ours(document).entries) == chosen.entries
        own = chosen.entries / seconds(ours, document, chosen.seconds)
        row = f"{name:20} {len(document) // 1000:5} {own:10,.0f}"
        if name == "JSON Feed":  # which feedparser does not read
            print(row)
            continue
        other = chosen.entries / seconds(theirs, document, chosen.seconds)
        print(f"{row} {other:10,.0f} {own / other:5.0f}x")
    tiny = b"<rss><channel>" + b"<item><title>a</title><link>http://e.org/1</link></item>" * 180_000
    tiny += b"</channel></rss>"
    took = seconds(ours, tiny, 0)
    print(
        f"{len(tiny) >> 20} MiB of 180,000 tiny items: {took:.2f} s, {peak(tiny)} MiB at the most"
    )


if __name__ == "__main__":
    main()
