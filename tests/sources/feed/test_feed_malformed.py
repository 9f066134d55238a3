"""Documents that are not what they should be."""

import contextlib

import pytest

from kith.core.problems import Trouble
from kith.sources.feed import fallback, parse
from tests.sources.feed.made import atom, rss

ITEM = "<item><title>One</title><link>https://e.org/1</link></item>"
HEAD = "<rss version='2.0'><channel><title>T</title>"
TAIL = "</channel></rss>"

UNUSUAL = (f"{HEAD}</channel>{ITEM}</rss>", f"<rss>{ITEM}</rss>")  # and no error in XML

# each with the titles of its entries
READ_ALL_THE_SAME: list[tuple[str, str, list[str]]] = [
    ("cut in a text", f"{HEAD}{ITEM}<item><title>Tw", ["One", "Tw"]),
    ("cut in an address", f"{HEAD}{ITEM}<item><title>Two</title><link>https://e.o", ["One", "Two"]),
    ("cut in a tag", f"{HEAD}{ITEM}<item><title>Two</tit", ["One", "Two"]),
    (
        "cut in an attribute",
        f'{HEAD}{ITEM}<item><title>Two</title><enclosure url="htt',
        ["One", "Two"],
    ),
    (
        "cut in CDATA",
        f"{HEAD}{ITEM}<item><title>Two</title><description><![CDATA[x",
        ["One", "Two"],
    ),
    ("comment without end", f"{HEAD}<!-- {ITEM}{ITEM}{TAIL}", ["One", "One"]),
    ("space before the declaration", f' \n<?xml version="1.0"?>{HEAD}{ITEM}{TAIL}', ["One"]),
    ("words before the declaration", f'Notice: x <?xml version="1.0"?>{HEAD}{ITEM}{TAIL}', ["One"]),
    ("two declarations", f"<?xml version='1.0'?><?xml version='1.0'?>{HEAD}{ITEM}{TAIL}", ["One"]),
    ("words after the end", f"{HEAD}{ITEM}{TAIL} generated in 0.1 s <b>", ["One"]),
    ("two documents", f"{HEAD}{ITEM}{TAIL}{HEAD}{ITEM}{TAIL}", ["One", "One"]),
    ("no root", ITEM * 2, ["One", "One"]),
    ("items not closed", f"{HEAD}<item><title>A</title><item><title>B</title>{TAIL}", ["A", "B"]),
    ("items outside", f"{HEAD}</channel>{ITEM}</rss>", ["One"]),
    ("no channel", f"<rss>{ITEM}</rss>", ["One"]),
    ("ends in another case", f"{HEAD}<item><title a=''>A</TITLE></Item>{ITEM}{TAIL}", ["A", "One"]),
    ("wrong case", f"<RSS><Channel><Item><Title>A</Title></Item>{TAIL}", ["A"]),
    ("bare ampersand", f"{HEAD}<item><title>AT&T & I</title></item>{TAIL}", ["AT&T & I"]),
    (
        "entities of HTML",
        f"{HEAD}<item><title>&eacute;&nbsp;&hellip;</title></item>{TAIL}",
        ["é …"],
    ),
    ("unknown entity", f"{HEAD}<item><title>&what; it</title></item>{TAIL}", ["&what; it"]),
    ("stray less", f"{HEAD}<item><title>1 < 2 <3</title></item>{TAIL}", ["1 < 2 <3"]),
    ("control characters", f"{HEAD}<item><title>a\x00\x0bb\x1f</title></item>{TAIL}", ["ab"]),
    ("no characters", f"{HEAD}<item><title>a&#0;&#x1F;b\ufffe</title></item>{TAIL}", ["ab"]),
    ("halves", f"{HEAD}<item><title>&#55357;&#56832;</title></item>{TAIL}", ["😀"]),
    ("undeclared prefix", f"{HEAD}<item><dc:title>A</dc:title></item>{TAIL}", ["A"]),
    ("no quotes", f"{HEAD}<item><enclosure url=x type=a/b><title>A</title></item>{TAIL}", ["A"]),
    ("no value", f"{HEAD}<item><guid isPermaLink>1</guid><title>A</title></item>{TAIL}", ["A"]),
    ("twice the attribute", f"{HEAD}<item a='1' a='2'><title>A</title></item>{TAIL}", ["A"]),
    (
        "bare HTML",
        (
            f"{HEAD}<item><description>a<br>b<p>c<img src=x></description><title>A</title></item>"
            f"{ITEM}{TAIL}"
        ),
        ["A", "One"],
    ),
    (
        "crossed tags",
        f"{HEAD}<item><title>A</b></title><b><i></b></i></item>{ITEM}{TAIL}",
        ["A", "One"],
    ),
]


@pytest.mark.parametrize(
    ("body", "titles"),
    [(body, titles) for _, body, titles in READ_ALL_THE_SAME],
    ids=[name for name, *_ in READ_ALL_THE_SAME],
)
def test_malformed_documents_are_read(body: str, titles: list[str]) -> None:
    feed = parse(body.encode())
    assert [entry.title for entry in feed.entries] == titles
    assert feed.mended == (body not in UNUSUAL)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\ufeff", "empty"),
        ("<!DOCTYPE html><html><head></head></html>", "page-not-feed"),
        ("<html><body><script>'<rss><item>'</script>", "page-not-feed"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', "page-not-feed"),
        ("<p>Not found</p>", "page-not-feed"),
        ("Not found", "not-a-feed"),
        ("<opml><body><outline/></body></opml>", "not-a-feed"),
        ("<urlset><url><loc>x</loc></url></urlset>", "not-a-feed"),
        ("<menu><item>Soup</item></menu>", "not-a-feed"),
        ("[1, 2]", "not-a-feed"),
        ('{"items": []}', "not-a-feed"),
        ('{"a": ', "not-a-feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "malformed"),
        ("<rss", "malformed"),
        ("\x1f\x8b\x00<rss>", "malformed"),
        ("<a/>" * 2_000_001, "malformed"),
    ],
)
def test_what_cannot_be_read_is_named(body: str, code: str) -> None:
    with pytest.raises(Trouble) as trouble:
        parse(body.encode())
    assert trouble.value.problem.code == code
    assert str(trouble.value)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(b"<rss><channel/></rss>").entries == []


