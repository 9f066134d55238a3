"""Contacts that were brought: who waits to be decided about, and whom they may be."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kith.core.contacts import MAIL, PHONE, PROFILE, WEB, Card, Sign, from_plain, signs
from kith.core.identity import place_key
from kith.db.models import (
    Address,
    BroughtContact,
    BroughtContacts,
    Following,
    Particulars,
    User,
    Voice,
)
from kith.queries.roster import all_called
from kith.sources.asked import account
from kith.sources.contacts import followable

PAGE = 30
GLIMPSE = 8  # cards of a file before it is taken
MOST_AT_ONE = 3  # voices by one sign; where there are more, it is a house's
MOST_NAMESAKES = 3
STATES = BroughtContact.State

_KINDS = {"same-mail": {MAIL}, "same-phone": {PHONE}, "same-place": {PROFILE, WEB}}


@dataclass(frozen=True, slots=True)
class Alike:
    """A voice that a contact may be, and what says so: pairs of a code and what both have."""

    voice: int
    name: str
    because: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier contact of the same file that may be the same person."""

    name: str
    because: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as the triage shows it."""

    number: int
    brought: int
    card: Card
    state: str
    alike: Sequence[Alike]
    twin: Twin | None
    namesakes: Sequence[tuple[int, str]]  # voices of the same name: that alone says nothing
    places: Sequence[str]  # where they may be followed
    voice: tuple[int, str] | None  # what became of them


@dataclass(frozen=True, slots=True)
class Left:
    """How many contacts of a file are in each state."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All contacts of the file."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Those undecided."""
        return self.counts.get(STATES.WAITING, 0)


@dataclass(frozen=True, slots=True)
class Triage(Left):
    """A page of contacts in one state, and how many are in each."""

    contacts: list[Contact]
    more_after: int | None  # the number after which the next page begins


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was brought."""

    number: int
    name: str
    format: str
    at: datetime
    waiting: int
    total: int


def brought(user: User) -> list[Brought]:
    """The account's files, the latest first; not those that were only looked at."""
    files = BroughtContacts.objects.filter(owner=user, removed_at=None).exclude(accepted_at=None)
    waiting = Count("contacts", filter=Q(contacts__state=STATES.WAITING))
    rows = files.annotate(total=Count("contacts"), waiting=waiting).order_by("-at", "-pk")
    columns = rows.values_list("pk", "name", "format", "at", "waiting", "total")
    return [Brought(*row) for row in columns]


