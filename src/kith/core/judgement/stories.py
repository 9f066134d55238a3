"""Which entries tell the same story: one pass in time order (leader clustering, Hartigan 1975)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kith.core import folding
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.similarity import alike
from kith.core.judgement.space import Space

OPEN = 7.0  # days after its last entry in which a story can be joined
THRESHOLD = 0.11  # mean similarity to the entries of a story at which another joins it


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as the stories see it."""

    at: float  # days since any fixed day
    text: str = ""  # title and text: identical texts are one story
    worth: float = 0.0  # the reader's value, by which a story's representative is chosen


@dataclass(frozen=True, slots=True)
class Story:
    """Entries that tell the same, by their places in what was given."""

    shown: int  # the best of them
    also: tuple[int, ...]  # the others, the best first


@dataclass(slots=True)
class _Open:
    last: float
    rows: list[int] = field(default_factory=list)


def fold(
    space: Space, entries: Matrix, told: Sequence[Told], threshold: float = THRESHOLD
) -> list[Story]:
    """Fold entries into stories, in the order of their first entry; each is in one story."""
    likeness = alike(space, entries, entries)
    stories: list[_Open] = []
    same: dict[str, _Open] = {}
    for row in sorted(range(len(told)), key=lambda row: (told[row].at, row)):
        text = folding.fold(told[row].text)
        story = same.get(text) if text.strip() else None
        if story is None:
            story = _closest(stories, told[row].at, likeness[row], threshold)
        if story is None:
            story = _Open(told[row].at)
            stories.append(story)
        story.rows.append(row)
        story.last = told[row].at
        same.setdefault(text, story)
    return [_shown(story.rows, told) for story in stories]


def _closest(
    stories: Sequence[_Open], at: float, likeness: np.ndarray, threshold: float
) -> _Open | None:
    found = [
        (float(likeness[story.rows].mean()), -number, story)
        for number, story in enumerate(stories)
        if at - story.last <= OPEN
    ]
    best = max(found, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] >= threshold else None


def _shown(rows: Sequence[int], told: Sequence[Told]) -> Story:
    best = sorted(rows, key=lambda row: (-round(told[row].worth, 6), told[row].at, row))
    return Story(best[0], tuple(best[1:]))
