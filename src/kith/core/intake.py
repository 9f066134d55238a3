"""Decide what one answer of a channel brings: new entries, edited ones, and nothing to do.

An entry is the same entry as one heard before by its guid; failing that by its link, when the link
tells entries apart; failing that by its text. Keys are 63-bit BLAKE2b digests, so that a million of
them compare in no time and fit an indexed integer column of any database.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from kith.core.feeds import ParsedEntry


def digest(*parts: str) -> int:
    """A 63-bit number for some texts; equal texts give equal numbers, on every machine."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class Keys:
    """What an entry is recognised by. `url` is 0 where the entry has no link."""

    key: int  # guid, else link, else text: unique on its channel
    url: int
    text: int  # title, text and date
    digest: int  # everything a reader would see change


@dataclass(frozen=True, slots=True)
class Known:
    """An entry stored before. `has_guid` tells whether `key` came from a guid."""

    id: int
    keys: Keys
    has_guid: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do: store `new`, in document order; rewrite `edited` by id; leave the rest alone."""

    new: list[tuple[ParsedEntry, Keys]]
    edited: list[tuple[int, ParsedEntry, Keys]]
    unchanged: int


def keys_of(entry: ParsedEntry) -> Keys:
    """The keys of an entry by itself, before the rest of its document is looked at."""
    published = entry.published.isoformat() if entry.published else ""
    body = str(digest(entry.content or entry.summary))  # the long part is gone over once
    words = digest("text", entry.title, body, published)
    seen = digest(
        entry.title,
        entry.url,
        entry.author,
        entry.summary,
        body,
        *(enclosure.url for enclosure in entry.enclosures),
    )
    url = digest("url", entry.url) if entry.url else 0
    key = digest("guid", entry.guid) if entry.guid else url or words
    return Keys(key=key, url=url, text=words, digest=seen)


def decide(known: Iterable[Known], entries: Sequence[ParsedEntry]) -> Decision:
    """Match a document's entries against those known of its channel.

    Each known entry is matched at most once; an entry that stands twice in a document is taken
    once. The result does not depend on the order of `known`.
    """
    memory = _Memory(known)
    arrived = _told_apart([(entry, keys_of(entry)) for entry in entries])
    links = Counter(keys.url for _, keys in arrived)
    taken = {keys.key for _, keys in arrived}
    new: list[tuple[ParsedEntry, Keys]] = []
    edited: list[tuple[int, ParsedEntry, Keys]] = []
    for entry, keys in arrived:
        same = memory.find(keys, bool(entry.guid), alone=links[keys.url] == 1, taken=taken)
        if same is None:
            new.append((entry, keys))
        elif same.keys.digest != keys.digest:
            edited.append((same.id, entry, keys))
    return Decision(new, edited, len(arrived) - len(new) - len(edited))


def _told_apart(pairs: Sequence[tuple[ParsedEntry, Keys]]) -> list[tuple[ParsedEntry, Keys]]:
    """Give entries that share a key keys of their own where their texts differ; drop repetitions.

    Some channels give every entry the same guid or link: then the link decides where it tells all
    of them apart, else the text.
    """
    sharing: dict[int, dict[int, tuple[ParsedEntry, Keys]]] = {}
    for entry, keys in pairs:
        sharing.setdefault(keys.key, {}).setdefault(keys.text, (entry, keys))
    kept: dict[int, tuple[ParsedEntry, Keys]] = {}
    for key, group in sharing.items():
        links = {keys.url for _, keys in group.values()}
        by_link = 0 not in links and len(links) == len(group)
        for text, (entry, keys) in group.items():
            own = key if len(group) == 1 else keys.url if by_link else text
            own = text if own in kept else own
            kept.setdefault(own, (entry, replace(keys, key=own)))
    return list(kept.values())


class _Memory:
    """What is known of a channel, by each key; what has been matched is not matched again."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_key: dict[int, Known] = {}
        self.by_url: dict[int, list[Known]] = {}
        self.by_text: dict[int, Known] = {}
        for one in sorted(known, key=lambda each: each.id):
            self.by_key[one.keys.key] = one
            self.by_text[one.keys.text] = one
            if one.keys.url:
                self.by_url.setdefault(one.keys.url, []).append(one)
        self.matched: set[int] = set()

    def find(self, keys: Keys, has_guid: bool, *, alone: bool, taken: set[int]) -> Known | None:
        """The known entry that this one is, if any. `alone`: nobody else here has its link."""
        found = self.by_key.get(keys.key)
        if found is None:
            found = self._by_link(keys, has_guid, taken) if alone else None
        if found is None:
            found = self._free(self.by_text.get(keys.text), taken)
        if found is None or found.id in self.matched:
            return None
        self.matched.add(found.id)
        return found

    def _by_link(self, keys: Keys, has_guid: bool, taken: set[int]) -> Known | None:
        candidates = self.by_url.get(keys.url, []) if keys.url else []
        if len(candidates) != 1:
            return None
        found = self._free(candidates[0], taken)
        if found and found.has_guid and has_guid and found.keys.text != keys.text:
            return None  # two guids, two texts, one link: a channel whose link says nothing
        return found

    def _free(self, found: Known | None, taken: set[int]) -> Known | None:
        """Only an entry that the document does not bring under its own key can be this one."""
        return None if found is None or found.keys.key in taken else found
