"""Cards as phones, mail programs and services write them."""

import base64
import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.core.problems import Trouble
from kith.sources.contacts import BroughtCards, gathering, read_contacts


def vcard(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def read(data: str | bytes) -> BroughtCards:
    return read_contacts(data if isinstance(data, bytes) else data.encode())


def one(*lines: str, version: str = "3.0") -> Card:
    brought = read(vcard(*lines, version=version))
    assert brought.left_out == ()
    (card,) = brought.cards
    return card


def codes(brought: BroughtCards) -> list[tuple[str, str, int]]:
    return [(left.reason.code, left.title, left.line) for left in brought.left_out]


def code_of(data: bytes, filename: str = "") -> str:
    with pytest.raises(Trouble) as caught:
        read_contacts(data, filename)
    return caught.value.problem.code


def test_a_card_of_icloud() -> None:
    card = one(
        "PRODID:-//Apple Inc.//iPhone OS 17.4//EN",
        "N:Nováková;Jana;Maria;Dr.;",
        "FN:Dr. Jana Maria Nováková",
        "NICKNAME:Janka",
        "ORG:Vlaamse School;Onderzoek",
        "TITLE:Teacher\\, maths",
        "EMAIL;type=INTERNET;type=HOME;type=pref:jana@home.example",
        "item1.EMAIL;type=INTERNET:jana@club.example",
        "item1.X-ABLabel:Chess club",
        "TEL;type=CELL;type=VOICE;type=pref:+32 470 12 34 56",
        "TEL;type=WORK;type=FAX:+32 9 123 45 67",
        "item2.ADR;type=HOME;type=pref:;;Kouter 1\\nbus 2;Gent;;9000;België",
        "item2.X-ABADR:be",
        "item3.URL;type=pref:jana.example/blog",
        "item3.X-ABLabel:_$!<HomePage>!$_",
        "X-SOCIALPROFILE;type=mastodon:https://social.example/@jana",
        "X-SOCIALPROFILE;type=twitter;x-user=jananov:x-apple:jananov",
        "IMPP;X-SERVICE-TYPE=Skype;type=HOME;type=pref:skype:jana.n",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12",
        "item4.X-ABDATE;type=pref:2010-05-01",
        "item4.X-ABLabel:_$!<Anniversary>!$_",
        "item5.X-ABDATE:2015-09-01",
        "item5.X-ABLabel:First lesson",
        "NOTE:Met in Ghent\\; likes chess.\\nSecond line",
        "CATEGORIES:Friends,Chess\\, club,myContacts",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD",
        " /2wBDAAMCAgICAgMCAgID",
        "UID:5A1B2C3D-0000-4000-8000-000000000001",
    )
    assert card == Card(
        name="Dr. Jana Maria Nováková",
        given="Jana Maria",
        family="Nováková",
        nickname="Janka",
        organisation="Vlaamse School, Onderzoek",
        job="Teacher, maths",
        mails=(Labelled("jana@home.example", "home"), Labelled("jana@club.example", "Chess club")),
        phones=(Labelled("+32 470 12 34 56", "mobile"), Labelled("+32 9 123 45 67", "work fax")),
        pages=(Labelled("https://jana.example/blog", "homepage"),),
        profiles=(
            Labelled("https://social.example/@jana", "mastodon"),
            Labelled("jananov", "twitter"),
            Labelled("skype:jana.n", "skype"),
        ),
        postal=(Postal("Kouter 1\nbus 2", "Gent", "", "9000", "België", "home"),),
        birthday=Day(4, 12),
        occasions=(
            Occasion("anniversary", Day(5, 1, 2010)),
            Occasion("First lesson", Day(9, 1, 2015)),
        ),
        note="Met in Ghent; likes chess.\nSecond line",
        categories=("Friends", "Chess, club"),
        uid="5A1B2C3D-0000-4000-8000-000000000001",
    )


def test_a_card_of_an_old_phone() -> None:
    """2.1: quoted-printable over several lines without a space, types without TYPE=."""
    card = one(
        "N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Nov=C3=A1k=\r\n;Jan=\r\n=20Piet;;;",
        "TEL;CELL:+32470123456",
        "TEL;HOME;VOICE:09 123 45 67",
        "EMAIL;INTERNET;PREF:jan@a.example",
        "ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=4B=6F=\r\n=75=74=65=72=20=31;Gent;;9000;",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo=3D2=\r\n=0D=0A=\r\nthree: four",
        "BDAY:19800412",
        "PHOTO;JPEG;ENCODING=BASE64:",
        " /9j/4AAQSkZJRgABAQAAAQABAAD",
        " /2wBDAAMCAgICAgMC",
        "",
        "X-IRMC-LUID:000200000001",
        version="2.1",
    )
    assert (card.name, card.given, card.family) == ("Jan Piet Novák", "Jan Piet", "Novák")
    assert card.phones == (Labelled("+32470123456", "mobile"), Labelled("09 123 45 67", "home"))
    assert card.mails == (Labelled("jan@a.example"),)
    assert card.postal == (Postal("Kouter 1", "Gent", "", "9000", "", "home"),)
    assert card.note == "one\ntwo=2\nthree: four"
    assert card.birthday == Day(4, 12, 1980)


def test_a_card_of_outlook() -> None:
    card = one(
        "N;LANGUAGE=de:Müller;Jörg",
        "FN:Jörg Müller",
        "ORG:Beispiel GmbH",
        "TITLE:Leiter",
        "TEL;WORK;VOICE:+49 (30) 1234-567",
        "ADR;WORK;PREF:;;Musterstraße 1;Berlin;;10115;Deutschland",
        "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Musterstra=C3=9Fe 1=0D=0A=",
        "10115 Berlin=0D=0A=",
        "Deutschland",
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
        "URL;WORK:www.beispiel.example",
        "EMAIL;PREF;INTERNET:joerg@beispiel.example",
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:",
        " /9j/4AAQSkZJRgABAQEAkACQAAD",
        "",
        'X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.example/2005">',
        '<img xmlns="" align="left" use="cardpicture"/></card>',
        "REV:20240101T120000Z",
        version="2.1",
    )
    assert card.postal == (Postal("Musterstraße 1", "Berlin", "", "10115", "Deutschland", "work"),)
    assert card.pages == (Labelled("https://www.beispiel.example/", "work"),)
    assert (card.organisation, card.job) == ("Beispiel GmbH", "Leiter")
    assert card.mails == (Labelled("joerg@beispiel.example"),)


def test_a_card_of_lotus_notes() -> None:
    """Latin-1 that nobody declares, a name that is no mail address, only a label for an address."""
    text = vcard(
        "X-LOTUS-CHARSET:ISO-8859-1",
        "FN:Jörg Müller",
        "N:Müller;Jörg;;;",
        "EMAIL;TYPE=INTERNET:joerg@beispiel.example",
        "EMAIL;TYPE=NOTES:Joerg Mueller/Beispiel",
        "LABEL;TYPE=WORK:Musterstraße 1\\n10115 Berlin",
        "ROLE:Abteilungsleiter",
    )
    brought = read(text.encode("latin-1"))
    (card,) = brought.cards
    assert card.name == "Jörg Müller"
    assert card.mails == (Labelled("joerg@beispiel.example"),)
    assert card.postal == (Postal("Musterstraße 1\n10115 Berlin", label="work"),)
    assert card.job == "Abteilungsleiter"
    assert codes(brought) == [("contact-mail-unusable", "Jörg Müller", 1)]
    assert [notice.code for notice in brought.notices] == ["contacts-encoding-guessed"]
    assert dict(brought.without_place) == {"X-LOTUS-CHARSET": 1}


def test_a_card_of_version_4() -> None:
    card = one(
        "KIND:individual",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "FN;PID=1.1:J. Doe",
        "N:Doe;J.;;;",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-5555;ext=5555',
        'ADR;TYPE=work;LABEL="1 Road\\nTown, X":;;1 Road;Town;;12345;USA',
        "EMAIL:mailto:j@a.example",
        "BDAY:--0412",
        "ANNIVERSARY:20090808T1430-0500",
        "TZ:Europe/Brussels",
        "CALURI;MEDIATYPE=text/calendar:https://cal.example/j.ics",
        "SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://social.example/@j",
        "IMPP:xmpp:j@chat.example",
        version="4.0",
    )
    assert card.uid == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert card.phones == (Labelled("+1-555-555-5555;ext=5555", "home"),)
    assert card.postal == (Postal("1 Road", "Town", "", "12345", "USA", "work"),)
    assert card.mails == (Labelled("j@a.example"),)
    assert card.birthday == Day(4, 12)
    assert card.occasions == (Occasion("anniversary", Day(8, 8, 2009)),)
    assert (card.zone, card.calendar) == ("Europe/Brussels", "https://cal.example/j.ics")
    assert card.profiles == (
        Labelled("https://social.example/@j", "mastodon"),
        Labelled("xmpp:j@chat.example", "xmpp"),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BDAY:1980-04-12", Day(4, 12, 1980)),
        ("BDAY:19800412", Day(4, 12, 1980)),
        ("BDAY:1980-04-12T00:00:00Z", Day(4, 12, 1980)),
        ("BDAY;VALUE=date:1980-4-12", Day(4, 12, 1980)),
        ("BDAY:--04-12", Day(4, 12)),
        ("BDAY:--0229", Day(2, 29)),
        ("BDAY:0000-04-12", Day(4, 12)),
        ("BDAY:12.4.1980", Day(4, 12, 1980)),
        ("BDAY:31/12/1980", Day(12, 31, 1980)),
        ("BDAY:12/31/1980", Day(12, 31, 1980)),
        ("BDAY:", None),
        ("BDAY:0000-00-00", None),
    ],
)
def test_birthdays(line: str, expected: Day | None) -> None:
    assert one("FN:Jana", line).birthday == expected


