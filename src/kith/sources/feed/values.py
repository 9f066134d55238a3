"""Values as elements and attributes give them: words, numbers, spans of time, base64."""

import base64
import binascii
import re

from kith.sources.feed.names import Element

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
HTML = ("html", "text/html", "application/xhtml+xml", "xhtml")
PLAYS = ("audio", "video")
ISO_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
LONGEST_PLAY = 86400 * 60


def words(element: Element) -> str:
    """The text of an element, with that of anything inside it."""
    if len(element):
        return "".join(map(str, element.itertext())).strip()
    text = element.text
    return text.strip() if text else ""


def packed(element: Element, kind: str, *, atom: bool) -> bool:
    """Whether Atom gave a text as base64: 0.3 said so, 1.0 does it for every type but text."""
    if element.get("mode") == "base64":
        return True
    return atom and "/" in kind and not kind.startswith("text/") and not kind.endswith("xml")


def unpacked(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8")
    except (binascii.Error, ValueError):
        return text


def duration(text: str | None) -> int | None:
    """Seconds from "5400", "90:00", "1:30:00" or "PT1H30M"."""
    if not text:
        return None
    text = text.strip().upper()
    if text.startswith("PT") and (match := ISO_DURATION.fullmatch(text)):
        parts: list[str] = [part or "0" for part in match.groups()]
    else:
        parts = text.split(":")
    try:
        seconds = 0.0
        for part in parts:
            seconds = seconds * 60 + float(part or 0)
    except ValueError:
        return None
    return int(seconds) if 0 < seconds <= LONGEST_PLAY else None


def number(text: str | None) -> int | None:
    if not text:
        return None
    text = text.strip()
    # None for zero too: it is what programs write that do not know.
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 16 else None
