"""Ways to reach somebody: told from what was typed, and known again in other spellings."""

import re
from dataclasses import dataclass

from kith.core.contacts import phone_key
from kith.core.identity import LONGEST_KEY, mail_key, place_key

MAIL, PHONE, PROFILE, WEB, CALENDAR, POSTAL = (
    *("mail", "phone", "profile"),
    *("web", "calendar", "postal"),
)
KINDS = (MAIL, PHONE, PROFILE, WEB, CALENDAR, POSTAL)

_MAIL = re.compile(r"(?:mailto:)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:tel:)?\+?[\d(][\d\s()/.-]{4,24}(?:\s*(?:x|ext\.?|;ext=)\s*\d+)?", re.IGNORECASE
)
_WEB = re.compile(r"https?://\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_ACCOUNT = re.compile(r"@[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PROFILE = re.compile(
    r"https?://(?:[^/]+/(?:@|users/|profile/)[^/?#]+/?|"
    r"(?:www\.)?(?:linkedin\.com/in|github\.com|x\.com|twitter\.com|instagram\.com|facebook\.com)"
    r"/[^/?#]+/?)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"https?://(?:[^/]*\bcal(?:endar|endly)?\b[^/]*\.|cal\.com/|\S+\.ics\b)\S*|webcal:\S+",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\s*([^:@/\d][^:@/]{0,40}):\s+(.+)")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody: its kind (of KINDS), a word of its owner's for it, and where."""

    kind: str
    value: str
    label: str = ""


def way(text: str) -> Way:
    """The way that one typed line tells: "work: ana@example.org", "+32 470 12 34 56".

    What is no address of any other kind is where letters go.
    """
    labelled = _LABELLED.fullmatch(text)
    label, value = labelled.groups() if labelled else ("", text)
    value = value.strip()
    mail = _MAIL.fullmatch(value)
    if mail and not value.startswith("@"):
        return Way(MAIL, mail[1], label.strip())
    if _ACCOUNT.fullmatch(value) or _PROFILE.fullmatch(value):
        return Way(PROFILE, value, label.strip())
    if _CALENDAR.fullmatch(value):
        return Way(CALENDAR, value, label.strip())
    if _WEB.fullmatch(value):
        return Way(WEB, value if "://" in value else f"https://{value}", label.strip())
    if _PHONE.fullmatch(value):
        return Way(PHONE, value.removeprefix("tel:"), label.strip())
    return Way(POSTAL, value, label.strip())


def line(way: Way) -> str:
    """A way as one line that `way` reads again."""
    return f"{way.label}: {way.value}" if way.label else way.value


def key(kind: str, value: str) -> str:
    """What spellings of one address share, at most LONGEST_KEY characters."""
    if kind == MAIL:
        return mail_key(value)
    if kind == PHONE:
        return phone_key(value) or value.strip()[:LONGEST_KEY]
    if kind == POSTAL:
        return " ".join(value.casefold().split())[:LONGEST_KEY]
    return place_key(value)
