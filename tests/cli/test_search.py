"""`kith search`."""

import json

import pytest
from click.testing import CliRunner, Result

from kith.cli import kith
from tests.actions.world import follow, hear, post, somebody

pytestmark = pytest.mark.django_db(transaction=True)

A = "https://a.example/feed"


def run(*words: str) -> Result:
    result = CliRunner().invoke(kith, ["search", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(autouse=True)
def _heard(_nothing_to_find: None) -> None:
    follow(A, name="Ines")
    hear(A, [post(n, content="<p>A &lt;b&gt; needle &amp; thread</p>") for n in (3, 2, 1)])


def test_prints_what_holds_the_words_the_newest_first() -> None:
    lines = run("needle", "voice:ines", "--limit", "2").output.splitlines()
    assert [line.split("  ")[1] for line in lines[::3]] == ["Post 3", "Post 2"]
    assert lines[1] == "  Ines  https://e.example/3"
    assert lines[2] == "  A <b> needle & thread"
    assert run("nowhere").output == ""
    assert run("--", "needle", "-thread").output == ""


def test_json_is_that_of_read_with_an_excerpt() -> None:
    found = json.loads(run("needle", "--json").output)
    assert [one["title"] for one in found] == ["Post 3", "Post 2", "Post 1"]
    assert found[0]["excerpt"] == "A &lt;b&gt; <mark>needle</mark> &amp; thread"
    read = CliRunner().invoke(kith, ["read", "--json"])
    assert [{**one, "excerpt": ""} for one in json.loads(read.output)] == [
        {**one, "excerpt": ""} for one in found
    ]
    assert json.loads(run("nowhere", "--json").output) == []


def test_no_word_is_said_so_and_strangers_find_nothing() -> None:
    result = run("***")
    assert result.exit_code == 1
    assert "there is no word in this" in result.output
    assert run("needle", "--as", somebody("stranger").username).output == ""
