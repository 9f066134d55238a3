"""Which entries belong to which interest: those that hold one of its terms, by the search index."""

import math
import re
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from kith.core import folding
from kith.core.asking import Term
from kith.db import search as index
from kith.db.models import EntryText, Interest, Mark, User

_READ = 20_000  # characters of a text in which terms are looked for


def of(rows: QuerySet[Mark], interest: Interest) -> QuerySet[Mark]:
    """Those of some marks, filtered in any way, whose entries belong to an interest."""
    return index.holding_any(rows, _asked(interest.terms))


def _asked(terms: Iterable[str]) -> list[Term]:
    asked = (Term(term, beginning=len(term) > 3) for term in terms)
    return [term for term in asked if term.words]


def best_interests(user: User, entries: Sequence[int]) -> dict[int, Interest]:
    """The interest that each of these entries fits best; those that fit none are left out."""
    interests = list(Interest.objects.filter(owner=user, resting=False).order_by("pk"))
    if not interests or not entries:
        return {}
    wanted = [(one, _patterns(one)) for one in interests]
    rows = EntryText.objects.filter(entry__in=entries, entry__marks__owner=user)
    found = {}
    for entry, title, body in rows.values_list("entry_id", "entry__title", "body"):
        heard = folding.fold(f"{title} {title} {title} {body[:_READ]}")
        scored = [(_strength(heard, patterns), one.weight, -one.pk) for one, patterns in wanted]
        best = max(range(len(scored)), key=scored.__getitem__)
        if scored[best][0]:
            found[entry] = interests[best]
    return found


def _patterns(interest: Interest) -> list[re.Pattern[str]]:
    asked = _asked(interest.terms)
    return [folding.pattern(term.text, beginning=term.open) for term in asked]


def _strength(heard: str, patterns: Iterable[re.Pattern[str]]) -> float:
    """How much a folded text speaks of some terms; each further mention adds less."""
    counts = (sum(1 for _ in pattern.finditer(heard)) for pattern in patterns)
    return round(sum(1 + math.log(n) for n in counts if n), 6)
