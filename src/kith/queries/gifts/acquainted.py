"""Whether two voices know of each other, as far as is recorded.

They share a community, one led to the other, the reader introduced them, or one wrote of the other.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.db.models import Q

from kith.db import walks
from kith.db.models import Exchange, Voice

LOOKED_AT = 50  # entries of a voice, the newest, in which the other is looked for


def acquainted(voice: Voice, others: Sequence[Voice]) -> set[int]:
    """Those of the others who know of the voice, or whom it knows of."""
    if not others:
        return set()
    found = _of_one_place(voice, others) | _led(voice, others) | _introduced(voice, others)
    return found | _written_of(voice, others) | _who_write_of(voice, others)


def _of_one_place(voice: Voice, others: Collection[Voice]) -> set[int]:
    belongs = Voice.communities.through.objects
    places = belongs.filter(from_voice=voice).values("to_voice")
    rows = belongs.filter(to_voice__in=places, from_voice__in=[one.pk for one in others])
    return set(rows.values_list("from_voice", flat=True))


def _led(voice: Voice, others: Collection[Voice]) -> set[int]:
    return {one.pk for one in others if voice.led_by_id == one.pk or one.led_by_id == voice.pk}


def _introduced(voice: Voice, others: Sequence[Voice]) -> set[int]:
    """Those named in an introduction with the voice, or the other way about."""
    rows = Exchange.objects.filter(owner=voice.owner_id, kind="introduction")
    rows = rows.filter(voice__in=[voice.pk, *(one.pk for one in others)])
    told = [(whose, about.casefold()) for whose, about in rows.values_list("voice", "about")]
    return {
        one.pk
        for one in others
        for whose, about in told
        if (whose == voice.pk and _names(one, about)) or (whose == one.pk and _names(voice, about))
    }


def _names(voice: Voice, text: str) -> bool:
    return bool(voice.name) and voice.name.casefold() in text


def _written_of(voice: Voice, others: Sequence[Voice]) -> set[int]:
    """Those whom the voice names, or links to, in what it published lately."""
    wanted = reduce(or_, (_mentions(one) for one in others))
    rows = walks.newest([voice.pk], LOOKED_AT).filter(wanted)
    told = [
        (body.casefold(), content)
        for body, content in rows.values_list("entry__text__body", "entry__content")
    ]
    return {
        one.pk
        for one in others
        for body, content in told
        if _names(one, body) or (_link(one) and _link(one) in content)
    }


def _who_write_of(voice: Voice, others: Sequence[Voice]) -> set[int]:
    """Those who name the voice, or link to it, in what they published lately."""
    rows = walks.newest([one.pk for one in others], LOOKED_AT).filter(_mentions(voice))
    return set(rows.values_list("voice_id", flat=True))


def _mentions(voice: Voice) -> Q:
    """Whether an entry names a voice, or links to its home."""
    wanted = Q(pk__in=[])
    if voice.name:
        wanted |= Q(entry__text__body__icontains=voice.name)
    if _link(voice):
        wanted |= Q(entry__content__contains=_link(voice))
    return wanted


def _link(voice: Voice) -> str:
    """How an address at its home goes on; empty where it has none of its own."""
    host = urlsplit(voice.home).hostname or ""
    return f"//{host}/" if "." in host else ""
