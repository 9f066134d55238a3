"""Bring a file of contacts, decide about each, and take every decision back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kith.actions import cards, roster
from kith.actions.roster import Speaking
from kith.core.contacts import Card, from_plain, signs, to_plain
from kith.core.problems import Problem, Trouble
from kith.db import bulk
from kith.db.fit import plain, storable
from kith.db.models import BroughtContact, BroughtContacts, Channel, User, Voice
from kith.queries import contacts as known
from kith.sources.contacts import BroughtCards, followable

BATCH = 200  # decided about in one transaction
LEFT_OUT_SHOWN = 2000
MOST_SHARING = 3  # contacts of other names by one sign; where there are more, it is a house's
FORGOTTEN_AFTER = timedelta(days=1)  # what was only looked at, or taken away again

WAITING, FOLLOWED, KEPT = (
    BroughtContact.State.WAITING,
    BroughtContact.State.FOLLOWED,
    BroughtContact.State.KEPT,
)
JOINED, IGNORED = BroughtContact.State.JOINED, BroughtContact.State.IGNORED


@transaction.atomic
def bring(user: User, brought: BroughtCards, name: str, now: datetime) -> BroughtContacts:
    """Store what a file holds, all of it or nothing. None of it is a voice before it is decided.

    Files that were only looked at, and those taken away, are forgotten after a day.
    """
    _forget(user, now)
    row = BroughtContacts.objects.create(
        owner=user,
        name=storable(name, 300),
        format=brought.format,
        at=now,
        left_out=[
            {"title": storable(one.title)} | _problem(one.reason)
            for one in brought.left_out[:LEFT_OUT_SHOWN]
        ],
        without_place=[[storable(field, 100), n] for field, n in brought.without_place[:100]],
        notices=[_problem(one) for one in brought.notices],
    )
    rows = bulk.create(
        [
            BroughtContact(
                brought=row,
                card=plain(to_plain(card)),
                name=storable(card.name, 300),
                state=WAITING,
            )
            for card in brought.cards
        ]
    )
    _pair(rows, brought.cards)
    return row


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "params": plain(problem.params)}


def _forget(user: User, now: datetime) -> None:
    old = BroughtContacts.objects.filter(owner=user)
    old.filter(accepted_at=None, at__lt=now - FORGOTTEN_AFTER).delete()
    old.filter(removed_at__lt=now - FORGOTTEN_AFTER).delete()


def _pair(rows: Sequence[BroughtContact], cards_: Sequence[Card]) -> None:
    """Say of each contact which earlier one of the file is the same, and what says so."""
    first: dict[tuple[str, str], BroughtContact] = {}
    names: dict[tuple[str, str], set[str]] = {}
    told = [(row, signs(card)) for row, card in zip(rows, cards_, strict=True)]
    for row, some in told:
        for sign in some:
            names.setdefault((sign.code, sign.key), set()).add(row.name.casefold())
    pairs: dict[int, dict[str, Any]] = {}
    for row, some in told:
        for sign in some:
            key = (sign.code, sign.key)
            earlier = first.setdefault(key, row)
            if earlier is not row and row.pk not in pairs and len(names[key]) <= MOST_SHARING:
                why = {"code": sign.code, "params": {"it": sign.shown}}
                pairs[row.pk] = {"twin_id": earlier.pk, "twin_by": why}
    bulk.update(BroughtContact, list(pairs.values()), [{"id": pk} for pk in pairs])


def accept(brought: BroughtContacts, now: datetime) -> None:
    """What was recognised is right: its contacts can be decided about."""
    BroughtContacts.objects.filter(pk=brought.pk, accepted_at=None).update(accepted_at=now)


def remove(brought: BroughtContacts, now: datetime) -> None:
    """Take a file with its undecided contacts away; `put_back` undoes it for a day."""
    BroughtContacts.objects.filter(pk=brought.pk, removed_at=None).update(removed_at=now)


def put_back(brought: BroughtContacts) -> None:
    """Undo `remove`."""
    BroughtContacts.objects.filter(pk=brought.pk).update(removed_at=None)


def keep(contact: BroughtContact, now: datetime) -> bool:
    """Keep somebody as a contact: a voice that is not followed; whether it was undecided."""
    return _decide(contact, KEPT, now, _made)


def _made(contact: BroughtContact, now: datetime) -> tuple[Voice, dict[str, Any]]:
    owner = contact.brought.owner_id
    (voice,) = cards.make(owner, [from_plain(contact.card)], now)
    return voice, {"made": True}


def follow(contact: BroughtContact, now: datetime) -> bool:
    """Keep somebody as a contact and hear them wherever their card says that they speak.

    The refresh looks for their feeds. Raises Trouble where the card names no place to follow.
    """
    return _decide(contact, FOLLOWED, now, _heard)


def _heard(contact: BroughtContact, now: datetime) -> tuple[Voice, dict[str, Any]]:
    places = followable(from_plain(contact.card))
    if not places:
        raise Trouble("contact-not-followable", name=contact.name)
    voice, before = _made(contact, now)
    _hear(voice, places, now)
    return voice, before


def _hear(voice: Voice, places: Iterable[str], now: datetime) -> None:
    speaking = [Speaking(place, Channel.SEEK, asked=place) for place in places]
    roster.follow(voice.owner, speaking, now, voice=voice)


def join(contact: BroughtContact, voice: Voice, now: datetime) -> bool:
    """Somebody is a voice that the account has already: add to it what only the card says."""

    def joined(contact: BroughtContact, _now: datetime) -> tuple[Voice, dict[str, Any]]:
        (before,) = cards.join([(voice, from_plain(contact.card))])
        return voice, before

    return _decide(contact, JOINED, now, joined)


def ignore(contact: BroughtContact, now: datetime) -> bool:
    """Leave somebody out."""
    return _decide(contact, IGNORED, now, lambda _contact, _now: (None, {}))


Done = tuple[Voice | None, dict[str, Any]]


@transaction.atomic
def _decide(
    contact: BroughtContact,
    state: BroughtContact.State,
    now: datetime,
    act: Callable[[BroughtContact, datetime], Done],
) -> bool:
    """Decide once: twice at the same time does nothing the second time."""
    rows = BroughtContact.objects.filter(pk=contact.pk)
    if not rows.filter(state=WAITING).update(state=state, decided_at=now):
        return False
    voice, before = act(contact, now)
    rows.update(voice=voice, before=before)
    contact.state, contact.voice, contact.before, contact.decided_at = state, voice, before, now
    return True


def keep_all(brought: BroughtContacts, now: datetime) -> int:
    """Keep everybody who is undecided and like nobody else; how many."""
    return sum(_keep_batch(brought, rows, now) for rows in _batches(brought))


def _batches(brought: BroughtContacts) -> Iterable[list[BroughtContact]]:
    """The undecided contacts, BATCH at a time."""
    after = 0
    while rows := list(
        BroughtContact.objects.filter(brought=brought, state=WAITING, pk__gt=after)
        .select_related("twin")
        .order_by("pk")[:BATCH]
    ):
        yield rows
        after = rows[-1].pk


@transaction.atomic
def _keep_batch(brought: BroughtContacts, rows: Sequence[BroughtContact], now: datetime) -> int:
    alike = known.alike(brought.owner, rows)
    clear = [row for row in rows if not alike[row.pk] and not _has_twin(row)]
    taken = _take(clear, KEPT, now)
    voices = cards.make(brought.owner_id, [from_plain(row.card) for row in taken], now)
    _became([(row, voice, {"made": True}) for row, voice in zip(taken, voices, strict=True)])
    return len(taken)


def _became(decided: Sequence[tuple[BroughtContact, Voice, dict[str, Any]]]) -> None:
    told = [{"voice_id": voice.pk, "before": before} for _, voice, before in decided]
    bulk.update(BroughtContact, told, [{"id": row.pk} for row, _, _ in decided])


def _has_twin(row: BroughtContact) -> bool:
    return row.twin is not None and row.twin.state != IGNORED


def _take(
    rows: Sequence[BroughtContact], state: BroughtContact.State, now: datetime
) -> list[BroughtContact]:
    """Those of the rows that nobody else decided about meanwhile."""
    wanted = [row.pk for row in rows]
    undecided = BroughtContact.objects.filter(pk__in=wanted, state=WAITING).select_for_update()
    free = set(undecided.values_list("pk", flat=True))
    BroughtContact.objects.filter(pk__in=free).update(state=state, decided_at=now)
    return [row for row in rows if row.pk in free]


def join_with_twin(contact: BroughtContact, now: datetime) -> bool:
    """Somebody is the same as an earlier one of the file: keep that one, and join both."""
    twin = contact.twin
    if twin is None:
        return False
    with transaction.atomic():
        keep(twin, now)
        twin.refresh_from_db()
        return twin.voice is not None and join(contact, twin.voice, now)


def join_all(brought: BroughtContacts, now: datetime) -> int:
    """Join everybody who is surely meant to be one voice that is there; how many."""
    return sum(_join_batch(brought, rows, now) for rows in _batches(brought))


@transaction.atomic
def _join_batch(brought: BroughtContacts, rows: Sequence[BroughtContact], now: datetime) -> int:
    alike = known.alike(brought.owner, rows)
    taken = _take([row for row in rows if len(alike[row.pk]) == 1], JOINED, now)
    voices = Voice.objects.in_bulk({alike[row.pk][0].voice for row in taken})
    pairs = [(voices[alike[row.pk][0].voice], from_plain(row.card)) for row in taken]
    told = zip(taken, pairs, cards.join(pairs), strict=True)
    _became([(row, voice, before) for row, (voice, _), before in told])
    return len(taken)


def ignore_all(brought: BroughtContacts, now: datetime) -> int:
    """Leave out everybody who is undecided; how many."""
    rows = BroughtContact.objects.filter(brought=brought, state=WAITING)
    return rows.update(state=IGNORED, decided_at=now)


def undo(contact: BroughtContact, now: datetime) -> None:
    """Take one decision back."""
    _undo([contact], now)


def undo_stroke(brought: BroughtContacts, at: datetime, now: datetime) -> int:
    """Take back what was decided about many at one stroke; how many."""
    return _undo_all(brought, now, decided_at=at)


def undo_all(brought: BroughtContacts, now: datetime) -> int:
    """Take back every decision about a file; how many."""
    return _undo_all(brought, now)


def _undo_all(brought: BroughtContacts, now: datetime, **which: Any) -> int:
    decided = BroughtContact.objects.filter(brought=brought, **which).exclude(state=WAITING)
    rows = decided.values_list("state", "pk")
    # Before a voice goes, whatever was joined with it has left it.
    numbers = [pk for _, pk in sorted(rows, key=lambda row: (row[0] != JOINED, -row[1]))]
    for start in range(0, len(numbers), BATCH):
        some = BroughtContact.objects.filter(pk__in=numbers[start : start + BATCH])
        _undo(list(some.select_related("brought").order_by("-pk")), now)
    return len(numbers)


@transaction.atomic
def _undo(rows: Sequence[BroughtContact], now: datetime) -> None:
    voices = Voice.objects.in_bulk({row.voice_id for row in rows if row.voice_id})
    known_still = [(row, voices[row.voice_id]) for row in rows if row.voice_id in voices]
    cards.part([(voice, row.before) for row, voice in known_still if row.state == JOINED])
    BroughtContact.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=WAITING, decided_at=None, voice=None, before={}
    )
    made = [(row, voice.pk) for row, voice in known_still if row.before.get("made")]
    followed = {voice for row, voice in made if row.state == FOLLOWED}
    cards.unmake({voice: from_plain(row.card) for row, voice in made}, followed, now)
    cards.drop_empty_labels(rows[0].brought.owner_id)
