"""Two voices become one, and part again; one voice becomes two. Nothing is lost on the way.

A voice that was joined to another stays as a row, and its attributes stay as they are. What
belonged to it belongs to the one that stays; `Joining.before` says what that was, so that it can go
back. Joinings are taken apart in the reverse of their order: to reach an earlier one, the later
ones that have to do with it are taken apart as well, and joined again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kith.actions import exchanges, moving
from kith.actions.alone import one_at_a_time
from kith.core.joining import ALL, STATE, joined, parted
from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import (
    Channel,
    Entry,
    Exchange,
    Following,
    Joining,
    Mark,
    Proposal,
    Step,
    Thanks,
    Thread,
    Voice,
)


@transaction.atomic
def join(stays: Voice, goes: Voice, now: datetime) -> Joining:
    """Make one voice of two of an account's; `part` undoes it.

    All that belongs to the one that goes belongs to the one that stays. To join what is one
    already is harmless; a voice that was joined before brings along what it was joined to. Raises
    Trouble("join-itself"), and Trouble("join-kept") for the pages kept by hand.
    """
    one_at_a_time(stays.owner_id)
    first, second = _whole(stays), _whole(goes)
    rows = {row.pk: row for row in _locked({first, second})}
    if first == second:
        return _how(stays, goes)
    if Following.objects.filter(voice__in=rows, channel__kind=Channel.KEPT).exists():
        raise Trouble("join-kept")
    joining = Joining(owner_id=stays.owner_id, stays=rows[first], goes=rows[second], at=now)
    _do(joining, now)
    return joining


def _whole(voice: Voice) -> int:
    """The number of the voice that a voice is part of now."""
    return _way_up(voice)[-1]


def _way_up(voice: Voice) -> list[int]:
    """A voice, what it was joined to, what that was joined to, and so on: their numbers."""
    rows = Voice.objects.values_list("joined_to", flat=True)
    found, there = [voice.pk], rows.get(pk=voice.pk)
    while there is not None:
        found.append(there)
        there = rows.get(pk=there)
    return found


def _locked(ids: set[int]) -> list[Voice]:
    """The rows as they are now; nobody else changes them until the end of the transaction."""
    rows = Voice.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _how(one: Voice, other: Voice) -> Joining:
    """How two voices came to be one: of the joinings between them, the last."""
    between = set(_way_up(one)) ^ set(_way_up(other))
    found = Joining.objects.filter(goes__in=between, undone_at=None).order_by("pk").last()
    if found is None:
        raise Trouble("join-itself")
    return found


@transaction.atomic
def part(joining: Joining, now: datetime) -> bool:
    """Take a joining apart; False where it was taken apart before.

    Each has again what it had. What came since stays with the voice it came to; entries go with
    their channel.
    """
    one_at_a_time(joining.owner_id)
    active = _built_on(joining)
    if not active:
        return False
    _locked({voice for one in active for voice in (one.stays_id, one.goes_id)})
    for one in reversed(active):
        _undo(one, now)
    for one in active[1:]:
        _do(one, now)
    Joining.objects.filter(pk=joining.pk).update(undone_at=now)
    return True


def _built_on(joining: Joining) -> list[Joining]:
    """A joining and the later ones that have to do with it, in order; none where it is undone."""
    rows = Joining.objects.filter(owner=joining.owner_id, pk__gte=joining.pk, undone_at=None)
    found: list[Joining] = []
    voices, named = {joining.stays_id, joining.goes_id}, set[int]()
    for one in rows.order_by("pk"):
        both, more = {one.stays_id, one.goes_id}, _named(one.before)
        if both & (voices | named) or more & voices:
            found.append(one)
            voices |= both
            named |= more
    return found if found and found[0].pk == joining.pk else []


def _named(before: Mapping[str, Any]) -> set[int]:
    """The voices beside the two of a joining on which it had an effect, or they on it."""
    linked = [*before["communities"]["linked"], *before["members"]["linked"]]
    proposed = [pk for _, *pair in before["proposals"] for pk in pair]
    leads = before["became"]["led_by_id"]
    return {*linked, *proposed, *before["led_to"], *([leads] if leads else [])}


def _do(joining: Joining, now: datetime) -> None:
    stays, goes = (Voice.objects.get(pk=pk) for pk in (joining.stays_id, joining.goes_id))
    before, other = _attributes(stays), _attributes(goes)
    became = joined(_led_by_none_of(before, goes), _led_by_none_of(other, stays))
    joining.before = {
        "stays": _plain(before),
        "became": _plain(became),
        "goes": {name: value for name, value in _plain(other).items() if name in STATE},
        "proposal": _settle(stays, goes, Proposal.State.JOINED),
        **moving.move(stays, goes),
    }
    joining.save()
    _set(stays, became)
    exchanges.sum_up(stays, now)
    _set(goes, {"state": Voice.State.JOINED, "joined_to_id": stays.pk})
    Voice.objects.filter(pk=goes.pk).update(passed={}, last_exchange_at=None, touch_due_at=None)


def _undo(joining: Joining, now: datetime) -> None:
    stays, goes = (Voice.objects.get(pk=pk) for pk in (joining.stays_id, joining.goes_id))
    before, became, other = (_rich(joining.before[name]) for name in ("stays", "became", "goes"))
    _set(stays, parted(before, became, _attributes(stays)))
    _set(goes, {**other, "joined_to_id": None})
    moving.move_back(stays, goes, joining.before)
    if joining.before["proposal"]:
        _settle(stays, goes, joining.before["proposal"])
    for voice in (stays, goes):
        exchanges.sum_up(voice, now)


def gather() -> int:
    """Bring in what was heard of a voice just while it was joined; how much it was.

    Whoever stores entries asked for their listeners a moment before.
    """
    gone = Voice.objects.filter(
        Exists(Mark.objects.filter(voice=OuterRef("pk"))),
        state=Voice.State.JOINED,
    )
    return sum(_gather(voice) for voice in gone)


@transaction.atomic
def _gather(voice: Voice) -> int:
    one_at_a_time(voice.owner_id)
    whole = _whole(voice)
    if whole == voice.pk:  # it was parted meanwhile
        return 0
    return Mark.objects.filter(voice=voice).update(voice=whole)


def _settle(one: Voice, other: Voice, state: str) -> str:
    """Say what became of the proposal that they are one, if there is any; what it was before."""
    rows = Proposal.objects.filter(Q(one=one, other=other) | Q(one=other, other=one))
    before = rows.values_list("state", flat=True).first()
    rows.update(state=state)
    return before or ""


def _attributes(voice: Voice) -> dict[str, Any]:
    return {name: getattr(voice, name) for name in ALL}


def _led_by_none_of(told: Mapping[str, Any], other: Voice) -> dict[str, Any]:
    """Nobody leads to themselves."""
    return {**told, "led_by_id": None if told["led_by_id"] == other.pk else told["led_by_id"]}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as JSON."""
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in told.items()}


