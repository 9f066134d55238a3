"""The list of what there is to read."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from kith.actions import interests, reading, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Feature, Mark, User
from tests.web import world
from tests.web.accounts import at
from tests.web.markup import faults

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def look(client: Client, query: str = "") -> str:
    answer = client.get(f"/read/{query}")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def titles(html: str) -> list[str]:
    return re.findall(r"<a data-open [^>]*>([^<]*)</a>", html)


def test_shows_the_newest_first_under_their_days(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader)
    assert titles(html)[:2] == [
        "Retrieval practice beats re-reading, even for adults who hate quizzes",
        "How we ran a study group across four branches",
    ]
    assert ">yesterday</time></h2>" in html
    assert "Audio · With two guests." in html
    assert "31 min" in html
    assert "A field report from three evening courses" in html
    assert "this is the end of the list" in html


def test_shelves_and_filters(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    mark = Mark.objects.get(entry__title__startswith="Slides")
    reading.keep(mark, utc_now())
    reading.set_state(mark, Mark.State.READ, utc_now())
    assert "Slides are not notes" not in titles(look(reader))
    assert "Slides are not notes" in titles(look(reader, "?shelf=all"))
    assert titles(look(reader, "?shelf=kept")) == ["Slides are not notes"]
    assert len(titles(look(reader, f"?voice={ines.pk}"))) == 2
    html = look(reader, "?label=Libraries")
    assert titles(html) == ["How we ran a study group across four branches"]
    assert '<strong dir="auto">Libraries</strong>' in html
    assert "show everything" in html
    assert len(titles(look(reader, "?kind=community"))) == 1


def test_a_label_holds_the_labels_within_it(reader: Client, owner: User) -> None:
    world.voice(owner, "Inner", world.said("Within"), labels=("Teaching/Assessment",))
    assert titles(look(reader, "?label=Teaching")) == ["Within"]


def test_pages_go_back_and_forth_without_gaps(reader: Client, owner: User) -> None:
    world.voice(owner, "Prolific", *world.many(70))
    world.unread(owner)
    seen, query = [], ""
    while True:
        html = look(reader, query)
        seen += titles(html)
        older = re.search(r'rel="next"[^>]* href="/read/(\?after=[^"]+)"', html)
        if not older:
            break
        query = older[1]
    assert seen == [f"Entry {i}" for i in range(70)]
    assert "10 of 70" in html
    newer = re.search(r'rel="prev"[^>]* href="/read/(\?before=[^"]+)"', html)
    assert newer
    assert titles(look(reader, newer[1])) == [f"Entry {i}" for i in range(30, 60)]


def test_the_oldest_first_over_all_pages_and_in_the_reader(reader: Client, owner: User) -> None:
    world.voice(owner, "Ines", *world.many(70))
    world.unread(owner)
    query = "?order=oldest"
    html = look(reader, query)
    assert "The oldest come first." in html
    seen: list[str] = []
    while True:
        seen += re.findall(r'id="open-(\d+)"', html)
        onward = re.search(r'rel="next"[^>]* href="([^"]+)"', html)
        if not onward:
            break
        html = look(reader, unescape(onward[1]).removeprefix("/read/"))
    newest = Mark.objects.filter(owner=owner).order_by("-at", "-entry_id")
    assert [int(one) for one in seen] == [one.entry_id for one in newest][::-1]
    back = re.search(r'rel="prev"[^>]* href="([^"]+)"[^>]*>← Older', html)
    assert back
    html = look(reader, unescape(back[1]).removeprefix("/read/"))
    assert re.findall(r'id="open-(\d+)"', html) == seen[30:60]
    look(reader, f"{seen[0]}/{query}")
    html = look(reader, f"{seen[1]}/{query}")
    assert f'href="/read/{seen[0]}/{query}" rel="prev"' in html
    assert f'href="/read/{seen[2]}/{query}" rel="next"' in html


def test_entries_of_one_moment_are_all_shown(reader: Client, owner: User) -> None:
    moment = utc_now() - timedelta(hours=1)
    world.voice(owner, "Prolific", *(world.said(f"Entry {i}", at=moment) for i in range(45)))
    world.unread(owner)
    first = look(reader)
    older = re.search(r'rel="next"[^>]* href="/read/(\?after=[^"]+)"', first)
    assert older
    assert len({*titles(first), *titles(look(reader, older[1]))}) == 45


def test_counting_stops(reader: Client, owner: User) -> None:
    world.voice(owner, "Prolific", *world.many(1005, every=timedelta(minutes=1)))
    world.unread(owner)
    assert "30 of 1,000+." in look(reader)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "?after=x",
            "?after=2026-01-01.5",
            "?before=.",
            "?after=2026-01-01T00:00:00Z.9" + "9" * 30,
        ),
        *("?shelf=none", "?kind=none", "?voice=x", "?label=%00", "?after=%C3%BC.1"),
    ],
)
def test_senseless_queries_are_left_out(query: str, reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    assert titles(look(reader, query)) == ["Here"]


def test_says_what_to_do_where_a_list_is_empty(reader: Client, owner: User) -> None:
    assert "You follow nobody yet" in look(reader)
    there = world.voice(owner, "Somebody")
    html = look(reader)
    assert "The first look at 1 channel is still under way." in html
    assert "Listening for the first time" in html
    world.speaks(there, world.said("Here"))
    assert "Nothing kept yet" in look(reader, "?shelf=kept")
    assert "Nothing on this shelf fits the filter." in look(reader, "?label=Other")
    Mark.objects.update(state=Mark.State.READ)
    assert "All read" in look(reader)


def test_home_leads_to_the_list_or_to_adding(reader: Client, owner: User) -> None:
    assert reader.get("/").headers["Location"] == "/begin/interests/"
    world.voice(owner, "Somebody")
    assert reader.get("/").headers["Location"] == "/today/"


def test_other_readers_see_nothing_of_it(other: Client, owner: User) -> None:
    ines = world.library(owner)
    assert titles(look(other, "?shelf=all")) == []
    assert other.get(f"/read/?voice={ines.pk}").status_code == 404


def test_two_readers_of_one_channel_have_marks_of_their_own(owner: User, ally: User) -> None:
    shared = "https://shared.example/feed.xml"
    theirs = world.voice(owner, "Shared", address=shared)
    roster.follow(ally, [Speaking(shared)], utc_now(), name="The same")
    world.speaks(theirs, world.said("Here"))
    mine = Mark.objects.get(owner=owner)
    at(owner).post(f"/read/{mine.entry_id}/mark", {"do": "read"})
    assert titles(look(at(owner))) == []
    assert titles(look(at(ally))) == ["Here"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/read/", "/read/filter/", "/read/1/", "/people/", "/health/"])
def test_whoever_is_not_signed_in_is_sent_to_the_door(path: str) -> None:
    answer = at().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=/")
    fragment = at().get(path, headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == "/sign-in/"


def test_hostile_words_stay_words(reader: Client, owner: User) -> None:
    named = world.voice(owner, HOSTILE, address="https://hostile.example/", labels=(HOSTILE,))
    world.speaks(named, world.said(HOSTILE, url="javascript:alert(3)", summary=HOSTILE))
    for path in ("/read/", "/read/filter/", "/people/", f"/people/{named.pk}/"):
        html = reader.get(path).content.decode()
        assert faults(html) == [], path
        assert "<script>alert" not in html
        assert "javascript:" not in html


def test_archives_what_is_old_and_takes_it_back(reader: Client, owner: User) -> None:
    world.library(owner)
    before = titles(look(reader))
    answer = reader.post("/read/archive", {"what": "week"}, follow=True)
    html = answer.content.decode()
    assert faults(html) == []
    assert "3 entries are put away." in html
    assert len(titles(html)) == len(before) - 3
    marks = re.search(r'name="marks" value="([^"]+)"', html)
    assert marks
    answer = reader.post("/read/unarchive", {"marks": marks[1], "next": "/read/"}, follow=True)
    assert titles(answer.content.decode()) == before


def test_archives_only_the_list_that_was_seen(reader: Client, owner: User) -> None:
    there = world.voice(owner, "Somebody", world.said("Seen"), labels=("One",))
    world.voice(owner, "Another", world.said("Elsewhere"), labels=("Two",))
    seen = re.search(r'name="seen" value="([^"]+)"', look(reader, "?label=One"))
    assert seen
    world.speaks(there, world.said("Seen"), world.said("Heard since"))
    reader.post("/read/archive", {"what": "all", "seen": seen[1], "label": "One"})
    assert sorted(titles(look(reader))) == ["Elsewhere", "Heard since"]


def test_nobody_archives_or_unarchives_for_others(other: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    mark = Mark.objects.get()
    other.post("/read/archive", {"what": "all"})
    assert Mark.objects.get().state == Mark.State.UNREAD
    Mark.objects.update(state=Mark.State.ARCHIVED)
    other.post("/read/unarchive", {"marks": str(mark.pk)})
    assert Mark.objects.get().state == Mark.State.ARCHIVED
    assert other.post(f"/read/{mark.entry_id}/mark", {"do": "keep"}).status_code == 404


def test_queries_do_not_grow_with_rows(
    reader: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.voice(owner, "First", *world.many(40), labels=("One",))
    for i in range(10):
        world.voice(owner, f"Voice {i}", *world.many(3, word=f"V{i}"))
    world.unread(owner)
    look(reader)
    interests.add(owner, "Numbers: entry\nVoices: V1", utc_now())
    # session, account, entries, stories, interests, their terms, count, sample
    with django_assert_num_queries(8):
        look(reader)
    with django_assert_num_queries(8):
        look(reader, "?label=One")
    for i in range(10, 30):
        world.voice(owner, f"Voice {i}", *world.many(3, word=f"V{i}"))
    world.unread(owner)
    with django_assert_num_queries(8):
        look(reader)


def test_the_list_is_one_walk_of_an_index(owner: User) -> None:
    world.voice(owner, "First", *world.many(40))

    if connection.vendor != "sqlite":
        pytest.skip("SQLite explains itself this way")
    with CaptureQueriesContext(connection) as made:
        at(owner).get("/read/?after=2026-01-01T00:00:00Z.5")
    (walk,) = [one["sql"] for one in made.captured_queries if "db_entry" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + walk.replace("%", "%%"))
        plan = [row[3] for row in cursor.fetchall()]
    assert plan[0] == "SEARCH db_mark USING INDEX mark_unread (owner_id=? AND at<?)"
    assert not any("TEMP B-TREE" in step for step in plan)


def test_one_line_answers_where_the_list_asks_for_it(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    mark = Mark.objects.get()
    answer = reader.post(
        f"/read/{mark.entry_id}/mark?shelf=all",
        {"do": "read"},
        headers={"HX-Request": "true", "HX-Target": f"entry-{mark.entry_id}"},
    )
    html = answer.content.decode().strip()
    assert html.startswith('<article class="entry read"')
    assert html.endswith("</article>")
    assert faults(html) == []
    assert f'href="/read/{mark.entry_id}/?shelf=all"' in html


def test_a_line_comes_back_as_it_was(reader: Client, owner: User) -> None:
    there = world.voice(owner, "Somebody", world.said("Here it is"))
    (here, _) = interests.add(owner, "Here\nIt: it is", utc_now())
    pages = ["/search/?q=here", f"/read/?voice={there.pk}"]
    pages.append(f"/interests/{here.pk}/entries/")
    for page in pages:
        lines = re.compile(r"<article.*</article>", re.DOTALL)
        (before,) = lines.findall(reader.get(page).content.decode())
        address = unescape(re.findall(r'hx-post="([^"]+)"', before)[0])
        answer = reader.post(address, {"do": "unread"}, headers={"HX-Request": "true"})
        assert lines.findall(answer.content.decode()) == [before], page
        assert f"<bdi>{'It' if page == pages[-1] else 'Here'}</bdi>" in before


def test_a_story_is_shown_once_and_marking_it_leaves_the_others(
    reader: Client, owner: User, other: Client
) -> None:
    for hour, name in enumerate(("Ada", "Ben", "Cleo")):
        world.voice(owner, name, world.said(f"By {name}", at=utc_now() - timedelta(hours=hour + 1)))
    story = Mark.objects.get(entry__title="By Cleo").entry_id
    for mark in Mark.objects.all():
        facts = {"version": 1, "profile": b"", "novelty": b"", "story": story}
        Feature.objects.create(entry_id=mark.entry_id, **facts)
    html = look(reader)
    assert titles(html) == ["By Ada"]
    assert "also in Ben and Cleo" in html
    assert "3 entries; this is the end of the list." in html
    address = unescape(re.findall(r'hx-post="([^"]+)"', html)[0])
    answer = reader.post(address, {"do": "read"}, headers={"HX-Request": "true"})
    assert "also in Ben and Cleo" in answer.content.decode()
    assert titles(look(reader)) == ["By Ben"], "the next one stands in its place"
    assert titles(look(reader, "?shelf=all")) == ["By Ada", "By Ben", "By Cleo"]
    assert other.post(address, {"do": "read"}).status_code == 404


def test_not_for_me_answers_with_the_line_and_a_way_back(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    mark = Mark.objects.get()
    there = f"/read/{mark.entry_id}/mark?kind=person"
    form = {"do": "not-for-me", "next": "/read/?kind=person"}
    html = reader.post(there, form, headers={"HX-Request": "true"}).content.decode()
    assert '<article class="entry read"' in html
    assert '<div id="notices" hx-swap-oob="innerHTML">' in html
    assert "Put away: not for you." in html
    assert faults(html) == []
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    assert reader.post(there, fields)["Location"] == "/read/?kind=person"
    mark.refresh_from_db()
    assert (mark.state, mark.not_for_me_at) == (Mark.State.UNREAD, None)
    assert "not for you" not in look(reader), "it was said already"


def test_marking_without_scripts_goes_back_to_the_list(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    mark = Mark.objects.get()
    form = {"do": "keep", "next": "/read/?shelf=all"}
    answer = reader.post(f"/read/{mark.entry_id}/mark", form)
    assert answer.headers["Location"] == "/read/?shelf=all"
    outside = reader.post(f"/read/{mark.entry_id}/mark", {**form, "next": "https://evil.example/"})
    assert outside.headers["Location"] == "/read/"
    mark.refresh_from_db()
    assert mark.kept_at


def test_a_form_without_our_token_is_refused_in_plain_words(owner: User) -> None:
    answer = at(owner, csrf=True).post("/read/archive", {"what": "all"})
    assert answer.status_code == 403
    assert "Please send this again" in answer.content.decode()
    assert faults(answer.content.decode()) == []
