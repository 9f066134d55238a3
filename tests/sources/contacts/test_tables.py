"""Contacts in tables: LinkedIn, Google, Outlook, Mastodon, and tables written by hand."""

import csv
import io
import time
from collections.abc import Iterable
from contextlib import suppress

import pytest

from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.core.problems import Trouble
from kith.sources.contacts import BroughtCards, gathering, read_contacts


def table(*rows: Iterable[str], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def read(data: str | bytes, filename: str = "") -> BroughtCards:
    return read_contacts(data if isinstance(data, bytes) else data.encode(), filename)


def row(**cells: str) -> Card:
    """What one row of these columns is read as."""
    names = [name.replace("_", " ") for name in cells]
    brought = read(table(names, cells.values()))
    assert brought.left_out == ()
    (card,) = brought.cards
    return card


def codes(brought: BroughtCards) -> list[tuple[str, str, int]]:
    return [(left.reason.code, left.title, left.line) for left in brought.left_out]


LINKEDIN = """Notes:
"When you export your connections, some of their ""mail addresses"" are missing, as they
chose not to share them."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Jana,"Nováková, PhD",https://www.linkedin.com/in/jana,,Vlaamse School,"Teacher, maths",12 Mar 2021
,,,,,,
Leo,Lind,https://www.linkedin.com/in/leo,leo@a.example,,,01 Jan 2020
"""


def test_connections_of_linkedin() -> None:
    brought = read(LINKEDIN)
    assert brought.format == "linkedin"
    assert brought.left_out == ()
    assert brought.without_place == ()
    jana, leo = brought.cards
    assert jana == Card(
        name="Jana Nováková, PhD",
        given="Jana",
        family="Nováková, PhD",
        organisation="Vlaamse School",
        job="Teacher, maths",
        profiles=(Labelled("https://www.linkedin.com/in/jana", "linkedin"),),
        met="LinkedIn, 12 Mar 2021",
    )
    assert (leo.name, leo.mails) == ("Leo Lind", (Labelled("leo@a.example"),))


def test_connections_of_linkedin_without_its_notes() -> None:
    assert len(read(LINKEDIN[LINKEDIN.index("First Name") :]).cards) == 2


GOOGLE = {
    "First Name": "Jana",
    "Middle Name": "Maria",
    "Last Name": "Nováková",
    "Phonetic First Name": "",
    "Nickname": "Janka",
    "File As": "",
    "Organization Name": "Vlaamse School",
    "Organization Title": "Teacher",
    "Organization Department": "Maths",
    "Birthday": "--04-12",
    "Notes": "One\nTwo",
    "Photo": "https://pictures.example/j",
    "Labels": "Chess, club ::: Friends ::: * myContacts",
    "E-mail 1 - Label": "* Home",
    "E-mail 1 - Value": "jana@home.example ::: jana@other.example",
    "E-mail 2 - Label": "Choir",
    "E-mail 2 - Value": "jana@choir.example",
    "Phone 1 - Label": "Mobile",
    "Phone 1 - Value": "+32 470 12 34 56",
    "Phone 2 - Label": "Work Fax",
    "Phone 2 - Value": "+32 9 123",
    "Address 1 - Label": "Home",
    "Address 1 - Formatted": "Kouter 1\nbus 2\n9000 Gent",
    "Address 1 - Street": "Kouter 1",
    "Address 1 - City": "Gent",
    "Address 1 - PO Box": "",
    "Address 1 - Region": "",
    "Address 1 - Postal Code": "9000",
    "Address 1 - Country": "BE",
    "Address 1 - Extended Address": "bus 2",
    "Relation 1 - Label": "Spouse",
    "Relation 1 - Value": "Leo",
    "Website 1 - Label": "Blog",
    "Website 1 - Value": "jana.example",
    "IM 1 - Service": "Jabber",
    "IM 1 - Value": "jana@chat.example",
    "Event 1 - Label": "Anniversary",
    "Event 1 - Value": "2010-05-01",
    "Custom Field 1 - Label": "Cat",
    "Custom Field 1 - Value": "Minou",
}

JANA = Card(
    name="Jana Maria Nováková",
    given="Jana Maria",
    family="Nováková",
    nickname="Janka",
    organisation="Vlaamse School, Maths",
    job="Teacher",
    mails=(
        Labelled("jana@home.example", "home"),
        Labelled("jana@other.example", "home"),
        Labelled("jana@choir.example", "Choir"),
    ),
    phones=(Labelled("+32 470 12 34 56", "mobile"), Labelled("+32 9 123", "work fax")),
    pages=(Labelled("https://jana.example/", "Blog"),),
    profiles=(Labelled("jana@chat.example", "jabber"),),
    postal=(Postal("Kouter 1\nbus 2", "Gent", "", "9000", "BE", "home"),),
    birthday=Day(4, 12),
    occasions=(Occasion("anniversary", Day(5, 1, 2010)),),
    note="One\nTwo\n\nCat: Minou",
    categories=("Chess, club", "Friends"),
)


def test_contacts_of_google() -> None:
    brought = read(table(GOOGLE, GOOGLE.values()))
    assert brought.format == "google"
    assert brought.cards == (JANA,)
    assert brought.without_place == (("Relation", 2),)


def test_contacts_of_google_as_they_once_were() -> None:
    old = {
        "First Name": "Given Name",
        "Middle Name": "Additional Name",
        "Last Name": "Family Name",
        "Organization Name": "Organization 1 - Name",
        "Organization Title": "Organization 1 - Title",
        "Organization Department": "Organization 1 - Department",
        "Labels": "Group Membership",
    }
    header = ["Name", *(old.get(name, name).replace("Label", "Type") for name in GOOGLE)]
    text = table(header, ["Jana Maria Nováková", *GOOGLE.values()])
    brought = read(text.encode("utf-16"))
    assert brought.format == "google"
    assert brought.cards == (JANA,)


ENGLISH = {
    "Title": "Dr.",
    "First Name": "Jörg",
    "Middle Name": "",
    "Last Name": "Müller",
    "Suffix": "",
    "Company": "Beispiel",
    "Department": "Sales",
    "Job Title": "Head",
    "Business Street": "Musterstraße 1",
    "Business Street 2": "Hof",
    "Business City": "Berlin",
    "Business State": "BE",
    "Business Postal Code": "10115",
    "Business Country/Region": "Germany",
    "Home Street": "",
    "Business Fax": "+49 30 2",
    "Business Phone": "+49 30 1",
    "Mobile Phone": "+49 170 1",
    "Home Phone": "",
    "Birthday": "4/12/1980",
    "Anniversary": "0/0/00",
    "Categories": "Friends;Berlin",
    "E-mail Address": "joerg@a.example",
    "E-mail Type": "SMTP",
    "E-mail Display Name": "Jörg (joerg@a.example)",
    "E-mail 2 Address": "",
    "Gender": "Unspecified",
    "Notes": "Line one\r\nLine two",
    "Web Page": "www.beispiel.example",
    "Priority": "Normal",
}
GERMAN = {
    "Title": "Anrede",
    "First Name": "Vorname",
    "Middle Name": "Weitere Vornamen",
    "Last Name": "Nachname",
    "Company": "Firma",
    "Department": "Abteilung",
    "Job Title": "Position",
    "Business Street": "Straße geschäftlich",
    "Business Street 2": "Straße geschäftlich 2",
    "Business City": "Ort geschäftlich",
    "Business State": "Region geschäftlich",
    "Business Postal Code": "Postleitzahl geschäftlich",
    "Business Country/Region": "Land/Region geschäftlich",
    "Home Street": "Straße privat",
    "Business Fax": "Fax geschäftlich",
    "Business Phone": "Telefon geschäftlich",
    "Mobile Phone": "Mobiltelefon",
    "Home Phone": "Telefon (privat)",
    "Birthday": "Geburtstag",
    "Anniversary": "Jahrestag",
    "Categories": "Kategorien",
    "E-mail Address": "E-Mail-Adresse",
    "E-mail Type": "E-Mail-Typ",
    "E-mail Display Name": "E-Mail: Angezeigter Name",
    "E-mail 2 Address": "E-Mail 2: Adresse",
    "Gender": "Geschlecht",
    "Notes": "Notizen",
    "Web Page": "Webseite",
    "Priority": "Priorität",
}
JOERG = Card(
    name="Jörg Müller",
    given="Jörg",
    family="Müller",
    organisation="Beispiel, Sales",
    job="Head",
    mails=(Labelled("joerg@a.example"),),
    phones=(
        Labelled("+49 30 2", "work fax"),
        Labelled("+49 30 1", "work"),
        Labelled("+49 170 1", "mobile"),
    ),
    pages=(Labelled("https://www.beispiel.example/"),),
    postal=(Postal("Musterstraße 1\nHof", "Berlin", "BE", "10115", "Germany", "work"),),
    birthday=Day(4, 12, 1980),
    note="Line one\nLine two",
    categories=("Friends", "Berlin"),
)


def test_contacts_of_outlook() -> None:
    other = {"First Name": "Ana", "Birthday": "1/31/1990"}
    rows = [[other.get(name, "") for name in ENGLISH]]
    brought = read(table(ENGLISH, ENGLISH.values(), *rows).encode("cp1252"))
    assert brought.format == "outlook"
    assert brought.cards[0] == JOERG
    assert brought.cards[1].birthday == Day(1, 31, 1990)
    assert (brought.left_out, brought.without_place) == ((), ())
    assert [notice.code for notice in brought.notices] == ["contacts-encoding-guessed"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_contacts_of_outlook_in_german(delimiter: str) -> None:
    cells = {**ENGLISH, "Birthday": "12.4.1980"}
    header = [GERMAN.get(name, name) for name in cells]
    brought = read(table(header, cells.values(), delimiter=delimiter).encode("cp1252"))
    assert brought.format == "outlook"
    assert brought.cards == (JOERG,)
    assert brought.without_place == ()


def test_a_day_is_read_as_the_rest_of_its_column() -> None:
    def days(*texts: str) -> list[Day | None]:
        brought = read(table(["Name", "Birthday"], *([f"N{text}", text] for text in texts)))
        return [card.birthday for card in brought.cards]

    assert days("4/12/1980", "31/12/1990") == [Day(12, 4, 1980), Day(12, 31, 1990)]
    assert days("4/12/1980", "12/31/1990") == [Day(4, 12, 1980), Day(12, 31, 1990)]
    assert days("4/12/1980", "5/5/1990") == [None, Day(5, 5, 1990)]
    assert days("4/12/1980", "12/31/1990", "31/12/1990") == [
        None,
        Day(12, 31, 1990),
        Day(12, 31, 1990),
    ]


def test_tables_written_by_hand() -> None:
    assert row(Name="Jana", Email="a@x.example; b@x.example", Phone="123456", Tags="a, b") == Card(
        name="Jana",
        mails=(Labelled("a@x.example"), Labelled("b@x.example")),
        phones=(Labelled("123456"),),
        categories=("a", "b"),
    )
    assert row(Name="Jana", Title="Teacher").job == "Teacher"
    assert row(Email="a@x.example", City="Gent").postal == (Postal(city="Gent"),)
    assert row(Name="School", Kind="organisation").person is False


def test_contacts_of_thunderbird() -> None:
    card = row(
        First_Name="Jana",
        Last_Name="N",
        Display_Name="Jana N",
        Primary_Email="a@x.example",
        Secondary_Email="b@x.example",
        Work_Phone="123456",
        Web_Page_1="https://x.example",
        Birth_Year="1980",
        Birth_Month="4",
        Birth_Day="12",
    )
    assert [mail.value for mail in card.mails] == ["a@x.example", "b@x.example"]
    assert card.birthday == Day(4, 12, 1980)
    assert row(Name="J", Birth_Year="", Birth_Month="4", Birth_Day="12").birthday == Day(4, 12)


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("Friends,jana@a.example\nFriends,leo@b.example\nEd,ana@a.example\nEd,x@c.example\n", ""),
        ("Friends,jana@a.example\nEd Tech,leo@b.example\n", "lists.csv"),
    ],
)
def test_lists_of_mastodon(text: str, filename: str) -> None:
    brought = read(text, filename)
    assert brought.format == "mastodon"
    assert brought.cards[0] == Card(
        name="@jana@a.example",
        profiles=(Labelled("@jana@a.example", "mastodon"),),
        categories=("Friends",),
    )


