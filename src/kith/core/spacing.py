"""When something comes back to be remembered: after a span that grows as it is remembered.

The chance to remember falls as R(t) = (1 + 19/81 t/S)^-1/2, where the stability S is the days
after which it is 0.9 (the power law of FSRS-4.5; Ye, Su, Cao 2022 and later fits to reviews).
How S grows is kept plain: 2.5 times with each time it was remembered (the usual ease of SM-2,
Wozniak 1990), less where it was asked for early; it begins anew where it was forgotten.
"""

A_DAY = 5  # reviews
TARGET = 0.90  # the chance to remember at which it comes back
FIRST = 1.0  # days
LONGEST = 365.0
GROWTH = 2.5
_FACTOR = 19 / 81


def chance(days: float, stability: float) -> float:
    """The chance to remember after so many days."""
    return float((1 + _FACTOR * days / stability) ** -0.5)


def interval(stability: float, target: float = TARGET) -> float:
    """The days after which the chance has fallen to `target`, at most LONGEST."""
    return min(stability * (target**-2 - 1) / _FACTOR, LONGEST)


def stability(before: float | None, days: float, *, remembered: bool) -> float:
    """The stability after a review, `days` after the last one; `before` is None the first time."""
    if before is None or not remembered:
        return GROWTH if remembered else FIRST
    due = min(days / interval(before), 1.0)  # of what is asked for early, little is learnt
    return min(before * (1 + (GROWTH - 1) * due), LONGEST)
