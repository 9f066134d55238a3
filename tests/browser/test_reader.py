"""The reader: highlighting by hand and by key, putting away, playing on; usable by everybody."""

import io
import re
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from kith.actions import notes, roster
from kith.actions.clock import utc_now
from kith.core.quoting import Quote
from kith.db.models import Highlight, Mark, User
from tests.browser.conftest import Opens
from tests.browser.test_looks import _faults as faults
from tests.web import world
from tests.web.sites import site

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

RESUMED = """() => new Promise((done) => {
  const audio = document.querySelector("audio");
  audio.addEventListener("seeked", () => done(audio.currentTime));
  audio.preload = "metadata";
})"""


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
    expect(page.locator(".notice")).to_contain_text("deleted")
    expect(page.locator(".pen")).to_have_count(0)
    page.wait_for_load_state()  # keys are heard from then on
    with page.expect_navigation():
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


def test_x_puts_away_and_u_takes_back(opens: Opens, owner: User) -> None:
    mark = _slides(owner)
    page = opens(_there(mark))
    with page.expect_navigation():
        page.keyboard.press("x")
    expect(page.locator(".notice")).to_contain_text("not for you")
    mark.refresh_from_db()
    assert mark.state == Mark.State.ARCHIVED
    page.wait_for_load_state()  # keys are heard from then on
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator("h1")).to_contain_text("Slides")
    mark.refresh_from_db()
    assert (mark.state, mark.not_for_me_at) == (Mark.State.READ, None)


def _silence(seconds: int) -> bytes:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return sound.getvalue()


def _plays(sound: bytes) -> Callable[[Route], None]:
    """A server that sends any part of a file, as players ask for it."""

    def part(way: Route) -> None:
        wanted = re.match(r"bytes=(\d+)-", way.request.headers.get("range", "bytes=0-"))
        start = int(wanted[1]) if wanted else 0
        way.fulfill(
            status=206,
            body=sound[start:],
            headers={
                "Content-Type": "audio/wav",
                "Accept-Ranges": "bytes",
                "Content-Range": f"bytes {start}-{len(sound) - 1}/{len(sound)}",
            },
        )

    return part


def test_the_player_goes_on_where_it_was_left(opens: Opens, owner: User) -> None:
    world.library(owner)
    mark = Mark.objects.get(owner=owner, entry__title__startswith="Episode")
    page = opens(_there(mark))
    page.context.route("https://words.example/88.mp3", _plays(_silence(60)))
    page.evaluate("document.querySelector('audio').muted = true")
    page.evaluate("document.querySelector('audio').play()")
    page.evaluate("document.querySelector('audio').currentTime = 30")
    with page.expect_response("**/place"):
        page.evaluate("document.querySelector('audio').pause()")
    page.reload()
    assert page.evaluate(RESUMED) == 30
    fast = page.get_by_role("button", name="1.5×")
    fast.click()
    expect(fast).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    mark.refresh_from_db()
    assert mark.place == 30


def test_pictures_wait_for_a_click(opens: Opens, owner: User) -> None:
    html = '<p>A map: <img src="https://a.example/1.png" alt="The map"> and words.</p>'
    world.voice(owner, "Somebody", world.said("Maps", html=html))
    owner.preferences["pictures"] = "click"
    owner.save()
    page = opens(f"/read/{Mark.objects.get().entry_id}/")
    assert faults(page) == {}
    page.keyboard.press("h")
    expect(page.locator(".note")).to_contain_text("A map: and words.")
    with page.expect_request("https://a.example/1.png"):
        page.get_by_role("button", name="Load the picture: The map").click()
    expect(page.locator("#body img")).to_have_attribute("alt", "The map")
    page.get_by_role("link", name="Load the pictures").click()
    expect(page.locator(".picture")).to_have_count(0)


PAGES = {"/piece": ("text/html", f"<article><p>It rained.</p>{world.TEXT * 3}</article>")}


def _cut(owner: User, home: str) -> Mark:
    world.voice(owner, "Terse", world.said("Rain", html="<p>It rained.</p>", url=f"{home}/piece"))
    return Mark.objects.get(owner=owner)


