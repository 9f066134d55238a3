"""Today by keyboard, in place and without scripts; the way through a session."""

import re

from playwright.sync_api import Page, expect

from kith.actions import habits, interests, mailing, planning
from kith.actions.clock import utc_now
from kith.core.habits import Habit
from kith.db.models import Session, Step, User
from kith.queries import sessions
from tests.browser.conftest import Opens
from tests.web import world


def _plan(opens: Opens, owner: User, **options: object) -> Page:
    world.library(owner)
    world.unread(owner)
    interests.add(owner, "memory\nworkshops", utc_now())
    return opens("/today/", **options)


def _step(page: Page) -> Step:
    """The step that holds the focus."""
    number = page.evaluate("document.activeElement.closest('[data-row]').id")
    return Step.objects.get(pk=number.removeprefix("step-"))


def _leave_by(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_steps_are_settled_by_keyboard_and_the_focus_stays(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    page.keyboard.press("j")
    first = _step(page)
    page.keyboard.press("s")
    expect(page.locator(f"#let-go-{first.pk}")).to_be_visible()
    page.keyboard.press("m")
    expect(page.locator(f"#step-{first.pk}.done :focus")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator(f"#step-{first.pk}.waiting :focus")).to_have_count(1)
    page.keyboard.press("l")
    expect(page.locator(f"#step-{first.pk}.not-now :focus")).to_have_count(1)
    page.keyboard.press("j")
    assert _step(page) != first
    page.keyboard.press("x")
    expect(page.locator(".step.not-for-me")).to_contain_text("Put away, not for you")


def test_the_minutes_of_a_group_follow(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    before = page.locator("#mins-read").inner_text()
    page.locator(".step.waiting").first.get_by_role("button", name="Not now").click()
    expect(page.locator("#mins-read")).not_to_have_text(before)
    expect(page.locator("#mins-read")).to_have_count(1)


def test_ways_show_where_the_eye_is_and_the_rest_behind_more(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    ways = page.locator(".step.waiting .ways")
    expect(ways.first).to_have_css("opacity", "1")
    expect(ways.nth(1)).to_have_css("opacity", "0")
    before = page.locator(".step").nth(2).bounding_box()
    page.locator(".step").nth(1).hover()
    expect(ways.nth(1)).to_have_css("opacity", "1")
    assert page.locator(".step").nth(2).bounding_box() == before, "nothing moves for it"
    for _ in range(3):
        page.keyboard.press("j")
    expect(ways.nth(2)).to_have_css("opacity", "1")


def test_narrow_steps_hold_the_main_way_and_more(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner, width=320, java_script_enabled=False)
    step = page.locator(".step.waiting").first
    expect(step.get_by_role("button", name="Not now")).to_be_visible()
    expect(step.get_by_role("button", name="Swap")).to_be_hidden()
    step.locator("summary").press("Enter")
    expect(step.get_by_role("button", name="Swap")).to_be_visible()
    minutes, title = (step.locator(one).bounding_box() for one in (".mins", "h3"))
    assert minutes
    assert title
    assert abs(minutes["y"] - title["y"]) < 10, "the minutes stand beside the title"


def test_the_sentence_above_follows(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    before = page.locator("#lede").inner_text()
    page.locator(".step.waiting").first.get_by_role("button", name="Not now").click()
    expect(page.locator("#lede")).not_to_have_text(before)


def test_a_session_from_its_beginning_to_its_end(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    steps = page.locator(".step.waiting").count()
    _leave_by(page, "b")
    for number in range(1, steps + 1):
        expect(page.locator(".flow")).to_contain_text(f"Step {number} of {steps}")
        _leave_by(page, "n")
    expect(page).to_have_url(re.compile("/today/end/$"))
    page.get_by_label("One line").fill("Ask first.")
    page.get_by_role("button", name="Close the session").click()
    expect(page.locator("main")).to_contain_text("Ask first.")
    assert Session.objects.get(owner=owner).state == Session.State.OVER


def test_the_clock_counts_while_the_page_is_seen(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    page.clock.install()
    page.get_by_role("button", name="Start session").click()
    expect(page.locator("[data-minutes]")).to_have_text("0 of 20 min")
    page.wait_for_load_state("load")  # before that nothing counts
    page.clock.run_for(61_000)
    expect(page.locator("[data-minutes]")).to_have_text("1 of 20 min")
    page.goto("/today/")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("[data-minutes]")).to_have_text("1 of 20 min")


def test_all_of_it_without_scripts(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner, java_script_enabled=False)
    page.get_by_role("button", name="10 min").click()
    expect(page.get_by_role("button", name="10 min")).to_have_attribute("aria-pressed", "true")
    first = page.locator(".step.waiting").first
    title = first.locator("h3").inner_text()
    first.get_by_role("button", name="Not now").click()
    expect(page.locator(".notice")).to_contain_text(title)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".plan")).to_contain_text(title)
    page.get_by_role("button", name="Start session").click()
    page.get_by_role("button", name=re.compile("Done")).click()
    page.get_by_role("link", name="End", exact=True).click()
    page.get_by_role("button", name="Close the session").click()
    expect(page.locator("main")).to_contain_text("That was today.")


def test_the_card_names_the_keys(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    page.keyboard.press("?")
    for words in ("swap for another", "not now", "begin the session"):
        expect(page.locator("#keys")).to_contain_text(words)
    assert planning.plan(owner, utc_now()).steps.count()


def test_the_address_of_the_mail_is_confirmed_and_given_up_in_a_browser(
    opens: Opens, owner: User
) -> None:
    habits.set_habit(owner, Habit(asked="maren@post.example"), utc_now())
    key = mailing.confirm_key(owner, "maren@post.example", utc_now())
    page = opens(f"/mail/confirm/{key}/", signed_in=False)
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_role("button", name="Yes, send it")).to_have_count(0)
    owner.refresh_from_db()
    assert sessions.habit(owner).mail == "maren@post.example"
    page.goto(f"/mail/stop/{mailing.stop_key(owner)}/")
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    owner.refresh_from_db()
    assert sessions.habit(owner).mail == ""


def test_minutes_of_ones_own_and_the_usual_ones_again(opens: Opens, owner: User) -> None:
    page = _plan(opens, owner)
    page.get_by_label("Minutes of your own").fill("7")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Session.objects.get().minutes == 7
    own = page.get_by_label("Minutes of your own")
    expect(own).to_have_value("7")
    looks = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    mine = own.evaluate(looks)
    with page.expect_navigation():
        page.get_by_role("button", name="40 min").click()
    assert Session.objects.get().minutes == 40
    chosen = page.get_by_role("button", name="40 min").evaluate(looks)
    assert mine == chosen, "what is chosen looks it"
    assert own.evaluate(looks) != chosen
