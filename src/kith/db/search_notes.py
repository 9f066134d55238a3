"""The words an account added to entries, searched beside the index of what was published.

They are few: one text for each mark, folded as the index has it, is looked through from its
beginning. What one of them says ends in a bar, so that no phrase leaps from a note to the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from kith.core import folding
from kith.core.asking import Term
from kith.db import search
from kith.db.models import Highlight, Mark, MarkText, Tag, User

MOST = 5000  # marks found by what was added to them; the newest
MIXED = 50  # of them that are looked up in the index too, the newest


def folded(said: Iterable[str]) -> str:
    """What was added to one entry, as it is looked through: every word between spaces.

    >>> folded(["Recall works!", "to try"])
    ' recall works | to try |'
    """
    parts = (" ".join(folding.words(one)) for one in said)
    return "".join(f" {part} |" for part in parts if part)


def add(mark: Mark) -> None:
    """Look anew at what its account added to an entry. Call within the transaction that did."""
    Mark.objects.select_for_update().get(pk=mark.pk)  # of two at the same time the last sees both
    rows = Highlight.objects.filter(owner=mark.owner_id, entry=mark.entry_id).order_by("pk")
    said = [text for pair in rows.values_list("exact", "note") for text in pair]
    said += Tag.objects.filter(mark=mark).order_by("pk").values_list("name", flat=True)
    body = folded(said)
    if body:
        facts = {"owner_id": mark.owner_id, "body": body}
        MarkText.objects.update_or_create(mark=mark, defaults=facts)
    else:
        MarkText.objects.filter(mark=mark).delete()


def without(user: User, rows: QuerySet[Mark], terms: Sequence[Term]) -> QuerySet[Mark]:
    """The marks to whose entries the account added none of the words to be left out."""
    unwanted = [term for term in terms if term.excluded and not term.place]
    if not unwanted:
        return rows
    held = _holding(user, unwanted).values_list("pk", flat=True)[:MOST]
    return rows.exclude(pk__in=list(held))


def found(user: User, rows: QuerySet[Mark], terms: Sequence[Term]) -> list[int]:
    """The marks, by number, to whose entries the account added a word that is asked for.

    All else that is asked for may stand there or in the entry; the latter is looked up for the
    newest MIXED only. `rows` are marks of the account, filtered in any way.
    """
    wanted = [term for term in terms if not (term.excluded or term.place)]
    if not wanted:
        return []
    bodies = dict(_holding(user, wanted).order_by("-pk").values_list("pk", "body")[:MOST])
    inside = rows.filter(pk__in=list(bodies)).order_by("-at", "-entry_id")
    whole, mixed = [], []
    for mark, entry in inside.values_list("pk", "entry_id"):
        missing = [term for term in terms if not _holds(bodies[mark], term)]
        if missing:
            mixed.append((mark, entry, missing))
        else:
            whole.append(mark)
    return [*whole, *_in_both(mixed[:MIXED])]


def _in_both(marks: Sequence[tuple[int, int, Sequence[Term]]]) -> Iterator[int]:
    """Those whose entries hold what was not added to them, and nothing that is to be left out."""
    terms = dict.fromkeys(term for _, _, missing in marks for term in missing)
    held = {
        term: search.held([entry for _, entry, missing in marks if term in missing], term)
        for term in terms
    }
    for mark, entry, missing in marks:
        if all((entry in held[term]) is not term.excluded for term in missing):
            yield mark


def _holding(user: User, terms: Sequence[Term]) -> QuerySet[MarkText]:
    either = reduce(or_, (Q(body__contains=_needle(term)) for term in terms))
    return MarkText.objects.filter(either, owner=user)


def _holds(body: str, term: Term) -> bool:
    return not (term.excluded or term.place) and _needle(term) in body


def _needle(term: Term) -> str:
    return f" {' '.join(term.words)}{'' if term.open else ' '}"
