"""The sample network: two dozen voices to look around with, and not a trace of them afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kith.actions import intake, joining, roster, sample_forgetting, sample_past
from kith.actions.intake import BATCH
from kith.actions.roster import Speaking
from kith.db.models import (
    Channel,
    Entry,
    Following,
    Highlight,
    Joining,
    Label,
    Mark,
    Place,
    Step,
    User,
    Voice,
)
from kith.queries import sampling
from kith.sources import sample_files
from kith.sources.lists import Outline, read_list

KIND = sample_files.KIND.name


@transaction.atomic
def load(user: User, now: datetime) -> list[int]:
    """Follow the sample's voices, unless the account does; dates count from the day of `now`.

    With them comes the year behind them: see `sample_past`. Returns the channels of the sample that
    wait for their first look: the caller may look at them at once, or leave them to the refresh.
    """
    if not sampling.is_loaded(user):
        listed = read_list(sample_files.read(sample_files.LIST) or b"", sample_files.LIST)
        for outlines in _by_voice(listed.entries):
            _follow(user, outlines, now)
        sample_past.live(user, now)
    rows = Channel.objects.filter(kind=KIND, looked_at=None)
    mine = rows.filter(Q(followings__owner=user) | Q(threads__owner=user))
    return list(mine.order_by("pk").distinct().values_list("pk", flat=True))


def _followings(user: User) -> QuerySet[Following]:
    return Following.objects.filter(owner=user, channel__kind=KIND)


def _by_voice(outlines: Iterable[Outline]) -> list[list[Outline]]:
    """Outlines of the same title are channels of one voice."""
    voices: dict[str, list[Outline]] = {}
    for one in outlines:
        voices.setdefault(one.title, []).append(one)
    return list(voices.values())


def _follow(user: User, outlines: list[Outline], now: datetime) -> None:
    first = outlines[0]
    roster.follow(
        user,
        [
            Speaking(sample_files.address_of(one.address, now.date()), KIND, one.title, one.address)
            for one in outlines
        ],
        now,
        name=first.title,
        home=first.home,
        labels=first.labels,
        on_trial=False,
    )


@transaction.atomic
def remove(user: User, now: datetime) -> int:
    """Take away all that `load` brought; the number of voices that went.

    A voice that the account also hears elsewhere stays, with what it said there. What was joined
    with one of the sample is parted from it first, so that it does not go along.
    """
    told = sample_forgetting.forget(user, now)
    if not told:  # loaded before a year came with it
        _part(user, now)
    followings = _followings(user)
    voices = [*told, *followings.values_list("voice_id", flat=True)]
    labels = list(Label.objects.filter(voices__in=voices).values_list("pk", flat=True))
    _forget_marks(user)
    followings.delete()
    here = Voice.objects.filter(owner=user, pk__in=voices)
    gone = list(here.filter(followings=None).values_list("pk", flat=True))
    sample_forgetting.let_be(here.exclude(pk__in=gone), now)
    homes = list(here.filter(pk__in=gone).exclude(home="").values_list("home", flat=True))
    Voice.objects.filter(pk__in=gone).delete()
    Label.objects.filter(pk__in=labels, voices=None).delete()
    _forget_unheard()
    _forget_places(homes)
    return len(gone)


def _forget_marks(user: User) -> None:
    """What the account did with entries of the sample; others may have the same entries."""
    Mark.objects.filter(owner=user, entry__channel__kind=KIND).delete()
    Highlight.objects.filter(owner=user, entry__channel__kind=KIND).delete()
    Step.objects.filter(session__owner=user, entry__channel__kind=KIND).delete()


def _part(user: User, now: datetime) -> None:
    voices = _followings(user).values("voice")
    rows = Joining.objects.filter(stays__in=voices, undone_at=None).order_by("-pk")
    for joined in rows:
        joining.part(joined, now)


def _forget_unheard() -> None:
    """Delete the sample's channels that no account follows or watches or has marks on any more."""
    unheard = Channel.objects.filter(kind=KIND, followings=None, threads=None)
    unheard = unheard.exclude(entries__marks__isnull=False)
    ids = list(unheard.values_list("pk", flat=True))
    addresses = list(unheard.values_list("address", flat=True))
    entries = Entry.objects.filter(channel__in=ids).select_related("text")
    intake.forget(entries.iterator(BATCH))
    Channel.objects.filter(pk__in=ids).delete()
    Place.objects.filter(address__in=addresses).delete()


def _forget_places(homes: Iterable[str]) -> None:
    """Home pages where nobody is at home any more."""
    there = Voice.objects.filter(home__in=homes).values("home")
    Place.objects.filter(address__in=homes).exclude(address__in=there).delete()
