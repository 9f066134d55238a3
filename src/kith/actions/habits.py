"""Planned days: what an account wishes, and the plan that is ready when its time comes."""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from kith.actions import mailing, planning, preferences
from kith.core import habits
from kith.core.habits import Habit
from kith.db.models import Planner, Session, User
from kith.queries import owed as owing
from kith.queries import pauses, sessions
from kith.queries.owed import Owed

LINKS = 5  # that confirm an address; a day and account


def planner_of(user: User) -> Planner:
    """The account's planner; made when asked for the first time."""
    found = Planner.objects.filter(owner=user).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Planner.objects.create(owner=user, calendar_key=secrets.token_urlsafe(32))
    except IntegrityError:  # asked for twice at the same time: the other was quicker
        return Planner.objects.get(owner=user)


def set_habit(user: User, habit: Habit, now: datetime) -> None:
    """Plan on these days, at this time, so many minutes; from now on."""
    _keep(user, habit)
    planner_of(user)
    reschedule(user, now)


def reschedule(user: User, now: datetime) -> None:
    """Say when the next plan is due; after the account's days or its time zone changed."""
    habit, zone = sessions.habit(user), sessions.zone_of(user)
    week = habits.next_week(habit, zone, now) if habit.people else None
    following = habits.following(habit, zone, now)
    Planner.objects.filter(owner=user).update(due_at=following, people_due_at=week)


def ask_address(user: User, address: str, now: datetime) -> str:
    """Send a link that confirms where mail may go to; what is wrong, if it did not go.

    Until the link is followed nothing else is sent there. No more than LINKS of them a day.
    """
    sent = [at for at in _links(user) if at > now - timedelta(days=1)]
    if len(sent) >= LINKS:
        return gettext("Enough links for a day: try again tomorrow.")
    problem = mailing.send_link(user, address, now)
    if not problem:
        preferences.remember(user, mail_links=[at.isoformat() for at in (*sent, now)])
        _keep(user, replace(sessions.habit(user), asked=address))
    return problem


def _links(user: User) -> list[datetime]:
    """When links were sent lately."""
    return [datetime.fromisoformat(at) for at in user.preferences.get("mail_links", [])]


def confirm_address(user: User, address: str) -> bool:
    """Mail may go to this address from now on; False where it is no longer wished."""
    habit = sessions.habit(user)
    if address not in {habit.asked, habit.mail}:
        return False
    if address == habit.asked:
        _keep(user, replace(habit, mail=address, asked=""))
    return True


def _keep(user: User, habit: Habit) -> None:
    preferences.remember(user, sessions=habits.written(habit))


def stop_mail(user: User) -> None:
    """No mail any more; the days stay as they are."""
    _keep(user, replace(sessions.habit(user), mail="", asked=""))


def new_calendar_address(user: User) -> None:
    """Make the calendar's private address anew; the old one stops working."""
    planner_of(user)
    Planner.objects.filter(owner=user).update(calendar_key=secrets.token_urlsafe(32))


def make_ready(planner: Planner, now: datetime) -> Session | None:
    """Make the plan whose time has come, and mail it where that is wished.

    Of several workers one does it. None where another did, where its day is over by now, or where
    the account makes a pause.
    """
    user = planner.owner
    habit, zone = sessions.habit(user), sessions.zone_of(user)
    following = habits.following(habit, zone, now)
    mine = Planner.objects.filter(pk=planner.pk, due_at=planner.due_at)
    if planner.due_at is None or not mine.update(due_at=following):
        return None
    if _day(planner.due_at, zone) != _day(now, zone) or sessions.over_today(user, now):
        return None
    if pauses.is_on(user, now):
        return None
    session = planning.plan(user, now)
    wanted = habit.mail and mailing.is_configured() and sessions.shown(session).steps
    if wanted and _first_mail(planner, session.day):
        found = _weekly(planner, now)
        _mailed(planner, mailing.send_plan(session, habit.mail, found), found, now)
    return session


def write_weekly(planner: Planner, now: datetime) -> bool:
    """Mail what is owed to people, where anything is; whether a mail went out.

    Where a plan is due as well, its mail says it instead: there is one mail a day at the most, and
    where it went without this one, this one goes tomorrow.
    """
    user = planner.owner
    if planner.due_at is not None and planner.due_at <= now:
        return False
    found = _weekly(planner, now)
    if not found or not _first_mail(planner, _day(now, sessions.zone_of(user))):
        return False
    problem = mailing.send_owed(user, found, sessions.habit(user).mail)
    _mailed(planner, problem, found, now)
    return not problem


def _weekly(planner: Planner, now: datetime) -> list[Owed]:
    """What is owed to people, where the time has come to mail it.

    Of several workers one is told, and a week that is over by now is not made up for. What is told
    is due again tomorrow, until `_mailed` hears that it went out.
    """
    user, due = planner.owner, planner.people_due_at
    if due is None or due > now:
        return []
    habit, zone = sessions.habit(user), sessions.zone_of(user)
    wanted = habit.people and habit.mail and mailing.is_configured()
    late = now - due > timedelta(days=1) or pauses.is_on(user, now)
    found = list(owing.owed(user, now, _day(now, zone))) if wanted and not late else []
    week = habits.next_week(habit, zone, now) if habit.people else None
    mine = Planner.objects.filter(pk=planner.pk, people_due_at=due)
    return found if mine.update(people_due_at=_tomorrow(user, now) if found else week) else []


def _mailed(planner: Planner, problem: str, found: list[Owed], now: datetime) -> None:
    """A mail went out, or why not; with it the week's, where it says what is owed."""
    user, mine = planner.owner, Planner.objects.filter(pk=planner.pk)
    mine.update(mail_problem=problem[:500])
    if found and not problem:
        week = habits.next_week(sessions.habit(user), sessions.zone_of(user), now)
        mine.filter(people_due_at=_tomorrow(user, now)).update(people_due_at=week)


def _tomorrow(user: User, now: datetime) -> datetime:
    zone = sessions.zone_of(user)
    return habits.moment(sessions.habit(user), _day(now, zone) + timedelta(days=1), zone)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _first_mail(planner: Planner, day: date) -> bool:
    """Whether nobody has mailed on this day; from now on somebody has."""
    rows = Planner.objects.filter(pk=planner.pk).exclude(mailed_on=day)
    return bool(rows.update(mailed_on=day))
