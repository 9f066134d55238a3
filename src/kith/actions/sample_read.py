"""What an account with the sample network had read before: marked once a channel is heard.

There is nothing to read before. Twice changes nothing: what was opened is left alone.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from kith.actions import notes, reading
from kith.core.minutes import minutes
from kith.core.quoting import Quote
from kith.db.models import Channel, Following, Mark, User
from kith.queries.sampling import MADE
from kith.sources import sample_files
from kith.sources.sample_history import Read, history

KIND = sample_files.KIND.name
_HOUR = time(18, 30, tzinfo=UTC)


def evening(since: date, day: int) -> datetime:
    """The evening of a day that counts from another."""
    return datetime.combine(since + timedelta(days=day), _HOUR)


def heard_before(user: User) -> None:
    """The same for channels that were heard before the account followed them."""
    rows = Following.objects.filter(owner=user, channel__kind=KIND)
    for following in rows.exclude(channel__succeeded_at=None).select_related("channel", "owner"):
        _read(following)


def heard(channels: Iterable[Channel]) -> None:
    """Some channels were heard for the first time: of the sample's, mark what was read before."""
    there = [channel.pk for channel in channels if channel.kind == KIND]
    if there:
        rows = Following.objects.filter(channel__in=there).select_related("channel", "owner")
        for following in rows.order_by("pk"):
            _read(following)


def _read(following: Following) -> None:
    """Mark what its owner had read of a channel."""
    since = sample_files.since_of(following.channel.address)
    if MADE not in following.owner.preferences or since is None:
        return
    told = {one.url: one for one in history().read}
    marks = Mark.objects.filter(
        owner=following.owner_id, entry__channel=following.channel_id, opened_at=None
    )
    for mark in marks.filter(entry__url__in=told).select_related("entry", "owner"):
        _mark(mark, told[mark.entry.url], since)


def _mark(mark: Mark, read: Read, since: date) -> None:
    at = max(evening(since, read.day), mark.entry.at + timedelta(hours=1))
    reading.open_entry(mark, at)
    reading.spend(mark, 60 * minutes(mark.entry.words, mark.entry.seconds))
    reading.finish(mark, at)
    if read.kept:
        reading.keep(mark, at)
    if read.words:
        notes.highlight(mark, mark.entry.content, Quote(read.words), at, note=read.note)
