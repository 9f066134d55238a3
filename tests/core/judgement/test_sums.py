"""Sums for several vectors at once, and the table of a few rows."""

import numpy as np
import pytest

from kith.core.judgement.dense import Dense
from kith.core.judgement.matrix import Block
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


def test_sums_do_not_depend_on_the_company() -> None:
    vector = RNG.normal(size=SIZE).astype(np.float32)
    few = BLOCK.take(np.array([1, 5]))
    both = sums(few, np.stack((vector, -vector)))
    assert (both[0] == sums(few, vector[None])[0]).all()
    assert (both[0] == -both[1]).all()
    assert (sums(few.slice(1, 2), vector[None])[0] == both[0, 1:]).all()


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
