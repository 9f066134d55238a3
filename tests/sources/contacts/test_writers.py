"""What is written reads back as it was."""

import csv
import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.sources.contacts import read_contacts, write_table, write_vcards
from kith.sources.lists.shapes import one_line

FULL = Card(
    name='Dr. Jana "J;" Nováková, PhD',
    given="Jana Maria",
    family="Nová;ková, PhD",
    nickname="Janka, J",
    organisation="Vlaamse School, Maths",
    job="Teacher; head",
    mails=(Labelled("a@x.example", "home"), Labelled("b@x.example", "Choir, old")),
    phones=(
        Labelled("+32 470 12 34 56", "mobile"),
        Labelled("+32 9 1;ext=2", "work fax"),
        Labelled("123", "other"),
        Labelled("456"),
    ),
    pages=(Labelled("https://jana.example/?a=1,2;3", "Blog"), Labelled("https://x.example/")),
    profiles=(
        Labelled("@jana@social.example", "mastodon"),
        Labelled("https://www.linkedin.com/in/jana", "linkedin"),
        Labelled("skype:jana", "skype"),
        Labelled("jananov", "some: service, old"),
        Labelled("some: words", "work"),
    ),
    postal=(Postal("Kouter 1; bus\n2", "Gent, B", "O-Vl", "9000", "België", "work"),),
    birthday=Day(2, 29),
    occasions=(Occasion("anniversary", Day(5, 1, 2010)), Occasion("First lesson", Day(9, 1))),
    note="One, two;\n\nthree \\n " + "ä" * 100 + "é😀" * 50,
    met="At a meeting; in Ghent",
    categories=("Friends", "Chess, club; board"),
    zone="Europe/Brussels",
    calendar="https://cal.example/j",
    uid="5a1b2c3d-0000-4000-8000-000000000001",
)
CARDS = (FULL, Card("School", organisation="School", person=False, uid="x:y"), Card("Jana"))


def vcards(version: str, cards: tuple[Card, ...]) -> bytes:
    return b"".join(write_vcards(cards, version=version))


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_vcards_read_back_equal(version: str) -> None:
    brought = read_contacts(vcards(version, CARDS))
    assert brought.cards == CARDS
    assert (brought.left_out, brought.without_place) == ((), ())


def test_a_table_reads_back_equal() -> None:
    brought = read_contacts(b"".join(write_table(CARDS)))
    assert brought.format == "kith"
    assert brought.cards == CARDS
    assert (brought.left_out, brought.without_place) == ((), ())


_texts = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30
).map(one_line)
_numbers = some.text(string.digits + " +").map(lambda text: f"1{text}2").map(one_line)
_labels = some.sampled_from(["", "home", "work", "mobile", "work fax", "other", "Choir; old"])
_days = some.builds(
    Day, some.integers(1, 12), some.integers(1, 28), some.none() | some.integers(1700, 2100)
)
_cards = some.builds(
    Card,
    name=_texts.filter(bool).map(lambda text: "N" + text),
    given=some.just(""),
    nickname=_texts.map(lambda text: text.replace(",", "")),
    organisation=_texts.map(lambda text: text.replace(";", "")),
    job=_texts,
    phones=some.lists(
        some.builds(Labelled, _numbers, _labels),
        max_size=3,
        unique_by=lambda phone: phone.value,
    ).map(tuple),
    birthday=some.none() | _days,
    note=_texts,
    met=_texts,
)


@settings(max_examples=25, deadline=None)
@given(some.lists(_cards, min_size=1, max_size=3).map(tuple))
def test_any_card_reads_back_equal(cards: tuple[Card, ...]) -> None:
    cards = read_contacts(vcards("4.0", cards)).cards  # accents put together, spaces folded
    assert read_contacts(vcards("4.0", cards)).cards == cards
    assert read_contacts(vcards("3.0", cards)).cards == cards
    assert read_contacts(b"".join(write_table(cards))).cards == cards


def test_lines_are_short_and_folded_between_letters() -> None:
    lines = vcards("4.0", CARDS).split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert "".join(line.decode() for line in lines).count("é😀") > 40


def test_other_programs_know_the_columns() -> None:
    text = b"".join(write_table((FULL,))).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["First Name"] == "Jana Maria"
    assert row["E-mail 2 - Value"] == "b@x.example"
    assert row["Birthday"] == "--02-29"
    assert row["Labels"] == "Friends ::: Chess, club; board ::: * myContacts"


def test_nothing_to_write_is_a_header() -> None:
    assert b"".join(write_table(())).startswith(b"\xef\xbb\xbfFirst Name,")
    assert vcards("4.0", ()) == b""
