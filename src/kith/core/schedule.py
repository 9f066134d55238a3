"""When to look at a channel again: its own rhythm, the wishes of publisher and reader, patience.

All lengths are in seconds. Nothing here reads a clock or rolls dice: `now` and `luck` are given.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
SHORTEST = HOUR
FRESH = HOUR / 4  # between two looks at a conversation that is going on
LONGEST = DAY
JITTER = 0.25
COOL_DOWN = 300.0  # between two looks asked for by hand in a page
SHOWN_AFTER = 3  # failures in a row before a voice's page speaks of it
ASKED_AFTER = 30 * DAY  # of failing before the reader is asked what to do

# The least time between looks that each of the reader's words for a voice means.
CADENCES = {
    "as-it-happens": 0.0,
    "daily": DAY,
    "weekly": 7 * DAY,
    "monthly": 30 * DAY,
    "now-and-then": 90 * DAY,
}


def rhythm(times: Iterable[datetime]) -> int | None:
    """The median gap between the newest 20 entries, or None where fewer than 3 have a time.

    Ten years at the most: beyond that dates are wrong, and a column holds no more than 68.
    """
    newest = sorted(times, reverse=True)[:20]
    if len(newest) < 3:
        return None
    gaps = [(a - b).total_seconds() for a, b in pairwise(newest)]
    return int(min(median(gaps), 3650 * DAY))


def interval(
    rhythm: int | None, since_new: float | None, publisher: float | None, cadences: Sequence[str]
) -> float:
    """How long to wait before the next look, before chance is added.

    Half the channel's rhythm, and longer the longer it has been silent (a tenth of the silence),
    from an hour to a day; never less than the publisher asks for (at most a day is obeyed); and
    never less than the most eager of its listeners wants (`cadences`, one word for each).
    """
    wished = rhythm / 2 if rhythm is not None else SHORTEST * 2
    if since_new is not None:
        wished = max(wished, since_new / 10)
    wished = min(max(wished, SHORTEST, min(publisher or 0.0, DAY)), LONGEST)
    eager = min((CADENCES.get(word, 0.0) for word in cadences), default=0.0)
    return max(wished, eager)


def watching(since_new: float | None, publisher: float | None) -> float:
    """How long to wait before the next look at a conversation that somebody watches.

    A tenth of the time that it has been silent, from a quarter of an hour to a week; never less
    than its place asks for (at most a day is obeyed).
    """
    wished = (since_new or 0.0) / 10
    return max(min(max(wished, FRESH), WEEK), min(publisher or 0.0, DAY))


def back_off(failures: int) -> float:
    """How long to wait after so many failures in a row: an hour, doubled each time, to a day."""
    return min(SHORTEST * 2.0 ** min(max(failures - 1, 0), 10), LONGEST)


def next_look(now: datetime, wait: float, luck: float) -> datetime:
    """The moment in about `wait` seconds; `luck`, from 0 to 1, spreads it by a quarter each way."""
    return now + timedelta(seconds=wait * (1 + JITTER * (2 * luck - 1)))


def held(now: datetime, wait: float | None) -> datetime | None:
    """Until when a host that asked for `wait` seconds is left alone: a minute to two days."""
    if wait is None:
        return None
    return now + timedelta(seconds=min(max(wait, 60.0), 2 * DAY))


def is_silent(now: datetime, newest: datetime | None, rhythm: int | None) -> bool:
    """Whether a channel has been quiet for far longer than it used to be: 90 days and 6 rhythms."""
    if newest is None:
        return False
    return (now - newest).total_seconds() > max(90 * DAY, 6 * (rhythm or 0))
