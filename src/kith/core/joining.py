"""Two voices become one and part again: what becomes of the attributes of the one that stays.

Attributes are plain values by name, as a table holds them. Nothing is lost on the way: what the
other brought can be taken back out, and what was changed meanwhile stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Attributes = Mapping[str, Any]

# The one that stays keeps what it has, and takes what it lacks.
KEPT = ("name", "kind", "home", "stage", "organisation", "job", "zone", "led_by_id")
# What an account chose goes before what it never touched.
CHOSEN: Mapping[str, Any] = {"cadence": "as-it-happens", "trust": "any", "full_text": False}
LISTED = ("roles", "knows")  # the one's, then what the other adds
TEXTS = ("notes", "met", "why")  # under each other
EARLIEST = ("created_at",)
# Several attributes that only mean something together come from one of the two.
STATE = ("state", "trial_until", "rest_until", "released_at")
RHYTHM = ("circle", "touch", "touch_paused", "touch_since", "touch_snoozed_until")
TOGETHER = (STATE, RHYTHM)

ALL = (*KEPT, *CHOSEN, *LISTED, *TEXTS, *EARLIEST, *STATE, *RHYTHM)

BETWEEN = "\n\n"
_HEARD = ("active", "trial", "resting", "released")  # how much is heard of a voice, most first


def joined(stays: Attributes, goes: Attributes) -> dict[str, Any]:
    """What the voice that stays becomes; both have all of ALL."""
    became = {name: stays[name] or goes[name] for name in KEPT}
    became |= {n: goes[n] if stays[n] == usual else stays[n] for n, usual in CHOSEN.items()}
    became |= {name: [*stays[name], *_added(stays[name], goes[name])] for name in LISTED}
    became |= {name: _under(stays[name], goes[name]) for name in TEXTS}
    became |= {name: min(stays[name], goes[name]) for name in EARLIEST}
    heard = min(stays, goes, key=lambda one: _HEARD.index(one["state"]))
    asks = stays if any(stays[name] for name in RHYTHM) else goes
    became |= {name: heard[name] for name in STATE}
    return became | {name: asks[name] for name in RHYTHM}


def _added(there: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    return [one for one in more if one not in there]


def _under(one: str, other: str) -> str:
    """One text under the other; what stands in it already is not said twice."""
    if not one or not other:
        return one or other
    return one if other in one else f"{one}{BETWEEN}{other}"


def parted(before: Attributes, became: Attributes, now: Attributes) -> dict[str, Any]:
    """What the voice that stayed is again, once the other has left it.

    `before` it was joined, it `became`, and it is `now`: each with all of ALL.
    """
    same = {name: now[name] == became[name] for name in ALL}
    told = {name: before[name] if same[name] else now[name] for name in ALL}
    for names in TOGETHER:
        whole = all(same[name] for name in names)
        told |= {name: (before if whole else now)[name] for name in names}
    for name in LISTED:
        if not same[name]:
            brought = _added(before[name], became[name])
            told[name] = [one for one in now[name] if one not in brought]
    for name in TEXTS:
        if not same[name]:
            told[name] = _without(before[name], became[name], now[name])
    return told


def _without(before: str, became: str, now: str) -> str:
    """The text without what the other brought, where its paragraphs stand in it as they came."""
    gone = became.removeprefix(before).removeprefix(BETWEEN).split(BETWEEN)
    there = now.split(BETWEEN)
    for start in range(len(there)):
        if there[start : start + len(gone)] == gone:
            return BETWEEN.join(there[:start] + there[start + len(gone) :])
    return now
