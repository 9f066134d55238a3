"""Planned days: the plan is ready when its time comes, and mailed once where that is wished."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage

import pytest
from django.core import mail as django_mail
from pytest_django import Settings

from kith.actions import habits, mailing, planning, promises, sessions
from kith.core.habits import WEEKDAYS, Habit
from kith.db.models import Mark, Planner, Session, User
from kith.queries import sessions as ask
from kith.worker import planner as worker
from tests.actions import postbox
from tests.actions.postbox import Postbox
from tests.actions.world import NOW, follow, hear, owner, post, somebody

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)  # 8:30 in Vienna
DAY = timedelta(days=1)
ADDRESS = "maren@post.example"


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001
    follow("https://a.example/feed", name="Ada & Co")
    hear("https://a.example/feed", [post(n, published=NOW) for n in range(3)])
    Mark.objects.update(state=Mark.State.UNREAD)
    user = owner()
    user.preferences = {"time_zone": "Europe/Vienna"}
    user.save()
    return user


@pytest.fixture
def box(settings: Settings) -> Iterator[Postbox]:
    """A mail server, and Kith told of it."""
    with postbox.opened() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "kith@kith.example"
        yield box


def plan(user: User, now: datetime = NOW, **facts: object) -> Planner:
    """The user plans their weekdays."""
    given = {"days": WEEKDAYS, "minutes": 10, **facts}
    habits.set_habit(user, Habit(**given), now)  # type: ignore[arg-type]
    return Planner.objects.get(owner=user)


def ready(user: User, now: datetime) -> Session | None:
    return habits.make_ready(Planner.objects.select_related("owner").get(owner=user), now)


def text_of(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part
    return str(part.get_content())


def test_the_next_plan_is_due_on_monday_in_the_accounts_own_time(user: User) -> None:
    assert plan(user).due_at == MONDAY
    user.preferences = {**user.preferences, "time_zone": "UTC"}
    habits.reschedule(user, NOW)
    assert Planner.objects.get().due_at == MONDAY.replace(hour=8)
    assert plan(user, days=frozenset()).due_at is None


def test_the_plan_is_ready_at_its_time_and_the_next_one_is_due(user: User) -> None:
    plan(user)
    assert ask.planners_due(MONDAY - timedelta(minutes=1)) == []
    (due,) = ask.planners_due(MONDAY)
    session = habits.make_ready(due, MONDAY)
    assert session
    assert (session.minutes, session.day) == (10, MONDAY.date())
    assert Planner.objects.get().due_at == MONDAY + DAY
    assert habits.make_ready(due, MONDAY) is None, "another worker has made it"


def test_a_day_that_is_over_is_not_made_up_for(user: User) -> None:
    plan(user)
    assert ready(user, MONDAY + 2 * DAY + timedelta(hours=3)) is None
    assert Planner.objects.get().due_at == MONDAY + 3 * DAY
    assert not Session.objects.exists()


def test_nothing_more_is_planned_after_the_end_of_a_session(user: User) -> None:
    plan(user)
    session = planning.plan(user, MONDAY - timedelta(hours=1))
    sessions.finish(session, MONDAY - timedelta(minutes=5))
    assert ready(user, MONDAY) is None


def test_the_worker_makes_what_is_due(user: User) -> None:
    plan(user)
    long_due = datetime.now(UTC) - timedelta(minutes=1)
    Planner.objects.update(due_at=long_due)
    user.preferences = {**user.preferences, "time_zone": "UTC"}
    user.save()
    assert worker.run_due() in {0, 1}, "none where midnight passed just now"
    assert worker.run_due() == 0
    assert Planner.objects.get().due_at != long_due


def test_the_plan_is_mailed_as_text_and_as_html(user: User, box: Postbox) -> None:
    plan(user, mail=ADDRESS)
    session = ready(user, MONDAY)
    assert session
    (letter,) = box.letters
    assert letter["To"] == ADDRESS
    assert letter["From"] == "kith@kith.example"
    assert letter["Subject"] == f"Today: {ask.shown(session).taken} minutes"
    plain, html = text_of(letter, "plain"), text_of(letter, "html")
    step = ask.shown(session).steps[0]
    for text in (plain, html):
        assert step.headline in text
        assert f"/today/steps/{step.pk}/" in text
        assert "Because" in text
    assert "Ada & Co" in plain
    assert "Ada &amp; Co" in html
    stop = letter["List-Unsubscribe"].strip(" <>")
    assert stop in plain
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_mail_a_day_at_most(user: User, box: Postbox) -> None:
    plan(user, mail=ADDRESS)
    ready(user, MONDAY)
    plan(user, MONDAY, mail=ADDRESS, at=time(18))
    assert ready(user, MONDAY + timedelta(hours=10))
    assert len(box.letters) == 1
    ready(user, MONDAY + DAY + timedelta(hours=10))
    assert len(box.letters) == 2


def test_a_mail_that_was_not_taken_is_told_and_the_plan_is_there(user: User, box: Postbox) -> None:
    plan(user, mail="nobody@post.example")
    assert ready(user, MONDAY)
    assert "nobody here" in Planner.objects.get().mail_problem
    plan(user, MONDAY, mail=ADDRESS)
    ready(user, MONDAY + DAY)
    assert Planner.objects.get().mail_problem == ""
    assert [letter["To"] for letter in box.letters] == [ADDRESS]


def test_a_server_that_is_not_there_keeps_nothing_back(user: User, box: Postbox) -> None:
    box.server_close()
    box.shutdown()
    plan(user, mail=ADDRESS)
    assert ready(user, MONDAY)
    assert "Refused" in Planner.objects.get().mail_problem


def test_without_a_server_or_an_address_there_is_no_mail(user: User, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    plan(user, mail=ADDRESS)
    assert ready(user, MONDAY)
    settings.EMAIL_HOST = "mail.example"
    plan(user, MONDAY, mail="")
    assert ready(user, MONDAY + DAY)
    assert django_mail.outbox == []


def test_an_empty_plan_is_not_mailed(user: User, box: Postbox) -> None:
    Mark.objects.update(state=Mark.State.READ, read_at=NOW)
    plan(user, mail=ADDRESS)
    assert ready(user, MONDAY)
    assert box.letters == []


def test_whoever_has_the_address_can_stop_the_mail(user: User) -> None:
    plan(user, mail=ADDRESS)
    found = mailing.account_of(mailing.stop_key(user))
    assert found is not None
    assert found == user
    habits.stop_mail(found)
    habit = ask.habit(User.objects.get(pk=user.pk))
    assert (habit.mail, habit.days) == ("", WEEKDAYS)
    assert mailing.account_of(f"{somebody().pk}:made-up") is None


def test_the_calendar_has_an_address_of_its_own(user: User) -> None:
    key = habits.planner_of(user).calendar_key
    assert ask.account_by_calendar_key(key) == user
    habits.new_calendar_address(user)
    assert ask.account_by_calendar_key(key) is None
    assert habits.planner_of(user).calendar_key != key


def test_what_is_owed_is_mailed_on_mondays_once(user: User, box: Postbox) -> None:
    plan(user, mail=ADDRESS, people=True, days=frozenset())
    promises.promise(user, "send the list", NOW)
    assert ask.people_due(NOW) == [], "it waits for Monday"
    (planner,) = ask.people_due(MONDAY)
    assert habits.write_weekly(planner, MONDAY)
    assert not habits.write_weekly(planner, MONDAY), "another worker was quicker"
    (letter,) = box.letters
    assert letter["Subject"] == "Your people this week"
    for kind in ("plain", "html"):
        text = text_of(letter, kind)
        assert "send the list" in text
        assert "/people/owed/" in text
        assert "/mail/stop/" in text
    assert ask.people_due(MONDAY) == []
    assert [one.pk for one in ask.people_due(MONDAY + 7 * DAY)] == [planner.pk]


def test_on_a_planned_monday_the_plan_says_what_is_owed_in_the_one_mail_of_the_day(
    user: User, box: Postbox
) -> None:
    plan(user, mail=ADDRESS, people=True)
    promises.promise(user, "send the list & thanks", NOW)
    (planner,) = ask.people_due(MONDAY)
    assert not habits.write_weekly(planner, MONDAY), "the plan is about to be mailed"
    assert ready(user, MONDAY)
    assert ask.people_due(MONDAY) == []
    assert not habits.write_weekly(planner, MONDAY + timedelta(minutes=1))
    (letter,) = box.letters
    assert letter["Subject"].startswith("Today: ")
    assert "send the list & thanks" in text_of(letter, "plain")
    assert "send the list &amp; thanks" in text_of(letter, "html")
    assert "Your people this week" in text_of(letter, "html")
    assert ready(user, MONDAY + DAY)
    assert "Your people this week" not in text_of(box.letters[1], "html")


def test_nothing_owed_and_a_week_that_is_over_are_not_mailed(user: User, box: Postbox) -> None:
    plan(user, mail=ADDRESS, people=True)
    (planner,) = ask.people_due(MONDAY)
    assert not habits.write_weekly(planner, MONDAY)
    promises.promise(user, "send the list", NOW)
    (planner,) = ask.people_due(MONDAY + 9 * DAY)
    assert not habits.write_weekly(planner, MONDAY + 9 * DAY)
    plan(user, mail=ADDRESS, people=False)
    assert ask.people_due(MONDAY + 30 * DAY) == []
    assert box.letters == []


def test_what_is_owed_waits_a_day_where_the_mail_of_the_day_went_without_it(
    user: User, box: Postbox
) -> None:
    promises.promise(user, "send the list", NOW)
    plan(user, mail=ADDRESS)
    assert ready(user, MONDAY)
    ten = MONDAY + timedelta(hours=1.5)
    planner = plan(user, MONDAY + timedelta(minutes=30), mail=ADDRESS, people=True, at=time(10))
    assert (planner.due_at, planner.people_due_at) == (ten, ten)
    ready(user, ten)
    (planner,) = ask.people_due(ten)
    assert not habits.write_weekly(planner, ten)
    assert Planner.objects.get().people_due_at == ten + DAY
    assert ready(user, ten + DAY)
    first, second = box.letters
    assert "send the list" not in text_of(first, "plain")
    assert "send the list" in text_of(second, "plain")
    assert Planner.objects.get().people_due_at == ten + 7 * DAY


@pytest.mark.parametrize("days", [WEEKDAYS, frozenset[int]()])
def test_what_is_owed_is_mailed_tomorrow_where_no_mail_could_go_today(
    user: User, box: Postbox, settings: Settings, days: frozenset[int]
) -> None:
    def send(now: datetime) -> None:
        ready(user, now)
        for planner in ask.people_due(now):
            habits.write_weekly(planner, now)

    promises.promise(user, "send the list", NOW)
    plan(user, mail=ADDRESS, people=True, days=days)
    settings.EMAIL_PORT = 1
    send(MONDAY)
    planner = Planner.objects.get()
    assert planner.mail_problem
    assert planner.people_due_at == MONDAY + DAY
    settings.EMAIL_PORT = box.port
    send(MONDAY + DAY)
    (letter,) = box.letters
    assert "send the list" in text_of(letter, "plain")
    assert Planner.objects.get().people_due_at == MONDAY + 7 * DAY
