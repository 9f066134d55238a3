"""Commands against the database and hosts on loopback, within this process."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kith.actions import accounts
from kith.actions.clock import utc_now
from kith.cli import COMMANDS, kith
from kith.db.models import Channel, Entry, Following, Mark, User, Voice
from tests.worker.places import Places, numbered, running
from tests.worker.rounds import follow, look, somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with running() as found:
        yield found


def run(*words: str, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(kith, list(words), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def told(*words: str) -> Any:
    """What a command prints as JSON."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def heard(places: Places, count: int = 3) -> str:
    _, address = places.feed(numbered(count))
    follow(address)
    look()
    return address


def test_help_names_every_command_and_each_has_its_own() -> None:
    listed = run("--help").output
    for name in COMMANDS:
        assert f"  {name}" in listed
        assert run(name, "--help").exit_code == 0


def test_an_unknown_command_is_refused() -> None:
    assert run("dance").exit_code == 2


def test_adding_an_address_follows_and_hears_it(places: Places) -> None:
    _, address = places.feed(numbered(7))
    found = told("add", address, "--label", "Work")
    assert [one.keys() >= {"asked", "voice", "kind", "channels", "followed"} for one in found]
    assert (found[0]["followed"], found[0]["new"]) == (1, 7)
    assert found[0]["channels"][0]["entries"] == ["Item 7", "Item 6", "Item 5"]
    assert [label.name for label in Voice.objects.get().labels.all()] == ["Work"]
    again = told("add", address)
    assert (again[0]["followed"], again[0]["followed_already"]) == (0, 1)
    assert again[0]["trial_until"] > utc_now().isoformat(), "who is added by hand is on trial"
    assert "Followed already" in run("add", address).output


def test_a_dry_run_follows_nothing(places: Places) -> None:
    _, address = places.feed(numbered(2))
    assert told("add", address, "--dry-run")[0]["channels"][0]["address"] == address
    assert not Voice.objects.exists()


