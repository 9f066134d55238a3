"""Which letters the bytes of a document mean."""

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4096  # bytes in which a page must name its encoding
_NOT_OF_PAGES = frozenset({"idna", "punycode", "utf-7", "unicode-escape", "raw-unicode-escape"})
# What browsers read under these names, because servers say them without meaning them.
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def decode(body: bytes, content_type: str) -> str:
    """Read the bytes of an HTML page; never fails.

    A byte order mark counts most, then the charset of the HTTP header, then the page's own word
    for it, then UTF-8 where it fits, then Windows-1252.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    said = _CHARSET.search(content_type)
    inside = _META.search(body[:_HEAD])
    for name in (said[1] if said else "", inside[1].decode("ascii") if inside else ""):
        if known := _known(name):
            return body.decode(known, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _known(name: str) -> str:
    """The name of a text encoding as Python knows it, or ""."""
    try:
        codec = codecs.lookup(name)
        b" ".decode(codec.name)  # leaves out codecs that are not of text
    except (LookupError, ValueError):
        return ""
    if codec.name in _NOT_OF_PAGES or codec.name.startswith(("utf-16", "utf-32")):
        return ""  # without a byte order mark nobody could have read a word in UTF-16
    return _WIDER.get(codec.name, codec.name)
