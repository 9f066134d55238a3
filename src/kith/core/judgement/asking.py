"""Whom to ask: who knows of it, who speaks now, who is near, and who was not asked lately.

score = z(ln(.001 + sum cos^2)) [+ z(ln(.001 + sum semantic cos^6))] + .5 z(ln(1 + sum e^(-age/30)))
+ .3 tie - .5 (asked within 30 days), over what each voice wrote, answered and was noted for: a sum
over texts finds experts better than their best text or their mean (expert finding by document
models: Balog, Azzopardi and de Rijke 2006). Three are named: the best, the best within reach, and a
bridge, who writes of it and otherwise of other things than those who are near; where there is none
of these, the next best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from kith.core.judgement.matrix import Doubles, Flags, Floats, Ints, Matrix
from kith.core.judgement.similarity import alike
from kith.core.judgement.space import Side, Space

RECENT = 30.0  # days by which what was written counts 1/e
ASKED_WITHIN = 30.0  # days
ON_THIS = 0.04  # the likeness from which on a text is on the question,
_OF_BEST = 1 / 5  # if it is also so much of the largest
ON_THIS_SEMANTIC = 0.38
_DIGITS = 6
BRIDGES = 20  # the best, among whom a bridge is looked for

BEST, REACH, BRIDGE, ALSO = "best", "reach", "bridge", "also"
ROLES = (BEST, REACH, BRIDGE, ALSO)
NAMED = 3


class _Whole(Space):
    """A space in which nothing is too common to count.

    To tell two texts apart, what stands in a tenth of all tells nothing. To tell who knows of it
    among people who all speak of one thing, it does.
    """

    @cached_property
    def words(self) -> Side:
        return _level(super().words)

    @cached_property
    def grams(self) -> Side:
        return _level(super().grams)


def _level(side: Side) -> Side:
    return Side(side.idf, side.squares, side.mean, np.zeros_like(side.common))


def whole(space: Space) -> Space:
    """The space in which questions are compared with texts; make it once and keep it."""
    return _Whole(space.frequencies)


def likeness(space: Space, question: Matrix, texts: Matrix) -> Floats:
    """How like the question each text is, shape (n,); `space` is a `whole` one.

    For many texts and many questions make `similarity.Index.of(space, texts)` once, and ask it with
    `similarity.nearest_to(question, index)`: the same numbers.
    """
    return alike(space, texts, question)[:, 0]


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """n texts of m voices: what they wrote, answered, or were noted for."""

    voice: Ints  # shape (n,), 0 to m - 1
    age: Doubles  # shape (n,), days
    likeness: Floats  # shape (n,), to the question, by the plain tier
    semantic: Floats | None = None  # shape (n,), by the semantic tier, where it is switched on

    @property
    def on_this(self) -> Flags:
        """Which texts are on the question."""
        found = on_this(self.likeness)
        if self.semantic is not None:
            found |= self.semantic >= ON_THIS_SEMANTIC
        return found


def on_this(likeness: Floats) -> Flags:
    """Which texts are on a question, by how like it they are by the plain tier."""
    least = max(ON_THIS, _OF_BEST * float(likeness.max(initial=0)))
    return np.asarray(likeness >= least, dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """What else is known of m voices."""

    tie: Doubles  # shape (m,), the strength, 0 to 1
    near: Flags  # shape (m,), whether the tie is close or warm
    asked: Doubles  # shape (m,), days since the reader last asked them; infinite for never
    lately: Doubles | None = None  # shape (m,), sum of e^(-age/30) over all they wrote, where
    #                                only a part of it is given as texts


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every voice's score, and what it was reached from."""

    score: Doubles  # shape (m,)
    pieces: Ints  # shape (m,), texts on the question
    near: Flags
    written: Written

    def order(self) -> list[int]:
        """Those who wrote on it, the best first; of equals the first given."""
        ranked = np.argsort(-self.score, kind="stable")
        return [int(voice) for voice in ranked if self.pieces[voice]]

    def rows(self, voice: int) -> list[int]:
        """The texts of a voice that are on the question, the newest first."""
        held = np.flatnonzero(self.written.on_this & (self.written.voice == voice))
        return [int(row) for row in held[np.argsort(self.written.age[held], kind="stable")]]


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody to ask, as one of ROLES, with the facts that speak for it."""

    voice: int
    role: str
    pieces: tuple[int, ...]  # texts on the question, the newest first
    nearest: int  # of these the one most like it


def rank(written: Written, voices: Voices) -> Ranking:
    """Score all voices. ValueError where what is given of them differs in length."""
    m = len(voices.tie)
    if not len(voices.near) == len(voices.asked) == m:
        raise ValueError("each voice has one tie and one day on which it was asked")
    lately = voices.lately
    if lately is None:
        lately = _sums(written, np.exp(-written.age / RECENT), m)
    score = _z(np.log(0.001 + _sums(written, written.likeness.astype(np.float64) ** 2, m)))
    if written.semantic is not None:
        near = np.maximum(written.semantic, 0).astype(np.float64) ** 6
        score += _z(np.log(0.001 + _sums(written, near, m)))
    score += 0.5 * _z(np.log1p(lately)) + 0.3 * voices.tie
    score -= 0.5 * (voices.asked <= ASKED_WITHIN)
    pieces = np.bincount(written.voice[written.on_this], minlength=m)
    return Ranking(np.round(score, _DIGITS), pieces, voices.near, written)


def _sums(written: Written, values: Doubles, m: int) -> Doubles:
    return np.bincount(written.voice, values, minlength=m).astype(np.float64)


def _z(values: Doubles) -> Doubles:
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))


def name(ranking: Ranking, apart: Sequence[float] | Doubles | None = None) -> tuple[Name, ...]:
    """Three at the most, each of whom wrote on it: the best; the best of those who are near; a
    bridge. Where there is none of these, the next best is named.

    `apart` says of each voice how far what it writes is from what those write who are near
    (`apart`); only the BRIDGES best need one, and without it no bridge is named.
    """
    order = ranking.order()
    chosen = {BEST: order[0]} if order else {}
    near = next((one for one in order[1:] if ranking.near[one]), None)
    if near is not None:
        chosen[REACH] = near
    if apart is not None:
        bridge = _bridge(ranking, [one for one in order if one not in chosen.values()], apart)
        if bridge is not None:
            chosen[BRIDGE] = bridge
    others = (one for one in order if one not in chosen.values())
    also = [(ALSO, one) for one in islice(others, NAMED - len(chosen))]
    return tuple(_named(ranking, voice, role) for role, voice in (*chosen.items(), *also))


def _bridge(ranking: Ranking, order: Sequence[int], apart: Sequence[float] | Doubles) -> int | None:
    """Of the best that are not near, who knows of it and comes from elsewhere."""
    found = [one for one in order[:BRIDGES] if not ranking.near[one]]
    if not found:
        return None
    far = _z(np.array([apart[one] for one in found], dtype=np.float64))
    return found[int(np.argmax(np.round(ranking.score[found] + far, _DIGITS)))]


def _named(ranking: Ranking, voice: int, role: str) -> Name:
    rows = ranking.rows(voice)
    measure = ranking.written.likeness
    if ranking.written.semantic is not None:
        measure = measure + ranking.written.semantic
    return Name(voice, role, tuple(rows), max(rows, key=lambda row: round(float(measure[row]), 6)))


def apart(space: Space, texts: Matrix, voice: Ints, home: Matrix, voices: int) -> Doubles:
    """How unlike the texts of each voice are to those of `home` (what those write who are near),
    shape (voices,): 1 less the mean likeness; 1 without any. For some hundred texts.
    """
    if not len(texts) or not len(home):
        return np.ones(voices)
    mean = alike(space, texts, home).mean(axis=1).astype(np.float64)
    counts = np.maximum(np.bincount(voice, minlength=voices), 1)
    return np.asarray(1 - np.bincount(voice, mean, minlength=voices) / counts)
