"""The roster review by keyboard: decide, undo, go on."""

from playwright.sync_api import expect

from kith.db.models import Decision, User, Voice
from tests.browser.conftest import Opens
from tests.browser.pages import fill
from tests.web import world


def test_decided_undone_and_on_without_a_mouse(opens: Opens, owner: User) -> None:
    fill(owner)
    page = opens("/people/review/")
    rows = page.locator(".reviewed")
    total = rows.count()
    page.keyboard.press("j")
    page.keyboard.press("j")
    name = rows.nth(1).locator("h3").inner_text()
    page.keyboard.press("x")
    expect(rows.nth(1)).to_contain_text(f"You let go of {name}. Its history stays.")
    assert Voice.objects.get(name=name).state == Voice.State.RELEASED
    expect(rows.nth(1).locator("[data-key=u]")).to_be_focused()
    page.keyboard.press("u")
    expect(rows.nth(1).locator("h3")).to_have_text(name)
    assert Voice.objects.get(name=name).state == Voice.State.ACTIVE
    expect(rows.nth(1).locator("[data-open]")).to_be_focused()
    page.keyboard.press("s")
    expect(rows.nth(1)).to_contain_text(f"You keep {name}.")
    page.keyboard.press("j")
    expect(rows.nth(2).locator("[data-open]")).to_be_focused()
    assert rows.count() == total


def test_a_reason_and_a_day_go_along(opens: Opens, owner: User) -> None:
    fill(owner)
    page = opens("/people/review/")
    row = page.locator(".reviewed").nth(1)
    name = row.locator("h3").inner_text()
    row.locator("summary").click()
    row.get_by_label("Reason").fill("Until the course is over")
    row.get_by_label("Rest until").fill("")
    row.get_by_role("button", name="Rest").click()
    said = page.get_by_text(f"{name} rests until you wake them: fetched, but silent.")
    expect(said).to_be_visible()
    made = Decision.objects.get(voice__name=name)
    assert (made.reason, made.voice.rest_until) == ("Until the course is over", None)


def test_how_new_a_voice_is_comes_when_its_row_does(opens: Opens, owner: User) -> None:
    voice = world.voice(owner, "Ines", *world.many(12))
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.ACTIVE)
    page = opens("/people/review/")
    expect(page.get_by_text("of the last 11 return")).to_be_visible()
