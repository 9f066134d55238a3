"""Interests: name them, weigh them, let them rest; terms that come from entries and labels."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kith.core.interests import LONGEST_NAME, Draft, distinct, joined, same, typed
from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import Interest, User

MOST = 100  # of one account
STAYS = timedelta(days=30)  # that one which was removed can be put back
LONGEST_DESCRIPTION = 500
WEIGHTS: Sequence[int] = sorted(Interest.Weight.values, reverse=True)  # the heaviest first


@transaction.atomic
def add(user: User, text: str, now: datetime) -> list[Interest]:
    """The interests of a text as a person types it (see core.interests); one a line.

    Terms for an interest of the same name join it. Raises Trouble where there is nothing in the
    text, or no more room.
    """
    drafts = typed(text)
    if not drafts:
        raise Trouble("interest-empty")
    return [name_it(user, draft, now) for draft in drafts]


@transaction.atomic
def name_it(user: User, draft: Draft, now: datetime, *, description: str = "") -> Interest:
    """One interest; where there is one of the same name, the terms join it and it no longer rests.

    Raises Trouble for a name without a word, and where there are MOST already.
    """
    if not same(draft.name):
        raise Trouble("interest-nameless")
    there = _called(user, draft.name)
    if there:
        add_terms(there, draft.terms)
        wake(there)
        return there
    rows = Interest.objects.filter(owner=user)
    if rows.count() >= MOST:
        raise Trouble("interests-full", n=MOST)
    row, _ = Interest.objects.get_or_create(  # made twice at the same time, it is one
        owner=user,
        name=storable(draft.name, LONGEST_NAME),
        defaults={
            "description": storable(description, LONGEST_DESCRIPTION),
            "terms": _terms(draft.terms),
            "order": _after(user, Interest.Weight.MORE),
            "created_at": now,
        },
    )
    return row


def _called(user: User, name: str, but: Interest | None = None) -> Interest | None:
    """The account's interest of this name, however it is written."""
    rows = Interest.objects.filter(owner=user)
    named = (row for row in rows if same(row.name) == same(name))
    return next((row for row in named if row != but), None)


def _terms(terms: Iterable[str]) -> list[str]:
    return list(distinct(storable(term) for term in terms))


def _after(user: User, weight: int) -> int:
    """The place behind all others of a weight."""
    rows = Interest.objects.filter(owner=user, weight=weight).order_by("-order")
    last = rows.values_list("order", flat=True).first()
    return 0 if last is None else last + 1


def describe(
    interest: Interest, *, name: str, description: str, terms: Iterable[str], weight: int
) -> None:
    """Change what an interest is called, its sentence, its terms and its weight.

    Raises Trouble for a name that is empty, or that another interest has.
    """
    name = storable(name.strip(), LONGEST_NAME)
    if not same(name):
        raise Trouble("interest-nameless")
    if _called(interest.owner, name, but=interest):
        raise Trouble("interest-twice", name=name)
    if weight in WEIGHTS and weight != interest.weight:
        interest.order, interest.weight = _after(interest.owner, weight), weight
    interest.name = name
    interest.description = storable(description.strip(), LONGEST_DESCRIPTION)
    interest.terms = _terms(terms) or [name]
    interest.save(update_fields=["name", "description", "terms", "weight", "order"])


@transaction.atomic
def add_terms(interest: Interest, terms: Iterable[str]) -> None:
    """Add terms that it does not have yet, as long as there is room."""
    row = Interest.objects.select_for_update().get(pk=interest.pk)
    row.terms = list(joined(row.terms, (storable(term) for term in terms)))
    row.save(update_fields=["terms"])
    interest.terms = row.terms


def set_terms(interest: Interest, terms: Iterable[str]) -> None:
    """These terms and no others: undoes `add_terms`."""
    interest.terms = _terms(terms)
    interest.save(update_fields=["terms"])


def move(interest: Interest, *, up: bool) -> None:
    """One place up or down; beyond the first or last of its weight, into the next weight.

    One that rests has no place to move from, and stays.
    """
    if interest.resting:
        return
    group = _group(interest.owner, interest.weight)
    place = [row.pk for row in group].index(interest.pk)
    if up and place > 0:
        put(interest, interest.weight, place - 1)
    elif not up and place < len(group) - 1:
        put(interest, interest.weight, place + 1)
    else:
        _into_the_next(interest, up=up)


def _into_the_next(interest: Interest, *, up: bool) -> None:
    n = WEIGHTS.index(interest.weight) + (-1 if up else 1)
    if 0 <= n < len(WEIGHTS):
        put(interest, WEIGHTS[n], LAST if up else 0)


LAST = 10**6  # a place behind all others


@transaction.atomic
def put(interest: Interest, weight: int, place: int) -> None:
    """Give an interest a weight, and a place (from 0) among those of that weight.

    One that rests wakes, for only those that do not are in an order.
    """
    others = [row for row in _group(interest.owner, weight) if row.pk != interest.pk]
    others.insert(min(max(place, 0), len(others)), interest)
    interest.weight, interest.resting = weight, False
    for order, row in enumerate(others):
        row.order = order
    Interest.objects.bulk_update(others, ["weight", "order", "resting"])


def _group(user: User, weight: int) -> list[Interest]:
    rows = Interest.objects.filter(owner=user, weight=weight, resting=False)
    return list(rows.order_by("order", "pk"))


def rest(interest: Interest) -> None:
    """Keep it, but choose nothing for it; `wake` undoes it."""
    interest.resting = True
    interest.save(update_fields=["resting"])


def wake(interest: Interest) -> None:
    """Undo `rest`."""
    interest.resting = False
    interest.save(update_fields=["resting"])


@transaction.atomic
def remove(interest: Interest, now: datetime) -> None:
    """Take an interest away; `put_back` undoes it, for as long as STAYS."""
    Interest.everything.filter(owner=interest.owner, removed_at__lt=now - STAYS).delete()
    interest.removed_at = now
    interest.save(update_fields=["removed_at"])


@transaction.atomic
def put_back(interest: Interest, made: Iterable[int] = ()) -> Interest:
    """Undo `remove`: the same row again, where it was; or `part`, without those that it `made`.

    Raises Trouble where there is no more room, or another has taken its name.
    """
    own = Interest.objects.filter(owner=interest.owner)
    own.filter(pk__in=list(made)).update(removed_at=interest.removed_at)
    if own.count() >= MOST:
        raise Trouble("interests-full", n=MOST)
    if _called(interest.owner, interest.name):
        raise Trouble("interest-twice", name=interest.name)
    rests, group = interest.resting, _group(interest.owner, interest.weight)
    interest.removed_at = None
    interest.save(update_fields=["removed_at"])
    put(interest, interest.weight, sum(row.order < interest.order for row in group))
    if rests:
        rest(interest)
    return interest


@transaction.atomic
def part(interest: Interest, now: datetime) -> list[Interest]:
    """Make each term an interest of its own, with the same weight, instead of this one.

    Raises Trouble where there is no more room; then all is as it was. `put_back` undoes it.
    """
    drafts = [draft for term in interest.terms for draft in typed(term)]
    user, weight = interest.owner, interest.weight
    remove(interest, now)
    found = [name_it(user, draft, now) for draft in drafts]
    for row in found:
        put(row, weight, LAST)
    return found


@transaction.atomic
def together(user: User, drafts: Iterable[Draft], now: datetime) -> list[Interest]:
    """Several at once, or none: as they were offered, labels with their terms."""
    return [name_it(user, draft, now) for draft in drafts]
