"""Today's session as it is shown: by pages, in the shell, in a calendar, by mail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet
from django.utils import timezone

from kith.core import habits
from kith.core.habits import Habit
from kith.db import prepared
from kith.db.models import Mark, Planner, Session, Step, User, Voice
from kith.queries import because, fitting, reading, roster
from kith.queries.reading import Where
from kith.queries.steps import Because, Group, Verb, Way, verb_named
from kith.queries.steps.settled import settled

MINUTES = (10, 20, 40)  # to choose from; any other number can be typed
COUNTED = 1000  # a count stops here
FULL = 0.85  # of the minutes, from which on the steps are said to fill them


@dataclass(frozen=True, slots=True)
class Listed:
    """One step as it is shown."""

    pk: int
    verb: Verb
    headline: str
    minutes: int
    because: str  # the finished sentence
    state: Step.State
    by_itself: bool  # whether the state is not the step's own, but that of what it is about
    entry: int | None
    url: str  # of the entry, elsewhere
    at: datetime | None  # when the entry was published
    kept: bool
    voice: int | None
    voice_name: str
    voice_kind: str
    interest: str  # of what the account wants to learn, where the entry surely fits it
    instead_of: int | None  # the step it was swapped for

    @property
    def waits(self) -> bool:
        """Whether it is still to be done."""
        return self.state == Step.State.WAITING


@dataclass(frozen=True, slots=True)
class Part:
    """A group with its steps."""

    group: Group
    steps: list[Listed]

    @property
    def minutes(self) -> int:
        """How long its steps take."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Shown:
    """A session with the steps that wait or are done, in order."""

    pk: int
    day: date
    minutes: int
    state: Session.State
    catches_up: bool
    entries: int  # that it was chosen from
    voices: int
    seconds: int
    steps: list[Listed]
    reflection: str

    @property
    def parts(self) -> list[Part]:
        """Its groups that have steps, in their order."""
        order = list(Group)
        steps = sorted(self.steps, key=lambda step: order.index(step.verb.group))
        grouped = groupby(steps, key=lambda step: step.verb.group)
        return [Part(group, list(inside)) for group, inside in grouped]

    @property
    def next(self) -> Listed | None:
        """The first step, as they stand on the page, that is still to be done."""
        return next((step for part in self.parts for step in part.steps if step.waits), None)

    @property
    def done(self) -> list[Listed]:
        """What was done, as it stands on the page."""
        steps = (step for part in self.parts for step in part.steps)
        return [step for step in steps if step.state == Step.State.DONE]

    @property
    def planned(self) -> int:
        """The minutes of all its steps."""
        return sum(step.minutes for step in self.steps)

    @property
    def is_short(self) -> bool:
        """Whether its steps do not fill the minutes that were set aside."""
        return 0 < self.planned < FULL * self.minutes

    @property
    def taken(self) -> int:
        """The minutes that it is said to take: those set aside, unless its steps take fewer."""
        return self.planned if self.is_short else self.minutes

    @property
    def is_under_way(self) -> bool:
        """Whether it was started and is not over."""
        return self.state in {Session.State.RUNNING, Session.State.PAUSED}


def zone_of(user: User) -> ZoneInfo:
    """The account's time zone; the installation's where it set none."""
    try:
        return ZoneInfo(user.preferences.get("time_zone") or timezone.get_default_timezone_name())
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(timezone.get_default_timezone_name())


def day_of(user: User, now: datetime) -> date:
    """The account's own date."""
    return now.astimezone(zone_of(user)).date()


def habit(user: User) -> Habit:
    """What the account planned: days, time, minutes, mail."""
    return habits.read(user.preferences.get("sessions"))


def unread(user: User) -> int:
    """How many entries there are to choose from, counted to COUNTED at the most."""
    return min(reading.count(user, Where()), COUNTED)


def voices(user: User) -> int:
    """How many voices the account listens to."""
    return _heard.count(user.pk)


