"""What `kith serve` runs: the pages and the refresh loop, in one process.

Granian imports this in its worker. Everything a server needs before its first page happens here:
the database is brought up to date, listening beyond this machine is refused while anybody could
come in, the sign-in link is printed, and the loop begins.
"""

import ipaddress
import os
import socket
import sys
import threading
import time
import webbrowser

from kith.cli.start import set_up, stop

set_up()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from kith.actions import accounts as account_actions  # noqa: E402
from kith.actions.clock import utc_now  # noqa: E402
from kith.cli.serving import base, link  # noqa: E402
from kith.project import urls  # noqa: E402, F401 (a broken page is found now, not by a reader)
from kith.project.garbage import spare_pages  # noqa: E402
from kith.queries import accounts  # noqa: E402
from kith.worker.identity import WhoIsWho  # noqa: E402
from kith.worker.loop import Loop  # noqa: E402
from kith.worker.planner import Planning  # noqa: E402


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_the_open_door() -> None:
    """Beyond loopback a sign-in must be possible that is not a link on somebody's screen."""
    host = settings.KITH.host
    if not is_loopback(host) and not accounts.has_credentials():
        stop(
            f"will not listen on {host} before an account has a password or a passkey. "
            "Start on 127.0.0.1, sign in, set one under Settings, and try again.",
            2,
        )


def say_where() -> None:
    """Print the address once it answers, with a link that signs in as long as nothing else does."""
    wait_for_the_door(settings.KITH.host, settings.KITH.port)
    address = base()
    if accounts.has_credentials():
        print(f"Kith is at {address}/", flush=True)  # noqa: T201
        return
    owner = account_actions.owner(utc_now())
    address = link(account_actions.make_ticket(owner, utc_now()))
    print(f"Sign in: {address}", flush=True)  # noqa: T201
    if os.environ.get("KITH_BROWSE") == "yes":
        webbrowser.open(address)


def wait_for_the_door(host: str, port: int, patience: float = 30.0) -> None:
    """Return as soon as the server accepts connections."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return


def leave_with_parent() -> None:
    """End when the process that watches over this one was killed: the port must become free."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


refuse_the_open_door()
application = WSGIHandler()
spare_pages()
threading.Thread(target=say_where, name="kith-greeting", daemon=True).start()
if sys.platform != "win32":
    threading.Thread(target=leave_with_parent, name="kith-parent", daemon=True).start()
if settings.KITH.refresh:
    Loop().start()
    Planning().start()
    WhoIsWho().start()
