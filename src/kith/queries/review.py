"""The roster review: each voice with its evidence, those first that are to be looked at first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from kith.core.capacity import Room
from kith.db import prepared
from kith.db.models import Channel, Decision, Following, Mark, User, Voice
from kith.db.prepared import Prepared, Value, Values
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


def review(user: User, show: Show, now: datetime, number: int = 1) -> Review:
    """A page of what is shown; a number beyond the last is the last."""
    room, read = _room(user), _read(user, now)
    voices = [] if show == Show.DECIDED else _in_order(user, show, read, now)
    decisions = _decisions(user, now)
    total = decisions.count() if show == Show.DECIDED else len(voices)
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    shown = slice((number - 1) * PAGE, number * PAGE)
    keep, wake = _suggested(user, room, read, now) if show == Show.OPEN else ([], [])
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
    return _numbers(_over(), user, now)


def to_look_at(user: User, now: datetime) -> tuple[int, int]:
    """How many voices there are to look at, and of how many of them nothing was read lately."""
    read = _read(user, now)
    voices = _in_order(user, Show.OPEN, read, now)
    return len(voices), sum(voice not in read for voice in voices)


def _in_order(user: User, show: Show, read: Mapping[int, int], now: datetime) -> list[int]:
    """The numbers of all that are shown: the dates of thousands are dear to read."""
    if show != Show.OPEN:
        return _numbers(_in_state(show), user)
    decided = set(_decisions(user, now).values_list("voice", flat=True))
    waiting = [*_numbers(_active(), user), *_numbers(_at_rest(), user)]
    grades = _grades(user, read, now)
    others = [voice for voice in waiting if voice not in decided]
    return [*trials_over(user, now), *sorted(others, key=lambda voice: grades.get(voice, 0))]


# Lists of thousands: their SQL is written once, and gives nothing but numbers.


def _numbers(asked: Prepared, user: User, now: datetime | None = None) -> list[int]:
    values: Values = {
        prepared.OWNER: user.pk,
        prepared.WORDS: Channel.kept_by(user.pk),
        prepared.MOMENT: now,
    }
    return [pk for (pk,) in asked.rows(values)]


def _voices(**wanted: object) -> QuerySet[Voice]:
    """Voices of an account that speak on a channel; not its kept pages."""
    kept = Following.objects.filter(channel__address=prepared.WORDS).values("voice")
    heard = Exists(Following.objects.filter(voice=OuterRef("pk")))
    return Voice.objects.filter(heard, owner=prepared.OWNER, **wanted).exclude(pk__in=kept)


_WHOSE: list[Value] = [prepared.OWNER, prepared.WORDS]


@cache
def _active() -> Prepared:
    rows = _voices(state=Voice.State.ACTIVE).order_by("created_at", "pk")
    return Prepared(rows.values_list("pk"), _WHOSE)


@cache
def _at_rest() -> Prepared:
    """Those that rest until they are woken; who rests until a day rests until then."""
    rows = _voices(state=Voice.State.RESTING, rest_until=None).order_by("created_at", "pk")
    return Prepared(rows.values_list("pk"), _WHOSE)


@cache
def _over() -> Prepared:
    rows = _voices(state=Voice.State.TRIAL, trial_until__lte=prepared.MOMENT)
    ordered = rows.order_by("trial_until", "pk").values_list("pk")
    return Prepared(ordered, [*_WHOSE, prepared.MOMENT])


@lru_cache(maxsize=4)
def _in_state(show: Show) -> Prepared:
    date = "trial_until" if show == Show.TRIAL else "rest_until"
    rows = _voices(state=show.value).order_by(F(date).asc(nulls_last=True), "pk")
    return Prepared(rows.values_list("pk"), _WHOSE)


def _room(user: User) -> dict[str, Room]:
    values: Values = {prepared.OWNER: user.pk, prepared.WORDS: Channel.kept_by(user.pk)}
    heard = Counter[str]()
    for kind, n in _sizes().rows(values):
        heard[_what(kind)] += n
    wished = capacity.chosen(user)
    return {
        "people": Room(heard["people"], wished.people),
        "sources": Room(heard["sources"], wished.sources),
    }


def _what(kind: str) -> str:
    return "people" if kind == Voice.Kind.PERSON else "sources"


@cache
def _sizes() -> Prepared:
    rows = _voices(state__in=Voice.HEARD).order_by()
    return Prepared(rows.values_list("kind").annotate(n=Count("pk")), _WHOSE)


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
    user: User, room: Mapping[str, Room], read: Mapping[int, int], now: datetime
) -> tuple[list[Reviewed], list[Reviewed]]:
    """Where room is free: those on trial that were read most, those at rest of which most was kept;
    SUGGESTED of each at the most.
    """
    free = {what for what, one in room.items() if one.free}
    states = (Voice.State.TRIAL, Voice.State.RESTING)
    rows = Voice.objects.filter(owner=user, state__in=states) if free else Voice.objects.none()
    there = {"trial": list[int](), "resting": list[int]()}
    for pk, kind, state in rows.values_list("pk", "kind", "state"):
        if _what(kind) in free:
            there[state].append(pk)
    keep = _most(there["trial"], read)
    wake = _most(there["resting"], _kept(user, now) if there["resting"] else {})
    known = {one.voice: one for one in some(user, [*keep, *wake], now)}
    return [known[pk] for pk in keep], [known[pk] for pk in wake]


def _most(voices: Sequence[int], counts: Mapping[int, int]) -> list[int]:
    there = [voice for voice in voices if counts.get(voice)]
    return sorted(there, key=lambda voice: (-counts[voice], voice))[:SUGGESTED]


def _kept(user: User, now: datetime) -> dict[int, int]:
    """How much was kept of each voice, for as long as anybody remembers."""
    rows = Mark.objects.filter(owner=user, kept_at__isnull=False, at__gte=now - 2 * OVER)
    return dict(rows.order_by().values_list("voice").annotate(n=Count("pk")))
