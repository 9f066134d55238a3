"""How many one hears, days off, and the one offer that Today makes."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from kith.actions import habits, pausing, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core import signs
from kith.core.capacity import Capacity
from kith.core.habits import EVERY_DAY, Habit
from kith.db.models import Decision, Session, User, Voice
from kith.queries import capacity, pauses, sessions
from kith.web import almanac
from tests.web import world
from tests.web.markup import faults
from tests.web.test_ties import undo

DAY = timedelta(days=1)
ROOM = {"people": "40", "sources": "80", "trial_weeks": "0"}


def look(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def test_room_is_chosen_in_the_settings(reader: Client, owner: User) -> None:
    html = look(reader, "/settings/")
    assert re.search(r'name="people"[^>]* value="50"', html)
    assert re.search(r'name="trial_weeks"[^>]* value="6"', html)
    assert reader.post("/settings/room", ROOM)["Location"] == "/settings/#room"
    owner.refresh_from_db()
    assert capacity.chosen(owner) == Capacity(40, 80, 0)
    made = roster.follow(owner, [Speaking("https://new.example/")], utc_now())
    assert made.voice.state == Voice.State.ACTIVE


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"people": ""}, "Give whole numbers."),
        ({"sources": "many"}, "Give whole numbers."),
        ({"people": "10000"}, "There is room for 9,999 at most"),
        ({"trial_weeks": "53"}, "on trial for 52 weeks."),
    ],
)
def test_what_makes_no_sense_is_not_kept(
    reader: Client, owner: User, other: dict[str, str], said: str
) -> None:
    answer = reader.post("/settings/room", ROOM | other, follow=True)
    assert said in answer.content.decode()
    owner.refresh_from_db()
    assert capacity.chosen(owner) == Capacity()


def test_days_off_and_back_again(reader: Client, owner: User) -> None:
    world.library(owner)
    answer = reader.post("/settings/pause", {"days": "5"}, follow=True)
    html = answer.content.decode()
    assert faults(html) == []
    assert "Days off" in html
    assert "Everything waits" in html
    assert not Session.objects.exists(), "nothing is planned"
    assert "Come back now" in look(reader, "/settings/")
    reader.post("/settings/come-back")
    assert "Days off" not in look(reader, "/today/")
    owner.refresh_from_db()
    assert pauses.pause(owner) is None


def test_coming_back_early_catches_up(reader: Client, owner: User) -> None:
    world.library(owner)
    pausing.begin(owner, 20, utc_now() - 4 * DAY)
    reader.post("/settings/come-back")
    assert "You were away for a while." in look(reader, "/today/")
    assert Session.objects.get().catches_up


@pytest.mark.parametrize("days", ["", "0", "61", "some"])
def test_so_many_days_are_no_pause(reader: Client, owner: User, days: str) -> None:
    there = {"days": days, "next": "/settings/"}
    answer = reader.post("/settings/pause", there, follow=True)
    assert "Give the days as a number from 1 to 60." in answer.content.decode()
    owner.refresh_from_db()
    assert pauses.pause(owner) is None


def test_the_calendar_begins_after_the_days_off(owner: User) -> None:
    now = utc_now()
    habits.set_habit(owner, Habit(EVERY_DAY, at=time(23, 59)), now)
    zone = sessions.zone_of(owner)

    def begins() -> datetime:
        habit = sessions.habit(owner)
        body = almanac.written(owner, habit, zone, None, "https://k.example/", now)
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        return event.decoded("DTSTART")  # type: ignore[no-any-return]

    today = now.astimezone(zone).date()
    assert begins().date() == today
    pausing.begin(owner, 5, now)
    assert begins().date() == today + 5 * DAY


def test_fewer_looks_are_offered_taken_and_undone(reader: Client, owner: User) -> None:
    world.library(owner)
    voices = list(Voice.objects.filter(owner=owner)[:3])
    world.offers(owner, signs.IMMERSION, signs.SLOW, voices)
    html = look(reader, "/today/")
    assert "Within two weeks you added 20 voices, and opened something of 2 of them." in html
    assert "The 3 that you read least could be looked for once a week." in html
    assert voices[0].name in html
    html = reader.post("/today/offer", {"do": "slow"}, follow=True).content.decode()
    assert "3 voices are looked for once a week now." in html
    assert "An offer" not in html
    assert Voice.objects.filter(cadence="weekly").count() == 3
    undo(reader, html)
    assert not Voice.objects.filter(cadence="weekly").exists()
    reader.post("/today/offer", {"do": "slow"})
    assert Decision.objects.count() == 3, "it was answered"


def test_days_off_are_offered_and_refused(reader: Client, owner: User) -> None:
    world.library(owner)
    world.offers(owner, signs.ALL_OF_IT, signs.PAUSE, [])
    html = look(reader, "/today/")
    assert "On 4 late evenings of the last two weeks you read for long" in html
    assert "310 pieces" in html
    html = reader.post("/today/offer", {"do": "no"}, follow=True).content.decode()
    assert "An offer" not in html
    owner.refresh_from_db()
    assert pauses.pause(owner) is None


def test_days_off_that_are_offered_are_taken(reader: Client, owner: User) -> None:
    world.library(owner)
    world.offers(owner, signs.ALL_OF_IT, signs.PAUSE, [])
    assert "Days off" in reader.post("/settings/pause", {"days": "7"}, follow=True).content.decode()
    owner.refresh_from_db()
    found = pauses.pause(owner)
    assert found
    assert 6 * DAY < found.until - found.since <= 7 * DAY
    assert owner.preferences["relief"]["closed"]


def test_whom_one_adds_is_said_to_be_on_trial(reader: Client, owner: User) -> None:
    made = world.voice(owner, "New", world.said("Hello"))
    assert made.trial_until
    html = look(reader, f"/people/{made.pk}/")
    assert "On trial until" in html
    Voice.objects.update(trial_until=utc_now())
    assert "Its trial ended today" in look(reader, f"/people/{made.pk}/")
    Voice.objects.update(state="resting", rest_until=None)
    html = look(reader, f"/people/{made.pk}/")
    assert "Hear again" in html
