"""What the keys do, and that they stay out of the way."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from kith.db.models import Mark, User
from tests.browser.conftest import Opens
from tests.web import world


def _list(opens: Opens, owner: User) -> Page:
    world.library(owner)
    return opens("/read/?shelf=all")


def _here(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.textContent")
    return text


def _leave_by(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_j_and_k_move_real_focus_and_enter_opens(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("j")
    assert _here(page).startswith("Retrieval practice")
    page.keyboard.press("j")
    assert _here(page).startswith("How we ran")
    page.keyboard.press("k")
    assert _here(page).startswith("Retrieval practice")
    _leave_by(page, "Enter")
    expect(page.locator("h1")).to_contain_text("Retrieval practice")
    _leave_by(page, "n")
    expect(page.locator("h1")).to_contain_text("How we ran")
    _leave_by(page, "p")
    expect(page.locator("h1")).to_contain_text("Retrieval practice")
    _leave_by(page, "b")
    expect(page).to_have_url(re.compile(r"/read/\?shelf=all$"))


def test_x_puts_away_in_place_and_u_takes_it_back(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#notices")).to_contain_text("Put away: not for you.")
    expect(page.locator("article").first).to_have_class("entry read")
    assert _here(page).startswith("Retrieval practice")
    first = Mark.objects.get(owner=owner, entry__title__startswith="Retrieval")
    assert first.not_for_me_at
    _leave_by(page, "u")
    expect(page).to_have_url(re.compile(r"/read/\?shelf=all$"))
    again = Mark.objects.get(pk=first.pk)
    assert again.state == Mark.State.UNREAD
    assert again.not_for_me_at is None


def test_m_and_s_mark_in_place_and_focus_stays(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("j")
    row = page.locator("article").first
    page.keyboard.press("m")
    expect(row).to_have_class("entry read")
    page.keyboard.press("s")
    expect(row.locator(".keep[data-kept]")).to_have_count(1)
    assert page.evaluate("!!document.activeElement.closest('article')")
    page.keyboard.press("j")
    assert _here(page).startswith("How we ran")
    first = Mark.objects.get(owner=owner, entry__title__startswith="Retrieval")
    assert first.state == Mark.State.READ
    assert first.kept_at


def test_the_reader_keeps_without_leaving_the_page(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("j")
    _leave_by(page, "o")
    page.keyboard.press("s")
    expect(page.locator("#dock-keep")).to_have_text("Kept")
    expect(page.locator("#dock-state")).to_have_text("Mark unread")
    page.keyboard.press("m")
    expect(page.locator("#dock-state")).to_have_text("Mark read")


def test_the_card_lists_keys_and_turns_them_off(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("?")
    card = page.locator("#keys")
    expect(card).to_be_visible()
    expect(card).to_contain_text("open the original")
    card.get_by_role("button", name="Turn keys off").click()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("j")
    assert not page.evaluate("!!document.activeElement.closest('article')")
    page.get_by_role("button", name="Keys").click()
    card.get_by_role("button", name="Turn keys on").click()


def test_keys_are_letters_while_somebody_types(opens: Opens, owner: User) -> None:
    world.library(owner)
    page = opens("/people/")
    page.keyboard.press("/")
    page.keyboard.type("jun?gs")
    expect(page.locator("#find-text")).to_have_value("jun?gs")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_filter_opens_within_the_list(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("f")
    field = page.locator("#filter-voice")
    expect(field).to_be_focused()
    field.select_option(label="Tobias Okafor")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".filtered")).to_contain_text("Tobias Okafor")
    expect(page.locator("article")).to_have_count(1)


def test_the_slash_leads_to_the_search(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    page.keyboard.press("/")
    page.keyboard.type("checklist voice:tobias")
    page.keyboard.press("Enter")
    expect(page.locator("article mark")).to_have_text("checklist")
    expect(page.locator("#search")).to_have_value("checklist voice:tobias")


def test_nothing_is_refused_by_the_content_policy(opens: Opens, owner: User) -> None:
    page = _list(opens, owner)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    _reload_and(page, lambda: page.keyboard.press("j"))
    page.keyboard.press("m")
    expect(page.locator("article").first).to_have_class("entry read")
    assert [line for line in said if "Content Security Policy" in line] == []


def _reload_and(page: Page, then: Callable[[], None]) -> None:
    page.reload()
    then()


def test_everything_works_without_scripts(opens: Opens, owner: User) -> None:
    world.library(owner)
    page = opens("/read/", java_script_enabled=False)
    page.locator("article .dot").first.click()
    expect(page.locator("article").first).to_contain_text("How we ran")
    page.get_by_role("link", name="Filter").click()
    page.locator("#filter-kind").select_option("community")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("article")).to_have_count(1)
    page.get_by_role("button", name="all of this list").click()
    expect(page.locator(".notice")).to_contain_text("1 entry is put away.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article")).to_have_count(1)
