"""Reasons hold: what is named matters."""

from collections.abc import Iterator

import numpy as np
import pytest

from kith.core.judgement import because as reasons
from kith.core.judgement import text as texts
from kith.core.judgement.because import Reason, because, holds, lift, shared
from kith.core.judgement.entries import Entries
from kith.core.judgement.features import features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.profile import Interest, Profile, profile
from kith.core.judgement.score import Judgement, judge
from kith.core.judgement.without import bare, without_piece, without_terms
from tests.core.judgement.town import TOPICS, world

PIECES, HELD, SPACE = world()
KEPT = {
    topic: [n for n, one in enumerate(PIECES) if one.topic == topic][:7]
    for topic in ("bees", "中文", "Deutsch")
}
INTERESTS = [
    Interest("Bees", "How honey is made", ("pollen",)),
    Interest("学习", terms=("间隔",)),
    Interest(""),
]
REST = [row for row in range(len(PIECES)) if not any(row in kept for kept in KEPT.values())]


def mine(without: tuple[int, int] | None = None) -> list[Profile]:
    """Three interests, of one of which one kept piece may be left out."""
    made = []
    for place, (interest, kept) in enumerate(zip(INTERESTS, KEPT.values(), strict=True)):
        left = [row for n, row in enumerate(kept) if (place, n) != without]
        made.append(profile(SPACE, interest, HELD.take(left), [1.0] * len(left)))
    return made


ENTRIES = Entries.of(
    HELD.take(REST),
    age=[PIECES[row].at for row in REST],
    pace=[1 + 9 * (PIECES[row].voice % 4) for row in REST],
    trust=[1.25 if PIECES[row].voice < 3 else 1 for row in REST],
)
FOUND = judge(SPACE, mine(), ENTRIES)


def told(found: Judgement, row: int) -> tuple[Reason, ...]:
    """With all texts at hand."""
    place = int(found.interest[row])
    kept = {n: PIECES[piece].text for n, piece in enumerate([*KEPT.values()][place])}
    return because(found, row, PIECES[REST[row]].text, kept, most=9)


def best() -> Iterator[tuple[int, Reason]]:
    for row in FOUND.order()[:40].tolist():
        for reason in told(FOUND, row):
            yield row, reason


def test_the_best_entries_are_explained_by_what_was_kept() -> None:
    about = {reasons.NEAR_KEPT, reasons.TERMS_KEPT, reasons.TERMS_NAMED}
    assert len({row for row, reason in best() if reason.code in about}) >= 30
    assert len({row for row, reason in best() if reason.code == reasons.NEAR_KEPT}) >= 8


def test_terms_of_several_pieces_stand_in_them() -> None:
    seen = 0
    for row, reason in best():
        if reason.code == reasons.TERMS_KEPT:
            seen += 1
            kept = [PIECES[piece].text for piece in [*KEPT.values()][reason.interest]]
            assert all(term in PIECES[REST[row]].text for term in reason.terms)
            assert all(sum(term in text for text in kept) > 1 for term in reason.terms)
            assert 1 < reason.pieces <= len(kept)
    assert seen


def test_every_reason_holds() -> None:
    for row, reason in best():
        assert holds(FOUND, row, reason)
        assert reason.lift == lift(FOUND, row, reason) >= reasons.LEAST


def test_leaving_out_the_named_piece_lowers_the_entry() -> None:
    for row, reason in best():
        if reason.code == reasons.NEAR_KEPT:
            again = judge(SPACE, mine((reason.interest, reason.piece)), ENTRIES)
            assert again.value[row] < FOUND.value[row]


def test_what_is_reckoned_is_what_comes_of_it() -> None:
    """Everything judged anew, but with the means and deviations of before."""
    for row, reason in best():
        if reason.code != reasons.NEAR_KEPT or FOUND.profiles[reason.interest].k != 7:
            continue
        other = mine((reason.interest, reason.piece))[reason.interest]
        entry = HELD.take([REST[row]])
        raw = other.weights(entry.words.numbers).sum() / SPACE.words.norms(entry.words)
        scale = FOUND.scales["words"]
        part = (raw[0] - scale.means[reason.interest]) / scale.spread
        assert part < FOUND.parts["words"][row] + 1e-4
        assert without_piece(FOUND, row, reason.piece).value < FOUND.value[row]
        break
    else:
        pytest.fail("no piece was named")


def test_leaving_out_the_named_terms_lowers_the_entry() -> None:
    seen = 0
    for row, reason in best():
        if reason.code == reasons.TERMS_NAMED:
            seen += 1
            text = PIECES[REST[row]].text.casefold()
            assert all(term.casefold() in text for term in reason.terms)
            interest = FOUND.profiles[reason.interest].interest
            left = bare(interest, frozenset(texts.terms(" ".join(reason.terms))))
            kept = HELD.take([*KEPT.values()][reason.interest])
            others = mine()
            others[reason.interest] = profile(SPACE, left, kept, [1.0] * len(kept))
            assert judge(SPACE, others, ENTRIES).value[row] < FOUND.value[row]
    assert seen


