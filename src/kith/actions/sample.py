"""The sample network: two dozen voices to look around with, and not a trace of them afterwards."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kith.actions import intake, joining, roster
from kith.actions.intake import BATCH
from kith.actions.roster import Speaking
from kith.db.models import Channel, Entry, Following, Joining, Label, Mark, User, Voice
from kith.queries import sampling
from kith.sources import sample_files
from kith.sources.lists import Outline, read_list

KIND = sample_files.KIND.name


@transaction.atomic
def load(user: User, now: datetime) -> list[int]:
    """Follow the sample's voices, unless the account does; dates count from the day of `now`.

    Returns the channels of the sample that wait for their first look: the caller may look at them
    at once, or leave them to the refresh.
    """
    if not sampling.is_loaded(user):
        listed = read_list(sample_files.read(sample_files.LIST) or b"", sample_files.LIST)
        for outlines in _by_voice(listed.entries):
            _follow(user, outlines, now)
    fresh = _followings(user).filter(channel__looked_at=None)
    return list(fresh.order_by("pk").values_list("channel_id", flat=True))


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
    _part(user, now)
    followings = _followings(user)
    voices = list(followings.values_list("voice_id", flat=True))
    labels = list(Label.objects.filter(voices__in=voices).values_list("pk", flat=True))
    Mark.objects.filter(owner=user, entry__channel__kind=KIND).delete()
    followings.delete()
    gone = Voice.objects.filter(pk__in=voices, followings=None)
    count = gone.count()
    gone.delete()
    Label.objects.filter(pk__in=labels, voices=None).delete()
    _forget_unheard()
    return count


def _part(user: User, now: datetime) -> None:
    voices = _followings(user).values("voice")
    rows = Joining.objects.filter(stays__in=voices, undone_at=None).order_by("-pk")
    for joined in rows:
        joining.part(joined, now)


def _forget_unheard() -> None:
    """Delete the sample's channels that no account follows or has marks on any more."""
    unheard = Channel.objects.filter(kind=KIND, followings=None)
    unheard = unheard.exclude(entries__marks__isnull=False)
    ids = list(unheard.values_list("pk", flat=True))
    entries = Entry.objects.filter(channel__in=ids).select_related("text")
    intake.forget(entries.iterator(BATCH))
    Channel.objects.filter(pk__in=ids).delete()
