"""What is known of one reader: what they want to learn, what they did, whom they trust.

All of it is read at each question, some thousands of rows by index; so whatever is worked out from
it can be kept for as long as it is the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
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
        for row in _interests(user.pk)
    ]


@prepared.query
def _interests(owner: int) -> QuerySet[Wish]:
    return Wish.objects.filter(owner=owner).order_by("pk")


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
    for act, done in ((KEPT, _kept), (FINISHED, _finished), (UNWANTED, _unwanted)):
        for entry, at in done(user.pk):
            yield act, entry, at
    for entry, at, note in _noted(user.pk):
        yield NOTED if note else HIGHLIGHTED, entry, at


# Each in the order of the index that it is found by.


@prepared.query
def _kept(owner: int) -> QuerySet[Mark, tuple[int, Any]]:
    rows = Mark.objects.filter(owner=owner, kept_at__isnull=False).order_by("-at", "-entry")
    return rows.values_list("entry_id", "kept_at")[:MOST]


@prepared.query
def _finished(owner: int) -> QuerySet[Mark, tuple[int, Any]]:
    rows = Mark.objects.filter(owner=owner, finished_at__isnull=False, read_at__isnull=False)
    return rows.order_by("-read_at").values_list("entry_id", "finished_at")[:MOST]


@prepared.query
def _unwanted(owner: int) -> QuerySet[Mark, tuple[int, Any]]:
    rows = Mark.objects.filter(owner=owner, not_for_me_at__isnull=False)
    return rows.order_by("-not_for_me_at").values_list("entry_id", "not_for_me_at")[:MOST]


@prepared.query
def _noted(owner: int) -> QuerySet[Highlight, tuple[int, datetime, str]]:
    rows = Highlight.objects.filter(owner=owner).order_by("-pk")
    return rows.values_list("entry_id", "changed_at", "note")[:MOST]


def _read(user: User, now: datetime) -> dict[int, datetime]:
    """What was read within half a year, and when."""
    lately = now - timedelta(days=READ_WITHIN)
    return {entry: at for entry, at in _lately(user.pk, lately) if at}


@prepared.query
def _lately(owner: int, since: datetime) -> QuerySet[Mark, tuple[int, datetime | None]]:
    rows = Mark.objects.filter(owner=owner, read_at__gte=since, state=Mark.State.READ)
    return rows.order_by("-read_at").values_list("entry_id", "read_at")[:READ]


def _voices(user: User) -> dict[int, Speaker]:
    paces, titles = _paces(user)
    return {
        pk: Speaker(
            name or titles.get(pk, ""), kind, _TRUST[Voice.Trust(trust)], paces.get(pk, _QUIET)
        )
        for pk, name, kind, trust in _named(user.pk)
    }


@prepared.query
def _named(owner: int) -> QuerySet[Voice, tuple[int, str, str, str]]:
    rows = Voice.objects.filter(owner=owner).exclude(state=Voice.State.JOINED)
    return rows.values_list("pk", "name", "kind", "trust")


def _paces(user: User) -> tuple[dict[int, float], dict[int, str]]:
    """Entries a month of each voice, and what stands in for its name."""
    paces: dict[int, float] = {}
    titles: dict[int, str] = {}
    for voice, rhythm, title, address in _heard(user.pk):
        titles[voice] = title or address
        if rhythm is not None:
            paces[voice] = paces.get(voice, 0.0) + _MONTH / max(rhythm, 60)
    return paces, titles


@prepared.query
def _heard(owner: int) -> QuerySet[Following, tuple[int, int | None, str, str]]:
    rows = Following.objects.filter(owner=owner).order_by("-pk")
    return rows.values_list("voice_id", "channel__rhythm", "channel__title", "channel__address")
