"""The roster review: each voice with its evidence, those first that are to be looked at first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from kith.core.capacity import Room
from kith.db import prepared
from kith.db.models import Channel, Decision, Following, Mark, User, Voice
from kith.db.prepared import Prepared, Values
from kith.queries import capacity, roster
from kith.queries.evidence import MOST, OVER, Evidence, evidence

PAGE = MOST
LATELY = timedelta(days=90)  # of use, by which voices are ordered
SETTLED = timedelta(days=80)  # after a decision, until a voice is looked at again
SUGGESTED = 3
_IN_USE = 99  # the grade of those one talked with lately: above any that reading gives


class Show(StrEnum):
    """Which voices a page shows."""

    OPEN = "open"  # to look at: neither decided lately, nor on trial still, nor at rest until a day
    TRIAL = "trial"
    RESTING = "resting"
    DECIDED = "decided"  # lately


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One voice as the review shows it."""

    voice: int
    name: str
    kind: str
    state: Voice.State
    cadence: str
    since: datetime
    trial_until: datetime | None
    rest_until: datetime | None
    last_exchange_at: datetime | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a voice."""

    decision: int
    voice: int
    name: str
    kind: str
    what: Decision.What
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """A page of voices, or of what was decided; how many there are in all; what there is room for.

    `room` is of "people" and "sources" (publications and communities, and what has not said yet
    what it is); those that rest take none. `keep` and `wake` are suggested where some is free.
    """

    voices: list[Reviewed]
    decided: list[Decided]
    total: int
    number: int
    pages: int
    room: Mapping[str, Room]
    keep: list[Reviewed]
    wake: list[Reviewed]


class _Here(NamedTuple):
    """A voice that is heard somewhere, or rests; its dates are dear to read for thousands."""

    voice: int
    kind: str
    state: str

    @property
    def what(self) -> str:
        return "people" if self.kind == Voice.Kind.PERSON else "sources"


def review(user: User, show: Show, now: datetime, number: int = 1) -> Review:
    """A page of what is shown; a number beyond the last is the last."""
    here = _here(user)
    room, read = _room(user, here), _read(user, now)
    voices = list[int]()
    if show == Show.DECIDED:
        decisions = _decisions(user, now)
        total = decisions.count()
    else:
        voices = _in_order(user, show, here, read, now)
        total = len(voices)
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    shown = slice((number - 1) * PAGE, number * PAGE)
    keep, wake = _suggested(user, here, room, read, now) if show == Show.OPEN else ([], [])
    return Review(
        voices=some(user, voices[shown], now),
        decided=_decided(user, list(decisions[shown])) if show == Show.DECIDED else [],
        total=total,
        number=number,
        pages=pages,
        room=room,
        keep=keep,
        wake=wake,
    )


def one(voice: Voice, now: datetime) -> Reviewed:
    """One voice; it comes from access.voice."""
    return some(voice.owner, [voice.pk], now)[0]


def trials_over(user: User, now: datetime) -> list[int]:
    """The voices whose trial is over, the longest waiting first."""
    rows = Voice.objects.filter(owner=user, state=Voice.State.TRIAL, trial_until__lte=now)
    return list(rows.order_by("trial_until", "pk").values_list("pk", flat=True))


def to_look_at(user: User, now: datetime) -> tuple[int, int]:
    """How many voices there are to look at, and of how many of them nothing was read lately."""
    read, here = _read(user, now), _here(user)
    voices = _in_order(user, Show.OPEN, here, read, now)
    return len(voices), sum(voice not in read for voice in voices)


def _here(user: User) -> list[_Here]:
    """The account's voices that are here and speak on a channel, those longest here first; not its
    kept pages.
    """
    values: Values = {prepared.OWNER: user.pk, prepared.WORDS: Channel.kept_by(user.pk)}
    return [_Here(*row) for row in _heard_somewhere().rows(values)]


@cache
def _heard_somewhere() -> Prepared:
    kept = Following.objects.filter(channel__address=prepared.WORDS).values("voice")
    rows = Voice.objects.filter(owner=prepared.OWNER, state__in=Voice.HERE).exclude(pk__in=kept)
    rows = rows.filter(Exists(Following.objects.filter(voice=OuterRef("pk"))))
    columns = rows.order_by("created_at", "pk").values_list("pk", "kind", "state")
    return Prepared(columns, [prepared.OWNER, prepared.WORDS])


def _room(user: User, here: Sequence[_Here]) -> dict[str, Room]:
    heard = Counter(one.what for one in here if one.state in Voice.HEARD)
    wished = capacity.chosen(user)
    return {
        "people": Room(heard["people"], wished.people),
        "sources": Room(heard["sources"], wished.sources),
    }


def _read(user: User, now: datetime) -> dict[int, int]:
    """How much was read lately of each voice of which anything was."""
    values: Values = {prepared.OWNER: user.pk, prepared.MOMENT: now - LATELY}
    return dict(_read_since().rows(values))


@cache
def _read_since() -> Prepared:
    rows = Mark.objects.filter(owner=prepared.OWNER, read_at__gte=prepared.MOMENT).order_by()
    return Prepared(
        rows.values_list("voice").annotate(n=Count("pk")), [prepared.OWNER, prepared.MOMENT]
    )


def _in_order(
    user: User, show: Show, here: Sequence[_Here], read: Mapping[int, int], now: datetime
) -> list[int]:
    """The numbers of all that are shown."""
    there = {one.voice for one in here}
    if show != Show.OPEN:
        date = "trial_until" if show == Show.TRIAL else "rest_until"
        rows = Voice.objects.filter(owner=user, state=show.value)
        return _numbers(rows.order_by(F(date).asc(nulls_last=True), "pk"), there)
    over = [voice for voice in trials_over(user, now) if voice in there]
    rests = Voice.objects.filter(owner=user, state=Voice.State.RESTING, rest_until=None)
    decided = set(_decisions(user, now).values_list("voice", flat=True))
    active = {one.voice for one in here if one.state == Voice.State.ACTIVE}
    wanted = (active | set(_numbers(rests, there))) - decided
    grades = _grades(user, read, now)
    others = [one.voice for one in here if one.voice in wanted]
    return [*over, *sorted(others, key=lambda voice: grades.get(voice, 0))]


def _numbers(rows: QuerySet[Voice], there: set[int]) -> list[int]:
    return [pk for pk in rows.values_list("pk", flat=True) if pk in there]


def _grades(user: User, read: Mapping[int, int], now: datetime) -> dict[int, int]:
    """How much voices were used lately: read once, 2 or 3 times, 4 to 7, and so on."""
    talked = Voice.objects.filter(owner=user, last_exchange_at__gte=now - LATELY)
    grades = {voice: n.bit_length() for voice, n in read.items()}
    return grades | dict.fromkeys(talked.values_list("pk", flat=True), _IN_USE)


def _decisions(user: User, now: datetime) -> QuerySet[Decision]:
    rows = Decision.objects.filter(owner=user, undone_at=None, at__gte=now - SETTLED)
    return rows.order_by("-at", "-pk")


def some(user: User, voices: Sequence[int], now: datetime) -> list[Reviewed]:
    """These of the account's voices, PAGE at the most, in their order."""
    if not voices:
        return []
    columns = ("pk", "kind", "state", "cadence", "created_at")
    rows = Voice.objects.filter(owner=user, pk__in=voices)
    names, told = roster.names_of(user, voices), evidence(user, voices, now)
    found = {}
    for *plain, trial, rest, last in rows.values_list(
        *columns, "trial_until", "rest_until", "last_exchange_at"
    ):
        pk, kind, state, cadence, since = plain
        found[pk] = Reviewed(
            voice=pk,
            name=names[pk],
            kind=kind,
            state=Voice.State(state),
            cadence=cadence,
            since=since,
            trial_until=trial,
            rest_until=rest,
            last_exchange_at=last,
            evidence=told[pk],
        )
    return [found[pk] for pk in voices if pk in found]


