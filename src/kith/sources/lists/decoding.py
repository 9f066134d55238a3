"""Bytes of a list to text. Lists are old, and what they say of their encoding is often wrong."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_STRAY = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", "")
    for byte in range(0x80, 0x100)
}


def decode(data: bytes) -> str:
    """The text, whatever the encoding; never fails. A byte that fits nothing is read as cp1252."""
    encoding, start = opening(data[:64])
    if encoding:
        return data[start:].decode(encoding, "replace")
    return strict(data, "utf-8") or strict(data, _declared(data)) or mended(data)


def opening(start: bytes) -> tuple[str, int]:
    """The encoding that a mark at the start names, or "", and where the text begins.

    UTF-16 without its mark shows as every second byte zero.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    if len(start) >= 8 and start[1:8:2] == b"\0\0\0\0":
        return "utf-16-le", 0
    if len(start) >= 8 and start[0:8:2] == b"\0\0\0\0":
        return "utf-16-be", 0
    return "", 0


def _declared(data: bytes) -> str:
    found = _DECLARED.match(data)
    return found[1].decode("ascii").lower() if found else ""


def strict(data: bytes, encoding: str) -> str:
    """The text, or "" where the encoding is unknown, does not fit, or only pretends to fit."""
    escapes = b"\x1b" in data  # ISO-2022 is pure ASCII to the eye of UTF-8
    if not encoding or (escapes and encoding == "utf-8") or encoding.startswith("utf-16"):
        return ""
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return ""


def mended(data: bytes) -> str:
    """UTF-8 where it is, cp1252 where it is not: files glued together from both are common."""
    return data.decode("utf-8", "surrogateescape").translate(_STRAY)
