"""Every page, in both themes and at both ends of widths: reachable by everybody."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kith.db.models import User
from tests.browser.conftest import Opens
from tests.browser.pages import PAGES, fill

NARROW, WIDE, HIGH = 320, 1280, 900
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EVERYTHING = {"type": "tag", "values": _TAGS}
_COLOURS = {"type": "rule", "values": ["color-contrast"]}


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']]}"
        for one in found.response["violations"]
    ]


def _runs_over(page: Page) -> list[str]:
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{over} pixels wider than its window"] if over else []


def _faults(page: Page) -> dict[str, list[str]]:
    """What is wrong with the page that is open, by theme and width."""
    page.set_viewport_size({"width": WIDE, "height": HIGH})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = {"wide": _violations(page, _EVERYTHING) + _runs_over(page)}
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found["dark"] = _violations(page, _COLOURS)
    page.set_viewport_size({"width": NARROW, "height": HIGH})
    found["narrow"] = _violations(page, _EVERYTHING) + _runs_over(page)
    return {where: faults for where, faults in found.items() if faults}


def test_everybody_can_use_every_page(opens: Opens, owner: User) -> None:
    fill(owner)
    inside, outside = opens("/health/"), opens("/nothing/", signed_in=False)
    found = {}
    for looked in PAGES:
        page = inside if looked.signed_in else outside
        page.goto(looked.path(owner))
        faults = _faults(page)
        if faults:
            found[looked.name] = faults
    assert found == {}
