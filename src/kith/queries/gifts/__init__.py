"""What an account could give to one of its voices now, with reasons."""

from dataclasses import dataclass
from datetime import datetime

from kith.core import gifts as core
from kith.db.models import Voice
from kith.queries.gifts.facts import facts_of
from kith.queries.gifts.telling import because
from kith.queries.judging import Because

__all__ = ["Gift", "brought", "gifts"]


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing that could be given."""

    kind: str  # of core.gifts.KINDS
    title: str  # of the entry; the other's name; what an exchange was about
    because: tuple[Because, ...]
    entry: int | None = None  # that it is about
    voice: int | None = None  # the other, of an introduction


def gifts(voice: Voice, now: datetime, most: int = core.MOST) -> list[Gift]:
    """What could be given to a voice, the most natural first; `voice` comes from access.voice."""
    return [_told(one) for one in core.gifts(facts_of(voice, now), now, most)]


def brought(gift: Gift) -> Because:
    """That it could be brought along, as one reason."""
    why = gift.because[0]
    facts = {"gift": gift.kind, "what": gift.title, "why": why.code}
    return Because("bring", {**why.params, **facts})


def _told(gift: core.Gift) -> Gift:
    fact, told = gift.fact, tuple(because(gift))
    if isinstance(fact, core.Other):
        return Gift(gift.kind, fact.name, told, voice=fact.voice)
    if isinstance(fact, core.Passed):
        return Gift(gift.kind, fact.about, told, entry=fact.entry)
    return Gift(gift.kind, fact.title, told, entry=fact.entry)
