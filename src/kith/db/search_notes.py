"""The words an account added to entries, searched beside the index of what was published.

They are few: one text for each mark, folded as the index has it, is looked through from its
beginning. What one of them says ends in a bar, so that no phrase leaps from a note to the next.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from kith.core.asking import Term
from kith.db import search
from kith.db.models import Highlight, Mark, MarkText, Tag, User
from kith.db.search_words import folded, needle
from kith.db.walks import condition, ordered

MIXED = 40  # marks, the first, whose entries are looked up in the index too: more than a page
_MOST = 5000  # marks with a word that is to be left out

# The few texts first, then their marks: left alone, the planner may read all marks.
_CANDIDATES = (
    'SELECT "db_mark"."id", "db_mark"."entry_id", said.body FROM "db_marktext" AS said'
    ' CROSS JOIN "db_mark" ON "db_mark"."id" = said.mark_id'
    " WHERE said.owner_id = %s AND ({either}) AND ({where})"
    ' ORDER BY "db_mark"."at" {way}, "db_mark"."entry_id" {way} LIMIT %s'
)


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
    held = MarkText.objects.filter(_either(unwanted), owner=user).values_list("pk", flat=True)
    return rows.exclude(pk__in=list(held[:_MOST]))


def found(
    user: User, rows: QuerySet[Mark], terms: Sequence[Term], most: int, *, up: bool = False
) -> list[int]:
    """The first marks, by number, to whose entries the account added a word that is asked for.

    All else that is asked for may stand there or in the entry; the latter is looked up for the
    first MIXED only. `rows` are marks of the account, filtered in any way. Of the newest `most`
    with such a word, or the oldest if `up`.
    """
    wanted = [term for term in terms if not (term.excluded or term.place)]
    if not wanted:
        return []
    whole, mixed = [], []
    for mark, entry, body in _candidates(user, rows, wanted, most, up=up):
        missing = [term for term in terms if not _holds(body, term)]
        if missing:
            mixed.append((mark, entry, missing))
        else:
            whole.append(mark)
    return [*whole, *_in_both(mixed[:MIXED])]


def _candidates(
    user: User, rows: QuerySet[Mark], wanted: Sequence[Term], most: int, *, up: bool
) -> Sequence[tuple[int, int, str]]:
    """Mark and entry, by number, and what was added, where that holds one of the terms."""
    if connection.vendor != "sqlite":
        said = rows.filter(_either(wanted, "text__"), text__owner=user)
        columns = ordered(said, up=up).values_list("pk", "entry_id", "text__body")
        return list(columns[:most])
    where, values = condition(rows)
    either = " OR ".join(["instr(said.body, %s)"] * len(wanted))
    sql = _CANDIDATES.format(either=either, where=where, way="ASC" if up else "DESC")
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk, *map(needle, wanted), *values, most])
        told: list[tuple[int, int, str]] = cursor.fetchall()
    return told


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


def _either(terms: Sequence[Term], to: str = "") -> Q:
    return reduce(or_, (Q(**{f"{to}body__contains": needle(term)}) for term in terms))


def _holds(body: str, term: Term) -> bool:
    return not (term.excluded or term.place) and needle(term) in body