def test_an_account_on_two_lists_is_one_contact() -> None:
    brought = read("A,jana@a.example\nB,JANA@a.example\nB,leo@a.example\n", "lists.csv")
    assert [(card.name, card.categories) for card in brought.cards] == [
        ("@jana@a.example", ("A", "B")),
        ("@leo@a.example", ("B",)),
    ]


def test_whom_somebody_follows_on_mastodon() -> None:
    text = "Account address,Show boosts,Notify on new posts,Languages\njana@a.example,true,false,\n"
    brought = read(text + "leo,true,false,\n")
    assert [card.name for card in brought.cards] == ["@jana@a.example"]
    assert codes(brought) == [("account-incomplete", "leo", 3)]


def test_names_with_mail_addresses_are_no_lists_of_mastodon() -> None:
    with pytest.raises(Trouble) as caught:
        read("Jana,jana@a.example\nLeo,leo@b.example\nAna,ana@b.example\n")
    assert caught.value.problem.code == "contacts-columns"


@pytest.mark.parametrize(
    "text",
    ["Colour,Size\nred,4\n", "just a text\nof two lines\n", "City,Country\nGent,BE\n", 'a,"b'],
)
def test_a_table_of_something_else(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        read(text)
    assert caught.value.problem.code == "contacts-columns"
    assert str(caught.value).endswith(text.partition("\n")[0].replace(",", ", ").replace('"', ""))


def test_a_table_with_nothing_but_a_header() -> None:
    with pytest.raises(Trouble) as caught:
        read("First Name,Last Name\n\n")
    assert caught.value.problem.code == "contacts-empty"


def test_columns_that_have_no_place_are_named() -> None:
    brought = read("Name,Shoe size,Colour\nJana,40,\nLeo,43,\n")
    assert brought.without_place == (("Shoe size", 2),)


def test_a_row_without_anybody_is_named() -> None:
    brought = read("Name,Notes\nJana,\n,Somebody\n")
    assert codes(brought) == [("contact-empty", "", 3)]


def test_half_a_table() -> None:
    """The last row is short, its line has no end, and no other row is short."""
    whole = table(["Name", "Email", "Phone"], ["Jana", "a@x.example", "123456"])
    cut = read(whole + "Leo,leo@x.ex")
    assert [card.name for card in cut.cards] == ["Jana"]
    assert codes(cut) == [("contact-cut-off", "Leo", 3)]
    assert len(read(whole + "Leo,leo@x.example,1234567").cards) == 2
    assert len(read(whole + "Leo,leo@x.example\n").cards) == 2
    assert len(read(whole.replace(",123456", "") + "Leo,leo@x.example").cards) == 2


def test_a_quotation_mark_that_is_never_closed() -> None:
    brought = read('Name,Notes\nJana,x\nLeo,"y\nAna,z\nMia,z\n')
    assert [card.name for card in brought.cards] == ["Jana"]
    assert codes(brought) == [("contacts-rows-lost", "", 3)]
    brought = read('Name,Notes\nJana,x\nLeo,"y\n' + "Ana,z\n" * 30_000)
    assert [card.name for card in brought.cards] == ["Jana"]
    assert codes(brought) == [("contacts-rows-lost", "", 3)]


def test_rows_that_are_too_long_or_too_short() -> None:
    brought = read("Name,Email,Notes\nJana\nLeo,leo@x.example,note,more,and more\n")
    assert [card.name for card in brought.cards] == ["Jana", "Leo"]


@pytest.mark.parametrize("piece", [",", '"', "\n", "a,b\n", "Name,Email\n", "x@y.example,", "\t"])
def test_no_table_takes_more_than_linear_time(piece: str) -> None:
    start = time.process_time()
    for head in ("Name,Email\n", ""):
        with suppress(Trouble):
            read(head + piece * (100_000 // len(piece)))
    assert time.process_time() - start < 2


def test_more_rows_than_can_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_CARDS", 3)
    with pytest.raises(Trouble) as caught:
        read("Name\n" + "Jana\n" * 4)
    assert caught.value.problem.code == "contacts-too-many"
