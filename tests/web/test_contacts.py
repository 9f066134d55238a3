"""Bring contacts: see what a file holds, decide about each, take decisions back, take them away."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.actions import contacts
from kith.actions.clock import utc_now
from kith.core.contacts import Card, Labelled
from kith.db.models import BroughtContact, BroughtContacts, Channel, User, Voice
from kith.sources.contacts import BroughtCards, read_contacts
from kith.web.pages import contacts as pages
from tests.web.accounts import at, follows
from tests.web.markup import faults

VCARD = """BEGIN:VCARD
VERSION:3.0
FN:Jana <Novak>
N:Novak;Jana;;;
ORG:School
TITLE:Teacher
EMAIL;TYPE=HOME:jana@x.example
TEL;TYPE=CELL:+32 470 12 34 56
URL:https://jana.example/
ADR;TYPE=HOME:;;Kouter 1;Gent;;9000;
BDAY:--0412
X-ABDATE:2010-05-01
NOTE:Likes chess.
PHOTO;ENCODING=b:AAAA
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Leo
EMAIL:not a mail
END:VCARD
BEGIN:VCARD
FN:Half
"""


def upload(client: Client, text: str | bytes = VCARD, name: str = "phone.vcf", **more: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post("/people/bring/file", {"file": SimpleUploadedFile(name, data)}, **more)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def brought(user: User, *cards: Card) -> BroughtContacts:
    row = contacts.bring(user, BroughtCards(cards, "vcard"), "phone.vcf", utc_now())
    contacts.accept(row, utc_now())
    return row


def decide(client: Client, name: str, do: str, **more: Any) -> Any:
    number = BroughtContact.objects.get(name=name).pk
    return client.post(f"/people/contacts/{number}/decide", {"do": do}, **more)


def state(name: str) -> str:
    return BroughtContact.objects.get(name=name).state


def test_the_first_page_says_what_belongs_there(reader: Client) -> None:
    html = shown(reader, "/people/bring/")
    assert "Connections.csv" in html
    assert "Where the files are" in html


def test_a_file_is_shown_before_anything_is_kept(reader: Client) -> None:
    answer = upload(reader)
    assert answer.status_code == 302
    html = shown(reader, answer["Location"])
    assert "2 contacts (vCard). Nothing is kept yet." in html
    assert "Jana &lt;Novak&gt;" in html
    assert "Teacher, School · jana@x.example · +32 470 12 34 56" in html
    assert "“not a mail” is not a mail address." in html
    assert "“Half” breaks off before its end." in html
    assert "PHOTO (1)" in html
    assert not Voice.objects.exists()
    assert "phone.vcf" not in shown(reader, "/people/bring/"), "only looked at"
    reader.post(answer["Location"] + "accept")
    assert "2 of 2 to decide" in shown(reader, "/people/bring/")
    assert "Keep as contact" in shown(reader, answer["Location"])


def test_a_file_that_is_thrown_away_is_gone(reader: Client) -> None:
    address = upload(reader)["Location"]
    answer = reader.post(address + "remove", follow=True)
    assert "The file is gone from here." in answer.content.decode()
    assert "phone.vcf" not in shown(reader, "/people/bring/")
    reader.post(address + "put-back")
    assert BroughtContacts.objects.get().removed_at is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file holds no contacts."),
        ("Colour,Size\nred,4\n", "None of the columns of this table"),
        (b"PK\3\4rest", "This file is packed"),
        ("BEGIN:VCARD\n", "breaks off before its end"),
    ],
)
def test_what_cannot_be_taken_is_told(reader: Client, text: str | bytes, said: str) -> None:
    answer = upload(reader, text)
    html = shown(reader, answer["Location"])
    assert said in html
    assert not Voice.objects.exists()


def test_without_a_file_one_is_asked_for(reader: Client) -> None:
    html = reader.post("/people/bring/file", follow=True).content.decode()
    assert "Nothing was taken. Choose a file." in html


def test_what_is_far_too_large_is_not_read(reader: Client) -> None:
    length = str(pages.MOST_BYTES * 2)
    answer = reader.post("/people/bring/file", CONTENT_LENGTH=length, follow=True)
    assert "larger than 100 MB" in answer.content.decode()


def test_a_script_is_told_where_to_go(reader: Client) -> None:
    answer = upload(reader, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 200
    assert answer["X-Go"] == f"/people/bring/{BroughtContacts.objects.get().pk}/"


def test_without_its_token_nothing_is_brought(owner: User) -> None:
    client = at(owner, csrf=True)
    assert upload(client).status_code == 403
    assert not BroughtContacts.objects.exists()


def test_all_that_a_card_says_can_be_seen(reader: Client, owner: User) -> None:
    row = contacts.bring(owner, read_contacts(VCARD.encode()), "phone.vcf", utc_now())
    contacts.accept(row, utc_now())
    html = shown(reader, f"/people/bring/{row.pk}/")
    for text in ("Kouter 1, 9000 Gent", "April 12", "May 1, 2010", "Likes chess.", "home"):
        assert text in html


def test_each_is_decided_about(reader: Client, owner: User) -> None:
    page = (Labelled("https://jana.example/"),)
    row = brought(owner, Card("Jana", pages=page), Card("Leo"), Card("Mia"))
    html = shown(reader, f"/people/bring/{row.pk}/")
    assert html.count('value="follow"') == 1, "only who speaks somewhere can be followed"
    answer = decide(reader, "Jana", "follow", follow=True)
    assert "You follow Jana now." in answer.content.decode()
    assert Channel.objects.get().address == "https://jana.example/"
    decide(reader, "Leo", "keep")
    decide(reader, "Mia", "ignore")
    assert [state(name) for name in ("Jana", "Leo", "Mia")] == ["followed", "kept", "ignored"]
    html = shown(reader, f"/people/bring/{row.pk}/")
    assert "Everybody is decided about." in html
    assert "Leo" in shown(reader, f"/people/bring/{row.pk}/?state=kept")
    assert "Leo" in shown(reader, "/people/")


def test_a_decision_is_undone_from_its_notice(reader: Client, owner: User) -> None:
    brought(owner, Card("Leo"))
    html = decide(reader, "Leo", "keep", follow=True).content.decode()
    undo = f"/people/contacts/{BroughtContact.objects.get().pk}/undo"
    assert f'action="{undo}"' in html
    reader.post(undo)
    assert state("Leo") == "waiting"
    assert not Voice.objects.exists()


def test_whom_one_has_already_is_proposed_and_joined(reader: Client, owner: User) -> None:
    voice = follows(owner, "https://jana.example/feed", "Jana N")
    namesake = follows(owner, "https://other.example/feed", "J.")
    same = Card("J.", pages=(Labelled("https://jana.example/feed"),), job="Teacher")
    row = brought(owner, same)
    html = shown(reader, f"/people/bring/{row.pk}/")
    assert "the same place, https://jana.example/feed" in html
    assert "Same name as" in html
    assert f"/people/{namesake.pk}/" in html
    decide(reader, "J.", f"join.{voice.pk}")
    assert state("J.") == "joined"
    voice.refresh_from_db()
    assert voice.job == "Teacher"


def test_the_same_person_twice_in_a_file(reader: Client, owner: User) -> None:
    mail = (Labelled("j@x.example"),)
    row = brought(owner, Card("Jana", mails=mail), Card("J. N.", mails=mail))
    html = shown(reader, f"/people/bring/{row.pk}/")
    assert "May be the same as Jana, earlier in this file: the same mail address" in html
    decide(reader, "J. N.", "join.twin")
    assert (state("Jana"), state("J. N.")) == ("kept", "joined")
    assert Voice.objects.count() == 1


def test_a_row_is_answered_alone_where_htmx_asks(reader: Client, owner: User) -> None:
    brought(owner, Card("Leo"))
    html = decide(reader, "Leo", "keep", headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith("<li")
    assert "Kept" in html
    left = html.partition("</li>")[2]
    assert 'id="contacts-left" hx-swap-oob="true">Everybody is decided about.' in left
    assert '<legend id="all-left" hidden hx-swap-oob="true"></legend>' in left
    assert "Undo" in html
    undo = f"/people/contacts/{BroughtContact.objects.get().pk}/undo"
    html = reader.post(undo, headers={"HX-Request": "true"}).content.decode()
    assert "Keep as contact" in html
    assert "Kept" not in shown(reader, "/people/bring/"), "and nothing is told later"


def test_what_cannot_be_decided_is_told_on_the_page_not_in_a_row(
    reader: Client, owner: User
) -> None:
    row = brought(owner, Card("Leo"))
    answer = decide(reader, "Leo", "follow", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/people/bring/{row.pk}/"
    assert answer.content == b""
    html = shown(reader, answer.headers["HX-Redirect"])
    assert "notice bad" in html
    assert "Leo" in html
    assert state("Leo") == "waiting"
    assert "notice bad" in decide(reader, "Leo", "follow", follow=True).content.decode()


def test_all_that_are_left_at_one_stroke(reader: Client, owner: User) -> None:
    row = brought(owner, *(Card(f"P{n}", mails=(Labelled(f"p{n}@x.example"),)) for n in range(3)))
    address = f"/people/bring/{row.pk}/"
    answer = reader.post(address + "decide", {"do": "keep"}, follow=True)
    assert "3 contacts were kept." in answer.content.decode()
    at_ = BroughtContact.objects.values_list("decided_at", flat=True)[0]
    assert at_
    answer = reader.post(address + "undo", {"at": at_.isoformat()}, follow=True)
    assert "3 decisions were taken back." in answer.content.decode()
    reader.post(address + "decide", {"do": "ignore"})
    assert state("P1") == "ignored"
    reader.post(address + "undo")
    assert state("P1") == "waiting"
    answer = reader.post(address + "decide", {"do": "join"}, follow=True)
    assert "There was nobody of whom that could be said." in answer.content.decode()
    assert reader.post(address + "decide", {"do": "nonsense"}).status_code == 302


def test_thirty_at_a_time(reader: Client, owner: User) -> None:
    row = brought(owner, *(Card(f"Person {n:02}") for n in range(32)))
    html = shown(reader, f"/people/bring/{row.pk}/")
    assert "Person 29" in html
    assert "Person 30" not in html
    after = BroughtContact.objects.get(name="Person 29").pk
    assert f"after={after}" in html
    html = shown(reader, f"/people/bring/{row.pk}/?after={after}")
    assert "Person 31" in html
    last = BroughtContact.objects.get(name="Person 31").pk
    assert "Back to the first" in shown(reader, f"/people/bring/{row.pk}/?after={last}")
    assert "Nobody stands here." in shown(reader, f"/people/bring/{row.pk}/?state=joined")


def test_more_contacts_ask_no_more_of_the_database(reader: Client, owner: User) -> None:
    counts = []
    for n in (2, 30):
        cards = (Card(f"P{i}", mails=(Labelled(f"{i}@x.example"),)) for i in range(n))
        row = brought(owner, *cards)
        reader.get(f"/people/bring/{row.pk}/")
        with CaptureQueriesContext(connection) as asked:
            reader.get(f"/people/bring/{row.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


POSTS = ("accept", "decide", "undo", "remove", "put-back")


def test_nobody_else_reaches_what_was_brought(owner: User, ally: User, stranger: User) -> None:
    row = brought(owner, Card("Secret Leo"))
    contact = row.contacts.get()
    contacts.keep(BroughtContact.objects.select_related("brought").get(), utc_now())
    voice = Voice.objects.get()
    for user in (ally, stranger):
        client = at(user)
        mine = brought(user, Card("Mine"))
        assert client.get(f"/people/bring/{row.pk}/").status_code == 404
        for what in POSTS:
            assert client.post(f"/people/bring/{row.pk}/{what}", {"do": "keep"}).status_code == 404
        for what in ("decide", "undo"):
            assert client.post(f"/people/contacts/{contact.pk}/{what}").status_code == 404
        own = mine.contacts.get()
        answer = client.post(f"/people/contacts/{own.pk}/decide", {"do": f"join.{voice.pk}"})
        assert answer.status_code == 404
        own.refresh_from_db()
        assert own.state == "waiting"
        assert "Secret" not in shown(client, "/people/bring/")
        assert b"Secret" not in client.get("/people/take/file").content
    assert state("Secret Leo") == "kept"


def test_people_are_taken_away(reader: Client, owner: User) -> None:
    row = brought(owner, Card("Jana", note="Owes me a book.", mails=(Labelled("j@x.example"),)))
    contacts.keep_all(row, utc_now())
    html = shown(reader, "/people/take/")
    assert "no figures go along" in html
    for name, start, kind in (
        ("vcard4", b"BEGIN:VCARD\r\nVERSION:4.0", "text/vcard"),
        ("vcard3", b"BEGIN:VCARD\r\nVERSION:3.0", "text/vcard"),
        ("csv", b"\xef\xbb\xbfFirst Name,", "text/csv"),
        ("nonsense", b"BEGIN:VCARD\r\nVERSION:4.0", "text/vcard"),
    ):
        answer = reader.get(f"/people/take/file?format={name}")
        assert answer.content.startswith(start)
        assert answer["Content-Type"].startswith(kind)
        assert answer["Content-Disposition"].startswith('attachment; filename="kith-people-')
        assert b"j@x.example" in answer.content
        assert b"Owes" not in answer.content
        assert read_contacts(answer.content).cards[0].name == "Jana"
    assert b"Owes" in reader.get("/people/take/file?notes=1").content


@pytest.mark.django_db
def test_one_who_is_not_signed_in_is_sent_away() -> None:
    for address in ("/people/bring/", "/people/take/", "/people/take/file"):
        assert Client().get(address).status_code == 302