def test_a_key_fetches_the_full_text_and_leads_back(opens: Opens, owner: User) -> None:
    with site(PAGES) as home:
        page = opens(_there(_cut(owner, home)))
        page.keyboard.press("f")
        expect(page.locator("#body")).to_contain_text("the whole trick", timeout=20_000)
    expect(page.locator("#pen-said")).to_have_text("This is the full text.")
    expect(page.locator("#by")).to_contain_text("the full text, as the feed has it")
    expect(page.locator("#body")).to_be_focused()
    page.keyboard.press("h")
    expect(page.locator(".pen")).to_have_count(1)
    assert _marks(page) == "It rained."
    assert faults(page) == {}
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile("text=feed"))
    expect(page.locator(".pen")).to_have_text("It rained.")
    page.wait_for_load_state("load")  # before that the page hears no keys
    page.keyboard.press("f")
    expect(page.locator("#body")).to_contain_text("the whole trick")


def test_a_voice_may_have_it_fetched_on_opening(opens: Opens, owner: User) -> None:
    with site(PAGES) as home:
        mark = _cut(owner, home)
        roster.fetch_full_texts(mark.voice, always=True)
        page = opens(_there(mark))
        expect(page.locator("#body")).to_contain_text("the whole trick", timeout=20_000)


def test_without_scripts_and_without_luck_the_page_says_why(opens: Opens, owner: User) -> None:
    with site({}) as home:
        page = opens(_there(_cut(owner, home)), java_script_enabled=False)
        page.get_by_role("button", name="Full text").click()
        expect(page.get_by_role("alert")).to_contain_text("nothing at this address", timeout=20_000)
    expect(page.locator("#body")).to_contain_text("It rained.")


def test_under_a_thumb_the_dock_is_one_row(opens: Opens, owner: User) -> None:
    mark = _slides(owner)
    for width in (320, 390):
        page = opens(_there(mark), width=width, height=700, has_touch=True, is_mobile=True)
        expect(page.get_by_role("button", name="Highlight", exact=True)).to_be_hidden()
        page.evaluate(SELECT, ["Nobody saw", "whole trick"])
        button = page.get_by_role("button", name="Highlight", exact=True)
        expect(button).to_be_visible()
        dock = page.locator("#dock").bounding_box()
        assert dock
        assert dock["height"] < 60
        button.tap()
        expect(page.locator("#pen-said")).to_have_text("Highlighted.")
        expect(button).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360, 480, 490])
def test_on_a_phone_one_row_leads_both_ways(opens: Opens, owner: User, width: int) -> None:
    world.voice(owner, "Ines", *world.many(3))
    world.unread(owner)
    middle, last = Mark.objects.filter(owner=owner).order_by("-entry__at")[1:3]
    page = opens(_there(middle), width=width, height=640, has_touch=True, is_mobile=True)
    dock = page.locator("#dock")
    dock.get_by_role("button", name="Keep").tap()
    expect(dock.get_by_role("button", name="Kept")).to_be_visible()
    for name, there in (("Next", last), ("Previous", middle), ("Next", last)):
        box = dock.bounding_box()
        assert box
        assert box["height"] < 60
        with page.expect_navigation():
            dock.get_by_role("link", name=name).tap()
        assert f"/read/{there.entry_id}/" in page.url
    expect(dock.get_by_role("link", name="End of the list")).to_be_visible()
    box = dock.bounding_box()
    assert box
    assert box["height"] < 60


@pytest.mark.parametrize("width", [320, 390, 700, 1180])
def test_with_a_mouse_too_the_dock_is_one_row(opens: Opens, owner: User, width: int) -> None:
    world.voice(owner, "Ines", *world.many(2))
    world.unread(owner)
    page = opens(_there(Mark.objects.filter(owner=owner).order_by("entry__at")[0]), width=width)
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Kept")).to_be_visible()
    dock = page.locator("#dock")
    expect(dock.get_by_role("link", name="Previous")).to_be_visible()
    expect(dock.get_by_role("link", name="End of the list")).to_be_visible()
    box = dock.bounding_box()
    assert box
    assert box["height"] < 60
    assert dock.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    page.keyboard.press("h")
    expect(page.locator("#pen-said")).to_have_text("Highlighted.")


def test_ten_entries_on_a_phone(opens: Opens, owner: User) -> None:
    world.voice(owner, "Ines", *world.many(11))
    world.unread(owner)
    page = opens("/read/", width=360, height=740, has_touch=True, is_mobile=True)
    with page.expect_navigation():
        page.get_by_role("link", name="Entry 0", exact=True).tap()
    for number in range(1, 10):
        with page.expect_navigation():
            page.get_by_role("link", name="On to the next").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Entry {number}")
    assert Mark.objects.filter(owner=owner, state=Mark.State.READ).count() == 10