def test_adding_what_is_not_there_says_why_and_goes_on(places: Places) -> None:
    _, address = places.feed(numbered(2))
    missing = places.new().at("/nothing")
    result = run("add", missing, "not an address", address, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert ["problem" in one for one in found] == [True, True, False]
    assert Following.objects.get().channel.address == address
    plain = run("add", missing)
    assert plain.exit_code == 1
    assert missing in plain.stderr


def test_a_list_is_brought_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "mine.opml"
    two = '<outline text="A" xmlUrl="https://a.example/"/><outline text="B"/>'
    path.write_text(f"<opml><body>{two}</body></opml>")
    facts = told("bring", str(path))
    assert (facts["format"], facts["taken"], facts["known"]) == ("opml", 1, 0)
    assert facts["left_out"] == [] or facts["left_out"][0]["reason"]
    result = run("bring", "-", given="https://a.example/\nhttps://b.example/feed\n")
    assert result.output.startswith("1 taken, 1 followed already, 0 left out.")
    assert Channel.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<opml>", b"words only"])
def test_a_file_that_is_no_list_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    result = run("bring", str(path))
    assert result.exit_code == 1
    assert result.stderr.startswith("kith: ")


def test_a_file_that_is_not_there_is_refused_in_words() -> None:
    result = run("bring", "/no/such/file")
    assert (result.exit_code, "No such file" in result.stderr) == (2, True)


def test_what_is_taken_can_be_brought_elsewhere(tmp_path: Path) -> None:
    follow("https://a.example/feed", name="Å & <b>", labels=["Work/Deep"])
    path = tmp_path / "taken.opml"
    path.write_text(run("take").output)
    somebody("lena")
    assert told("bring", str(path), "--as", "lena")["taken"] == 1
    voice = Voice.objects.get(owner__username="lena")
    assert voice.name == "Å & <b>"
    assert [label.name for label in voice.labels.all()] == ["Work/Deep"]


def test_a_refresh_tells_what_it_came_to(places: Places) -> None:
    place, address = places.feed(numbered(2))
    _, missing = places.feed(b"", status=404)
    follow(address)
    follow(missing)
    assert told("refresh") == {
        "looked_at": 2,
        "new": 2,
        "edited": 0,
        "unchanged": 0,
        "failed": 1,
        "problems": [
            {
                "address": missing,
                "code": "not-found",
                "problem": "There is nothing at this address any more (404).",
            }
        ],
    }
    place.say(numbered(3))
    result = run("refresh")
    assert "2 channels: 1 new entries, 0 edited, 0 channels unchanged, 1 failed." in result.output
    assert missing in result.output
    assert told("refresh", "--due")["looked_at"] == 0


def test_a_refresh_for_one_account_asks_only_for_its_own(places: Places) -> None:
    place, mine = places.feed(numbered(2))
    other, theirs = places.feed(numbered(2))
    follow(mine)
    follow(theirs, user=somebody("lena"))
    assert told("refresh", "--as", "Lena")["looked_at"] == 1
    assert (place.asked(), other.asked()) == (0, 1)


def test_entries_are_printed_newest_first(places: Places) -> None:
    address = heard(places, 40)
    found = told("read")
    assert [one["title"] for one in found] == [f"Item {number}" for number in range(40, 0, -1)]
    first = found[0]
    assert first.keys() == {
        "title", "address", "author", "voice", "channel", "guid", "published", "updated",
        "summary", "content", "full_text", "categories", "enclosures", "marks",
    }  # fmt: skip
    assert (first["channel"], first["guid"]) == (address, "urn:item:40")
    assert first["published"].endswith("Z")
    assert first["marks"] == {"state": "unread", "kept": None, "opened": None, "read": None}
    assert run("read").output.count("https://e.example/") == 30
    assert len(told("read", "--unread")) == 5
    assert len(told("read", "--limit", "2")) == 2
    assert told("read", "--kept") == []


def test_entries_of_one_channel_are_printed_alone(places: Places) -> None:
    one = heard(places, 2)
    heard(places, 3)
    assert len(told("read", "--channel", one)) == 2
    result = run("read", "--channel", "https://elsewhere.example/")
    assert (result.exit_code, result.stderr) == (
        1,
        "kith: you do not follow https://elsewhere.example/.\n",
    )


def test_nobody_reads_for_somebody_else(places: Places) -> None:
    heard(places)
    somebody("lena")
    assert told("read", "--as", "lena") == []
    result = run("read", "--as", "nobody")
    assert (result.exit_code, result.stderr) == (1, "kith: there is no account called nobody.\n")


def test_status_counts(places: Places) -> None:
    heard(places, 8)
    Mark.objects.filter(entry__guid="urn:item:8").update(kept_at=utc_now())
    facts = told("status")
    assert facts.keys() == {"channels", "failing", "entries", "unread", "kept", "next_due"}
    assert (facts["channels"], facts["entries"], facts["unread"], facts["kept"]) == (1, 8, 5, 1)
    assert facts["next_due"].endswith("Z")
    assert "unread     5" in run("status").output


def test_every_option_is_shown() -> None:
    rows = told("settings")
    values = {row["variable"]: row["value"] for row in rows}
    assert values["KITH_PORT"] == "8420"
    assert values["KITH_SECRET_KEY"] == "(set)"
    assert "only-for-tests" not in run("settings").output


def test_a_doctor_finds_what_is_well_and_what_is_not(places: Places) -> None:
    _, missing = places.feed(b"", status=404)
    follow(missing)
    for _ in range(3):
        look()
    result = run("doctor", "--json")
    found = {one["what"]: one for one in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert found["database"]["well"]
    assert not found["channels"]["well"]
    assert found["channels"]["advice"]
    Channel.objects.all().delete()
    assert "database" in run("doctor").output


def test_a_link_signs_in_whom_it_is_for() -> None:
    somebody("lena")
    for words, name in (((), "owner"), (("--as", "lena"), "lena")):
        line = run("signin", *words).output.strip()
        assert line.startswith("Sign in: http://127.0.0.1:8420/sign-in/")
        secret = line.rstrip("/").rpartition("/")[2]
        user = accounts.use_ticket(secret, utc_now())
        assert user == User.objects.get(username=name)
    secret = run("signin").output.strip().rstrip("/").rpartition("/")[2]
    assert accounts.use_ticket(secret, utc_now() + timedelta(hours=1)) is None


def test_a_database_that_breaks_is_said_in_words(places: Places) -> None:
    from django.db import connection

    heard(places)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE db_mark RENAME TO db_mark_away")
    try:
        result = run("status")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE db_mark_away RENAME TO db_mark")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kith: the {connection.vendor} database cannot be used: ")
    assert Entry.objects.count() == 3
