"""What is known of a voice, as far as gifts look at it. A score of questions to the database, each
of them bounded, however large the network is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kith.core.folding import fold
from kith.core.gifts import Asked, Facts, Known, Other, Passed, Used
from kith.core.judgement.features import Features, features
from kith.db import walks
from kith.db.models import Exchange, Mark, Thanks, User, Voice
from kith.queries import open_questions
from kith.queries.gifts.acquainted import acquainted
from kith.queries.judging import closeness
from kith.queries.judging.closeness import Piece

PASSED = 200  # exchanges, the newest
WRITTEN = 20  # of their entries, the newest
KEPT = 100  # of the reader's pieces, the newest
USED = 20
OTHERS = 40  # people, those with whom something passed last
EACH = 3  # entries of each of them
LIKELY = 5  # of them, those of whom it is asked whether they know each other
KNOWS = 0  # stands for what somebody is said to know, where numbers of entries stand

Titles = Mapping[int, str]


def facts_of(voice: Voice, now: datetime) -> Facts:
    """Everything that is known of one voice."""
    owner = User(pk=voice.owner_id)
    titles = dict(_newest([voice], WRITTEN).values_list("entry_id", "entry__title"))
    texts = closeness.features_of(titles) | _knowing(voice)
    mine = closeness.pieces(owner, KEPT)
    person = voice.kind in ("", Voice.Kind.PERSON)
    return Facts(
        kind=voice.kind or Voice.Kind.PERSON,
        passed=tuple(_passed(voice)),
        asked=tuple(_asked(voice, mine, now)),
        pieces=tuple(_pieces(voice, titles, texts, mine)),
        others=tuple(_others(voice, texts)) if person else (),
        used=tuple(_used(voice)),
        thanks_owed=Thanks.objects.filter(voice=voice, said_at=None, released_at=None).exists(),
    )


def _newest(voices: Sequence[Voice], few: int) -> QuerySet[Mark]:
    return walks.newest([one.pk for one in voices], few)


def _knowing(voice: Voice) -> dict[int, Features]:
    """What somebody is said to know, as a text."""
    return {KNOWS: features(" . ".join(voice.knows), "")} if voice.knows else {}


def _passed(voice: Voice) -> Iterator[Passed]:
    rows = Exchange.objects.filter(voice=voice).order_by("-at", "-pk")
    columns = rows.values_list("pk", "kind", "direction", "at", "about", "entry_id")
    return (Passed(*row) for row in columns[:PASSED])


def _asked(voice: Voice, mine: Sequence[Piece], now: datetime) -> Iterator[Asked]:
    """What they ask everybody, with the piece that tells that the reader could answer."""
    asked = open_questions.of_voice(voice, now)
    near = (
        closeness.near(closeness.features_of([one.entry for one in asked]), mine) if asked else {}
    )
    for one in asked:
        there = near.get(one.entry)
        known = _known(there.piece, there.likeness, one.entry, one.title) if there else None
        yield Asked(one.entry, one.title, one.at, known)


def _known(piece: Piece, likeness: float, to: int, to_title: str) -> Known:
    return Known(piece.entry, piece.title, piece.at, piece.how, likeness, to, to_title)


def _pieces(
    voice: Voice, titles: Titles, texts: Mapping[int, Features], mine: Sequence[Piece]
) -> Iterator[Known]:
    """The reader's pieces that are close to what they write or know; not their own."""
    theirs = set(
        Mark.objects.filter(voice=voice, entry__in=[one.entry for one in mine]).values_list(
            "entry_id", flat=True
        )
    )
    others = [one for one in mine if one.entry not in theirs]
    for number, near in closeness.near(texts, others).items():
        yield _known(near.piece, near.likeness, number, titles.get(number, ""))


def _used(voice: Voice) -> Iterator[Used]:
    """What the reader kept of theirs, the latest first."""
    mine = Q(entry__highlights__owner=voice.owner_id)
    rows = Mark.objects.filter(voice=voice, kept_at__isnull=False)
    rows = rows.annotate(passages=Count("entry__highlights", filter=mine)).order_by("-kept_at")
    columns = rows.values_list("entry_id", "entry__title", "kept_at", "passages")
    return (Used(entry, title, at, n) for entry, title, at, n in columns[:USED] if at and title)


def _others(voice: Voice, texts: Mapping[int, Features]) -> Iterator[Other]:
    """People with whom they have something in common, the most first; LIKELY of them."""
    people = list(_people(voice))
    alike = _who_know_the_same(voice, people)
    for one in _who_write_the_same(people, texts):
        alike.setdefault(one.voice, one)
    likely = sorted(alike.values(), key=lambda one: -one.likeness)[:LIKELY]
    known = {one.pk: one for one in people}
    met = acquainted(voice, [known[one.voice] for one in likely])
    return (replace(one, acquainted=one.voice in met) for one in likely)


def _people(voice: Voice) -> Iterable[Voice]:
    rows = Voice.objects.filter(owner=voice.owner_id, state__in=Voice.HERE)
    rows = rows.filter(kind=Voice.Kind.PERSON, last_exchange_at__isnull=False)
    return rows.exclude(pk=voice.pk).exclude(name="").order_by("-last_exchange_at", "pk")[:OTHERS]


def _who_know_the_same(voice: Voice, people: Iterable[Voice]) -> dict[int, Other]:
    """Those who are said to know the same, by the first topic in common."""
    topics = {fold(topic).strip(): topic for topic in voice.knows}
    found: dict[int, Other] = {}
    for one in people:
        both = [topic for topic in one.knows if fold(topic).strip() in topics]
        if both:
            found[one.pk] = Other(one.pk, one.name, 1.0, topic=both[0])
    return found


def _who_write_the_same(people: Sequence[Voice], texts: Mapping[int, Features]) -> Iterator[Other]:
    """Those who write what is close to what the voice writes."""
    names = {one.pk: one.name for one in people}
    rows = _newest(people, EACH).values_list("entry_id", "voice_id", "entry__title", "at")
    whose = {entry: (who, title, at) for entry, who, title, at in rows}
    known = closeness.features_of(whose)
    shelf = [
        Piece(entry, title, "", at, known[entry])
        for entry, (who, title, at) in whose.items()
        if entry in known
    ]
    written = {number: mine for number, mine in texts.items() if number != KNOWS}
    near = closeness.near(written, shelf).items()
    for number, one in sorted(near, key=lambda found: -found[1].likeness):
        who = whose[one.piece.entry][0]
        yield Other(who, names[who], one.likeness, theirs=number, others=one.piece.entry)
