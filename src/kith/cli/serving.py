"""Commands that stay: serve, work; and the link that lets somebody in."""

import contextlib
import os
import signal
import socket
import sys
import time
from typing import Any

import click

from kith.cli.start import AS, account, set_up, stop, with_kith

PATIENCE = 3.0  # seconds an earlier Kith has to leave the port


@click.command()
@click.option("--host", help="Listen on this address instead of the configured one.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead.")
@click.option(
    "--open/--no-open", "browse", default=None, help="Open a browser; by default on a desktop."
)
def serve(host: str | None, port: int | None, browse: bool | None) -> None:
    """Start Kith: the pages, and the refresh of what is due.

    This process only watches over the one that does the work, and needs next to no memory itself.
    """
    for name, value in (("KITH_HOST", host), ("KITH_PORT", port)):
        if value is not None:
            os.environ[name] = str(value)
    options = _options()
    _port_is_free(options.host, options.port)
    os.environ["KITH_BROWSE"] = "yes" if _wants_browser(browse) else "no"
    from granian import Granian
    from granian.constants import Interfaces, Loops

    server = Granian(
        "kith.project.server:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=1,
        blocking_threads=options.threads,
        backpressure=256,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=5,
    )
    server.serve()


def _options() -> Any:
    try:
        from django.conf import settings

        return settings.KITH
    except (ValueError, OSError) as error:
        stop(str(error), 2)


def _wants_browser(asked: bool | None) -> bool:
    if asked is not None:
        return asked
    desktop = sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return desktop and sys.stdout.isatty() and not os.environ.get("SSH_CONNECTION")


def _port_is_free(host: str, port: int) -> None:
    """End in plain words where something else listens; an earlier Kith may still be leaving."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + PATIENCE
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                trouble = error.strerror or str(error)
            else:
                return
        if time.monotonic() > until:
            stop(f"cannot listen on {host} port {port}: {trouble}. Try another with --port.", 2)
        time.sleep(0.1)


@click.command()
@AS
@with_kith
def signin(username: str | None) -> None:
    """Print a link that signs in once, within half an hour."""
    from kith.actions import accounts
    from kith.actions.clock import utc_now

    user = account(username)
    click.echo(f"Sign in: {link(accounts.make_ticket(user, utc_now()))}")


def link(secret: str) -> str:
    """The address of a sign-in link."""
    return f"{base()}/sign-in/{secret}/"


def base() -> str:
    """The address Kith is reached at, as a browser on this machine, or anywhere, would ask."""
    from django.conf import settings

    return str(settings.KITH.home)


@click.command()
def work() -> None:
    """Refresh what is due, for ever: beside servers that run with KITH_REFRESH=no."""
    set_up()
    from kith.worker.identity import WhoIsWho
    from kith.worker.loop import Loop
    from kith.worker.planner import Planning

    click.echo("Listening. End with Ctrl-C.")
    Planning().start()
    WhoIsWho().start()
    loop = Loop()

    def leave(*_: object) -> None:
        """End after what is being looked at now; asked once more, at once."""
        if loop.stopping:
            raise KeyboardInterrupt
        loop.stop()

    signal.signal(signal.SIGINT, leave)
    with contextlib.suppress(KeyboardInterrupt):
        loop.run()
