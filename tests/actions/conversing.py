"""Conversations for tests: found as the network would give them, and going on afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith.actions import looks, threads
from kith.actions.looks import Heard, Manner
from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.db.models import Channel, Exchange, Mark, Thread, User
from kith.sources.finding import Found
from tests.actions.world import NOW

PLACE = "https://forum.example"
ADDRESS = f"{PLACE}/t/1.json"
HOME = f"{PLACE}/t/how-to-begin/1"


def hours(number: float) -> datetime:
    """A moment, in hours from the day before the conversation is found."""
    return NOW - timedelta(days=1) + timedelta(hours=number)


def said(
    number: int, who: str, text: str = "Yes.", to: int | None = None, **facts: object
) -> ParsedEntry:
    """A post of the n-th hour."""
    told: dict[str, object] = {
        "guid": f"{PLACE}/t/1/{number}",
        "url": f"{HOME}/{number}",
        "author": who.title(),
        "author_url": f"{PLACE}/u/{who}",
        "content": f"<p>{text}</p>",
        "published": hours(number),
        "reply_to": f"{PLACE}/t/1/{to}" if to else "",
    }
    return ParsedEntry(**{**told, **facts})  # type: ignore[arg-type]


def found(
    *posts: ParsedEntry,
    address: str = ADDRESS,
    kind: str = "discourse",
    title: str = "How to begin",
    home: str = HOME,
) -> Found:
    """A conversation as it comes from the network: the newest first."""
    feed = ParsedFeed(kind, title=title, url=home, entries=list(posts)[::-1])
    return Found(address=address, title=title, feed=feed, why="is-feed", home=home, kind=kind)


def watch(
    user: User, *posts: ParsedEntry, mark: Mark | None = None, now: datetime = NOW, **facts: str
) -> Thread:
    """The user watches a conversation that holds these posts."""
    return threads.take_up(user, found(*posts, **facts), now, mark=mark, luck=half).thread


def goes_on(posts: Sequence[ParsedEntry], now: datetime = NOW, address: str = ADDRESS) -> None:
    """The refresh hears the conversation again; it holds these posts by now."""
    channel = Channel.objects.get(address=address)
    feed = ParsedFeed(channel.kind, title=channel.title, url=HOME, entries=list(posts)[::-1])
    understood = looks.understand(channel, feed, now)
    looks.heard([Heard(channel, *understood, Manner())], now, half)


def half() -> float:
    return 0.5


def again(thread: Thread) -> Thread:
    """The thread as it is stored now."""
    return Thread.objects.select_related("owner", "channel", "voice").get(pk=thread.pk)


def passed(user: User) -> list[tuple[str, str, str, str]]:
    """What was recorded, in the order of its time: with whom, kind, direction, how."""
    rows = Exchange.objects.filter(owner=user).order_by("at", "pk")
    return list(rows.values_list("voice__name", "kind", "direction", "captured"))
