"""Which entries tell the same story: one pass in time order (leader clustering, Hartigan 1975).

An entry joins the open story whose middle it is most like, if it is alike enough, or founds one.
It must be like the entries of the story on average, too: the middle of many that differ is near to
much, and one thing would lead to another.
The cosine with the middle of a story of m entries follows from likenesses alone: sum_j s_ij divided
by sqrt(m + 2 P), where P is the sum of the likenesses of the pairs within the story.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kith.core import folding
from kith.core.judgement.matrix import Floats, Ints, Matrix
from kith.core.judgement.novelty import thresholds
from kith.core.judgement.similarity import Index, grounded, pairs
from kith.core.judgement.space import Space

OPEN = 7.0  # days from its first entry in which a story can be joined
THRESHOLD = 0.11  # cosine with the middle of a story, for headlines
OWN_VOICE = 2.0  # times the threshold for a story in which only the same voice has spoken
TOGETHER = 0.75  # of the threshold, that its likenesses to the entries of the story have as a mean
_FLOOR = 0.02  # likenesses below count as none
_AT_ONCE = 512  # entries compared with those of the week before them in one go


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as the stories see it."""

    at: float  # days since any fixed day
    text: str = ""  # title and text: identical texts are one story
    worth: float = 0.0  # the reader's value, by which a story's representative is chosen
    voice: int = -1  # a voice's own series is not a story; -1 where unknown


@dataclass(frozen=True, slots=True)
class Story:
    """Entries that tell the same, by their places in what was given."""

    shown: int  # the best of them
    also: tuple[int, ...]  # the others, the best first


@dataclass(slots=True)
class _Open:
    first: float  # day
    rows: list[int] = field(default_factory=list)
    voices: set[int] = field(default_factory=set)
    within: float = 0.0  # sum of the likenesses of its pairs


def fold(
    space: Space, entries: Matrix, told: Sequence[Told], threshold: float = THRESHOLD
) -> list[Story]:
    """Fold entries into stories, in the order of their first entry; each entry is in one story.

    ValueError if there are not as many `told` as entries.
    """
    if len(told) != len(entries):
        raise ValueError("each entry is told once")
    stories: list[_Open] = []
    story_of: dict[int, _Open] = {}
    same: dict[str, _Open] = {}
    limits = thresholds(entries, threshold)
    words = entries.words
    for row, likeness in _in_time(space, entries, told):
        one, text = told[row], _plain(told[row].text)
        story = same.get(text) if text else None
        if story is None or one.at - story.first > OPEN:
            story = _closest(one, likeness, story_of, float(limits[row]))
            if story and not grounded(space, words.row(row), words.row(_nearest(story, likeness))):
                story = None
        if story is None:
            story = _Open(one.at)
            stories.append(story)
        story.within += sum(likeness.get(other, 0.0) for other in story.rows)
        story.rows.append(row)
        story.voices.add(one.voice)
        story_of[row] = same[text] = story
    return [_shown(story.rows, told) for story in stories]


def _plain(text: str) -> str:
    """What identical texts have in common: their words or, where there are none, their signs."""
    return " ".join(folding.fold(text).split()) or text.strip()


def _in_time(
    space: Space, entries: Matrix, told: Sequence[Told]
) -> Iterator[tuple[int, Mapping[int, float]]]:
    """Each entry in time order, with its likeness to earlier ones of the last OPEN days."""
    days = np.array([one.at for one in told], dtype=np.float64)
    order = np.lexsort((np.arange(len(days)), days))
    for first in range(0, len(order), _AT_ONCE):
        rows = order[first : first + _AT_ONCE]
        begin = int(np.searchsorted(days[order], days[rows[0]] - OPEN))
        earlier = order[begin : first + len(rows)]
        index = Index.of(space, entries.take(earlier))
        found = _by_row(rows, earlier, *pairs(entries.take(rows), index, _FLOOR))
        yield from ((int(row), found[int(row)]) for row in rows)


def _by_row(
    rows: Ints, earlier: Ints, one: Ints, other: Ints, likeness: Floats
) -> Mapping[int, Mapping[int, float]]:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for row, before, value in zip(rows[one], earlier[other], likeness, strict=True):
        found[int(row)][int(before)] = float(value)
    return found


def _closest(
    one: Told, likeness: Mapping[int, float], story_of: Mapping[int, _Open], limit: float
) -> _Open | None:
    """The open story with the nearest middle, if it is near enough; of equals the oldest."""
    sums: dict[int, float] = defaultdict(float)
    stories = {id(story_of[row]): story_of[row] for row in likeness if row in story_of}
    for row, value in likeness.items():
        if row in story_of:
            sums[id(story_of[row])] += value
    best, nearest = None, 0.0
    for key, story in stories.items():
        cosine = round(sums[key] / (len(story.rows) + 2 * story.within) ** 0.5, 6)
        own = one.voice >= 0 and story.voices == {one.voice}
        least = limit * (OWN_VOICE if own else 1)
        near = cosine >= least and sums[key] >= TOGETHER * least * len(story.rows)
        if near and cosine > nearest and one.at - story.first <= OPEN:
            best, nearest = story, cosine
    return best


def _nearest(story: _Open, likeness: Mapping[int, float]) -> int:
    return max(story.rows, key=lambda row: likeness.get(row, 0.0))


def _shown(rows: Sequence[int], told: Sequence[Told]) -> Story:
    best = sorted(rows, key=lambda row: (-round(told[row].worth, 6), told[row].at, row))
    return Story(best[0], tuple(best[1:]))
