"""`kith contacts`."""

from pathlib import Path

import pytest

from kith.db.models import BroughtContacts, Voice
from tests.cli.test_commands import run, told
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)

VCARD = """BEGIN:VCARD
VERSION:3.0
FN:Jana
EMAIL:jana@x.example
NOTE:Owes me a book.
PHOTO;ENCODING=b:AAAA
END:VCARD
BEGIN:VCARD
FN:J. N.
EMAIL:jana@x.example
END:VCARD
BEGIN:VCARD
FN:Half
"""


@pytest.fixture
def phone(tmp_path: Path) -> str:
    file = tmp_path / "phone.vcf"
    file.write_text(VCARD)
    return str(file)


def test_a_file_waits_to_be_decided_about(phone: str) -> None:
    assert run("contacts", "bring", phone).output.splitlines() == [
        "2 contacts (vcard).",
        "0 kept, 2 to decide about.",
        "  line 12  Half: “Half” breaks off before its end.",
        "  no place for PHOTO (1)",
    ]
    row = BroughtContacts.objects.get()
    assert (row.name, bool(row.accepted_at)) == ("phone.vcf", True)
    assert not Voice.objects.exists()


def test_those_who_are_clear_are_kept_where_that_is_asked_for(phone: str) -> None:
    user = somebody("jana")
    facts = told("contacts", "bring", phone, "--keep", "--as", "jana")
    assert (facts["contacts"], facts["kept"], facts["to_decide"]) == (2, 1, 1)
    assert facts["left_out"][0]["contact"] == "Half"
    assert facts["without_place"] == {"PHOTO": 1}
    assert Voice.objects.get().owner == user


def test_what_a_file_holds_can_be_seen_without_storing_it(phone: str) -> None:
    assert told("contacts", "bring", phone, "--dry-run")["contacts"] == 2
    assert not BroughtContacts.objects.exists()


def test_a_file_that_holds_no_contacts_is_told(tmp_path: Path) -> None:
    file = tmp_path / "colours.csv"
    file.write_text("Colour,Size\nred,4\n")
    result = run("contacts", "bring", str(file))
    assert result.exit_code == 1
    assert "None of the columns of this table" in result.output
    assert not BroughtContacts.objects.exists()


def test_people_are_taken_away(phone: str) -> None:
    run("contacts", "bring", phone, "--keep")
    assert run("contacts", "take").output.startswith("BEGIN:VCARD\nVERSION:4.0")
    assert "VERSION:3.0" in run("contacts", "take", "--format", "vcard3").output
    table = run("contacts", "take", "--format", "csv").output
    assert "jana@x.example" in table
    assert "Owes" not in table
    assert "Owes" in run("contacts", "take", "--notes").output
