"""The plan of a session: made once a day, kept until it is asked for anew."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kith.actions import relief
from kith.core.judgement.because import NEW, RARE
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.plan import A_VOICE, BETWEEN, EXPLORATION
from kith.core.judgement.plan import RARE as SELDOM_HEARD
from kith.core.judgement.plan import Candidate as Weighed
from kith.core.judgement.plan import plan as make_plan
from kith.core.judgement.space import space_of
from kith.core.pauses import away_since
from kith.db import prepared
from kith.db.fit import fit
from kith.db.models import Interest, Mark, Session, Step, User
from kith.queries import because, judging, pauses, sessions
from kith.queries.steps import Around, Because, Candidate, Group, Verb, Way, candidates

AWAY = timedelta(days=7)  # after which a session catches up instead of going on
LITTLE = 5  # entries
LONGER = 3  # minutes that a step may take more than the one it comes instead of
OWED = 1 / 3  # of the minutes, at most, for what is owed
LAST = {SELDOM_HEARD, EXPLORATION}  # what has a place of its own does not open the session
EARLY = "looked_through"  # in `chosen_from`
ROOM = 40  # minutes from which there is something to give beside what is owed
LENGTH = 0.7  # a text of ten times as many minutes is worth five times as much
AMONG = 8  # times as many of a kind as there are minutes are looked at, the best
Found = Sequence[tuple[Verb, Candidate]]


def plan(user: User, now: datetime, minutes: int | None = None) -> Session:
    """Today's open session; made where there is none, with the account's usual minutes.

    With other `minutes` than it has, what waits in it is chosen anew.
    """
    _expire(user, now)
    session = sessions.open_session(user, now)
    if session is None:
        return _make(user, now, minutes or sessions.habit(user).minutes)
    if minutes and minutes != session.minutes:
        Session.objects.filter(pk=session.pk).update(minutes=minutes)
        session.minutes = minutes
        anew(session, now)
    elif _is_bare(session) or _is_behind(session):
        anew(session, now)
    return session


def of_today(user: User, now: datetime) -> Session:
    """Today's session: the open one, else the one that came to its end, else a new plan."""
    over = sessions.over_today(user, now)
    return over if over and not sessions.open_session(user, now) else plan(user, now)


def _expire(user: User, now: datetime) -> None:
    """Sessions of earlier days that nobody ended are over, without a word."""
    if sessions.has_unended(user, now):  # Today is looked at more often than there are any
        earlier = Session.objects.filter(owner=user, day__lt=sessions.day_of(user, now))
        earlier.exclude(state=Session.State.OVER).update(state=Session.State.OVER)


def _is_bare(session: Session) -> bool:
    """Whether nothing has been found for it yet: something may have been heard since."""
    return not Step.objects.filter(session=session).exists()


def _is_behind(session: Session) -> bool:
    """Whether it was not begun yet, and since it was made an interest was named, or what it was
    made of was looked through, which had not been before.
    """
    if session.state != Session.State.PLANNED:
        return False
    early = session.chosen_from.get(EARLY)
    if early is not None and early != judging.looked_through():
        return True
    named = Interest.objects.filter(owner=session.owner_id, created_at__gt=session.made_at)
    return named.exists()


def _make(user: User, now: datetime, minutes: int) -> Session:
    try:
        with transaction.atomic():
            session = Session.objects.create(
                owner=user,
                day=sessions.day_of(user, now),
                minutes=minutes,
                catches_up=was_away(user, now),
                made_at=now,
            )
    except IntegrityError:  # asked for twice at the same time: the other was quicker
        return Session.objects.exclude(state=Session.State.OVER).get(
            owner=user, day=sessions.day_of(user, now)
        )
    anew(session, now)
    relief.consider(user, now)
    return session


def was_away(user: User, now: datetime) -> bool:
    """Whether the account, not a new one, has neither read nor done a step for AWAY.

    Or whether this is its first session after a pause.
    """
    last, pause = _last_here(user, now), pauses.pause(user)
    if pause and pause.until <= now:
        since = Session.objects.filter(owner=user, made_at__gte=pause.until)
        if not since.exists():
            return True
    return last is not None and last < now - AWAY


def _last_here(user: User, before: datetime) -> datetime | None:
    """When it last read anything or did a step, before this moment."""
    last = [*_last_read(user.pk, before), *_last_step(user.pk, before)]
    return max((at for at in last if at), default=None)


