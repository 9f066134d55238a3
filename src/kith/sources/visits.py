"""The requests of one search: counted, remembered, never made twice."""

import asyncio
import hashlib
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from kith.core.problems import Trouble
from kith.net.addresses import key
from kith.net.door import Answer, Door, check
from kith.sources import KINDS
from kith.sources.finding import Found
from kith.sources.kinds import Kind

MOST = 12  # requests in one search; a person waits for the end of it
SECONDS = 45.0  # after which nothing more is asked, for the same reason

ANY_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml,"
    " application/feed+json, application/xml;q=0.9, */*;q=0.5"
)
_EXPECTED = {"not-found", "gone", "not-a-feed", "page-not-feed", "empty", "nothing-found"}


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that may be a channel, and why anybody would think so."""

    address: str
    why: str  # one of finding.WHYS
    title: str = ""
    comments: bool = False


class Visits:
    """One search's way to the network."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._answers: dict[str, Answer | Trouble] = {}
        self._until = asyncio.get_running_loop().time() + SECONDS
        self.left = MOST
        self.trouble: Trouble | None = None  # the first met at a channel somebody had promised

    async def get(self, address: str, *, accept: str = "", max_bytes: int | None = None) -> Answer:
        """An answer of status 2xx, asked for once. Raises Trouble, also when none may be asked."""
        name = f"{accept} {address}"
        if name not in self._answers:
            get = self._door.get(address, accept=accept or ANY_ACCEPT, max_bytes=max_bytes)
            self._answers[name] = await self._counted(get)
        return _given(self._answers[name])

    async def fetch(self, kind: Kind, address: str) -> Answer:
        """The same in the way of a kind; for feeds that is no other way."""
        name = f" {address}"
        if name not in self._answers:
            self._answers[name] = await self._counted(kind.fetch(self._door, address, None))
        return _given(self._answers[name])

    async def _counted(self, asking: Coroutine[Any, Any, Answer]) -> Answer | Trouble:
        if self.left <= 0 or asyncio.get_running_loop().time() > self._until:
            asking.close()
            return Trouble("nothing-found", address="")
        self.left -= 1
        try:
            answer = await asking
            check(answer)
        except Trouble as trouble:
            return trouble
        return answer

    async def follow(self, lead: Lead) -> Found | None:
        """The channel a lead leads to, or None; the trouble with one that was promised is kept."""
        try:
            return read_channel(await self.get(lead.address), lead)
        except Trouble as trouble:
            promised = lead.why in {"link", "site", "webfinger"}
            if promised and trouble.problem.code not in _EXPECTED:
                self.trouble = self.trouble or trouble
            return None

    async def follow_all(self, leads: Iterable[Lead], most: int) -> list[Found]:
        """The channels behind the first leads, side by side; the door sees to politeness."""
        several = await asyncio.gather(*map(self.follow, unlike(leads)[:most]))
        return [found for found in several if found]

    async def follow_until(self, leads: Iterable[Lead], *, keep: int = 0) -> list[Found]:
        """The first channel there is, one lead after the other; `keep` requests are left over."""
        for lead in unlike(leads):
            if self.left <= keep:
                break
            found = await self.follow(lead)
            if found:
                return [found]
        return []


def _given(known: Answer | Trouble) -> Answer:
    if isinstance(known, Trouble):
        raise known
    return known


def read_channel(answer: Answer, lead: Lead, kind: Kind = KINDS[0]) -> Found:
    """The channel in an answer. Raises Trouble where it holds none."""
    feed = kind.parse(answer)
    return Found(
        address=answer.moved_to or lead.address,
        title=feed.title or lead.title,
        feed=feed,
        why=lead.why,
        home=feed.url,
        comments=lead.comments,
        kind=kind.name,
        validators=answer.validators,
        digest=hashlib.sha256(answer.body).hexdigest(),
        max_age=answer.max_age,
    )


def unlike(leads: Iterable[Lead]) -> list[Lead]:
    """The leads with every address once, the first reason kept."""
    by_key: dict[str, Lead] = {}
    for lead in leads:
        by_key.setdefault(key(lead.address), lead)
    return list(by_key.values())
