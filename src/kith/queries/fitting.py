"""Which entries belong to which interest.

One that holds a term of an interest belongs to it: an interest's own page finds it anywhere. Behind
a title an interest stands only where a term is in the title or the beginning of the text, so that
it can be checked at a glance. Of several such interests, and where there is none, the judgement
says which one an entry is about, by all its words and by what was kept before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.db.models.functions import Substr

from kith.core import folding
from kith.core.asking import Term
from kith.db import prepared
from kith.db import search as index
from kith.db.models import Entry, Interest, Mark, User
from kith.queries import judging
from kith.queries.reading import Line

BEGINNING = 800  # characters of a text: what it is about is said by then
_OPEN = 4  # letters of a term that may go on in a text: "quiz" finds "quizzes"


@dataclass(frozen=True, slots=True)
class Fit:
    """The interest that an entry fits best; `near` where no term of it is held where it begins."""

    interest: Interest
    near: bool


def holding(rows: QuerySet[Mark], interest: Interest) -> QuerySet[Mark]:
    """Those of some marks, filtered in any way, whose entries hold a term of an interest."""
    return index.holding_any(rows, [term for term in map(_term, interest.terms) if term.words])


def _term(text: str) -> Term:
    return Term(text, beginning=len(text) >= _OPEN)


def held(entries: Sequence[int], wishes: Mapping[int, Sequence[str]]) -> dict[int, list[int]]:
    """The interests of which each entry holds a term where it begins, by number, in their order.

    `wishes`: the terms of each interest, by its number.

    Read, not asked of the index: that streams all that match before it says which of thirty do.
    """
    wanted = [(pk, [one for one in map(_phrase, terms) if one]) for pk, terms in wishes.items()]
    found = {}
    for entry, title, text in _beginnings(entries) if wanted else ():
        said = _said(title, text or "")
        found[entry] = [pk for pk, phrases in wanted if any(one in said for one in phrases)]
    return found


@prepared.query
def _beginnings(entries: Sequence[int]) -> QuerySet[Entry, tuple[int, str, str | None]]:
    rows = Entry.objects.filter(pk__in=entries)
    return rows.values_list("pk", "title", Substr("text__body", 1, BEGINNING))


@lru_cache(maxsize=2000)
def _phrase(text: str) -> str:
    """A term as `_said` has it: a space begins each word, and ends one that may not go on."""
    term = _term(text)
    said = "".join(f" {word}" for word in term.words)
    return said if term.open or not said else f"{said} "


@lru_cache(maxsize=1000)
def _said(title: str, text: str) -> str:
    """The words of a title and of a beginning, as the index has them; no phrase leaps over."""
    both = (" ".join(folding.spaced(one).split()) for one in (title, text))
    end = "" if len(text) == BEGINNING else " "  # the last word may have been cut
    return " {} \n {}{}".format(*both, end)


def shown(user: User, lines: Sequence[Line], about: int | None = None) -> list[Line]:
    """The lines of a list, each with the most important interest that its entry surely fits.

    `about` is the number of an interest that goes without saying.
    """
    rows = [one for one in _awake(user.pk) if one.pk != about] if lines else []
    names = {one.pk: one.name for one in rows}
    wishes = {one.pk: one.terms for one in rows}
    fit = held([line.entry for line in lines], wishes) if wishes else {}
    return [
        replace(line, interest=names[fit[line.entry][0]]) if fit.get(line.entry) else line
        for line in lines
    ]


@prepared.query
def _awake(owner: int) -> QuerySet[Interest]:
    """The interests that do not rest, the most important first. Asked for with every list."""
    rows = Interest.objects.filter(owner=owner, resting=False)
    return rows.order_by("-weight", "order", "pk")


def best(user: User, entries: Sequence[int], now: datetime) -> dict[int, Fit]:
    """The interest that each of these entries fits best; those that fit none are left out."""
    interests = {one.pk: one for one in _awake(user.pk)} if entries else {}
    if not interests:
        return {}
    sure = held(_own(user.pk, entries), {pk: one.terms for pk, one in interests.items()})
    open_ones = [one for one in entries if len(sure.get(one, ())) != 1]
    judged = judging.best_interests(user, open_ones, now) if open_ones else {}
    found = {}
    for entry in entries:
        wishes, likely = sure.get(entry, []), judged.get(entry)
        wish = likely if likely in wishes or not wishes else wishes[0]
        if wish in interests:
            found[entry] = Fit(interests[wish], near=not wishes)
    return found


@prepared.query
def _own(owner: int, entries: Sequence[int]) -> QuerySet[Mark, int]:
    rows = Mark.objects.filter(owner=owner, entry__in=entries)
    return rows.values_list("entry", flat=True)
