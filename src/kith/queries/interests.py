"""What an account wants to learn about, and how it fares: new, kept, whose, how much attention."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from kith.core.interests import distinct, same
from kith.core.judgement import terms as telling
from kith.core.judgement.plain import is_plain
from kith.core.judgement.terms import Counted, Proposed
from kith.core.minutes import minutes
from kith.db import prepared
from kith.db.models import EntryText, Interest, Label, Mark, User, Voice
from kith.db.walks import beyond
from kith.queries import fitting, reading, roster
from kith.queries.reading import PAGE, Cursor, Line, Page, Shelf, Where

SHOWN = 10  # entries of one kind on an interest's page
LISTENED = timedelta(days=90)  # how far back one looks for who speaks about it
VOICES = 8
PROPOSED = 6  # terms
_TRIED = 3 * PROPOSED
_TEXTS = 2000  # entries that terms are told apart by
_OTHERS = 150  # entries that one is told from
_BEGINNING = 800  # characters of each
_READ = 1000  # entries of a month


def interests(user: User) -> list[Interest]:
    """The account's interests, those that ask for most first, those that rest last."""
    return _interests(user.pk)


@prepared.query
def _interests(owner: int) -> QuerySet[Interest]:
    rows = Interest.objects.filter(owner=owner)
    return rows.order_by("resting", "-weight", "order", "pk")


def has_any(user: User) -> bool:
    """Whether the account has named an interest."""
    return bool(_any(user.pk))


@prepared.query
def _any(owner: int) -> QuerySet[Interest, int]:
    return Interest.objects.filter(owner=owner).values_list("pk", flat=True)[:1]


@dataclass(frozen=True, slots=True)
class Attention:
    """What an interest got of a stretch of time, and what its weight asks for."""

    pieces: int = 0
    minutes: int = 0
    share: float = 0.0  # of the minutes that all interests got, 0 to 1
    asked: float = 0.0  # its weight among those that do not rest, 0 to 1


def attention(user: User, since: datetime, now: datetime) -> dict[int, Attention]:
    """What was read since, for each interest by number. Of an entry its best interest counts."""
    found = interests(user)
    spent: dict[int, list[int]] = defaultdict(list)
    if found:
        rows = _read_since(user.pk, since)
        read = {entry: _minutes(words, plays, took) for entry, words, plays, took in rows}
        for entry, fit in fitting.best(user, list(read), now).items():
            spent[fit.interest.pk].append(read[entry])
    every = sum(map(sum, spent.values()))
    weights = sum(one.weight for one in found if not one.resting)
    return {
        one.pk: Attention(
            pieces=len(spent[one.pk]),
            minutes=sum(spent[one.pk]),
            share=sum(spent[one.pk]) / every if every else 0.0,
            asked=0.0 if one.resting else one.weight / weights,
        )
        for one in found
    }


@prepared.query
def _read_since(
    owner: int, since: datetime
) -> QuerySet[Mark, tuple[int, int, int | None, int | None]]:
    rows = Mark.objects.filter(owner=owner, read_at__gte=since).order_by("-read_at")
    return rows.values_list("entry_id", "entry__words", "entry__seconds", "seconds")[:_READ]


def _minutes(words: int, plays: int | None, took: int | None) -> int:
    """The minutes that were measured, else those that it takes."""
    return max(1, round(took / 60)) if took else minutes(words, plays)


@dataclass(frozen=True, slots=True)
class Speaking:
    """A voice that speaks about an interest, and its share of what is said about it."""

    voice: int
    name: str
    pieces: int
    share: float


@dataclass(frozen=True, slots=True)
class About:
    """An interest's page: what is new, what was kept, who speaks about it, all by its terms."""

    new: list[Line]
    more_new: bool
    kept: list[Line]
    more_kept: bool
    voices: list[Speaking]  # by share, the largest first
    pieces: int  # of all voices
    others: int  # voices that are not shown


def about(user: User, interest: Interest, now: datetime) -> About:
    """What there is about an interest; `interest` comes from access.interest."""
    new, kept = (_lines(user, interest, shelf) for shelf in (Shelf.UNREAD, Shelf.KEPT))
    lines = fitting.shown(user, [*new, *kept], about=interest.pk)
    new, kept = lines[: len(new)], lines[len(new) :]
    voices = _voices(user, interest, now - LISTENED)
    pieces = sum(one.pieces for one in voices)
    return About(
        new=new[:SHOWN],
        more_new=len(new) > SHOWN,
        kept=kept[:SHOWN],
        more_kept=len(kept) > SHOWN,
        voices=voices[:VOICES],
        pieces=pieces,
        others=len(voices[VOICES:]),
    )


def _lines(user: User, interest: Interest, shelf: Shelf) -> list[Line]:
    rows = fitting.holding(reading.marks(user, Where(shelf)), interest)
    return reading.lines(rows.order_by("-at", "-entry_id")[: SHOWN + 1])


