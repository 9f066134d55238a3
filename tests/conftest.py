"""What every test lives with: no network but loopback, and optional parts that skip loudly."""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

REQUIRE_ALL = bool(os.environ.get("KITH_REQUIRE_ALL"))
_connect = socket.socket.connect


class NetworkBlocked(AssertionError):
    """A test reached for a host that is not this machine."""


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise NetworkBlocked(f"a test tried to connect to {address}")
        _connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A process that was just started: its tables are new, so what it knows of them is gone."""
    yield
    found = sys.modules.get("kith.queries.judging")
    if found:
        found.forget()


def missing(what: str) -> None:
    """Skip for want of an optional part; where all are required, fail instead."""
    if REQUIRE_ALL:
        pytest.fail(f"{what} is required here")
    pytest.skip(f"{what} is not there")


# Properties are tried on the same examples everywhere, so that a red build can be seen again;
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
