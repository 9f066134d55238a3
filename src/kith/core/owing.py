"""How pressing what is owed is: by its dates, and by who gave the more.

What is owed is not chosen for what it is about. A promise goes by its day, a reply and thanks by
how long they wait, a word by how far its time is past. Who gave much and got little comes first.
"""

from kith.core.exchanges import Balance
from kith.core.touch import LATE

A_MINUTE = 0.6  # what a minute of the most pressing is worth: more than most texts are

SOON = 7.0  # days before its date from which on a promise presses
_UNDATED = 21.0  # days after which a promise without a date has gone half its way
_REPLY = 3.0
_THANKS = 14.0
_LEAN = 0.5  # how much give and take can add, or take away
_CERTAIN = 3.0  # weighed exchanges that say half of how one-sided it is


def promise(days_left: float | None, days_since: float) -> float:
    """0 to 1: 1 from its day on, half three days before; 0 more than SOON before.

    `days_left` is None for one without a date: it grows towards .6 with its age.
    """
    if days_left is None:
        return 0.6 * _grown(days_since, _UNDATED)
    if days_left > SOON:
        return 0.0
    return float(min(1.0, 2.0 ** (-days_left / 3)))


def reply(days: float) -> float:
    """.6 to 1: somebody waits, and more so after a few days."""
    return 0.6 + 0.4 * _grown(days, _REPLY)


def thanks(days: float) -> float:
    """.4 to 1: they keep, but not for ever."""
    return 0.4 + 0.6 * _grown(days, _THANKS)


def word(spans: float) -> float:
    """0 to 1, by how many spans of its rhythm have passed since the last: .4 when a word is due,
    .7 when it is overdue, 1 after two spans.
    """
    if spans < 1:
        return 0.0
    return min(1.0, 0.4 + 0.3 * (spans - 1) / (LATE - 1))


def _grown(days: float, half: float) -> float:
    return float(1 - 2.0 ** (-max(days, 0.0) / half))


def lean(balance: Balance | None) -> float:
    """.5 to 1.5: above 1 for who gave more than they got, below for who got more."""
    if balance is None or not balance.out + balance.into:
        return 1.0
    whole = balance.out + balance.into
    return 1 + _LEAN * (balance.into - balance.out) / (whole + _CERTAIN)


def value(pressing: float, minutes: float, balance: Balance | None = None) -> float:
    """What a step of so many minutes is worth in a session; see `core.judgement.plan`."""
    return round(A_MINUTE * pressing * lean(balance) * minutes, 6)
