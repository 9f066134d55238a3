"""Lists that are not OPML."""

import time
from contextlib import suppress

import pytest

from kith.core.problems import Trouble
from kith.sources.lists import MOST_MEGABYTES, BroughtList, Outline, read_list


def read(text: str, filename: str = "") -> BroughtList:
    return read_list(text.encode(), filename)


def pairs(brought: BroughtList) -> list[tuple[str, str]]:
    return [(entry.address, entry.title) for entry in brought.entries]


def code_of(data: bytes, filename: str = "") -> str:
    with pytest.raises(Trouble) as caught:
        read_list(data, filename)
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://a.example/feed", [("https://a.example/feed", "")]),
        ("  https://a.example/feed   # Jana", [("https://a.example/feed", "")]),
        ("https://a.example/feed\tJana's blog", [("https://a.example/feed", "Jana's blog")]),
        ("Jana's blog\thttps://a.example/feed", [("https://a.example/feed", "Jana's blog")]),
        ("https://a.example/feed,Jana", [("https://a.example/feed", "Jana")]),
        ("https://a.example/feed; Jana, of Ghent", [("https://a.example/feed", "Jana, of Ghent")]),
        ("https://a.example/feed - Jana", [("https://a.example/feed", "Jana")]),
        ("- Jana: https://a.example/feed", [("https://a.example/feed", "- Jana")]),
        ("- [Jana](https://a.example/feed)", [("https://a.example/feed", "Jana")]),
        ("I read (https://a.example/feed).", [("https://a.example/feed", "")]),
        ("<https://a.example/feed>", [("https://a.example/feed", "")]),
        ("https://a.example/?t=a,b", [("https://a.example/?t=a,b", "")]),
        ("https://a.example/wiki/X_(y)", [("https://a.example/wiki/X_(y)", "")]),
        (
            "https://a.example/1,https://a.example/2;https://a.example/3 https://a.example/4",
            [(f"https://a.example/{n}", "") for n in (1, 2, 3, 4)],
        ),
        ("feed://a.example/x", [("https://a.example/x", "")]),
        ("blog.example", [("https://blog.example/", "")]),
        ("Jana\tblog.example/feed", [("https://blog.example/feed", "Jana")]),
        ("@jana@social.example", [("@jana@social.example", "")]),
    ],
)
def test_lines_of_a_plain_list(line: str, expected: list[tuple[str, str]]) -> None:
    brought = read("https://first.example/\n# remark\n// remark\n\n" + line)
    assert brought.format == "addresses"
    assert pairs(brought)[1:] == expected
    assert brought.left_out == ()


def test_lines_that_hold_nothing_are_named() -> None:
    brought = read("https://a.example/\nMy list:\nhttps://a.example/\n")
    assert pairs(brought) == [("https://a.example/", "")]
    (left,) = brought.left_out
    assert (left.title, left.reason.code, left.line) == ("My list:", "outline-without-address", 2)


HEADER = "Account address,Show boosts,Notify on new posts,Languages\n"


@pytest.mark.parametrize("header", [HEADER, HEADER.lower(), "", '"Account address"\n'])
def test_a_mastodon_export(header: str) -> None:
    brought = read(header + "jana@Social.Example,true,false,\n@leo@b.example,true,false,en\n")
    assert brought.format == "mastodon"
    assert brought.entries == (
        Outline("@jana@social.example", kind="account"),
        Outline("@leo@b.example", kind="account"),
    )


def test_a_mastodon_export_of_lists() -> None:
    brought = read("Ed/Tech,jana@a.example\nFriends,jana@a.example\nFriends,leo@a.example\n")
    assert brought.entries == (
        Outline("@jana@a.example", labels=("Ed∕Tech", "Friends"), kind="account"),
        Outline("@leo@a.example", labels=("Friends",), kind="account"),
    )


def test_an_account_without_a_server_is_named() -> None:
    brought = read(HEADER + "jana,true,false,\nleo@b.example,true,false,\nLEO@b.example,true,,\n")
    assert pairs(brought) == [("@leo@b.example", "")]
    assert [(left.reason.code, left.line) for left in brought.left_out] == [
        ("account-incomplete", 2)
    ]


def test_youtube_subscriptions_in_any_language() -> None:
    channel = "UC" + "a" * 22
    brought = read(
        "Kanal-ID,Kanal-URL,Kanaltitel\n"
        f'{channel},http://www.youtube.com/channel/{channel},"A, b"\n'
        "broken,,Lost\n"
    )
    assert brought.format == "youtube"
    assert brought.entries == (
        Outline(
            f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}",
            "A, b",
            f"https://www.youtube.com/channel/{channel}",
        ),
    )
    assert [left.title for left in brought.left_out] == ["Lost"]


BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
  <DT><H3 ADD_DATE="1">Teaching</H3>
  <DL><p>
    <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1">Jana &amp; Leo</A>
    <DT><A FEEDURL="https://b.example/feed" HREF="https://b.example/">B</A>
    <DT><H3>Deep</H3>
    <DL><p><DT><A HREF="https://c.example/">C</A></DL><p>
  </DL><p>
  <DT><A HREF="javascript:void(0)">Gadget</A>
  <DT><A HREF="https://d.example/">D</A>
</DL>"""


def test_bookmarks() -> None:
    brought = read(BOOKMARKS)
    assert brought.format == "bookmarks"
    assert brought.entries == (
        Outline("https://a.example/?x=1&y=2", "Jana & Leo", "", ("Teaching",), "page"),
        Outline("https://b.example/feed", "B", "https://b.example/", ("Teaching",)),
        Outline("https://c.example/", "C", "", ("Teaching/Deep",), "page"),
        Outline("https://d.example/", "D", "", (), "page"),
    )
    assert [(left.title, left.line) for left in brought.left_out] == [("Gadget", 11)]


@pytest.mark.parametrize(
    "piece", ["\t", "[", "https://a.example/,", "a,", "@", "<a ", " #", '"', "a.a"]
)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    start = time.process_time()
    with suppress(Trouble):
        read(piece * (200_000 // len(piece)) + "x https://b.example/")
    assert time.process_time() - start < 2


def test_a_saved_blogroll() -> None:
    brought = read(
        '<html><body><a href="/about">About</a><a href="#top">Top</a>'
        '<ul><li><a href="https://a.example/">Jana</a></ul>'
    )
    assert pairs(brought) == [("https://a.example/", "Jana")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "list-empty"),
        (b" \n\t", "list-empty"),
        (b"\xef\xbb\xbf", "list-empty"),
        (b"nothing to see here", "list-unreadable"),
        (b"%PDF-1.7\n\x00\x01\x02", "list-unreadable"),
        (b"PK\x03\x04" + bytes(range(256)) * 40, "list-unreadable"),
        (bytes(1000), "list-unreadable"),
        (b'{"a": 1}', "list-unreadable"),
        (b"%PDF-1.7 https://a.example/", "list-unreadable"),
        (b"a,b\nc,d\n", "list-unreadable"),
        (b"x" * (MOST_MEGABYTES * 1024 * 1024 + 1), "list-too-large"),
    ],
)
def test_what_is_no_list_says_so(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_an_opml_file_without_outlines_is_empty_not_unreadable() -> None:
    assert code_of(b"<html>Sign in</html>", "export.opml") == "list-empty"


def test_contacts_are_no_list() -> None:
    assert code_of(b"\nbegin:vcard\nURL:https://a.example/\nend:vcard\n") == "list-of-contacts"
