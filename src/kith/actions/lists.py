"""Bring a whole list of voices at once; looking at their channels is left to the refresh."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from kith.actions.intake import BATCH
from kith.actions.roster import LONGEST_ADDRESS, LONGEST_LABEL, catch_up, take_back
from kith.core.problems import Problem
from kith.db import bulk
from kith.db.fit import plain, storable
from kith.db.models import BroughtList, Channel, Following, Label, User, Voice
from kith.sources import lists

SEEK = Channel.SEEK
LEFT_OUT_SHOWN = 2000


def bring(user: User, brought: lists.BroughtList, name: str, now: datetime) -> BroughtList:
    """Follow everything on a list that is not followed yet, in transactions of BATCH outlines.

    A process killed midway has taken whole batches; bringing the same list again takes the rest.
    """
    usable = [one for one in brought.entries if len(one.address) <= LONGEST_ADDRESS]
    left_out = [(one.title, one.reason) for one in brought.left_out]
    left_out += [
        (one.title, Problem("address-unusable", {"address": one.address[:80]}))
        for one in brought.entries
        if len(one.address) > LONGEST_ADDRESS
    ]
    row = BroughtList.objects.create(
        owner=user,
        name=storable(name, 300),
        format=brought.format,
        at=now,
        left_out=[_left_out(*one) for one in left_out[:LEFT_OUT_SHOWN]],
    )
    for start in range(0, len(usable), BATCH):
        batch = usable[start : start + BATCH]
        try:
            _take(row, batch, now)
        except IntegrityError:  # brought twice at the same time: the other was quicker
            row.refresh_from_db()
            _take(row, batch, now)
    return row


def _left_out(title: str, reason: Problem) -> dict[str, object]:
    return {"title": storable(title), "code": reason.code, "params": plain(reason.params)}


@transaction.atomic
def _take(row: BroughtList, outlines: Sequence[lists.Outline], now: datetime) -> None:
    channels, heard = _channels(outlines, now)
    followed = set(
        Following.objects.filter(owner_id=row.owner_id, channel__in=channels.values()).values_list(
            "channel_id", flat=True
        )
    )
    fresh = [one for one in outlines if channels[one.address] not in followed]
    released = Voice.objects.filter(owner_id=row.owner_id, state=Voice.State.RELEASED)
    for voice in released.filter(followings__channel__in=followed):
        take_back(voice, now)
    voices = bulk.create(
        [
            Voice(
                owner_id=row.owner_id,
                name=storable(one.title, 300),
                home=storable(one.home, 4000),
                created_at=now,
            )
            for one in fresh
        ]
    )
    followings = Following.objects.bulk_create(
        Following(
            owner_id=row.owner_id,
            voice=voice,
            channel_id=channels[one.address],
            title=storable(one.title, 1000),
            asked=one.address,
            brought=row,
            created_at=now,
        )
        for one, voice in zip(fresh, voices, strict=True)
    )
    _label(row.owner_id, list(zip(fresh, voices, strict=True)))
    for following in followings:
        if following.channel_id in heard:
            catch_up(following)
    row.taken += len(fresh)
    row.known += len(outlines) - len(fresh)
    row.save(update_fields=["taken", "known"])


def _channels(outlines: Sequence[lists.Outline], now: datetime) -> tuple[dict[str, int], set[int]]:
    """The channel of each address, and those that have spoken before."""
    Channel.objects.bulk_create(
        (
            Channel(
                address=one.address,
                kind=one.kind if one.kind == "feed" else SEEK,
                title=storable(one.title, 1000),
                due_at=now,
            )
            for one in outlines
        ),
        ignore_conflicts=True,
    )
    rows = Channel.objects.filter(address__in=[one.address for one in outlines])
    found = list(rows.values_list("address", "pk", "succeeded_at"))
    return {address: pk for address, pk, _ in found}, {pk for _, pk, at in found if at}


def _label(owner: int, pairs: Sequence[tuple[lists.Outline, Voice]]) -> None:
    names = {voice.pk: _fitting(one.labels) for one, voice in pairs}
    wanted = sorted({name for each in names.values() for name in each})
    Label.objects.bulk_create(
        (Label(owner_id=owner, name=name) for name in wanted), ignore_conflicts=True
    )
    labels = dict(Label.objects.filter(owner=owner, name__in=wanted).values_list("name", "pk"))
    between = Voice.labels.through
    between.objects.bulk_create(
        between(voice_id=pk, label_id=labels[name]) for pk, each in names.items() for name in each
    )


def _fitting(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(storable(name, LONGEST_LABEL) for name in names))


def take_out(brought: BroughtList, now: datetime) -> int:
    """Let go of the voices that came with this list and are heard nowhere else; how many."""
    return (
        _only_from(brought)
        .filter(state__in=Voice.HERE)
        .update(state=Voice.State.RELEASED, released_at=now)
    )


def put_back(brought: BroughtList, now: datetime) -> int:
    """Undo `take_out`: those let go at one stroke come back, those let go one by one do not."""
    gone = _only_from(brought).filter(state=Voice.State.RELEASED)
    strokes = gone.values("released_at").annotate(n=Count("pk")).order_by("-n", "-released_at")
    stroke = strokes.first()
    if stroke is None:
        return 0
    back = list(gone.filter(released_at=stroke["released_at"]).values_list("pk", flat=True))
    with transaction.atomic():
        for start in range(0, len(back), BATCH):
            some = back[start : start + BATCH]
            Voice.objects.filter(pk__in=some).update(state=Voice.State.ACTIVE, released_at=None)
            Channel.objects.filter(followings__voice__in=some).update(due_at=now)
    return len(back)


def _only_from(brought: BroughtList) -> QuerySet[Voice]:
    here = Following.objects.filter(brought=brought).values("voice")
    elsewhere = Following.objects.filter(voice=OuterRef("pk")).exclude(brought=brought)
    return Voice.objects.filter(~Exists(elsewhere), owner=brought.owner_id, pk__in=here)