@pytest.mark.parametrize(
    "text", ["1980", "1980-04", "198041", "--0231", "4/12/1980", "circa 1800", "1981-02-29"]
)
def test_a_day_that_is_not_sure_is_named(text: str) -> None:
    brought = read(vcard("FN:Jana", f"BDAY:{text}"))
    assert brought.cards[0].birthday is None
    assert codes(brought) == [("contact-date-unusable", "Jana", 1)]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.replace("\r\n", "\r\r\n").encode(),
        lambda text: text.rstrip().encode(),
        lambda text: ("\n\n some text\n" + text.lower().replace("jörg", "Jörg")).encode(),
        lambda text: text.encode("utf-8-sig") * 2,
        lambda text: text.encode("latin-1"),
    ],
)
def test_encodings_and_ends_of_lines(encode: object) -> None:
    assert callable(encode)
    brought = read(encode(vcard("FN:Jörg", "TEL;TYPE=CELL:12\r\n 3456")))
    assert {(card.name, card.phones[0]) for card in brought.cards} == {
        ("Jörg", Labelled("123456", "mobile"))
    }
    assert brought.left_out == ()


def test_each_value_may_have_a_charset_of_its_own() -> None:
    data = b"\r\n".join(
        (
            b"BEGIN:VCARD",
            b"VERSION:2.1",
            b"FN;CHARSET=SHIFT_JIS:" + "山田太郎".encode("cp932"),
            b"NICKNAME;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=F6rg",
            b"ORG;CHARSET=no-such-thing:" + "Mütze".encode(),
            b"TITLE;CHARSET=UTF-8:" + "Größe".encode("cp1252"),
            b"NOTE;CHARSET=zlib:" + "Ärger".encode(),
            b"END:VCARD",
        )
    )
    (card,) = read(data).cards
    assert (card.name, card.nickname) == ("山田太郎", "Jörg")
    assert (card.organisation, card.job, card.note) == ("Mütze", "Größe", "Ärger")


