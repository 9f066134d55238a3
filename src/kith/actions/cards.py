"""What a card says, written to voices: new ones, or one that was there; and taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from kith.core.contacts import ANNIVERSARY, Card, Way, ways
from kith.db import bulk
from kith.db.fit import fit, storable
from kith.db.models import (
    Address,
    Answer,
    Asking,
    BroughtContact,
    Decision,
    Exchange,
    Following,
    Joining,
    Label,
    Mark,
    Occasion,
    Particulars,
    Promise,
    Thanks,
    Thread,
    Voice,
)
from kith.sources.lists import join_label

_FILLED = ("name", "organisation", "job", "met", "zone", "notes")  # of a voice
_NAMED = ("given", "family", "nickname", "uid")


def make(owner: int, cards: Sequence[Card], now: datetime) -> Sequence[Voice]:
    """A voice for each card, in the order of the cards; call within a transaction."""
    voices = bulk.create([_voice(owner, card, now) for card in cards])
    pairs = list(zip(voices, cards, strict=True))
    bulk.create([row for voice, card in pairs for row in _addresses(voice, card, ())])
    bulk.create([row for voice, card in pairs for row in _occasions(voice, card)])
    bulk.create([_particulars(voice, card) for voice, card in pairs])
    _label(owner, [(voice, _labels(card)) for voice, card in pairs])
    return voices


def _voice(owner: int, card: Card, now: datetime) -> Voice:
    kind = Voice.Kind.PERSON if card.person else Voice.Kind.COMMUNITY
    facts = _facts(card) | {"notes": card.note}
    return Voice(owner_id=owner, kind=kind, created_at=now, **fit(Voice, facts))


def _facts(card: Card) -> dict[str, Any]:
    organisation = "" if card.organisation == card.name else card.organisation
    return {
        "name": card.name,
        "organisation": organisation,
        "job": card.job,
        "met": card.met,
        "zone": card.zone if card.zone in _zones() else "",
    }


@cache
def _zones() -> frozenset[str]:
    """To find them takes a walk through the file system."""
    return frozenset(available_timezones())


def _addresses(voice: Voice, card: Card, known: Iterable[tuple[str, str]]) -> list[Address]:
    """The ways to reach the card's person, but for those that are known already."""
    there, rows = set(known), []
    for way in ways(card):
        if (way.kind, way.key) not in there:
            there.add((way.kind, way.key))
            rows.append(_address(voice, way))
    return rows


def _address(voice: Voice, way: Way) -> Address:
    facts = fit(Address, {"label": way.label, "value": way.value, "key": way.key})
    parts = dict(way.parts)
    return Address(owner_id=voice.owner_id, voice=voice, kind=way.kind, parts=parts, **facts)


def _occasions(voice: Voice, card: Card) -> list[Occasion]:
    days = [(Occasion.Kind.BIRTHDAY, "", card.birthday)] if card.birthday else []
    for one in card.occasions:
        yearly = one.label == ANNIVERSARY
        kind = Occasion.Kind.ANNIVERSARY if yearly else Occasion.Kind.OTHER
        days.append((kind, "" if yearly else one.label, one.day))
    return [
        Occasion(
            owner_id=voice.owner_id,
            voice=voice,
            kind=kind,
            label=storable(label, 100),
            month=day.month,
            day=day.day,
            year=day.year,
        )
        for kind, label, day in days
    ]


def _particulars(voice: Voice, card: Card) -> Particulars:
    facts = fit(Particulars, {name: getattr(card, name) for name in _NAMED})
    return Particulars(owner_id=voice.owner_id, voice=voice, **facts)


def _labels(card: Card) -> list[str]:
    names = (storable(join_label([one]), 300) for one in card.categories)
    return list(dict.fromkeys(filter(None, names)))


def _label(owner: int, named: Iterable[tuple[Voice, list[str]]]) -> None:
    """Put labels on voices that do not have them yet."""
    named = list(named)
    wanted = sorted({name for _, names in named for name in names})
    Label.objects.bulk_create(
        (Label(owner_id=owner, name=name) for name in wanted), ignore_conflicts=True
    )
    numbers = dict(Label.objects.filter(owner=owner, name__in=wanted).values_list("name", "pk"))
    between = Voice.labels.through
    pairs = [(voice.pk, numbers[name]) for voice, names in named for name in names]
    between.objects.bulk_create(between(voice_id=voice, label_id=label) for voice, label in pairs)


