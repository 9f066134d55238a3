"""What a form gave, made safe to keep: one line, no characters that no database holds."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from kith.core import asking

LONGEST_ADDRESS = 4000  # characters
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def line(request: HttpRequest, field: str, most: int = 300, *, anywhere: bool = False) -> str:
    """The field as one line of `most` characters, empty where it was not sent.

    `anywhere`: it may stand in the address of the page as well.
    """
    text = request.POST.get(field) or (request.GET.get(field) if anywhere else None) or ""
    text = text[: 4 * most]
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(seen.split())[:most].rstrip()


def address(request: HttpRequest) -> str:
    """The address of a page elsewhere; some phones put it into the text, or into the title."""
    found = line(request, "url", LONGEST_ADDRESS, anywhere=True)
    for field in ("text", "title"):
        inside = _ADDRESS.search(line(request, field, LONGEST_ADDRESS, anywhere=True))
        if inside and not found:
            found = inside[0]
    return found


def words(request: HttpRequest, field: str, most: int) -> str:
    """The field as text of at most `most` characters that may have several lines."""
    text = request.POST.get(field, "")[: 2 * most].replace("\r\n", "\n")
    seen = "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)
    return seen.strip()[:most].rstrip()


def search(request: HttpRequest) -> str:
    """What was typed to search for, in the address of the page."""
    return request.GET.get("q", "").replace("\0", " ")[: asking.LONGEST].strip()


def number(request: HttpRequest, field: str, *, anywhere: bool = False) -> int | None:
    """The field as a number that a table can hold; `anywhere` as for `line`."""
    text = request.POST.get(field) or (request.GET.get(field) if anywhere else None) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def numbers(request: HttpRequest, field: str, most: int) -> list[int]:
    """Numbers of a form: several fields, or one with full stops between them."""
    texts = ".".join(request.POST.getlist(field)[: 2 * most]).split(".")[: 2 * most]
    found = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)
    return list(dict.fromkeys(found))[:most]


def entries(request: HttpRequest, field: str) -> list[int]:
    """Entries by their numbers, with full stops between them, in the address of the page."""
    texts = request.GET.get(field, "")[:1000].split(".")
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def one_of(request: HttpRequest, field: str, choices: Iterable[str], otherwise: str = "") -> str:
    """The field where it is one of the choices."""
    text = request.POST.get(field, "")
    return text if text in set(choices) else otherwise


def labels(request: HttpRequest, field: str = "labels") -> list[str]:
    """Labels separated by commas, each once; "Teaching / Assessment" lies in "Teaching"."""
    parts = line(request, field, 2000).split(",")
    paths = ("/".join(filter(None, map(str.strip, part.split("/")))) for part in parts)
    return list(dict.fromkeys(path[:300] for path in paths if path))


def parts(request: HttpRequest, field: str) -> list[str]:
    """Words with commas between them."""
    return [part.strip() for part in line(request, field, 2000).split(",") if part.strip()]


def day(request: HttpRequest, field: str) -> date | None:
    """A day, or none."""
    try:
        return date.fromisoformat(request.POST.get(field, ""))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A moment as we write it into an address or a form, in UTC; none where it is no such thing."""
    try:
        found = datetime.fromisoformat(text[:60])
    except ValueError:
        return None
    near = found.tzinfo is not None and _FIRST < found.year < _LAST
    return found.astimezone(UTC) if near else None


_FIRST, _LAST = 1000, 9000  # years: no zone leads from there beyond what can be told


def time_zone(request: HttpRequest, field: str = "time_zone") -> str:
    """A time zone's name, or nothing where there is no such zone."""
    return one_of(request, field, time_zones())


@cache
def time_zones() -> list[str]:
    """The names of all time zones, in order; to find them takes a walk through the file system."""
    return sorted(available_timezones())


def next_page(request: HttpRequest) -> str:
    """The page of ours to go on to that `next` names, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else ""
