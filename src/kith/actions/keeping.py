"""Keep any page of the web: its address for ever, and its text where that can be had."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from kith.actions import intake, reach, reading
from kith.actions.intake import Prepared
from kith.core.feeds import ParsedEntry
from kith.core.problems import Problem, Trouble
from kith.db.fit import storable
from kith.db.models import Channel, Following, Mark, User, Voice
from kith.net import addresses
from kith.net.answers import Answer
from kith.net.article import article
from kith.net.pages import read_page

KIND = Channel.KEPT
NAME = "Kept pages"
LONGEST = 4000  # characters of an address


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping did: the account's mark, whether it was kept before, and what is missing."""

    mark: Mark
    already: bool = False
    problem: Problem | None = None  # why there is no text


def keep_page(user: User, address: str, now: datetime, *, title: str = "") -> Kept:
    """Keep what stands at an address; twice is harmless.

    An entry that the account has heard is kept itself. Else the page is fetched and stored on a
    channel of the account's own; where that fails, the address is kept with its `title`. Raises
    Trouble for what is no address on the web.
    """
    address = addresses.split(address).text(user=False)
    if len(address) > LONGEST:
        raise Trouble("address-unusable", address=address[:80])
    mark = _heard(user, [address])
    if mark:
        return _keep(mark, now)
    found, problem = _fetched(address, title)
    mark = _heard(user, [address, found.url])
    if mark:
        return _keep(mark, now)
    return Kept(_store(user, found, now), problem=problem)


def _heard(user: User, wanted: Iterable[str]) -> Mark | None:
    """The account's mark on an entry that stands at one of these addresses."""
    spellings = {one for address in wanted for one in (address, address.rstrip("/"), f"{address}/")}
    asked = Q(entry__channel__kind=KIND, entry__guid__in=spellings)
    return _marks(user).filter(asked | Q(entry__url__in=spellings)).first()


def _marks(user: User) -> QuerySet[Mark]:
    rows = Mark.objects.filter(owner=user).select_related("entry__channel", "voice")
    return rows.order_by(F("kept_at").asc(nulls_last=True), "pk")


def _keep(mark: Mark, now: datetime) -> Kept:
    already = mark.kept_at is not None
    reading.keep(mark, now)
    return Kept(mark, already=already)


def _fetched(address: str, title: str) -> tuple[ParsedEntry, Problem | None]:
    """The page as an entry; with no more than its address and title where it cannot be read."""
    try:
        return _entry(address, reach.page(address), title), None
    except Trouble as trouble:
        return ParsedEntry(guid=address, url=address, title=title or address), trouble.problem


def _entry(asked: str, answer: Answer, title: str) -> ParsedEntry:
    page = read_page(answer.body, answer.content_type, answer.address)
    return ParsedEntry(
        guid=asked,
        url=addresses.split(answer.address).text(user=False),
        title=page.title or title or asked,
        author=page.card_name or page.author,
        summary=escape(page.description),
        content=article(answer.body, answer.content_type, page.title),
        base=answer.address,
        image=page.image,
        language=page.language,
    )


def _store(user: User, found: ParsedEntry, now: datetime) -> Mark:
    """Write it where only this account hears it; of two at the same time one is enough."""
    channel = _channel(user, now)
    prepared = intake.prepare(channel, [found], now)
    # It is not known: what seems edited is another page with the same title and no text of its own.
    prepared = Prepared([*prepared.new, *(row for _, row in prepared.edited)], [])
    with suppress(IntegrityError):  # asked for twice at the same time: the other was quicker
        intake.write(channel, prepared, now)
    Channel.objects.filter(pk=channel.pk).update(succeeded_at=now, new_at=now)
    mine = _marks(user).filter(entry__channel=channel)
    mark = mine.filter(entry__guid=storable(found.guid, 2000)).first()
    mark = mark or mine.get(entry__url=storable(found.url, LONGEST))
    reading.keep(mark, now)
    return mark


@transaction.atomic
def _channel(user: User, now: datetime) -> Channel:
    """Where the account's kept pages lie: it is never due, and nobody else follows it."""
    channel, _ = Channel.objects.get_or_create(
        address=Channel.kept_by(user.pk), defaults={"kind": KIND, "title": NAME, "looked_at": now}
    )
    following = Following.objects.filter(owner=user, channel=channel).first()
    if following is None:
        voice = Voice.objects.create(
            owner=user, kind=Voice.Kind.PUBLICATION, name=NAME, created_at=now
        )
        Following.objects.create(owner=user, voice=voice, channel=channel, created_at=now)
    return channel
