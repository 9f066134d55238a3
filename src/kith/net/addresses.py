"""Addresses of the web: made whole, made canonical, compared. Pure; nothing is looked up."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from yarl import URL

from kith.core.problems import Trouble

MOST_CHARACTERS = 4000

_FEED_SCHEME = re.compile(r"\A(?:feed|podcast|itpc|pcast|rss):/*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What copying from pages, mails and chats leaves at the ends and between the letters.
_WRAPPING = " \t\r\n\f\v<>\"'“”‘’«»\u00a0"
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+-]*):(.*)", re.DOTALL)
_PARTS = re.compile(r"(https?):/*([^/?#]*)([^?#]*)(\?[^#]*)?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}\Z")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\Z")
_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_ESCAPED = re.compile("%[0-9a-fA-F]{2}")


class Parts(NamedTuple):
    """A normalised address, taken apart. `user` is "name:password", percent-encoded, or ""."""

    scheme: str
    user: str
    host: str  # IPv6 in brackets
    port: int
    path: str  # with the query

    @property
    def place(self) -> str:
        """Host and port: what one politeness turn and one asked-for wait belong to."""
        return f"{self.host}:{self.port}"

    def text(self, *, user: bool = True) -> str:
        """Write the address; without `user`, as it may be shown or sent."""
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        name = f"{self.user}@" if user and self.user else ""
        return f"{self.scheme}://{name}{self.host}{port}{self.path}"


def normalise(text: str) -> str:
    """Make an http(s) address of what a person typed, or a document or a server gave.

    Adds https:// where no scheme is given; feed:, podcast:, itpc:, pcast: become what they mean.
    Fragments, default ports and control characters go; host names become ASCII, odd spellings of
    IPv4 (decimal, octal, hexadecimal, short) the usual one. Raises Trouble("address-unusable").
    """
    return split(text).text()


def split(text: str) -> Parts:
    """Normalise and take apart. Raises Trouble("address-unusable")."""
    try:
        return _split(text)
    except (ValueError, UnicodeError):
        raise Trouble("address-unusable", address=_shown(text)) from None


def join(base: str, reference: str) -> str:
    """Resolve `reference` against `base`, normalised; "" where it leads to no web address."""
    try:
        whole = urljoin(base, _INVISIBLE.sub("", reference).strip())
        return normalise(whole) if scheme(whole) in _DEFAULT_PORTS else ""
    except (ValueError, Trouble):
        return ""


def scheme(text: str) -> str:
    """The scheme of an absolute address, lower-case, or ""."""
    found = _SCHEME.match(text)
    return found[1].lower() if found else ""


def host(address: str) -> str:
    """The host of a normalised address, for showing: no name, no password, no port."""
    return split(address).host


def key(address: str) -> str:
    """What equal addresses share: http and https, www., a last slash make no difference."""
    parts = split(address)
    port = "" if parts.port in _DEFAULT_PORTS.values() else f":{parts.port}"
    user = f"{parts.user}@" if parts.user else ""
    path, mark, query = parts.path.partition("?")
    tail = path.rstrip("/") + (mark + query if query else "")
    tail = _ESCAPED.sub(lambda found: found[0].upper(), tail)
    return f"{user}{parts.host.removeprefix('www.')}{port}{tail}"


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are surely meant as one; False where either is unusable."""
    try:
        return key(one) == key(other)
    except Trouble:
        return False


def _split(text: str) -> Parts:
    if len(text) > 2 * MOST_CHARACTERS:
        raise ValueError
    found = _PARTS.match(_with_scheme(_INVISIBLE.sub("", text).strip(_WRAPPING)))
    if found is None:
        raise ValueError
    user, _, place = found[2].rpartition("@")
    name, port = _host_and_port(place)
    path = _escaped(found[3] or "/") + _escaped(_query(found[4] or ""))
    parts = Parts(found[1], _user(user), name, port or _DEFAULT_PORTS[found[1]], path)
    if len(parts.text()) > MOST_CHARACTERS:
        raise ValueError
    return parts


def _with_scheme(text: str) -> str:
    # Browsers read \ as / before the query, so what stands before it is never a password.
    before, mark, query = text.partition("?")
    text = _FEED_SCHEME.sub("", before.replace("\\", "/") + mark + query, count=1)
    found = _SCHEME.match(text)
    if found is None or re.match(r"\d+(?:[/?#]|\Z)", found[2]):  # the second: a host and its port
        return "https://" + text.lstrip("/")
    return f"{found[1].lower()}:{found[2]}"


def _query(text: str) -> str:
    return text if text.strip("?") else ""


def _user(text: str) -> str:
    name, mark, password = text.partition(":")
    return _escaped(name) + mark + _escaped(password).replace("@", "%40") if text else ""


def _host_and_port(place: str) -> tuple[str, int]:
    if place.startswith("["):
        inside, bracket, rest = place[1:].partition("]")
        if not bracket or "%" in inside or (rest and not rest.startswith(":")):
            raise ValueError
        return f"[{IPv6Address(inside).compressed}]", _port(rest[1:])
    name, _, port = place.partition(":")
    return _host(name), _port(port)


def _port(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) < 65536:
        raise ValueError
    return int(text)


def _host(name: str) -> str:
    name = unquote(name, errors="strict").lower()
    if not name.isascii():
        name = URL.build(scheme="http", host=name).raw_host or ""
    labels = name.removesuffix(".").split(".")
    if sum(len(label) + 1 for label in labels) > 254 or not all(map(_LABEL.match, labels)):
        raise ValueError
    if _NUMBER.match(labels[-1]):
        return str(_ipv4(labels))
    return ".".join(labels)


def _ipv4(labels: Iterable[str]) -> IPv4Address:
    """Read an IPv4 address in the ways inet_aton does: the last number fills what is left."""
    numbers = [_number(label) for label in labels]
    *first, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in first):
        raise ValueError
    if last >= 256 ** (4 - len(first)):
        raise ValueError
    return IPv4Address(last + sum(number << (24 - 8 * at) for at, number in enumerate(first)))


def _number(label: str) -> int:
    if not _NUMBER.match(label) or len(label) > 20:
        raise ValueError
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if label.startswith("0") else int(label)


def _escaped(text: str) -> str:
    # Surrogates stand for the raw bytes of a header that was not UTF-8.
    raw = text.encode("utf-8", "surrogateescape")
    return _ESCAPE.sub(lambda found: b"%%%02X" % found[0][0], raw).decode("ascii")


def _shown(text: str) -> str:
    """Cut short and without a password, for the sentence that says it is unusable."""
    cleaned = _INVISIBLE.sub("", text).strip()
    return re.sub(r"\A((?:[a-zA-Z][\w+-]*:)?[/\\]*)[^/?#\\]*@", r"\1", cleaned)[:200]
