"""What passes between an account and its voices: recorded, mended, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from kith.actions.alone import AT_ONCE, one_at_a_time
from kith.core.exchanges import Act, possible
from kith.core.problems import Trouble
from kith.db.fit import fit, storable
from kith.db.models import Answer, Asking, Entry, Exchange, Thanks, Thread, Voice
from kith.queries import ties

BY_HAND = "by-hand"
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Happened:
    """An exchange to record: of which kind, which way, when, and what is known of it besides.

    `act` names the act it was captured from ("thread:4:post:17"), so that it counts once.
    """

    kind: str
    direction: str
    at: datetime
    minutes: int | None = None
    about: str = ""
    url: str = ""
    entry: Entry | None = None
    thread: Thread | None = None
    chat: bool = False  # where talk is quick; see core.ties
    captured: str = BY_HAND
    act: str = ""


def record(voice: Voice, happened: Happened, now: datetime) -> Exchange | None:
    """Record an exchange with a voice; None where its act is recorded already.

    Any exchange, whichever way it went, sets anew when the next word is due. Raises
    Trouble("exchange-impossible") for a kind that does not go that way.
    """
    if not possible(happened.kind, happened.direction):
        raise Trouble("exchange-impossible", kind=happened.kind, direction=happened.direction)
    try:
        with transaction.atomic():
            if _is_known(voice, happened):
                return None
            row = Exchange.objects.create(**_facts(voice, happened, now))
            sum_up(voice, now)
    except IntegrityError:  # recorded at the same time by somebody else
        if _is_known(voice, happened):
            return None
        raise
    return row


@transaction.atomic
def say(voices: Sequence[Voice], happened: Happened, now: datetime) -> list[Exchange]:
    """Record what an account says passed with voices of its own, now or earlier.

    The same said twice at once is one: what comes back is what the first time recorded.
    """
    rows = _one_at_a_time(voices)
    told = [_just_said(voice, happened, now) or record(voice, happened, now) for voice in rows]
    return [row for row in told if row]


def _just_said(voice: Voice, happened: Happened, now: datetime) -> Exchange | None:
    facts = _facts(voice, happened, now)
    at, created_at = facts.pop("at"), facts.pop("created_at")
    near = {"at__range": (at - AT_ONCE, at + AT_ONCE), "created_at__gt": created_at - AT_ONCE}
    return Exchange.objects.filter(**facts, **near).order_by("pk").first()


def _is_known(voice: Voice, happened: Happened) -> bool:
    same = Exchange.objects.filter(owner=voice.owner_id, act=happened.act)
    return bool(happened.act) and same.exists()


def _facts(voice: Voice, happened: Happened, now: datetime) -> dict[str, Any]:
    minutes = happened.minutes
    return {
        "owner_id": voice.owner_id,
        "voice": voice,
        "kind": happened.kind,
        "direction": happened.direction,
        "at": min(happened.at, now),
        "minutes": min(minutes, MOST_MINUTES) if minutes and minutes > 0 else None,
        "entry": happened.entry,
        "thread": happened.thread,
        "chat": happened.chat,
        "captured": happened.captured,
        "created_at": now,
    } | fit(Exchange, {"about": happened.about, "url": happened.url, "act": happened.act})


@transaction.atomic
def mend(exchange: Exchange, happened: Happened, now: datetime) -> None:
    """Say anew of which kind an exchange was, which way, when, how long and about what."""
    if not possible(happened.kind, happened.direction):
        raise Trouble("exchange-impossible", kind=happened.kind, direction=happened.direction)
    told = _facts(exchange.voice, happened, now)
    for name in ("kind", "direction", "at", "minutes", "about"):
        setattr(exchange, name, told[name])
    exchange.save(update_fields=["kind", "direction", "at", "minutes", "about"])
    sum_up(exchange.voice, now)


_KEPT = (
    *("kind", "direction", "minutes", "about", "url", "entry_id", "thread_id"),
    *("chat", "captured", "act"),
)


# What may point at the exchange that was recorded for it.
_LINKED: Mapping[str, type[Thanks] | type[Asking] | type[Answer]] = {
    "thanks": Thanks,
    "askings": Asking,
    "answers": Answer,
}


@transaction.atomic
def forget(exchange: Exchange, now: datetime) -> dict[str, Any]:
    """Take an exchange away; what comes back puts it back again."""
    told = {name: getattr(exchange, name) for name in _KEPT}
    told |= {"at": exchange.at.isoformat(), "created_at": exchange.created_at.isoformat()}
    told["links"] = {
        name: list(model.objects.filter(exchange=exchange).values_list("pk", flat=True))
        for name, model in _LINKED.items()
    }
    exchange.delete()
    sum_up(exchange.voice, now)
    return told


@transaction.atomic
def put_back(voice: Voice, told: dict[str, Any], now: datetime) -> Exchange | None:
    """Undo `forget`; None where it, or another for the same act, is there already."""
    facts: dict[str, Any] = {name: told[name] for name in _KEPT}
    facts |= {name: datetime.fromisoformat(told[name]) for name in ("at", "created_at")}
    if not Entry.objects.filter(pk=facts["entry_id"]).exists():
        facts["entry_id"] = None
    if not Thread.objects.filter(owner=voice.owner_id, pk=facts["thread_id"]).exists():
        facts["thread_id"] = None
    there = Exchange.objects.filter(owner=voice.owner_id)
    if facts["act"] and there.filter(act=facts["act"]).exists():
        return None
    row, made = there.get_or_create(owner_id=voice.owner_id, voice=voice, **facts)
    for name, model in _LINKED.items():
        loose = model.objects.filter(voice=voice, pk__in=told["links"][name], exchange=None)
        loose.update(exchange=row)
    sum_up(voice, now)
    return row if made else None


@transaction.atomic
def sum_up(voice: Voice, now: datetime) -> None:
    """Sum up anew what passed with a voice, and say when the next word is due.

    To be called after its exchanges, its circle or its rhythm changed, in the same transaction. Of
    two at the same time the second waits, and counts what the first one wrote.
    """
    row = Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
    rows = Exchange.objects.filter(voice=row).order_by("at", "pk")
    acts = [Act(*told) for told in rows.values_list("kind", "direction", "at", "chat")]
    row.passed = ties.summed_up(acts, now) if acts else {}
    row.last_exchange_at = acts[-1].at if acts else None
    row.touch_due_at = _due(row, now)
    _save(row, voice, ("passed", "last_exchange_at", "touch_due_at"))


def _save(row: Voice, voice: Voice, names: Sequence[str]) -> None:
    """Write some attributes down, and let the caller's own object know."""
    row.save(update_fields=names)
    for name in names:
        setattr(voice, name, getattr(row, name))