@prepared.query
def _last_read(owner: int, before: datetime) -> QuerySet[Mark, datetime | None]:
    rows = Mark.objects.filter(owner=owner, read_at__lt=before)
    return rows.order_by("-read_at").values_list("read_at", flat=True)[:1]


@prepared.query
def _last_step(owner: int, before: datetime) -> QuerySet[Step, datetime | None]:
    rows = Step.objects.filter(session__owner=owner, changed_at__lt=before)
    return rows.order_by("-changed_at").values_list("changed_at", flat=True)[:1]


def anew(session: Session, now: datetime) -> None:
    """Choose what waits in a session anew; what was done or put aside in it stays as it is."""
    user = session.owner
    around = look(session, now)
    found = list(candidates(around))
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        settle(session, now)
        steps = _steps(session.pk)
        waiting = [step.pk for step in steps if step.state == Step.State.WAITING]
        if waiting:
            Step.objects.filter(pk__in=waiting).delete()
        before = [step for step in steps if step.state != Step.State.WAITING]
        left = session.minutes - sum(
            step.minutes for step in before if step.state == Step.State.DONE
        )
        taken = {step.subject for step in before}
        rest = [one for one in found if one[1].subject not in taken]
        chosen = choose(rest, left, before, seed=session.day.toordinal())
        write(session, chosen, 1 + max((step.order for step in before), default=0))
        session.chosen_from, session.made_at = _told(user, now), now
        session.save(update_fields=["chosen_from", "made_at"])


@prepared.query
def _steps(session: int) -> QuerySet[Step]:
    return Step.objects.filter(session=session)


def settle(session: Session, now: datetime) -> None:
    """Write down which steps were done by acts outside of the session."""
    for step in sessions.shown(session).steps:
        if step.state == Step.State.DONE:
            waits = Step.objects.filter(pk=step.pk, state=Step.State.WAITING)
            waits.update(state=step.state, changed_at=now)


def look(session: Session, now: datetime) -> Around:
    """What there is to choose from now; for who was away, as if no time had passed meanwhile."""
    user, zone = session.owner, sessions.zone_of(session.owner)
    offers = judging.offers(user, now, away=_away(session, now, zone))
    return Around(user, now, zone, offers)


def _away(session: Session, now: datetime, zone: ZoneInfo) -> timedelta:
    """How long the account was away before the day of a session that catches up."""
    if not session.catches_up:
        return timedelta()
    morning = datetime.combine(session.day, time(), zone)
    last = _last_here(session.owner, morning)
    return now - (away_since(pauses.pause(session.owner), last) or now)


def choose(found: Found, minutes: int, before: Collection[Step], *, seed: int = 0) -> Found:
    """What fits into the minutes best, the best first; `seed` draws what is tried out."""
    heard = _heard(step for step in before if step.state == Step.State.DONE)
    few = _bearable(list(_limited(found, minutes)), minutes)
    left = [one for one in few if one[1].owed or heard[one[1].voice or 0] < A_VOICE]
    texts = [one.features for _, one in left if one.features]
    matrix = Matrix.of(texts) if texts else None
    space = (judging.space() or space_of(matrix)) if matrix else None
    rows = count()
    given = [_weighed(verb, one, next(rows) if one.features else -1) for verb, one in left]
    until = minutes + BETWEEN  # nothing comes after the last step
    made = make_plan(given, until, space=space, matrix=matrix, seed=seed)
    steps = sorted(made.steps, key=lambda step: step.slot in LAST)
    return [_slotted(*left[step.candidate], step.slot) for step in steps]


def _slotted(verb: Verb, one: Candidate, slot: str) -> tuple[Verb, Candidate]:
    """What was drawn to be tried out says so, and what has its place for its rare voice."""
    if slot == EXPLORATION:
        return verb, replace(one, because=[*one.because[:1], Because("explored")])
    if slot == SELDOM_HEARD:
        about = [reason for reason in one.because if reason.code not in because.WEAK]
        rare = [reason for reason in one.because if reason.code == RARE]
        return verb, replace(one, because=[*about[:1], *rare] or one.because)
    return verb, one


def _heard(steps: Iterable[Step]) -> Counter[int]:
    """How many steps are of each voice."""
    return Counter(step.voice_id for step in steps if step.voice_id)


