"""How common words are on this installation, as the worker counted them last."""

import zlib
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kith.core.judgement.features import Unreadable
from kith.core.judgement.space import Frequencies, Space
from kith.db import prepared
from kith.db.models import Edit, Learned

NAME, PASS, STORIES = "frequencies", "features", "stories"  # names of what was learned
VERSION = 1  # of the facts beside the frequencies


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The weights of words at so many entries; from what likeness on two say the same."""

    of: int
    space: Space
    threshold: float


@dataclass(frozen=True, slots=True)
class Worked:
    """How far the worker has come, as far as what is kept of entries hangs on it."""

    told: int  # the newest entry of which it knows the story
    renewed: int  # the last edit of which it worked out the features


NOTHING = Worked(0, 0)
_last: Counted | None = None  # one an installation, and it seldom changes


def counted() -> Counted | None:
    """What was counted last; None where nothing was yet, or by another version of Kith."""
    global _last  # noqa: PLW0603 (a memory of one)
    facts = _facts().get(NAME, {})
    if facts.get("version") != VERSION:
        return None
    of, threshold, last = facts["of"], facts["threshold"], _last
    if last is None or (last.of, last.threshold) != (of, threshold):
        try:
            data = Learned.objects.values_list("data", flat=True).get(name=NAME)
            held = Frequencies.from_blob(zlib.decompress(bytes(data)))
        except (Unreadable, zlib.error):
            return None
        last = _last = Counted(of, Space(held), threshold)
    return last


def space() -> Space | None:
    """How rare words are here; None where nothing was counted yet."""
    found = counted()
    return found.space if found else None


def worked() -> Worked:
    """How far the worker has come."""
    facts = _facts()
    return Worked(facts.get(STORIES, {}).get("done", 0), facts.get(PASS, {}).get("renewed", 0))


def edited(before: Worked, now: Worked) -> frozenset[int]:
    """The entries whose features were worked out anew in between."""
    if before.renewed == now.renewed:
        return frozenset()
    rows = Edit.objects.filter(pk__gt=before.renewed, pk__lte=now.renewed)
    return frozenset(rows.values_list("entry", flat=True))


def _facts() -> dict[str, dict[str, Any]]:
    """What is known beside the data, by name."""
    return dict(_learned())


@prepared.query
def _learned() -> QuerySet[Learned, tuple[str, dict[str, Any]]]:
    return Learned.objects.values_list("name", "facts")


def forget() -> None:
    """Forget what was counted, for tests."""
    global _last  # noqa: PLW0603
    _last = None
