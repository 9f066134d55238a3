"""Whom to ask: who knows, who speaks now, who is near."""

import random
from dataclasses import replace

import numpy as np
import pytest

from kith.core.judgement import asking
from kith.core.judgement.asking import ALSO, BEST, BRIDGE, REACH, Name, Ranking, Voices, Written
from kith.core.judgement.features import features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.similarity import Index, nearest_to
from kith.core.judgement.space import Space
from tests.core.judgement.town import TOPICS, piece, world

QUESTIONS = {
    "bees": "Does anybody know how to keep bees through the winter: which hive, what wax?",
    "memory": "How do learners remember, by recall or by a quiz?",
    "中文": "怎样用间隔重复学习",
    "Deutsch": "Wie lernt man Vokabeln mit einer Lernkartei?",
}


def asked(question: str) -> Matrix:
    return Matrix.of([features(question)])


def voices(m: int, **more: object) -> Voices:
    plain = Voices(np.zeros(m), np.zeros(m, dtype=bool), np.full(m, np.inf))
    return replace(plain, **more)  # type: ignore[arg-type]


def ranking(
    topics: list[str], question: str, known: Voices | None = None, each: int = 6
) -> tuple[Ranking, Matrix, Space]:
    """Voices that write so many pieces each, every one about its own topic."""
    dice = random.Random(4)
    pieces = [
        piece(dice, topic, voice, at=1.0 + n)
        for voice, topic in enumerate(topics)
        for n in range(each)
    ]
    _, _, space = world(each=30)
    texts = Matrix.of(one.features for one in pieces)
    whole = asking.whole(space)
    written = Written(
        np.array([one.voice for one in pieces]),
        np.array([one.at for one in pieces]),
        asking.likeness(whole, asked(question), texts),
    )
    return asking.rank(written, known or voices(len(topics))), texts, whole


@pytest.mark.parametrize("topic", QUESTIONS)
def test_who_writes_about_it_is_asked(topic: str) -> None:
    topics = list(TOPICS)
    found, _, _ = ranking(topics, QUESTIONS[topic])
    assert found.order() == [topics.index(topic)]
    (best,) = asking.name(found)
    assert (best.voice, best.role) == (topics.index(topic), BEST)
    assert len(best.pieces) >= 3
    assert best.nearest in best.pieces
    ages = found.written.age[list(best.pieces)]
    assert ages.tolist() == sorted(ages.tolist())


def test_what_all_speak_of_still_tells_who_knows_of_it() -> None:
    """A tenth of all texts hold these words, which tells no two texts apart, but voices."""
    _, matrix, space = world(each=40)
    likeness = asking.likeness(asking.whole(space), asked(QUESTIONS["Deutsch"]), matrix)
    pieces, _, _ = world(each=40)
    on_it = [
        float(value) for value, one in zip(likeness, pieces, strict=True) if one.topic == "Deutsch"
    ]
    assert (
        min(on_it)
        >= asking.ON_THIS
        > 0.02
        > max(
            float(value)
            for value, one in zip(likeness, pieces, strict=True)
            if one.topic != "Deutsch"
        )
    )


def test_where_nobody_writes_about_it_nobody_is_named() -> None:
    found, _, _ = ranking(["bees", "ovens"], "Quantum chromodynamics on a lattice?")
    assert found.order() == []
    assert asking.name(found, apart=[1.0, 1.0]) == ()


