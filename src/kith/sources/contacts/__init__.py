"""Contacts brought from address books elsewhere, and taken away again."""

import io
from typing import BinaryIO

from kith.core.problems import Trouble
from kith.sources.contacts.following import followable
from kith.sources.contacts.shapes import BroughtCards, LeftOut
from kith.sources.contacts.streams import PIECE, lines
from kith.sources.contacts.table_writer import write_table
from kith.sources.contacts.tables import read_table
from kith.sources.contacts.vcard import is_vcard, read_vcards
from kith.sources.contacts.vcard_writer import write_vcards

__all__ = [
    "MOST_MEGABYTES",
    "BroughtCards",
    "LeftOut",
    "followable",
    "read_contacts",
    "write_table",
    "write_vcards",
]

MOST_MEGABYTES = 100  # most of it pictures, which are stepped over

_PACKED = (b"PK\3\4", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")


def read_contacts(source: BinaryIO | bytes, filename: str = "") -> BroughtCards:
    """What a file holds, whatever its format; a stream has to be seekable, and is read in pieces.

    Raises Trouble: `contacts-too-large`, `contacts-too-many`, `contacts-empty`, `contacts-packed`,
    `contacts-unreadable`, `contacts-columns`.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    if stream.seek(0, io.SEEK_END) > MOST_MEGABYTES * 2**20:
        raise Trouble("contacts-too-large", megabytes=MOST_MEGABYTES)
    stream.seek(0)
    start = stream.read(PIECE)
    if start.startswith(_PACKED):
        raise Trouble("contacts-packed")
    text = b"\n".join(lines(io.BytesIO(start)))
    if not text.strip():
        raise Trouble("contacts-empty")
    stream.seek(0)
    if is_vcard(text):
        return read_vcards(stream)
    if start.startswith(_NO_TEXT) or b"\0" in text:
        raise Trouble("contacts-unreadable")
    return read_table(stream, filename)
