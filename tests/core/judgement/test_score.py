"""What an entry is worth: order, monotonicity, reasons that can be added up."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.judgement import profile as profiles
from kith.core.judgement.entries import NEWS, PAPERS, POSTS, Entries
from kith.core.judgement.features import features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.profile import Interest, Profile, gain, profile
from kith.core.judgement.score import LATE, SLOPE, judge, nearest_kept, why
from kith.core.judgement.signals import DEFAULTS, SIGNALS, Compares, Scales
from kith.core.judgement.space import Frequencies, Space, space_of
from tests.core.judgement.town import TOPICS, Piece, matrix, world

PIECES, HELD, SPACE = world()
ABOUT = {topic: [n for n, one in enumerate(PIECES) if one.topic == topic] for topic in TOPICS}


def keeping(topic: str, number: int, interest: Interest | None = None) -> Profile:
    kept = HELD.take(ABOUT[topic][:number])
    return profile(SPACE, interest or Interest(""), kept, [1.0] * number)


def share(order: np.ndarray, topic: str, first: int) -> float:
    """How many of the first are about a topic."""
    return float(np.mean([PIECES[row].topic == topic for row in order[:first].tolist()]))


@pytest.mark.parametrize("topic", TOPICS)
def test_five_kept_pieces_bring_their_like(topic: str) -> None:
    rest = [row for row in range(len(PIECES)) if row not in ABOUT[topic][:5]]
    found = judge(SPACE, [keeping(topic, 5)], Entries.of(HELD.take(rest)))
    order = np.array(rest)[found.order()]
    assert share(order, topic, 20) >= 0.9


@pytest.mark.parametrize("topic", TOPICS)
def test_a_few_words_are_enough_to_begin_with(topic: str) -> None:
    words = tuple(TOPICS[topic].split()[:4])
    mine = profile(SPACE, Interest("", terms=words))
    found = judge(SPACE, [mine], Entries.of(HELD))
    assert share(found.order(), topic, 10) >= 0.9


def test_more_kept_pieces_never_make_it_worse_by_much() -> None:
    shares = []
    for number in (1, 3, 8, 20):
        found = judge(SPACE, [keeping("rivers", number)], Entries.of(HELD))
        shares.append(share(found.order(), "rivers", 40))
    assert shares[-1] >= 0.95
    assert shares == sorted(shares)


def test_each_entry_has_its_best_interest() -> None:
    both = [keeping("bees", 6), keeping("ovens", 6)]
    found = judge(SPACE, both, Entries.of(HELD))
    for topic, place in (("bees", 0), ("ovens", 1)):
        assert np.mean(found.interest[ABOUT[topic]] == place) > 0.95
    assert {PIECES[row].topic for row in found.order()[:60].tolist()} == {"bees", "ovens"}


def test_of_equals_the_first_given_comes_first() -> None:
    many = np.repeat(np.arange(len(PIECES)), 3)
    found = judge(SPACE, [keeping("bees", 6)], Entries.of(HELD.take(many)))
    order = found.order()
    assert order.tolist() == np.argsort(-found.value, kind="stable").tolist()
    assert [found.place(row) for row in order[:30].tolist()] == list(range(1, 31))


def test_an_interest_that_rests_is_not_asked() -> None:
    resting = Interest("", weight=0.0)
    both = [keeping("bees", 6, resting), keeping("ovens", 6)]
    found = judge(SPACE, both, Entries.of(HELD))
    assert set(found.interest.tolist()) == {1}
    assert share(found.order(), "ovens", 20) >= 0.9


def test_a_heavier_interest_comes_first() -> None:
    light = [keeping("bees", 6), keeping("ovens", 6)]
    heavy = [light[0], keeping("ovens", 6, Interest("", weight=3.0))]
    before, after = (judge(SPACE, mine, Entries.of(HELD)) for mine in (light, heavy))
    assert (after.value[ABOUT["ovens"]] >= before.value[ABOUT["ovens"]]).all()


def test_nothing_known_is_nothing_said() -> None:
    for mine in ([], [profile(SPACE, Interest(""))], [profile(SPACE, Interest("", weight=0.0))]):
        found = judge(SPACE, mine, Entries.of(HELD))
        assert np.allclose(found.score, 0)
        assert len(set(found.value.tolist())) == 1
        assert found.order().tolist() == list(range(len(PIECES)))


def test_not_for_me_lowers_its_like_and_a_skip_does_not() -> None:
    kept = ABOUT["bees"][:6]
    unwanted = ABOUT["ovens"][:4]
    entries = Entries.of(HELD)
    plain = judge(SPACE, [keeping("bees", 6)], entries)
    given = [1.0] * 6 + [gain([profiles.UNWANTED], 0)] * 4
    without = judge(
        SPACE, [profile(SPACE, Interest(""), HELD.take(kept + unwanted), given)], entries
    )
    skipped = [1.0] * 6 + [gain([profiles.SKIPPED], 0)] * 4
    with_skips = judge(
        SPACE, [profile(SPACE, Interest(""), HELD.take(kept + unwanted), skipped)], entries
    )
    assert without.score[ABOUT["ovens"]].mean() < plain.score[ABOUT["ovens"]].mean()
    assert np.array_equal(with_skips.value, plain.value)


def test_gains_are_of_acts_and_fade() -> None:
    assert gain([profiles.KEPT, profiles.OPENED], 0) == 1
    assert gain([profiles.FINISHED], 0) == 0.5
    assert gain([profiles.KEPT], 180) == 0.5
    assert gain([profiles.KEPT, profiles.UNWANTED], 0) == -0.25
    assert gain([profiles.OPENED, profiles.SKIPPED], 3) == gain([], 0) == 0
    with pytest.raises(KeyError):
        gain(["liked"], 0)


def test_each_entry_acted_on_needs_its_gain() -> None:
    with pytest.raises(ValueError, match="one gain"):
        profile(SPACE, Interest("bees"), HELD.take([1, 2]), [1.0])


ONE = Matrix.of([features("bees")])


def worth(**known: float) -> float:
    return float(judge(space_of(ONE), [], Entries.of(ONE, **known)).value[0])


@given(st.floats(0, 400), st.floats(0, 400))
def test_older_is_never_worth_more(one: float, other: float) -> None:
    assert worth(age=max(one, other)) <= worth(age=min(one, other))


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_was_read_is_never_worth_more(one: float, other: float) -> None:
    assert worth(redundancy=max(one, other)) <= worth(redundancy=min(one, other))


@given(st.floats(0, 500), st.floats(0, 500))
def test_a_voice_that_speaks_more_is_never_worth_more(one: float, other: float) -> None:
    assert worth(pace=max(one, other)) <= worth(pace=min(one, other))


def test_each_kind_ages_at_its_own_pace() -> None:
    assert worth(age=7, half_life=NEWS) < worth(age=7, half_life=POSTS)
    assert worth(age=7, half_life=POSTS) < worth(age=7, half_life=PAPERS)
    assert worth(age=2, half_life=NEWS) == pytest.approx(worth(age=0) / 2, abs=1e-5)
    assert worth(trust=1.5) > worth() > worth(trust=0.5) > 0
    assert worth(redundancy=1) == pytest.approx(0.15 * worth(), abs=1e-5)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda one: one.name)
def test_every_signal_can_be_tuned_and_switched_off(signal: Compares | Scales) -> None:
    entries = Entries.of(
        HELD,
        age=[one.at for one in PIECES],
        trust=[0.5 + one.voice / 20 for one in PIECES],
        pace=[one.voice * 5 for one in PIECES],
        redundancy=[one.voice / 40 for one in PIECES],
    )
    mine = [keeping("bees", 8, Interest("Bees", terms=("honey",)))]
    plain, off, twice = (
        judge(SPACE, mine, entries, {**DEFAULTS, signal.name: signal.weight * times})
        for times in (1, 0, 2)
    )
    assert signal.name not in off.parts
    assert np.allclose(twice.parts[signal.name], 2 * plain.parts[signal.name], atol=1e-4)
    assert signal.label
    assert signal.label == signal.label.lower() or " I " in signal.label
    assert not np.array_equal(off.value, plain.value)


def test_the_signals_have_names_of_their_own() -> None:
    assert len({signal.name for signal in SIGNALS}) == len({signal.label for signal in SIGNALS})
    assert list(DEFAULTS) == [signal.name for signal in SIGNALS]


def test_the_parts_add_up_to_the_value() -> None:
    entries = Entries.of(HELD, age=[one.at for one in PIECES], pace=5)
    found = judge(SPACE, [keeping("bees", 8), keeping("ovens", 3)], entries)
    for row in (0, 7, 99):
        told = why(found, row)
        scaling = {one.name for one in SIGNALS if isinstance(one, Scales)}
        score = sum(part.part for part in told.parts if part.signal not in scaling)
        factor = sum(part.part for part in told.parts if part.signal in scaling)
        assert told.score == pytest.approx(score, abs=1e-4)
        assert told.value == pytest.approx(np.exp(factor) / (1 + np.exp(-score / SLOPE)), abs=1e-4)
        assert found.order()[told.place - 1] == row
        sizes = [abs(part.part) for part in told.parts]
        assert sizes == sorted(sizes, reverse=True)


def test_the_nearest_kept_piece_is_named_by_its_number() -> None:
    found = judge(SPACE, [keeping("bees", 6)], Entries.of(HELD))
    kept = ABOUT["bees"][4]
    place, likeness = nearest_kept(found, kept)
    assert place == 4
    assert likeness == pytest.approx(1, abs=1e-5)
    alone = judge(SPACE, [profile(SPACE, Interest("bees"))], Entries.of(HELD))
    assert nearest_kept(alone, kept) == (None, 0.0)


def test_the_dear_signal_is_spared_the_many() -> None:
    rows = [row % len(PIECES) for row in range(LATE + 200)]
    found = judge(SPACE, [keeping("bees", 20)], Entries.of(HELD.take(rows)))
    part = found.parts["neighbours"]
    assert (part == part.min()).sum() >= 200
    assert all(PIECES[rows[row]].topic == "bees" for row in np.argsort(-part)[:20])


def test_the_same_is_said_twice_of_the_same() -> None:
    entries = Entries.of(HELD, age=[one.at for one in PIECES])
    one, other = (judge(SPACE, [keeping("bees", 8)], entries) for _ in range(2))
    assert np.array_equal(one.value, other.value)
    backwards = Entries.of(HELD.take(range(len(PIECES))[::-1]), age=[p.at for p in PIECES[::-1]])
    turned = judge(SPACE, [keeping("bees", 8)], backwards)
    assert np.allclose(turned.value[::-1], one.value, atol=2e-5)


def test_what_was_measured_before_is_what_would_be_measured() -> None:
    rows = np.arange(LATE + 300) % len(PIECES)
    bees, ovens = keeping("bees", 8), keeping("ovens", 3)
    entries = Entries.of(HELD.take(rows), age=rows % 9)
    before = judge(SPACE, [bees, ovens], entries)
    changed = [bees, keeping("ovens", 6)]
    again, fresh = judge(SPACE, changed, entries, before=before), judge(SPACE, changed, entries)
    assert np.array_equal(again.value, fresh.value)
    assert again.measured[bees]["words"] is before.measured[bees]["words"]


def test_entries_that_came_since_are_measured_beside_those_that_were_there() -> None:
    mine = [keeping("bees", 8)]
    usual = judge(SPACE, mine, Entries.of(HELD))
    before = judge(SPACE, mine, Entries.of(HELD.take(range(200))), usual=usual)
    came = [5, 250, 7, 270]
    entries = Entries.of(HELD.take(came))
    found = judge(SPACE, mine, entries, usual=usual, before=before, rows=np.array([5, -1, 7, -1]))
    assert np.allclose(found.score, judge(SPACE, mine, entries, usual=usual).score, atol=1e-5)
    assert np.allclose(found.score, usual.score[came], atol=1e-5)


TEXTS = st.lists(
    st.sampled_from(["", "🙂", "bees", "the", "honey bees", "一", "x" * 5000]), max_size=6
)


@given(
    TEXTS,
    TEXTS,
    st.lists(st.floats(-1, 1), min_size=6, max_size=6),
    st.sampled_from(["", "🙂", "bees"]),
)
def test_a_verdict_is_always_a_number(
    heard: list[str], acted: list[str], gains: list[float], name: str
) -> None:
    entries, kept = Matrix.of(map(features, heard)), Matrix.of(map(features, acted))
    for space in (Space(Frequencies.none()), space_of(entries)):
        mine = profile(space, Interest(name), kept, gains[: len(acted)])
        found = judge(space, [mine, replace(mine)], Entries.of(entries, age=3))
        assert np.isfinite(found.value).all()
        assert np.isfinite(found.score).all()
        assert (found.value >= 0).all()
        for row in range(len(heard)):
            assert np.isfinite([part.part for part in why(found, row).parts]).all()


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        Entries.of(HELD, age=[1.0, 2.0])
    assert len(Entries.of(matrix(list[Piece]()))) == 0
