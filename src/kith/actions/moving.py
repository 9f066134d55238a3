"""What belongs to a voice moves to another, and is written down so that it can move back."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Max, Q, QuerySet

from kith.actions.intake import BATCH
from kith.db.models import (
    Address,
    Answer,
    Asking,
    BroughtContact,
    Decision,
    Entry,
    Exchange,
    Following,
    Label,
    Mark,
    Occasion,
    Particulars,
    Promise,
    Proposal,
    Step,
    Thanks,
    Thread,
    Voice,
)

Record = dict[str, Any]  # plain JSON

# Rows that name a voice as theirs, by the name under which they are written down.
ROWS: Mapping[str, Any] = {
    "followings": Following,
    "exchanges": Exchange,
    "promises": Promise,
    "thanks": Thanks,
    "addresses": Address,
    "occasions": Occasion,
    "decisions": Decision,
    "threads": Thread,
    "askings": Asking,
    "answers": Answer,
    "steps": Step,
    "contacts": BroughtContact,
    "particulars": Particulars,
}
# Of rows that are alike in these, one is enough.
ALIKE: Mapping[str, tuple[str, ...]] = {
    "addresses": ("kind", "key"),
    "occasions": ("kind", "label", "month", "day", "year"),
    "particulars": ("owner",),
}


def move(stays: Voice, goes: Voice) -> Record:
    """Let all that is one voice's be another's; what comes back is for `move_back`."""
    folded = {name: _fold(stays, goes, name) for name in ALIKE}
    marks = _told_marks(stays, goes)
    Mark.objects.filter(voice=goes).update(voice=stays)
    return {
        "rows": {
            name: _move(rows.objects.filter(voice=goes), stays) for name, rows in ROWS.items()
        },
        "folded": folded,
        "marks": marks,
        "led_to": _lead(stays, goes),
        "labels": _label(stays, goes),
        "communities": _link(stays.communities, goes.communities, {stays.pk, goes.pk}),
        "members": _link(stays.members, goes.members, {stays.pk, goes.pk}),
        "proposals": _propose(stays, goes),
    }


def move_back(stays: Voice, goes: Voice, record: Record) -> None:
    """Undo `move`. What was taken away meanwhile stays away; what came since stays where it is."""
    for name, rows in ROWS.items():
        for some in _batches(record["rows"].get(name, [])):
            rows.objects.filter(pk__in=some, voice=stays).update(voice=goes)
    for name, told in record["folded"].items():
        ROWS[name].objects.bulk_create(ROWS[name](**row) for row in told)
    _give_marks_back(stays, goes, record["marks"])
    Voice.objects.filter(pk__in=record["led_to"], led_by=stays).update(led_by=goes)
    stays.labels.remove(*record["labels"])
    _unlink(stays.communities, goes.communities, record["communities"])
    _unlink(stays.members, goes.members, record["members"])
    for pk, one, other in record["proposals"]:
        Proposal.objects.filter(pk=pk).update(one=one, other=other)


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _move(rows: QuerySet[Any], stays: Voice) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if ids:
        rows.update(voice=stays)
    return ids


def _fold(stays: Voice, goes: Voice, name: str) -> list[Record]:
    """Take away rows of the voice that goes which the other has too; what they were."""
    table = ROWS[name]
    there = set(table.objects.filter(voice=stays).values_list(*ALIKE[name]))
    rows = table.objects.filter(voice=goes).order_by("pk")
    alike = dict(
        zip(rows.values_list("pk", flat=True), rows.values_list(*ALIKE[name]), strict=True)
    )
    twins = rows.filter(pk__in=[pk for pk, told in alike.items() if told in there])
    gone = list(twins.values())
    twins.delete()
    return gone


def _lead(stays: Voice, goes: Voice) -> list[int]:
    """Whom the one led to, the other led to."""
    led = Voice.objects.filter(led_by=goes).exclude(pk=stays.pk)
    ids = list(led.values_list("pk", flat=True))
    led.update(led_by=stays)
    return ids


def _label(stays: Voice, goes: Voice) -> list[int]:
    """Labels that were new to the voice that stays; the other keeps its own."""
    new = Label.objects.filter(voices=goes).exclude(voices=stays)
    ids = list(new.order_by("pk").values_list("pk", flat=True))
    stays.labels.add(*ids)
    return ids


def _link(stays: Any, goes: Any, themselves: set[int]) -> Record:
    """Let the voices that one is linked with be linked with the other."""
    linked = sorted(goes.values_list("pk", flat=True))
    there = {*stays.values_list("pk", flat=True), *themselves}
    new = [pk for pk in linked if pk not in there]
    goes.clear()
    stays.add(*new)
    return {"linked": linked, "new": new}


def _unlink(stays: Any, goes: Any, record: Record) -> None:
    stays.remove(*record["new"])
    goes.add(*Voice.objects.filter(pk__in=record["linked"]))


def _propose(stays: Voice, goes: Voice) -> list[tuple[int, int, int]]:
    """What was proposed or refused of one holds for the other, unless it has its own answer."""
    told = []
    for row in Proposal.objects.filter(Q(one=goes) | Q(other=goes)).order_by("pk"):
        third = row.other_id if row.one_id == goes.pk else row.one_id
        pair = {"one_id": min(stays.pk, third), "other_id": max(stays.pk, third)}
        if third != stays.pk and not Proposal.objects.filter(**pair).exists():
            told.append((row.pk, row.one_id, row.other_id))
            Proposal.objects.filter(pk=row.pk).update(**pair)
    return told


# Marks may be a hundred thousand, so their numbers are not written down: they move back with their
# channels. Only where both voices have marks on one channel (one was heard on it once, the other
# later) runs of numbers tell whose are whose.


def _told_marks(stays: Voice, goes: Voice) -> list[Record]:
    """Of each channel of the voice that goes: up to which mark it spoke by then, and which runs."""
    heard = dict(Following.objects.filter(voice=goes).values_list("channel_id", "pk"))
    spoke = _last_marks(Mark.objects.filter(voice=goes))
    channels = sorted({*heard, *spoke})
    both = _last_marks(Mark.objects.filter(voice=stays))
    return [
        {
            "channel": channel,
            "following": heard.get(channel),
            "last": max(spoke.get(channel, 0), both.get(channel, 0)),
            "runs": _runs(stays, goes, channel) if channel in both else None,
        }
        for channel in channels
    ]


def _last_marks(marks: QuerySet[Mark]) -> dict[int, int]:
    """The last mark of each channel."""
    each = marks.order_by().values("entry__channel").annotate(last=Max("pk"))
    return dict(each.values_list("entry__channel", "last"))


def _runs(stays: Voice, goes: Voice, channel: int) -> list[tuple[int, int]]:
    rows = _marks_on(stays, [channel]).filter(voice__in=[stays, goes]).order_by("pk")
    runs = groupby(rows.values_list("pk", "voice_id").iterator(), key=lambda row: row[1])
    mine = ([pk for pk, _ in run] for voice, run in runs if voice == goes.pk)
    return [(run[0], run[-1]) for run in mine]


def _give_marks_back(stays: Voice, goes: Voice, told: Sequence[Record]) -> None:
    """After the followings went back: a channel that has moved meanwhile is found by its own."""
    moved = Following.objects.filter(pk__in=[one["following"] for one in told], voice=goes)
    now = dict(moved.values_list("pk", "channel_id"))
    channels = [{one["channel"], now.get(one["following"], one["channel"])} for one in told]
    elsewhere = Following.objects.filter(owner=goes.owner_id).exclude(voice=goes)
    others = set(
        elsewhere.filter(channel__in=set().union(*channels)).values_list("channel", flat=True)
    )
    whole: set[int] = set()
    for one, some in zip(told, channels, strict=True):
        since = not some & others  # what it said since belongs to it
        if one["runs"] is None and since:
            whole |= some
            continue
        runs = [(0, one["last"])] if one["runs"] is None else one["runs"]
        for first, last in runs:
            _give_back(stays, goes, some, pk__range=(first, last))
        if since:
            _give_back(stays, goes, some, pk__gt=one["last"])
    _give_back(stays, goes, whole)


def _give_back(stays: Voice, goes: Voice, channels: set[int], **which: Any) -> None:
    if channels:
        marks = _marks_on(stays, channels).filter(voice=stays, **which)
        marks.update(voice=goes)


def _marks_on(voice: Voice, channels: Iterable[int]) -> QuerySet[Mark]:
    """An account's marks on some channels.

    Asked in this way, SQLite does not walk through all marks of a voice for each entry.
    """
    entries = Entry.objects.filter(channel__in=list(channels))
    return Mark.objects.filter(owner=voice.owner_id, entry__in=entries)
