"""One entry, calm to read."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kith.actions.clock import utc_now
from kith.db.models import Mark, User
from tests.web import world
from tests.web.markup import faults


def one(owner: User, title: str = "Retrieval") -> Mark:
    return Mark.objects.get(owner=owner, entry__title__startswith=title)


def look(client: Client, mark: Mark, query: str = "", **more: str) -> str:
    answer = client.get(f"/read/{mark.entry_id}/{query}", headers=more)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def test_shows_what_was_written_and_where(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader, one(owner))
    assert '<h1 dir="auto">Retrieval practice' in html
    assert "<blockquote>" in html, "what was cleaned is not escaped again"
    assert "Ines Kowalczyk</a> · <time" in html
    assert "today</time> · 2 minutes" in html
    assert ">original</a> · words.example" in html
    assert ">comments</a>" in html
    assert "Filed by its author under <bdi>teaching</bdi> · <bdi>memory</bdi>" in html


def test_plays_what_can_be_heard(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader, one(owner, "Episode"))
    assert '<audio controls preload="none" src="https://words.example/88.mp3" aria-label=' in html
    assert "31 minutes · 31 MB" in html


def test_opening_marks_as_read(reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner)
    look(reader, mark)
    mark.refresh_from_db()
    assert mark.state == Mark.State.READ
    assert mark.opened_at


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}, {"Sec-Fetch-Dest": "image"}],
)
def test_guesses_and_pictures_do_not(headers: dict[str, str], reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner)
    look(reader, mark, **headers)
    reader.head(f"/read/{mark.entry_id}/")
    mark.refresh_from_db()
    assert mark.state == Mark.State.UNREAD


def test_next_and_previous_stay_in_the_list(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    slides, workshop = one(owner, "Slides"), one(owner, "On closing")
    query = f"?voice={ines.pk}"
    html = look(reader, slides, query)
    assert f'href="/read/{workshop.entry_id}/{query}" rel="next"' in html
    assert f'href="/read/{one(owner).entry_id}/{query}" rel="prev"' in html
    assert "End of the list" in look(reader, workshop, query)


def test_the_way_back_goes_over_what_was_just_read(reader: Client, owner: User) -> None:
    ines = world.voice(owner, "Ines", *world.many(4))
    world.voice(owner, "Jun", *world.many(2))
    world.unread(owner)
    query = f"?voice={ines.pk}"
    first, second, third, fourth = Mark.objects.filter(voice=ines).order_by("-at", "-entry_id")
    assert 'rel="prev"' not in look(reader, first, query)
    look(reader, second, query)
    html = look(reader, third, query)
    assert f'href="/read/{second.entry_id}/{query}" rel="prev"' in html
    assert f'href="/read/{fourth.entry_id}/{query}" rel="next"' in html
    html = look(reader, second, query)
    assert f'href="/read/{first.entry_id}/{query}" rel="prev"' in html
    assert f'href="/read/{fourth.entry_id}/{query}" rel="next"' in html


def test_what_was_read_yesterday_is_no_way_back(reader: Client, owner: User) -> None:
    ines = world.voice(owner, "Ines", *world.many(2))
    world.unread(owner)
    first, second = Mark.objects.filter(voice=ines).order_by("-at", "-entry_id")
    look(reader, first)
    Mark.objects.filter(pk=first.pk).update(read_at=utc_now() - timedelta(hours=13))
    assert 'rel="prev"' not in look(reader, second)


def test_keeping_answers_with_the_dock(reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner)
    there = f"/read/{mark.entry_id}/mark?shelf=all"
    htmx = {"HX-Request": "true", "HX-Target": "dock"}
    html = reader.post(there, {"do": "keep"}, headers=htmx).content.decode().strip()
    assert html.startswith("<form")
    assert 'aria-pressed="true"' in html
    assert "shelf=all" in html
    assert faults(html) == []
    html = reader.post(there, {"do": "let-go"}, headers=htmx).content.decode()
    assert 'aria-pressed="false"' in html
    mark.refresh_from_db()
    assert mark.kept_at is None


def test_unread_again_leaves_the_page_that_would_read_it(reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner)
    look(reader, mark)
    here = f"/read/{mark.entry_id}/?shelf=all"
    answer = reader.post(f"/read/{mark.entry_id}/mark?shelf=all", {"do": "unread", "next": here})
    assert answer.headers["Location"] == "/read/?shelf=all"
    mark.refresh_from_db()
    assert mark.state == Mark.State.UNREAD
    answer = reader.post(f"/read/{mark.entry_id}/mark?shelf=all", {"do": "keep", "next": here})
    assert answer.headers["Location"] == here
    assert reader.get(f"/read/{mark.entry_id}/mark").status_code == 405


def test_says_how_often_it_was_edited(reader: Client, owner: User) -> None:
    there = world.voice(owner, "Somebody", world.said("Words", html="<p>First.</p>"))
    world.speaks(there, world.said("Words", html="<p>Second, and longer.</p>"))
    world.speaks(there, world.said("Words", html="<p>Third, and longer still.</p>"))
    html = look(reader, one(owner, "Words"))
    assert "edited 2 times since" in html
    assert "Third, and longer still." in html


def test_nobody_else_may_read_it(other: Client, owner: User) -> None:
    world.library(owner)
    entry = one(owner).entry_id
    assert other.get(f"/read/{entry}/").status_code == 404
    assert other.post(f"/read/{entry}/mark", {"do": "read"}).status_code == 404
    assert other.get("/read/99999999999999999999999/").status_code == 404


def test_few_queries(
    reader: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.library(owner)
    mark = one(owner)
    look(reader, mark)
    # session, account, entry, full text, edits, the next, the last, what was just
    # read, highlights, tags, all tags, what is said about it
    with django_assert_num_queries(13):
        look(reader, mark)


def test_an_entry_of_nothing_but_an_address(reader: Client, owner: User) -> None:
    world.voice(
        owner, "Terse", world.said("", html=" ", url="https://words.example/bare", guid="x")
    )
    html = look(reader, Mark.objects.get())
    assert "Without a title" in html
    assert re.search(r"Read it at words\.example", html)
