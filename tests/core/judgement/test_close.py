"""Texts are close where they are about the same, by more than a word."""

from kith.core.judgement.close import close
from kith.core.judgement.features import features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.space import space_of

FORM = "A consent form for new volunteers", "One page in plain words that new volunteers can sign."
SAME = "Who has a consent form?", "Our new volunteers should sign one page in plain words."
OTHERS = [
    (f"On kettles {n}", f"The {word} kettle boils and the {word} lid rattles in kitchen {n}.")
    for n, word in enumerate(
        ["copper", "iron", "steel", "tin", "brass", "clay", "lead", "gold"] * 5
    )
]
ONE_WORD = "A form of life", "Lichen is slow, grey, patient, and grows on any stone it is given."


def matrix(*texts: tuple[str, str]) -> Matrix:
    return Matrix.of([features(title, body) for title, body in texts])


SPACE = space_of(matrix(FORM, SAME, ONE_WORD, *OTHERS))


def test_what_is_about_the_same_is_close() -> None:
    found = close(SPACE, matrix(SAME), matrix(OTHERS[0], FORM, ONE_WORD))
    assert [(one.one, one.other) for one in found] == [(0, 1)]
    assert 0 < found[0].likeness < 1


def test_one_word_in_common_is_chance() -> None:
    assert close(SPACE, matrix(FORM), matrix(ONE_WORD)) == []


def test_the_closest_first_and_no_more_than_asked_for() -> None:
    found = close(SPACE, matrix(FORM), matrix(SAME, FORM, SAME), most=2)
    assert [one.other for one in found] == [1, 0]


def test_without_texts_nothing_is_close() -> None:
    assert close(SPACE, matrix(), matrix(FORM)) == []
    assert close(SPACE, matrix(FORM), matrix()) == []
