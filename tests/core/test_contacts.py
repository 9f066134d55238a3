"""What tells that two cards are of one person."""

import pytest

from kith.core.contacts import (
    Card,
    Day,
    Labelled,
    Occasion,
    Postal,
    Sign,
    address_key,
    day_of,
    from_plain,
    phone_key,
    signs,
    to_plain,
    ways,
)


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


def test_days_that_the_calendar_has() -> None:
    assert day_of(2, 29) == Day(2, 29)
    assert day_of(2, 29, 1980) == Day(2, 29, 1980)
    assert day_of(2, 29, 1981) is None
    assert day_of(13, 1) is None
    assert day_of(4, 31) is None


JANA = Card(
    "Jana",
    mails=(Labelled("Jana@X.example", "home"),),
    phones=(Labelled("+32 470 12 34 56"), Labelled("112")),
    pages=(Labelled("https://jana.example/"), Labelled("https://school.example/", "work")),
    profiles=(Labelled("https://social.example/@jana", "mastodon"), Labelled("jananov", "skype")),
    postal=(Postal("Kouter 1", "Gent", code="9000", label="home"),),
    birthday=Day(4, 12),
    occasions=(Occasion("anniversary", Day(5, 1, 2010)),),
    categories=("Friends",),
    calendar="https://cal.example/j",
    uid="u-1",
    person=False,
)


def test_a_card_as_plain_values() -> None:
    assert from_plain(to_plain(JANA)) == JANA
    assert from_plain(to_plain(JANA) | {"of a newer version": 1}) == JANA
    assert to_plain(Card("Jana")) == {"name": "Jana"}


def test_how_somebody_is_known_again() -> None:
    assert signs(JANA) == [
        Sign("same-uid", "u-1", "u-1"),
        Sign("same-mail", "jana@x.example", "Jana@X.example"),
        Sign("same-phone", "70123456", "+32 470 12 34 56"),
        Sign("same-place", "@jana@social.example", "https://social.example/@jana"),
        Sign("same-place", "skype:jananov", "jananov"),
        Sign("same-place", "jana.example", "https://jana.example/"),
    ]
    assert signs(Card("Jana")) == []


def test_ways_to_reach_somebody() -> None:
    found = {way.kind: way for way in ways(JANA)}
    assert list(found) == ["mail", "phone", "profile", "web", "calendar", "postal"]
    assert found["postal"].value == "Kouter 1\n9000 Gent"
    assert found["postal"].parts == {"street": "Kouter 1", "city": "Gent", "code": "9000"}


def test_keys_of_addresses() -> None:
    assert address_key("profile", "@Jana@Social.example") == "@jana@social.example"
    assert address_key("profile", "jana", "skype") != address_key("profile", "jana", "icq")
    assert address_key("phone", "112") == "112"
    assert address_key("postal", " Kouter  1\nGent ") == "kouter 1 gent"
    assert len(address_key("web", "https://x.example/" + "a" * 2000)) <= 300