def test_a_letter_may_be_folded_in_its_middle() -> None:
    line = "NOTE:" + "ä" * 100
    folded = b"\r\n ".join(line.encode()[at : at + 74] for at in range(0, 205, 74))
    data = vcard("FN:Jana", "NOTE:x").encode().replace(b"NOTE:x", folded)
    assert read(data).cards[0].note == "ä" * 100


@pytest.mark.parametrize(
    ("version", "expected"), [("2.1", "one two"), ("3.0", "onetwo"), ("4.0", "onetwo")]
)
def test_folding_keeps_its_space_in_the_oldest_version(version: str, expected: str) -> None:
    assert one("FN:Jana", "NOTE:one\r\n two", version=version).note == expected


def test_text_that_goes_on_without_any_sign() -> None:
    card = one("FN:Jana", "NOTE:one", "two: three", "Tel. 4", "TEL:123456")
    assert card.note == "one\ntwo: three\nTel. 4"
    assert card.phones == (Labelled("123456"),)


def test_quoted_printable_that_is_folded_twice() -> None:
    card = one("FN;ENCODING=QUOTED-PRINTABLE:Nov=C3=\r\n =A1k and=\r\n more=")
    assert card.name == "Novák and more"


def test_escapes() -> None:
    card = one(r"FN:A\, B\; C\: D\\n", r"N:Fam\;ily;Gi\,ven;;;", r"NOTE:C:\\new\nline")
    assert (card.name, card.family, card.given) == ("A, B; C: D\\n", "Fam;ily", "Gi,ven")
    assert card.note == "C:\\new\nline"


