"""What a page says about its author, however badly it says it."""

import time
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.net.encoding import decode
from kith.net.pages import FeedLink, Page, read_page

AT = "https://example.org/blog/post"


def page(html: str | bytes, content_type: str = "text/html; charset=utf-8") -> Page:
    return read_page(html.encode() if isinstance(html, str) else html, content_type, AT)


def addresses_of(html: str) -> list[str]:
    return [feed.address for feed in page(html).feeds]


def test_a_page_that_says_everything() -> None:
    got = page("""<!doctype html><html lang="de-AT"><head>
        <title>  Anns &amp; Bens
        Blog </title>
        <meta name="Description" content=" About  things ">
        <meta property="og:site_name" content="The Blog">
        <meta property="og:image" content="/me.png">
        <meta name="generator" content="Hugo 0.150">
        <meta name="author" content="Ann">
        <link rel="canonical" href="/blog/post/">
        <link rel="alternate" type="application/rss+xml" title="All posts" href="/feed.xml">
        <link rel="me" href="https://social.example/@ann">
        <link rel="alternate" type="application/activity+json" href="https://example.org/u/ann">
        </head><body>
        <div class="h-card p-author"><a class="u-url p-name" href="/">Ann  Example</a></div>
        <a rel="nofollow ME" href="https://code.example/ann">code</a>
        </body></html>""")
    assert got == Page(
        address=AT,
        title="Anns & Bens Blog",
        description="About things",
        site_name="The Blog",
        language="de-AT",
        canonical="https://example.org/blog/post/",
        generator="Hugo 0.150",
        author="Ann",
        card_name="Ann Example",
        image="https://example.org/me.png",
        feeds=(FeedLink("https://example.org/feed.xml", "All posts", "application/rss+xml"),),
        me=("https://social.example/@ann", "https://code.example/ann"),
        activity="https://example.org/u/ann",
    )


def test_a_page_that_says_nothing() -> None:
    for nothing in ("", " ", "plain words", "<", "<html>", "\0", "{}"):
        assert page(nothing) == Page(address=AT)


def test_second_best_words_do() -> None:
    got = page(
        '<meta property="og:title" content="T"><meta name="twitter:description" content="D">'
        '<meta name="application-name" content="S"><meta name="language" content="fr">'
        '<link rel="apple-touch-icon" href="icon.png"><meta name="description" content=" ">'
    )
    assert (got.title, got.description, got.site_name, got.language, got.image) == (
        "T",
        "D",
        "S",
        "fr",
        "https://example.org/blog/icon.png",
    )


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate type=application/rss+xml href=/f>",
        "<LINK REL='Alternate' TYPE='Application/Atom+XML; charset=utf-8' HREF=/f>",
        "<link type='application/feed+json' rel='home alternate' href=/f>",
        "<link rel=alternate type=text/xml href=/f>",
        "<link rel=alternate type=application/rdf+xml href=/f>",
        "<link rel=feed href=/f>",
        "<link rel='feed alternate' type=application/xml href=' /f\n'>",
        "<link rel=alternate type=application/rss+xml href=feed:https://example.org/f>",
        "<base href=/elsewhere/><link rel=alternate type=application/rss+xml href=../f>",
        "<base href=https://example.org/x/y/><link rel=feed href=/f><base href=//no.example/>",
        "<a href=/f type=application/rss+xml>news</a>",
        "<body><link rel=alternate type=application/rss+xml href=/f></body>",
    ],
)
def test_an_announced_feed_is_found(link: str) -> None:
    assert addresses_of(link) == ["https://example.org/f"]


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate type=text/html href=/f>",
        "<link rel=alternate hreflang=de href=/de>",
        "<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>",
        "<link rel=alternate type=application/json+oembed href=/oembed>",
        "<link rel='alternate stylesheet' type=text/xml href=/f>",
        "<link rel=search type=application/opensearchdescription+xml href=/osd.xml>",
        "<link rel=alternate type=application/rss+xml>",
        "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>",
        "<link rel=alternate type=application/rss+xml href='http://[x'>",
        "<link rel=alternate type=application/rss+xml href=#here>",
        "<script>'<link rel=alternate type=application/rss+xml href=/f>'</script>",
        "<!-- <link rel=alternate type=application/rss+xml href=/f> -->",
        "<a href=/sitemap.xml>Sitemap feed</a>",
        "<a href=/data.xml>Raw data</a>",
        "<a href=/feedback>Feedback</a>",
        "<a href=/my-feed-of-news>x</a>",
        "<a href=mailto:feed@example.org>feed</a>",
    ],
)
def test_what_is_no_feed_is_not(link: str) -> None:
    assert addresses_of(link) == []


@pytest.mark.parametrize(
    "path",
    [
        "/feed",
        "/feed/",
        "/blog/feed.xml",
        "/feeds.xml",
        "/index.xml",
        "/rss",
        "/rss.xml",
        "/atom.xml",
        "/news.rss",
        "/news.ATOM",
        "/feed.json",
        "/feed/?lang=de",
    ],
)
def test_an_anchor_that_looks_like_a_feed_is_one(path: str) -> None:
    assert addresses_of(f"<a href={path}>x</a>") == ["https://example.org" + path]


