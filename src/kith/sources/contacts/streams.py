"""Files of any size as lines, of which no more than a piece is held in memory."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from kith.sources.lists.decoding import opening

PIECE = 1 << 16
LONGEST_LINE = 1 << 17  # bytes; what goes on beyond is a picture or a mistake


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Every line without its end, whatever ends it; wide encodings as UTF-8, others untouched."""
    rest, cut = b"", False
    for piece in _pieces(stream):
        *whole, rest = _split(rest + piece)
        for line in whole:
            if not cut:
                yield line[:LONGEST_LINE]
            cut = False
        if len(rest) > LONGEST_LINE:
            if not cut:
                yield rest[:LONGEST_LINE]
            rest, cut = rest[-1:] if rest.endswith(b"\r") else b"", True
    if rest.rstrip(b"\r") and not cut:
        yield rest.rstrip(b"\r")


def _split(data: bytes) -> list[bytes]:
    """The lines of a piece, the unfinished last one at the end. A CR may be half of an end."""
    held = len(data) - len(data.rstrip(b"\r"))
    data, tail = (data[:-held], data[-held:]) if held else (data, b"")
    found = (
        data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    )
    found[-1] += tail
    return found


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    first = stream.read(PIECE)
    encoding, start = opening(first)
    if encoding in {"", "utf-8"}:
        yield first[start:]
        while piece := stream.read(PIECE):
            yield piece
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    piece = first[start:]
    while piece:
        yield decoder.decode(piece).encode("utf-8", "replace")
        piece = stream.read(PIECE)
