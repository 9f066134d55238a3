"""Planned days in the settings, the calendar of them, and the end of their mail."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from kith.actions import habits, mailing, planning
from kith.actions.clock import utc_now
from kith.core.habits import EVERY_DAY, WEEKDAYS, Habit
from kith.db.models import Planner, User
from kith.queries import sessions
from kith.web import almanac
from tests.actions import postbox
from tests.actions.postbox import Postbox
from tests.web import accounts, world
from tests.web.markup import faults

FRIDAY = datetime(2026, 3, 27, 12, tzinfo=UTC)
VIENNA = ZoneInfo("Europe/Vienna")
PAGE = "https://kith.example/today/"
ADDRESS = "maren@post.example"
GIVEN = {"days": ["0", "4"], "at": "07:15", "minutes": "15", "mail": ""}


def test_days_time_and_minutes_are_kept(reader: Client, owner: User) -> None:
    html = reader.get("/settings/").content.decode()
    assert faults(html) == []
    assert "Planned days" in html
    assert reader.post("/settings/planned", GIVEN)["Location"] == "/settings/#planned"
    owner.refresh_from_db()
    assert sessions.habit(owner) == Habit(frozenset({0, 4}), time(7, 15), 15)
    due = Planner.objects.get(owner=owner).due_at
    assert due
    assert due.astimezone(sessions.zone_of(owner)).weekday() in {0, 4}
    html = reader.get("/settings/").content.decode()
    assert html.count(" checked> Monday") == 1
    assert 'value="07:15"' in html


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"at": "late"}, "Give a time"),
        ({"minutes": "0"}, "from 1 to 240"),
        ({"minutes": "many"}, "from 1 to 240"),
        ({"mail": "not an address"}, "is not a mail address"),
        ({"mail": "a@b.example\r\nBcc: c@d.example"}, "is not a mail address"),
    ],
)
def test_what_cannot_be_is_refused(
    wrong: dict[str, str], words: str, reader: Client, owner: User
) -> None:
    reader.post("/settings/planned", GIVEN | wrong)
    assert words in reader.get("/settings/").content.decode()
    owner.refresh_from_db()
    assert sessions.habit(owner) == Habit()


def test_another_time_zone_moves_the_next_plan(reader: Client, owner: User) -> None:
    habits.set_habit(owner, Habit(EVERY_DAY, time(12)), utc_now())
    before = Planner.objects.get().due_at
    reader.post("/settings/profile", {"name": "Maren", "time_zone": "Asia/Tokyo"})
    after = Planner.objects.get().due_at
    assert before
    assert after
    assert after.astimezone(ZoneInfo("Asia/Tokyo")).hour == 12
    assert before != after


def test_mail_is_asked_for_only_where_it_can_be_sent(reader: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert "Mail the plan to" not in reader.get("/settings/").content.decode()
    settings.EMAIL_HOST = "mail.example"
    html = reader.get("/settings/").content.decode()
    assert "Mail the plan to" in html
    assert faults(html) == []


def read(habit: Habit, zone: ZoneInfo = VIENNA) -> Calendar:
    body = almanac.written(User(pk=7), habit, zone, None, PAGE, FRIDAY)
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "lines are folded"
    found = Calendar.from_ical(body)
    assert isinstance(found, Calendar)
    return found


def test_the_calendar_repeats_the_planned_days_in_their_time_zone() -> None:
    calendar = read(Habit(WEEKDAYS, time(8, 30), 20))
    (event,) = calendar.walk("VEVENT")
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert event["dtstart"].params["TZID"] == "Europe/Vienna"
    assert event.decoded("dtstart") == datetime(2026, 3, 27, 8, 30, tzinfo=VIENNA)
    assert event.decoded("duration") == timedelta(minutes=20)
    assert (event["summary"], event["url"]) == ("Kith: 20 minutes", PAGE)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Vienna"
    assert zone.walk("DAYLIGHT")
    assert zone.walk("STANDARD")
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]


def test_universal_time_needs_no_zone() -> None:
    calendar = read(Habit(EVERY_DAY), ZoneInfo("UTC"))
    assert calendar.walk("VEVENT")[0].decoded("dtstart") == datetime(2026, 3, 27, 8, 30, tzinfo=UTC)
    assert calendar.walk("VTIMEZONE") == []


def test_without_days_the_calendar_is_empty() -> None:
    assert read(Habit()).walk("VEVENT") == []


def test_the_calendar_says_what_is_planned_today(owner: User) -> None:
    world.library(owner)
    world.unread(owner)
    habits.set_habit(owner, Habit(EVERY_DAY, time(8)), utc_now())
    session = planning.plan(owner, utc_now())
    key = habits.planner_of(owner).calendar_key
    answer = accounts.at().get(f"/calendar/{key}/kith.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    _, today = calendar.walk("VEVENT")
    assert today.decoded("recurrence-id").date() == session.day
    parts = sessions.shown(session).parts
    headlines = [step.headline for part in parts for step in part.steps]
    said = [line[2:].rpartition(" (")[0] for line in str(today["description"]).splitlines()]
    assert said[: len(headlines)] == headlines, "in the order of the page"
    again = accounts.at().get(
        f"/calendar/{key}/kith.ics", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_the_calendar_is_for_whoever_knows_its_address(
    reader: Client, owner: User, ally: User
) -> None:
    key = habits.planner_of(owner).calendar_key
    assert accounts.at().get("/calendar/made-up/kith.ics").status_code == 404
    assert accounts.at(ally).get(f"/calendar/{key}/kith.ics").status_code == 200
    assert key not in accounts.at(ally).get("/settings/").content.decode()
    reader.post("/settings/calendar-address")
    assert accounts.at().get(f"/calendar/{key}/kith.ics").status_code == 404


@pytest.fixture
def box(settings: Settings) -> Iterator[Postbox]:
    """A mail server, and Kith told of it."""
    with postbox.opened() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


def kept(user: User) -> tuple[str, str]:
    """The address that is confirmed, and the one that is not yet."""
    habit = sessions.habit(User.objects.get(pk=user.pk))
    return habit.mail, habit.asked


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"/mail/confirm/\S+", str(letter.get_content()))
    assert found
    return found.group()


def test_an_address_is_confirmed_by_a_link_before_anything_else_goes_there(
    reader: Client, owner: User, box: Postbox
) -> None:
    reader.post("/settings/planned", GIVEN | {"mail": ADDRESS})
    assert kept(owner) == ("", ADDRESS)
    (letter,) = box.letters
    assert letter["To"] == ADDRESS
    assert "If it is not, do nothing" in str(letter.get_content())
    html = reader.get("/settings/").content.decode()
    assert faults(html) == []
    assert f"Waiting for a yes from {ADDRESS}" in html
    reader.post("/settings/planned", GIVEN | {"mail": ADDRESS})
    assert len(box.letters) == 1, "one link, however often the form is sent"
    there = link_in(letter)
    assert faults(accounts.at().get(there).content.decode()) == []
    assert kept(owner) == ("", ADDRESS), "a look at it is no yes"
    assert "The plan will come." in accounts.at().post(there).content.decode()
    assert kept(owner) == (ADDRESS, "")


def test_another_address_waits_while_the_old_one_goes_on(
    reader: Client, owner: User, box: Postbox
) -> None:
    habits.set_habit(owner, Habit(mail=ADDRESS), utc_now())
    reader.post("/settings/planned", GIVEN | {"mail": "b@post.example"})
    assert kept(owner) == (ADDRESS, "b@post.example")
    reader.post("/settings/planned", GIVEN | {"mail": ""})
    assert kept(owner) == ("", ""), "none is none at once"
    assert accounts.at().post(link_in(box.letters[0])).status_code == 410
    assert kept(owner) == ("", "")


def test_a_link_is_sent_again_but_not_for_ever(reader: Client, owner: User, box: Postbox) -> None:
    reader.post("/settings/planned", GIVEN | {"mail": ADDRESS})
    for _ in range(habits.LINKS + 2):
        reader.post("/settings/mail-again")
    assert len(box.letters) == habits.LINKS
    assert "try again tomorrow" in reader.get("/settings/").content.decode()
    assert kept(owner) == ("", ADDRESS)


def test_a_link_expires_and_cannot_be_made_up(owner: User) -> None:
    habits.set_habit(owner, Habit(asked=ADDRESS), utc_now())
    long_ago = utc_now() - mailing.CONFIRMED_WITHIN - timedelta(minutes=1)
    for key in (mailing.confirm_key(owner, ADDRESS, long_ago), "made:up", mailing.stop_key(owner)):
        answer = accounts.at().post(f"/mail/confirm/{key}/")
        assert answer.status_code == 410
        assert "This link is over." in answer.content.decode()
    assert kept(owner) == ("", ADDRESS)


def test_a_link_that_could_not_be_sent_is_told(reader: Client, owner: User, box: Postbox) -> None:
    reader.post("/settings/planned", GIVEN | {"mail": "nobody@post.example"})
    assert "The link could not be sent" in reader.get("/settings/").content.decode()
    assert kept(owner) == ("", "")
    assert box.letters == []


def test_without_a_server_no_address_is_taken(reader: Client, owner: User) -> None:
    reader.post("/settings/planned", GIVEN | {"mail": ADDRESS})
    assert kept(owner) == ("", "")


def test_mail_ends_by_its_own_address_and_not_by_a_look_at_it(owner: User) -> None:
    habits.set_habit(owner, Habit(WEEKDAYS, mail="maren@post.example"), utc_now())
    there = f"/mail/stop/{mailing.stop_key(owner)}/"
    html = accounts.at().get(there).content.decode()
    assert faults(html) == []
    assert sessions.habit(User.objects.get(pk=owner.pk)).mail
    answer = accounts.at(csrf=True).post(there, {"List-Unsubscribe": "One-Click"})
    assert "No more mail." in answer.content.decode()
    owner.refresh_from_db()
    assert sessions.habit(owner) == Habit(WEEKDAYS)
    assert accounts.at().post("/mail/stop/1:made-up/").status_code == 404


def test_settings_need_an_account_and_a_token(owner: User) -> None:
    assert accounts.at().post("/settings/planned", GIVEN).status_code == 302
    assert accounts.at(owner, csrf=True).post("/settings/planned", GIVEN).status_code == 403
    assert not Planner.objects.exists()