def test_announced_feeds_come_first_and_comments_last() -> None:
    got = page(
        "<a href=/z.rss>Subscribe</a>"
        "<link rel=alternate type=application/rss+xml title='Comments Feed' href=/c>"
        "<link rel=alternate type=application/rss+xml href=/blog/comments/feed/>"
        "<link rel=alternate type=application/rss+xml title=Posts href=/p>"
        "<link rel=alternate type=application/rss+xml title=Twice href=http://www.example.org/p/>"
    ).feeds
    assert [(feed.address.removeprefix("https://example.org"), feed.comments) for feed in got] == [
        ("/p", False),
        ("/z.rss", False),
        ("/c", True),
        ("/blog/comments/feed/", True),
    ]
    assert [feed.title for feed in got] == ["Posts", "Subscribe", "Comments Feed", ""]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<div class='h-card'>Ann  Example</div>", "Ann Example"),
        ("<p class='x h-card'><b class=p-name>Ann</b> and more</p>", "Ann"),
        ("<a class=h-card href=/><img src=x alt='Ann E'></a>", "Ann E"),
        ("<div class=vcard><span class=fn>Ann</span></div>", "Ann"),
        ("<div class=h-card>" + "long " * 100 + "</div>", ""),
    ],
)
def test_the_name_on_the_card(html: str, name: str) -> None:
    assert page(html).card_name == name


def test_activity_needs_its_own_type() -> None:
    ld = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
    assert page(f"<link rel=alternate type='{ld}' href=/u>").activity == "https://example.org/u"
    assert page("<link rel=alternate type=application/ld+json href=/u>").activity == ""
    assert page("<link rel=me type=application/activity+json href=/u>").activity == ""


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("ü€".encode(), "text/html", "ü€"),
        ("ü€".encode(), "text/html; charset=UTF-8", "ü€"),
        ("ü".encode("latin-1"), "text/html; charset=iso-8859-1", "ü"),
        ("“ü€”".encode("cp1252"), "text/html; charset='ISO-8859-1'", "“ü€”"),
        ("“ü€”".encode("cp1252"), "text/html", "“ü€”"),
        ("Привет".encode("koi8-r"), "text/html;charset=koi8-r", "Привет"),
        ("日本".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本"),
        ("中国".encode("gbk"), "text/html; charset=gb2312", "中国"),
        ("ü€".encode(), "text/html; charset=no-such-thing", "ü€"),
        ("ü€".encode(), "text/html; charset=base64", "ü€"),
        ("ü€".encode(), "text/html; charset=utf-16", "ü€"),
        (b"ok \xff", "text/html; charset=utf-8", "ok \ufffd"),
    ],
)
def test_letters_are_read_as_meant(body: bytes, content_type: str, title: str) -> None:
    assert page(b"<title>" + body + b"</title>", content_type).title == title


def test_a_page_names_its_own_letters() -> None:
    said = b"<meta http-equiv=content-type content='text/html; charset=windows-1251'>"
    assert page(said + "<title>Да</title>".encode("cp1251"), "text/html").title == "Да"
    assert page(b"<meta charset=koi8-r><title>\xe4\xc1</title>", "text/html").title == "Да"
    for name in ("utf-8-sig", "utf-16"):
        assert decode("Да".encode(name), "text/html; charset=koi8-r") == "Да"


def test_no_name_of_an_encoding_is_too_odd() -> None:
    for name in {*aliases, *aliases.values(), "undefined", "\u0130"}:
        assert isinstance(decode(bytes(range(256)) + b"\\u12", f"text/html; charset={name}"), str)


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_a_page(body: bytes, content_type: str) -> None:
    assert read_page(body, content_type, AT).address == AT


PIECES = (
    "<link rel=|alternate |type=application/rss+xml |href=|/x|'|\"|>|<a |<base |<meta |content="
    "|</a>|property=og:image |<title>|//|http:|[|]|@|:|class=h-card |<div |feed|%|?|#|rel=me "
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=20).map("".join))
def test_any_broken_page_is_a_page(html: str) -> None:
    got = page(html)
    for feed in got.feeds:
        assert feed.address.startswith(("http://", "https://"))
    for address in (*got.me, got.canonical, got.image, got.activity):
        assert not address or address.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "bomb",
    [
        b"<div>" * 300_000,
        b"<div class=h-card>" * 50_000,
        b"<a " + b"x y " * 200_000,
        b"<a href=/feed rel=me>x" * 50_000,
        b"<link rel=feed href=/f?" + b"'><link rel=feed href='/" * 30_000,
        b"<title>" * 100_000,
        b"&" * 1_000_000,
    ],
    ids=range(7),
)
def test_bombs_fizzle(bomb: bytes) -> None:
    began = time.perf_counter()
    got = page(bomb)
    assert time.perf_counter() - began < 8
    assert len(got.feeds) <= 50
    assert len(got.me) <= 50


def test_a_large_page_says_as_much_as_a_small_one() -> None:
    small = (
        "<html lang=en><title>T</title><link rel=alternate type=application/rss+xml href=/f>"
        "<meta name=author content=Ann><script>if (1 < 2) { '</div>' }</script>"
        "<div class=h-card><p class=p-name>Ann E</p></div><a rel=me href=https://m.example/@a>m</a>"
    )
    assert page(small + "<p class='x'>word <i>word</i></p>" * 5_000) == page(small)


def test_the_card_of_the_page_itself_names_other_places() -> None:
    own = """<div class="h-card"><a class="u-url u-uid" href="/blog/post/">Ann</a>
        <a class="u-url" href="https://social.example/@ann">there</a>
        <a class="u-email" href="mailto:ann@post.example">write</a></div>"""
    other = '<a class="h-card u-url" href="https://guest.example/">A guest</a>'
    places = (f"{AT}/", "https://social.example/@ann", "mailto:ann@post.example")
    assert page(other + own).card == places
    assert page(other).card == ()
    assert page(f'<a class="h-card u-url" href="{AT}">Ann</a>').card == (AT,)