def listed(
    user: User,
    interest: Interest,
    shelf: Shelf,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> Page:
    """One page of what holds its terms: the newest, or after (older than) or before a place."""
    rows = fitting.holding(reading.marks(user, Where(shelf)), interest)
    up = before is not None and after is None
    start = before if up else after
    placed = beyond(rows, (start.at, start.entry), up=up) if start else rows
    order = ("at", "entry_id") if up else ("-at", "-entry_id")
    found = reading.lines(placed.order_by(*order)[: PAGE + 1])
    more, lines = len(found) > PAGE, fitting.shown(user, found[:PAGE], about=interest.pk)
    if up:
        lines.reverse()
    if not lines:
        return Page([], None, None)
    first, last = (Cursor(line.at, line.entry) for line in (lines[0], lines[-1]))
    return Page(lines, last if more or up else None, first if (up and more) or after else None)


def speakers(user: User, interest: Interest, now: datetime) -> list[int]:
    """The voices that spoke about an interest lately."""
    return [one.voice for one in _voices(user, interest, now - LISTENED)]


def _voices(user: User, interest: Interest, since: datetime) -> list[Speaking]:
    rows = fitting.holding(reading.marks(user, Where(Shelf.ALL)).filter(at__gte=since), interest)
    counted = list(rows.order_by().values_list("voice").annotate(n=Count("pk")))
    names = roster.names_of(user, [pk for pk, _ in counted])
    pieces = sum(n for _, n in counted)
    found = [Speaking(pk, names.get(pk, ""), n, n / pieces) for pk, n in counted]
    return sorted(found, key=lambda one: (-one.pieces, one.name, one.voice))


_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")


def proposed(user: User, mark: Mark) -> list[str]:
    """Terms that tell an entry from others that the account hears, the most telling first.

    `mark` comes from access.mark.
    """
    entry = mark.entry
    body = EntryText.objects.filter(entry=entry).values_list("body", flat=True).first() or ""
    said = 2 * [entry.title, *entry.categories] + _SENTENCE.split(body)
    others = [text for _, pk, text in _heard(user, most=_OTHERS) if pk != entry.pk]
    return _subjects(telling.propose([text for text in said if text], others, _TRIED, least=1))


def _subjects(found: Iterable[Proposed]) -> list[str]:
    """PROPOSED of these terms at the most, without words that may stand in any text."""
    terms = (one.term for one in found)
    return [term for term in terms if not is_plain(term)][:PROPOSED]


@dataclass(frozen=True, slots=True)
class Offer:
    """A label that could be an interest, with terms out of what its voices write."""

    label: str
    name: str  # of a label within others the last part
    voices: int
    terms: list[str] = field(default_factory=list)


def offers(user: User) -> list[Offer]:
    """The account's labels that are no interests yet."""
    labels = _free_labels(user)
    if not labels:
        return []
    said: dict[int, list[str]] = defaultdict(list)
    for voice, _, text in _heard(user, most=_TEXTS):
        said[voice].append(text)
    counted = {voice: telling.counted(texts) for voice, texts in said.items()}
    whole = sum(counted.values(), Counted())
    return [_offer(name, voices, counted, whole) for name, voices in labels.items()]


def has_offers(user: User) -> bool:
    """Whether there are labels that are no interests yet."""
    return bool(_free_labels(user))


def _offer(label: str, voices: Iterable[int], counted: dict[int, Counted], whole: Counted) -> Offer:
    members = list(voices)
    own = [counted[voice] for voice in members if voice in counted]
    found = telling.of_voices(own, whole, _TRIED) if own else []
    name = label.rpartition("/")[2]
    terms = distinct([name, *_subjects(found)])
    return Offer(label, name, len(members), list(terms))


def _free_labels(user: User) -> dict[str, list[int]]:
    taken = Interest.objects.filter(owner=user).values_list("name", flat=True)
    names = set(map(same, taken))
    rows = Label.objects.filter(owner=user, voices__state__in=Voice.HERE)
    found: dict[str, list[int]] = defaultdict(list)
    for name, voice in rows.order_by("name").values_list("name", "voices"):
        if same(name.rpartition("/")[2]) not in names:
            found[name].append(voice)
    return dict(found)


def _heard(user: User, *, most: int) -> list[tuple[int, int, str]]:
    """Voice, entry and the beginning of the text of the newest entries."""
    rows = Mark.objects.filter(owner=user).order_by("-at", "-entry_id")
    columns = ("voice_id", "entry_id", "entry__title", "begins")
    said = rows.annotate(begins=Substr("entry__text__body", 1, _BEGINNING)).values_list(*columns)
    return [(voice, entry, f"{title}\n{body or ''}") for voice, entry, title, body in said[:most]]
