"""Texts as numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.judgement import text as texts
from kith.core.judgement.features import (
    GRAMS,
    NUMBERS,
    WORDS,
    Features,
    Unreadable,
    both_of,
    features,
    features_of,
    full_features,
    full_features_of,
    word_number,
)
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.similarity import alike
from kith.core.judgement.space import Frequencies, Space, space_of

ODD = ["", " ", "a", "the", "🙂", "🙂" * 500, "\x00", "\ud800", "x" * 100_000, "the " * 1000, "一"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The Cities of the bees!", ["city", "bee"]),
        ("Über die Gedächtnisse", ["gedachtnisse"]),
        ("les élèves et la mémoire", ["eleve", "memoire"]),
        ("间隔学习", ["间隔", "隔学", "学习"]),
        ("学習の方法", ["学習", "習の", "の方", "方法"]),
        ("C'est l'hiver", ["hiver"]),
        ("2024: 12 classes", ["2024", "12", "class"]),
        ("to be or not to be", []),
    ],
)
def test_what_a_text_speaks_of(text: str, terms: list[str]) -> None:
    assert texts.terms(text) == terms


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("cities", "city"),
        ("series", "sery"),
        ("boxes", "box"),
        ("houses", "house"),
        ("virus", "virus"),
        ("analysis", "analysis"),
        ("class", "class"),
        ("gas", "gas"),
        ("1990s", "1990s"),
    ],
)
def test_plurals_are_folded_lightly(word: str, one: str) -> None:
    assert texts.singular(word) == one


@pytest.mark.parametrize("text", ODD)
def test_any_text_has_features(text: str) -> None:
    for made in (features(text, text, [text]), full_features(text)):
        assert Features.from_blob(made.to_blob()) == made
        assert len(made.to_blob()) < 20_000


def test_a_megabyte_takes_the_room_of_its_beginning() -> None:
    made = full_features("Bees remember flowers. " * 50_000)
    assert len(made.to_blob()) < 1000


@given(st.text(max_size=300), st.text(max_size=300))
def test_features_come_back_from_their_blob(title: str, summary: str) -> None:
    made = features(title, summary)
    assert Features.from_blob(made.to_blob()) == made
    assert hash(Features.from_blob(made.to_blob())) == hash(made)
    assert (np.diff(made.words.astype(np.int64)) >= 0).all()
    assert not len(made.words) or made.words.max() < WORDS
    assert not len(made.grams) or int(made.grams.max()) < GRAMS


@given(st.lists(st.text(max_size=80), max_size=8))
def test_nothing_is_more_like_a_text_than_itself(given_texts: list[str]) -> None:
    held = Matrix.of(map(features, given_texts))
    likeness = alike(space_of(held), held, held)
    assert np.isfinite(likeness).all()
    assert (likeness >= 0).all()
    assert (likeness <= 1).all()
    for row, one in enumerate(given_texts):
        if len(features(one).words) and len(features(one).grams):
            assert likeness[row, row] > 0.999
    assert np.allclose(likeness, likeness.T, atol=1e-5)


@pytest.mark.parametrize("blob", [b"", b"\x02", b"\x01\x00" * 40, b"\x02\x00\xff\xff" * 4])
def test_another_version_is_refused(blob: bytes) -> None:
    with pytest.raises(Unreadable):
        Features.from_blob(blob)


MANY = [
    ("Bees in winter", "", ["bees"], "They cluster. " * 300),
    ("Re: Bees in winter", "", [], "> Do they sleep?\nThey do not."),
    ("", "", [], ""),
    ("间隔学习", "怎样学习 2024", ["x"], "间隔" * 2000),
    ("RE: no words of its own", "", [], "> quoted"),
]


def test_many_at_once_are_as_one_by_one() -> None:
    rows = [entry for entry in MANY for _ in range(300)]  # more than are worked out in one go
    profiled = list(features_of((title, summary, labels) for title, summary, labels, _ in rows))
    assert profiled[::300] == [features(*entry[:3]) for entry in MANY]
    assert profiled[299::300] == profiled[::300]
    whole = list(full_features_of(f"{title}\n{text}" for title, _, _, text in rows))
    assert whole[::300] == [full_features(f"{title}\n{text}") for title, _, _, text in MANY]
    both = list(both_of(rows))
    assert [one for _, one in both] == whole
    assert both[900][0] == features(*MANY[3][:3])


def test_without_a_summary_the_text_stands_in_for_it() -> None:
    title, _, labels, text = MANY[0]
    assert next(both_of([MANY[0]]))[0] == features(title, text, labels)


def test_an_answer_says_its_own_words() -> None:
    asked, answer = "Bees in winter\nDo they sleep?", "Re: Bees in winter\n> Do they sleep?\nNo."
    assert full_features(answer) == full_features("No.")
    assert len(full_features(asked).words) > 3
    assert full_features("Re: Bees in winter\n> Do they sleep?").words.size  # nothing else in it
    assert full_features("Rebuilt: a hive\nOf straw").words.size == 5
    assert word_number("bee") in features("Re: Bees in winter", "No.").words


def test_the_title_weighs_twice() -> None:
    bees = word_number("bee")
    assert (features("Bees", "a hive").words == bees).sum() == 2
    assert (features("A hive", "bees").words == bees).sum() == 1


def test_numbers_stand_apart() -> None:
    assert word_number("2024") >= WORDS - NUMBERS
    assert word_number("bee") < WORDS - NUMBERS


def test_compounds_and_scripts_are_carried_by_their_letters() -> None:
    told = Matrix.of(
        map(
            features,
            [
                "Gedächtnisforschung",
                "Das Gedächtnis",
                "间隔学习法",
                "学习与间隔",
                "Fußball",
                "足球",
            ],
        )
    )
    likeness = alike(Space(Frequencies.none()), told, told)
    assert likeness[0, 1] > likeness[0, 4]
    assert likeness[2, 3] > likeness[2, 5]


def test_rows_can_be_taken_and_joined() -> None:
    held = Matrix.of(map(features, ["bees", "", "honey and wax", "rivers"]))
    again = held.take([2, 1]).joined(held.take([0]))
    expected = Matrix.of(map(features, ["honey and wax", "", "bees"]))
    for one, other in ((again.words, expected.words), (again.grams, expected.grams)):
        assert one.starts.tolist() == other.starts.tolist()
        assert one.numbers.tolist() == other.numbers.tolist()
    assert len(held.take([])) == 0


def test_frequencies_count_forget_and_are_stored() -> None:
    one, other = (Matrix.of([features(text)]) for text in ("bees and honey", "bees bees rivers"))
    both = Frequencies.none().plus(one).plus(other)
    assert both.entries == 2
    assert both.words[word_number("bee")] == 2
    left = both.minus(other)
    assert left.words[word_number("bee")] == 1
    assert left.words[word_number("river")] == 0
    again = Frequencies.from_blob(both.to_blob())
    assert again.entries == 2
    assert (again.words == both.words).all()
    assert (again.grams == both.grams).all()
    for blob in (b"", b"\x00" * 12, both.to_blob()[:-4]):
        with pytest.raises(Unreadable):
            Frequencies.from_blob(blob)


def test_what_is_rare_weighs_more() -> None:
    held = Matrix.of(map(features, ["bees", "bees", "bees and rivers"]))
    idf = space_of(held).words.idf
    assert idf[word_number("river")] > idf[word_number("bee")] > 0


def test_pairs_that_overlap_become_one_run() -> None:
    text = "间隔学习很好"
    assert texts.join_pairs(["间隔", "隔学", "学习"], text) == ["间隔学习"]
    assert texts.join_pairs(["bee", "hive"], "bees and hives") == ["bee", "hive"]
