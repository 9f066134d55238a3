"""How long an entry takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.minutes import CJK_A_MINUTE, WORDS_A_MINUTE, count_words, minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("one two\nthree", 3),
        ("eins zwei drei — vier", 5),
        ("Größe zählt", 2),
        ("字" * CJK_A_MINUTE, WORDS_A_MINUTE),
        ("ひらがな" * 125, WORDS_A_MINUTE),
        ("한국어" * 500, 3 * WORDS_A_MINUTE),
        ("Hello 世界 again", 3),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text())
def test_no_text_has_fewer_than_no_words(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)


@pytest.mark.parametrize(
    ("words", "seconds", "expected"),
    [
        (0, None, 1),
        (WORDS_A_MINUTE, None, 1),
        (10 * WORDS_A_MINUTE, None, 10),
        (10 * WORDS_A_MINUTE, 0, 10),
        (10, 3600, 60),
        (10, 5, 1),
    ],
)
def test_minutes_are_whole_and_at_least_one(words: int, seconds: int | None, expected: int) -> None:
    assert minutes(words, seconds) == expected


def test_a_reader_who_is_slower_takes_longer() -> None:
    assert minutes(1000, None, words_a_minute=100) == 10


@given(st.integers(0, 10**7), st.none() | st.integers(0, 10**7))
def test_it_never_takes_no_time(words: int, seconds: int | None) -> None:
    assert minutes(words, seconds) >= 1
