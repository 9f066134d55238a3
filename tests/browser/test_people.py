"""People on a narrow screen: names can be read, and what is done with several is in reach."""

import pytest
from playwright.sync_api import Locator, expect

from kith.actions import exchanges
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.db.models import User, Voice
from tests.browser.conftest import Opens
from tests.web import world

pytestmark = pytest.mark.browser
NAMES = [f"Annegret Tidman {number:02}" for number in range(20)]

IS_UNCOVERED = """button => {
  const box = button.getBoundingClientRect();
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return button.contains(there);
}"""


@pytest.fixture
def people(owner: User) -> list[Voice]:
    voices = [world.voice(owner, name, labels=("Adult learning",)) for name in NAMES]
    for voice in voices:
        exchanges.record(voice, Happened("meeting", "mutual", utc_now()), utc_now())
    return voices


def lines(one: Locator) -> int:
    """On how many lines a text stands."""
    return int(one.evaluate("one => one.getClientRects().length"))


@pytest.mark.usefixtures("people")
def test_names_stand_on_one_line(opens: Opens) -> None:
    page = opens("/people/", width=320)
    assert {lines(one) for one in page.locator(".voice .name").all()} == {1}
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("width", "height"), [(320, 700), (800, 700), (1280, 700), (320, 450)])
def test_what_is_done_with_those_chosen_is_not_covered(
    opens: Opens, width: int, height: int
) -> None:
    page = opens("/people/", width=width, height=height)
    page.locator(".choose").nth(1).check()
    let_go = page.get_by_role("button", name="Let go")
    if height < 500:  # there it stands at the end, and leaves the room to the list
        let_go.scroll_into_view_if_needed()
    assert let_go.evaluate(IS_UNCOVERED)
    let_go.click()
    expect(page.locator("#notices")).to_contain_text("You let go of 1 voice.")
