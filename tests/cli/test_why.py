"""`kith why`."""

import json
from functools import partial

import pytest

from kith.actions import reading
from kith.db.models import Channel, Feature
from tests.actions.world import NOW, follow, hear, mark, posts, somebody
from tests.cli.test_commands import run as kith

pytestmark = pytest.mark.django_db(transaction=True)

A = "https://a.example/feed"
run = partial(kith, "why")


@pytest.fixture(autouse=True)
def _heard(_nothing_to_find: None) -> None:
    follow(A, name="Ines")
    hear(A, posts(3))


def test_says_why_by_address_and_by_number() -> None:
    lines = run("https://e.example/2").output.splitlines()
    assert lines[:2] == ["Post 2", "  Ines"]
    assert any("unread entries" in line for line in lines)
    assert run(str(mark(2).entry_id)).output == run("https://e.example/2").output


def test_json_is_the_same_for_programs() -> None:
    reading.open_entry(mark(3), NOW)
    told = json.loads(run("https://e.example/3", "--json").output)
    assert (told["title"], told["voice"], told["place"]) == ("Post 3", "Ines", None)
    assert told["not_today"][0].startswith("You read it ")


def test_what_is_not_there_is_said() -> None:
    assert "you have no entry https://e.example/99" in run("https://e.example/99").output
    assert "you have no entry 99999" in run("99999").output
    other = somebody()
    result = run("https://e.example/2", "--as", other.username)
    assert result.exit_code == 1


def test_a_refresh_understands_what_it_heard() -> None:
    Channel.objects.update(gone=True)  # nothing is asked
    assert kith("refresh").exit_code == 0
    assert Feature.objects.count() == 3
