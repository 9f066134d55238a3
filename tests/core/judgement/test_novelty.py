"""What is new, which entries tell the same, who repeats themselves."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.judgement import novelty, stories
from kith.core.judgement.features import features, full_features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.novelty import calibrated, new_here, redundancy, squash, thresholds
from kith.core.judgement.rehash import rehash
from kith.core.judgement.similarity import Beside, alike
from kith.core.judgement.space import space_of
from kith.core.judgement.stories import Story, Told, fold
from tests.core.judgement.town import TOPICS, Piece, piece, world

DICE = random.Random(5)
PIECES, HELD, SPACE = world()


def story(topic: str, number: int, voice: int, at: float) -> Piece:
    """A story with names of its own."""
    dice = random.Random(number)
    names = ["".join(dice.choices("bcdfghklmnoparstuvw", k=7)) for _ in range(6)]
    one = piece(DICE, topic, voice, at)
    title = f"{' '.join(names[:3])} {one.title}"
    return replace(one, title=title, summary=f"{' '.join(names)} {one.summary}")


def retold(one: Piece, voice: int, at: float) -> Piece:
    """The same story in other words: most of its names are the same, hardly anything else."""
    names = one.summary.split()[:6]
    DICE.shuffle(names)
    other = piece(DICE, one.topic, voice, at)
    title = f"{names[0]} {other.title} {names[1]}"
    return replace(other, title=title, summary=f"{other.summary} {' '.join(names[1:4])}")


def test_single_rows_are_as_like_as_all_at_once() -> None:
    others = HELD.take(range(40, 90))
    beside, together = Beside.of(SPACE, others), alike(SPACE, HELD.take(range(60)), others)
    for row in (0, 45, 59):
        found = beside.likeness(HELD.row(row))
        assert found == pytest.approx(together[row], abs=2e-6)
        if row >= 40:
            assert (beside.likeness_of(HELD.row(row), row - 40) == found).all()
    nothing = Beside.of(SPACE, Matrix.of([features("")]))
    assert nothing.likeness(HELD.row(0)).tolist() == [0]
    assert beside.likeness(Matrix.of([features("")])).tolist() == [0] * 50


def test_what_was_read_is_redundant_and_a_stranger_is_not() -> None:
    read = HELD.take(range(30))
    same = redundancy(SPACE, HELD.take([3]), read)
    assert same.redundancy[0] > 0.99
    assert same.nearest[0] == 3
    nothing = redundancy(SPACE, HELD.take([3]), Matrix.of([]))
    assert nothing.redundancy[0] < 0.01
    assert nothing.nearest[0] == -1


def test_a_story_retold_is_more_redundant_than_another_of_its_topic() -> None:
    originals = [story(one.topic, n, 1, 0.0) for n, one in enumerate(PIECES[:40])]
    again = Matrix.of(retold(one, 9, 1.0).features for one in originals)
    others = Matrix.of(piece(DICE, one.topic).features for one in originals)
    read = Matrix.of(one.features for one in originals)
    told, other = (redundancy(SPACE, rows, read) for rows in (again, others))
    assert np.mean(told.nearest == np.arange(40)) > 0.9
    assert told.likeness.mean() > 1.5 * other.likeness.mean()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
def test_the_squash_rises_from_nothing_to_one(one: float, other: float, limit: float) -> None:
    low, high = sorted((one, other))
    values = squash(np.array([low, high, limit], dtype=np.float32), limit)
    assert 0 <= values[0] <= values[1] <= 1
    assert values[2] == pytest.approx(0.5, abs=1e-3)


def test_longer_texts_need_more() -> None:
    texts = ["bees and honey", " ".join(one.text for one in PIECES[:8])]
    short, long = thresholds(Matrix.of(map(full_features, texts)))
    assert short == pytest.approx(novelty.THRESHOLD)
    assert long > short


def test_recalibration_keeps_unrelated_pairs_below() -> None:
    voices, months = [one.voice for one in PIECES], [int(one.at // 30) for one in PIECES]
    base = calibrated(SPACE, HELD, voices, months)
    assert base > novelty.THRESHOLD  # of one topic, many are much alike in this town
    again = calibrated(SPACE, HELD.take([0, 1]), voices[:2], months[:2])
    assert again == novelty.THRESHOLD


def test_what_is_new_here_is_what_no_read_text_has() -> None:
    read = ["The dam at Elmstead broke on Monday", "Elmstead: dam broke, two villages flooded"]
    text = "Elmstead dam: the engineers had warned of cracks in 2019, and of the sluice"
    told = new_here(SPACE, text, read)
    assert set(told) == {"engineers", "warned", "cracks"}
    assert new_here(SPACE, read[0], read) == ()
    assert new_here(SPACE, "间隔学习的新发现：睡眠", ["间隔学习"]) == ("新发现", "睡眠")


def places(found: list[Story]) -> list[set[int]]:
    return [{story.shown, *story.also} for story in found]


def test_planted_stories_are_folded_and_nothing_else() -> None:
    first = [story(topic, n, 1, float(n)) for n, topic in enumerate(TOPICS)]
    told = [(one, n) for n, one in enumerate(first)]
    for voice in (2, 3):
        told += [(retold(one, voice, one.at + voice / 2), n) for n, one in enumerate(first)]
    DICE.shuffle(told)
    held = Matrix.of(one.features for one, _ in told)
    found = fold(SPACE, held, [Told(one.at, one.text, voice=one.voice) for one, _ in told])
    assert sorted(map(sorted, places(found))) == sorted(
        [place for place, (_, story) in enumerate(told) if story == n] for n in range(len(first))
    )


def test_identical_texts_are_one_story_whatever_they_say() -> None:
    texts = ["🙂 🙂", "🙂 🙂", "Hello", "hello!"]
    held = Matrix.of(map(features, texts))
    found = fold(space_of(held), held, [Told(0.0, text) for text in texts])
    assert places(found) == [{0, 1}, {2, 3}] or places(found) == [{0}, {1}, {2, 3}]


def test_a_story_is_open_for_a_week_and_the_best_represents_it() -> None:
    one = PIECES[0]
    held = Matrix.of([one.features] * 4)
    told = [
        Told(0.0, "a", 0.1, 1),
        Told(3.0, "b", 0.9, 2),
        Told(6.0, "c", 0.5, 3),
        Told(9.0, "d", 0.7, 4),
    ]
    assert fold(SPACE, held, told) == [Story(1, (2, 0)), Story(3, ())]


def test_one_rare_word_is_no_story() -> None:
    questions = (
        "A shelf for questions. We have a shelf with no books on it, and it holds cards that "
        "visitors fill in while they wait for the kettle to boil in the corner."
    )
    things = (
        "The shelf of failed things. At eye level stands a shelf: every apprentice may leave a "
        "broken joint there, explain what happened, and nobody laughs about it."
    )
    other = questions.replace("kettle", "samovar").replace("corner", "corridor")
    texts = [questions, things, *(one.text for one in PIECES)]
    space = space_of(Matrix.of(map(full_features, texts)))
    shelf, failed, again = map(full_features, (questions, things, other))
    for second, together in ((failed, False), (again, True)):
        matrix = Matrix.of([shelf, second])
        assert alike(space, matrix, matrix)[0, 1] > 0.11
        found = fold(space, matrix, [Told(0, voice=1), Told(1, voice=2)], threshold=0.05)
        assert (len(found) == 1) is together


def test_a_series_of_one_voice_is_no_story() -> None:
    series = [piece(DICE, "bees", 1, float(n)) for n in range(5)]
    others = [piece(DICE, "bees", n, float(n)) for n in range(5)]
    for pieces, single in ((series, True), (others, False)):
        held = Matrix.of(one.features for one in pieces)
        limit = 0.6 * float(np.median(alike(SPACE, held, held)))
        told = [Told(one.at, one.text, voice=one.voice) for one in pieces]
        assert (len(fold(SPACE, held, told, limit)) == 5) is single


def test_each_entry_is_in_one_story_in_any_order() -> None:
    told = [Told(one.at, one.text, voice=one.voice) for one in PIECES]
    found = places(fold(SPACE, HELD, told))
    assert sorted(row for story in found for row in story) == list(range(len(PIECES)))
    order = list(range(len(PIECES)))[::-1]
    turned = places(fold(SPACE, HELD.take(order), [told[row] for row in order]))
    assert sorted(map(sorted, found)) == sorted(sorted(order[r] for r in one) for one in turned)
    with pytest.raises(ValueError, match="told once"):
        fold(SPACE, HELD, told[:3])
    assert fold(SPACE, Matrix.of([]), []) == []


@given(st.lists(st.sampled_from(["", "🙂", "bees", "rivers", "x" * 500]), max_size=7))
def test_odd_texts_are_folded_too(texts: list[str]) -> None:
    held = Matrix.of(map(features, texts))
    found = fold(space_of(held), held, [Told(0.0, text) for text in texts])
    assert sorted(row for story in places(found) for row in story) == list(range(len(texts)))
    assert len({text for text in texts if text}) == len(found) - texts.count("")
    assert stories.OPEN == 7


NAMES = "ash birch cedar elm fir hazel larch maple oak pine rowan spruce willow yew alder aspen"


def posts(repeating: int, fresh: int) -> tuple[Matrix, list[float]]:
    """A voice that says three things again and again, and some new ones; newest last."""
    dice = random.Random(3)
    invented = [f"{one}{other}" for one in NAMES.split() for other in NAMES.split()]
    dice.shuffle(invented)
    themes = [" ".join(invented[n * 8 : n * 8 + 8]) for n in range(3 + fresh)]
    said = [f"Weekly letter no {n}: {theme}" for n, theme in enumerate(themes)]
    for n in range(repeating):
        words = themes[n % 3].split()
        dice.shuffle(words)
        said.append(f"Weekly letter no {len(said)}: {' '.join(words[:6])}")
    return Matrix.of(map(features, said)), [7.0 * n for n in range(len(said))]


def test_the_repeating_voice_is_found_and_the_other_is_not() -> None:
    held, at = posts(repeating=9, fresh=0)
    found = rehash(SPACE, held, at)
    assert found
    assert (found.hits, found.last) == (9, 11)
    assert found.rate == 10 / 14
    assert all(at[earlier] < at[post] for post, earlier in found.returns)
    held, at = posts(repeating=0, fresh=9)
    found = rehash(SPACE, held, at)
    assert found
    assert found.hits == 0


def test_a_voices_furniture_and_numbers_are_no_repetition() -> None:
    said = [
        f"Garden hour {n}: {one}. Subscribe to our letter" for n, one in enumerate(NAMES.split())
    ]
    held = Matrix.of(map(features, said))
    found = rehash(space_of(held), held, [float(n) for n in range(len(said))])
    assert found
    assert found.hits == 0


def test_word_for_word_is_repetition() -> None:
    held = Matrix.of([features("The bees flew home in May")] * 9)
    found = rehash(SPACE, held, [float(n) for n in range(9)])
    assert found
    assert (found.hits, found.last) == (8, 8)


def test_nothing_is_said_of_seven_posts_nor_of_what_is_a_year_old() -> None:
    held, at = posts(repeating=4, fresh=0)
    assert rehash(SPACE, held, at) is None
    held, at = posts(repeating=9, fresh=0)
    assert rehash(SPACE, held, [60 * day for day in at]) == rehash(
        SPACE, posts(0, 9)[0], [60 * day for day in at]
    )
    with pytest.raises(ValueError, match="one day"):
        rehash(SPACE, held, at[:-1])


def test_the_order_in_which_posts_are_given_is_nothing() -> None:
    held, at = posts(repeating=6, fresh=3)
    order = list(range(len(at)))
    random.Random(1).shuffle(order)
    one, other = rehash(SPACE, held, at), rehash(SPACE, held.take(order), [at[n] for n in order])
    assert one
    assert other
    assert (one.hits, one.rate) == (other.hits, other.rate)
    assert one.returns == tuple((order[post], order[before]) for post, before in other.returns)