def _rich(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _field(name).to_python(value) for name, value in told.items()}


def _field(name: str) -> Any:
    found: Any = Voice._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001 (documented)
    return found


def _set(voice: Voice, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        setattr(voice, name, value)
    if voice.led_by_id and not Voice.objects.filter(pk=voice.led_by_id).exists():
        voice.led_by_id = None  # it was taken away meanwhile
    voice.save(update_fields=list(told))


@transaction.atomic
def split(voice: Voice, followings: Sequence[Following], now: datetime, *, name: str = "") -> Voice:
    """Make a voice of its own of some channels of a voice; to join the two again undoes it.

    What was said there goes along, with what passed about it. All else stays. Raises
    Trouble("split-nothing") where no channel would go, or none would stay.
    """
    one_at_a_time(voice.owner_id)
    (voice,) = _locked({voice.pk})
    theirs = Following.objects.filter(voice=voice)
    leaving = list(theirs.filter(pk__in=[one.pk for one in followings]).select_related("channel"))
    if not leaving or len(leaving) == theirs.count():
        raise Trouble("split-nothing")
    told = {field: getattr(voice, field) for field in _SHARED}
    new = Voice.objects.create(
        **told, name=storable(name, 300), home=leaving[0].channel.home, created_at=now
    )
    new.labels.set(voice.labels.all())
    _take_along(voice, new, leaving)
    for one in (voice, new):
        exchanges.sum_up(one, now)
    return new


# What a voice that is split off has of the other.
_SHARED = ("owner_id", "kind", "cadence", "trust", "full_text", *STATE)


def _take_along(voice: Voice, new: Voice, leaving: Sequence[Following]) -> None:
    channels = [one.channel_id for one in leaving]
    Following.objects.filter(pk__in=[one.pk for one in leaving]).update(voice=new)
    entries = Entry.objects.filter(channel__in=channels)
    tables: tuple[Any, ...] = (Mark, Exchange, Thanks, Thread, Step)
    for table in tables:
        about = table.objects.filter(voice=voice, entry__in=entries)
        about.update(voice=new)
