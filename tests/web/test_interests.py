"""Interests on their pages: named, weighed, resting, gone and back; and where they come from."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kith.actions import interests, reading
from kith.actions.clock import utc_now
from kith.db.models import Interest, Mark, User
from tests.web import world
from tests.web.accounts import at, follows
from tests.web.markup import faults

pytestmark = pytest.mark.django_db


def look(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    html = answer.content.decode()
    assert faults(html) == []
    return html


def add(user: User, text: str) -> Interest:
    return interests.add(user, text, utc_now())[0]


def names(html: str) -> list[str]:
    return re.findall(r'class="name" data-open [^>]*>([^<]*)</a>', html)


def undo(client: Client, html: str) -> str:
    """Press the button of the notice; where it leads."""
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', html, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    return client.post(form[1], fields)["Location"]


def test_five_words_make_an_interest_and_that_is_undone(reader: Client, owner: User) -> None:
    there = reader.post("/interests/add", {"text": "retrieval practice, feedback"})["Location"]
    row = Interest.objects.get(owner=owner)
    assert there == f"/interests/?at={row.pk}"
    html = look(reader, there)
    assert names(html) == ["Retrieval practice"]
    assert "Kith looks for: retrieval practice, feedback." in html
    assert "nothing read this month" in html
    assert undo(reader, html) == "/interests/"
    assert not Interest.objects.exists()


def test_what_cannot_be_named_is_asked_for_again(reader: Client) -> None:
    answer = reader.post("/interests/add", {"text": " ,, "})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert faults(html) == []
    assert "There is no word in this to learn about." in html


def test_they_stand_by_weight_and_move_step_by_step(reader: Client, owner: User) -> None:
    for text in ("A1", "B1", "C1"):
        add(owner, text)
    row = Interest.objects.get(name="C1")
    assert names(look(reader, "/interests/")) == ["A1", "B1", "C1"]
    there = reader.post(f"/interests/{row.pk}/move", {"way": "up"})["Location"]
    html = look(reader, there)
    assert names(html) == ["A1", "C1", "B1"]
    form = html.split(f'action="/interests/{row.pk}/move"')[1]
    assert re.search(r'value="up"[^>]* autofocus', form.split("</form>")[0])
    reader.post(f"/interests/{row.pk}/move", {"weight": "4", "place": "0"})
    html = look(reader, "/interests/")
    assert names(html) == ["C1", "A1", "B1"]
    most, more, some = re.findall(r'<section class="weight"([^>]*)>', html)
    assert "hidden" not in most + more
    assert "hidden" in some, "nobody is told of a weight that nothing has"


@pytest.mark.parametrize(
    "form", [{}, {"way": "left"}, {"weight": "3"}, {"weight": "4", "place": "9" * 18}]
)
def test_a_move_to_nowhere_is_harmless(form: dict[str, str], reader: Client, owner: User) -> None:
    row = add(owner, "A1")
    assert reader.post(f"/interests/{row.pk}/move", form).status_code == 302
    assert names(look(reader, "/interests/")) == ["A1"]


def test_resting_and_taking_up_again(reader: Client, owner: User) -> None:
    row = add(owner, "A1")
    there = reader.post(f"/interests/{row.pk}/rest")["Location"]
    html = look(reader, there)
    assert "Take up again" in html
    assert "Nothing is chosen for it" in html
    assert "It rests" in look(reader, f"/interests/{row.pk}/")
    undo(reader, html)
    row.refresh_from_db()
    assert not row.resting


def test_removing_is_undone_with_everything(reader: Client, owner: User) -> None:
    add(owner, "A1")
    row = add(owner, "B1: x1, y1")
    interests.describe(row, name="B1", description="Why", terms=row.terms, weight=4)
    interests.rest(row)
    html = look(reader, reader.post(f"/interests/{row.pk}/remove")["Location"])
    assert names(html) == ["A1"]
    undo(reader, html)
    back = Interest.objects.get(name="B1")
    assert back.pk == row.pk
    assert (back.description, back.terms, back.weight) == ("Why", ["x1", "y1"], 4)
    assert back.resting


def test_where_there_is_no_room_it_is_said(
    reader: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = add(owner, "teaching, volunteers, museums")
    monkeypatch.setattr(interests, "MOST", 1)
    answer = reader.post(f"/interests/{row.pk}/part")
    assert answer.status_code == 422
    full = "Kith keeps 1 interests at the most"
    assert full in answer.content.decode()
    for there, form in (("/interests/labels/", {"offer": "1", "name-1": "One more"}),):
        assert full in look(reader, reader.post(there, form)["Location"])
    assert names(look(reader, "/interests/")) == ["Teaching"]


def test_everything_about_one_can_be_changed(reader: Client, owner: User) -> None:
    row = add(owner, "A1")
    form = {"name": "Memory", "description": "Why?", "terms": "recall, quiz", "weight": "4"}
    assert reader.post(f"/interests/{row.pk}/describe", form)["Location"] == f"/interests/{row.pk}/"
    html = look(reader, f"/interests/{row.pk}/")
    assert '<h1 dir="auto">Memory</h1>' in html
    assert 'href="/search/?q=%22recall%22"' in html
    add(owner, "Taken")
    answer = reader.post(f"/interests/{row.pk}/describe", {**form, "name": "taken"})
    assert answer.status_code == 422
    assert "You have an interest called “taken” already." in answer.content.decode()


def test_its_words_become_interests_of_their_own(reader: Client, owner: User) -> None:
    row = add(owner, "teaching, volunteers")
    html = look(reader, reader.post(f"/interests/{row.pk}/part")["Location"])
    assert names(html) == ["Teaching", "Volunteers"]
    assert "“Teaching” became: Teaching, Volunteers." in html
    undo(reader, html)
    assert Interest.objects.get().pk == row.pk
    assert Interest.objects.get().terms == ["teaching", "volunteers"]


def test_its_page_shows_new_kept_and_who_speaks(reader: Client, owner: User) -> None:
    world.library(owner)
    row = add(owner, "Testing: surprise, retrieval practice")
    kept = Mark.objects.get(entry__title="Slides are not notes")
    reading.keep(kept, utc_now())
    reading.open_entry(kept, utc_now())
    html = look(reader, f"/interests/{row.pk}/")
    new, rest = html.split('id="kept"')
    assert "Retrieval practice beats" in new
    assert "A checklist for workshops" not in html
    assert "Slides are not notes" in rest
    assert "Ines Kowalczyk" in rest.split('id="voices"')[1]
    assert "That is all that is unread about it." in html
    assert "That is all of what you read for interests, as its weight asks." in html
    assert re.search(r"\d minutes? this month, in one piece", html)


def test_all_that_is_about_it_comes_in_pages_and_ends(reader: Client, owner: User) -> None:
    world.voice(owner, "Ines", *world.many(40, word="Quiz"), *world.many(3, word="Train"))
    world.unread(owner)
    row = add(owner, "Quizzes: quiz")
    html = look(reader, f"/interests/{row.pk}/")
    assert f'<a href="/interests/{row.pk}/entries/">All of it</a>' in html
    titles: list[str] = []
    there, pages = f"/interests/{row.pk}/entries/?shelf=all", 0
    while there:
        html = look(reader, there)
        titles += re.findall(r'id="open-\d+"[^>]*>([^<]+)<', html)
        onward = re.search(r'rel="next"[^>]* href="([^"]+)"', html)
        there, pages = onward[1].replace("&amp;", "&") if onward else "", pages + 1
    assert titles == [f"Quiz {n}" for n in range(40)]
    assert pages == 2
    assert "This is the end of the list." in html
    back = re.search(r'rel="prev"[^>]* href="([^"]+)"', html)
    assert back
    assert "Quiz 0<" in look(reader, back[1].replace("&amp;", "&"))
    assert "Nothing about it" in look(reader, f"/interests/{row.pk}/entries/?shelf=kept")


def test_an_interest_nothing_speaks_of_says_so(reader: Client, owner: User) -> None:
    html = look(reader, f"/interests/{add(owner, 'A1').pk}/")
    for words in ("Nothing unread", "Nothing kept", "Nobody you hear", "asks for all of what"):
        assert words in html


def test_an_entry_shows_its_best_interest_and_proposes_words(reader: Client, owner: User) -> None:
    world.library(owner)
    row = add(owner, "Testing: surprise")
    mark = Mark.objects.get(entry__title="Slides are not notes")
    there = f"/read/{mark.entry_id}/terms?shelf=all"
    html = look(reader, f"/read/{mark.entry_id}/?shelf=all")
    assert 'data-key="a"' in html
    assert f'hx-get="/read/{mark.entry_id}/interest"' in html
    best = reader.get(f"/read/{mark.entry_id}/interest").content.decode()
    assert best.split() == f'<a href="/interests/{row.pk}/" dir="auto">Testing</a>'.split()
    form = look(reader, there)
    assert ">Testing</a>" in form, "without scripts it is named there"
    proposed = re.findall(r'name="term" value="([^"]+)"', form)
    assert "Slides" in proposed
    fragment = reader.get(there, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith("<form")
    told = {"term": ["Slides"], "more": "notes, Slides", "interest": str(row.pk)}
    assert reader.post(there, told)["Location"] == f"/read/{mark.entry_id}/?shelf=all"
    row.refresh_from_db()
    assert row.terms == ["surprise", "Slides", "notes"]
    undo(reader, look(reader, f"/read/{mark.entry_id}/"))
    row.refresh_from_db()
    assert row.terms == ["surprise"]


def test_words_of_an_entry_begin_a_new_interest(reader: Client, owner: User) -> None:
    world.library(owner)
    there = f"/read/{Mark.objects.all()[0].entry_id}/terms"
    answer = reader.post(there, {"term": [" "], "name": "Kept in the form"})
    assert answer.status_code == 422
    assert "Kept in the form" in answer.content.decode()
    reader.post(there, {"term": ["slides"]})
    reader.post(there, {"more": "recall, quiz", "name": "memory"})
    found = {row.name: row.terms for row in Interest.objects.filter(owner=owner)}
    assert found == {"Slides": ["slides"], "Memory": ["recall", "quiz"]}


def test_labels_become_interests(reader: Client, owner: User) -> None:
    world.library(owner)
    assert 'href="/interests/labels/"' in look(reader, "/interests/")
    html = look(reader, "/interests/labels/")
    assert re.findall(r'<label for="offer-\d" dir="auto">([^<]+)', html) == [
        "Adult learning",
        "Libraries",
        "Libraries/Systems",
        "Volunteering",
    ]
    form = {"offer": ["1", "3"], "name-1": "Adult learning", "terms-1": "teaching, evening course"}
    reader.post("/interests/labels/", {**form, "name-3": "Systems", "terms-3": ""})
    found = {row.name: row.terms for row in Interest.objects.filter(owner=owner)}
    assert found == {"Adult learning": ["teaching", "evening course"], "Systems": ["Systems"]}
    assert "2 interests are new." in look(reader, "/interests/")
    assert "Adult learning" not in look(reader, "/interests/labels/")


def test_the_first_question_is_what_one_wants_to_learn(owner: User) -> None:
    client = at(owner)
    assert client.get("/")["Location"] == "/begin/interests/"
    html = look(client, "/begin/interests/")
    assert "What would you like to learn, Maren?" in html
    text = "adult learning\r\nvolunteers, museums"
    assert client.post("/begin/interests/", {"text": text})["Location"] == "/begin/"
    assert "You want to learn about: Adult learning, Volunteers." in look(client, "/begin/")
    assert client.get("/")["Location"] == "/begin/", "it is asked once"


def test_the_first_question_may_be_skipped(owner: User) -> None:
    client = at(owner)
    assert client.post("/begin/interests/", {"text": ""}).status_code == 422
    assert client.post("/begin/interests/", {"text": "", "skip": "yes"})["Location"] == "/begin/"
    assert client.get("/")["Location"] == "/begin/"
    follows(owner, "https://a.example/feed")
    assert client.get("/")["Location"] not in {"/begin/", "/begin/interests/"}
    assert not Interest.objects.exists()


EACH = ("", "entries/", "describe", "move", "rest", "wake", "remove", "part", "terms")


def test_a_stranger_puts_nothing_back(other: Client, owner: User) -> None:
    row = add(owner, "Memory: recall")
    assert at(owner).post(f"/interests/{row.pk}/put-back").status_code == 404, "it is there"
    interests.remove(row, utc_now())
    assert other.post(f"/interests/{row.pk}/put-back").status_code == 404
    assert not Interest.objects.exists()


@pytest.mark.parametrize("way", EACH)
def test_a_stranger_reaches_none_of_it(way: str, other: Client, owner: User) -> None:
    row = add(owner, "Memory: recall")
    there = f"/interests/{row.pk}/{way}"
    shown = not way or way.endswith("/")
    answer = other.get(there) if shown else other.post(there, {"way": "up", "name": "Mine"})
    assert answer.status_code == 404
    row.refresh_from_db()
    assert (row.name, row.weight, row.resting) == ("Memory", 2, False)
    assert "Memory" not in look(other, "/interests/")


def test_an_ally_has_interests_of_their_own(owner: User, ally: User, reader: Client) -> None:
    world.library(owner)
    mine, theirs = add(owner, "Memory"), add(ally, "Memory")
    assert look(at(ally), f"/interests/{theirs.pk}/")
    assert f"/interests/{theirs.pk}/" not in look(reader, "/interests/")
    entry = Mark.objects.filter(owner=owner)[0].entry_id
    assert at(ally).get(f"/read/{entry}/terms").status_code == 404
    assert at(ally).get(f"/read/{entry}/interest").status_code == 404
    answer = reader.post(f"/read/{entry}/terms", {"more": "x1", "interest": str(theirs.pk)})
    assert answer.status_code == 404
    mine.refresh_from_db()
    assert mine.terms == ["Memory"]


def test_needs_an_account_a_post_and_a_token(owner: User) -> None:
    row = add(owner, "A1")
    for there in ("/interests/", "/interests/labels/", "/begin/interests/"):
        assert at().get(there)["Location"].startswith("/sign-in/")
    posts = ["/interests/add", f"/interests/{row.pk}/put-back"]
    for there in [*posts, *(f"/interests/{row.pk}/{way}" for way in EACH[2:])]:
        assert at(owner).get(there).status_code == 405
        assert at(owner, csrf=True).post(there).status_code == 403


def test_questions_do_not_grow_with_interests_and_entries(
    reader: Client, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world.library(owner)
    add(owner, "Testing: surprise")
    for n in range(2):
        with django_assert_max_num_queries(14):
            look(reader, "/interests/")
        add(owner, f"More {n}\nStill more {n}\nMost {n}")
