"""Unpacking bodies piece by piece, so that a small lie cannot become a large memory."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

_PIECE = 65536  # bytes that one step may produce
_MOST_CODINGS = 2  # "gzip, gzip" occurs; more is a prank
_MOST_MEMBERS = 1000
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WBITS = 31
_RAW_WBITS = -15


class BrokenCompression(Exception):
    """The packed data is damaged, cut short, or packed in a way nobody asked for."""


class TooLarge(Exception):
    """More bytes than the cap, packed or unpacked."""


class _Stage(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...
    def finish(self) -> None: ...


class Unpacker:
    """Feed it what arrives; take the whole at the end.

    `coding` is the value of Content-Encoding. At most `most` bytes go in, come out, or pass
    between two codings. Raises TooLarge and BrokenCompression.
    """

    def __init__(self, coding: str, most: int) -> None:
        self._most = most
        self._arrived = 0
        self._made = [0] * _MOST_CODINGS
        self._stages = _stages(coding)
        self._whole = bytearray()

    def feed(self, data: bytes) -> None:
        """Unpack the next bytes."""
        self._arrived += len(data)
        if self._arrived > self._most:
            raise TooLarge
        self._pass_on(data, 0)

    def finish(self) -> bytes:
        """The whole body. Raises BrokenCompression if the data stopped in the middle."""
        if self._arrived:
            for stage in self._stages:
                stage.finish()
        return bytes(self._whole)

    def _pass_on(self, data: bytes, level: int) -> None:
        if level == len(self._stages):
            self._whole += data
            return
        try:
            for piece in self._stages[level].feed(data):
                self._made[level] += len(piece)
                if self._made[level] > self._most:
                    raise TooLarge
                self._pass_on(piece, level + 1)
        except zlib.error as error:
            raise BrokenCompression from error


def looks_packed(body: bytes) -> bool:
    """Whether a body is a gzip file that nobody declared as packed."""
    return body.startswith(_GZIP_MAGIC)


def _stages(coding: str) -> list[_Stage]:
    names = [name for part in coding.split(",") if (name := part.strip().lower())]
    names = [name for name in names if name != "identity"]
    if len(names) > _MOST_CODINGS:
        raise BrokenCompression
    return [_stage(name) for name in reversed(names)]  # the last applied comes off first


def _stage(name: str) -> _Stage:
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    raise BrokenCompression


def _pieces(engine: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    full = True  # a full piece may have more behind it even when all input is taken
    while (data or full) and not engine.eof:
        piece = engine.decompress(data, _PIECE)
        data, full = engine.unconsumed_tail, len(piece) == _PIECE
        if piece:
            yield piece


class _Gzip:
    """One or more gzip members; what follows the last and is no member is padding."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(_GZIP_WBITS)
        self._members = 1
        self._after = b""  # what came after a member, until it can be told apart
        self._padding = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._padding:
            if self._engine.eof:
                data = self._next_member(data)
            else:
                yield from _pieces(self._engine, data)
                data = self._engine.unused_data

    def finish(self) -> None:
        if not self._engine.eof:
            raise BrokenCompression

    def _next_member(self, data: bytes) -> bytes:
        data = self._after + data
        if len(data) < len(_GZIP_MAGIC):
            self._after = data
            return b""
        self._after = b""
        self._members += 1
        self._padding = not data.startswith(_GZIP_MAGIC)
        if self._members > _MOST_MEMBERS:
            raise BrokenCompression
        if not self._padding:
            self._engine = zlib.decompressobj(_GZIP_WBITS)
        return data


class _Deflate:
    """The zlib format, or the bare stream that some servers send under the same name."""

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None
        self._head = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._engine is None:
            self._head = data = self._head + data
            if len(data) < 2:
                return
            self._engine = zlib.decompressobj(_deflate_wbits(data))
        yield from _pieces(self._engine, data)

    def finish(self) -> None:
        if self._engine is None or not self._engine.eof:
            raise BrokenCompression


def _deflate_wbits(head: bytes) -> int:
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else _RAW_WBITS


def unpack(chunks: Iterable[bytes], coding: str, most: int) -> bytes:
    """Unpack what is already here, by the same rules."""
    unpacker = Unpacker(coding, most)
    for chunk in chunks:
        unpacker.feed(chunk)
    return unpacker.finish()
