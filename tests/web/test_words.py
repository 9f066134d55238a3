"""Dates, lengths and problems in words."""

from datetime import UTC, datetime, timedelta
from datetime import timezone as tz

import pytest
from django.utils import timezone, translation

from kith.actions.clock import utc_now
from kith.core.problems import WORDS, Problem
from kith.queries.judging import Figures
from kith.web import words
from kith.web.review_words import repeated


def test_days_are_the_readers_own() -> None:
    now = utc_now()
    soon, hours = now + timedelta(minutes=30), timedelta(hours=now.hour, minutes=now.minute)
    for clock, word in ((12, "today"), (23.75, "tomorrow")):  # what clocks show there now
        with timezone.override(tz(timedelta(hours=clock) - hours)):
            assert words.when(soon) == word


def test_days_further_off_are_dates_in_the_readers_language() -> None:
    assert words.when(datetime(2024, 3, 3, 12, tzinfo=UTC)) == "March 3, 2024"
    with translation.override("de"):
        assert words.when(datetime(2024, 3, 3, 12, tzinfo=UTC)) == "3. März 2024"
    assert words.when(utc_now() - timedelta(days=1)) == "yesterday"
    assert words.when(None) == "never"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        *((30, "1 minute"), (300, "5 minutes"), (3600, "1 hour"), (30 * 3600, "30 hours")),
        *((2 * 86400, "2 days"), (20 * 86400, "20 days"), (28 * 86400, "4 weeks")),
        *((100 * 86400, "3 months"),),
    ],
)
def test_lengths_in_their_largest_unit(seconds: int, said: str) -> None:
    assert words.length(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        *((None, "too little heard to tell"), (600, "several times an hour")),
        *((7200, "several times a day"), (86400, "about every day")),
        *((3 * 86400, "about every 3 days"),),
    ],
)
def test_rhythms(seconds: int | None, said: str) -> None:
    assert words.rhythm(seconds) == said


def test_how_long_ago_and_how_soon() -> None:
    now = utc_now()
    assert words.ago(now) == "just now"
    assert words.ago(now - timedelta(hours=3)) == "3 hours ago"
    assert words.ago(now - timedelta(days=800)).endswith(str((now - timedelta(days=800)).year))
    assert words.ago(None) == "never"
    assert words.until(now) == "any moment"
    assert words.until(now + timedelta(minutes=20, seconds=10)) == "in 20 minutes"
    assert words.until(None) == "not by itself"


def test_numbers_as_the_language_writes_them() -> None:
    assert words.number(1234) == "1,234"
    assert words.counted(1000) == "1,000"
    assert words.counted(1001) == "1,000+"
    assert words.minutes(6) == "6 min"
    with translation.override("de"):
        assert words.number(1234) == "1.234"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ines Kowalczyk", "IK"), ("jun", "J"), ("The Quiet Journal", "TJ"), ("", "·"), ("…", "·")],
)
def test_initials(name: str, said: str) -> None:
    assert words.initials(name) == said


def test_problems_from_tables_and_from_newer_versions() -> None:
    found = Problem("name-unknown", {"host": "words.example"})
    assert words.problem(found) == "There is no host called words.example."
    stored = {"code": "name-unknown", "params": {"host": "words.example"}}
    assert words.problem(stored) == words.problem(found)
    assert "moon" not in WORDS
    assert words.problem({"code": "moon"}) == "Something went wrong (moon)."


def test_only_addresses_of_the_web_are_links() -> None:
    assert words.web("https://words.example/") == "https://words.example/"
    assert words.web("javascript:alert(1)") == ""
    assert words.host("https://www.words.example/x") == "words.example"


@pytest.mark.parametrize(
    ("returns", "said"), [(0, "None of the last 12 returns"), (1, "1 of the last 12 returns")]
)
def test_how_often_a_voice_repeats_itself(returns: int, said: str) -> None:
    figures = Figures(12, 0, 0, 0, new=None, returns=returns, last=12)
    assert repeated(figures).startswith(said)
