"""Work out what the judgement needs to know of each entry, after it was stored and apart from it.

Storing must stay quick, and a text can be looked at whenever there is time. So this is a pass of
its own: the newest first, a batch a transaction, begun again wherever it was left.
"""

import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef

from kith.core.judgement import novelty, stories
from kith.core.judgement.features import VERSION, Features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.space import Frequencies, Space
from kith.core.judgement.stories import Told
from kith.db.models import Edit, Entry, Feature, Learned, Mark
from kith.queries.judging import spaces, texts
from kith.queries.judging.spaces import PASS, STORIES

BATCH = 100  # entries a transaction
SLACK = 5_000  # numbers below the newest that may still be missing: others are writing them
COUNTED = 50_000  # of the newest entries, for how common words are
GROWN = 1.2  # times as many entries as were counted: time to count again
RECENT = timedelta(days=14)  # older entries are not folded into stories any more
FOLDED = 5_000  # entries at one time
TOGETHER = 300  # and as many before them
SAMPLE = 400  # entries that are compared with each other, to learn how alike others are
EPOCH, DAY = datetime(2020, 1, 1, tzinfo=UTC), timedelta(days=1)


class Pass:
    """Goes through the entries without features, a batch at a time, so that others get a turn.

    An entry that nobody heard when its turn came has its own when somebody does: `heard_now`.
    """

    def __init__(self) -> None:
        self._floor: int | None = None  # entries below it are done
        self._below = 0  # and those from here up to the newest

    def run_once(self, most: int = BATCH) -> int:
        """Work out the features of some entries; how many there were. 0: nothing is left."""
        _mark_edited()
        batch = _outdated(most)
        if not batch:
            _remember(PASS, renewed=learned(PASS).facts.get("edits", 0))
            batch = self._missing(most)
        if batch:
            work_out(batch)
        return len(batch)

    def _missing(self, most: int) -> list[int]:
        """The next entries without features. What is new meanwhile waits for the next round."""
        if self._floor is None:
            self._floor = learned(PASS).facts.get("done", 0) - SLACK
            self._newest = Entry.objects.aggregate(top=Max("pk"))["top"] or 0
            self._below = self._newest + 1
        rows = Entry.objects.filter(feature=None, pk__gte=self._floor, pk__lt=self._below)
        found = list(rows.filter(_is_heard()).order_by("-pk").values_list("pk", flat=True)[:most])
        if found:
            self._below = found[-1]
            return found
        _remember(PASS, done=self._newest)
        self._floor = None
        return []


def _is_heard() -> Exists:
    """What an account hears; posts of conversations that are only watched are nobody's to read,
    and would be taken for what is new, and for how people write.
    """
    return Exists(Mark.objects.filter(entry=OuterRef("pk")))


def heard_now(entries: Iterable[int]) -> None:
    """These entries were there before anybody heard them: let those be worked out that were not."""
    missing = Entry.objects.filter(pk__in=list(entries), feature=None).values_list("pk", flat=True)
    rows = [Feature(entry_id=pk, version=0, profile=b"", novelty=b"", story=pk) for pk in missing]
    Feature.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def catch_up(now: datetime, go_on: Callable[[], bool] = lambda: True) -> int:
    """Work out the features of all entries that have none; how many there were.

    `go_on` is asked between two batches.
    """
    one_pass, done = Pass(), 0
    while go_on() and (some := one_pass.run_once()):
        done += some
    if done or spaces.counted() is None:
        count_words()
    if done:
        tell_stories(now)
    return done


def _mark_edited() -> None:
    """What its author changed is worked out again; until then the old features serve."""
    seen = learned(PASS).facts.get("edits", 0)
    rows = list(Edit.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "entry")[:BATCH])
    if rows:
        with transaction.atomic():
            outdate(entry for _, entry in rows)
            _remember(PASS, edits=rows[-1][0])


def outdate(entries: Iterable[int]) -> None:
    """These entries say something else than when their features were worked out."""
    Feature.objects.filter(entry__in=list(entries)).update(version=0)


def _outdated(most: int) -> list[int]:
    rows = Feature.objects.filter(version__lt=VERSION).order_by("version", "-entry")
    return list(rows.values_list("entry", flat=True)[:most])


