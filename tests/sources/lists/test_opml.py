"""OPML as it is found, and as it should be."""

import time
from contextlib import suppress

import pytest

from kith.core.problems import Trouble
from kith.sources.lists import BroughtList, Outline, read_list


def opml(body: str, head: str = "<title>Mine</title>") -> bytes:
    text = f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'
    return text.encode()


def one(body: str) -> Outline:
    (entry,) = read_list(opml(body)).entries
    return entry


def reasons(brought: BroughtList) -> list[tuple[str, str, int]]:
    return [(left.title, left.reason.code, left.line) for left in brought.left_out]


def test_an_outline_with_everything() -> None:
    brought = read_list(
        opml(
            '<outline text="Teaching"><outline text="Assessment">'
            '<outline text="Jana&apos;s &amp; Co" type="rss" xmlUrl="https://a.example/feed"'
            ' htmlUrl="https://a.example/" category="/Friends/Near,pln"/>'
            "</outline></outline>"
        )
    )
    assert brought.format == "opml"
    assert brought.title == "Mine"
    assert brought.left_out == ()
    assert brought.entries == (
        Outline(
            "https://a.example/feed",
            "Jana's & Co",
            "https://a.example/",
            ("Teaching/Assessment", "Friends/Near", "pln"),
        ),
    )


@pytest.mark.parametrize(
    "attributes",
    [
        'xmlurl="https://a.example/feed"',
        'XMLURL="https://a.example/feed"',
        "xmlUrl='https://a.example/feed'",
        "xmlUrl=https://a.example/feed",
        "xmlUrl=https://a.example/feed /",
        'xmlUrl = "https://a.example/feed"',
        'type="rss" url="https://a.example/feed"',
        'type="rss" xmlUrl="feed://a.example/feed"',
        'text="unclosed" quotes" here" xmlUrl="https://a.example/feed"',
        'description="5 < 6 > 4" xmlUrl="https://a.example/feed"',
        'xmlUrl="\n https://a.example/feed\n"',
    ],
)
def test_sloppy_attributes(attributes: str) -> None:
    entry = one(f"<outline {attributes}/>")
    assert (entry.address, entry.kind) == ("https://a.example/feed", "feed")


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ('type="link" url="https://a.example/"', "https://a.example/"),
        ('htmlUrl="https://a.example/"', "https://a.example/"),
        ('xmlUrl="" htmlUrl="https://a.example/"', "https://a.example/"),
    ],
)
def test_a_page_is_taken_to_look_for_its_feed(attributes: str, address: str) -> None:
    entry = one(f'<outline text="A" {attributes}/>')
    assert (entry.address, entry.kind) == (address, "page")


def test_an_ampersand_in_an_address_is_not_a_reference() -> None:
    entry = one('<outline xmlUrl="https://a.example/?a=1&copy=2&amp;lt=3&sect=4"/>')
    assert entry.address == "https://a.example/?a=1&copy=2&lt=3&sect=4"


def test_undeclared_and_odd_references() -> None:
    entry = one(
        '<outline text="a&nbsp;b&#8211;c&#x1F331;&bogus;&#0;&#xD800;" xmlUrl="https://a.example/"/>'
    )
    assert entry.title == "a b–c🌱&bogus;"


def test_what_could_not_be_taken_is_listed() -> None:
    body = """
    <outline text="Nothing"/>
    <outline text="Mail" xmlUrl="mailto:a@b.example"/>
    <outline text="Relative" xmlUrl="/feed"/>
    <outline text="Word" xmlUrl="none"/>
    <outline text="Other list" type="include" url="https://a.example/other.opml"/>
    <outline text="Linked list" type="link" url="https://a.example/more.opml"/>
    <outline text="Away" isComment="true"><outline text="Inside" xmlUrl="https://a.example/"/></outline>
    <outline text="Kept" xmlUrl="https://b.example/"/>"""
    brought = read_list(opml(body))
    assert [entry.title for entry in brought.entries] == ["Kept"]
    assert reasons(brought) == [
        ("Nothing", "outline-without-address", 2),
        ("Mail", "address-unusable", 3),
        ("Relative", "address-unusable", 4),
        ("Word", "address-unusable", 5),
        ("Other list", "outline-included", 6),
        ("Linked list", "outline-included", 7),
        ("Away", "outline-commented", 8),
        ("Inside", "outline-commented", 8),
    ]
    assert all(str(left.reason) for left in brought.left_out)


def test_the_same_address_twice_is_kept_once_with_both_labels() -> None:
    entry = one(
        '<outline text="A"><outline text="" xmlUrl="http://a.example/feed"/></outline>'
        '<outline text="B"><outline text="Late" xmlUrl="https://www.a.example/feed/"/></outline>'
    )
    assert entry == Outline("http://a.example/feed", "Late", labels=("A", "B"))


def test_outlines_that_forget_to_end_are_not_folders() -> None:
    brought = read_list(
        b'<opml><outline text="F"><outline text="A" xmlUrl="https://a.example/">'
        b'<outline text="B" xmlUrl="https://b.example/"></outline>'
        b'<outline text="C" xmlUrl="https://c.example/">'
    )
    assert [entry.labels for entry in brought.entries] == [("F",)] * 3


