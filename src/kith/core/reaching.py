"""Ways to reach somebody: told from what was typed, and known again in other spellings."""

import re

from kith.core.contacts import (
    CALENDAR,
    MAIL,
    PHONE,
    POSTAL,
    PROFILE,
    WEB,
    Way,
    address_key,
)

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


def way(text: str) -> Way:
    """The way that one typed line tells: "work: ana@example.org", "+32 470 12 34 56".

    What is no address of any other kind is where letters go.
    """
    labelled = _LABELLED.fullmatch(text)
    label, value = labelled.groups() if labelled else ("", text)
    kind, value = _told(value.strip())
    return Way(kind, value, label.strip(), address_key(kind, value, label.strip()))


def _told(value: str) -> tuple[str, str]:
    """The kind of an address, and the address as it is kept."""
    mail = _MAIL.fullmatch(value)
    if mail and not value.startswith("@"):
        return MAIL, mail[1]
    if _ACCOUNT.fullmatch(value) or _PROFILE.fullmatch(value):
        return PROFILE, value
    if _CALENDAR.fullmatch(value):
        return CALENDAR, value
    if _WEB.fullmatch(value):
        return WEB, value if "://" in value else f"https://{value}"
    if _PHONE.fullmatch(value):
        return PHONE, value.removeprefix("tel:")
    return POSTAL, value


def line(value: str, label: str) -> str:
    """A way as one line that `way` reads again; commas stand for the breaks of a letter's lines."""
    text = ", ".join(filter(None, map(str.strip, value.splitlines())))
    return f"{label}: {text}" if label else text
