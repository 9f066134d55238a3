"""Conversations elsewhere that an account watches: whose turn it is, and what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from kith.core import threads
from kith.core.problems import Problem
from kith.core.threads import Names, Post, Standing
from kith.db.models import Entry, Thread, User
from kith.queries.channels import problem_of
from kith.queries.whose import whose

MOST = 100  # threads in one list
READ = 1000  # of a conversation's newest posts, those that are looked at
PAGE = 50  # posts that are shown at once


class Shelf(StrEnum):
    """Which threads a list holds."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thread in a list."""

    thread: int
    title: str
    address: str
    place: str  # its host
    kind: str  # of the channel
    turn: str  # "mine", "theirs", ""
    since: datetime | None
    last_at: datetime | None
    last_author: str  # "" where that is the account itself
    posts: int
    new: int  # posts of others since the account looked
    owed: tuple[str, ...]  # who waits for a word
    asks: bool  # whether one of them asks something
    voice: int | None
    snoozed_until: datetime | None
    closed_at: datetime | None
    problem: Problem | None  # why the conversation cannot be read just now
    failures: int


@dataclass(frozen=True, slots=True)
class Threads:
    """The open threads by whose turn it is, and how many there are elsewhere."""

    mine: list[Line]
    theirs: list[Line]
    nobodys: list[Line]
    snoozed: int
    closed: int

    @property
    def any(self) -> bool:
        """Whether there is any at all."""
        return bool(self.mine or self.theirs or self.nobodys or self.snoozed or self.closed)


def overview(user: User, now: datetime) -> Threads:
    """All open threads that are not snoozed; MOST at the most of each turn."""
    awake = _open(user).filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    lines = {turn: _lines(awake.filter(turn=turn), order) for turn, order in _ORDERS.items()}
    return Threads(
        mine=lines["mine"],
        theirs=lines["theirs"],
        nobodys=lines[""],
        snoozed=_open(user).filter(snoozed_until__gt=now).count(),
        closed=Thread.objects.filter(owner=user, closed_at__isnull=False).count(),
    )


# Who waits longest for a word comes first; of the others, where something was said last.
_ORDERS: Mapping[str, str] = {"mine": "turn_since", "theirs": "-turn_since", "": "-last_at"}


def shelved(user: User, shelf: Shelf, now: datetime) -> list[Line]:
    """Threads that are snoozed, the next to wake first; or closed, the newest first."""
    if shelf == Shelf.SNOOZED:
        return _lines(_open(user).filter(snoozed_until__gt=now), "snoozed_until")
    return _lines(Thread.objects.filter(owner=user, closed_at__isnull=False), "-closed_at")


def failing(user: User) -> list[Line]:
    """Open threads whose conversation cannot be read, the longest failing first."""
    rows = _open(user).filter(channel__problem__isnull=False)
    return _lines(rows, "channel__failing_since")


def _open(user: User) -> QuerySet[Thread]:
    return Thread.objects.filter(owner=user, closed_at=None)


def of_entry(user: User, entry: int) -> int | None:
    """The thread in which the account watches what is said about an entry, if it does."""
    rows = Thread.objects.filter(owner=user, entry=entry, closed_at=None)
    return rows.values_list("pk", flat=True).first()


def _lines(rows: QuerySet[Thread], order: str) -> list[Line]:
    rows = rows.select_related("channel").order_by(order, "pk")
    return [line(row) for row in rows[:MOST]]


def line(row: Thread) -> Line:
    """A thread, with its channel, as lists show it."""
    told = row.summary
    return Line(
        thread=row.pk,
        title=row.title or row.address,
        address=row.address,
        place=threads.place_of(row.address),
        kind=row.channel.kind,
        turn=row.turn,
        since=row.turn_since,
        last_at=row.last_at,
        last_author=told.get("last", ""),
        posts=told.get("posts", 0),
        new=told.get("new", 0),
        owed=tuple(told.get("owed", ())),
        asks=told.get("asks", False),
        voice=row.voice_id,
        snoozed_until=row.snoozed_until,
        closed_at=row.closed_at,
        problem=problem_of(row.channel),
        failures=row.channel.failures,
    )


def summed_up(standing: Standing) -> dict[str, Any]:
    """How a conversation stands, as `Thread.summary` keeps it."""
    own = len(standing.posts) - 1 in standing.mine
    owed = (standing.posts[at].author for at in standing.owed)
    return {
        "posts": len(standing.posts),
        "new": len(standing.new),
        "last": standing.last.author if standing.last and not own else "",
        "owed": list(dict.fromkeys(name for name in owed if name))[:5],
        "asks": bool(standing.asking),
    }