def test_entities_of_the_document_are_kept_when_harmless() -> None:
    declared = '<!DOCTYPE rss [<!ENTITY me "Ann &#169;"><!ENTITY out SYSTEM "file:///etc/passwd">]>'
    feed = parse(
        f"<?xml version='1.0'?>{declared}<rss><channel><title>&me; &out;</title>{TAIL}".encode()
    )
    assert feed.title == "Ann © &out;"


def test_entities_do_not_grow() -> None:
    bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>"
        for before, name in ("ab", "bc", "cd", "de", "ef")
    )
    feed = parse(f"{bomb}]>{HEAD}<item><title>&f;</title></item>{TAIL}".encode())
    assert feed.entries[0].title == "&f;"
    declared = f"<!DOCTYPE r [<!ENTITY a '{'a' * 200}'>]>"
    long = parse(f"{declared}{HEAD}<item><description>{'&a;' * 50_000}</description>".encode())
    assert len(long.entries[0].summary) < 1_500_000


def test_a_doctype_alone_mends_nothing() -> None:
    assert not parse(f"<!DOCTYPE rss>{HEAD}{ITEM}{TAIL}".encode()).mended


def test_a_feed_inside_a_feed() -> None:
    inside = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>E</title></entry></feed>'
    feed = parse(rss(channel=inside))
    assert (feed.format, [e.title for e in feed.entries]) == ("rss", ["E"])


def test_a_lone_entry_is_a_feed() -> None:
    feed = parse(b'<entry xmlns="http://www.w3.org/2005/Atom"><title>E</title></entry>')
    assert (feed.format, [e.title for e in feed.entries]) == ("atom", ["E"])


@pytest.mark.parametrize(
    "space",
    [
        "https://search.yahoo.com/mrss/",
        "http://search.yahoo.com/mrss",
        "HTTP://SEARCH.YAHOO.COM/MRSS#",
        "http://example.org/unknown",
    ],
)
def test_namespaces_in_every_spelling(space: str) -> None:
    item = f'<media:title xmlns:media="{space}">M</media:title>'
    assert parse(f"{HEAD}<item>{item}</item>{TAIL}".encode()).entries[0].title == "M"


def test_an_unknown_prefix_says_nothing() -> None:
    item = '<x:title xmlns:x="http://example.org/x">M</x:title>'
    assert parse(f"{HEAD}<item>{item}</item>{TAIL}".encode()).entries[0].title == ""


@pytest.mark.parametrize("tag", ["a", "channel", "media:group", "div"])
def test_depth_is_no_danger(tag: str) -> None:
    prefix = 'xmlns:media="http://search.yahoo.com/mrss/"'
    deep = f"<{tag}>" * 100_000 + f"</{tag}>" * 100_000
    body = f"<rss {prefix}><channel><title>T</title><item>{deep}<title>A</title></item>{ITEM}{TAIL}"
    feed = parse(body.encode())
    assert feed.title == "T"
    assert feed.entries[-1].title == "One"


@pytest.mark.parametrize(
    "flood",
    [
        "&",
        "<a ",
        "<![CDATA[",
        "<!--",
        '<a "',
        '"x" ',
        "<a href='",
        "<!DOCTYPE [",
        "&lt;script ",
        "&lt;!--",
        "a@",
        "\n ",
        " xmlns=",
    ],
)
def test_floods_end_soon(flood: str) -> None:
    text = flood * (100_000 // len(flood))
    for body in (
        f"{HEAD}<item><title>{text}</title><author>{text}</author><description>{text}&lt;/b>",
        f"{HEAD}<item><a {text}<",
        f"{HEAD}{text}",
    ):
        with contextlib.suppress(Trouble):
            parse(body.encode())


def test_feedparser_is_asked_last() -> None:
    found = fallback.read_anyhow(
        atom("<title>A</title><id>1</id><link href='https://e.org/1'/>"), ""
    )
    assert found is not None
    assert [(e.title, e.url, e.guid) for e in found.entries] == [("A", "https://e.org/1", "1")]
    assert fallback.read_anyhow(b"<menu><item/></menu>", "") is None
    assert fallback.read_anyhow(b"<rss>" + b" " * (1 << 20), "") is None


@pytest.mark.parametrize("start", ["", "<![CDATA["])
def test_half_an_address_is_none(start: str) -> None:
    item = f"{HEAD}<item><title>Tw</title><guid>7</guid><link>{start}https://example.org/a"
    (entry,) = parse(item.encode()).entries
    assert (entry.title, entry.guid, entry.url) == ("Tw", "7", "")


def test_an_element_that_is_never_closed_does_not_swallow_every_item() -> None:
    items = b"".join(b"<item><title>One %d</title></item>" % number for number in range(3))
    feed = parse(b"<rss version='2.0'><channel><title>A voice" + items + b"</channel></rss>")
    assert {entry.title for entry in feed.entries} >= {"One 1", "One 2"}
