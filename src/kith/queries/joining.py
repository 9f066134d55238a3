"""Voices that may be one, and those that were joined."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from kith.core.identity import STRENGTHS
from kith.core.problems import Problem
from kith.db.models import Address, Channel, Following, Joining, Place, Proposal, User, Voice
from kith.queries import identity
from kith.queries.roster import called

SHOWN = 20  # pairs at a time
MOST_FOUND = 20  # voices that a search offers


@dataclass(frozen=True, slots=True)
class Heard:
    """A channel, as far as it tells voices apart."""

    following: int
    title: str
    address: str
    home: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two voices that may be one."""

    voice: int
    name: str
    kind: str
    home: str
    circle: str
    created_at: datetime
    last_exchange_at: datetime | None
    channels: tuple[Heard, ...]
    addresses: tuple[str, ...]  # mail addresses, profiles and pages that were noted


@dataclass(frozen=True, slots=True)
class Pair:
    """Two voices that may be one, and the reasons as codes with parameters."""

    proposal: int
    one: Side
    other: Side
    because: Sequence[Mapping[str, Any]]
    asleep_until: datetime | None

    @property
    def stays(self) -> int:
        """Of which more is known, and the older one where that is alike."""
        return min((self.one, self.other), key=_lacks).voice


def _lacks(side: Side) -> tuple[bool, bool, datetime]:
    return side.last_exchange_at is None, not side.circle, side.created_at


@dataclass(frozen=True, slots=True)
class Pairs:
    """The likeliest pairs, how many there are in all, and those that were put off."""

    shown: list[Pair]
    total: int
    put_off: list[Pair]


def pairs(user: User, now: datetime) -> Pairs:
    """What is to be decided: which voices of an account are one."""
    ranked = sorted(_open(user.pk).only("evidence", "asleep_until"), key=_likeliest)
    awake = [row.pk for row in ranked if not _asleep(row, now)]
    asleep = [row.pk for row in ranked if _asleep(row, now)]
    shown = [*awake[:SHOWN], *asleep[:SHOWN]]
    rows = Proposal.objects.select_related("one", "other").in_bulk(shown)
    found = sides([voice for row in rows.values() for voice in (row.one, row.other)])
    told = {pk: _pair(row, found) for pk, row in rows.items()}
    return Pairs(
        [told[pk] for pk in awake[:SHOWN]], len(awake), [told[pk] for pk in asleep[:SHOWN]]
    )


def _open(owner: int) -> QuerySet[Proposal]:
    here = {"one__state__in": Voice.HERE, "other__state__in": Voice.HERE}
    return Proposal.objects.filter(owner=owner, state=Proposal.State.OPEN, **here)


def _asleep(row: Proposal, now: datetime) -> bool:
    return row.asleep_until is not None and row.asleep_until > now


def _likeliest(row: Proposal) -> tuple[int, int]:
    return -sum(STRENGTHS.get(one["code"], 0) for one in row.evidence), row.pk


def _pair(row: Proposal, found: Mapping[int, Side]) -> Pair:
    return Pair(row.pk, found[row.one_id], found[row.other_id], row.evidence, row.asleep_until)


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Another voice that may be the one in question, and the best reason."""

    proposal: int
    voice: int
    name: str
    because: Mapping[str, Any]


def perhaps(voice: Voice, now: datetime) -> Perhaps | None:
    """Who a voice may be as well; the likeliest, where there are several."""
    rows = _open(voice.owner_id).filter(Q(one=voice) | Q(other=voice))
    rows = rows.exclude(asleep_until__gt=now).select_related("one", "other")
    for row in sorted(rows, key=_likeliest):
        other = row.other if row.one_id == voice.pk else row.one
        return Perhaps(row.pk, other.pk, called(other), row.evidence[0])
    return None


def sides(voices: Iterable[Voice]) -> dict[int, Side]:
    """Voices by their numbers, as they stand side by side."""
    rows = {voice.pk: voice for voice in voices}
    heard, noted = _heard(rows), _noted(rows)
    return {pk: _side(voice, heard[pk], noted[pk]) for pk, voice in rows.items()}


def _side(voice: Voice, heard: Sequence[Heard], noted: Sequence[str]) -> Side:
    return Side(
        voice=voice.pk,
        name=voice.name or next((one.title or one.address for one in heard), ""),
        kind=voice.kind,
        home=voice.home,
        circle=voice.circle,
        created_at=voice.created_at,
        last_exchange_at=voice.last_exchange_at,
        channels=tuple(heard),
        addresses=tuple(noted),
    )


def _heard(voices: Iterable[int]) -> dict[int, list[Heard]]:
    found: dict[int, list[Heard]] = defaultdict(list)
    rows = Following.objects.filter(voice__in=list(voices)).order_by("pk")
    columns = ("voice_id", "pk", "channel__title", "channel__address", "channel__home")
    for voice, *told in rows.values_list(*columns):
        found[voice].append(Heard(*told))
    return found


def _noted(voices: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    kinds = (Address.Kind.MAIL, Address.Kind.PROFILE, Address.Kind.WEB)
    rows = Address.objects.filter(voice__in=list(voices), kind__in=kinds).order_by("pk")
    for voice, value in rows.values_list("voice_id", "value"):
        found[voice].append(value)
    return found


def found(user: User, voice: Voice, text: str) -> list[Side]:
    """Voices of an account, but for this one, by part of their name or of an address."""
    if not text:
        return []
    heard = Following.objects.filter(owner=user, channel__address__icontains=text)
    kept = Following.objects.filter(voice=OuterRef("pk"), channel__kind=Channel.KEPT)
    rows = Voice.objects.filter(~Exists(kept), owner=user).exclude(state=Voice.State.JOINED)
    fits = Q(name__icontains=text) | Q(pk__in=heard.values("voice"))
    rows = rows.filter(fits).exclude(pk=voice.pk)
    return list(sides(rows.order_by(Lower("name"), "pk")[:MOST_FOUND]).values())


def joined(voice: Voice) -> list[tuple[Joining, str]]:
    """What was joined to a voice, the latest first, and what it was called."""
    rows = Joining.objects.filter(stays=voice, undone_at=None).select_related("goes")
    named = list(rows.order_by("-pk"))
    titles = _titles([one for one in named if not one.goes.name])
    return [(one, one.goes.name or titles.get(one.pk, "")) for one in named]


def was_joined(voice: Voice) -> bool:
    """Whether something was joined to a voice that can be taken apart."""
    return Joining.objects.filter(stays=voice, undone_at=None).exists()


def _titles(joinings: Sequence[Joining]) -> dict[int, str]:
    """Titles of channels stand in for names."""
    first = {one.pk: next(iter(one.before["rows"]["followings"]), 0) for one in joinings}
    rows = Following.objects.filter(pk__in=first.values())
    told = dict(rows.values_list("pk", "channel__title"))
    return {joining: told.get(following, "") for joining, following in first.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a voice that was asked whose it is: what it said, or why it said nothing."""

    address: str
    looked_at: datetime | None  # None: it was not asked yet
    says: list[str]
    problem: Problem | None


def asked(voice: Voice) -> list[Asked]:
    """The pages of a voice, and where else they say that it is."""
    pages = identity.pages_of(voice)
    there = {row.address: row for row in Place.objects.filter(address__in=pages)}
    return [_asked(page, there.get(page)) for page in pages]


def _asked(address: str, place: Place | None) -> Asked:
    if place is None:
        return Asked(address, None, [], None)
    told = place.problem
    return Asked(
        address,
        place.looked_at,
        [one["value"] for one in place.says],
        Problem(told["code"], told["params"]) if told else None,
    )
