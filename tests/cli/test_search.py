"""`kith search`."""

import json
from functools import partial

import pytest

from kith.actions import notes
from kith.core.quoting import Quote
from tests.actions.world import NOW, follow, hear, mark, post, somebody
from tests.cli.test_commands import run as kith

pytestmark = pytest.mark.django_db(transaction=True)

A = "https://a.example/feed"
run = partial(kith, "search")


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


def test_an_excerpt_is_one_line() -> None:
    hear(A, [post(9, content="<p>A first</p><p>thimble</p><ul><li>and</li><li>more</li></ul>")])
    assert run("thimble").output.splitlines()[2:] == ["  A first thimble and more"]


def test_json_is_that_of_read_with_an_excerpt() -> None:
    found = json.loads(run("needle", "--json").output)
    assert [one["title"] for one in found] == ["Post 3", "Post 2", "Post 1"]
    assert found[0]["excerpt"] == "A &lt;b&gt; <mark>needle</mark> &amp; thread"
    read = kith("read", "--json")
    rest = {"excerpt": "", "added": None}
    assert [one | rest for one in json.loads(read.output)] == [one | rest for one in found]
    assert json.loads(run("nowhere", "--json").output) == []


def test_what_was_added_is_shown_as_ones_own() -> None:
    there = mark(2)
    row = notes.highlight(there, there.entry.content, Quote("needle"), NOW, note="A <haystack>")
    assert row
    notes.tag(there, ["to sew"])
    assert run("haystack").output.splitlines()[-1] == "  Your note: A <haystack>"
    assert run("sew").output.splitlines()[-1] == "  Your word for it: to sew"
    (found,) = json.loads(run("haystack", "--json").output)
    assert found["added"] == {"what": "note", "excerpt": "A &lt;<mark>haystack</mark>&gt;"}
    assert json.loads(run("thread", "--json").output)[0]["added"] is None


def test_no_word_is_said_so_and_strangers_find_nothing() -> None:
    result = run("***")
    assert result.exit_code == 1
    assert "there is no word in this" in result.output
    assert run("needle", "--as", somebody("stranger").username).output == ""
