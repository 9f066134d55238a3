"""The page that finds: what it shows, what it says when there is nothing, and to whom."""

import re

import pytest
from django.test import Client
from markupsafe import escape

from kith.actions import roster
from kith.actions.clock import utc_now
from kith.db.models import Mark, User
from kith.queries.reading import PAGE
from tests.web import world
from tests.web.markup import faults


def look(client: Client, typed: str = "", **more: str) -> str:
    answer = client.get("/search/", {"q": typed, **more})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def titles(html: str) -> list[str]:
    found = re.findall(r"<a data-open [^>]*>(.*?)</a>", html)
    return [re.sub("</?mark>", "", title) for title in found]


def test_finds_and_marks_the_words(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader, "volunteers counting")
    assert titles(html) == ["What volunteers say when nobody is counting"]
    assert "What <mark>volunteers</mark> say" in html
    assert 'value="volunteers counting"' in html
    assert "Entries with “volunteers”, “counting” · 1" in html
    assert "That is all that was found." in html
    assert 'aria-current="page">Read</a>' in html


def test_narrows_by_voice_and_day(reader: Client, owner: User) -> None:
    world.library(owner)
    assert len(titles(look(reader, "voice:ines"))) == 3
    assert len(titles(look(reader, 'voice:"quiet journal" marks'))) == 2
    assert titles(look(reader, "before:2000")) == []


def test_the_field_stands_on_the_list(reader: Client) -> None:
    html = reader.get("/read/").content.decode()
    assert '<form method="get" action="/search/"' in html
    assert "data-search" in html
    assert faults(html) == []


@pytest.mark.parametrize("typed", ["", "  ", '"" - *', "(((", "\0"])
def test_without_words_says_what_can_be_typed(reader: Client, typed: str) -> None:
    html = look(reader, typed)
    assert "What you can type" in html
    assert "before:2026-03-15" in html
    assert ("There is no word in this" in html) == bool(typed.strip(" \0"))


def test_nothing_found_says_what_was_understood_and_how_to_widen(
    reader: Client, owner: User
) -> None:
    world.library(owner)
    html = look(reader, "nowhere voice:ines before:2026-03")
    assert "Entries by “ines” before March 2026 with “nowhere”: none." in html
    assert "Leave out: before March 2026" in html
    assert 'href="/search/?q=nowhere+voice%3Aines"' in html
    assert "Nobody you follow" not in html
    assert "Nobody you follow is called “nemo”." in look(reader, "voice:nemo retrieval")
    assert "rememb*" in look(reader, "nowhere")


def test_whoever_follows_nobody_is_shown_how_to_begin(other: Client, owner: User) -> None:
    world.library(owner)
    html = look(other, "nowhere kept:")
    assert "You follow nobody yet." in html
    assert "Look around in a sample" in html
    assert "Leave out" not in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kept: nowhere", "that you keep"),
        ("kept:no nowhere", "not kept"),
        ("is:unread nowhere", "not read yet"),
        ("is:read nowhere", "no longer unread"),
        ("kind:person nowhere", "from people"),
        ("label:x nowhere", "labelled “x”"),
        ("after:2026-03-15 nowhere", "since March 15, 2026"),
        ("title:nowhere -quiz", "without “quiz”"),
        ("author:nowhere", "with “nowhere” as the author"),
        ("title:nowh*", "with “nowh*” in the title"),
        ("on:0001", "since 0001-01-01"),
    ],
)
def test_conditions_in_words(reader: Client, typed: str, said: str) -> None:
    assert said in look(reader, typed)


def test_pages_forth_and_back(reader: Client, owner: User) -> None:
    world.voice(owner, "Ines", *world.many(PAGE + 5))
    html = look(reader, "entry")
    assert len(titles(html)) == PAGE
    assert f"· {PAGE + 5}" in html
    older = re.search(r'rel="next"[^>]* href="([^"]*)"', html)
    assert older
    second = reader.get(older[1].replace("&amp;", "&")).content.decode()
    assert len(titles(second)) == 5
    newer = re.search(r'rel="prev"[^>]* href="([^"]*)"', second)
    assert newer
    assert titles(reader.get(newer[1].replace("&amp;", "&")).content.decode()) == titles(html)
    assert "Nothing further." in look(reader, "entry", after="2000-01-01T00:00:00Z.1")


def test_a_stranger_finds_nothing_of_others(reader: Client, other: Client, owner: User) -> None:
    world.library(owner)
    assert titles(look(reader, "retrieval")) != []
    for typed in ("retrieval", "voice:ines", "label:libraries", "before:2100", "-x", "kept:"):
        html = look(other, typed)
        assert titles(html) == []
        assert "Kowalczyk" not in html
    assert Client().get("/search/?q=retrieval").status_code == 302


def test_released_voices_are_found_only_when_kept(reader: Client, owner: User) -> None:
    ines = world.voice(owner, "Ines", world.said("Retrieval"))
    roster.let_go(ines, utc_now())
    assert titles(look(reader, "retrieval")) == []


def test_hostile_titles_and_questions_are_shown_as_text(reader: Client, owner: User) -> None:
    title = '<script>alert(1)</script> & "recall" <b>'
    world.voice(
        owner, "<i>Mallory</i>", world.said(title, html="<p>&lt;svg onload=x&gt; recall</p>")
    )
    for typed in ("recall", "script", "svg onload", "b", "alert", '"><script>alert(2)</script>'):
        html = look(reader, typed)
        assert "<script>alert" not in html
        assert "<svg onload" not in html
        assert "<i>Mallory" not in html
        assert str(escape(typed)) in html
    assert "&lt;<mark>script</mark>&gt;alert(1)" in look(reader, "script")


def test_odd_addresses_are_no_error(reader: Client) -> None:
    for query in ("?q=a&after=x", "?q=a&before=9", "?q=" + "a" * 5000, "?q=%00%ff", "?after=."):
        assert reader.get(f"/search/{query}").status_code == 200


def test_what_is_ones_own_is_shown_as_such(reader: Client, owner: User, other: Client) -> None:
    world.library(owner)
    mark = Mark.objects.get(owner=owner, entry__title__startswith="Slides")
    there = f"/read/{mark.entry_id}"
    reader.post(f"{there}/highlights", {"exact": "three questions", "note": "<b>Ask</b> Jürgen"})
    reader.post(f"{there}/tags", {"tags": "to try"})
    html = look(reader, "jurgen")
    own = "<span>Your note:</span> <bdi>&lt;b&gt;Ask&lt;/b&gt; <mark>Jürgen</mark></bdi>"
    assert own in html
    assert "<span>Your word for it:</span> <bdi>to <mark>try</mark></bdi>" in look(reader, "try")
    html = look(reader, '"three questions" title:slides')
    assert "<span>You highlighted:</span> <bdi><mark>three questions</mark></bdi>" in html
    assert "<article" not in look(other, "jurgen")