@prepared.query
def _heard(owner: int) -> QuerySet[Voice, int]:
    rows = Voice.objects.filter(roster.is_heard(), owner=owner, state__in=Voice.HEARD)
    return rows.values_list("pk", flat=True)


def account_by_calendar_key(key: str) -> User | None:
    """The account whose calendar has this private address."""
    return User.objects.filter(planner__calendar_key=key, is_active=True).first()


def planners_due(now: datetime, most: int = 100) -> list[Planner]:
    """Accounts whose next plan's time has come, the longest waiting first."""
    rows = Planner.objects.filter(due_at__lte=now, owner__is_active=True)
    return list(rows.select_related("owner").order_by("due_at", "pk")[:most])


def people_due(now: datetime, most: int = 100) -> list[Planner]:
    """Accounts whose weekly mail about people is due, the longest waiting first."""
    rows = Planner.objects.filter(people_due_at__lte=now, owner__is_active=True)
    return list(rows.select_related("owner").order_by("people_due_at", "pk")[:most])


def open_session(user: User, now: datetime) -> Session | None:
    """Today's session that is not over."""
    return _own(_open.first(user.pk, day_of(user, now)), user)


def over_today(user: User, now: datetime) -> Session | None:
    """The last session that came to its end today."""
    return _own(_over.first(user.pk, day_of(user, now)), user)


def has_unended(user: User, now: datetime) -> bool:
    """Whether a session of an earlier day was never ended."""
    return bool(_unended(user.pk, day_of(user, now)))


# Asked whenever Today is looked at: their SQL is written once.


def _own(session: Session | None, user: User) -> Session | None:
    """With its owner, who is not asked for again."""
    if session is not None:
        session.owner = user
    return session


@prepared.query
def _open(owner: int, day: date) -> QuerySet[Session]:
    rows = Session.objects.filter(owner=owner, day=day)
    return rows.exclude(state=Session.State.OVER).order_by("pk")[:1]


@prepared.query
def _over(owner: int, day: date) -> QuerySet[Session]:
    rows = Session.objects.filter(owner=owner, day=day, state=Session.State.OVER)
    return rows.filter(started_at__isnull=False).order_by("-pk")[:1]


@prepared.query
def _unended(owner: int, day: date) -> QuerySet[Session, int]:
    rows = Session.objects.filter(owner=owner, day__lt=day).exclude(state=Session.State.OVER)
    return rows.values_list("pk", flat=True)[:1]


def shown(session: Session) -> Shown:
    """A session as it is shown; what was read or put away elsewhere is no longer to be done."""
    rows = list(_rows(session))
    marks = _marks(session.owner, rows)
    about, elsewhere = _about(rows), settled(session.owner, rows)
    steps = [
        _listed(row, marks.get(row.entry_id or 0), about.get(row.pk, ""), elsewhere.get(row.pk))
        for row in rows
    ]
    return Shown(
        pk=session.pk,
        day=session.day,
        minutes=session.minutes,
        state=Session.State(session.state),
        catches_up=session.catches_up,
        entries=session.chosen_from.get("entries", 0),
        voices=session.chosen_from.get("voices", 0),
        seconds=session.seconds,
        steps=[step for step in steps if step.state in {Step.State.WAITING, Step.State.DONE}],
        reflection=session.reflection,
    )


def planned_entries(user: User, now: datetime) -> list[int]:
    """The entries that steps of today's open session are about."""
    session = open_session(user, now)
    return [row.entry_id for row in _rows(session) if row.entry_id] if session else []


@dataclass(frozen=True, slots=True)
class Flow:
    """Where one is in a session, as the pages of its steps say it."""

    session: int
    step: int
    number: int  # of the step, counted from 1
    of: int  # how many there are
    minutes: int  # planned
    seconds: int  # spent so far
    runs: bool
    follows: bool  # whether another step waits


