"""Channels: which are due, how they fare, what the whole installation counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from kith.core.problems import Problem
from kith.core.schedule import ASKED_AFTER, is_silent
from kith.db.models import BroughtList, Channel, Entry, Following, Mark, Thread, User, Voice


def listened_to(user: User | None = None) -> QuerySet[Channel]:
    """Channels that somebody, or this account, listens to now, or watches."""
    active = Following.objects.filter(channel=OuterRef("pk"), voice__state__in=Voice.HERE)
    watched = Thread.objects.filter(channel=OuterRef("pk"), closed_at=None)
    if user is not None:
        active, watched = active.filter(owner=user), watched.filter(owner=user)
    return Channel.objects.filter(Exists(active) | Exists(watched))


def due(now: datetime, limit: int, user: User | None = None) -> list[int]:
    """Channels whose time has come and that nobody holds, the longest waiting first.

    A host that asked to be left alone is, even where somebody wants to hear it at once.
    """
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    rows = listened_to(user).filter(free, due_at__lte=now).exclude(held_until__gt=now)
    rows = rows.order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def next_due(user: User | None = None) -> datetime | None:
    """When the next channel's time comes."""
    moment: datetime | None = listened_to(user).aggregate(next=Min("due_at"))["next"]
    return moment


def askable(now: datetime, user: User | None = None) -> list[int]:
    """Channels that may be looked at by hand now: all but those gone or told to wait."""
    waits = Q(held_until__gt=now)
    rows = listened_to(user).filter(gone=False).exclude(waits).exclude(kind=Channel.KEPT)
    rows = rows.order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True))


def by_address(address: str) -> Channel | None:
    """The channel at an address, whoever listens to it."""
    return Channel.objects.filter(address=address).first()


def unheard(user: User) -> int:
    """How many of the account's channels wait for their first look."""
    return listened_to(user).filter(looked_at=None).count()


@dataclass(frozen=True, slots=True)
class Status:
    """What `kith status` counts, for one account."""

    channels: int
    failing: int
    entries: int
    unread: int
    kept: int
    next_due: datetime | None


def status(user: User) -> Status:
    """The counts of an account; an entry counts once however many voices share its channel.

    What is unread of voices that rest or were let go waits for nobody.
    """
    heard = listened_to(user)
    silent = Voice.objects.filter(owner=user).exclude(state__in=Voice.HEARD)
    counts = Mark.objects.filter(owner=user).aggregate(
        entries=Count("pk"),
        unread=Count("pk", filter=Q(state=Mark.State.UNREAD) & ~Q(voice__in=silent)),
        kept=Count("pk", filter=Q(kept_at__isnull=False)),
    )
    return Status(
        channels=heard.count(),
        failing=heard.filter(problem__isnull=False).count(),
        entries=counts["entries"],
        unread=counts["unread"],
        kept=counts["kept"],
        next_due=next_due(user),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """How one channel that the account listens to fares."""

    following: int
    voice: int
    name: str
    title: str
    address: str
    kind: str
    succeeded_at: datetime | None
    looked_at: datetime | None
    due_at: datetime | None
    held_until: datetime | None
    rhythm: int | None  # seconds
    newest_at: datetime | None
    failures: int
    failing_since: datetime | None
    problem: Problem | None
    gone: bool
    ask: bool  # failing for so long that the reader is asked what to do
    silent: bool


def health(user: User, now: datetime) -> list[Health]:
    """Channels that fail or have fallen silent; the longest failing first."""
    active = _health_rows(user).filter(voice__state__in=Voice.HERE)
    rows = active.filter(Q(channel__problem__isnull=False) | Q(newest__lt=now - timedelta(days=90)))
    found = [_health(row, now) for row in rows]
    return [one for one in found if one.problem or one.silent]


def health_of(voice: Voice, now: datetime) -> list[Health]:
    """Every channel of a voice."""
    owner = User(pk=voice.owner_id)
    rows = _health_rows(owner).filter(voice=voice)
    return [_health(row, now) for row in rows]


def _health_rows(user: User) -> QuerySet[Following]:
    entries = Entry.objects.filter(channel=OuterRef("channel")).order_by("-at")
    return (
        Following.objects.filter(owner=user)
        .exclude(channel__kind=Channel.KEPT)
        .select_related("voice", "channel")
        .annotate(newest=Subquery(entries.values("at")[:1]))
        .order_by(F("channel__failing_since").asc(nulls_last=True), "pk")
    )


def _health(row: Following, now: datetime) -> Health:
    channel = row.channel
    newest: datetime | None = getattr(row, "newest", None)
    failing = (now - channel.failing_since).total_seconds() if channel.failing_since else 0.0
    return Health(
        following=row.pk,
        voice=row.voice_id,
        name=row.voice.name or channel.title or channel.address,
        title=channel.title,
        address=channel.address,
        kind=channel.kind,
        succeeded_at=channel.succeeded_at,
        looked_at=channel.looked_at,
        due_at=channel.due_at,
        held_until=channel.held_until,
        rhythm=channel.rhythm,
        newest_at=newest,
        failures=channel.failures,
        failing_since=channel.failing_since,
        problem=problem_of(channel),
        gone=channel.gone,
        ask=failing >= ASKED_AFTER,
        silent=is_silent(now, newest, channel.rhythm),
    )


def problem_of(channel: Channel) -> Problem | None:
    """What kept the channel's last look from succeeding."""
    if channel.problem is None:
        return None
    return Problem(channel.problem["code"], channel.problem["params"])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the first look at a brought list has come."""

    brought: BroughtList
    total: int
    looked_at: int
    failed: int
    entries: int

    @property
    def done(self) -> bool:
        """Whether every channel has been looked at."""
        return self.looked_at >= self.total


def progress(brought: BroughtList) -> Progress:
    """The list's channels that have been looked at, and what came of it."""
    rows = Following.objects.filter(brought=brought)
    counts = rows.aggregate(
        total=Count("pk"),
        looked_at=Count("pk", filter=Q(channel__looked_at__isnull=False)),
        failed=Count("pk", filter=Q(channel__problem__isnull=False)),
    )
    entries = Entry.objects.filter(channel__in=rows.values("channel"))
    return Progress(brought=brought, entries=entries[:100_001].count(), **counts)


def unheard_of(brought: BroughtList) -> list[int]:
    """The list's channels that have not been looked at yet."""
    waiting = Channel.objects.filter(followings__brought=brought, looked_at=None)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def failures_of(brought: BroughtList, limit: int = 500) -> list[tuple[str, str, Problem]]:
    """Name, address and problem of the list's channels that could not be read."""
    rows = Following.objects.filter(brought=brought, channel__problem__isnull=False)
    rows = rows.select_related("channel", "voice").order_by("pk")[:limit]
    found = []
    for row in rows:
        problem = problem_of(row.channel)
        if problem:
            name = row.voice.name or row.channel.address
            found.append((name, row.channel.address, problem))
    return found
