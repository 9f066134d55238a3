"""Ties: how strong one is, what keeps it alive, and how far two have come.

Strength is a prediction of whether two will exchange again, fitted to replies: above all the count
of exchanges, each fading by half in 14 days where talk is quick and in 90 days elsewhere. It is
never shown; four plain grades are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kith.core.exchanges import GIVEN, KINDS, MUTUAL, RECEIVED, Act

CHAT, SLOW = 14.0, 90.0  # days in which an exchange fades by half
_INTERCEPT = -4.5  # some six exchanges in a season, half of them each way, give about 1/2
_DAY = timedelta(days=1)

Number = TypeVar("Number", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Contact:
    """All that passed between a reader and one voice, summed up as it counts at a moment.

    Can be stored and faded later: nothing but the newest exchanges need be read again.
    """

    at: datetime
    chat: float = 0.0  # exchanges where talk is quick, faded
    slow: float = 0.0  # the others, faded
    days: int = 0  # different days of exchanges, by the calendar of the times given
    given: int = 0  # acts of the reader; mutual ones are acts of both
    received: int = 0
    exchanges: int = 0
    last: datetime | None = None

    @property
    def faded(self) -> float:
        """The faded count of all exchanges."""
        return self.chat + self.slow


def contact(acts: Iterable[Act], now: datetime) -> Contact:
    """Sum up exchanges, in any order; those after `now` have not been yet."""
    found = Contact(now)
    for act in sorted((act for act in acts if act.at <= now), key=lambda act: act.at):
        found = with_act(found, act)
    return at(found, now)


def with_act(before: Contact, act: Act) -> Contact:
    """With one exchange more, no earlier than the `last`; ValueError if it is."""
    if before.last is not None and act.at < before.last:
        raise ValueError("exchanges are added in the order of time")
    chat = act.chat or KINDS[act.kind].chat
    then = at(before, act.at) if before.exchanges else replace(before, at=act.at)
    return Contact(
        at=act.at,
        chat=then.chat + chat,
        slow=then.slow + (not chat),
        days=then.days + (then.last is None or then.last.date() != act.at.date()),
        given=then.given + (act.direction in (GIVEN, MUTUAL)),
        received=then.received + (act.direction in (RECEIVED, MUTUAL)),
        exchanges=then.exchanges + 1,
        last=act.at,
    )


def at(known: Contact, now: datetime) -> Contact:
    """The same, as it counts at another moment."""
    days = (now - known.at) / _DAY
    return replace(
        known, at=now, chat=fade(known.chat, days, CHAT), slow=fade(known.slow, days, SLOW)
    )


def fade(count: Number, days: Number, half_life: float) -> Number:
    """What is left of a faded count after so many days; for numbers and for arrays of them."""
    left: Number = count * 2.0 ** (-days / half_life)
    return left


def strength(
    faded: Number, days: Number, given: Number, received: Number, exchanges: Number
) -> Number:
    """0 to 1: sigmoid(b0 + 1.6 ln(1 + faded) + .6 ln(1 + days) + .8 ln(1 + given)
    + .9 ln(1 + received) - .55 ln(1 + exchanges)); the fields of `Contact`, or arrays of them.
    """
    evidence = (
        _INTERCEPT
        + 1.6 * np.log1p(faded)
        + 0.6 * np.log1p(days)
        + 0.8 * np.log1p(given)
        + 0.9 * np.log1p(received)
        - 0.55 * np.log1p(exchanges)
    )
    found: Number = 1 / (1 + np.exp(-evidence))
    return found


# What somebody is to the reader; own words may stand beside them.
ROLES = ("expert", "peer", "mentor", "mentee", "colleague", "friend", "host")

CLOSE, WARM, COOLING, QUIET = "close", "warm", "cooling", "quiet"
GRADES = (CLOSE, WARM, COOLING, QUIET)
_CLOSE = 0.75  # strength
_COOLING, _QUIET = 0.5, 0.125  # faded exchanges: of one alone, after one half-life and after three


def strength_of(known: Contact, now: datetime) -> float:
    """The strength of a tie at a moment."""
    then = at(known, now)
    return float(strength(then.faded, then.days, then.given, then.received, then.exchanges))


def grade(known: Contact, now: datetime) -> str:
    """How a tie stands: close, warm, cooling or quiet.

    Quiet below 1/8 of a faded exchange, cooling below 1/2. Close where the strength reaches .75 and
    both sides have acted: nobody is close who never said a word. Without a new exchange a tie only
    ever goes down this list.
    """
    then = at(known, now)
    if then.faded < _QUIET:
        return QUIET
    if then.faded < _COOLING:
        return COOLING
    both = then.given and then.received
    return CLOSE if both and strength_of(then, now) >= _CLOSE else WARM
