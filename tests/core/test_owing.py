"""What is owed presses by its dates, and by who gave the more."""

import pytest

from kith.core import owing
from kith.core.exchanges import Balance, balance


@pytest.mark.parametrize(
    ("left", "pressing"), [(8, 0), (7, 0.198), (3, 0.5), (1, 0.794), (0, 1), (-30, 1)]
)
def test_a_promise_presses_as_its_day_comes(left: float, pressing: float) -> None:
    assert owing.promise(left, 100) == pytest.approx(pressing, abs=0.001)


def test_one_without_a_day_presses_with_its_age_and_never_as_much() -> None:
    values = [owing.promise(None, days) for days in (0, 21, 42, 1000)]
    assert values == pytest.approx([0, 0.3, 0.45, 0.6], abs=0.001)
    assert values[-1] < owing.promise(2, 0)


def test_somebody_who_waits_presses_more_than_what_keeps() -> None:
    assert owing.reply(0) == pytest.approx(0.6)
    assert owing.reply(3) == pytest.approx(0.8)
    assert owing.thanks(0) == pytest.approx(0.4)
    assert owing.thanks(14) == pytest.approx(0.7)
    assert owing.reply(1) > owing.thanks(1)


@pytest.mark.parametrize(("spans", "pressing"), [(0.9, 0), (1, 0.4), (1.5, 0.7), (2, 1), (9, 1)])
def test_a_word_presses_once_its_time_is_past(spans: float, pressing: float) -> None:
    assert owing.word(spans) == pytest.approx(pressing)


def of(given: int = 0, received: int = 0) -> Balance:
    return balance({("answer", "given"): given, ("answer", "received"): received})


def test_who_gave_much_and_got_little_comes_first() -> None:
    values = [owing.value(0.5, 2, one) for one in (of(0, 4), of(1, 4), of(2, 2), None, of(4, 0))]
    assert values == sorted(values, reverse=True)
    assert values[2] == values[3] == pytest.approx(owing.A_MINUTE)


def test_much_one_sided_says_more_than_little() -> None:
    assert 1 < owing.lean(of(0, 1)) < owing.lean(of(0, 5)) < 1.5
    assert 0.5 < owing.lean(of(5, 0)) < 1


def test_what_takes_long_is_worth_more_so_that_a_minute_is_worth_the_same() -> None:
    assert owing.value(1, 4) == 4 * owing.value(1, 1)