def test_a_card_without_a_full_name() -> None:
    assert one("N:Novak;Jana;;;").name == "Jana Novak"
    assert one("N:山田;太郎;;;").name == "山田 太郎"
    assert one("FN:", "ORG:School").name == "School"
    assert one("EMAIL:jana@a.example").name == "jana@a.example"
    assert one("TEL:123456").name == "123456"


def test_several_names_stand_one_after_the_other() -> None:
    assert one("N:Novak,Lind;Jana;Maria,Anna;;").name == "Jana Maria Anna Novak Lind"


def test_an_address_that_is_far_too_long_is_not_cut_in_half() -> None:
    long = "https://jana.example/" + "a" * 600
    brought = read(vcard("FN:Jana", f"URL:{long}", f"X-SOCIALPROFILE:{long}b", f"URL:{long * 4}"))
    (card,) = brought.cards
    assert (card.pages, card.profiles) == ((Labelled(long),), (Labelled(f"{long}b"),))
    assert [code for code, _, _ in codes(brought)] == ["contact-web-unusable"]


def test_an_organisation_is_no_person() -> None:
    assert not one("FN:School", "KIND:org", version="4.0").person
    assert not one("FN:School", "ORG:School", "X-ABShowAs:COMPANY").person
    assert one("FN:Jana").person


def test_groups_are_categories_of_their_members() -> None:
    brought = read(
        vcard("FN:Jana", "UID:u-1", "CATEGORIES:Old")
        + vcard(
            "N:Choir",
            "FN:Choir",
            "X-ADDRESSBOOKSERVER-KIND:group",
            "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u-1",
            "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:gone",
        )
        + vcard("KIND:group", "FN:Board", "MEMBER:urn:uuid:u-1", version="4.0")
    )
    assert [(card.name, card.categories) for card in brought.cards] == [
        ("Jana", ("Old", "Choir", "Board"))
    ]


def test_a_card_that_breaks_off_is_left_out_and_named() -> None:
    brought = read(
        vcard("FN:First")
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Half\r\nTEL:123\r\n"
        + vcard("FN:Second")
        + "BEGIN:VCARD\r\nFN:Last half\r\nTE"
    )
    assert [card.name for card in brought.cards] == ["First", "Second"]
    assert codes(brought) == [("contact-cut-off", "Half", 5), ("contact-cut-off", "Last half", 13)]


