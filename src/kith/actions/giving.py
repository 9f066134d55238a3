"""Something that was proposed was given: it is recorded as an exchange."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kith.actions import exchanges
from kith.actions.exchanges import Happened
from kith.core import gifts
from kith.core.exchanges import GIVEN
from kith.db.models import Entry, Exchange, Voice

CAPTURED = "gift"
_EXCHANGES: Mapping[str, str] = {  # of which kind a gift is
    gifts.ASKED_YOU: "answer",
    gifts.THANKS: "thanks",
    gifts.ANSWER: "answer",
    gifts.INTRODUCE: "introduction",
    gifts.PIECE: "share",
    gifts.CREDIT: "share",
}


@transaction.atomic
def gave(
    voice: Voice,
    kind: str,
    now: datetime,
    *,
    about: str = "",
    entry: Entry | None = None,
    other: Voice | None = None,
) -> list[Exchange]:
    """Record that a gift (a kind of core.gifts) was given; an introduction with both of the two,
    each about the other.
    """
    rows = exchanges.say([voice], _happened(kind, now, about, entry), now)
    if kind == gifts.INTRODUCE and other and other.pk != voice.pk:
        rows += exchanges.say([other], _happened(kind, now, voice.name, None), now)
    return rows


def _happened(kind: str, now: datetime, about: str, entry: Entry | None) -> Happened:
    url = entry.url if entry else ""
    return Happened(
        _EXCHANGES[kind], GIVEN, now, about=about, url=url, entry=entry, captured=CAPTURED
    )
