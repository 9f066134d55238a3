"""What was named is found, and not another word of the same number."""

from itertools import product

import numpy as np
import pytest

from kith.core.judgement.entries import Entries
from kith.core.judgement.features import features, word_number
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.profile import Interest, Profile, profile
from kith.core.judgement.score import judge
from kith.core.judgement.signals import declared
from kith.core.judgement.signals.together import Together
from kith.core.judgement.space import space_of
from kith.core.judgement.without import without_terms
from tests.core.judgement.town import PIECES_OF_ALL

LETTERS = "bcdfghklmnprstvw"


def double(word: str) -> str:
    """Another word with the number of this one."""
    vowels = "aeiou"
    made = map("".join, product(LETTERS, vowels, LETTERS, vowels, LETTERS, vowels))
    return next(one for one in made if word_number(one) == word_number(word) and one != word)


def measured(interest: Interest, titles: list[str]) -> list[float]:
    """How much of an interest some titles say, among many others."""
    held = Matrix.of(map(features, [*titles, *PIECES_OF_ALL]))
    mine = profile(space_of(held), interest)
    hits = Together([mine], held).hits(mine)
    return [float(hits.weights[hits.rows == row].sum()) for row in range(len(titles))]


def test_another_word_of_the_same_number_is_no_hit() -> None:
    other = double("beekeeper")
    named = Interest("", terms=("beekeeper",))
    one, two = measured(named, ["A beekeeper writes", f"A {other} writes"])
    assert one > 0
    assert two == 0


@pytest.mark.parametrize(
    ("term", "title"),
    [
        ("bee", "Bees in winter"),
        ("bees", "A bee in winter"),
        ("library", "Libraries at night"),
        ("libraries", "The library at night"),
        ("AI", "What AI reads"),
        ("间隔重复", "间隔重复的方法"),
        ("学习", "我学习了"),
        ("Gedächtnis", "Das Gedächtnis der Bienen"),
        ("2024", "The year 2024"),
        ("spaced repetition", "On spaced repetition"),
        ("box", "Boxes"),
    ],
)
def test_what_was_named_is_found_in_its_forms(term: str, title: str) -> None:
    assert measured(Interest("", terms=(term,)), [title])[0] > 0


def test_the_words_of_a_phrase_share_its_weight() -> None:
    titles = ["Spaced out", "Repetition", "Spaced repetition", "Quokka"]
    spaced, repetition, both, single = measured(
        Interest("", terms=("spaced repetition", "quokka")), titles
    )
    assert max(spaced, repetition) < 0.7 * single
    assert both > 1.5 * max(spaced, repetition)


def test_one_entry_is_measured_as_among_others() -> None:
    other = double("beekeeper")
    titles = ["A beekeeper writes", f"A {other} writes", "Nobody writes"]
    held = Matrix.of(map(features, [*titles, *PIECES_OF_ALL]))
    mine: Profile = profile(space_of(held), Interest("Bees", terms=("beekeeper",)))
    found = judge(mine.space, [mine], Entries.of(held))
    for row in range(3):
        alone = declared.of_one(mine.space.one(held, row), mine.asked, mine)
        assert alone == pytest.approx(float(found.measured[mine]["declared"].values[row]))
    assert without_terms(found, 1, {"beekeeper"}).value <= found.value[1] + 1e-6
    assert np.argmax(found.value[:3]) == 0