def test_the_card_of_an_assistant_is_stepped_over() -> None:
    for agent in (["AGENT:", "BEGIN:VCARD"], ["AGENT:BEGIN:VCARD"]):
        brought = read(
            vcard("FN:Jana", *agent, "VERSION:2.1", "FN:Helper", "END:VCARD", "TEL:123456")
        )
        assert [(card.name, len(card.phones)) for card in brought.cards] == [("Jana", 1)]
        assert dict(brought.without_place) == {"AGENT": 1}
    nested = r"AGENT:BEGIN:VCARD\nFN:Helper\nEND:VCARD\n"
    assert [card.name for card in read(vcard("FN:Jana", nested)).cards] == ["Jana"]


def test_what_cannot_be_taken_is_named_and_the_rest_is_kept() -> None:
    brought = read(
        vcard(
            "FN:Jana",
            "EMAIL:not a mail",
            "EMAIL;TYPE=X400:/o=Org/ou=Exchange/cn=Jana",
            "TEL:none",
            "URL:ht tp://x y",
            "TZ:-0500",
            "NOTE:" + "x" * 30_000,
            "EMAIL:Jana <jana@a.example>",
        )
        + vcard("NOTE:nobody")
    )
    (card,) = brought.cards
    assert card.mails == (Labelled("jana@a.example"),)
    assert len(card.note) == 20_000
    assert [code for code, _, _ in codes(brought)] == [
        "contact-mail-unusable",
        "contact-mail-unusable",
        "contact-phone-unusable",
        "contact-web-unusable",
        "contact-zone-unusable",
        "contact-text-shortened",
        "contact-empty",
    ]
    assert all(str(left.reason) for left in brought.left_out)


def test_the_same_value_twice_is_one() -> None:
    card = one("FN:Jana", "EMAIL:a@b.example", "EMAIL;TYPE=WORK:A@b.example", "EMAIL:a@b.example")
    assert card.mails == (Labelled("A@b.example", "work"),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "contacts-empty"),
        (b" \r\n\r\n", "contacts-empty"),
        (b"PK\3\4 a zip", "contacts-packed"),
        (b"%PDF-1.7 what", "contacts-unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "contacts-unreadable"),
        (b"<html><body>no</body></html>", "contacts-columns"),
    ],
)
def test_files_that_hold_no_contacts(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_more_contacts_than_can_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_CARDS", 3)
    assert len(read(vcard("FN:x") * 3).cards) == 3
    assert code_of(vcard("FN:x").encode() * 4) == "contacts-too-many"


PICTURE = base64.encodebytes(bytes(range(256)) * 400).replace(b"\n", b"\r\n ").rstrip()


def with_pictures(picture: bytes, megabytes: int) -> Iterator[bytes]:
    for number in range(megabytes * 2**20 // len(picture)):
        yield b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person %d\r\n" % number
        yield b"PHOTO;ENCODING=b;TYPE=JPEG:" + picture + b"\r\n"
        yield b"TEL;TYPE=CELL:+32 470 %06d\r\nEND:VCARD\r\n" % number


@pytest.mark.parametrize("picture", [PICTURE, PICTURE.replace(b"\r\n ", b""), PICTURE * 20])
def test_pictures_are_stepped_over(picture: bytes) -> None:
    stream = io.BytesIO(b"".join(with_pictures(picture, 4)))
    tracemalloc.start()
    try:
        brought = read_contacts(stream)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()
    assert len(brought.cards) == 4 * 2**20 // len(picture)
    assert all(len(card.phones) == 1 for card in brought.cards)
    assert dict(brought.without_place) == {"PHOTO": len(brought.cards)}


@pytest.mark.parametrize(
    "piece",
    [
        "=",
        "=\r\n",
        ";",
        ":",
        '"',
        "\\",
        " \r\n",
        "BEGIN:VCARD\r\n",
        "AGENT:\r\nBEGIN:VCARD\r\n",
        "TEL:1\r\n",
        "N:;;\r\n",
        "\0",
        "x" * 200,
    ],
)
def test_no_file_takes_more_than_linear_time(piece: str) -> None:
    body = piece * (100_000 // len(piece))
    start = time.process_time()
    for head in ("NOTE:", "NOTE;ENCODING=QUOTED-PRINTABLE:", "X-A;", ""):
        read(vcard("FN:Jana", head + body) + vcard("FN:Leo"))
    assert time.process_time() - start < 2