def names(user: User) -> Names:
    """What the account is called elsewhere, as its preferences have it."""
    found = (threads.named(line) for line in user.preferences.get("accounts", []))
    return frozenset(filter(None, found))


def is_known(standing: Standing, me: Names, place: str) -> bool:
    """Whether the account said what it is called where a conversation takes place."""
    return bool(standing.mine) or any(name.endswith(f"@{place}") for name in me)


def standing(row: Thread, me: Names) -> tuple[Standing, list[int]]:
    """How a thread stands, and the numbers of the entries that its posts are, in their order."""
    posts, numbers = _posts(row.channel_id)
    found = threads.standing(
        posts,
        me,
        threads.place_of(row.address),
        seen_at=row.seen_at,
        settled_at=row.settled_at,
        spoke_at=row.spoke_at,
    )
    known = {id(post): number for post, number in zip(posts, numbers, strict=True)}
    return found, [known[id(post)] for post in found.posts]


_COLUMNS = (
    *("pk", "guid", "at", "url", "author", "author_url", "reply_to", "text__body"),
    "first_seen_at",
)


def _posts(channel: int) -> tuple[list[Post], list[int]]:
    rows = Entry.objects.filter(channel=channel).order_by("-at", "-pk").values_list(*_COLUMNS)
    found = list(rows[:READ])[::-1]
    return [Post(*row[1:]) for row in found], [row[0] for row in found]


@dataclass(frozen=True, slots=True)
class Said:
    """One post, as it is shown."""

    entry: int
    author: str
    profile: str
    at: datetime
    url: str
    title: str
    html: str  # clean
    mine: bool
    new: bool
    owed: bool
    asks: bool  # it is owed a word, and asks something
    answers: int | None  # the entry that it answers
    answered: str  # whose that is
    answers_me: bool  # that is the account's own
    voice: int | None  # whose it is, if the account knows them
    edited: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who takes part: what they are called, and the name they go by."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread with its posts, the oldest of those shown first."""

    line: Line
    posts: list[Said]
    earlier: int  # posts before those
    later: int  # posts after those
    known_here: bool  # whether the account said what it is called at this place
    others: list[Somebody]  # who takes part


def conversation(user: User, row: Thread, skip: int = 0) -> Conversation:
    """A thread, with its channel, and PAGE of its posts: the newest, but for the last `skip`.

    Of what is new since the account looked, four times as many are shown at once.
    """
    me = names(user)
    stands, numbers = standing(row, me)
    last = max(len(numbers) - skip, 0)
    first = max(last - PAGE, 0)
    if stands.new and not skip:
        first = min(first, max(stands.new[0] - 1, last - 4 * PAGE, 0))
    bodies = Entry.objects.filter(pk__in=numbers[first:last]).defer("excerpt", "categories")
    entries = bodies.in_bulk()
    voices = whose(user, {post.profile for post in stands.posts[first:last]})
    shown = [
        _said(entries[numbers[at]], at, stands, numbers, voices.get(stands.posts[at].profile))
        for at in range(first, last)
        if numbers[at] in entries
    ]
    place = threads.place_of(row.address)
    return Conversation(
        line=line(row),
        posts=shown,
        earlier=first,
        later=len(numbers) - last,
        known_here=is_known(stands, me, place),
        others=_who(stands.posts, place),
    )


def _said(
    entry: Entry, at: int, stands: Standing, numbers: Sequence[int], voice: int | None
) -> Said:
    answers = stands.answers.get(at)
    return Said(
        entry=entry.pk,
        author=entry.author,
        profile=entry.author_url,
        at=entry.at,
        url=entry.url,
        title=entry.title,
        html=entry.content or entry.summary,
        mine=at in stands.mine,
        new=at in stands.new,
        owed=at in stands.owed,
        asks=at in stands.asking,
        answers=numbers[answers] if answers is not None else None,
        answered=stands.posts[answers].author if answers is not None else "",
        answers_me=answers in stands.mine,
        voice=voice,
        edited=bool(entry.updated_at and entry.updated_at > entry.at),
    )


def _who(posts: Iterable[Post], place: str) -> list[Somebody]:
    found: dict[str, str] = {}
    for page, author in dict.fromkeys((post.profile, post.author.strip()) for post in posts):
        if author:
            own = threads.account_at(page) or threads.at_place(author, place)
            found.setdefault(own, author)
    return [Somebody(label, name) for name, label in found.items()][:MOST]
