"""What is about the same as pieces the reader gave time to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.core.judgement import novelty
from kith.core.judgement.close import close
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.profile import COMPARED, HIGHLIGHTED, KEPT, NOTED
from kith.db.models import Highlight, Mark, User
from kith.queries.judging import candidates, spaces, texts
from kith.queries.judging.shapes import Because, Param

TERMS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece the reader kept, highlighted or made a note on."""

    entry: int
    title: str
    how: str  # the strongest of these acts
    at: datetime
    features: Features


@dataclass(frozen=True, slots=True)
class Near:
    """A piece that is close to a text."""

    piece: Piece
    likeness: float


def pieces(user: User, most: int = COMPARED) -> list[Piece]:
    """What the account kept, highlighted or made notes on, the latest first."""
    done = _done(user, most)
    latest = sorted(done, key=lambda entry: (done[entry][1], entry), reverse=True)[:most]
    facts, held = candidates.facts(latest), candidates.profiles(latest)
    return [Piece(entry, facts[entry].title, *done[entry], held[entry]) for entry in latest]


def _done(user: User, most: int) -> dict[int, tuple[str, datetime]]:
    """What was done with each piece that tells most, and when."""
    kept = Mark.objects.filter(owner=user, kept_at__isnull=False).order_by("-at", "-entry")
    found = {entry: (KEPT, at) for entry, at in kept.values_list("entry_id", "kept_at")[:most]}
    marked = Highlight.objects.filter(owner=user).order_by("-pk")
    for entry, at, note in marked.values_list("entry_id", "changed_at", "note")[:most]:
        if found.get(entry, (KEPT,))[0] == KEPT:
            found[entry] = (NOTED if note else HIGHLIGHTED, at)
    return {entry: (act, at) for entry, (act, at) in found.items() if at}


def features_of(entries: Collection[int]) -> dict[int, Features]:
    """The features of entries that are there."""
    return dict(candidates.profiles(entries))


def near(wanted: Mapping[int, Features], kept: Sequence[Piece]) -> dict[int, Near]:
    """Of texts that have a number, those to which a piece is close, each with the closest.

    Where the number is that of an entry, its own piece does not count. Nothing is close before the
    worker has counted how common words are.
    """
    counted = spaces.counted()
    if counted is None:
        return {}
    numbers = list(wanted)
    rows = Matrix.of([wanted[number] for number in numbers])
    shelf = Matrix.of([one.features for one in kept])
    found: dict[int, Near] = {}
    for one in close(counted.space, rows, shelf, most=2):
        piece, number = kept[one.other], numbers[one.one]
        if piece.entry != number:
            found.setdefault(number, Near(piece, one.likeness))
    return found


def shared(entry: int, other: int) -> list[str]:
    """What two entries both speak of, as the first writes it; see `novelty.shared`."""
    plain, counted = texts.plain([entry, other]), spaces.counted()
    if counted is None:
        return []
    return [*novelty.shared(counted.space, plain.get(entry, ""), plain.get(other, ""), TERMS)]


def because(entry: int, near: Near) -> Because:
    """Why a piece is named beside an entry: what was done with it, and what both speak of."""
    piece = near.piece
    told: dict[str, Param] = {"title": piece.title, "at": piece.at.isoformat(), "how": piece.how}
    return Because("near-kept", told | {"terms": shared(entry, piece.entry)})
