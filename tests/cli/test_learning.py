"""`kith interests`."""

import pytest

from kith.db.models import Interest
from tests.cli.test_commands import run, told
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def test_interests_are_named_and_listed() -> None:
    said = run("interests", "add", "retrieval practice, feedback").output
    assert said == "Retrieval practice: Kith looks for retrieval practice, feedback.\n"
    run("interests", "add", "Memory:", "recall,", "quiz")
    Interest.objects.filter(name="Memory").update(weight=Interest.Weight.MOST)
    lines = run("interests").output.splitlines()
    assert lines == [
        "Memory  most",
        "  recall, quiz",
        "Retrieval practice  more",
        "  retrieval practice, feedback",
    ]
    assert run("interests", "list").output.splitlines() == lines


def test_they_are_told_in_json_for_an_account() -> None:
    user = somebody("jana")
    facts = told("interests", "add", "--as", "jana", "volunteers")
    one = {"name": "Volunteers", "description": "", "terms": ["volunteers"]}
    assert facts == [{**one, "weight": "more", "resting": False}]
    assert told("interests", "list", "--as", "jana") == facts
    assert told("interests", "--as", "jana") == facts
    assert run("interests", "--json", "list").exit_code == 2, "it would be left unheard"
    assert told("interests", "list") == []
    assert Interest.objects.get().owner == user


def test_nothing_is_no_interest() -> None:
    result = run("interests", "add", " , ")
    assert result.exit_code == 1
    assert "There is no word in this to learn about." in result.output
