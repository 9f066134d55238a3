"""Where the browser is, and whether passkeys work there."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from kith.actions.passkeys import Site


@dataclass(frozen=True, slots=True)
class Place:
    """Where the browser is, and what keeps it from using passkeys there."""

    site: Site
    obstacle: str  # "", "number" (an IP address instead of a name) or "plain" (no https)
    elsewhere: str  # the same page where they do work, if there is such a place
    here_only: bool = False  # an address that means this machine, and on any other another one


def place_of(request: HttpRequest) -> Place:
    """The host and origin of a request. Browsers bind passkeys to names, over https or at home."""
    origin = f"{request.scheme}://{request.get_host()}"
    parts = urlsplit(origin)
    host = parts.hostname or ""
    number = _number(host)
    if number:
        home = f"{request.scheme}://localhost{f':{parts.port}' if parts.port else ''}"
        there = home + request.path if number.is_loopback else ""
        return Place(Site(host, origin), "number", there, number.is_loopback)
    near = host == "localhost" or host.endswith(".localhost")
    return Place(Site(host, origin), "" if near or request.is_secure() else "plain", "", near)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