def test_shared_terms_stand_in_both_texts() -> None:
    for row, reason in best():
        if reason.code == reasons.NEAR_KEPT:
            piece = PIECES[[*KEPT.values()][reason.interest][reason.piece]]
            assert reason.terms
            for term in reason.terms:
                assert term in PIECES[REST[row]].text
                assert term in piece.text


def test_terms_are_written_as_the_entry_writes_them() -> None:
    text, other = "Honig und Bienenstöcke: 记忆曲线很重要", "Alte Bienenstöcke, 遗忘与记忆曲线"
    assert shared(FOUND, text, other) == ("Bienenstöcke", "记忆曲线")
    assert shared(FOUND, "bees", "") == ()


def test_what_stands_in_any_text_is_no_subject() -> None:
    text = "Three days ago the workshop asked less. A workshop about lamps."
    other = "Two days ago somebody asked for less in a workshop, another lamp, three."
    assert shared(FOUND, text, other) == ("workshop", "lamps")
    assert shared(FOUND, "Three days ago", "Three days ago") == ()


def test_what_is_of_no_interest_has_no_reason_of_interest() -> None:
    nothing = judge(SPACE, [], ENTRIES)
    codes = {reason.code for row in range(30) for reason in because(nothing, row, "bees", {})}
    assert codes <= {reasons.TRUSTED, reasons.RARE, reasons.FRESH, reasons.NEW}


def test_other_reasons_need_their_fact() -> None:
    row = int(np.flatnonzero((ENTRIES.trust > 1) & (ENTRIES.pace < 4))[0])
    codes = {reason.code for reason in told(FOUND, row)}
    assert {reasons.TRUSTED, reasons.RARE} <= codes
    row = int(np.flatnonzero((ENTRIES.trust == 1) & (ENTRIES.pace > 20) & (ENTRIES.age > 20))[0])
    codes = {reason.code for reason in told(FOUND, row)}
    assert not {reasons.TRUSTED, reasons.RARE, reasons.FRESH} & codes


def test_a_signal_switched_off_is_no_reason() -> None:
    off = dict.fromkeys(("trust", "rarity", "freshness", "novelty"), 0.0)
    found = judge(SPACE, mine(), ENTRIES, off)
    codes = {reason.code for row in range(60) for reason in told(found, row)}
    assert codes <= {reasons.NEAR_KEPT, reasons.TERMS_KEPT, reasons.TERMS_NAMED}


def test_most_reasons_are_not_said() -> None:
    for row in FOUND.order()[:20].tolist():
        assert len(because(FOUND, row, PIECES[REST[row]].text, {})) <= 2


def test_terms_that_were_never_named_change_nothing() -> None:
    row = int(FOUND.order()[0])
    assert without_terms(FOUND, row, {"zebra"}).value == pytest.approx(FOUND.value[row], abs=1e-4)
    with pytest.raises(ValueError, match="is not in list"):
        without_piece(FOUND, row, 99)


@pytest.mark.parametrize("text", ["", "🙂", "the", "x" * 1000])
def test_odd_texts_have_odd_reasons_or_none(text: str) -> None:
    held = Matrix.of([features(text), features("bees")])
    found = judge(SPACE, mine(), Entries.of(held))
    for reason in because(found, 0, text, {0: text}):
        assert reason.code in reasons.CODES
        assert reason.lift > 0


def test_all_topics_are_of_this_town() -> None:
    assert set(KEPT) <= set(TOPICS)


def named(interest: Interest, title: str) -> tuple[str, ...]:
    """The terms of the interest that the reason for one entry among others names."""
    others = [features(f"{topic} {n}") for topic in TOPICS for n in range(5)]
    matrix = Matrix.of([features(title), *others])
    found = judge(SPACE, [profile(SPACE, interest)], Entries.of(matrix))
    return next(one.terms for one in because(found, 0, title) if one.code == "terms-named")


@pytest.mark.parametrize(
    "terms", [("retrieval practice, spaced repetition",), ("spaced repetition",)]
)
def test_a_term_of_two_words_is_named_as_one(terms: tuple[str, ...]) -> None:
    learning = Interest("Learning", terms=terms)
    assert named(learning, "Spaced repetition for adults") == ("Spaced repetition",)
    assert named(learning, "The spaced-repetition habit") == ("spaced-repetition",)
    assert set(named(learning, "Spaced. Repetition")) == {"Spaced", "Repetition"}
    assert set(named(learning, "Repetition, and spaced at that")) == {"Repetition", "spaced"}


def test_a_phrase_and_a_word_are_named_beside_each_other() -> None:
    interest = Interest("Theory of mind", terms=("theory of mind", "libraries"))
    assert named(interest, "A theory of mind at the library’s desk") == (
        "theory of mind",
        "library",
    )