def work_out(entries: Sequence[int]) -> None:
    """Work out and store the features of these entries; those that are gone by now are left out."""
    rows = [_row(pk, *both) for pk, both in texts.both(entries)]
    try:
        with transaction.atomic():
            Feature.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["entry"],
                update_fields=["version", "profile", "novelty"],
            )
    except IntegrityError:  # one was deleted meanwhile
        there = Entry.objects.filter(pk__in=entries).order_by("pk").values_list("pk", flat=True)
        if len(there) == len(rows):
            raise
        work_out(list(there))


def _row(pk: int, mine: Features, whole: Features) -> Feature:
    profile, novelty = mine.to_blob(), whole.to_blob()
    return Feature(entry_id=pk, version=VERSION, profile=profile, novelty=novelty, story=pk)


def count_words() -> None:
    """Count anew in how many entries each word stands, where there are many more than before."""
    there, before = Feature.objects.count(), spaces.counted()
    if there <= GROWN * (before.of if before else 0):
        return
    counted = Frequencies.none()
    for profiles in _profiles(min(there, COUNTED)):
        counted = counted.plus(Matrix.of(profiles))
    facts = {"version": spaces.VERSION, "of": there, "threshold": _threshold(Space(counted))}
    data = zlib.compress(counted.to_blob())
    Learned.objects.update_or_create(name=spaces.NAME, defaults={"facts": facts, "data": data})


def _threshold(space: Space) -> float:
    """From which likeness on whole texts say the same here."""
    rows = Feature.objects.filter(version=VERSION).order_by("-entry")
    found = list(rows.values_list("novelty", "entry__channel", "entry__at")[: 20 * SAMPLE])[::20]
    sample = Matrix.from_blobs(bytes(row[0]) for row in found)
    months = [12 * row[2].year + row[2].month for row in found]
    return novelty.calibrated(space, sample, [row[1] for row in found], months)


def _profiles(most: int) -> Iterable[list[Features]]:
    """The features of the newest entries, some at a time."""
    rows = Feature.objects.filter(version=VERSION).order_by("-entry")
    below = None
    while most > 0:
        some = rows.filter(entry__lt=below) if below else rows
        found = list(some.values_list("entry", "profile")[: min(most, 2000)])
        if not found:
            return
        yield [Features.from_blob(bytes(blob)) for _, blob in found]
        below, most = found[-1][0], most - len(found)


_TOLD = ("entry", "entry__at", "entry__title", "entry__excerpt", "profile", "story")


def tell_stories(now: datetime) -> None:
    """Find which of the entries that are new here tell what another told within a week."""
    told, counted = learned(STORIES).facts.get("done", 0), spaces.counted()
    recent = Feature.objects.filter(version=VERSION, entry__at__gte=now - RECENT)
    new = list(
        recent.filter(entry__gt=told).order_by("-entry__at", "-entry").values_list(*_TOLD)[:FOLDED]
    )
    if not new or counted is None:
        return
    story: dict[int, int] = {}
    for start in range(len(new), 0, -TOGETHER):  # from the oldest on
        some = new[max(start - TOGETHER, 0) : start]
        before = recent.filter(entry__lte=told, entry__at__lte=some[0][1])
        older = before.order_by("-entry__at", "-entry").values_list(*_TOLD)[:TOGETHER]
        _fold(counted.space, [*some, *new[start : start + TOGETHER], *older], story)
    changed = [Feature(entry_id=row[0], story=story[row[0]]) for row in new]
    changed = [row for row in changed if row.story != row.pk]
    Feature.objects.bulk_update(changed, ["story"], batch_size=BATCH)
    _remember(STORIES, done=max(row[0] for row in new))


def _fold(space: Space, rows: Sequence[tuple[Any, ...]], story: dict[int, int]) -> None:
    """Write down in `story`, for entries that are not in it, the story they belong to."""
    matrix = Matrix.from_blobs(bytes(row[4]) for row in rows)
    told = [Told((row[1] - EPOCH) / DAY, f"{row[2]}\n{row[3]}") for row in rows]
    for one in stories.fold(space, matrix, told):
        together = sorted((rows[place] for place in (one.shown, *one.also)), key=lambda row: row[1])
        first = together[0]
        for row in together:
            story.setdefault(row[0], story.get(first[0], first[5]))


def learned(name: str) -> Learned:
    """What was learned under a name; nothing yet, where nothing was."""
    return Learned.objects.filter(name=name).defer("data").first() or Learned(name=name)


def _remember(name: str, **facts: int) -> None:
    row = learned(name)
    if row.facts | facts != row.facts:
        Learned.objects.update_or_create(name=name, defaults={"facts": row.facts | facts})
