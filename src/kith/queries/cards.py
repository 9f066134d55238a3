"""An account's people as cards, to take into another address book."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from kith.core.contacts import (
    ANNIVERSARY,
    CALENDAR,
    MAIL,
    PHONE,
    POSTAL,
    PROFILE,
    WEB,
    Card,
    Day,
    Labelled,
    Postal,
    address_key,
)
from kith.core.contacts import Occasion as Yearly
from kith.db.models import Address, Following, Label, Occasion, Particulars, User, Voice
from kith.queries import sampling

BATCH = 500
T = TypeVar("T")


def cards(user: User, *, notes: bool = False, everybody: bool = False) -> list[Card]:
    """The account's people in the order of their names; `everybody`: what is no person too.

    Private words (notes, why they are followed, how you met) only with `notes`. The sample network
    stays: its addresses mean nothing elsewhere.
    """
    voices = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(name="")
    invented = user.preferences.get(sampling.MADE, {}).get("voices", [])
    voices = voices.exclude(followings__channel__kind=sampling.KIND).exclude(pk__in=invented)
    if not everybody:
        voices = voices.filter(kind=Voice.Kind.PERSON)
    found = list(voices.order_by("name", "pk"))
    batches = (found[start : start + BATCH] for start in range(0, len(found), BATCH))
    return [card for some in batches for card in _cards(some, notes=notes)]


def _cards(voices: Sequence[Voice], *, notes: bool) -> Iterable[Card]:
    ids = [voice.pk for voice in voices]
    addresses = _grouped(Address.objects.filter(voice__in=ids).order_by("pk"))
    occasions = _grouped(Occasion.objects.filter(voice__in=ids).order_by("pk"))
    said = {row.voice_id: row for row in Particulars.objects.filter(voice__in=ids)}
    named = Label.objects.filter(voices__in=ids).order_by("name").values_list("voices", "name")
    homes = Following.objects.filter(voice__in=ids).exclude(channel__home="")
    labels, pages = _pairs(named), _pairs(homes.values_list("voice", "channel__home"))
    for voice in voices:
        yield _card(
            voice,
            said.get(voice.pk) or Particulars(),
            _values(addresses[voice.pk], [voice.home, *pages[voice.pk]]),
            _days(occasions[voice.pk]),
            labels[voice.pk],
            _words(voice) if notes else {},
        )


def _grouped(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.voice_id].append(row)  # type: ignore[attr-defined]
    return found


def _pairs(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for voice, text in rows:
        found[voice].append(text)
    return found


def _card(
    voice: Voice,
    said: Particulars,
    values: dict[str, Any],
    days: dict[str, Any],
    labels: Iterable[str],
    words: dict[str, Any],
) -> Card:
    """Parts of the name only where they are still part of it: it may have been changed."""
    fits = said.given in voice.name and said.family in voice.name
    return Card(
        name=voice.name,
        given=said.given if fits else "",
        family=said.family if fits else "",
        nickname=said.nickname,
        organisation=voice.organisation,
        job=voice.job,
        zone=voice.zone,
        categories=tuple(labels),
        uid=said.uid or uid_of(voice),
        person=voice.kind == Voice.Kind.PERSON,
        **values,
        **days,
        **words,
    )


def uid_of(voice: Voice) -> str:
    """A number for an address book, the same each time it is asked for."""
    return str(uuid5(NAMESPACE_URL, f"kith:{voice.pk}:{voice.created_at.isoformat()}"))


def _words(voice: Voice) -> dict[str, Any]:
    return {"note": "\n\n".join(filter(None, (voice.notes, voice.why))), "met": voice.met}


def _values(rows: Sequence[Address], homes: Iterable[str]) -> dict[str, Any]:
    """What the account noted, and the pages where they are heard."""
    known = {row.key for row in rows}
    pages = _labelled(rows, WEB)
    for home in homes:
        key = address_key(WEB, home)
        if home and key not in known:
            known.add(key)
            pages.append(Labelled(home))
    calendars = _labelled(rows, CALENDAR)
    return {
        "mails": tuple(_labelled(rows, MAIL)),
        "phones": tuple(_labelled(rows, PHONE)),
        "profiles": tuple(_labelled(rows, PROFILE)),
        "pages": tuple(pages),
        "postal": tuple(_postal(row) for row in rows if row.kind == POSTAL),
        "calendar": calendars[0].value if calendars else "",
    }


def _labelled(rows: Iterable[Address], kind: str) -> list[Labelled]:
    return [Labelled(row.value, row.label) for row in rows if row.kind == kind]


def _postal(row: Address) -> Postal:
    """One that was typed in has no parts; its lines are the street's."""
    if row.parts:
        return Postal(**row.parts, label=row.label)
    return Postal(row.value, label=row.label)


def _days(rows: Iterable[Occasion]) -> dict[str, Any]:
    birthday, others = None, []
    for row in rows:
        day = Day(row.month, row.day, row.year)
        if row.kind == Occasion.Kind.BIRTHDAY:
            birthday = birthday or day
        else:
            label = ANNIVERSARY if row.kind == Occasion.Kind.ANNIVERSARY else row.label
            others.append(Yearly(label or ANNIVERSARY, day))
    return {"birthday": birthday, "occasions": tuple(others)}
