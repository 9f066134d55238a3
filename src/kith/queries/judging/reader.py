"""What is known of one reader: what they want to learn, what they did, whom they trust.

All of it is read at each question, some thousands of rows by index; so whatever is worked out from
it can be kept for as long as it is the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from django.utils.dateparse import parse_datetime

from kith.core.judgement.entries import TRUST
from kith.core.judgement.novelty import READ_WITHIN
from kith.core.judgement.profile import (
    FINISHED,
    HIGHLIGHTED,
    KEPT,
    NOTED,
    UNWANTED,
    Interest,
)
from kith.core.judgement.signals import SIGNALS
from kith.db import prepared
from kith.db.models import Following, Highlight, Mark, User, Voice
from kith.db.models import Interest as Wish
from kith.db.prepared import Prepared, PreparedObjects

MOST = 1_000  # acts of one kind that are looked at, the newest first
READ = 1_000  # entries read that others are compared with, the newest first
TUNED: Mapping[str, float] = {"off": 0.0, "less": 0.5, "normal": 1.0, "more": 2.0}
_TRUST = {
    Voice.Trust.TRUSTED: TRUST["high"],
    Voice.Trust.ANY: TRUST["usual"],
    Voice.Trust.SALT: TRUST["low"],
}
_MONTH = 30 * 86400.0
_QUIET = 1.0  # entries a month of a voice whose pace is not known


@dataclass(frozen=True, slots=True)
class Act:
    """What was done with an entry, and when last."""

    entry: int
    acts: tuple[str, ...]  # of core.judgement.profile.GAINS
    at: datetime


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, as far as the judgement looks at it."""

    name: str
    kind: str
    trust: float
    pace: float  # entries a month


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader, as far as the judgement looks at them."""

    wishes: tuple[tuple[int, Interest], ...]  # interests by number
    acts: tuple[Act, ...]
    weights: tuple[tuple[str, float], ...]  # of each signal
    read: Mapping[int, datetime] = field(compare=False)
    voices: Mapping[int, Speaker]

    @property
    def fit(self) -> tuple[object, ...]:
        """What the profiles hang on, and what an entry is about."""
        return self.wishes, self.acts, self.weights


def reader(user: User, now: datetime) -> Reader:
    """Everything that is known of an account."""
    return replace(wanting(user), read=_read(user, now), voices=_voices(user))


def wanting(user: User) -> Reader:
    """What is known of an account's interests alone."""
    return Reader(
        wishes=tuple(_wishes(user)),
        acts=tuple(_acts(user)),
        weights=tuple(weights(user).items()),
        read={},
        voices={},
    )


def tuning(user: User) -> dict[str, str]:
    """How each signal is set, in a word of TUNED."""
    told = user.preferences.get("signals", {})
    return {
        signal.name: told[signal.name] if told.get(signal.name) in TUNED else "normal"
        for signal in SIGNALS
    }


def weights(user: User) -> dict[str, float]:
    """The weight of each signal."""
    told = tuning(user)
    return {signal.name: signal.weight * TUNED[told[signal.name]] for signal in SIGNALS}


def since(user: User) -> datetime | None:
    """When the account's profile was begun anew; what was done before counts no more."""
    return parse_datetime(user.preferences.get("profile_since", ""))


def _wishes(user: User) -> list[tuple[int, Interest]]:
    return [
        (row.pk, Interest(row.name, row.description, tuple(row.terms), _weight(row)))
        for row in _interests().all({prepared.OWNER: user.pk})
    ]


@cache
def _interests() -> PreparedObjects[Wish]:
    rows = Wish.objects.filter(owner=prepared.OWNER).order_by("pk")
    return PreparedObjects(rows, [prepared.OWNER])


def _weight(row: Wish) -> float:
    return 0.0 if row.resting else row.weight / Wish.Weight.MORE


def _acts(user: User) -> list[Act]:
    """What was done with each entry that says something, by the entry's number."""
    done: dict[int, dict[str, datetime]] = {}
    for act, entry, at in _done(user):
        done.setdefault(entry, {})[act] = at
    begun = since(user)
    return [
        Act(entry, tuple(sorted(acts)), max(acts.values()))
        for entry, acts in sorted(done.items())
        if begun is None or max(acts.values()) >= begun
    ]


def _done(user: User) -> Iterator[tuple[str, int, datetime]]:
    for act, _, _ in _MARKED:
        for entry, at in _marked(act).rows({prepared.OWNER: user.pk}):
            yield act, entry, at
    for entry, at, note in _noted().rows({prepared.OWNER: user.pk}):
        yield NOTED if note else HIGHLIGHTED, entry, at


_MARKED = (  # act, its moment, and the order of the index that it is found by
    (KEPT, "kept_at", ("-at", "-entry")),
    (FINISHED, "finished_at", ("-read_at",)),
    (UNWANTED, "not_for_me_at", ("-not_for_me_at",)),
)


@cache
def _marked(act: str) -> Prepared:
    moment, order = next((moment, order) for name, moment, order in _MARKED if name == act)
    rows = Mark.objects.filter(owner=prepared.OWNER, **{f"{moment}__isnull": False})
    if act == FINISHED:
        rows = rows.filter(read_at__isnull=False)
    columns = rows.order_by(*order).values_list("entry_id", moment)
    return Prepared(columns[:MOST], [prepared.OWNER])


@cache
def _noted() -> Prepared:
    rows = Highlight.objects.filter(owner=prepared.OWNER).order_by("-pk")
    columns = rows.values_list("entry_id", "changed_at", "note")
    return Prepared(columns[:MOST], [prepared.OWNER])


def _read(user: User, now: datetime) -> dict[int, datetime]:
    """What was read within half a year, and when."""
    lately = now - timedelta(days=READ_WITHIN)
    found = _lately().rows({prepared.OWNER: user.pk, prepared.MOMENT: lately})
    return {entry: at for entry, at in found if at}


@cache
def _lately() -> Prepared:
    rows = Mark.objects.filter(
        owner=prepared.OWNER, read_at__gte=prepared.MOMENT, state=Mark.State.READ
    )
    columns = rows.order_by("-read_at").values_list("entry_id", "read_at")
    return Prepared(columns[:READ], [prepared.OWNER, prepared.MOMENT])


def _voices(user: User) -> dict[int, Speaker]:
    rows = _named().rows({prepared.OWNER: user.pk})
    paces, titles = _paces(user)
    return {
        pk: Speaker(
            name or titles.get(pk, ""), kind, _TRUST[Voice.Trust(trust)], paces.get(pk, _QUIET)
        )
        for pk, name, kind, trust in rows
    }


@cache
def _named() -> Prepared:
    rows = Voice.objects.filter(owner=prepared.OWNER).exclude(state=Voice.State.JOINED)
    return Prepared(rows.values_list("pk", "name", "kind", "trust"), [prepared.OWNER])


def _paces(user: User) -> tuple[dict[int, float], dict[int, str]]:
    """Entries a month of each voice, and what stands in for its name."""
    paces: dict[int, float] = {}
    titles: dict[int, str] = {}
    for voice, rhythm, title, address in _heard().rows({prepared.OWNER: user.pk}):
        titles[voice] = title or address
        if rhythm is not None:
            paces[voice] = paces.get(voice, 0.0) + _MONTH / max(rhythm, 60)
    return paces, titles


@cache
def _heard() -> Prepared:
    rows = Following.objects.filter(owner=prepared.OWNER).order_by("-pk")
    columns = ("voice_id", "channel__rhythm", "channel__title", "channel__address")
    return Prepared(rows.values_list(*columns), [prepared.OWNER])
