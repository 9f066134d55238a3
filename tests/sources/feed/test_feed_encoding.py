import codecs

import pytest

from kith.sources.feed import parse
from kith.sources.feed.encoding import decode

FEED = '<?xml version="1.0"{declared}?><rss><channel><title>{title}</title>{more}</channel></rss>'


def feed(title: str, encoding: str, declared: str = "", more: str = "") -> bytes:
    said = f' encoding="{declared}"' if declared else ""
    return FEED.format(title=title, declared=said, more=more).encode(encoding)


DECLARED = [
    ("Żółw", "iso-8859-2", "iso-8859-2"),
    ("Привет, мир", "koi8-r", "koi8-r"),
    ("Привет, мир", "cp1251", "windows-1251"),
    ("你好世界", "gb18030", "gb2312"),
    ("你好世界", "big5", "big5"),
    ("こんにちは世界", "cp932", "shift_jis"),
    ("こんにちは世界", "cp932", "x-sjis"),
    ("こんにちは世界", "euc_jp", "euc-jp"),
    ("こんにちは世界", "iso2022_jp", "iso-2022-jp"),
    ("안녕하세요", "cp949", "euc-kr"),
    ("“café” – €", "cp1252", "iso-8859-1"),
    ("“café” – €", "cp1252", "us-ascii"),
    ("İstanbul ğş", "cp1254", "iso-8859-9"),
    ("Zürich", "utf-8", "utf-8"),
    ("Zürich €", "cp1140", "cp1140"),
]


@pytest.mark.parametrize(("title", "encoding", "declared"), DECLARED)
def test_the_declaration_is_followed(title: str, encoding: str, declared: str) -> None:
    assert parse(feed(title, encoding, declared)).title == title


@pytest.mark.parametrize(("title", "encoding", "declared"), DECLARED)
def test_the_charset_of_the_answer_comes_first(title: str, encoding: str, declared: str) -> None:
    if encoding == "cp1140":
        return  # only its own declaration tells one of these from another
    body = feed(title, encoding, "windows-1250" if encoding != "utf-8" else "")
    assert parse(body, content_type=f'application/xml; charset="{declared}"').title == title


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_encodings_with_and_without_a_mark(encoding: str, marked: bool) -> None:
    mark = "\ufeff".encode(encoding) if marked else b""
    assert parse(mark + feed("Zürich €", encoding, "utf-16")).title == "Zürich €"


def test_a_mark_beats_what_is_said() -> None:
    body = codecs.BOM_UTF8 + feed("Zürich", "utf-8", "iso-8859-1")
    assert parse(body, content_type="text/xml; charset=koi8-r").title == "Zürich"


def test_text_xml_without_charset_is_not_ascii() -> None:
    found = parse(feed("Zürich", "utf-8"), content_type="text/xml")
    assert (found.title, found.mended) == ("Zürich", False)


@pytest.mark.parametrize("declared", ["utf-8", "", "no-such-thing", "utf-16"])
def test_wrongly_declared_windows_text_loses_nothing(declared: str) -> None:
    found = parse(feed("“café”", "cp1252", declared))
    assert (found.title, found.mended) == ("“café”", True)


def test_utf8_declared_as_something_else_is_seen() -> None:
    found = parse(feed("Zürich", "utf-8", "iso-8859-1"))
    assert (found.title, found.mended) == ("Zürich", True)


def test_single_wrong_bytes_do_not_spoil_the_rest() -> None:
    body = feed("Zürich € @", "utf-8", "utf-8").replace(b"@", b"\x93a\x94 \xe9")
    assert parse(body).title == "Zürich € “a” é"


def test_many_wrong_bytes_are_read_as_windows_text() -> None:
    assert parse(feed("é“" * 5000, "cp1252", "utf-8")).title == "é“" * 500


@pytest.mark.parametrize(
    ("language", "title", "encoding"),
    [
        ("ja", "日本語の記事です", "euc_jp"),
        ("ja", "日本語の記事です", "cp932"),
        ("zh-TW", "繁體中文", "big5"),
        ("ko", "안녕하세요", "cp949"),
        ("ru", "Привет", "cp1251"),
        ("pl", "Żółw", "cp1250"),
    ],
)
def test_the_language_tells_an_encoding_nobody_declared(
    language: str, title: str, encoding: str
) -> None:
    body = feed(title, encoding, more=f"<language>{language}</language>")
    assert parse(body).title == title


def test_text_encoded_twice_is_decoded_twice() -> None:
    twice = "naïve".encode().decode("latin-1")
    assert parse(feed(twice, "utf-8", "utf-8")).title == "naïve"


def test_codes_meant_for_windows() -> None:
    assert parse(feed("&#147;a&#x94; \x96 b", "utf-8")).title == "“a” – b"


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "hex", "zlib", "utf-7"])
def test_codecs_that_are_no_encodings_are_not_used(name: str) -> None:
    assert decode(feed("é", "utf-8", name)) == (feed("é", "utf-8", name), False)
