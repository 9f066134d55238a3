"""Which entries belong to which interest.

One that holds a term of an interest belongs to it. Of several such interests, and where there is
none, the judgement says which one an entry is about, by all its words and by what was kept before.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Value

from kith.core.asking import Term
from kith.db import search as index
from kith.db.models import Interest, Mark, User
from kith.queries import judging

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
    judged = judging.best_interests(user, entries, now)
    found = {}
    for entry in entries:
        likely = judged.get(entry)
        sure = [pk for pk in interests if pk in held[entry]]
        wish = likely if likely in sure or not sure else sure[0]
        if wish in interests:
            found[entry] = Fit(interests[wish], near=not sure)
    return found


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