def test_a_folder_with_a_slash_in_its_name_is_one_folder() -> None:
    entry = one('<outline text="and/or"><outline xmlUrl="https://a.example/"/></outline>')
    assert entry.labels == ("and∕or",)


@pytest.mark.parametrize(
    "data",
    [
        b'<outline text="A" xmlUrl="https://a.example/"/>',
        b'<OPML><BODY><OUTLINE TEXT="A" XMLURL="https://a.example/"></OPML>',
        b'<o:opml xmlns:o="x"><o:outline text="A" xmlUrl="https://a.example/"/></o:opml>',
        (
            b'<opml><body><!-- <outline text="Z" xmlUrl="https://z.example/"/> -->'
            b'<![CDATA[<outline text="Z" xmlUrl="https://z.example/"/>]]>'
            b'<?x <outline text="Z" xmlUrl="https://z.example/"/>?>'
            b'<outline text="A" xmlUrl="https://a.example/"/>'
        ),
        b'<opml><outline text="A" xmlUrl="https://a.example/"/><!-- <outline xmlUrl="https://z/"/>',
        b"<opml><outline text='A' xmlUrl='https://a.example/'/><outline text='cut o",
    ],
)
def test_documents_that_are_not_quite_documents(data: bytes) -> None:
    assert read_list(data).entries == (Outline("https://a.example/", "A"),)


@pytest.mark.parametrize(
    "data",
    [
        opml('<outline text="Größe" xmlUrl="https://a.example/"/>'),
        b"\xef\xbb\xbf" + opml('<outline text="Größe" xmlUrl="https://a.example/"/>'),
        '<opml><outline text="Größe" xmlUrl="https://a.example/"/>'.encode("utf-16"),
        '<opml><outline text="Größe" xmlUrl="https://a.example/"/>'.encode("utf-16-le"),
        '<opml><outline text="Größe" xmlUrl="https://a.example/"/>'.encode("utf-16-be"),
        '<opml><outline text="Größe" xmlUrl="https://a.example/"/>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-8"?><opml><outline text="Größe"'
        ' xmlUrl="https://a.example/"/>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-16"?><opml><outline text="Größe"'
        ' xmlUrl="https://a.example/"/>'.encode(),
        '<?xml version="1.0" encoding="nonsense"?><opml><outline text="Größe"'
        ' xmlUrl="https://a.example/"/>'.encode(),
        '<?xml version="1.0" encoding="base64"?><opml><outline text="Größe"'
        ' xmlUrl="https://a.example/"/>'.encode("cp1252"),
    ],
)
def test_encodings_that_are_not_what_they_say(data: bytes) -> None:
    assert read_list(data).entries[0].title == "Größe"


def test_encodings_mixed_in_one_file() -> None:
    data = b'<opml><outline text="caf\xe9 na\xc3\xafve" xmlUrl="https://a.example/"/>'
    assert read_list(data).entries[0].title == "café naïve"


@pytest.mark.parametrize("encoding", ["shift_jis", "iso-2022-jp", "gb2312", "koi8-r"])
def test_encodings_that_are_what_they_say(encoding: str) -> None:
    title = "Дневник" if encoding == "koi8-r" else "日本"
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml><outline text="{title}" xmlUrl="https://a.example/"/>'
    assert read_list(text.encode(encoding)).entries[0].title == title


def test_entity_bombs_stay_inert() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(40))
    data = f'<!DOCTYPE opml [<!ENTITY e0 "ha">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    data += '<opml><outline text="&e40;&f;" xmlUrl="https://a.example/"/></opml>'
    assert read_list(data.encode()).entries[0].title == "&e40;&f;"


def test_depth_is_no_trouble() -> None:
    deep = "".join(f'<outline text="{n}">' for n in range(10_000))
    entry = one(deep + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 10_000)
    assert entry.labels == ("0/1/2/3/4/5/6/7/8/9/10/11",)


def test_a_very_long_list_is_read_in_time() -> None:
    row = '<outline text="Blog {0}" type="rss" xmlUrl="https://h{0}.example/feed" htmlUrl="https://h{0}.example/"/>\n'
    data = opml('<outline text="All">' + "".join(map(row.format, range(36_000))) + "</outline>")
    start = time.process_time()
    assert len(read_list(data).entries) == 36_000
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "piece",
    [
        '<a "',
        "<outline text='",
        "<!--",
        "<![CDATA[",
        "<x y ",
        "<outline ",
        "&#",
        "<",
        "<outline a = ",
    ],
)
def test_no_input_takes_more_than_linear_time(piece: str) -> None:
    data = b"<opml>" + (piece * (200_000 // len(piece))).encode()
    start = time.process_time()
    with suppress(Trouble):
        read_list(data)
    assert time.process_time() - start < 2


def test_an_empty_list_says_so() -> None:
    with pytest.raises(Trouble) as caught:
        read_list(opml(""))
    assert caught.value.problem.code == "list-empty"
