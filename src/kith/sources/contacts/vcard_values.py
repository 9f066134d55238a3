"""The value of a vCard's property: out of its transfer encoding, its charset and its escapes."""

import binascii
import re
from collections.abc import Iterator

from kith.sources.contacts import labels
from kith.sources.contacts.vcard_lines import Property
from kith.sources.lists.decoding import mended, strict

_ESCAPE = re.compile(r"\\([\\;,:nN\"])")
_BETWEEN = {mark: re.compile(rf"(?<!\\){mark}") for mark in ";,"}
# What programs say and what they mean by it.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "gb2312": "gb18030",
    "big5": "cp950",
    "ks_c_5601-1987": "cp949",
}


class Value:
    """What a property says, with the label that a line beside it gives (X-ABLabel).

    `guessed` tells that nothing said which letters its bytes are.
    """

    def __init__(self, found: Property, beside: str = "") -> None:
        self.found, self.beside = found, beside
        charset = found.written.get("charset", "").lower()
        self._text, self.guessed = _decoded(_unpacked(found), _MEANT.get(charset, charset))

    def text(self) -> str:
        """The whole value as one text."""
        return self._plain(self._text)

    def parts(self) -> list[str]:
        """The components between semicolons."""
        return [self._plain(part).strip() for part in _split(self._text, ";")]

    def joined_parts(self) -> list[str]:
        """The components between semicolons; where one holds several values, with spaces."""
        parts = (_split(part, ",") for part in _split(self._text, ";"))
        return [" ".join(self._plain(one).strip() for one in part) for part in parts]

    def items(self) -> list[str]:
        """Every value between semicolons or commas."""
        parts = _split(self._text, ";")
        return [self._plain(item).strip() for part in parts for item in _split(part, ",")]

    def label(self) -> str:
        """The word that stands beside the value."""
        return labels.of(self.types(), self.beside)

    def types(self) -> Iterator[str]:
        """Its types in lower case, whether TYPE= is written or left out."""
        yield from self.found.params.get("type", ())
        yield from self.found.params.get("", ())

    def named(self, *params: str) -> str:
        """The first of these parameters that is there, as it is written."""
        return next(filter(None, (self.found.written.get(name) for name in params)), "")

    def _plain(self, text: str) -> str:
        return _ESCAPE.sub(self._character, text) if "\\" in text else text

    def _character(self, found: re.Match[str]) -> str:
        """In quoted-printable a line break is =0A, so that "\\n" there is a backslash and an n."""
        letter = found[1]
        if letter in "nN":
            return found[0] if self.found.quoted else "\n"
        return letter


def _split(text: str, mark: str) -> list[str]:
    if "\\" not in text:
        return text.split(mark)
    pieces = _BETWEEN[mark].split(text.replace(r"\\", "\0"))
    return [piece.replace("\0", r"\\") for piece in pieces]


def _unpacked(found: Property) -> bytes:
    """The bytes without their transfer encoding; what does not decode is taken as it stands."""
    if found.quoted:
        return binascii.a2b_qp(found.value)
    if found.packed:
        try:
            return binascii.a2b_base64(found.value)
        except ValueError:
            return found.value
    return found.value


def _decoded(raw: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether its encoding is only guessed."""
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii"), False
    if b"\x1b" in raw:
        charset = charset or "iso-2022-jp"
    text = strict(raw, charset) or strict(raw, "utf-8")
    return text or mended(raw), not text
