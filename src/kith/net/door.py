"""The one door through which Kith reaches out: guarded, bounded, polite."""

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote_to_bytes

import aiohttp
from yarl import URL

from kith.core.problems import Trouble
from kith.net import addresses
from kith.net.addresses import Parts
from kith.net.answers import Answer, AskedToWait, Validators, asks_to_wait, check, wait_asked
from kith.net.answers import max_age as read_max_age
from kith.net.guard import Network, permitted
from kith.net.names import Names
from kith.net.turns import Kept, Turns, Waits
from kith.net.unpack import BrokenCompression, TooLarge, Unpacker, looks_packed, unpack

__all__ = [
    "FEED_ACCEPT",
    "PAGE_ACCEPT",
    "Answer",
    "AskedToWait",
    "Door",
    "DoorOptions",
    "Validators",
    "check",
    "fetch",
]

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_ERROR_BODY = 65536  # bytes of an error's body worth having: an API's explanation
_LINE = 16384  # bytes of a status line or of one header
_KEPT_ALIVE = 3.0  # seconds
_MOST_KEPT = 64  # connections; a round visits thousands of hosts once, and sockets are few


@dataclass(frozen=True, slots=True)
class DoorOptions:
    """How the door behaves. All limits are for one exchange, redirects included."""

    user_agent: str
    allow_networks: tuple[Network, ...] = ()  # private networks that may be visited all the same
    in_flight: int = 64  # exchanges at a time
    seconds: float = 20.0  # from the first look-up to the last byte, without waiting for a turn
    max_bytes: int = 10 * 2**20  # of a body, packed and unpacked
    max_hops: int = 10


class _Refused(OSError):
    """The guard said no."""


@dataclass(slots=True)
class _Trip:
    """One exchange under way: where it is and what it carries."""

    at: Parts
    validators: Validators
    accept: str
    most: int  # bytes
    seconds: float
    left: float  # seconds of the deadline
    seen: set[str] = field(default_factory=set)
    for_good: bool = True  # no temporary hop so far
    moved_to: str = ""
    answer: Answer | None = None


