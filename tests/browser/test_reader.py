"""The reader: highlighting by hand and by key, and that everybody can use what is there then."""

from playwright.sync_api import Page, expect

from kith.actions import notes
from kith.actions.clock import utc_now
from kith.core.quoting import Quote
from kith.db.models import Highlight, Mark, User
from tests.browser.conftest import Opens
from tests.browser.test_looks import _faults as faults
from tests.web import world

SELECT = """([from, to]) => {
  const walk = document.createTreeWalker(document.getElementById("body"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walk.nextNode(), begun = false; node; node = walk.nextNode()) {
    const low = node.data.indexOf(from), high = node.data.indexOf(to);
    if (!begun && low >= 0) { range.setStart(node, low); begun = true; }
    if (begun && high >= 0) { range.setEnd(node, high + to.length); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def _slides(owner: User) -> Mark:
    world.library(owner)
    return Mark.objects.get(owner=owner, entry__title__startswith="Slides")


def _there(mark: Mark) -> str:
    return f"/read/{mark.entry_id}/?shelf=all"


def _marks(page: Page) -> str:
    return " ".join(" ".join(page.locator(".pen").all_text_contents()).split())


def test_what_is_selected_is_highlighted_and_stays(opens: Opens, owner: User) -> None:
    page = opens(_there(_slides(owner)))
    page.evaluate(SELECT, ["Nobody saw", "whole trick"])
    button = page.get_by_role("button", name="Highlight", exact=True)
    expect(button).to_have_class("on")
    button.click()
    expect(page.locator(".note")).to_have_count(1)
    expect(page.locator("#pen-said")).to_have_text("Highlighted.")
    said = "Nobody saw the answers but the person who wrote them, and that was the whole trick"
    assert _marks(page) == said
    page.reload()
    assert _marks(page) == said
    page.get_by_text("Add a note").click()
    page.get_by_label("Note", exact=True).fill("Try it in January.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note .said")).to_have_text("Try it in January.")
    page.get_by_text("Change", exact=True).click()
    page.get_by_role("button", name="Delete the highlight").click()
    expect(page.locator(".pen")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".note .said")).to_have_text("Try it in January.")
    assert _marks(page) == said


def test_h_highlights_the_paragraph_that_is_read(opens: Opens, owner: User) -> None:
    page = opens(_there(_slides(owner)))
    page.keyboard.press("h")
    expect(page.locator(".note")).to_have_count(1)
    assert _marks(page).startswith("Every autumn somebody")
    page.locator("#body a").focus()
    page.keyboard.press("h")
    expect(page.locator(".note")).to_have_count(2)
    first, second = Highlight.objects.order_by("pk")
    assert first.exact.endswith("kept the surprise small.")
    assert second.exact.startswith("We began each meeting")


def test_highlights_can_be_used_by_everybody(opens: Opens, owner: User) -> None:
    mark = _slides(owner)
    html = mark.entry.content
    for words in ("Every autumn somebody", "that was the whole trick. What changed", "Evening12"):
        assert notes.highlight(mark, html, Quote(words), utc_now(), note="A note")
    notes.put_back(mark, Quote("Words that are gone"), "Kept all the same", utc_now())
    page = opens(_there(mark))
    page.locator(".note summary").first.click()
    page.locator(".quote summary").click()
    assert faults(page) == {}


def test_quotations_are_pasted_without_scripts(opens: Opens, owner: User) -> None:
    page = opens(_there(_slides(owner)), java_script_enabled=False)
    expect(page.locator("#dock-highlight")).to_be_hidden()
    page.locator(".quote summary").click()
    page.get_by_label("Words of the text").fill("Answer it yourself in front of them")
    page.locator(".quote button").click()
    assert _marks(page) == "Answer it yourself in front of them"
