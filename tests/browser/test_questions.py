"""A question by keys alone, from what one reads to what came of it."""

from playwright.sync_api import Page, expect

from kith.db.models import Asking, Mark, Question, User
from tests.browser.conftest import Opens
from tests.web import world


def _leave_by(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_from_the_reader_to_the_card_by_keys(opens: Opens, owner: User) -> None:
    world.library(owner)
    mark = Mark.objects.get(owner=owner, entry__title__startswith="Slides")
    page = opens(f"/read/{mark.entry_id}/")
    _leave_by(page, "q")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("How do I begin with retrieval practice?")
    _leave_by(page, "Enter")
    row = Question.objects.get()
    assert row.entry_id == mark.entry_id
    while page.evaluate("!document.activeElement.closest('.person')"):
        page.keyboard.press("j")
    _leave_by(page, "o")
    expect(page.locator("h1")).to_have_text("Ask Ines Kowalczyk")
    _leave_by(page, "m")
    assert Asking.objects.get().voice.name == "Ines Kowalczyk"  # type: ignore[union-attr]
    expect(page.locator("#answer-text")).to_be_visible()
    page.fill("#answer-text", "With one question, not three.")
    with page.expect_navigation():
        page.get_by_role("button", name="Note it", exact=True).click()
    page.keyboard.press("x")
    page.fill("#outcome-text", "One question, on paper.")
    with page.expect_navigation():
        page.get_by_role("button", name="Close it").click()
    expect(page.locator(".card")).to_contain_text("One question, on paper.")
    _leave_by(page, "u")
    expect(page.locator("#notices")).to_contain_text("Open again.")
