"""A voice in the light of what its reader did with it."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Sum

from kith.core.judgement.matrix import Matrix
from kith.core.judgement.novelty import THRESHOLD
from kith.core.judgement.rehash import LAST, LEAST, rehash
from kith.core.judgement.space import space_of
from kith.db.models import Mark, Voice
from kith.queries.judging import candidates, spaces
from kith.queries.judging.before import nearest_read, redundancy_of
from kith.queries.judging.shapes import Figures

OVER = timedelta(days=365)
POSTS = 100  # of its newest, in which one looks for what returns
READ = 200  # of what was read lately, against which one looks for what was new
_SAME = 0.5
_DAY = timedelta(days=1)
_REMEMBERED = 1_000  # figures

_memory: OrderedDict[tuple[int, ...], tuple[int, int]] = OrderedDict()


def figures(voice: Voice, now: datetime) -> Figures:
    """What a voice brought its reader within a year; `voice` comes from access.voice."""
    rows = Mark.objects.filter(voice=voice, at__gte=now - OVER)
    sums = rows.aggregate(
        offered=Count("pk"),
        opened=Count("opened_at"),
        kept=Count("kept_at"),
        seconds=Sum("seconds"),
    )
    posts = _posts(voice, now)
    returns, last = _returns(posts) if len(posts) >= LEAST else (0, 0)
    return Figures(
        offered=sums["offered"],
        opened=sums["opened"],
        kept=sums["kept"],
        minutes=round((sums["seconds"] or 0) / 60),
        new=_new(voice, posts) if last else None,
        returns=returns,
        last=last,
    )


def repetition(voice: Voice, now: datetime) -> tuple[int, int]:
    """Of a voice's last posts how many return to what it wrote before, and of how many that is.

    (0, 0) below LEAST posts, of which nothing can be said.
    """
    posts = _posts(voice, now)
    return _returns(posts) if len(posts) >= LEAST else (0, 0)


def _posts(voice: Voice, now: datetime) -> list[tuple[int, datetime]]:
    """Its newest posts of a year."""
    rows = Mark.objects.filter(voice=voice, at__gte=now - OVER).order_by("-at", "-entry")
    return list(rows.values_list("entry_id", "at")[:POSTS])


def _returns(posts: list[tuple[int, datetime]]) -> tuple[int, int]:
    """Of its last posts how many return to what it wrote before, and how many were looked at."""
    counted = spaces.counted()
    return _remembered(
        (counted.of if counted else 0, *(entry for entry, _ in posts)),
        lambda: _counted_returns(posts, counted),
    )


def _counted_returns(
    posts: list[tuple[int, datetime]], counted: spaces.Counted | None
) -> tuple[int, int]:
    texts = candidates.whole(entry for entry, _ in posts)
    there = [(texts[entry], at) for entry, at in posts if entry in texts]
    matrix = Matrix.of(text for text, _ in there)
    space = counted.space if counted else space_of(matrix)
    days = [(at - posts[0][1]) / _DAY for _, at in there]
    found = rehash(space, matrix, days, counted.threshold if counted else THRESHOLD)
    return (found.hits, found.last) if found else (0, 0)


def _new(voice: Voice, posts: list[tuple[int, datetime]]) -> int | None:
    """Percent of its last posts that said what its reader had not read elsewhere."""
    counted = spaces.counted()
    if counted is None:
        return None
    read = Mark.objects.filter(owner=voice.owner_id, read_at__isnull=False).exclude(voice=voice)
    others = list(read.order_by("-read_at").values_list("entry_id", flat=True)[:READ])
    last = [entry for entry, _ in posts[:LAST]]

    def found() -> tuple[int, int]:
        near = nearest_read(counted.space, last, others, counted.threshold).values()
        return sum(redundancy_of(one) < _SAME for one in near), len(last)

    new, of = _remembered((voice.pk, counted.of, *last, *others), found)
    return round(100 * new / of)


def _remembered(key: tuple[int, ...], work_out: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """What was worked out for a key: pages ask for the same again and again."""
    if key not in _memory:
        _memory[key] = work_out()
    while len(_memory) > _REMEMBERED:
        _memory.popitem(last=False)
    return _memory[key]


def forget() -> None:
    """Forget what was worked out, for tests."""
    _memory.clear()
