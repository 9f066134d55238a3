"""How an account and a voice stand to each other: out of what was summed up when it happened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from kith.core import ladder, ties, touch
from kith.core.exchanges import Act, Tally
from kith.core.ladder import Acts, Rung
from kith.core.ties import Contact
from kith.core.touch import Rhythm, Standing
from kith.db.models import Voice


def summed_up(acts: Iterable[Act], now: datetime) -> dict[str, Any]:
    """Exchanges as `Voice.passed` keeps them: {"contact": {…}, "tally": {"answer given": 3}}."""
    acts = list(acts)
    counted = Counter(f"{act.kind} {act.direction}" for act in acts)
    told = asdict(ties.contact(acts, now))
    texts = {name: told[name].isoformat() if told[name] else None for name in ("at", "last")}
    return {"contact": told | texts, "tally": dict(counted)}


def contact_of(passed: Mapping[str, Any]) -> Contact | None:
    """What passed between the two, as `core.ties` counts it; None where nothing did."""
    told = passed.get("contact")
    if not told or not told["exchanges"]:
        return None
    at, last = parse_datetime(told["at"]), parse_datetime(told["last"])
    assert at
    return Contact(**{**told, "at": at, "last": last})


def tally_of(passed: Mapping[str, Any]) -> Tally:
    """How often each kind went each way, of all times."""
    pairs = ((key.partition(" "), n) for key, n in passed.get("tally", {}).items())
    return Counter({(kind, direction): n for (kind, _, direction), n in pairs})


@dataclass(frozen=True, slots=True)
class Tie:
    """How the two stand: `grade` is empty where nothing passed yet."""

    rung: Rung
    acts: Acts
    grade: str  # of core.ties.GRADES
    standing: Standing


def tie(voice: Voice, now: datetime, *, followed: bool) -> Tie:
    """A voice's stage, grade and whether it is time for a word; `followed`: it is heard somewhere.

    An account that marked a stage itself is believed.
    """
    acts = ladder.acts(tally_of(voice.passed), followed=followed)
    return Tie(
        rung=ladder.rung(acts, voice.stage),
        acts=acts,
        grade=grade(voice, now),
        standing=standing(voice, now),
    )


def grade(voice: Voice, now: datetime) -> str:
    """How a tie stands, of core.ties.GRADES; empty where nothing passed yet."""
    known = contact_of(voice.passed)
    return ties.grade(known, now) if known else ""


def standing(voice: Voice, now: datetime) -> Standing:
    """Whether it is time for a word."""
    return touch.standing(rhythm(voice), voice.last_exchange_at, _began(voice), now)


def since(voice: Voice) -> datetime:
    """From when on a rhythm is counted: the last exchange, else since it is asked for."""
    return voice.last_exchange_at or _began(voice)


def _began(voice: Voice) -> datetime:
    return voice.touch_since or voice.created_at


def rhythm(voice: Voice) -> Rhythm:
    """How the account wants to keep in touch with a voice.

    Whom it exchanged something with, but put in no circle, is in the outer one.
    """
    circle = voice.circle or (touch.OUTER if voice.last_exchange_at else "")
    return Rhythm(circle, voice.touch, voice.touch_paused, voice.touch_snoozed_until)


def has_spoken(voice: Voice) -> bool:
    """Whether the reader ever gave anything to a voice, as far as it was recorded."""
    return ladder.acts(tally_of(voice.passed), followed=True).given > 0
