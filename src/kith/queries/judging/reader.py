"""What is known of one reader: what they want to learn, what they did, whom they trust.

All of it is read at each question, some thousands of rows by index; so whatever is worked out from
it can be kept for as long as it is the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
        """What the profiles hang on."""
        return self.wishes, self.acts


def reader(user: User, now: datetime) -> Reader:
    """Everything that is known of an account."""
    return Reader(
        wishes=tuple(_wishes(user)),
        acts=tuple(_acts(user)),
        weights=tuple(weights(user).items()),
        read=_read(user, now),
        voices=_voices(user),
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
    rows = Wish.objects.filter(owner=user).order_by("pk")
    return [
        (row.pk, Interest(row.name, row.description, tuple(row.terms), _weight(row)))
        for row in rows
    ]


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
    mine = Mark.objects.filter(owner=user)
    for act, moment, order in _MARKED:
        rows = mine.filter(**{f"{moment}__isnull": False}).order_by(*order)
        if act == FINISHED:
            rows = rows.filter(read_at__isnull=False)
        yield from ((act, *row) for row in rows.values_list("entry_id", moment)[:MOST])
    noted = Highlight.objects.filter(owner=user).order_by("-pk")
    for entry, at, note in noted.values_list("entry_id", "changed_at", "note")[:MOST]:
        yield NOTED if note else HIGHLIGHTED, entry, at


_MARKED = (  # act, its moment, and the order of the index that it is found by
    (KEPT, "kept_at", ("-at", "-entry")),
    (FINISHED, "finished_at", ("-read_at",)),
    (UNWANTED, "not_for_me_at", ("-not_for_me_at",)),
)


def _read(user: User, now: datetime) -> dict[int, datetime]:
    """What was read within half a year, and when."""
    lately = now - timedelta(days=READ_WITHIN)
    rows = Mark.objects.filter(owner=user, read_at__gte=lately, state=Mark.State.READ)
    found = rows.order_by("-read_at").values_list("entry_id", "read_at")[:READ]
    return {entry: at for entry, at in found if at}


def _voices(user: User) -> dict[int, Speaker]:
    rows = Voice.objects.filter(owner=user).values_list("pk", "name", "kind", "trust")
    paces, titles = _paces(user)
    return {
        pk: Speaker(
            name or titles.get(pk, ""), kind, _TRUST[Voice.Trust(trust)], paces.get(pk, _QUIET)
        )
        for pk, name, kind, trust in rows
    }


def _paces(user: User) -> tuple[dict[int, float], dict[int, str]]:
    """Entries a month of each voice, and what stands in for its name."""
    rows = Following.objects.filter(owner=user).order_by("-pk")
    paces: dict[int, float] = {}
    titles: dict[int, str] = {}
    columns = ("voice_id", "channel__rhythm", "channel__title", "channel__address")
    for voice, rhythm, title, address in rows.values_list(*columns):
        titles[voice] = title or address
        if rhythm is not None:
            paces[voice] = paces.get(voice, 0.0) + _MONTH / max(rhythm, 60)
    return paces, titles
