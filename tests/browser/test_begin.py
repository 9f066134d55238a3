"""From the first choice to a list that is full."""

import re
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from kith.actions import features, sample
from kith.actions.clock import utc_now
from kith.db.models import Channel, User
from kith.queries import sampling
from kith.worker.round import Round
from tests.browser.test_forms import LOOKS, sound

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]


def refresh() -> None:
    """One round, and what was heard understood, as the threads in the server would do it."""

    def work() -> None:
        ids = list(Channel.objects.values_list("pk", flat=True))
        Round(lambda: ids).run()
        features.catch_up(utc_now())
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.parametrize("scripts", [True, False])
def test_one_click_and_there_is_something_to_read(opens: Opens, owner: User, scripts: bool) -> None:
    page = opens("/", java_script_enabled=scripts)
    page.get_by_role("button", name="Skip this").click()
    page.get_by_role("button", name="Look around").click()
    expect(page.get_by_text(re.compile(r"0 of \d+ channels heard so far"))).to_be_visible()
    refresh()
    page.wait_for_url("**/today/", timeout=20_000)
    expect(page.get_by_text("You are looking around in the sample network.")).to_be_visible()
    expect(page.locator("article").nth(5)).to_be_visible()
    page.get_by_role("link", name="Remove it").click()
    page.get_by_role("button", name="Remove the sample").click()
    page.wait_for_url("**/begin/")
    assert not sampling.is_loaded(owner)
    page.get_by_role("button", name="Load it again").click()
    page.wait_for_url("**/sample/coming/")
    assert sampling.is_loaded(owner)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_first_steps_are_sound(opens: Opens, owner: User, scheme: str, width: int) -> None:
    page = opens("/begin/interests/", scheme=scheme, width=width)
    sound(page, width)
    page.goto("/begin/")
    sound(page, width)
    sample.load(owner, utc_now())
    for path in ("/sample/", "/sample/coming/", "/read/"):
        page.goto(path)
        sound(page, width)
