"""A real Chromium before a real server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kith.db.models import User
from tests.conftest import missing
from tests.web import accounts

CHROMIUM = Path(os.environ.get("KITH_CHROMIUM", "/usr/bin/chromium"))
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)

# Playwright's synchronous side runs an event loop of its own in this thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    if not CHROMIUM.exists():
        missing(str(CHROMIUM))
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=list(_QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def owner(transactional_db: None) -> User:  # noqa: ARG001
    """Whoever runs this Kith."""
    return accounts.owner()


class _Whole(WSGIHandler):
    """Everything is answered by Kith itself, its static files too."""

    def __init__(self, _media: object) -> None:
        super().__init__()


@pytest.fixture
def served(transactional_db: None) -> Iterator[str]:  # noqa: ARG001
    """Kith on a port of this machine; its address."""
    shared = {
        one.alias: one
        for one in connections.all()
        if one.vendor == "sqlite" and one.is_in_memory_db()  # type: ignore[attr-defined]
    }
    for one in shared.values():
        one.inc_thread_sharing()
    server = LiveServerThread("localhost", _Whole, connections_override=shared)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield f"http://localhost:{server.port}"
    server.terminate()
    for one in shared.values():
        one.dec_thread_sharing()


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, served: str, owner: User) -> Iterator[Opens]:
    """Open a page signed in as the owner: opens("/read/", scheme="dark", width=320)."""
    contexts: list[BrowserContext] = []
    client = Client()
    client.force_login(owner)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def page(
        path: str,
        *,
        scheme: str = "light",
        width: int = 1280,
        height: int = 900,
        signed_in: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=served,
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.route("**/*", lambda way: _stay_at_home(way, served))
        if signed_in:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session, "url": served}])
        found = context.new_page()
        found.goto(path)
        return found

    yield page
    for context in contexts:
        context.close()


def _stay_at_home(way: Any, home: str) -> None:
    if way.request.url.startswith(home):
        way.continue_()
    else:
        way.abort()
