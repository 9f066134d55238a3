"""Write down how one look at a channel went, and when to look again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kith.actions import identity, intake, joining, sample_read, thread_posts
from kith.actions.alone import one_at_a_time
from kith.actions.intake import Prepared
from kith.actions.roster import catch_up
from kith.core import schedule, voices
from kith.core.feeds import ParsedFeed
from kith.core.identity import Claim, written_by
from kith.core.problems import Problem
from kith.db import bulk
from kith.db.fit import plain, storable
from kith.db.models import Channel, Following, Mark, Thread, Voice
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


@dataclass(frozen=True, slots=True)
class Telling:
    """What a document tells of its channel, and of whose voice it is."""

    about: dict[str, str]  # title, home and the like, by attribute; what it leaves out is ""
    rhythm: int | None
    interval: int | None  # seconds the publisher asks to wait between looks
    guess: voices.Guess
    authors: tuple[Claim, ...] = ()  # where whoever writes it is besides


def understand(channel: Channel, feed: ParsedFeed, now: datetime) -> tuple[Telling, Prepared]:
    """All that is kept of a document, ready to be stored. Reads, but writes nothing."""
    told = Telling(
        about={
            "title": storable(feed.title, 1000),
            "home": storable(feed.url, 4000),
            "description": storable(feed.description),
            "image": storable(feed.image, 4000),
            "language": storable(feed.language, 40),
        },
        rhythm=schedule.rhythm(e.published for e in feed.entries if e.published),
        interval=feed.interval,
        guess=voices.guess(voices.facts_of(feed)),
        authors=written_by(feed),
    )
    return told, intake.prepare(channel, feed.entries, now)


@dataclass(frozen=True, slots=True)
class Heard:
    """A channel said something that was read and prepared."""

    channel: Channel
    telling: Telling
    prepared: Prepared
    manner: Manner


def heard(looked: Sequence[Heard], now: datetime, luck: Luck) -> list[Outcome]:
    """Store what is new in what some channels said. One outcome for each, in the same order."""
    intake.write_all([(one.channel, one.prepared) for one in looked], now)
    first = [one for one in looked if one.channel.succeeded_at is None]
    wishes = _wishes([one.channel.pk for one in looked])
    for one in looked:
        for name, told in one.telling.about.items():
            setattr(one.channel, name, told or getattr(one.channel, name))
        one.channel.body_hash = one.manner.body_hash
        one.channel.rhythm = one.telling.rhythm
        if one.prepared.new:
            one.channel.new_at = now
        _settle(one.channel, one.manner, one.telling.interval, wishes, now, luck)
    with transaction.atomic(savepoint=False):
        rows = [{name: getattr(one.channel, name) for name in _HEARD} for one in looked]
        one_at_a_time(*_owners(first, wishes.watched))
        _introduce(first)
        bulk.update(Channel, rows, [{"id": one.channel.pk} for one in looked])
        identity.feeds_told({one.channel.address: one.telling.authors for one in looked})
        thread_posts.heard(wishes.watched, now)
        sample_read.heard(one.channel for one in first)
    return [Outcome(len(one.prepared.new), len(one.prepared.edited)) for one in looked]


def unchanged(looked: Sequence[tuple[Channel, Manner]], now: datetime, luck: Luck) -> None:
    """Nothing new on these: a 304, or a body that hashes to what was read before.

    Nothing is written of a channel whose claim was lost meanwhile.
    """
    wishes = _wishes([channel.pk for channel, _ in looked])
    claimed = [{"id": channel.pk, "claimed_by": channel.claimed_by} for channel, _ in looked]
    for channel, manner in looked:
        _settle(channel, manner, None, wishes, now, luck)
    rows = [{name: getattr(channel, name) for name in _SETTLED} for channel, _ in looked]
    bulk.update(Channel, rows, claimed)


def failed(
    channel: Channel, problem: Problem, wait: float | None, now: datetime, luck: Luck
) -> Outcome:
    """The look failed: remember why, and have more patience each time."""
    channel.looked_at = now
    channel.failures += 1
    channel.failing_since = channel.failing_since or now
    channel.problem = {"code": problem.code, "params": plain(problem.params)}
    channel.gone = problem.code == "gone"
    channel.held_until = schedule.held(now, wait)
    again = schedule.next_look(now, schedule.back_off(channel.failures), luck())
    channel.due_at = None if channel.gone else max(again, channel.held_until or again)
    _give_back(channel)
    channel.save(update_fields=_TRIED)
    return Outcome(problem=problem)


# What a failed look writes down. Not the validators: where storing failed after they were taken
# over, the next look must get the whole answer again.
_TRIED = [
    *("looked_at", "failures", "failing_since", "problem", "gone"),
    *("held_until", "due_at", "claimed_until", "claimed_by"),
]
_SETTLED = [*_TRIED, "etag", "last_modified", "succeeded_at"]
_HEARD = [
    *_SETTLED,
    *("kind", "address", "title", "home", "description", "image", "language"),
    *("body_hash", "rhythm", "new_at"),
]


def _settle(
    channel: Channel,
    manner: Manner,
    publisher: float | None,
    wishes: "_Wishes",
    now: datetime,
    luck: Luck,
) -> None:
    channel.looked_at = channel.succeeded_at = now
    channel.failures, channel.failing_since, channel.problem = 0, None, None
    channel.gone = False
    channel.held_until = schedule.held(now, manner.wait)
    if manner.validators is not None:
        channel.etag = _whole(manner.validators.etag, 1000)
        channel.last_modified = _whole(manner.validators.last_modified, 200)
    since_new = (now - channel.new_at).total_seconds() if channel.new_at else None
    wait = wishes.wait(channel, since_new, max(publisher or 0, manner.max_age or 0))
    again = schedule.next_look(now, wait, luck())
    channel.due_at = max(again, channel.held_until or again)
    _give_back(channel)


def _whole(validator: str, longest: int) -> str:
    """A validator as it came; one that cannot be kept as it came is of no use."""
    return validator if validator == storable(validator, longest) else ""


def _give_back(channel: Channel) -> None:
    channel.claimed_until, channel.claimed_by = None, ""


@dataclass(frozen=True, slots=True)
class _Wishes:
    """How often those who listen to some channels want them looked at."""

    cadences: Mapping[int, Sequence[str]]  # by channel, a word of each voice that is heard there
    watched: frozenset[int]  # channels on which somebody watches a conversation

    def wait(self, channel: Channel, since_new: float | None, publisher: float) -> float:
        """How long to wait before the next look at one of them, before chance is added."""
        waits = []
        if channel.pk in self.watched:
            waits.append(schedule.watching(since_new, publisher))
        words = self.cadences.get(channel.pk, ())
        if words or not waits:
            waits.append(schedule.interval(channel.rhythm, since_new, publisher, words))
        return min(waits)


def _wishes(channels: Sequence[int]) -> _Wishes:
    active = Following.objects.filter(channel__in=channels, voice__state__in=Voice.HERE)
    found: dict[int, list[str]] = {}
    for channel, word in active.values_list("channel_id", "voice__cadence").distinct():
        found.setdefault(channel, []).append(word)
    watched = Thread.objects.filter(channel__in=channels, closed_at=None)
    return _Wishes(found, frozenset(watched.values_list("channel_id", flat=True)))


def _owners(first: Sequence[Heard], watched: Iterable[int]) -> set[int]:
    """The accounts of which voices may change: who is introduced, or spoke where one watches.

    Another worker may hear the same voices on other channels at this moment.
    """
    heard = Following.objects.filter(channel__in=[one.channel.pk for one in first])
    spoke = Thread.objects.filter(channel__in=list(watched), closed_at=None)
    return {owner for rows in (heard, spoke) for owner in rows.values_list("owner", flat=True)}


def _introduce(looked: Sequence[Heard]) -> None:
    """Give the voices that wait for these channels a name, a kind and a home."""
    if not looked:
        return
    told = {one.channel.pk: _told(one) for one in looked}
    waits = Q(voice__kind="") | Q(voice__name="") | Q(voice__home="")
    waiting = Following.objects.filter(waits, channel__in=list(told)).order_by("voice", "pk")
    pairs = list(waiting.values_list("voice_id", "channel_id"))
    for name in ("kind", "name", "home"):  # what is there, or was written meanwhile, stays
        rows = [{name: told[channel][name]} for _, channel in pairs]
        bulk.update(Voice, rows, [{"id": voice, name: ""} for voice, _ in pairs])


def _told(one: Heard) -> dict[str, str]:
    guess = one.telling.guess
    return {"kind": guess.kind, "name": storable(guess.name, 300), "home": one.channel.home}


def readdress(channel: Channel, address: str, now: datetime) -> Channel:
    """The channel has moved for good; where the new address is known already, the two become one.

    Returns the channel that goes on. Marks are kept: an entry that both hold keeps the older one's.
    """
    with transaction.atomic():
        other = Channel.objects.filter(address=address).exclude(pk=channel.pk).first()
        if other is None:
            identity.moved(channel.address, address)
            channel.address = address
            channel.save(update_fields=["address"])
            return channel
        _join(channel, other, now)
        channel.delete()
        return other


def _join(old: Channel, new: Channel, now: datetime) -> None:
    listening = {
        following.owner_id: following.voice
        for following in Following.objects.filter(channel=new).select_related("voice")
    }
    for following in (
        Following.objects.filter(channel=old).select_related("voice").order_by("owner")
    ):
        if following.owner_id in listening:
            _join_voices(following, listening[following.owner_id], now)
        else:
            following.channel = new
            following.save(update_fields=["channel"])
    _join_threads(old, new)
    there = dict(new.entries.values_list("key", "pk"))
    old.entries.exclude(key__in=new.entries.values("key")).update(channel=new)
    twins = list(old.entries.select_related("text"))
    for start in range(0, len(twins), intake.BATCH):
        some = twins[start : start + intake.BATCH]
        _join_marks({entry.pk: there[entry.key] for entry in some})
        intake.forget(some)
    for following in Following.objects.filter(channel=new):
        catch_up(following)


def _join_threads(old: Channel, new: Channel) -> None:
    """What was watched at the old address is watched at the new one, once."""
    watching = Thread.objects.filter(channel=new).values("owner")
    Thread.objects.filter(channel=old).exclude(owner__in=watching).update(channel=new)


def _join_marks(twins: dict[int, int]) -> None:
    """What an account did with either of two equal entries it did with the one that stays.

    `twins` gives, for the numbers of entries that go, the numbers of those that stay.
    """
    rows = Mark.objects.filter(entry__in=list(twins.values()))
    there = {(mark.owner_id, mark.entry_id): mark for mark in rows}
    changed = []
    for mark in Mark.objects.filter(entry__in=list(twins)):
        stays = there.get((mark.owner_id, twins[mark.entry_id]))
        if stays is None:
            mark.entry_id = twins[mark.entry_id]
            changed.append(mark)
        elif _takes_over(stays, mark):
            changed.append(stays)
    done = ["entry", "kept_at", "state", "read_at", "opened_at"]
    Mark.objects.bulk_update(changed, done, batch_size=intake.BATCH)


def _takes_over(stays: Mark, goes: Mark) -> bool:
    """Take over what was done with a mark that goes; whether that changes the one that stays."""
    before = stays.kept_at, stays.state
    stays.kept_at = stays.kept_at or goes.kept_at
    if goes.state != Mark.State.UNREAD and stays.state != Mark.State.READ:
        stays.state, stays.read_at, stays.opened_at = goes.state, goes.read_at, goes.opened_at
    return before != (stays.kept_at, stays.state)


def _join_voices(following: Following, stays: Voice, now: datetime) -> None:
    """An account followed both addresses: what it marked goes to the voice that stays.

    A voice that was heard nowhere but here is joined to it, with the wish to hear it.
    """
    goes = following.voice
    if goes == stays:
        return
    if Following.objects.filter(voice=goes).exclude(pk=following.pk).exists():
        marks = Mark.objects.filter(voice=goes, entry__channel=following.channel_id)
        marks.update(voice=stays)
    else:
        joining.join(stays, goes, now)


def due_now(ids: list[int], now: datetime) -> None:
    """Ask for a look as soon as the host allows it."""
    Channel.objects.filter(pk__in=ids).update(due_at=now, gone=False)


def cool(channel: Channel, now: datetime) -> bool:
    """Whether a look by hand is allowed again."""
    pause = timedelta(seconds=schedule.COOL_DOWN)
    return channel.looked_at is None or now - channel.looked_at >= pause
