"""When to look again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.schedule import (
    CADENCES,
    DAY,
    HOUR,
    JITTER,
    back_off,
    held,
    interval,
    is_silent,
    next_look,
    rhythm,
    watching,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
spans = st.floats(0, 1e9)
maybe = st.none() | spans
words = st.sampled_from(sorted(CADENCES))


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in days]


def test_two_entries_have_no_rhythm() -> None:
    assert rhythm(days_ago(1, 2)) is None
    assert rhythm([]) is None


def test_the_rhythm_is_the_median_gap_in_seconds() -> None:
    assert rhythm(days_ago(0, 1, 2, 30)) == DAY


def test_the_rhythm_does_not_depend_on_the_order_of_the_document() -> None:
    assert rhythm(days_ago(5, 1, 3)) == rhythm(days_ago(1, 3, 5)) == 2 * DAY


def test_a_rhythm_of_centuries_is_one_of_ten_years() -> None:
    assert rhythm(days_ago(0, 100_000, 200_000)) == 3650 * DAY


def test_only_the_newest_twenty_entries_beat_the_rhythm() -> None:
    assert rhythm(days_ago(*range(20), *range(100, 1000, 30))) == DAY


@pytest.mark.parametrize(
    ("beat", "silence", "publisher", "cadences", "wait"),
    [
        (None, None, None, [], 2 * HOUR),
        (10 * HOUR, None, None, [], 5 * HOUR),
        (60, None, None, [], HOUR),
        (100 * DAY, None, None, [], DAY),
        (10 * HOUR, 100 * HOUR, None, [], 10 * HOUR),
        (None, 365 * DAY, None, [], DAY),
        (60, None, 3 * HOUR, [], 3 * HOUR),
        (60, None, 30 * DAY, [], DAY),
        (60, None, None, ["weekly"], 7 * DAY),
        (60, None, None, ["monthly", "daily"], DAY),
        (60, None, None, ["monthly", "as-it-happens"], HOUR),
        (60, None, None, ["now-and-then"], 90 * DAY),
        (60, None, None, ["no such word"], HOUR),
    ],
)
def test_the_wait_follows_rhythm_publisher_and_listeners(
    beat: int | None, silence: float | None, publisher: float | None, cadences: list[str], wait: int
) -> None:
    assert interval(beat, silence, publisher, cadences) == wait


@given(st.none() | st.integers(0, 10**9), maybe, maybe, st.lists(words))
def test_the_wait_is_an_hour_to_a_day_or_what_the_most_eager_listener_wants(
    beat: int | None, silence: float | None, publisher: float | None, cadences: list[str]
) -> None:
    wait = interval(beat, silence, publisher, cadences)
    eager = min((CADENCES[word] for word in cadences), default=0.0)
    assert max(HOUR, eager) <= wait <= max(DAY, eager)


@given(st.integers(0, 10**9), maybe, st.floats(0, DAY))
def test_what_the_publisher_asks_for_is_obeyed_up_to_a_day(
    beat: int, silence: float | None, publisher: float
) -> None:
    assert interval(beat, silence, publisher, []) >= publisher


@given(st.integers(0, 10**9), spans, spans)
def test_a_longer_silence_never_shortens_the_wait(beat: int, one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert interval(beat, short, None, []) <= interval(beat, long, None, [])


def test_patience_doubles_from_an_hour_to_a_day() -> None:
    hours = [back_off(failures) / HOUR for failures in range(1, 8)]
    assert hours == [1, 2, 4, 8, 16, 24, 24]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_patience_never_shrinks_with_failures(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert HOUR <= back_off(few) <= back_off(many) <= DAY


@given(st.floats(1, 90 * DAY), st.floats(0, 1))
def test_chance_spreads_a_look_by_a_quarter_each_way(wait: float, luck: float) -> None:
    seconds = (next_look(NOW, wait, luck) - NOW).total_seconds()
    assert wait * (1 - JITTER) - 1 <= seconds <= wait * (1 + JITTER) + 1


def test_middling_luck_leaves_the_wait_as_it_is() -> None:
    assert next_look(NOW, HOUR, 0.5) == NOW + timedelta(hours=1)


def test_a_host_that_asks_for_nothing_is_not_held() -> None:
    assert held(NOW, None) is None


@pytest.mark.parametrize(("asked", "given_"), [(0, 60), (5, 60), (600, 600), (1e9, 2 * DAY)])
def test_a_host_is_left_alone_for_a_minute_to_two_days(asked: float, given_: float) -> None:
    assert held(NOW, asked) == NOW + timedelta(seconds=given_)


def test_a_channel_is_silent_after_ninety_days_and_six_rhythms() -> None:
    assert not is_silent(NOW, None, None)
    assert not is_silent(NOW, NOW - timedelta(days=89), 60)
    assert is_silent(NOW, NOW - timedelta(days=91), 60)
    assert not is_silent(NOW, NOW - timedelta(days=91), int(30 * DAY))
    assert is_silent(NOW, NOW - timedelta(days=181), int(30 * DAY))


def test_every_cadence_of_a_voice_has_its_length() -> None:
    from kith.db.models import Voice

    assert set(CADENCES) == set(Voice.Cadence.values)
    assert list(CADENCES.values()) == sorted(CADENCES.values())


@pytest.mark.parametrize(
    ("silence", "publisher", "wait"),
    [
        (None, None, HOUR / 4),
        (HOUR, None, HOUR / 4),
        (10 * HOUR, None, HOUR),
        (30 * DAY, None, 3 * DAY),
        (900 * DAY, None, 7 * DAY),
        (HOUR, 2 * HOUR, 2 * HOUR),
        (HOUR, 90 * DAY, DAY),
    ],
)
def test_a_conversation_is_looked_at_more_often_while_it_is_fresh(
    silence: float | None, publisher: float | None, wait: float
) -> None:
    assert watching(silence, publisher) == wait