def triage(brought: BroughtContacts, state: str = STATES.WAITING, *, after: int = 0) -> Triage:
    """PAGE contacts in a state, in the order of the file, from the one behind `after` on.

    `brought` comes from access.brought_contacts.
    """
    contacts = BroughtContact.objects.filter(brought=brought)
    rows = contacts.filter(state=state, pk__gt=after).select_related("twin", "voice")
    found = list(rows.order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    more = shown[-1].pk if len(found) > PAGE else None
    return Triage(left(brought).counts, _shown(brought.owner, shown), more)


def left(brought: BroughtContacts) -> Left:
    """How many contacts of a file are undecided, kept, and so on."""
    rows = BroughtContact.objects.filter(brought=brought).order_by()
    return Left(dict(rows.values_list("state").annotate(n=Count("pk"))))


def contact(user: User, row: BroughtContact) -> Contact:
    """One contact as the triage shows it; `row` comes from access.brought_contact."""
    return _shown(user, [row])[0]


def glimpse(brought: BroughtContacts) -> tuple[list[Card], int]:
    """The first cards of a file, and how many there are."""
    rows = BroughtContact.objects.filter(brought=brought)
    cards = rows.order_by("pk").values_list("card", flat=True)[:GLIMPSE]
    return [from_plain(card) for card in cards], rows.count()


def _shown(user: User, rows: Sequence[BroughtContact]) -> list[Contact]:
    waiting = [row for row in rows if row.state == STATES.WAITING]
    may_be, namesakes = alike(user, waiting), _namesakes(user, waiting)
    called = all_called([row.voice for row in rows if row.voice])
    shown = []
    for row in rows:
        card, likely = from_plain(row.card), may_be.get(row.pk, [])
        others = {one.voice for one in likely}
        shown.append(
            Contact(
                number=row.pk,
                brought=row.brought_id,
                card=card,
                state=row.state,
                alike=likely,
                twin=_twin(row),
                namesakes=[one for one in namesakes.get(row.name, ()) if one[0] not in others],
                places=followable(card),
                voice=(row.voice.pk, called[row.voice.pk]) if row.voice else None,
            )
        )
    return shown


def _twin(row: BroughtContact) -> Twin | None:
    """The earlier one, as long as nobody decided about it: then its voice says all there is."""
    if row.twin is None or row.twin.state != STATES.WAITING:
        return None
    return Twin(row.twin.name, (row.twin_by["code"], row.twin_by["params"]["it"]))


def _namesakes(user: User, rows: Sequence[BroughtContact]) -> dict[str, list[tuple[int, str]]]:
    names = {row.name for row in rows if row.name}
    voices = Voice.objects.filter(owner=user, state__in=Voice.HERE, name__in=names)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, name in voices.order_by("pk").values_list("pk", "name"):
        if len(found[name]) < MOST_NAMESAKES:
            found[name].append((pk, name))
    return found


Known = dict[tuple[str, str], set[int]]  # code and key of a sign: the voices that bear it


def alike(user: User, rows: Iterable[BroughtContact]) -> dict[int, list[Alike]]:
    """The voices that each of these contacts may be, by mail, telephone, place or uid."""
    told = {row.pk: signs(from_plain(row.card)) for row in rows}
    known = _known(user, [sign for some in told.values() for sign in some])
    found = {pk: _because(some, known) for pk, some in told.items()}
    voices = {voice for because in found.values() for voice in because}
    called = all_called(Voice.objects.filter(pk__in=voices)) if voices else {}
    return {
        pk: [Alike(voice, called[voice], tuple(why)) for voice, why in sorted(because.items())]
        for pk, because in found.items()
    }


def _because(some: Iterable[Sign], known: Known) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for sign in some:
        voices = known.get((sign.code, sign.key), set())
        for voice in voices if len(voices) <= MOST_AT_ONE else ():
            found[voice].append((sign.code, sign.shown))
    return found


def _known(user: User, some: Sequence[Sign]) -> Known:
    found: Known = defaultdict(set)
    keys = {sign.key for sign in some}
    addresses = Address.objects.filter(owner=user, key__in=keys, voice__state__in=Voice.HERE)
    for kind, key, voice in addresses.values_list("kind", "key", "voice"):
        for code, kinds in _KINDS.items():
            if kind in kinds:
                found[code, key].add(voice)
    uids = {sign.key for sign in some if sign.code == "same-uid"}
    same = Particulars.objects.filter(owner=user, uid__in=uids, voice__state__in=Voice.HERE)
    for uid, voice in same.values_list("uid", "voice") if uids else ():
        found["same-uid", uid].add(voice)
    _add_heard(user, [sign for sign in some if sign.code == "same-place"], found)
    return found


def _add_heard(user: User, some: Iterable[Sign], found: Known) -> None:
    """The voices that speak at these places, or are at home there."""
    keys = {spelling: sign.key for sign in some for spelling in _spellings(sign.shown)}
    if not keys:
        return
    rows = Following.objects.filter(owner=user, voice__state__in=Voice.HERE)
    for column in ("channel__address", "channel__home", "voice__home"):
        at = rows.filter(**{f"{column}__in": list(keys)}).values_list(column, "voice")
        for place, voice in at:
            found["same-place", keys[place]].add(voice)


def _spellings(place: str) -> set[str]:
    """How the same place may stand in the tables."""
    somebody = account(place) if place.startswith("@") else account(place_key(place))
    if somebody:
        page = f"https://{somebody.host}/@{somebody.user}"
        users = f"https://{somebody.host}/users/{somebody.user}"
        return {str(somebody), page, f"{page}.rss", users, place}
    bare = place.partition("://")[2].removeprefix("www.").rstrip("/")
    if not bare:
        return {place}
    starts = ("https://", "http://", "https://www.", "http://www.")
    return {f"{start}{bare}{end}" for start in starts for end in ("", "/")}
