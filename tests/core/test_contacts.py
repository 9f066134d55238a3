"""What tells that two cards are of one person."""

import pytest

from kith.core.contacts import Day, day_of, mail_key, phone_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+32 470 12 34 56", "0032470123456"),
        ("+32 470 12 34 56", "0470/12.34.56"),
        ("+44 (0)20 7946 0958", "020 7946 0958"),
        ("tel:+1-555-123-4567", "(555) 123 4567"),
        ("+49 30 1234567 ext. 12", "030 1234567;ext=12"),
    ],
)
def test_spellings_of_one_number(one: str, other: str) -> None:
    assert phone_key(one) == phone_key(other) != ""


def test_numbers_that_differ() -> None:
    assert phone_key("+32 470 12 34 56") != phone_key("+32 470 12 34 57")
    assert phone_key("030 1234567 ext 12") != phone_key("030 1234567")
    assert phone_key("112") == phone_key("") == ""


def test_spellings_of_one_mail_address() -> None:
    assert mail_key(" Jana@X.example") == mail_key("jana@x.example")


def test_days_that_the_calendar_has() -> None:
    assert day_of(2, 29) == Day(2, 29)
    assert day_of(2, 29, 1980) == Day(2, 29, 1980)
    assert day_of(2, 29, 1981) is None
    assert day_of(13, 1) is None
    assert day_of(4, 31) is None