def flow(step: Step) -> Flow | None:
    """Where a step stands in its session; None once that is over or the step is put aside."""
    session = step.session
    if session.state == Session.State.OVER:
        return None
    found = shown(session)
    steps = [one for part in found.parts for one in part.steps]
    numbers = [one.pk for one in steps]
    if step.pk not in numbers:
        return None
    return Flow(
        session=session.pk,
        step=step.pk,
        number=numbers.index(step.pk) + 1,
        of=len(steps),
        minutes=session.minutes,
        seconds=session.seconds,
        runs=session.state == Session.State.RUNNING,
        follows=any(one.waits and one.pk != step.pk for one in steps),
    )


def _rows(session: Session) -> Iterator[Step]:
    for row in _steps(session.pk):
        row.session = session
        yield row


@prepared.query
def _steps(session: int) -> QuerySet[Step]:
    there = (Step.State.WAITING, Step.State.DONE)
    rows = Step.objects.filter(session=session, state__in=there).order_by("order", "pk")
    return rows.select_related("entry__channel", "voice", "interest")


def _marks(user: User, rows: list[Step]) -> dict[int, Mark]:
    entries = [row.entry_id for row in rows if row.entry_id]
    return {mark.entry_id: mark for mark in _marked(user.pk, entries)}


@prepared.query
def _marked(owner: int, entries: Sequence[int]) -> QuerySet[Mark]:
    return Mark.objects.filter(owner=owner, entry__in=entries).select_related("voice")


def state_of(step: Step, mark: Mark | None, elsewhere: Step.State | None) -> Step.State:
    """The state of a step; acts outside of the session count as well."""
    if elsewhere is not None:
        return elsewhere
    waits = step.state == Step.State.WAITING
    if not waits or mark is None or verb_named(step.verb).way != Way.READER:
        return Step.State(step.state)
    if mark.not_for_me_at or mark.state == Mark.State.ARCHIVED:
        return Step.State.NOT_FOR_ME
    return Step.State.DONE if mark.finished_at else Step.State.WAITING


def listed(step: Step) -> Listed:
    """One step as it is shown, whatever became of it; `step` comes from access.step."""
    user = step.session.owner
    mark, elsewhere = _marks(user, [step]).get(step.entry_id or 0), settled(user, [step])
    return _listed(step, mark, _about([step]).get(step.pk, ""), elsewhere.get(step.pk))


def _about(rows: list[Step]) -> dict[int, str]:
    """The interest that each step was chosen for, by name, where its entry surely fits it."""
    chosen = [
        (row.pk, row.entry_id, row.interest)
        for row in rows
        if row.entry_id and row.interest and not row.interest.removed_at
    ]
    wishes = {one.pk: one.terms for _, _, one in chosen}
    held = fitting.held([entry for _, entry, _ in chosen], wishes) if chosen else {}
    return {step: one.name for step, entry, one in chosen if one.pk in held.get(entry, ())}


def _listed(
    step: Step, mark: Mark | None, about: str, elsewhere: Step.State | None = None
) -> Listed:
    entry, verb = step.entry, verb_named(step.verb)
    voice = step.voice or (mark.voice if mark else None)  # a passage is of none by itself
    reasons = [Because(one["code"], one.get("params", {})) for one in step.because]
    return Listed(
        pk=step.pk,
        verb=verb,
        headline=str(verb.headline) % {"title": step.title},
        minutes=step.minutes,
        because=because.sentence(reasons, step.session.day),
        state=state_of(step, mark, elsewhere),
        by_itself=step.state == Step.State.WAITING,
        entry=step.entry_id,
        url=entry.url if entry else "",
        at=entry.at if entry else None,
        kept=bool(mark and mark.kept_at),
        voice=voice.pk if voice else None,
        voice_name=_name(step, voice),
        voice_kind=voice.kind if voice else "",
        interest=about,
        instead_of=step.instead_of_id,
    )


def _name(step: Step, voice: Voice | None) -> str:
    channel = step.entry.channel if step.entry else None
    if voice and voice.name:
        return voice.name
    return (channel.title or channel.address) if channel else ""