def _due(voice: Voice, now: datetime) -> datetime | None:
    due, snoozed = ties.standing(voice, now).due_at, voice.touch_snoozed_until
    return max(due, snoozed) if due and snoozed else due


def just_did(voice: Voice, now: datetime) -> Exchange:
    """A word was said just now, whichever."""
    (row,) = say([voice], Happened("message", "mutual", now), now)
    return row


def snooze(voice: Voice, days: int, now: datetime) -> datetime | None:
    """Ask for no word for so many days; what was snoozed until before."""
    before = voice.touch_snoozed_until
    _keep_touch(voice, now, touch_snoozed_until=now + timedelta(days=days))
    return before


def wake(voice: Voice, before: datetime | None, now: datetime) -> None:
    """Undo `snooze`."""
    _keep_touch(voice, now, touch_snoozed_until=before)


def keep_in_touch(voice: Voice, *, circle: str, touch: str, paused: bool, now: datetime) -> None:
    """Put a voice in a circle, and say how often a word is wanted; from now on."""
    wanted = {"circle": circle, "touch": touch, "touch_paused": paused, "touch_snoozed_until": None}
    asked_before = ties.rhythm(voice).days is not None
    _keep_touch(voice, now, **wanted, **({} if asked_before else {"touch_since": now}))


@transaction.atomic
def _keep_touch(voice: Voice, now: datetime, **wanted: Any) -> None:
    row = Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.touch_due_at = _due(row, now)
    _save(row, voice, [*wanted, "touch_due_at"])


def _one_at_a_time(voices: Iterable[Voice]) -> list[Voice]:
    """These voices, once nobody else changes several of the same account."""
    rows = list(voices)
    one_at_a_time(*{voice.owner_id for voice in rows})
    return rows


@transaction.atomic
def keep_all_in_touch(voices: Iterable[Voice], circle: str, now: datetime) -> dict[str, Any]:
    """Put several voices in a circle; what comes back undoes it: see `keep_as_before`.

    Who is in that circle already stays as they are, and is not in what comes back.
    """
    before: dict[str, Any] = {}
    numbers = [voice.pk for voice in _one_at_a_time(voices)]
    for voice in Voice.objects.filter(pk__in=numbers).exclude(circle=circle).order_by("pk"):
        dates = (voice.touch_since, voice.touch_snoozed_until)
        before[str(voice.pk)] = [voice.circle, *(at.isoformat() if at else "" for at in dates)]
        keep_in_touch(voice, circle=circle, touch=voice.touch, paused=voice.touch_paused, now=now)
    return before


@transaction.atomic
def keep_as_before(voices: Iterable[Voice], before: dict[str, Any], now: datetime) -> None:
    """Undo `keep_all_in_touch`: a word is wanted of them when it was wanted then."""
    for voice in _one_at_a_time(voices):
        if str(voice.pk) in before:
            circle, *dates = before[str(voice.pk)]
            since, until = (datetime.fromisoformat(text) if text else None for text in dates)
            _keep_touch(voice, now, circle=circle, touch_since=since, touch_snoozed_until=until)


def named(text: str) -> str:
    """What an exchange is about, as it can be kept."""
    return storable(" ".join(text.split()), 1000)
