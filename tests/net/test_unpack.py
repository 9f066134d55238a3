"""Unpacking gives the same whole however the bytes arrive."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.net.unpack import BrokenCompression, TooLarge, Unpacker, unpack


def _split(data: bytes, sizes: list[int]) -> list[bytes]:
    chunks, at = [], 0
    for size in sizes:
        chunks.append(data[at : at + size])
        at += size
    return [*chunks, data[at:]]


@given(
    st.binary(max_size=300).map(lambda body: body * 50),
    st.sampled_from(["gzip", "deflate", "raw", "members", "gzip, gzip", ""]),
    st.lists(st.integers(0, 40), max_size=40),
)
def test_pieces_make_no_difference(body: bytes, how: str, sizes: list[int]) -> None:
    packed = {
        "gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "raw": zlib.compress(body)[2:-4],
        "members": gzip.compress(body[:7]) + gzip.compress(body[7:]) + b"\0\0",
        "gzip, gzip": gzip.compress(gzip.compress(body)),
        "": body,
    }[how]
    coding = {"raw": "deflate", "members": "gzip"}.get(how, how)
    assert unpack(_split(packed, sizes), coding, 10**6) == body


@given(st.integers(65_000, 200_000))
def test_a_full_last_piece_is_not_lost(length: int) -> None:
    assert len(unpack([gzip.compress(b"\0" * length, 1)], "gzip", 10**6)) == length


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_rubbish_is_broken_and_nothing_else(data: bytes, coding: str) -> None:
    with suppress(BrokenCompression):
        unpack([data], coding, 10**6)


def test_the_cap_is_exact() -> None:
    assert unpack([b"x" * 100], "", 100) == b"x" * 100
    assert unpack([gzip.compress(b"x" * 1000)], "gzip", 1000) == b"x" * 1000
    for coding, data in (("", b"x" * 101), ("gzip", gzip.compress(b"x" * 101))):
        with pytest.raises(TooLarge):
            unpack([data], coding, 100)


def test_a_bomb_is_stopped_before_it_is_large() -> None:
    unpacker = Unpacker("gzip", 100_000)
    with pytest.raises(TooLarge):
        unpacker.feed(gzip.compress(b"\0" * 50_000_000))
    assert len(unpacker._whole) <= 100_000
