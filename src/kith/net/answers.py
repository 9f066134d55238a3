"""What came back through the door, and what its status and headers mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kith.core.problems import Trouble
from kith.net import addresses

_LONGEST_WAIT = 365 * 86400.0  # seconds; nobody means more, and it fits every clock
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed since?" with, word for word; "" where nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(slots=True)
class Answer:
    """One answer, whatever its status; redirects are behind it."""

    status: int
    address: str  # the one that answered in the end
    moved_to: str  # the address to remember from now on, or "" when nothing moved for good
    headers: Mapping[str, str]  # names in lower case; repeated ones joined by ", "
    body: bytes  # unpacked; empty where the body of an error was unreadable or too large
    content_type: str  # the whole value of the header
    validators: Validators
    wait: float | None  # seconds for which the host asks to be left alone
    max_age: float | None  # seconds that Cache-Control calls it fresh


class AskedToWait(Trouble):
    """A host wants to be left alone for `wait` seconds; None where it did not say how long."""

    def __init__(self, wait: float | None, /, **params: str | float) -> None:
        super().__init__("asked-to-wait", **params)
        self.wait = wait


_WORDS_OF_STATUS = {
    401: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    407: "sign-in-needed",
    410: "gone",
    451: "forbidden",
}


def check(answer: Answer) -> None:
    """Raise the Trouble of a status that is neither 2xx nor 304; AskedToWait where it applies."""
    status = answer.status
    if 200 <= status < 300 or status == 304:
        return
    host = addresses.host(answer.address)
    if asks_to_wait(answer):
        raise AskedToWait(answer.wait, host=host, status=status)
    code = _WORDS_OF_STATUS.get(status) or ("server-error" if status >= 500 else "status")
    raise Trouble(code, host=host, status=status)


def asks_to_wait(answer: Answer) -> bool:
    """Whether this is a host's plea for rest: 429, or 503 or 403 with a time."""
    return answer.status == 429 or (answer.status in {403, 503} and answer.wait is not None)


def wait_asked(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which a host wants to be left alone: it says so, or counts and has enough.

    Those who count say how many requests are left, and when (in seconds since 1970) they begin to
    count anew.
    """
    said = retry_after(headers.get("retry-after"), now)
    reset = headers.get("x-ratelimit-reset", "").strip()
    if said is not None or headers.get("x-ratelimit-remaining", "").strip() != "0":
        return said
    if not (reset.isascii() and reset.isdigit() and len(reset) < 12):
        return None
    left = float(reset) - now.timestamp()
    return min(max(left, 0.0), _LONGEST_WAIT) if left > -_LONGEST_WAIT else None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header (seconds or a date), never negative; None if unreadable."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), _LONGEST_WAIT)


def max_age(value: str | None) -> float | None:
    """Seconds from the max-age of a Cache-Control header, or None."""
    found = _MAX_AGE.search(value or "")
    return min(float(found[1]), _LONGEST_WAIT) if found else None
