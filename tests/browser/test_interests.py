"""Interests, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from kith.actions import interests
from kith.actions.clock import utc_now
from kith.db.models import Interest, Mark, User
from tests.browser.conftest import Opens
from tests.web import world

pytestmark = pytest.mark.browser


def names(page: Page) -> list[str]:
    return page.locator(".interest .name").all_text_contents()


def three(owner: User) -> None:
    interests.add(owner, "Memory\nVolunteers\nMuseums", utc_now())


@pytest.mark.parametrize("scripts", [True, False])
def test_named_weighed_and_removed(opens: Opens, owner: User, scripts: bool) -> None:
    three(owner)
    page = opens("/interests/", java_script_enabled=scripts)
    page.get_by_label("Another one").fill("feedback, assessment")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".notice")).to_contain_text("feedback, assessment")
    assert names(page) == ["Memory", "Volunteers", "Museums", "Feedback"]
    page.get_by_role("button", name="More attention for Memory").click()
    expect(page.locator("section").filter(has_text="Most")).to_contain_text("Memory")
    page.get_by_role("button", name="Less attention for Volunteers").click()
    expect(page.locator(".interest .name").nth(1)).to_have_text("Museums")
    page.get_by_role("link", name="Museums").click()
    page.get_by_role("button", name="Let it rest").click()
    expect(page.locator(".interest").last).to_contain_text("Take up again")
    page.get_by_role("link", name="Museums").click()
    page.get_by_role("button", name="Remove it").click()
    assert names(page) == ["Memory", "Volunteers", "Feedback"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".interest").last).to_contain_text("Museums")


def test_weighed_by_keys_and_the_focus_stays(opens: Opens, owner: User) -> None:
    three(owner)
    page = opens("/interests/")
    for _ in range(3):
        page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("+")
    expect(page.locator(".interest .name").nth(1)).to_have_text("Museums")
    assert page.evaluate(
        "document.activeElement.closest('.interest').innerText.includes('Museums')"
    )
    with page.expect_navigation():
        page.keyboard.press("+")
    assert names(page) == ["Museums", "Memory", "Volunteers"]
    with page.expect_navigation():
        page.keyboard.press("-")
    assert names(page) == ["Memory", "Museums", "Volunteers"]


def test_dragged_to_a_place_and_to_another_weight(opens: Opens, owner: User) -> None:
    three(owner)
    page = opens("/interests/")
    museums, memory = (page.locator(".interest").filter(has_text=one) for one in ("Mus", "Mem"))
    with page.expect_navigation():
        museums.drag_to(memory, target_position={"x": 40, "y": 4})
    assert names(page) == ["Museums", "Memory", "Volunteers"]
    _drag(page, "Volunteers", 'ol[data-weight="4"]')
    assert names(page) == ["Volunteers", "Museums", "Memory"]
    assert Interest.objects.get(name="Volunteers").weight == Interest.Weight.MOST


def _drag(page: Page, name: str, to: str) -> None:
    """By hand, for the place shows itself only once something is held."""
    held = page.locator(".interest").filter(has_text=name).bounding_box()
    assert held
    page.mouse.move(held["x"] + 200, held["y"] + held["height"] / 2)
    page.mouse.down()
    page.mouse.move(held["x"] + 210, held["y"] - 10, steps=4)
    expect(page.locator(to)).to_be_visible()
    there = page.locator(to).bounding_box()
    assert there
    page.mouse.move(there["x"] + 50, there["y"] + there["height"] / 2, steps=6)
    with page.expect_navigation():
        page.mouse.up()


@pytest.mark.parametrize("scripts", [True, False])
def test_words_of_an_entry_with_one_key(opens: Opens, owner: User, scripts: bool) -> None:
    world.library(owner)
    (row,) = interests.add(owner, "Testing: surprise", utc_now())
    entry = Mark.objects.get(owner=owner, entry__title="Slides are not notes").entry_id
    page = opens(f"/read/{entry}/", java_script_enabled=scripts)
    if scripts:
        expect(page.get_by_role("link", name="Testing")).to_be_visible()
        page.keyboard.press("a")
        expect(page.get_by_label("Slides")).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Which of yours it fits").click()
        expect(page.get_by_role("link", name="Testing")).to_be_visible()
        page.get_by_label("Slides").check()
        page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("is known by these too: Slides")
    row.refresh_from_db()
    assert row.terms == ["surprise", "Slides"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".notice")).to_contain_text("is as it was")


def test_the_card_and_the_tooltip_name_the_key(opens: Opens, owner: User) -> None:
    world.library(owner)
    entry = Mark.objects.filter(owner=owner)[0].entry_id
    page = opens(f"/read/{entry}/")
    expect(page.locator('[data-key="a"]')).to_have_attribute("title", re.compile(r"\(a\)$"))
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("add words of this to an interest")


def test_the_first_question_leads_to_the_voices(opens: Opens, owner: User) -> None:
    page = opens("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What would you like to learn")
    page.keyboard.type("adult learning\nvolunteers, museums")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Whom do you learn from")
    assert [row.name for row in Interest.objects.order_by("pk")] == ["Adult learning", "Volunteers"]
    assert Interest.objects.filter(owner=owner).count() == 2
