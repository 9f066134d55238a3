"""Sums for several vectors at once, and the table of a few rows."""

import numpy as np
import pytest

from kith.core.judgement.dense import Dense
from kith.core.judgement.matrix import Block, distinct
from kith.core.judgement.similarity import Postings
from kith.core.judgement.space import Side
from kith.core.judgement.sums import sums

SIZE = 500
RNG = np.random.default_rng(3)
THRICE = np.repeat(np.arange(SIZE), 3)
ROWS = [
    np.sort(RNG.choice(THRICE, length, replace=False)).astype(np.uint16)
    for length in (0, 40, 1, 0, 1400, 7, 0)
]
BLOCK = Block.of(ROWS, np.uint16)


@pytest.mark.parametrize("number", [1, 2, 3, 8, 9])
def test_each_vector_has_its_own_sums(number: int) -> None:
    rng = np.random.default_rng(number)
    vectors = [rng.normal(0, 10.0**n, SIZE).astype(np.float32) for n in range(number)]
    found = sums(BLOCK, np.stack(vectors))
    for vector, row in zip(vectors, found, strict=True):
        expected = [vector[one].astype(np.float64).sum() for one in ROWS]
        assert row == pytest.approx(expected, abs=2e-5 * float(np.abs(vector).max()))


def test_only_what_has_a_place_is_left() -> None:
    held = np.arange(SIZE) % 7 == 0
    place = np.where(held, np.arange(SIZE) // 7 + 1, 0).astype(np.int32)
    vector = (RNG.normal(size=SIZE) * held).astype(np.float32)
    left = BLOCK.placed(place)
    assert left.lengths.tolist() == [int(held[row].sum()) for row in ROWS]
    assert (
        sums(left, np.append(np.float32(0), vector[held])[None]) == sums(BLOCK, vector[None])
    ).all()


def test_numbers_that_have_no_place_count_for_nothing() -> None:
    held = np.arange(SIZE) % 7 == 0
    place = np.where(held, np.arange(SIZE) // 7 + 1, 0).astype(np.uint8)
    vectors = RNG.normal(size=(3, SIZE)).astype(np.float32) * held
    few = np.concatenate((np.zeros((3, 1), np.float32), vectors[:, held]), axis=1)
    assert (sums(BLOCK, few, place) == sums(BLOCK, vectors)).all()


@pytest.mark.parametrize("size", [1, 50, 100, 2000])
def test_pieces_are_all_rows_in_turn(size: int) -> None:
    found = list(BLOCK.pieces(size))
    assert [row for first, last in found for row in range(first, last)] == list(range(len(BLOCK)))
    assert all(first < last for first, last in found)
    assert list(Block.of([], np.uint16).pieces(size)) == []
    assert list(Block.of(ROWS[:1], np.uint16).pieces(size)) == [(0, 1)]


@pytest.mark.parametrize("size", [3000, 1 << 20])
def test_what_is_distinct_is_found_by_marks_as_by_order(size: int) -> None:
    numbers = RNG.integers(0, 3000, 900).astype(np.uint32)
    found, places = distinct(numbers, size)
    assert found.tolist() == sorted(set(numbers.tolist()))
    assert (found[places] == numbers).all()


def test_sums_do_not_depend_on_the_company() -> None:
    vector = RNG.normal(size=SIZE).astype(np.float32)
    few = BLOCK.take(np.array([1, 5]))
    both = sums(few, np.stack((vector, -vector)))
    assert (both[0] == sums(few, vector[None])[0]).all()
    assert (both[0] == -both[1]).all()
    assert (sums(few.slice(1, 2), vector[None])[0] == both[0, 1:]).all()


@pytest.mark.parametrize("first", ["all", "sharp"])
def test_lengths_are_those_of_the_weighted_rows_with_and_without_what_is_common(first: str) -> None:
    counts = np.where(np.arange(SIZE) % 3 == 0, 40, 2).astype(np.int32)
    side = Side.of(counts, 200)
    sides = [side, side.sharp] if first == "all" else [side.sharp, side]
    for one in sides:
        for block in (BLOCK, BLOCK.row(1), BLOCK.row(3)):
            weighted = [
                np.bincount(block.of_row(row), minlength=SIZE) * one.idf
                for row in range(len(block))
            ]
            expected = [float(np.linalg.norm(row)) or 1.0 for row in weighted]
            assert one.norms(block) == pytest.approx(expected, rel=1e-5)


def test_nothing_has_no_sums() -> None:
    zero = np.zeros((1, SIZE), dtype=np.float32)
    assert sums(Block.of([], np.uint16), zero).shape == (1, 0)
    assert (sums(BLOCK, zero) == 0).all()


def test_a_table_and_an_inverted_index_find_the_same() -> None:
    counts = np.bincount(np.concatenate([np.unique(one) for one in ROWS]), minlength=SIZE)
    side = Side.of(counts.astype(np.int32), 7)
    table, index = Dense.of(side, BLOCK), Postings.of(side, BLOCK)
    found = table.dots(BLOCK, side.norms(BLOCK))
    for one in range(len(BLOCK)):
        mine = np.zeros(len(BLOCK))
        for number in ROWS[one].tolist():
            at = slice(index.starts[number], index.starts[number + 1])
            np.add.at(mine, index.rows[at], side.idf[number] * index.values[at])
        assert found[one] == pytest.approx(mine / side.norms(BLOCK)[one], abs=1e-6)


def test_a_table_holds_more_numbers_than_fit_into_two_bytes() -> None:
    each = [np.arange(first, 80_000, 64, dtype=np.uint32) for first in range(64)]
    block = Block.of(each, np.uint32)
    side = Side.of(np.ones(80_000, dtype=np.int32), 64)
    found = Dense.of(side, block).dots(block, side.norms(block))
    assert found == pytest.approx(np.eye(64) / 2, abs=1e-5), "each is like itself alone"
