"""Questions that voices put to everybody, and that nobody answered as far as is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kith.core import open_questions
from kith.core.exchanges import GIVEN
from kith.core.minutes import minutes
from kith.db import prepared
from kith.db.models import Entry, Exchange, Mark, Thread, User, Voice

SINCE = timedelta(days=30)  # after which an answer comes late
LOOKED_AT = 40  # entries whose title asks something
LATER = 2_000  # entries of their channels, among which their answers are looked for


@dataclass(frozen=True, slots=True)
class Question:
    """An entry that asks something."""

    entry: int
    title: str
    url: str
    at: datetime
    voice: int
    voice_name: str
    channel: int
    minutes: int  # to read it


def of_voice(voice: Voice, now: datetime) -> list[Question]:
    """What a voice asks, the newest first."""
    rows = Mark.objects.filter(voice=voice, at__gte=now - SINCE).order_by("-at", "-entry")
    titles = rows.values_list("entry_id", "entry__title")[:500]
    owner = User(pk=voice.owner_id)
    return still_open(owner, [entry for entry, title in titles if sounds_asked(title)], now)


def sounds_asked(title: str) -> bool:
    """Whether a title alone could be a question; `still_open` looks closer."""
    return open_questions.is_asked(title, "", 0, community=True)


def still_open(user: User, entries: Sequence[int], now: datetime) -> list[Question]:
    """Of some entries, in their order, those that are questions of people and communities which
    neither the account nor anybody heard has answered. The first LOOKED_AT are looked at.
    """
    order = {entry: place for place, entry in enumerate(entries[:LOOKED_AT])}
    asked = sorted(_asked(user, entries[:LOOKED_AT], now), key=lambda one: order[one.entry])
    settled = _mine(user, asked) | _replied(asked)
    return [one for one in asked if one.entry not in settled]


def _asked(user: User, entries: Sequence[int], now: datetime) -> Iterator[Question]:
    for *facts, channel, kind, words, body in _spoken(user.pk, entries, now - SINCE):
        entry, title, url, at, voice, name = facts
        community = kind == Voice.Kind.COMMUNITY
        if open_questions.is_asked(title, body or "", words, community=community):
            yield Question(entry, title, url, at, voice, name, channel, minutes(words, None))


@prepared.query
def _spoken(owner: int, entries: Sequence[int], since: datetime) -> QuerySet[Mark, tuple[Any, ...]]:
    rows = Mark.objects.filter(owner=owner, entry__in=entries, at__gte=since)
    rows = rows.exclude(voice__kind=Voice.Kind.PUBLICATION).exclude(not_for_me_at__isnull=False)
    columns = ("entry_id", "entry__title", "entry__url", "at", "voice_id", "voice__name")
    closer = ("entry__channel_id", "voice__kind", "entry__words", "entry__text__body")
    return rows.values_list(*columns, *closer)


def _mine(user: User, asked: Sequence[Question]) -> set[int]:
    """Those to which the account said something, or whose conversation it watches."""
    if not asked:
        return set()
    numbers = {one.url: one.entry for one in asked}
    said = Exchange.objects.filter(owner=user, entry__in=numbers.values(), direction=GIVEN)
    watched = Thread.objects.filter(
        Q(entry__in=numbers.values()) | Q(address__in=filter(None, numbers)), owner=user
    )
    found = {entry for (entry,) in said.values_list("entry")}
    for entry, address in watched.values_list("entry", "address"):
        found |= {entry, numbers.get(address, entry)}
    return found


def _replied(asked: Sequence[Question]) -> set[int]:
    """Those that another entry of their channel answers."""
    if not asked:
        return set()
    first = min(one.at for one in asked)
    rows = Entry.objects.filter(channel__in={one.channel for one in asked}, at__gte=first)
    told = list(rows.order_by("at").values_list("channel_id", "title", "reply_to")[:LATER])
    answers = [row for row in told if row[2] or open_questions.is_reply(row[1])]
    return {one.entry for one in asked if any(_answers(one, *row) for row in answers)}


def _answers(asked: Question, channel: int, title: str, reply_to: str) -> bool:
    if channel != asked.channel:
        return False
    return bool(reply_to and reply_to == asked.url) or open_questions.answers(title, asked.title)
