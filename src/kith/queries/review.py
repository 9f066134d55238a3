"""The roster review: each voice with its evidence, those first that are to be looked at first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from kith.core.capacity import Room
from kith.db import prepared
from kith.db.models import Channel, Decision, Following, Mark, User, Voice
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
    return _over(user.pk, Channel.kept_by(user.pk), now)


def to_look_at(user: User, now: datetime) -> tuple[int, int]:
    """How many voices there are to look at, and of how many of them nothing was read lately."""
    read = _read(user, now)
    voices = _in_order(user, Show.OPEN, read, now)
    return len(voices), sum(voice not in read for voice in voices)


def _in_order(user: User, show: Show, read: Mapping[int, int], now: datetime) -> list[int]:
    """The numbers of all that are shown: the dates of thousands are dear to read."""
    whose = user.pk, Channel.kept_by(user.pk)
    if show != Show.OPEN:
        return _on_trial(*whose) if show == Show.TRIAL else _resting(*whose)
    decided = set(_decisions(user, now).values_list("voice", flat=True))
    waiting = [*_active(*whose), *_at_rest(*whose)]
    grades = _grades(user, read, now)
    others = [voice for voice in waiting if voice not in decided]
    return [*trials_over(user, now), *sorted(others, key=lambda voice: grades.get(voice, 0))]


# Lists of thousands: their SQL is written once, and gives nothing but numbers.


def _voices(owner: int, kept: str, **wanted: object) -> QuerySet[Voice]:
    """Voices of an account that speak on a channel; not its kept pages, which have an address."""
    pages = Following.objects.filter(channel__address=kept).values("voice")
    heard = Exists(Following.objects.filter(voice=OuterRef("pk")))
    return Voice.objects.filter(heard, owner=owner, **wanted).exclude(pk__in=pages)


@prepared.query
def _active(owner: int, kept: str) -> QuerySet[Voice, int]:
    rows = _voices(owner, kept, state=Voice.State.ACTIVE).order_by("created_at", "pk")
    return rows.values_list("pk", flat=True)


@prepared.query
def _at_rest(owner: int, kept: str) -> QuerySet[Voice, int]:
    """Those that rest until they are woken; who rests until a day rests until then."""
    rows = _voices(owner, kept, state=Voice.State.RESTING, rest_until=None)
    return rows.order_by("created_at", "pk").values_list("pk", flat=True)


@prepared.query
def _over(owner: int, kept: str, now: datetime) -> QuerySet[Voice, int]:
    rows = _voices(owner, kept, state=Voice.State.TRIAL, trial_until__lte=now)
    return rows.order_by("trial_until", "pk").values_list("pk", flat=True)


@prepared.query
def _on_trial(owner: int, kept: str) -> QuerySet[Voice, int]:
    rows = _voices(owner, kept, state=Voice.State.TRIAL)
    return rows.order_by(F("trial_until").asc(nulls_last=True), "pk").values_list("pk", flat=True)


@prepared.query
def _resting(owner: int, kept: str) -> QuerySet[Voice, int]:
    rows = _voices(owner, kept, state=Voice.State.RESTING)
    return rows.order_by(F("rest_until").asc(nulls_last=True), "pk").values_list("pk", flat=True)


def _room(user: User) -> dict[str, Room]:
    heard = Counter[str]()
    for kind, n in _sizes(user.pk, Channel.kept_by(user.pk)):
        heard[_what(kind)] += n
    wished = capacity.chosen(user)
    return {
        "people": Room(heard["people"], wished.people),
        "sources": Room(heard["sources"], wished.sources),
    }


def _what(kind: str) -> str:
    return "people" if kind == Voice.Kind.PERSON else "sources"


@prepared.query
def _sizes(owner: int, kept: str) -> QuerySet[Voice, tuple[str, int]]:
    rows = _voices(owner, kept, state__in=Voice.HEARD).order_by()
    return rows.values_list("kind").annotate(n=Count("pk"))


def _read(user: User, now: datetime) -> dict[int, int]:
    """How much was read lately of each voice of which anything was."""
    return dict(_read_since(user.pk, now - LATELY))


@prepared.query
def _read_since(owner: int, since: datetime) -> QuerySet[Mark, tuple[int, int]]:
    rows = Mark.objects.filter(owner=owner, read_at__gte=since).order_by()
    return rows.values_list("voice").annotate(n=Count("pk"))


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