def _bearable(found: Found, minutes: int) -> Found:
    """Of what is owed only what fits into a third of the minutes, the most pressing first; the rest
    waits. Where not even the first fits into that, it may take more. Unless there is ROOM, what
    is owed is all that is given.
    """
    left, taken = OWED * minutes, set[str]()
    owed = [one for _, one in found if one.owed and one.minutes <= minutes]
    for one in sorted(owed, key=lambda one: -one.value / one.minutes):
        if one.minutes <= left or not taken:
            taken.add(one.subject)
            left -= one.minutes
    gives = minutes >= ROOM or not taken
    return [
        (verb, one)
        for verb, one in found
        if one.subject in taken or (not one.owed and (gives or verb.group != Group.GIVE))
    ]


def _limited(found: Found, minutes: int) -> Iterator[tuple[Verb, Candidate]]:
    """Of each kind no more than the minutes should hold; the best come first."""
    taken: Counter[str] = Counter()
    for verb, one in found:
        if taken[verb.name] < (verb.limit(minutes) or AMONG * minutes):
            taken[verb.name] += 1
            yield verb, one


def _weighed(verb: Verb, one: Candidate, row: int) -> Weighed:
    """With more time to read there is more to get from it, though less with each minute: by the
    minute alone, a session would be made of snippets.
    """
    reads = verb.way == Way.READER
    return Weighed(
        minutes=one.minutes,
        value=one.value * (one.minutes**LENGTH if reads else 1),
        doubt=one.doubt,
        voice=one.voice or -1,
        verb=verb.name,
        group=verb.group.value,
        owed=one.owed,
        rare=one.rare,
        row=row,
    )


def instead(step: Step, now: datetime) -> tuple[Verb, Candidate] | None:
    """The best step of the same group that is not in the session and takes little longer."""
    steps = list(Step.objects.filter(session=step.session))
    taken = {one.subject for one in steps}
    there = (Step.State.WAITING, Step.State.DONE)
    heard = _heard(one for one in steps if one.state in there and one.pk != step.pk)
    fits = [
        (verb, one)
        for verb, one in candidates(look(step.session, now))
        if verb.group == step.group
        and one.subject not in taken
        and one.minutes <= step.minutes + LONGER
        and heard[one.voice or 0] < A_VOICE
    ]
    return max(fits, key=lambda found: found[1].value, default=None)


def write(session: Session, chosen: Found, order: int) -> list[Step]:
    """Store steps in this order; `order` is the number of the first."""
    judging.tell(step.because for _, step in chosen)
    little = _read.count(session.owner_id) < LITTLE  # "nothing that you read says this" is nothing
    untold = {NEW} if little else set[str]()
    known = [[one for one in step.because if one.code not in untold] for _, step in chosen]
    rows = [
        _row(session, verb, one, number, reasons)
        for number, ((verb, one), reasons) in enumerate(
            zip(chosen, because.varied(known), strict=True), start=order
        )
    ]
    return Step.objects.bulk_create(rows)


@prepared.query
def _read(owner: int) -> QuerySet[Mark, int]:
    rows = Mark.objects.filter(owner=owner, read_at__isnull=False)
    return rows.values_list("pk", flat=True)[:LITTLE]


def _row(session: Session, verb: Verb, one: Candidate, order: int, reasons: list[Because]) -> Step:
    if one.also:
        reasons.append(Because("also-in", {"names": list(one.also)}))
    facts = {
        "verb": verb.name,
        "group": verb.group.value,
        "subject": one.subject,
        "title": one.title,
        "entry_id": one.entry,
        "voice_id": one.voice,
        "highlight_id": one.highlight,
        "interest_id": one.interest,
        "minutes": one.minutes,
        "because": [_plain(reason) for reason in reasons or one.otherwise],
    }
    return Step(session=session, order=order, **fit(Step, facts))


def _plain(reason: Because) -> dict[str, object]:
    return {"code": reason.code, "params": dict(reason.params)}


def _told(user: User, now: datetime) -> dict[str, int]:
    """What it was chosen from; and how far that was looked through, where little of it was."""
    told = {"entries": sessions.unread(user), "voices": sessions.voices(user)}
    return told if judging.is_understood(user, now) else told | {EARLY: judging.looked_through()}
