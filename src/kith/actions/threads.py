"""Watch a conversation elsewhere, answer it, leave it for later, close it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import random

from django.db import IntegrityError, transaction
from django.db.models import Max

from kith.actions import exchanges, looks, preferences, reach, thread_posts
from kith.actions.exchanges import Happened
from kith.actions.looks import Heard, Luck, Manner
from kith.actions.roster import LONGEST_ADDRESS
from kith.core import threads as core
from kith.core.exchanges import GIVEN
from kith.core.problems import Trouble
from kith.core.threads import Standing
from kith.db.fit import storable
from kith.db.models import Channel, Exchange, Mark, Thread, User, Voice
from kith.net import addresses
from kith.queries import threads
from kith.queries.whose import whose
from kith.sources.asked import address_in
from kith.sources.finding import Found

MOST_ACCOUNTS = 50
LONGEST_ACCOUNT = 300


@dataclass(frozen=True, slots=True)
class Watched:
    """What watching did: the thread, and whether it was watched before."""

    thread: Thread
    already: bool = False


def watch(user: User, text: str, now: datetime) -> Watched:
    """Watch the conversation at what a person pasted. Asks the network; raises Trouble."""
    return take_up(user, reach.conversation(text), now, asked=address_in(text))


def watch_entry(mark: Mark, now: datetime) -> Watched:
    """Watch what is said about an entry: at its page for that, in its feed for that, or at its own.

    A page knows more than a feed: who answers whom. Asks the network. Raises Trouble where nothing
    can be watched.
    """
    entry = mark.entry
    places = [place for place in (entry.comments_url, entry.comments_feed) if place]
    places = places or [entry.url]
    trouble = Trouble("nothing-to-watch", address=entry.url or entry.title)
    for place in places:
        try:
            found = reach.conversation(place)
        except Trouble as met:
            trouble = met
        else:
            page = entry.comments_url or entry.url
            return take_up(mark.owner, found, now, asked=page, mark=mark)
    raise trouble


def take_up(
    user: User,
    found: Found,
    now: datetime,
    *,
    asked: str = "",
    mark: Mark | None = None,
    luck: Luck = random,
) -> Watched:
    """Watch a conversation that was found, and store what it says. One that was closed opens again.

    `asked` is where its owner reads it, `mark` that on the entry it is about. Raises Trouble for an
    address that no table can hold.
    """
    if not 0 < len(found.address) <= LONGEST_ADDRESS:
        raise Trouble("address-unusable", address=found.address[:80])
    channel, thread, already = _watch(user, found, now, asked, mark)
    try:
        is_heard = _hear(channel, found, now, luck)
    except IntegrityError:  # the refresh stored it at the same time
        is_heard = False
    if not is_heard:
        looks.due_now([channel.pk], now)
        refresh([thread], now)
    return Watched(Thread.objects.select_related("channel").get(pk=thread.pk), already)


@transaction.atomic
def _watch(
    user: User, found: Found, now: datetime, asked: str, mark: Mark | None
) -> tuple[Channel, Thread, bool]:
    channel, _ = Channel.objects.get_or_create(
        address=found.address,
        defaults={"kind": found.kind, "title": storable(found.title, 1000), "due_at": now},
    )
    thread, made = Thread.objects.get_or_create(
        owner=user,
        channel=channel,
        defaults={
            "address": storable(_where(found, asked), 4000),
            "title": storable(found.title or (mark.entry.title if mark else ""), 1000),
            "entry_id": mark.entry_id if mark else None,
            "watched_at": now,
            "seen_at": now,  # who watches it has just read it
        },
    )
    if not made and thread.closed_at:
        reopen(thread, now)
    return channel, thread, not made


def _where(found: Found, asked: str) -> str:
    """Where a conversation is read and answered: the page that was given, where it is one."""
    try:
        given = addresses.normalise(asked)
    except Trouble:
        given = ""
    home = found.feed.url or found.home
    is_page = given and not addresses.same_address(given, found.address)
    return given if is_page or not home else home


def _hear(channel: Channel, found: Found, now: datetime, luck: Luck) -> bool:
    """Take what was just read for a look, unless somebody else has the channel at the moment."""
    if channel.claimed_until and channel.claimed_until > now:
        return False
    manner = Manner(found.validators, found.digest, found.max_age)
    understood = looks.understand(channel, found.feed, now)
    looks.heard([Heard(channel, *understood, manner)], now, luck)
    return True


def refresh(rows: Iterable[Thread], now: datetime) -> None:
    """Work out anew how some threads stand."""
    pks = [row.pk for row in rows]
    found = Thread.objects.filter(pk__in=pks).select_related("owner", "channel", "voice")
    thread_posts.settle(found.order_by("pk"), now)


def saw(thread: Thread, now: datetime) -> None:
    """Its owner has looked at it: nothing in it is new any more."""
    thread.seen_at = now
    thread.summary = thread.summary | {"new": 0}
    thread.save(update_fields=["seen_at", "summary"])


def snooze(thread: Thread, until: datetime) -> None:
    """Leave it alone until then. Kith goes on looking, and says nothing."""
    Thread.objects.filter(pk=thread.pk).update(snoozed_until=until)


def wake(thread: Thread) -> None:
    """Undo `snooze`."""
    Thread.objects.filter(pk=thread.pk).update(snoozed_until=None)


def close(thread: Thread, now: datetime) -> None:
    """Stop watching. What was said stays; `reopen` undoes it."""
    Thread.objects.filter(pk=thread.pk).update(closed_at=now)


def reopen(thread: Thread, now: datetime) -> None:
    """Watch a closed conversation again, from a look on that comes as soon as it may."""
    Thread.objects.filter(pk=thread.pk).update(closed_at=None, snoozed_until=None)
    looks.due_now([thread.channel_id], now)
    refresh([thread], now)


def owe_nothing(thread: Thread, now: datetime) -> datetime | None:
    """Nothing that was said so far needs a word; the moment up to which that held before."""
    before = thread.settled_at
    Thread.objects.filter(pk=thread.pk).update(settled_at=now)
    refresh([thread], now)
    return before


def owe_again(thread: Thread, before: datetime | None, now: datetime) -> None:
    """Undo `owe_nothing`."""
    Thread.objects.filter(pk=thread.pk).update(settled_at=before)
    refresh([thread], now)


@transaction.atomic
def answered(thread: Thread, now: datetime) -> list[Exchange]:
    """Its owner answered there: the turn is the others'. The exchanges that were recorded.

    That is with those who waited for a word, as far as they are known; else with the voice that the
    conversation is with. The post itself, once it is seen, is the same exchange. Twice is once.
    """
    stands, numbers = threads.standing(thread, threads.names(thread.owner))
    if _said_so_before(thread, stands):
        return []
    waiting = whose(thread.owner, {stands.posts[at].profile for at in stands.owed})
    voices = list(Voice.objects.filter(owner=thread.owner_id, pk__in=set(waiting.values())))
    voices = voices or ([thread.voice] if thread.voice else [])
    last = max(numbers, default=0)
    asked = bool(stands.asking)
    recorded = [
        exchanges.record(voice, _answer(thread, voice, last, now, asked=asked), now)
        for voice in voices
    ]
    Thread.objects.filter(pk=thread.pk).update(spoke_at=now)
    refresh([thread], now)
    return [row for row in recorded if row]


@transaction.atomic
def unanswered(thread: Thread, now: datetime, before: datetime | None = None) -> None:
    """Undo `answered`: what that recorded goes. `before`: when its owner had said so earlier."""
    if thread.spoke_at is None:
        return
    if before and before >= thread.spoke_at:  # they said so twice, by a double click
        before = spoke_before(thread)
    said = Exchange.objects.filter(thread=thread, captured=thread_posts.SAID, at=thread.spoke_at)
    for row in said.select_related("voice"):
        exchanges.forget(row, now)
    Thread.objects.filter(pk=thread.pk).update(spoke_at=before)
    refresh([thread], now)


def spoke_before(thread: Thread) -> datetime | None:
    """When its owner said that they answered, the time before the last."""
    said = Exchange.objects.filter(thread=thread, captured=thread_posts.SAID)
    earlier = said.filter(at__lt=thread.spoke_at) if thread.spoke_at else said
    found: datetime | None = earlier.aggregate(last=Max("at"))["last"]
    return found


def _said_so_before(thread: Thread, stands: Standing) -> bool:
    """Whether nothing was heard there since its owner said that they answered."""
    told = thread.spoke_at
    return told is not None and all((post.heard_at or post.at) <= told for post in stands.posts)


def _answer(thread: Thread, voice: Voice, last: int, now: datetime, *, asked: bool) -> Happened:
    return Happened(
        kind="answer" if asked else "reply",
        direction=GIVEN,
        at=now,
        about=thread.title,
        url=thread.address,
        thread=thread,
        captured=thread_posts.SAID,
        act=f"thread:{thread.pk}:{last}:{voice.pk}",
    )


def set_accounts(user: User, lines: Iterable[str], now: datetime) -> list[str]:
    """Remember what the account is called elsewhere; the lines in which no account was found."""
    given = [storable(line.strip(), LONGEST_ACCOUNT) for line in lines if line.strip()]
    known = {name: line for line in reversed(given) if (name := core.named(line))}
    kept = list(reversed(known.values()))[:MOST_ACCOUNTS]
    preferences.remember(user, accounts=kept)
    refresh(Thread.objects.filter(owner=user, closed_at=None).only("pk"), now)
    return [line for line in given if not core.named(line)]


def add_account(user: User, line: str, now: datetime) -> bool:
    """Remember one more name; whether one was found in the line."""
    before = user.preferences.get("accounts", [])
    return not set_accounts(user, [*before, line], now)
