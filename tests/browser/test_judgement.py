"""Why an entry is here, without leaving it; and that it was read is told on leaving."""

import time

from playwright.sync_api import expect

from kith.db.models import Mark, User
from tests.browser.conftest import Opens
from tests.browser.pages import fill


def one(owner: User) -> Mark:
    return Mark.objects.get(owner=owner, entry__title__startswith="Slides")


def test_a_key_explains_an_entry(opens: Opens, owner: User) -> None:
    fill(owner)
    page = opens(f"/read/{one(owner).entry_id}/")
    page.keyboard.press("e")
    answer = page.locator("#why-answer")
    expect(answer).to_contain_text("You read it today.")
    expect(answer.get_by_role("link", name="How Kith chooses, and how to tune it")).to_be_visible()


def test_the_end_of_a_text_is_told_on_leaving(opens: Opens, owner: User) -> None:
    fill(owner)
    mark = one(owner)
    Mark.objects.filter(pk=mark.pk).update(seconds=None)
    page = opens(f"/read/{mark.entry_id}/")
    page.locator("#end").scroll_into_view_if_needed()
    page.clock.install()
    page.reload()
    page.locator("#end").scroll_into_view_if_needed()
    page.clock.run_for(90_000)
    page.goto("/settings/")
    mark = told(mark)
    assert mark.seconds
    assert mark.seconds >= 60
    assert mark.finished_at


def told(mark: Mark) -> Mark:
    """The mark once the beacon has arrived."""
    for _ in range(100):
        mark.refresh_from_db()
        if mark.seconds:
            break
        time.sleep(0.05)
    return mark


def test_signals_are_tuned_by_keyboard(opens: Opens, owner: User) -> None:
    page = opens("/judgement/")
    page.get_by_role("group", name="newer first").get_by_label("normal").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Remembered.")).to_be_visible()
    owner.refresh_from_db()
    assert owner.preferences["signals"]["freshness"] == "more"
