"""Addresses made whole, made canonical, and compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kith.core.problems import Trouble
from kith.net.addresses import host, join, key, normalise, same_address, split

TYPED = [
    ("example.org", "https://example.org/"),
    ("  example.org/feed \n", "https://example.org/feed"),
    ("<https://example.org/feed>", "https://example.org/feed"),
    ("“https://example.org/feed”", "https://example.org/feed"),
    ("//example.org/x", "https://example.org/x"),
    ("HTTP://Example.ORG:80/A?B=c#frag", "http://example.org/A?B=c"),
    ("https://example.org:443", "https://example.org/"),
    ("http://example.org:443/", "http://example.org:443/"),
    ("http://example.org:/", "http://example.org/"),
    ("https:example.org/x", "https://example.org/x"),
    ("http:/example.org/x", "http://example.org/x"),
    ("http:\\\\example.org\\x", "http://example.org/x"),
    ("localhost:8000/feed", "https://localhost:8000/feed"),
    ("feed:https://example.org/f", "https://example.org/f"),
    ("feed://example.org/f", "https://example.org/f"),
    ("FEED:http://example.org/f", "http://example.org/f"),
    ("podcast://example.org/f", "https://example.org/f"),
    ("itpc://example.org/f", "https://example.org/f"),
    ("pcast:example.org/f", "https://example.org/f"),
    ("exa\u200bmple.org/a\tb", "https://example.org/ab"),
    ("https://example.org/a b/ü?q=ö x&r=%C3%BC", "https://example.org/a%20b/%C3%BC?q=%C3%B6%20x&r=%C3%BC"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/?", "https://example.org/"),
    ("https://example.org?q=1", "https://example.org/?q=1"),
    ('https://example.org/<">x', "https://example.org/%3C%22%3Ex"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("https://example.org./", "https://example.org/"),
    ("https://ann:pa ss@example.org/f", "https://ann:pa%20ss@example.org/f"),
    ("https://ann:p@ss@example.org/f", "https://ann:p%40ss@example.org/f"),
    ("http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
    ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    # odd spellings of one IPv4 address
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http://0177.0.0.1/", "http://127.0.0.1/"),
    ("http://0x7f.0.0.1/", "http://127.0.0.1/"),
    ("http://0x7f000001/", "http://127.0.0.1/"),
    ("http://017700000001/", "http://127.0.0.1/"),
    ("http://127.1/", "http://127.0.0.1/"),
    ("http://127.0.1/", "http://127.0.0.1/"),
    ("http://127.0.0.1./", "http://127.0.0.1/"),
    ("http://１２７.０.０.１/", "http://127.0.0.1/"),
    ("http://127。0。0。1/", "http://127.0.0.1/"),
    ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
    ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
    # the host is what stands after the last @, before the first / or \
    ("http://good.example@127.0.0.1/", "http://good.example@127.0.0.1/"),
    ("http://good.example\\@127.0.0.1/", "http://good.example/@127.0.0.1/"),
    ("http://good.example/@127.0.0.1/", "http://good.example/@127.0.0.1/"),
    ("http://good.example#@127.0.0.1/", "http://good.example/"),
    ("http://good.example?@127.0.0.1/", "http://good.example/?@127.0.0.1/"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_is_typed_becomes_an_address(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "https:///",
        "?",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "feed:file:///etc/passwd",
        "feed:feed:https://example.org/",
        "ftp://example.org/",
        "gopher://127.0.0.1:70/",
        "mailto:ann@example.org",
        "https://exa mple.org/",
        "https://example..org/",
        "https://.example.org/",
        "https://example.org../",
        "https://exa<mple.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org:port/",
        "https://example.org:８０/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://4294967296/",
        "http://09.1.1.1/",
        "http://a.0x7f.zz.1/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[v1.x]/",
        "http://%00/",
        "http://a%2Fb/",
        "http://a%40b/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 127 + "org/",
        "http://example.org/" + "a" * 4000,
        "http://example.org/" + "ü" * 1500,
        "feed:" * 2000,
    ],
)
def test_what_leads_nowhere_is_unusable(typed: str) -> None:
    with pytest.raises(Trouble) as caught:
        normalise(typed)
    assert caught.value.problem.code == "address-unusable"


@pytest.mark.parametrize(
    "typed",
    [
        "https://ann:secret@example.org:port/",
        "ann:secret@example.org/",
        "https:\\\\ann:secret@x..y/",
        "ftp://ann:sec@secret@example.org/",
    ],
)
def test_trouble_never_shows_a_password(typed: str) -> None:
    with pytest.raises(Trouble) as caught:
        normalise(typed)
    assert "secret" not in str(caught.value)
    assert "example.org" in str(caught.value) or "x..y" in str(caught.value)


@given(st.text(max_size=60))
@example("http://[::1]@x/")
def test_any_text_is_an_address_or_trouble(text: str) -> None:
    try:
        made = normalise(text)
    except Trouble:
        return
    assert made.isascii()
    assert made.startswith(("http://", "https://"))
    assert normalise(made) == made
    assert same_address(made, made)


@given(
    st.text("abcXYZ019.-%[]:@/\\?# \t\u3002\uff0eé", max_size=20).map(lambda text: "http://" + text)
)
def test_what_is_made_stays_what_it_is(text: str) -> None:
    try:
        made = normalise(text)
    except Trouble:
        return
    assert normalise(made) == made
    assert split(made).text() == made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/feed", "https://www.example.org/feed/"),
        ("example.org", "HTTP://EXAMPLE.ORG:80/#top"),
        ("https://example.org/%c3%bc", "https://example.org/ü"),
        ("feed:example.org/x", "https://example.org/x"),
        ("https://example.org/?", "https://example.org"),
    ],
)
def test_equal_addresses_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert same_address(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?a=1", "https://example.org/?a=2"),
        ("https://example.org/", "https://example.org:8080/"),
        ("https://ann:x@example.org/", "https://ben:x@example.org/"),
        ("https://example.org/", "mailto:x@example.org"),
    ],
)
def test_different_addresses_do_not(one: str, other: str) -> None:
    assert not same_address(one, other)


@pytest.mark.parametrize(
    ("reference", "whole"),
    [
        ("feed.xml", "https://example.org/blog/feed.xml"),
        ("/feed", "https://example.org/feed"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?page=2", "https://example.org/blog/?page=2"),
        ("#top", "https://example.org/blog/"),
        (" \n/a b ", "https://example.org/a%20b"),
        ("http://[broken", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("mailto:ann@example.org", ""),
    ],
)
def test_references_are_resolved(reference: str, whole: str) -> None:
    assert join("https://example.org/blog/", reference) == whole


def test_the_host_is_shown_without_names_and_ports() -> None:
    assert host("https://ann:secret@example.org:8443/x") == "example.org"
    assert split("https://ann@example.org:8443/x").place == "example.org:8443"
