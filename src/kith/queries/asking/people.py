"""Whom to ask: those who wrote about it, how near they are, and what prepares the ground."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

import numpy as np
from django.db.models import Case, FloatField, Max, QuerySet, Sum, Value, When

from kith.core import ladder, ties
from kith.core.judgement import asking
from kith.core.judgement.asking import BRIDGES, Name, Ranking, Voices, Written
from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.space import Space
from kith.db import prepared, walks
from kith.db.models import Entry, Exchange, Mark, User, Voice
from kith.queries import roster
from kith.queries import ties as between
from kith.queries.asking.shapes import Person, Piece
from kith.queries.asking.texts import Text
from kith.queries.judging import candidates

_DAY = timedelta(days=1)
_SPANS = (10, 20, 40, 70, 120)  # days: within each, what was written counts alike
_BRIDGES = 6  # of the best that are not near, of which it is told whether they come from elsewhere,
_NEWEST = 4  # by so many of their entries,
_HOME = 6  # and of those whom the account exchanged something with last
_PASSED = 40  # exchanges, in which these are looked for


@dataclass(frozen=True, slots=True)
class Whom:
    """Voices that may be asked, in the order of the rows of `ranking`."""

    voices: Sequence[Voice]
    texts: Sequence[Text]  # in the order of `Written`
    ranking: Ranking
    names: Sequence[Name]


def whom(
    user: User,
    space: Space,
    texts: Sequence[Text],
    likeness: Floats,
    now: datetime,
    but: Collection[int] = (),
) -> Whom:
    """Three at the most, of those who wrote the texts; `but` these voices, who were asked.

    `likeness` is that of each text to the question.
    """
    voices = _askable(user, {text.voice for text in texts} - set(but))
    rows = {voice.pk: row for row, voice in enumerate(voices)}
    kept = [place for place, text in enumerate(texts) if text.voice in rows]
    held = [texts[place] for place in kept]
    written = _written(held, likeness[kept], rows, now)
    ranking = asking.rank(written, _known(user, voices, rows, now))
    return Whom(voices, held, ranking, asking.name(ranking, _apart(user, space, voices, ranking)))


def _askable(user: User, numbers: Collection[int]) -> list[Voice]:
    """People and communities that are here. Nobody asks a journal."""
    rows = Voice.objects.filter(owner=user, pk__in=numbers, state__in=Voice.HERE)
    rows = rows.exclude(kind=Voice.Kind.PUBLICATION).order_by("pk")
    return list(rows.only("owner", "name", "kind", "state", "passed"))


def _written(
    texts: Sequence[Text], likeness: Floats, rows: Mapping[int, int], now: datetime
) -> Written:
    return Written(
        voice=np.array([rows[text.voice] for text in texts], dtype=np.int64),
        age=np.array([(now - text.at) / _DAY if text.at else np.inf for text in texts]),
        likeness=likeness,
    )


def _known(user: User, voices: Sequence[Voice], rows: Mapping[int, int], now: datetime) -> Voices:
    known = [between.contact_of(voice.passed) for voice in voices]
    asked, lately = np.full(len(voices), np.inf), np.zeros(len(voices))
    for voice, at in _asked(user, rows, now):
        asked[rows[voice]] = (now - at) / _DAY
    for voice, heard in _lately(rows, now):
        lately[rows[voice]] = heard
    return Voices(
        tie=np.array([ties.strength_of(one, now) if one else 0.0 for one in known]),
        near=np.array([_is_near(one, now) for one in known], dtype=np.bool_),
        asked=asked,
        lately=lately,
    )


def _is_near(known: ties.Contact | None, now: datetime) -> bool:
    return known is not None and ties.grade(known, now) in (ties.CLOSE, ties.WARM)


def _asked(user: User, voices: Collection[int], now: datetime) -> list[tuple[int, datetime]]:
    """Whom the account asked lately, and when last."""
    rows = Exchange.objects.filter(
        owner=user,
        voice__in=voices,
        kind="question",
        direction=Exchange.Direction.GIVEN,
        at__gte=now - asking.ASKED_WITHIN * _DAY,
    )
    return list(rows.order_by().values_list("voice").annotate(Max("at")))


def _lately(voices: Collection[int], now: datetime) -> list[tuple[int, float]]:
    """The sum of e^(-age / 30 days) over what each voice published, in steps."""
    whens = [
        When(at__gt=now - _DAY * last, then=Value(exp(-(first + last) / 2 / asking.RECENT)))
        for first, last in zip((0, *_SPANS), _SPANS, strict=False)
    ]
    rows = Mark.objects.filter(voice__in=voices, at__gt=now - _DAY * _SPANS[-1], at__lte=now)
    heard = Sum(Case(*whens, default=Value(0.0), output_field=FloatField()))
    return list(rows.order_by().values_list("voice").annotate(heard=heard))


def _apart(
    user: User, space: Space, voices: Sequence[Voice], ranking: Ranking
) -> Sequence[float] | None:
    """How far what each writes is from what those write whom the account talks to.

    Of those that may be a bridge; None where there are none.
    """
    rows = [row for row in ranking.order()[:BRIDGES] if not ranking.near[row]][:_BRIDGES]
    if not rows:
        return None
    place = {voices[row].pk: row for row in rows}
    newest = _newest([*place, *_home(user, place)])
    there = candidates.profiles({entry for _, entry in newest})
    held = [(voice, there[entry]) for voice, entry in newest if entry in there]
    some = [(place[voice], one) for voice, one in held if voice in place]
    others = Matrix.of(one for voice, one in held if voice not in place)
    matrix, voice = Matrix.of(one for _, one in some), np.array([row for row, _ in some], np.int64)
    far = asking.apart(space, matrix, voice, others, len(voices))
    return [float(far[row]) if row in rows else 0.0 for row in range(len(voices))]


def _home(user: User, but: Collection[int]) -> list[int]:
    """Those whom the account exchanged something with last."""
    lately = dict.fromkeys(_latest(user.pk))
    return [voice for voice in lately if voice not in but][:_HOME]


@prepared.query
def _latest(owner: int) -> QuerySet[Exchange, int]:
    rows = Exchange.objects.filter(owner=owner).order_by("-at", "-pk")
    return rows.values_list("voice_id", flat=True)[:_PASSED]


def _newest(voices: Sequence[int]) -> list[tuple[int, int]]:
    rows = walks.newest(voices, _NEWEST).order_by("pk")
    return list(rows.values_list("voice_id", "entry_id"))


def people(found: Whom) -> list[Person]:
    """Those named, with the facts that speak for them."""
    held = {row: found.texts[row] for name in found.names for row in name.pieces}
    entries = _pieces({text.entry for text in held.values() if text.entry})
    voices = [found.voices[name.voice] for name in found.names]
    called = roster.all_called(voices)
    return [_person(found, name, entries, called) for name in found.names]


def _pieces(entries: Collection[int]) -> dict[int, Piece]:
    rows = Entry.objects.filter(pk__in=entries).values_list("pk", "title", "excerpt", "url", "at")
    return {
        pk: Piece(pk, title or excerpt[:80] or url, url, at) for pk, title, excerpt, url, at in rows
    }


def _person(
    found: Whom,
    name: Name,
    entries: Mapping[int, Piece],
    called: Mapping[int, str],
) -> Person:
    voice = found.voices[name.voice]
    held = [found.texts[row] for row in name.pieces]
    written = [entries[text.entry] for text in held if text.entry in entries]
    nearest = found.texts[name.nearest].entry
    tally = between.tally_of(voice.passed)
    return Person(
        voice=voice.pk,
        name=called.get(voice.pk, ""),
        kind=voice.kind,
        role=name.role,
        near=bool(found.ranking.near[name.voice]),
        pieces=len(written),
        last=written[0] if written else None,
        nearest=entries.get(nearest) or (written[0] if written else None),
        passed_about=next((text.about for text in held if text.about), ""),
        noted=any(text.at is None for text in held),
        tally=tally,
        ground=ladder.ground(tally),
    )
