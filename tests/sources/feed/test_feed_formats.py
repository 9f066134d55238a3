"""What each element of each format comes to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kith.core.feeds import Enclosure, ParsedEntry, ParsedFeed
from kith.sources.feed import parse
from tests.sources.feed.made import atom, rdf, rss

WHEN = datetime(2025, 6, 3, 10, tzinfo=UTC)
LATER = datetime(2025, 6, 4, 10, tzinfo=UTC)
PUB = "<pubDate>Tue, 03 Jun 2025 10:00:00 GMT</pubDate>"


def one(body: bytes, address: str = "") -> ParsedEntry:
    (entry,) = parse(body, address=address).entries
    return entry


RSS_ITEMS: list[tuple[str, dict[str, Any]]] = [
    # titles
    ("<title>Plain</title>", {"title": "Plain"}),
    ("<title>\n  Two\n  lines </title>", {"title": "Two lines"}),
    ("<title>A &lt;b&gt;bold&lt;/b&gt; one</title>", {"title": "A bold one"}),
    ("<title><![CDATA[A <i>slanted</i> one]]></title>", {"title": "A slanted one"}),
    ("<title>R&amp;amp;D &amp;#8217;s</title>", {"title": "R&D ’s"}),
    ("<title>R&amp;D</title>", {"title": "R&D"}),
    ("<title>1 &lt; 2</title>", {"title": "1 < 2"}),
    ("<title>List&lt;int&gt; or &lt;/T&gt;</title>", {"title": "List<int> or </T>"}),
    ("<title>One<br/>two <b>three</b></title>", {"title": "One two three"}),
    ("<dc:title>Other</dc:title>", {"title": "Other"}),
    ("<media:title>M</media:title><title>Own</title>", {"title": "Own"}),
    ("<title></title><itunes:title>Episode</itunes:title>", {"title": "Episode"}),
    # addresses
    ("<link>https://e.org/1</link>", {"url": "https://e.org/1"}),
    ("<link>\n https://e.org/1\n?a=b </link>", {"url": "https://e.org/1?a=b"}),
    ("<link>/1</link>", {"url": "https://example.org/1"}),
    ("<link>1?x</link>", {"url": "https://example.org/1?x"}),
    ("<link>//e.org/1</link>", {"url": "https://e.org/1"}),
    ("<link>javascript:alert(1)</link>", {"url": ""}),
    ("<link>http://[broken/</link>", {"url": ""}),
    ("<guid>https://e.org/1</guid>", {"guid": "https://e.org/1", "url": "https://e.org/1"}),
    ('<guid isPermaLink="false">https://e.org/1</guid>', {"guid": "https://e.org/1", "url": ""}),
    ('<guid isPermaLink="true">/1</guid>', {"guid": "/1", "url": "https://example.org/1"}),
    ("<guid> 17 </guid>", {"guid": "17", "url": ""}),
    ("<guid>https://e.org/2</guid><link>https://e.org/1</link>", {"url": "https://e.org/1"}),
    ('<atom:link href="https://e.org/1"/>', {"url": "https://e.org/1"}),
    ('<atom:link href="/2"/><link>/1</link>', {"url": "https://example.org/1"}),
    (
        "<link>https://p.org/1</link><feedburner:origLink>https://e.org/1</feedburner:origLink>",
        {"url": "https://e.org/1"},
    ),
    ('<enclosure url="https://e.org/1.mp3"/>', {"url": "https://e.org/1.mp3"}),
    # people
    ("<author>ann@e.org (Ann Writer)</author>", {"author": "Ann Writer"}),
    ("<author>Ann Writer &lt;ann@e.org&gt;</author>", {"author": "Ann Writer"}),
    ("<author>ann@e.org</author>", {"author": "ann@e.org"}),
    ("<dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>", {"author": "Ann, Bob"}),
    ("<author>x@e.org</author><dc:creator>Ann</dc:creator>", {"author": "Ann"}),
    ("<dc:contributor>Bob</dc:contributor><dc:creator>Ann</dc:creator>", {"author": "Ann"}),
    ("<dc:contributor>Bob</dc:contributor>", {"author": "Bob"}),
    ("<itunes:author>Ann</itunes:author>", {"author": "Ann"}),
    (
        "<author><name>Ann</name><uri>/ann</uri></author>",
        {"author": "Ann", "author_url": "https://example.org/ann"},
    ),
    ("<author><name>Ann</name><email>a@e.org</email></author>", {"author_url": ""}),
    ('<media:credit role="author">Ann</media:credit>', {"author": "Ann"}),
    ("<media:credit>Photographer</media:credit>", {"author": ""}),
    # subjects
    (
        "<category>A</category><category>a</category><dc:subject>B &amp; C</dc:subject>",
        {"categories": ("A", "B & C")},
    ),
    ("<itunes:keywords>a, b,,c</itunes:keywords>", {"categories": ("a", "b", "c")}),
    (
        '<itunes:category text="A"><itunes:category text="B"/></itunes:category>',
        {"categories": ("A", "B")},
    ),
    # bodies
    ("<description>&lt;p&gt;S&lt;/p&gt;</description>", {"summary": "<p>S</p>", "content": ""}),
    (
        "<description>S</description><content:encoded><![CDATA[<p>C</p>]]></content:encoded>",
        {"summary": "S", "content": "<p>C</p>"},
    ),
    ("<description>S <b>x</b><br/></description>", {"summary": "S <b>x</b><br/>"}),
    ("<description>a</description><description>b</description>", {"summary": "a", "content": "b"}),
    ("<itunes:summary>1 &lt; 2</itunes:summary>", {"summary": "<p>1 &lt; 2</p>"}),
    ("<itunes:summary>No</itunes:summary><description>S</description>", {"summary": "S"}),
    (
        '<body xmlns="http://www.w3.org/1999/xhtml"><p>C<a name="x"/></p></body>',
        {"content": '<p>C<a name="x"></a></p>'},
    ),
    ("<fullitem>C</fullitem>", {"content": "C"}),
    # files
    (
        '<enclosure url="/1.mp3" type="audio/mpeg" length="17"/>',
        {"enclosures": (Enclosure("https://example.org/1.mp3", "audio/mpeg", 17),)},
    ),
    ('<enclosure url="/1" length="many"/>', {"enclosures": (Enclosure("https://example.org/1"),)}),
    (
        (
            '<media:group><media:content url="/v.mp4" type="video/mp4" duration="90" fileSize="5">'
            "<media:title>Film</media:title></media:content></media:group>"
        ),
        {
            "enclosures": (Enclosure("https://example.org/v.mp4", "video/mp4", 5, 90, "Film"),),
            "seconds": 90,
            "title": "Film",
        },
    ),
    ('<media:thumbnail url="/t.jpg"/>', {"image": "https://example.org/t.jpg"}),
    ('<enclosure url="/t.jpg" type="image/jpeg"/>', {"image": "https://example.org/t.jpg"}),
    ('<itunes:image href="/t.jpg"/>', {"image": "https://example.org/t.jpg"}),
    ("<image><url>/t.jpg</url></image>", {"image": "https://example.org/t.jpg"}),
    ("<itunes:duration>5400</itunes:duration>", {"seconds": 5400}),
    ("<itunes:duration>90:00</itunes:duration>", {"seconds": 5400}),
    ("<itunes:duration>1:30:00</itunes:duration>", {"seconds": 5400}),
    ("<itunes:duration>PT1H30M</itunes:duration>", {"seconds": 5400}),
    ("<itunes:duration>long</itunes:duration>", {"seconds": None}),
    # talk
    ("<comments>/1#c</comments>", {"comments_url": "https://example.org/1#c"}),
    ("<wfw:commentRss>/1/f</wfw:commentRss>", {"comments_feed": "https://example.org/1/f"}),
    ("<wfw:commentRSS>/1/f</wfw:commentRSS>", {"comments_feed": "https://example.org/1/f"}),
    # times
    (PUB, {"published": WHEN, "updated": None}),
    (f"<dc:date>2020-01-01</dc:date>{PUB}", {"published": WHEN}),
    ("<pubDate>soon</pubDate><dc:date>2025-06-03T10:00:00Z</dc:date>", {"published": WHEN}),
    (
        f"{PUB}<atom:updated>2025-06-04T10:00:00Z</atom:updated>",
        {"published": WHEN, "updated": LATER},
    ),
    ("<atom:updated>2025-06-04T10:00:00Z</atom:updated>", {"published": LATER, "updated": LATER}),
    ("<expirationDate>2025-06-04T10:00:00Z</expirationDate>", {"published": None}),
    # the rest
    ("<dc:language>de</dc:language>", {"language": "de"}),
    ('<description xml:lang="fr">S</description>', {"language": "fr"}),
    (
        '<description xml:base="https://b.org/">S</description><link>/1</link>',
        {"base": "https://b.org/", "url": "https://example.org/1"},
    ),
    ("<link>https://e.org/1</link><description>S</description>", {"base": "https://e.org/1"}),
]


@pytest.mark.parametrize(("item", "fields"), RSS_ITEMS)
def test_items_of_rss(item: str, fields: dict[str, Any]) -> None:
    entry = one(rss(item))
    assert {name: getattr(entry, name) for name in fields} == fields


ATOM_ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("<title>A &amp;amp; B</title>", {"title": "A &amp; B"}),
    ('<title type="html">A &amp;amp; &lt;b>B&lt;/b></title>', {"title": "A & B"}),
    (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>B</b></div></title>',
        {"title": "A B"},
    ),
    ('<title mode="base64" type="text/html">QSA8Yj5CPC9iPg==</title>', {"title": "A B"}),
    ('<title type="text/html" mode="escaped">A &lt;b>B&lt;/b></title>', {"title": "A B"}),
    ("<id>tag:e.org,2025:1</id>", {"guid": "tag:e.org,2025:1", "url": ""}),
    ("<id>https://e.org/1</id>", {"guid": "https://e.org/1", "url": "https://e.org/1"}),
    (
        (
            '<link rel="alternate" type="application/json" href="/j"/>'
            '<link rel="alternate" type="text/html" href="/h"/>'
        ),
        {"url": "https://example.org/h"},
    ),
    (
        '<link rel="http://www.iana.org/assignments/relation/alternate" href="/h"/>',
        {"url": "https://example.org/h"},
    ),
    ('<link rel="self" href="/h"/>', {"url": ""}),
    (
        '<link rel="enclosure" href="/a.ogg" type="audio/ogg" length="3" title="T"/>',
        {"enclosures": (Enclosure("https://example.org/a.ogg", "audio/ogg", 3, None, "T"),)},
    ),
    ('<link rel="replies" type="text/html" href="/r"/>', {"comments_url": "https://example.org/r"}),
    (
        '<link rel="replies" type="application/atom+xml" href="/r"/>',
        {"comments_feed": "https://example.org/r"},
    ),
    ('<thr:in-reply-to ref="tag:1" href="/o"/>', {"reply_to": "https://example.org/o"}),
    ('<thr:in-reply-to ref="tag:1"/>', {"reply_to": "tag:1"}),
    (
        "<author><email>a@e.org</email><name>Ann</name></author><author><name>Bob</name></author>",
        {"author": "Ann, Bob"},
    ),
    ("<author><email>a@e.org</email></author>", {"author": "a@e.org"}),
    ("<source><author><name>Ann</name></author></source>", {"author": "Ann"}),
    ('<category term="t" label="Label"/><category term="u"/>', {"categories": ("Label", "u")}),
    ('<summary type="text">1 &lt; 2</summary>', {"summary": "1 &lt; 2"}),
    ("<summary>&lt;p>Para&lt;/p></summary>", {"summary": "<p>Para</p>"}),
    ('<summary type="html">&lt;p>Para&lt;/p></summary>', {"summary": "<p>Para</p>"}),
    (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p/>A<br/></div></content>',
        {"content": "<p></p>A<br/>"},
    ),
    (
        (
            '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml">'
            "<h:p>A</h:p></h:div></content>"
        ),
        {"content": "<p>A</p>"},
    ),
    (
        '<content type="application/octet-stream">PHA+QTwvcD4=</content>',
        {"content": "<p>A</p>"},
    ),
    ('<content type="image/png">iVBORw0KGgo=</content>', {"content": ""}),
    ('<content type="video/mp4" src="/v.mp4"/>', {"url": "https://example.org/v.mp4"}),
    (
        '<content xml:base="https://b.org/x/" type="html">A</content>',
        {"base": "https://b.org/x/", "content": "A"},
    ),
    ("<published>2025-06-03T10:00:00Z</published>", {"published": WHEN, "updated": None}),
    ("<issued>2025-06-03T12:00:00+02:00</issued>", {"published": WHEN}),
    ("<modified>2025-06-04T10:00:00Z</modified>", {"published": LATER, "updated": LATER}),
    (
        (
            "<yt:videoId>abc</yt:videoId><media:group><media:thumbnail url='/t.jpg'/>"
            "<media:description>One\n\nTwo &lt;3</media:description></media:group>"
        ),
        {
            "url": "https://www.youtube.com/watch?v=abc",
            "image": "https://example.org/t.jpg",
            "summary": "<p>One</p>\n<p>Two &lt;3</p>",
        },
    ),
]


@pytest.mark.parametrize(("entry", "fields"), ATOM_ENTRIES)
def test_entries_of_atom(entry: str, fields: dict[str, Any]) -> None:
    found = one(atom(entry))
    assert {name: getattr(found, name) for name in fields} == fields


CHANNELS: list[tuple[bytes, dict[str, Any]]] = [
    (rss(), {"format": "rss", "title": "A feed", "url": "https://example.org/"}),
    (atom(), {"format": "atom", "title": "A feed", "url": "https://example.org/"}),
    (rdf(), {"format": "rdf", "title": "A feed", "url": "https://example.org/"}),
    (
        rss(channel="<description>D</description><language>de</language><ttl>90</ttl>"),
        {"description": "D", "language": "de", "interval": 5400},
    ),
    (
        rss(
            channel="<sy:updatePeriod> hourly </sy:updatePeriod>"
            "<sy:updateFrequency>2</sy:updateFrequency>"
        ),
        {"interval": 1800},
    ),
    (rss(channel="<sy:updatePeriod>daily</sy:updatePeriod>"), {"interval": 86400}),
    (
        rss(
            channel='<atom:link rel="self" href="/f"/><atom:link rel="hub" href="https://h.org/"/>'
        ),
        {"self_url": "", "hubs": ("https://h.org/",), "url": "https://example.org/"},
    ),
    (
        rss(channel="<image><url>https://e.org/i.png</url><title>No</title></image>"),
        {"image": "https://e.org/i.png", "title": "A feed"},
    ),
    (
        rss(channel="<generator>G</generator><managingEditor>e@e.org (Ed)</managingEditor>"),
        {"generator": "G", "author": "Ed"},
    ),
    (
        rss(channel="<lastBuildDate>Tue, 03 Jun 2025 10:00:00 GMT</lastBuildDate>"),
        {"updated": WHEN},
    ),
    (atom(channel="<subtitle>D</subtitle><logo>https://e.org/l</logo>"), {"description": "D"}),
    (atom(channel='<category term="x"/>'), {"categories": ("x",)}),
]


@pytest.mark.parametrize(("body", "fields"), CHANNELS)
def test_feeds(body: bytes, fields: dict[str, Any]) -> None:
    feed = parse(body)
    assert {name: getattr(feed, name) for name in fields} == fields
    assert not feed.mended


def test_an_item_of_rdf_is_named_by_its_address() -> None:
    entry = one(rdf("<title>T</title><dc:date>2025-06-03T10:00:00Z</dc:date>"))
    assert (entry.guid, entry.url) == ("https://example.org/about",) * 2
    assert entry.published == WHEN


def test_an_entry_of_atom_inherits_its_author() -> None:
    body = atom("<title>T</title>", channel="<author><name>Ann</name></author>")
    assert one(body).author == "Ann"


def test_bases_nest() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.org/b/">'
        b'<entry xml:base="c/"><link href="d"/><content type="html">x</content></entry></feed>'
    )
    entry = one(body, address="https://z.org/")
    assert (entry.url, entry.base) == ("https://a.org/b/c/d", "https://a.org/b/c/")


def test_the_address_is_the_base_of_atom_and_the_site_of_rss() -> None:
    there = "https://cdn.example.net/feeds/1"
    assert one(atom('<link href="x"/>'), address=there).url == "https://cdn.example.net/feeds/x"
    assert one(rss("<link>x</link>"), address=there).url == "https://example.org/x"


def test_a_podcast_is_seen() -> None:
    audio = '<enclosure url="https://e.org/1.mp3" type="audio/mpeg"/>'
    assert parse(rss(audio + "<itunes:duration>1</itunes:duration>")).podcast
    assert not parse(rss(audio)).podcast


OLD: list[tuple[str, str, str]] = [
    (
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://my.netscape.com/rdf/simple/0.9/">'
            "<channel><title>A feed</title></channel>"
            "<item><title>T</title><link>https://e.org/1</link></item></rdf:RDF>"
        ),
        "rdf",
        "0.90",
    ),
    *(
        (
            (
                f'<rss version="{version}"><channel><title>A feed</title>'
                "<item><title>T</title><link>https://e.org/1</link></item></channel></rss>"
            ),
            "rss",
            version,
        )
        for version in ("0.91", "0.92", "0.93", "0.94", "2.0", "", "7")
    ),
    (
        (
            '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
            ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
            '<rss version="0.91"><channel><title>A feed</title>'
            "<item><title>T</title><link>https://e.org/1</link></item></channel></rss>"
        ),
        "rss",
        "0.91 of Netscape",
    ),
    (
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>A feed</title>'
            '<entry><title>T</title><link rel="alternate" href="https://e.org/1"/></entry></feed>'
        ),
        "atom",
        "0.3",
    ),
    (
        (
            '<feed xmlns="http://example.com/newformat#"><title>A feed</title>'
            '<entry><title>T</title><link href="https://e.org/1"/></entry></feed>'
        ),
        "atom",
        "unknown namespace",
    ),
    (
        (
            '<CHANNEL HREF="https://e.org/"><TITLE>A feed</TITLE>'
            '<ITEM HREF="https://e.org/1"><TITLE>T</TITLE></ITEM></CHANNEL>'
        ),
        "rss",
        "CDF",
    ),
]


@pytest.mark.parametrize(("body", "kind", "version"), OLD, ids=[version for *_, version in OLD])
def test_old_versions(body: str, kind: str, version: str) -> None:
    feed: ParsedFeed = parse(body.encode())
    assert (feed.format, feed.title, feed.mended) == (kind, "A feed", False), version
    assert [(e.title, e.url) for e in feed.entries] == [("T", "https://e.org/1")]
