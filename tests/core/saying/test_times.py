"""Days and spans, as they are said."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.saying import LANGUAGES
from kith.core.saying.english import ENGLISH
from kith.core.saying.german import GERMAN
from kith.core.saying.language import Language
from kith.core.saying.times import Day, Span, find

TODAY = date(2026, 3, 27)  # a Friday


def days(text: str, language: Language = ENGLISH, *, ahead: bool = False) -> list[date | None]:
    found = find(text, language, TODAY)
    return [one.on(TODAY, ahead=ahead) for one in found if isinstance(one, Day)]


@pytest.mark.parametrize(
    ("text", "language", "past", "ahead"),
    [
        ("today", ENGLISH, (3, 27), (3, 27)),
        ("the day before yesterday", ENGLISH, (3, 25), (3, 25)),
        ("two weeks ago", ENGLISH, (3, 13), (3, 13)),
        ("in 10 days", ENGLISH, (4, 6), (4, 6)),
        ("on monday", ENGLISH, (3, 23), (3, 30)),
        ("on friday", ENGLISH, (3, 20), (4, 3)),
        ("sat.", ENGLISH, None, None),
        ("on sat", ENGLISH, (3, 21), (3, 28)),
        ("28 march", ENGLISH, (2025, 3, 28), (3, 28)),
        ("march 28th, 2026", ENGLISH, (3, 28), (3, 28)),
        ("2026-02-03", ENGLISH, (2, 3), (2, 3)),
        ("2026-02-30", ENGLISH, None, None),
        ("by the end of the month", ENGLISH, (3, 31), (3, 31)),
        ("next month", ENGLISH, (4, 30), (4, 30)),
        ("by next week", ENGLISH, (4, 5), (4, 5)),
        ("in 9999 years", ENGLISH, None, None),
        ("vorgestern", GERMAN, (3, 25), (3, 25)),
        ("vor einer woche", GERMAN, (3, 20), (3, 20)),
        ("am 3. april", GERMAN, (2025, 4, 3), (4, 3)),
        ("bis zum 3.4.", GERMAN, (2025, 4, 3), (4, 3)),
        ("bis ende der woche", GERMAN, (3, 29), (3, 29)),
    ],
)
def test_a_day_is_over_or_to_come(
    text: str, language: Language, past: tuple[int, ...] | None, ahead: tuple[int, ...] | None
) -> None:
    for meant, found in (
        (past, days(text, language)),
        (ahead, days(text, language, ahead=True)),
    ):
        assert found == ([date(*(2026, *meant)[-3:])] if meant else [])


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("40 min", ENGLISH, 40),
        ("for 40 minutes", ENGLISH, 40),
        ("1h30", ENGLISH, 90),
        ("1.5 hours", ENGLISH, 90),
        ("an hour and a half", ENGLISH, 90),
        ("a quarter of an hour", ENGLISH, 15),
        ("30 hours", ENGLISH, None),
        ("0 min", ENGLISH, None),
        ("an hour ago", ENGLISH, None),
        ("40 Min".lower(), GERMAN, 40),
        ("1,5 stunden", GERMAN, 90),
        ("eine halbe stunde", GERMAN, 30),
    ],
)
def test_a_span_is_minutes(text: str, language: Language, minutes: int | None) -> None:
    found = [one.minutes for one in find(text, language, TODAY) if isinstance(one, Span)]
    assert found == ([] if minutes is None else [minutes])


@given(st.text(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_whatever_is_typed_days_have_an_order(text: str, today: date) -> None:
    for language in LANGUAGES:
        found = find(text, language, today)
        assert all(one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.sampled_from([word for words in ENGLISH.dates.weekdays for word in words]), st.dates(
    date(1990, 1, 1), date(2100, 1, 1)))  # fmt: skip
def test_a_weekday_is_within_a_week_and_never_today(word: str, today: date) -> None:
    (found,) = find(f"on {word}", ENGLISH, today)
    assert isinstance(found, Day)
    before, after = found.on(today, ahead=False), found.on(today, ahead=True)
    assert before is not None
    assert after is not None
    assert timedelta(0) < today - before <= timedelta(days=7)
    assert timedelta(0) < after - today <= timedelta(days=7)
    assert before.weekday() == after.weekday()