class Door:
    """An async context manager; one for many exchanges, in one event loop."""

    def __init__(self, options: DoorOptions, now: Callable[[], datetime]) -> None:
        """`now` gives the time, aware, for Retry-After and for remembering it."""
        self._options = options
        self._now = now
        self._turns = Turns(options.in_flight)
        self._waits = Waits()
        self._names = Names(options.in_flight)
        self._kept = Kept(_MOST_KEPT, 2 * _KEPT_ALIVE)
        self._keeping: aiohttp.ClientSession | None = None
        self._passing: aiohttp.ClientSession | None = None

    def now(self) -> datetime:
        """The time by the clock that this door was given."""
        return self._now()

    async def __aenter__(self) -> Self:
        self._keeping = self._session(keepalive_timeout=_KEPT_ALIVE)
        self._passing = self._session(force_close=True)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for session in (self._keeping, self._passing):
            if session is not None:
                await session.close()
        self._keeping = self._passing = None
        await self._names.close()
        await asyncio.sleep(0)  # let closed transports go

    def _session(self, **connections: Any) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=self._names,
            socket_factory=self._guarded_socket,
            limit=0,  # turns keep the number
            **connections,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_LINE,
            max_field_size=_LINE,
            headers={
                "User-Agent": self._options.user_agent,
                "Accept-Encoding": "gzip, deflate",
            },
        )

    async def get(
        self,
        address: str,
        *,
        accept: str = FEED_ACCEPT,
        validators: Validators | None = None,
        max_bytes: int | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Ask for an address and follow where it leads.

        Returns an Answer for every status (see `check`). Raises Trouble for all else, and
        AskedToWait without asking while a host's Retry-After runs.
        """
        seconds = self._options.seconds if seconds is None else seconds
        trip = _Trip(
            at=addresses.split(address),
            validators=validators or Validators(),
            accept=accept,
            most=self._options.max_bytes if max_bytes is None else max_bytes,
            seconds=seconds,
            left=seconds,
        )
        while trip.answer is None:
            self._heed(trip.at)
            async with self._turns.take(trip.at.place):
                self._heed(trip.at)  # who queued before may have been told
                await self._within_deadline(trip)
        return trip.answer

    def _heed(self, at: Parts) -> None:
        left = self._waits.left(at.place, self._now())
        if left is not None:
            raise AskedToWait(left[0], host=at.host, status=left[1])

    async def _within_deadline(self, trip: _Trip) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(trip.left):
                await self._stay(trip)
        except TimeoutError:
            raise Trouble("too-slow", host=trip.at.host, seconds=_neat(trip.seconds)) from None
        except (aiohttp.ClientError, ssl.SSLError, OSError) as error:
            raise _trouble(error, trip.at.host) from error
        finally:
            trip.left = max(trip.left - (loop.time() - began), 0.0)

    async def _stay(self, trip: _Trip) -> None:
        """Ask, and follow redirects as long as they stay at this place."""
        place = trip.at.place
        while trip.answer is None and trip.at.place == place:
            self._mark(trip)
            await self._ask(trip)

    def _mark(self, trip: _Trip) -> None:
        address = trip.at.text()
        if address in trip.seen or len(trip.seen) > self._options.max_hops:
            raise Trouble("redirect-loop", host=trip.at.host)
        trip.seen.add(address)

    async def _ask(self, trip: _Trip) -> None:
        if self._keeping is None or self._passing is None:
            raise RuntimeError("the door is not open")
        keep = self._kept.may_keep(trip.at.place, asyncio.get_running_loop().time())
        async with (self._keeping if keep else self._passing).get(
            URL(trip.at.text(user=False), encoded=True),
            headers=_headers(trip),
            allow_redirects=False,
        ) as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                _follow(trip, response.status, location)
            else:
                trip.answer = self._answer(trip, response, await _body(response, trip))

    def _answer(self, trip: _Trip, response: aiohttp.ClientResponse, body: bytes) -> Answer:
        headers = _plain(response)
        now = self._now()
        answer = Answer(
            status=response.status,
            address=trip.at.text(),
            moved_to=trip.moved_to,
            headers=headers,
            body=body,
            content_type=headers.get("content-type", ""),
            validators=Validators(headers.get("etag", ""), headers.get("last-modified", "")),
            wait=wait_asked(headers, now),
            max_age=read_max_age(headers.get("cache-control")),
        )
        if asks_to_wait(answer) and answer.wait:
            self._waits.remember(trip.at.place, answer.wait, answer.status, now)
        return answer

    def _guarded_socket(self, info: Any) -> socket.socket:
        """Called with the numeric address of every connect: no name or redirect gets around it."""
        family, kind, proto, _, where = info
        if not permitted(ip_address(where[0]), self._options.allow_networks):
            raise _Refused("refused")
        return socket.socket(family, kind, proto)


def fetch(
    address: str,
    options: DoorOptions,
    now: Callable[[], datetime],
    *,
    accept: str = FEED_ACCEPT,
    validators: Validators | None = None,
) -> Answer:
    """One exchange for callers without an event loop; the same answers and troubles as `get`."""

    async def run() -> Answer:
        async with Door(options, now) as door:
            return await door.get(address, accept=accept, validators=validators)

    return asyncio.run(run())


def _headers(trip: _Trip) -> dict[str, str]:
    headers = {"Accept": trip.accept}
    if trip.validators.etag:
        headers["If-None-Match"] = _one_line(trip.validators.etag)
    if trip.validators.last_modified:
        headers["If-Modified-Since"] = _one_line(trip.validators.last_modified)
    if trip.at.user:
        pair = trip.at.user if ":" in trip.at.user else trip.at.user + ":"
        headers["Authorization"] = "Basic " + b64encode(unquote_to_bytes(pair)).decode("ascii")
    return headers


def _one_line(value: str) -> str:
    # What a server once sent is stored and sent back: never more than one header.
    return "".join(character for character in value if character.isprintable())


def _follow(trip: _Trip, status: int, location: str) -> None:
    """Set the trip on its next hop. Raises Trouble where that leads off the web."""
    before = trip.at
    trip.at = _target(before, location)
    if not _same_house(before, trip.at):
        trip.validators = Validators()
    elif before.user and not trip.at.user:
        trip.at = trip.at._replace(user=before.user)
    trip.for_good = trip.for_good and status in _PERMANENT
    if trip.for_good:
        trip.moved_to = trip.at.text()


def _target(before: Parts, location: str) -> Parts:
    scheme = addresses.scheme(location.strip())
    if scheme and scheme not in {"http", "https"}:
        raise Trouble("redirect-scheme", host=before.host, scheme=scheme)
    whole = addresses.join(before.text(), location)
    if not whole:
        raise Trouble("broken-answer", host=before.host)
    return addresses.split(whole)


def _same_house(before: Parts, after: Parts) -> bool:
    """Whether what was meant for one place may be told to the other: same origin, or safer."""
    gains_tls = (before.scheme, before.port, after.scheme, after.port) == ("http", 80, "https", 443)
    same = before.scheme == after.scheme and before.port == after.port
    return before.host == after.host and (same or gains_tls)


def _plain(response: aiohttp.ClientResponse) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _body(response: aiohttp.ClientResponse, trip: _Trip) -> bytes:
    """Read and unpack. An error's body is welcome but not worth a second error."""
    fine = response.status < 400
    most = trip.most if fine else min(trip.most, _ERROR_BODY)
    try:
        return await _read(response, most)
    except TooLarge:
        if fine:
            raise Trouble("too-large", megabytes=_neat(most / 2**20)) from None
    except BrokenCompression:
        if fine:
            raise Trouble("broken-compression", host=trip.at.host) from None
    response.close()
    return b""


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    if (response.content_length or 0) > most:
        raise TooLarge
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), most)
    async for chunk in response.content.iter_any():
        unpacker.feed(chunk)
    body = unpacker.finish()
    return unpack([body], "gzip", most) if looks_packed(body) else body


def _neat(number: float) -> int | float:
    """As a sentence says it: 20 rather than 20.0."""
    return int(number) if number == int(number) else round(number, 1)


def _trouble(error: Exception, host: str) -> Trouble:
    """The word for what aiohttp, the system or TLS complained of."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Trouble("certificate", host=host)
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return Trouble("no-safe-connection", host=host)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        later = error.os_error.errno == socket.EAI_AGAIN
        return Trouble("name-unanswered" if later else "name-unknown", host=host)
    if isinstance(error, aiohttp.ClientConnectorError):
        refused = isinstance(error.os_error, _Refused)
        return Trouble("address-refused" if refused else "unreachable", host=host)
    if isinstance(error, aiohttp.InvalidURL):
        return Trouble("address-unusable", address=host)
    return Trouble("broken-answer", host=host)
