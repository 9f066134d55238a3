"""A word of thanks: kept for later, worded, said, and recorded."""

from datetime import datetime

from django.db import transaction

from kith.actions import exchanges
from kith.actions.exchanges import Happened
from kith.core.exchanges import GIVEN
from kith.core.problems import Trouble
from kith.db.fit import fit, storable
from kith.db.models import Entry, Exchange, Thanks, Voice

CAPTURED = "thanks"


def owe(
    voice: Voice, reason: str, now: datetime, *, effect: str = "", entry: Entry | None = None
) -> Thanks:
    """Keep a word of thanks for later: what for, and what came of it.

    For one entry, or one reason, there is one at a time. Raises Trouble("thanks-for-nothing")
    where no reason is given.
    """
    said = exchanges.named(reason) or (entry.title[:1000] if entry else "")
    if not said:
        raise Trouble("thanks-for-nothing")
    waiting = Thanks.objects.filter(voice=voice, said_at=None, released_at=None)
    there = waiting.filter(entry=entry) if entry else waiting.filter(entry=None, reason=said)
    found = there.first()
    return found or Thanks.objects.create(
        owner_id=voice.owner_id,
        voice=voice,
        reason=said,
        effect=storable(effect, 5000),
        entry=entry,
        created_at=now,
    )


def word(thanks: Thanks, *, reason: str, effect: str, wording: str) -> None:
    """Change what it is for, what came of it, and how it is said."""
    told = fit(Thanks, {"reason": exchanges.named(reason) or thanks.reason})
    thanks.reason = told["reason"]
    thanks.effect, thanks.wording = storable(effect, 5000), storable(wording, 10_000)
    thanks.save(update_fields=["reason", "effect", "wording"])


@transaction.atomic
def said(thanks: Thanks, now: datetime) -> Exchange | None:
    """It was said: recorded as an exchange, once; None where it was recorded before."""
    if not Thanks.objects.filter(pk=thanks.pk, said_at=None).update(said_at=now, released_at=None):
        return None
    happened = Happened(
        "thanks",
        GIVEN,
        now,
        about=thanks.reason,
        url=thanks.entry.url if thanks.entry else "",
        entry=thanks.entry,
        captured=CAPTURED,
        act=f"thanks:{thanks.pk}",
    )
    row = exchanges.record(thanks.voice, happened, now)
    Thanks.objects.filter(pk=thanks.pk).update(exchange=row)
    return row


@transaction.atomic
def unsay(thanks: Thanks, now: datetime) -> None:
    """Undo `said`: it is owed again."""
    if thanks.exchange:
        exchanges.forget(thanks.exchange, now)
    Thanks.objects.filter(pk=thanks.pk).update(said_at=None, exchange=None)


def release(thanks: Thanks, now: datetime) -> bool:
    """It is not to be said any more; whether it was waiting until now."""
    waiting = Thanks.objects.filter(pk=thanks.pk, said_at=None, released_at=None)
    return bool(waiting.update(released_at=now))


def take_back(thanks: Thanks) -> None:
    """Undo `release`."""
    Thanks.objects.filter(pk=thanks.pk).update(released_at=None)
