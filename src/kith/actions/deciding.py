"""What an account decides about a voice: keep, slow down, rest, release; all of it undone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kith.actions.intake import BATCH, UNREAD_AT_FIRST
from kith.actions.roster import look_soon
from kith.core.schedule import CADENCES
from kith.db.fit import storable
from kith.db.models import Decision, Joining, Mark, Voice

What = Decision.What
LONGEST_REASON = 500
_MOMENTS = {"trial_until", "rest_until", "released_at"}
_PUT_AWAY = "put_away"  # beside the attributes: the marks that waking put away


def keep(voice: Voice, now: datetime, reason: str = "") -> Decision | None:
    """Hear a voice from now on: the end of its trial, or of its rest.

    Of what it said while it rested the newest few are unread, and the others are put away. None,
    here and below, for a voice that is gone.
    """
    return _decide(voice, What.KEEP, now, reason, _heard())


def slow(voice: Voice, cadence: str, now: datetime, reason: str = "") -> Decision | None:
    """Hear a voice, and look for it less often; a trial that is not over goes on.

    ValueError for a word that is no cadence.
    """
    if cadence not in CADENCES:
        raise ValueError(cadence)
    goes_on = voice.state == Voice.State.TRIAL and voice.trial_until and voice.trial_until > now
    heard = {} if goes_on else _heard()
    return _decide(voice, What.SLOW, now, reason, {**heard, "cadence": cadence})


def rest(voice: Voice, until: datetime | None, now: datetime, reason: str = "") -> Decision | None:
    """Go on listening to a voice without a word of it, until a day or until it is woken."""
    resting = {"state": Voice.State.RESTING, "trial_until": None, "rest_until": until}
    return _decide(voice, What.REST, now, reason, resting)


def release(voice: Voice, now: datetime, reason: str = "") -> Decision | None:
    """Let go of a voice; its history stays."""
    released = {"state": Voice.State.RELEASED, "trial_until": None, "rest_until": None}
    return _decide(voice, What.RELEASE, now, reason, {**released, "released_at": now})


def _heard() -> dict[str, Any]:
    return {"state": Voice.State.ACTIVE, "trial_until": None, "rest_until": None}


@transaction.atomic
def _decide(
    voice: Voice, what: str, now: datetime, reason: str, wanted: Mapping[str, Any]
) -> Decision | None:
    row = Voice.objects.select_for_update().filter(pk=voice.pk, state__in=Voice.HERE).first()
    if row is None:
        return None
    before: dict[str, Any] = {name: _plain(getattr(row, name)) for name in wanted}
    if row.state == Voice.State.RESTING and wanted.get("state") == Voice.State.ACTIVE:
        before[_PUT_AWAY] = _put_away(row.pk)
    _become(voice, row, wanted)
    return Decision.objects.create(
        owner_id=row.owner_id,
        voice=row,
        what=what,
        reason=storable(reason, LONGEST_REASON),
        before=before,
        at=now,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _become(voice: Voice, row: Voice, wanted: Mapping[str, Any]) -> None:
    """Write it down, and let the caller's own object know."""
    for name, value in wanted.items():
        setattr(row, name, value)
        setattr(voice, name, value)
    row.save(update_fields=list(wanted))


def woke(decision: Decision) -> bool:
    """Whether it woke a voice that rested."""
    return decision.what != What.REST and _PUT_AWAY in decision.before


def _put_away(voice: int) -> list[int]:
    """Of what a voice said while it rested, leave the newest few unread; the marks put away."""
    rested = _rests(voice).first()
    rows = Mark.objects.filter(voice=voice, state=Mark.State.UNREAD).order_by("-at", "-entry")
    rows = rows.filter(entry__first_seen_at__gte=rested.at) if rested else rows
    marks = list(rows.values_list("pk", flat=True)[UNREAD_AT_FIRST:])
    for some in _pieces(marks):
        away = Mark.objects.filter(pk__in=some, state=Mark.State.UNREAD)
        away.update(state=Mark.State.ARCHIVED)
    return marks


def _pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


@transaction.atomic
def undo(decision: Decision, now: datetime) -> bool:
    """Everything as it was before; False where something was decided or done about it since.

    A voice that another was joined with since is not what it was decided about: see `joined_since`.
    """
    mine = Decision.objects.select_for_update().filter(pk=decision.pk, undone_at=None)
    voice = Voice.objects.select_for_update().get(pk=decision.voice_id)
    later = Decision.objects.filter(voice=voice, pk__gt=decision.pk, undone_at=None)
    row = mine.first()
    if row is None or later.exists() or voice.state not in _LEFT[What(row.what)]:
        return False
    if joined_since(decision):
        return False
    if voice.state == Voice.State.RELEASED:
        look_soon([voice.pk], now)
    was = dict(row.before)
    put_away = was.pop(_PUT_AWAY, [])
    for name in _MOMENTS & was.keys():
        was[name] = was[name] and datetime.fromisoformat(was[name])
    Voice.objects.filter(pk=voice.pk).update(**was)
    for some in _pieces(put_away):
        away = Mark.objects.filter(pk__in=some, state=Mark.State.ARCHIVED)
        away.update(state=Mark.State.UNREAD)
    mine.update(undone_at=now)
    return True


def joined_since(decision: Decision) -> bool:
    """Whether its voice is one with another since: it can be undone once they are taken apart."""
    rows = Joining.objects.filter(stays=decision.voice_id, undone_at=None, at__gte=decision.at)
    return rows.exists()


# What state a decision leaves its voice in; one that rests may have been woken by its date.
_LEFT: Mapping[What, tuple[Voice.State, ...]] = {
    What.KEEP: (Voice.State.ACTIVE,),
    What.SLOW: Voice.HEARD,
    What.REST: (Voice.State.RESTING, Voice.State.ACTIVE),
    What.RELEASE: (Voice.State.RELEASED,),
}


def wake_due(now: datetime) -> int:
    """Wake the voices whose rest is over, whosesoever they are; how many. Of several workers one
    wakes each.
    """
    rows = Voice.objects.filter(state=Voice.State.RESTING, rest_until__lte=now)
    found = list(rows.order_by("rest_until", "pk").values_list("pk", flat=True))
    return sum(_wake(pk, now) for pk in found)


@transaction.atomic
def _wake(voice: int, now: datetime) -> bool:
    over = Voice.objects.filter(pk=voice, state=Voice.State.RESTING, rest_until__lte=now)
    if not over.update(state=Voice.State.ACTIVE, rest_until=None):
        return False
    marks, rested = _put_away(voice), _rests(voice).first()
    if rested:  # so that whoever takes the rest back finds unread what was
        rested.before = {**rested.before, _PUT_AWAY: marks}
        rested.save(update_fields=["before"])
    return True


def _rests(voice: int) -> QuerySet[Decision]:
    """The decisions that a voice should rest, the last one first."""
    return Decision.objects.filter(voice=voice, what=What.REST, undone_at=None).order_by("-pk")
