"""Who is meant by a name: full names, first and last names, handles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from kith.core import folding

_LONGEST = 6  # words of a name that are looked at
_LAST = 3  # words of a name whose last one stands for it


Bearers = dict[str, dict[int, None]]  # who bears a name, in the order they were given


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be named: their names, and handles such as "@ana@social.example"."""

    id: int
    names: tuple[str, ...]


def key(text: str) -> str:
    """What makes two names the same."""
    return " ".join(folding.fold(text).split())


@dataclass(frozen=True, slots=True)
class Names:
    """All who may be named, prepared once."""

    full: Bearers = field(default_factory=dict)  # key of a name -> who bears it
    short: Bearers = field(default_factory=dict)  # its first or last word
    handles: Bearers = field(default_factory=dict)  # "ana@social.example", "ana"

    @classmethod
    def of(cls, people: Iterable[Known]) -> Self:
        """Prepare names; of one person as many as there are."""
        names = cls()
        for person in people:
            for name in person.names:
                names._add(person.id, name)
        return names

    def _add(self, id: int, name: str) -> None:  # noqa: A002 (as Known calls it)
        if name.startswith("@") and len(name) > 1:
            handle = name.lstrip("@").casefold()
            for part in dict.fromkeys((handle, handle.split("@")[0])):
                _put(self.handles, part, id)
            return
        words = key(name).split()
        if not words:
            return
        _put(self.full, " ".join(words), id)
        if len(words) > 1:
            _put(self.short, words[0], id)
            if len(words) <= _LAST:
                _put(self.short, words[-1], id)

    def handle(self, text: str) -> tuple[int, ...]:
        """Who goes by a handle, written with or without its "@"."""
        bare = text.lstrip("@").casefold()
        found = self.handles.get(bare)
        return tuple(found) if found else self.named(bare)

    def named(self, text: str) -> tuple[int, ...]:
        """Who bears a name; the whole name goes before a part of it."""
        wanted = key(text)
        return tuple(self.full.get(wanted) or self.short.get(wanted) or ())

    def whole(self, words: Sequence[str]) -> int:
        """How many of these words, from the first on, are somebody's whole name; 0 for none."""
        for length in range(min(len(words), _LONGEST), 0, -1):
            if key(" ".join(words[:length])) in self.full:
                return length
        return 0


def _put(table: Bearers, word: str, id: int) -> None:  # noqa: A002 (as above)
    table.setdefault(word, {})[id] = None
