"""Write down how one look at a channel went, and when to look again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kith.actions import intake
from kith.actions.intake import Prepared
from kith.actions.roster import catch_up
from kith.core import schedule, voices
from kith.core.feeds import ParsedFeed
from kith.core.problems import Problem
from kith.db.models import Channel, Following, Mark, Voice
from kith.net.door import Validators

Luck = Callable[[], float]  # a number from 0 to 1


@dataclass(slots=True)
class Outcome:
    """What a look changed, for summaries."""

    new: int = 0
    edited: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer came: what the next look has to know of it."""

    validators: Validators | None = None  # None: keep those of the look before
    body_hash: str = ""
    max_age: float | None = None  # seconds the publisher allows between looks
    wait: float | None = None  # seconds the host asked to be left alone


def heard(
    channel: Channel,
    feed: ParsedFeed,
    prepared: Prepared,
    manner: Manner,
    now: datetime,
    luck: Luck,
) -> Outcome:
    """The channel said something that was read and prepared; store what is new in it."""
    intake.write(channel, prepared, now)
    first = channel.succeeded_at is None
    _describe(channel, feed)
    channel.body_hash = manner.body_hash
    channel.rhythm = schedule.rhythm(e.published for e in feed.entries if e.published)
    if prepared.new:
        channel.new_at = now
    _settle(channel, manner, feed.interval, now, luck)
    with transaction.atomic():
        channel.save()
        if first:
            _introduce(channel, feed)
    return Outcome(len(prepared.new), len(prepared.edited))


def unchanged(channel: Channel, manner: Manner, now: datetime, luck: Luck) -> Outcome:
    """Nothing new: a 304, or a body that hashes to what was read before."""
    _settle(channel, manner, None, now, luck)
    channel.save(update_fields=_SETTLED)
    return Outcome()


def failed(
    channel: Channel, problem: Problem, wait: float | None, now: datetime, luck: Luck
) -> Outcome:
    """The look failed: remember why, and have more patience each time."""
    channel.looked_at = now
    channel.failures += 1
    channel.failing_since = channel.failing_since or now
    channel.problem = {"code": problem.code, "params": dict(problem.params)}
    channel.gone = problem.code == "gone"
    channel.held_until = schedule.held(now, wait)
    again = schedule.next_look(now, schedule.back_off(channel.failures), luck())
    channel.due_at = None if channel.gone else max(again, channel.held_until or again)
    _give_back(channel)
    channel.save(update_fields=[*_SETTLED, "gone"])
    return Outcome(problem=problem)


_SETTLED = [
    "etag",
    "last_modified",
    "looked_at",
    "succeeded_at",
    "failures",
    "failing_since",
    "problem",
    "held_until",
    "due_at",
    "claimed_until",
    "claimed_by",
]


def _settle(
    channel: Channel, manner: Manner, publisher: float | None, now: datetime, luck: Luck
) -> None:
    channel.looked_at = channel.succeeded_at = now
    channel.failures, channel.failing_since, channel.problem = 0, None, None
    channel.gone = False
    channel.held_until = schedule.held(now, manner.wait)
    if manner.validators is not None:
        channel.etag = manner.validators.etag[:1000]
        channel.last_modified = manner.validators.last_modified[:200]
    since_new = (now - channel.new_at).total_seconds() if channel.new_at else None
    wait = schedule.interval(
        channel.rhythm, since_new, max(publisher or 0, manner.max_age or 0), _cadences(channel)
    )
    again = schedule.next_look(now, wait, luck())
    channel.due_at = max(again, channel.held_until or again)
    _give_back(channel)


def _give_back(channel: Channel) -> None:
    channel.claimed_until, channel.claimed_by = None, ""


def _cadences(channel: Channel) -> list[str]:
    active = Following.objects.filter(channel=channel, voice__state=Voice.State.ACTIVE)
    return list(active.values_list("voice__cadence", flat=True).distinct())


def _describe(channel: Channel, feed: ParsedFeed) -> None:
    """What the channel says of itself; what it leaves out stays as it was."""
    channel.title = feed.title[:1000] or channel.title
    channel.home = feed.url[:4000] or channel.home
    channel.description = feed.description or channel.description
    channel.image = feed.image[:4000] or channel.image
    channel.language = feed.language[:40] or channel.language


def _introduce(channel: Channel, feed: ParsedFeed) -> None:
    """Give the voices that wait for it a name and a kind."""
    guess = voices.guess(
        voices.Facts(
            title=feed.title,
            author=feed.author,
            authors=tuple(entry.author for entry in feed.entries),
            generator=feed.generator,
            podcast=feed.podcast,
        )
    )
    waiting = Voice.objects.filter(followings__channel=channel)
    waiting.filter(kind="").update(kind=guess.kind)
    waiting.filter(name="").update(name=guess.name[:300])
    waiting.filter(home="").update(home=channel.home)


def readdress(channel: Channel, address: str) -> Channel:
    """The channel has moved for good; where the new address is known already, the two become one.

    Returns the channel that goes on. Marks are kept: an entry that both hold keeps the older one's.
    """
    with transaction.atomic():
        other = Channel.objects.filter(address=address).exclude(pk=channel.pk).first()
        if other is None:
            channel.address = address
            channel.save(update_fields=["address"])
            return channel
        _join(channel, other)
        channel.delete()
        return other


def _join(old: Channel, new: Channel) -> None:
    moved: list[Following] = []
    listening = dict(Following.objects.filter(channel=new).values_list("owner", "voice"))
    for following in Following.objects.filter(channel=old):
        if following.owner_id in listening:
            _join_voices(following, listening[following.owner_id])
        else:
            following.channel = new
            following.save(update_fields=["channel"])
            moved.append(following)
    there = dict(new.entries.values_list("key", "pk"))
    for pk, key in old.entries.values_list("pk", "key"):
        if key in there:
            _join_marks(pk, there[key])
        else:
            old.entries.filter(pk=pk).update(channel=new)
    for following in moved:
        catch_up(following)


def _join_marks(old: int, new: int) -> None:
    owners = Mark.objects.filter(entry=new).values("owner")
    Mark.objects.filter(Q(entry=old) & ~Q(owner__in=owners)).update(entry=new)
    for owner, kept_at in Mark.objects.filter(entry=old, kept_at__isnull=False).values_list(
        "owner", "kept_at"
    ):
        Mark.objects.filter(entry=new, owner=owner, kept_at=None).update(kept_at=kept_at)


def _join_voices(following: Following, voice: int) -> None:
    """An account followed both addresses: what it marked goes to the voice that stays."""
    if following.voice_id == voice:
        return
    Mark.objects.filter(owner=following.owner_id, entry__channel=following.channel_id).update(
        voice=voice
    )
    others = Following.objects.filter(voice=following.voice_id).exclude(pk=following.pk)
    if not others.exists():
        following.voice.delete()


def due_now(ids: list[int], now: datetime) -> None:
    """Ask for a look as soon as the host allows it."""
    Channel.objects.filter(pk__in=ids).update(due_at=now, gone=False)


def cool(channel: Channel, now: datetime) -> bool:
    """Whether a look by hand is allowed again."""
    pause = timedelta(seconds=schedule.COOL_DOWN)
    return channel.looked_at is None or now - channel.looked_at >= pause
