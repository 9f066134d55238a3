"""Threads by keyboard: to one and back, later, closed, and taken back."""

import re
import time

from playwright.sync_api import Page, Route, expect

from kith.actions import threads
from kith.actions.clock import utc_now
from kith.db.models import User
from tests.actions.conversing import again, said, watch
from tests.browser.conftest import Opens

_TITLES = ("First", "Second")


def _list(opens: Opens, owner: User) -> Page:
    threads.set_accounts(owner, ["@jana@forum.example"], utc_now())
    for number, title in enumerate(_TITLES):
        posts = said(number, "jana"), said(number + 2, "hanne", "Why?", to=number)
        address = f"https://forum.example/t/{title}.json"
        watch(owner, *posts, address=address, title=title)
    return opens("/threads/")


def _leave_by(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_thread_is_opened_left_for_later_closed_and_taken_back(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "First"
    _leave_by(page, "o")
    expect(page.locator("h1")).to_have_text("First")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('article').textContent").count("Why?")
    _leave_by(page, "z")
    expect(page.locator("#notices")).to_contain_text("Left alone until")
    _leave_by(page, "u")
    _leave_by(page, "b")
    page.keyboard.press("j")
    page.keyboard.press("j")
    _leave_by(page, "x")
    expect(page).to_have_url(re.compile(r"/threads/$"))
    expect(page.locator("main")).not_to_contain_text("Second asks")
    expect(page.locator("#notices")).to_contain_text("Closed: “Second”.")
    _leave_by(page, "u")
    expect(page.locator(".talk")).to_have_count(2)
    first, second = owner.threads.order_by("pk")
    assert again(first).snoozed_until is again(second).closed_at is None


def _in_a_while(way: Route) -> None:
    """A network that takes its time."""
    time.sleep(0.2)
    way.continue_()


TWICE = "button => { button.click(); setTimeout(() => button.click(), 40); }"  # as a hand does it


def test_a_double_click_is_one_and_what_it_did_can_be_undone(opens: Opens, owner: User) -> None:
    _list(opens, owner)
    first = owner.threads.earliest("pk")
    page = opens(f"/threads/{first.pk}/")
    methods: list[str] = []
    page.on("request", lambda one: methods.append(one.method))
    page.route("**/threads/*/*", _in_a_while)
    for word in ("Nothing owed", "I answered"):
        methods.clear()
        with page.expect_navigation():
            page.get_by_role("button", name=word).evaluate(TWICE)
        expect(page.locator(".lede")).not_to_contain_text("Your turn")
        assert methods.count("POST") == 1, word
        _leave_by(page, "u")
        expect(page.locator(".lede")).to_contain_text("Your turn")
