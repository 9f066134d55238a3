"""Which entries belong to which interest.

One that holds a term of an interest belongs to it. Of several such interests, and where there is
none, the judgement says which one an entry is about, by all its words and by what was kept before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet, Value

from kith.core.asking import Term
from kith.db import search as index
from kith.db.models import Interest, Mark, User
from kith.queries import judging

READERS = 32  # accounts of which it is remembered
_OPEN = 4  # letters of a term that may go on in a text: "quiz" finds "quizzes"


@dataclass(frozen=True, slots=True)
class Fit:
    """The interest that an entry fits best; `near` where it holds none of its terms."""

    interest: Interest
    near: bool


def holding(rows: QuerySet[Mark], interest: Interest) -> QuerySet[Mark]:
    """Those of some marks, filtered in any way, whose entries hold a term of an interest."""
    asked = (Term(term, beginning=len(term) >= _OPEN) for term in interest.terms)
    return index.holding_any(rows, [term for term in asked if term.words])


def best(user: User, entries: Sequence[int], now: datetime) -> dict[int, Fit]:
    """The interest that each of these entries fits best; those that fit none are left out."""
    rows = Interest.objects.filter(owner=user, resting=False)
    interests = {row.pk: row for row in rows.order_by("-weight", "order", "pk")}
    if not interests or not entries:
        return {}
    held = _held(user, entries, list(interests.values()))
    judged = _judged(user, interests, [one for one in entries if len(held[one]) != 1], now)
    found = {}
    for entry in entries:
        sure = [pk for pk in interests if pk in held[entry]]
        likely = judged.get(entry)
        wish = likely if likely in sure or not sure else sure[0]
        if wish in interests:
            found[entry] = Fit(interests[wish], near=not sure)
    return found


@lru_cache(maxsize=READERS)
def _remembered(_reader: int, _wishes: tuple[object, ...], _day: date) -> dict[int, int | None]:
    """What was judged today, by entry: a month that was read is not judged anew on every page."""
    return {}


def _judged(
    user: User, interests: Mapping[int, Interest], entries: Sequence[int], now: datetime
) -> dict[int, int | None]:
    wishes = tuple((pk, one.name, *one.terms, one.weight) for pk, one in interests.items())
    known = _remembered(user.pk, wishes, now.date())
    new = [entry for entry in entries if entry not in known]
    if new:
        found = judging.best_interests(user, new, now)
        known.update((entry, found.get(entry)) for entry in new)
    return known


def forget() -> None:
    """Forget what was judged, for tests."""
    _remembered.cache_clear()


def _held(user: User, entries: Sequence[int], interests: Sequence[Interest]) -> dict[int, set[int]]:
    """The interests of which each entry holds a term, asked for all of them at once."""
    marks = Mark.objects.filter(owner=user, entry__in=entries)
    first, *others = (
        holding(marks, one).annotate(wish=Value(one.pk)).values_list("entry_id", "wish")
        for one in interests
    )
    found: dict[int, set[int]] = defaultdict(set)
    for entry, wish in first.union(*others, all=True) if others else first:
        found[entry].add(wish)
    return found
