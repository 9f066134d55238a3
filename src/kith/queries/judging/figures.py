"""A voice in the light of what its reader did with it."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from kith.core.judgement.novelty import THRESHOLD
from kith.core.judgement.rehash import LAST, LEAST, rehash
from kith.core.judgement.space import space_of
from kith.db import prepared
from kith.db.models import Entry, Mark, Voice
from kith.queries.judging import candidates, spaces
from kith.queries.judging.before import Limit, nearest_read
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
    offered, opened, kept, seconds = _sums.first(voice.pk, now - OVER) or (0, 0, 0, 0)
    posts = _posts(voice, now)
    returns, last = _returns(posts) if len(posts) >= LEAST else (0, 0)
    return Figures(
        offered=offered,
        opened=opened,
        kept=kept,
        minutes=round((seconds or 0) / 60),
        new=_new(voice, posts) if last else None,
        returns=returns,
        last=last,
    )


@prepared.query
def _sums(voice: int, since: datetime) -> QuerySet[Mark, tuple[int, int, int, int | None]]:
    each = Mark.objects.filter(voice=voice, at__gte=since).order_by().values("voice")
    sums = each.annotate(a=Count("pk"), b=Count("opened_at"), c=Count("kept_at"), d=Sum("seconds"))
    return sums.values_list("a", "b", "c", "d")


def repetition(voice: Voice, now: datetime) -> tuple[int, int]:
    """Of a voice's last posts how many return to what it wrote before, and of how many that is.

    (0, 0) below LEAST posts, of which nothing can be said.
    """
    posts = _posts(voice, now)
    return _returns(posts) if len(posts) >= LEAST else (0, 0)


def _posts(voice: Voice, now: datetime) -> list[int]:
    """Its newest posts of a year."""
    return _newest(voice.pk, now - OVER)


@prepared.query
def _newest(voice: int, since: datetime) -> QuerySet[Mark, int]:
    rows = Mark.objects.filter(voice=voice, at__gte=since).order_by("-at", "-entry")
    return rows.values_list("entry_id", flat=True)[:POSTS]


def _returns(posts: list[int]) -> tuple[int, int]:
    """Of its last posts how many return to what it wrote before, and how many were looked at."""
    counted = spaces.counted()
    key = (counted.of if counted else 0, *posts)
    return _remembered(key, lambda: _counted_returns(posts, counted))


def _counted_returns(posts: list[int], counted: spaces.Counted | None) -> tuple[int, int]:
    held = candidates.whole(posts)
    space = counted.space if counted else space_of(held.matrix)
    at = dict(Entry.objects.filter(pk__in=posts).values_list("pk", "at"))
    first = min(at.values())
    days = [(at[entry] - first) / _DAY for entry in held.rows]
    found = rehash(space, held.matrix, days, counted.threshold if counted else THRESHOLD)
    return (found.hits, found.last) if found else (0, 0)


def _new(voice: Voice, posts: list[int]) -> int | None:
    """Percent of its last posts that said what its reader had not read elsewhere."""
    counted = spaces.counted()
    if counted is None:
        return None
    others = _elsewhere(voice.owner_id, voice.pk)
    last = posts[:LAST]

    def found() -> tuple[int, int]:
        near = list(nearest_read(counted.space, last, others).values())
        again = Limit(counted.threshold, len(others)).redundancies(near)
        return int((again < _SAME).sum()), len(last)

    new, of = _remembered((voice.pk, counted.of, *last, *others), found)
    return round(100 * new / of)


@prepared.query
def _elsewhere(owner: int, voice: int) -> QuerySet[Mark, int]:
    """What was read lately of other voices."""
    read = Mark.objects.filter(owner=owner, read_at__isnull=False).exclude(voice=voice)
    return read.order_by("-read_at").values_list("entry_id", flat=True)[:READ]


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
