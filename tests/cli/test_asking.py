"""`kith ask`."""

import json
import re

import pytest

from kith.actions import questions
from kith.actions.clock import utc_now
from kith.db.models import Question
from tests.cli.test_commands import run, told
from tests.docs.markdown import DOCS, blocks, read, section
from tests.docs.test_commands import shape
from tests.web import world
from tests.web.world import said
from tests.worker.rounds import owner, somebody

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = "How do I grade group work with a rubric?"


def network() -> None:
    world.voice(owner(), "Gardener", said("Beans in June"), said("Slugs"), said("The last frost"))
    world.voice(owner(), "Ana Novak", said("A rubric for group work"))


def test_it_says_what_was_said_and_whom_to_ask() -> None:
    network()
    lines = run("ask", ASKED).output.splitlines()
    assert lines[0] == "A rubric for group work"
    assert lines[3] == "Ask Ana Novak, knows most about it"
    assert re.fullmatch(r"  Wrote “A rubric for group work” on this, \d+ minutes ago\.", lines[4])
    assert not Question.objects.exists()


def test_it_is_told_in_json_as_documented() -> None:
    network()
    row = questions.add(owner(), "Which rubric for group work?", utc_now())
    questions.close(row, "The one with four lines.", [], utc_now())
    facts = told("ask", *ASKED.split())
    (block,) = blocks(section(read(DOCS / "commands.md"), "kith ask"), "json")
    assert shape(facts) == shape(json.loads(block.text))
    assert facts["people"][0]["as"] == "best"
    assert facts["before"][0]["outcome"] == "The one with four lines."


def test_a_question_is_kept_and_open_ones_are_listed() -> None:
    stranger = somebody("stranger")
    questions.add(stranger, "Not yours?", utc_now())
    assert "Nobody you listen to wrote about it." in run("ask", "--keep", ASKED).output
    assert Question.objects.get(owner=owner()).text == ASKED
    assert run("ask").output.splitlines() == [
        ASKED,
        "  nobody was asked yet · 0 answers · just now",
    ]
    (one,) = told("ask")
    assert (one["question"], one["asked"], one["answers"]) == (ASKED, [], 0)
    assert [one["question"] for one in told("ask", "--as", "stranger")] == ["Not yours?"]
