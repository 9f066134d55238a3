"""Every signal of the table keeps the rules of signals."""

import re

import numpy as np
import pytest

from kith.core.judgement.entries import NEWS, POSTS, Entries
from kith.core.judgement.features import features
from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.profile import Interest, profile
from kith.core.judgement.score import judge
from kith.core.judgement.signals import DEFAULTS, SIGNALS, Asked, Compares, Signal
from kith.core.judgement.space import space_of

TITLES = ("hive and honey", "night trains", "", "蜜蜂与蜂蜜", "honey " * 300, "1984")
each_signal = pytest.mark.parametrize("signal", SIGNALS, ids=lambda one: one.name)


def entries() -> Entries:
    n = len(TITLES)
    return Entries.of(
        Matrix.of(map(features, TITLES)),
        age=np.linspace(-1, 5000, n),
        half_life=[NEWS, POSTS] * (n // 2),
        trust=np.linspace(0.5, 1.5, n),
        pace=np.linspace(0, 10_000, n),
        redundancy=np.linspace(0, 1, n),
    )


def measured(signal: Signal) -> Floats:
    given = entries()
    if not isinstance(signal, Compares):
        return signal.factor(given)
    space = space_of(given.matrix)
    mine = profile(space, Interest("honey", terms=("hive",)), given.matrix.take([0]), [1.0])
    lengths = (space.words.norms(given.matrix.words), space.grams.norms(given.matrix.grams))
    return signal.measure(Asked(space, mine, given, lengths))


def test_names_are_one_of_a_kind() -> None:
    assert len({signal.name for signal in SIGNALS}) == len(SIGNALS) == len(DEFAULTS)
    assert len({signal.label for signal in SIGNALS}) == len(SIGNALS)


@each_signal
def test_it_is_named_labelled_and_weighed(signal: Signal) -> None:
    assert re.fullmatch(r"[a-z]{3,20}", signal.name)
    assert signal.label
    assert not signal.label.endswith(".")
    assert signal.weight >= 0


@each_signal
def test_it_gives_each_entry_one_finite_number_and_the_same_again(signal: Signal) -> None:
    found = measured(signal)
    assert found.shape == (len(TITLES),)
    assert np.isfinite(found).all()
    assert np.array_equal(found, measured(signal))


@each_signal
def test_a_factor_is_above_nothing(signal: Signal) -> None:
    if not isinstance(signal, Compares):
        assert (measured(signal) > 0).all()


@each_signal
def test_it_counts_by_its_weight_and_not_at_all_when_it_is_off(signal: Signal) -> None:
    given = entries()
    space = space_of(given.matrix)
    kept = given.matrix.take([0, 1, 2, 3, 4])
    mine = profile(space, Interest("honey", terms=("hive",)), kept, [1.0] * 5)
    off = judge(space, [mine], given, {**DEFAULTS, signal.name: 0.0})
    assert signal.name not in off.parts
    on, more = (judge(space, [mine], given, {**DEFAULTS, signal.name: w}) for w in (1.0, 2.0))
    assert np.allclose(2 * on.parts[signal.name], more.parts[signal.name], atol=1e-4)