def test_the_score_is_that_of_the_formula() -> None:
    written = Written(
        np.array([0, 0, 1, 2]),
        np.array([0.0, 30.0, 60.0, 10.0]),
        np.array([0.3, 0.4, 0.1, 0.0], dtype=np.float32),
    )
    known = voices(3, tie=np.array([0.5, 0.0, 1.0]), asked=np.array([29.0, 31.0, np.inf]))

    def z(values: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        held = np.array(values)
        return np.asarray((held - held.mean()) / held.std())

    knows = z([np.log(0.251), np.log(0.011), np.log(0.001)])
    speaks = z([np.log(2 + np.exp(-1)), np.log(1 + np.exp(-2)), np.log(1 + np.exp(-1 / 3))])
    expected = knows + 0.5 * speaks + [0.15 - 0.5, 0, 0.3]
    assert asking.rank(written, known).score == pytest.approx(expected, abs=1e-5)

    semantic = np.array([0.9, 0.0, 0.5, 0.1], dtype=np.float32)
    means = z([float(np.log(0.001 + value)) for value in (0.9**6, 0.5**6, 0.1**6)])
    both = asking.rank(replace(written, semantic=semantic), known)
    assert both.score == pytest.approx(expected + means, abs=1e-5)
    assert both.pieces.tolist() == [2, 1, 0]  # the second by what it means


def test_of_equals_the_one_who_is_near_and_was_not_asked_lately() -> None:
    topics = ["bees", "bees", "rivers", "ovens"]
    near = voices(4, tie=np.array([0.0, 0.9, 0.0, 0.0]))
    lately = voices(4, asked=np.array([np.inf, 3.0, np.inf, np.inf]))
    scores = [
        ranking(topics, QUESTIONS["bees"], known)[0].score[1] for known in (None, near, lately)
    ]
    assert scores[2] == pytest.approx(scores[0] - 0.5)
    assert scores[1] == pytest.approx(scores[0] + 0.27)


def test_who_speaks_now_goes_before_who_fell_silent() -> None:
    written = Written(
        np.array([0, 1]), np.array([400.0, 2.0]), np.array([0.2, 0.2], dtype=np.float32)
    )
    assert asking.rank(written, voices(2)).order() == [1, 0]
    recent = voices(2, lately=np.array([9.0, 0.1]))
    assert asking.rank(written, recent).order() == [0, 1]


def named(topics: list[str], near: list[int]) -> dict[str, Name]:
    """Near voices write about memory; whom does a question about bees and memory lead to?"""
    known = voices(len(topics), near=np.isin(np.arange(len(topics)), near))
    question = f"{QUESTIONS['bees']} {QUESTIONS['memory']}"
    found, texts, space = ranking(topics, question, known)
    voice = found.written.voice
    home = texts.take(np.flatnonzero(np.isin(voice, near)))
    apart = asking.apart(space, texts, voice, home, len(topics))
    return {one.role: one for one in asking.name(found, apart)}


def test_three_are_named_and_the_bridge_comes_from_elsewhere() -> None:
    found = named(["memory", "memory", "memory", "bees", "ovens"], near=[0, 1])
    assert set(found) == {BEST, REACH, BRIDGE}
    assert found[REACH].voice in (0, 1)
    assert len({one.voice for one in found.values()}) == 3
    assert 3 in {found[BRIDGE].voice, found[BEST].voice}


def test_without_anybody_near_nobody_is_within_reach() -> None:
    assert REACH not in named(["memory", "memory", "bees"], near=[])


def test_where_one_is_missing_the_next_best_is_named() -> None:
    found, _, _ = ranking(["bees", "bees", "ovens", "bees"], QUESTIONS["bees"])
    roles = [BEST, ALSO, ALSO]
    named = [(one.role, one.voice) for one in asking.name(found)]
    assert named == list(zip(roles, found.order(), strict=True))


def test_of_many_texts_an_index_gives_the_same() -> None:
    _, matrix, space = world(each=60)
    whole = asking.whole(space)
    question = asked(QUESTIONS["memory"])
    index = Index.of(whole, matrix)
    direct = asking.likeness(whole, question, matrix)
    assert nearest_to(question, index) == pytest.approx(direct, abs=2e-6)


def test_each_voice_needs_a_tie() -> None:
    written = Written(np.array([0]), np.array([1.0]), np.array([0.2], dtype=np.float32))
    with pytest.raises(ValueError, match="each voice"):
        asking.rank(written, voices(2, near=np.zeros(1, dtype=bool)))


def test_no_voice_at_all_is_no_error() -> None:
    none = np.zeros(0)
    written = Written(none.astype(np.int64), none, none.astype(np.float32))
    assert asking.name(asking.rank(written, voices(0)), []) == ()
