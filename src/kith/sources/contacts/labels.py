"""The words beside a number or an address: one set of them, whatever a program calls them."""

import re
from collections.abc import Iterable

from kith.sources.lists.shapes import one_line

_PLACES = {
    "home": "home",
    "private": "home",
    "personal": "home",
    "privat": "home",
    "work": "work",
    "business": "work",
    "geschäftlich": "work",
    "arbeit": "work",
    "school": "school",
    "other": "other",
    "weitere": "other",
}
_DEVICES = {
    "mobile": "mobile",
    "cell": "mobile",
    "iphone": "mobile",
    "mobil": "mobile",
    "fax": "fax",
    "pager": "pager",
    "main": "main",
    "car": "car",
}
_KNOWN = _PLACES | _DEVICES
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_LONGEST = 60

# What vCards have a TYPE for; other words stand in a label of their own.
_TYPES = {
    "home": "HOME",
    "work": "WORK",
    "mobile": "CELL",
    "fax": "FAX",
    "pager": "PAGER",
    "main": "MAIN",
    "car": "CAR",
}


def from_types(types: Iterable[str]) -> str:
    """The label for a vCard's TYPEs, in lower case; "" where they say nothing of place or device.

    "home" and "work" for one address (some programs write both) is neither.
    """
    known = {_KNOWN[one] for one in types if one in _KNOWN}
    if {"home", "work"} <= known:
        known -= {"home", "work"}
    return _ordered(known)


def from_words(text: str) -> str:
    """The label for what a person or a program wrote: "* Work Fax" is "work fax"."""
    text = one_line(_APPLE.sub(r"\1", text).lstrip("* "))[:_LONGEST].strip()
    words = text.casefold().split()
    if words and all(word in _KNOWN for word in words):
        return _ordered({_KNOWN[word] for word in words})
    return text.casefold() if text.casefold() in {"homepage", "anniversary", "profile"} else text


def of(types: Iterable[str], written: str = "") -> str:
    """The label of a value: what somebody wrote beside it counts before its types."""
    return from_words(written) or from_types(types)


def to_types(label: str) -> tuple[str, ...] | None:
    """The TYPEs that say a label, or None where it has to be written out."""
    words = label.split()
    if any(word not in _TYPES for word in words) or label != _ordered(words):
        return None
    return tuple(_TYPES[word] for word in words)


def _ordered(words: Iterable[str]) -> str:
    """Place before device, each at most once."""
    wanted = set(words)
    order = dict.fromkeys((*_PLACES.values(), *_DEVICES.values()))
    return " ".join(word for word in order if word in wanted)