def _decided(user: User, rows: Sequence[Decision]) -> list[Decided]:
    names = roster.names_of(user, [row.voice_id for row in rows])
    kinds = dict(Voice.objects.filter(pk__in=names).values_list("pk", "kind"))
    return [
        Decided(
            decision=row.pk,
            voice=row.voice_id,
            name=names[row.voice_id],
            kind=kinds[row.voice_id],
            what=Decision.What(row.what),
            reason=row.reason,
            at=row.at,
        )
        for row in rows
    ]


def _suggested(
    user: User,
    here: Sequence[_Here],
    room: Mapping[str, Room],
    read: Mapping[int, int],
    now: datetime,
) -> tuple[list[Reviewed], list[Reviewed]]:
    """Where room is free: those on trial that were read most, those at rest of which most was kept;
    SUGGESTED of each at the most.
    """
    free = [one for one in here if room[one.what].free]
    resting = [one.voice for one in free if one.state == Voice.State.RESTING]
    trial = [one.voice for one in free if one.state == Voice.State.TRIAL]
    keep = _most(trial, read)
    wake = _most(resting, _kept(user, resting, now) if resting else {})
    known = {one.voice: one for one in some(user, [*keep, *wake], now)}
    return [known[pk] for pk in keep], [known[pk] for pk in wake]


def _most(voices: Sequence[int], counts: Mapping[int, int]) -> list[int]:
    there = [voice for voice in voices if counts.get(voice)]
    return sorted(there, key=lambda voice: (-counts[voice], voice))[:SUGGESTED]


def _kept(user: User, voices: Sequence[int], now: datetime) -> dict[int, int]:
    """How much was kept of some voices, for as long as anybody remembers."""
    rows = Mark.objects.filter(owner=user, kept_at__isnull=False, at__gte=now - 2 * OVER)
    counted = rows.order_by().values_list("voice").annotate(n=Count("pk"))
    there = set(voices)
    return {voice: n for voice, n in counted if voice in there}
