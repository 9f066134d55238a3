"""What an account has of the sample network."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from kith.db import prepared
from kith.db.models import Channel, Exchange, Following, Mark, User, Voice
from kith.queries import judging
from kith.sources import sample_files

KIND = sample_files.KIND.name
MADE = "sample"  # in the preferences: numbers of what the year behind the sample brought


@dataclass(frozen=True, slots=True)
class Sample:
    """What there is of it, and so what goes when it is removed."""

    voices: int  # heard in the sample only
    staying: int  # heard elsewhere too
    entries: int
    kept: int  # of the entries
    passed: int = 0  # exchanges with those voices


@dataclass(frozen=True, slots=True)
class Coming:
    """How far the first look at it has come."""

    channels: int
    looked_at: int
    entries: int
    understood: bool  # what was heard was looked through, so that it can be chosen from

    @property
    def heard(self) -> bool:
        """Whether every channel has been looked at."""
        return self.looked_at >= self.channels

    @property
    def done(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.heard and self.understood


def is_loaded(user: User) -> bool:
    """Whether the account follows anything of the sample."""
    return bool(_any(user.pk))


@prepared.query
def _any(owner: int) -> QuerySet[Following, int]:
    rows = Following.objects.filter(owner=owner, channel__kind=KIND)
    return rows.values_list("pk", flat=True)[:1]


def sample(user: User) -> Sample:
    """What the account has of it."""
    told = user.preferences.get(MADE, {}).get("voices", [])
    mine = Q(followings__channel__kind=KIND) | Q(pk__in=told)
    voices = Voice.objects.filter(mine, owner=user).exclude(state=Voice.State.JOINED).distinct()
    elsewhere = Following.objects.filter(owner=user).exclude(channel__kind=KIND)
    staying = voices.filter(pk__in=elsewhere.values("voice")).count()
    counts = _marks(user).aggregate(
        entries=Count("pk"), kept=Count("pk", filter=Q(kept_at__isnull=False))
    )
    passed = Exchange.objects.filter(owner=user, voice__in=voices).count()
    return Sample(voices=voices.count() - staying, staying=staying, passed=passed, **counts)


def coming(user: User, now: datetime) -> Coming:
    """How much of it has been heard so far."""
    mine = Q(followings__owner=user) | Q(threads__owner=user)
    rows = Channel.objects.filter(mine, kind=KIND).distinct()
    counts = rows.aggregate(
        channels=Count("pk", distinct=True),
        looked_at=Count("pk", filter=Q(looked_at__isnull=False), distinct=True),
    )
    understood = judging.is_understood(user, now)
    return Coming(entries=_marks(user).count(), understood=understood, **counts)


def _marks(user: User) -> QuerySet[Mark]:
    return Mark.objects.filter(owner=user, entry__channel__kind=KIND)