class _There:
    """What voices say already, and what is added to them: read and written in few statements."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        self.voices = {voice.pk: voice for voice in voices}
        self.ways: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.days: dict[int, set[tuple[str, int, int]]] = defaultdict(set)
        self.labels: dict[int, set[str]] = defaultdict(set)
        rows = Address.objects.filter(voice__in=self.voices).values_list("voice", "kind", "key")
        for voice, *way in rows:
            self.ways[voice].add((way[0], way[1]))
        days = Occasion.objects.filter(voice__in=self.voices)
        for voice, kind, month, day in days.values_list("voice", "kind", "month", "day"):
            self.days[voice].add((kind, month, day))
        named = Label.objects.filter(voices__in=self.voices).values_list("voices", "name")
        for voice, name in named:
            self.labels[voice].add(name)
        known = Particulars.objects.filter(voice__in=self.voices)
        self.particulars = {row.voice_id: row for row in known}
        self.addresses: list[Address] = []
        self.occasions: list[Occasion] = []
        self.new: list[Particulars] = []

    def add(self, voice: Voice, card: Card) -> dict[str, Any]:
        """Add to a voice what the card says and it does not; what undoes it, rows as they are."""
        addresses = _addresses(voice, card, self.ways[voice.pk])
        self.ways[voice.pk] |= {(row.kind, row.key) for row in addresses}
        occasions = self._new_days(voice, card)
        labels = [name for name in _labels(card) if name not in self.labels[voice.pk]]
        self.labels[voice.pk] |= set(labels)
        self.addresses += addresses
        self.occasions += occasions
        return {
            "filled": _filled(voice, _facts(card)),
            "notes": _noted(voice, card.note),
            "named": _filled(self._particulars(voice), {n: getattr(card, n) for n in _NAMED}),
            "addresses": addresses,
            "occasions": occasions,
            "labels": labels,
        }

    def _new_days(self, voice: Voice, card: Card) -> list[Occasion]:
        there = self.days[voice.pk]
        born = any(kind == Occasion.Kind.BIRTHDAY for kind, _, _ in there)
        new = [
            day
            for day in _occasions(voice, card)
            if (day.kind, day.month, day.day) not in there
            and not (born and day.kind == Occasion.Kind.BIRTHDAY)
        ]
        self.days[voice.pk] |= {(str(day.kind), day.month, day.day) for day in new}
        return new

    def _particulars(self, voice: Voice) -> Particulars:
        if voice.pk not in self.particulars:
            self.particulars[voice.pk] = _particulars(voice, Card(""))
            self.new.append(self.particulars[voice.pk])
        return self.particulars[voice.pk]

    def write(self) -> None:
        """Store what was added, but for labels."""
        bulk.create(self.addresses)
        bulk.create(self.occasions)
        _save(Voice, self.voices.values(), _FILLED)
        bulk.create(self.new)
        _save(Particulars, self.particulars.values(), _NAMED)


def _filled(row: Voice | Particulars, facts: dict[str, Any]) -> dict[str, Any]:
    """Fill in what the row does not say; what was filled in."""
    told = {name: value for name, value in facts.items() if value and not getattr(row, name)}
    for name, value in fit(type(row), told).items():
        setattr(row, name, value)
    return told


def _noted(voice: Voice, new: str) -> list[str]:
    """Add to the notes; what they were, and what they are."""
    old = voice.notes
    if new and new not in old:
        voice.notes = f"{old}\n\n{new}" if old else new
    return [old, voice.notes]


def _save(model: type[Model], rows: Iterable[Model], names: Sequence[str]) -> None:
    some = list(rows)
    values = [{name: getattr(row, name) for name in names} for row in some]
    bulk.update(model, values, [{"id": row.pk} for row in some])


def join(pairs: Sequence[tuple[Voice, Card]]) -> list[dict[str, Any]]:
    """Add to voices what their cards say and they do not; what comes back undoes it with `part`.

    Several cards of one voice share its instance. Call within a transaction.
    """
    there = _There(voice for voice, _ in pairs)
    told = [there.add(there.voices[voice.pk], card) for voice, card in pairs]
    there.write()
    if pairs:
        named = [(voice, one["labels"]) for (voice, _), one in zip(pairs, told, strict=True)]
        _label(pairs[0][0].owner_id, named)
    rows = ("addresses", "occasions")
    return [one | {name: [row.pk for row in one[name]] for name in rows} for one in told]


def part(pairs: Sequence[tuple[Voice, dict[str, Any]]]) -> None:
    """Undo `join`, the last one first: what was filled in goes, unless it was changed since."""
    voices = {voice.pk: voice for voice, _ in pairs}
    known = {row.voice_id: row for row in Particulars.objects.filter(voice__in=voices)}
    for voice, before in pairs:
        here = voices[voice.pk]
        old, new = before["notes"]
        here.notes = old if here.notes == new else here.notes
        _emptied(here, before["filled"])
        if voice.pk in known:
            _emptied(known[voice.pk], before["named"])
    _save(Voice, voices.values(), _FILLED)
    _save(Particulars, known.values(), _NAMED)
    gone = {
        name: [pk for _, one in pairs for pk in one[name]] for name in ("addresses", "occasions")
    }
    Address.objects.filter(voice__in=voices, pk__in=gone["addresses"]).delete()
    Occasion.objects.filter(voice__in=voices, pk__in=gone["occasions"]).delete()
    for voice, before in pairs:
        _unlabel(voice, before["labels"])


def _emptied(row: Voice | Particulars, filled: dict[str, Any]) -> None:
    for name, value in filled.items():
        if getattr(row, name) == value:
            setattr(row, name, "")


def _unlabel(voice: Voice, names: Sequence[str]) -> None:
    if names:
        there = Voice.labels.through.objects.filter(voice=voice, label__name__in=names)
        there.delete()


def drop_empty_labels(owner: int) -> None:
    """A label that nobody bears is none."""
    Label.objects.filter(owner=owner, voices=None).delete()


def unmake(made: Mapping[int, Card], heard: Collection[int], now: datetime) -> None:
    """Undo `make`: voices, given with the cards they were made of, go; `heard` are those followed.

    One that has lived since, with which something passed or that was written about, is let go only;
    one that is more than that contact by now, for another voice or contact was joined with it,
    stays.
    """
    lived = _lived(made) | _changed(made) | _heard(set(made) - set(heard))
    more = _more(made)
    let_go = Voice.objects.filter(pk__in=lived - more, state__in=Voice.HERE)
    let_go.update(state=Voice.State.RELEASED, released_at=now)
    Voice.objects.filter(pk__in=set(made) - lived - more).delete()


def _more(made: Iterable[int]) -> set[int]:
    joinings = Joining.objects.filter(stays__in=list(made), undone_at=None)
    contacts = BroughtContact.objects.filter(
        voice__in=list(made), state=BroughtContact.State.JOINED
    )
    voices = joinings.values_list("stays", flat=True)
    return {*voices, *contacts.values_list("voice_id", flat=True)}


def _heard(voices: Collection[int]) -> set[int]:
    rows = Following.objects.filter(voice__in=voices)
    return set(rows.values_list("voice_id", flat=True))


def _changed(made: Mapping[int, Card]) -> set[int]:
    """Those of the voices of which something else is written than their card said."""
    rows = Voice.objects.filter(pk__in=list(made)).prefetch_related("addresses", "occasions")
    return {voice.pk for voice in rows if not _is_as_made(voice, made[voice.pk])}


def _is_as_made(voice: Voice, card: Card) -> bool:
    facts = fit(Voice, _facts(card) | {"notes": card.note})
    return (
        all(getattr(voice, name) == value for name, value in facts.items())
        and _keys(voice.addresses.all()) == _keys(_addresses(voice, card, ()))
        and _days(voice.occasions.all()) == _days(_occasions(voice, card))
    )


def _keys(rows: Iterable[Address]) -> set[tuple[str, str]]:
    return {(row.kind, row.key) for row in rows}


def _days(rows: Iterable[Occasion]) -> set[tuple[str, str, int, int, int | None]]:
    return {(row.kind, row.label, row.month, row.day, row.year) for row in rows}


def _lived(made: Iterable[int]) -> set[int]:
    """Those of the voices that something passed with, or that an account said its own about."""
    here = OuterRef("pk")
    marks = Mark.objects.filter(voice=here)
    kept = marks.filter(kept_at__isnull=False)
    noted = marks.filter(entry__highlights__owner=OuterRef("owner"))
    joined = Joining.objects.filter(Q(stays=here) | Q(goes=here))
    traces = Q(Exists(kept)) | Q(Exists(noted)) | Q(Exists(joined))
    rows: QuerySet[Any]
    for rows in (
        *(Exchange.objects.all(), Promise.objects.all(), Thanks.objects.all()),
        *(Thread.objects.all(), Asking.objects.all(), Answer.objects.all(), Decision.objects.all()),
    ):
        traces |= Q(Exists(rows.filter(voice=here)))
    linked = Voice.communities.through.objects.filter(Q(from_voice=here) | Q(to_voice=here))
    traces |= Q(Exists(linked)) | Q(Exists(Voice.objects.filter(led_by=here)))
    known = ~Q(why="") | ~Q(circle="") | ~Q(stage="") | ~Q(roles=[]) | ~Q(knows=[])
    known |= ~Q(touch="") | Q(led_by__isnull=False)
    voices = Voice.objects.filter(traces | known, pk__in=list(made))
    return set(voices.values_list("pk", flat=True))
