"""The roster review: evidence, decisions, and each of them undone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kith.actions import (
    capacity,
    deciding,
    exchanges,
    features,
    joining,
    notes,
    planning,
    reading,
    sessions,
)
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.core.capacity import Capacity
from kith.core.quoting import Quote
from kith.db.models import Decision, Feature, Mark, Step, User, Voice
from kith.queries import sessions as ask
from tests.web import world
from tests.web.markup import faults
from tests.web.test_ties import undo

DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}


def look(client: Client, address: str = "/people/review/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def names(html: str) -> list[str]:
    return re.findall(r'<h3 dir="auto"><a data-open [^>]*>([^<]*)</a>', html)


def ago(voice: Voice, days: int, **facts: object) -> Voice:
    """It has been here for so many days."""
    Voice.objects.filter(pk=voice.pk).update(created_at=utc_now() - days * DAY, **facts)
    voice.refresh_from_db()
    return voice


def active(user: User, name: str, days: int = 200, **more: object) -> Voice:
    voice = world.voice(user, name, *world.many(4, word=name))
    return ago(voice, days, state="active", trial_until=None, **more)


def decide(client: Client, voice: Voice, do: str, **fields: str) -> str:
    answer = client.post(f"/people/{voice.pk}/decide", {"do": do, **fields}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def reads(voice: Voice, count: int) -> None:
    for mark in Mark.objects.filter(voice=voice)[:count]:
        reading.open_entry(mark, utc_now())


def test_trials_that_are_over_first_then_those_with_least_use(reader: Client, owner: User) -> None:
    often, seldom, young, never = (
        active(owner, name, days)
        for name, days in [("Often", 300), ("Seldom", 300), ("Young", 100), ("Never", 200)]
    )
    reads(often, 4)
    reads(seldom, 1)
    over = ago(world.voice(owner, "Over"), 50, trial_until=utc_now() - DAY)
    world.voice(owner, "On trial still")
    deciding.rest(active(owner, "Resting"), utc_now() + DAY, utc_now())
    talked = active(owner, "Talked with")
    exchanges.record(talked, Happened("thanks", "given", utc_now()), utc_now())
    html = look(reader)
    order = [over, never, young, seldom, often, talked]
    assert names(html) == [voice.name for voice in order]
    assert "6 to look at" in html
    assert "That is all." in html


def test_the_evidence_is_said_in_words(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    first, second = Mark.objects.filter(voice=ines)[:2]
    for mark in (first, second):
        reading.open_entry(mark, utc_now())
        reading.keep(mark, utc_now())
    reading.spend(first, 600)
    assert notes.highlight(first, "<p>Some words.</p>", Quote("Some words"), utc_now())
    html = look(reader)
    assert "4 pieces, 2 opened, 2 kept, 1 used. You spent 10 minutes with them." in html
    assert "Of 2 pieces that you kept, 2 were told by nobody else whom you hear." in html
    assert "Nothing has passed between you." in html
    exchanges.record(ines, Happened("thanks", "given", utc_now()), utc_now())
    assert "The last exchange was today." in look(reader)


def test_what_others_told_as_well_would_not_be_missed(reader: Client, owner: User) -> None:
    ines, bela = active(owner, "Ines"), active(owner, "Bela")
    features.catch_up(utc_now())
    mine, theirs = (Mark.objects.filter(voice=voice)[0].entry for voice in (ines, bela))
    theirs.feature.story = mine.feature.story
    theirs.feature.save()
    reading.keep(Mark.objects.get(entry=mine), utc_now())
    assert "What you kept of theirs, others whom you hear told as well." in look(reader)
    deciding.rest(bela, None, utc_now())
    assert "Of 1 piece that you kept, 1 was told by nobody else" in look(reader)


@pytest.mark.parametrize(
    ("do", "said", "state"),
    [
        ("keep", "You keep Ines.", "active"),
        ("slow", "Ines is looked for weekly from now on.", "active"),
        ("rest", "Ines rests until you wake them: fetched, but silent.", "resting"),
        ("release", "You let go of Ines. Its history stays.", "released"),
    ],
)
def test_a_decision_is_said_and_undone(
    reader: Client, owner: User, do: str, said: str, state: str
) -> None:
    ines = active(owner, "Ines")
    html = decide(reader, ines, do, reason="  Enough\nfor now ")
    assert said in html
    ines.refresh_from_db()
    assert ines.state == state
    assert Decision.objects.get().reason == "Enough for now"
    assert "Nobody to look at now" in html, "it is decided"
    listed = look(reader, "/people/review/?show=decided")
    assert names(listed) == ["Ines"]
    assert "Enough for now" in listed
    undo(reader, html)
    ines.refresh_from_db()
    assert (ines.state, ines.cadence) == ("active", "as-it-happens")
    assert names(look(reader)) == ["Ines"]


def test_who_rests_does_so_until_a_day(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    owner.preferences["time_zone"] = "Pacific/Auckland"
    owner.save()
    day = (utc_now() + 30 * DAY).date()
    assert "rests until" in decide(reader, ines, "rest", until=day.isoformat())
    ines.refresh_from_db()
    assert ines.rest_until
    assert 10 <= (ines.rest_until - utc_now()).total_seconds() / 3600 - 24 * 28 <= 48
    html = look(reader, "/people/review/?show=resting")
    assert names(html) == ["Ines"]
    assert "rests until" in html
    assert 'value="slow"' not in html
    assert "You hear Ines again. The newest five are unread." in decide(reader, ines, "keep")


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "soon"])
def test_a_day_that_makes_no_sense_changes_nothing(reader: Client, owner: User, day: str) -> None:
    ines = active(owner, "Ines")
    assert "Give a day" in decide(reader, ines, "rest", until=day)
    ines.refresh_from_db()
    assert ines.state == "active"


def test_slowing_down_takes_the_word_that_was_chosen(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines", cadence="monthly")
    assert "is looked for now and then from now on." in decide(reader, ines, "slow")
    assert 'value="slow"' not in look(reader, "/people/review/?show=trial")
    decide(reader, ines, "slow", cadence="daily")
    ines.refresh_from_db()
    assert ines.cadence == "daily"


def test_what_is_no_decision_changes_nothing(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    decide(reader, ines, "juggle")
    assert not Decision.objects.exists()


def test_htmx_changes_the_row_in_its_place(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    answer = reader.post(f"/people/{ines.pk}/decide", {"do": "release"}, headers=HTMX)
    html = answer.content.decode()
    assert html.startswith('<article class="reviewed settled"')
    decision = Decision.objects.get()
    assert f'{{"decisions": "{decision.pk}"}}' in html
    answer = reader.post("/people/decisions/undo", {"decisions": decision.pk}, headers=HTMX)
    assert names(answer.content.decode()) == ["Ines"]
    ines.refresh_from_db()
    assert ines.state == "active"


def test_htmx_is_told_that_nothing_was_changed(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    for form in ({"do": "rest", "until": "2020-01-01"}, {"do": "juggle"}):
        answer = reader.post(f"/people/{ines.pk}/decide", form, headers=HTMX)
        assert answer.status_code == 422
    made = deciding.keep(ines, utc_now())
    assert made
    deciding.release(ines, utc_now())
    answer = reader.post("/people/decisions/undo", {"decisions": made.pk}, headers=HTMX)
    assert answer.status_code == 422


def test_newness_is_asked_for_one_by_one(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    there = f"/people/{ines.pk}/newness/"
    assert "How new is it" not in look(reader), "of four pieces nothing can be said"
    assert reader.get(there)["Location"] == f"/people/{ines.pk}/#light"
    assert reader.get(there, headers=HTMX).content.decode() == "<span></span>"
    again = [world.said(f"Quizzes {n}", html="<p>The same again.</p>") for n in range(9)]
    world.speaks(ines, *again)
    features.catch_up(utc_now())
    assert f'href="/people/{ines.pk}/#light"' in look(reader)
    said = reader.get(there, headers=HTMX).content.decode()
    assert re.search(r"\d+ of the last 12 return to what was written before\. \d+ % of", said)


def test_what_was_decided_since_is_not_undone(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    first = deciding.slow(ines, "weekly", utc_now())
    deciding.release(ines, utc_now())
    assert first
    form = {"decisions": str(first.pk)}
    answer = reader.post("/people/decisions/undo", form, follow=True)
    assert "Something else was decided since; nothing was changed." in answer.content.decode()


def test_what_was_joined_since_is_to_be_parted_first(reader: Client, owner: User) -> None:
    ines, other = active(owner, "Ines"), active(owner, "Ines N.")
    made = deciding.slow(ines, "weekly", utc_now())
    assert made
    joining.join(other, ines, utc_now())
    answer = reader.post("/people/decisions/undo", {"decisions": str(made.pk)}, follow=True)
    assert "Take the two apart, then undo this." in answer.content.decode()


def test_room_is_said_and_what_could_fill_it(reader: Client, owner: User) -> None:
    trial = world.voice(owner, "On trial", *world.many(3, word="Trial"))
    resting = active(owner, "At rest")
    reading.keep(Mark.objects.filter(voice=resting)[0], utc_now())
    deciding.rest(resting, None, utc_now())
    active(owner, "Paper", kind="publication")
    reads(trial, 2)
    html = look(reader)
    assert "You hear 1 person, with room for 50" in html
    assert "1 publication or community, with room for 100." in html
    assert "There is room" in html
    assert "is on trial: 3 pieces, 2 opened" in " ".join(re.sub("<[^>]+>", "", html).split())
    assert "At rest</a> is at rest:" in html
    capacity.choose(owner, Capacity(people=1))
    html = look(reader)
    assert "There is room" not in html
    capacity.choose(owner, Capacity(people=2))
    assert "You keep On trial." in decide(reader, trial, "keep")


def test_thirty_a_page(reader: Client, owner: User) -> None:
    for number in range(32):
        ago(world.voice(owner, f"Voice {number:02}"), 200 - number, state="active")
    html = look(reader)
    assert len(names(html)) == 30
    assert "Page 1 of 2" in html
    assert names(look(reader, "/people/review/?page=2")) == ["Voice 30", "Voice 31"]
    assert names(look(reader, "/people/review/?page=99")) == ["Voice 30", "Voice 31"]


def test_statements_do_not_grow_with_voices(
    reader: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            voice = active(owner, f"Voice {number}")
            reading.keep(Mark.objects.filter(voice=voice)[0], utc_now())
        features.catch_up(utc_now())
        Feature.objects.update(story=1)
        look(reader)
        with django_assert_num_queries(17):
            look(reader)


def test_nothing_waits_of_who_rests(reader: Client, owner: User) -> None:
    ines = active(owner, "Ines")
    assert "4 unread" in look(reader, "/people/")
    deciding.rest(ines, None, utc_now())
    html = look(reader, "/people/")
    assert "unread" not in html
    assert "Look through your roster" in html


def test_nobody_is_a_page_that_says_so(reader: Client) -> None:
    for show, words in [
        ("", "Nobody to look at now"),
        ("trial", "Nobody is on trial"),
        ("resting", "Nobody is at rest"),
        ("decided", "Nothing was decided lately"),
        ("nonsense", "Nobody to look at now"),
    ]:
        assert words in look(reader, f"/people/review/?show={show}")


def test_kept_pages_and_contacts_are_not_looked_at(reader: Client, owner: User) -> None:
    Voice.objects.create(owner=owner, kind="person", name="A contact", created_at=utc_now())
    assert "Nobody to look at now" in look(reader)


def test_a_step_decides_and_leads_on(reader: Client, owner: User) -> None:
    ines = ago(world.voice(owner, "Ines", *world.many(4)), 60, trial_until=utc_now() - DAY)
    session = planning.plan(owner, utc_now())
    step = Step.objects.get(session=session, verb="trial")
    html = look(reader, f"/today/steps/{step.pk}/")
    assert "Decide about Ines" in html
    assert "4 pieces, none opened." in html
    sessions.start(session, utc_now())
    answer = reader.post(f"/people/{ines.pk}/decide", {"do": "keep", "step": step.pk})
    assert answer["Location"] != "/people/review/"
    assert [one.pk for one in ask.shown(session).done] == [step.pk]
    undone = {"decisions": str(Decision.objects.get().pk)}
    reader.post("/people/decisions/undo", undone)
    assert ask.shown(session).done == [], "it waits again"
    deciding.release(ines, utc_now())
    assert "They are no longer here" in look(reader, f"/today/steps/{step.pk}/")


def test_a_stranger_sees_and_changes_nothing(
    reader: Client, other: Client, owner: User, stranger: User
) -> None:
    ines = active(owner, "Ines")
    world.voice(stranger, "Theirs")
    assert names(look(other)) == []
    assert other.post(f"/people/{ines.pk}/decide", {"do": "release"}).status_code == 404
    assert other.get(f"/people/{ines.pk}/newness/").status_code == 404
    decide(reader, ines, "release")
    form = {"decisions": str(Decision.objects.get().pk)}
    assert other.post("/people/decisions/undo", form).status_code == 404
    assert names(look(other, "/people/review/?show=decided")) == []
    ines.refresh_from_db()
    assert ines.state == "released"
