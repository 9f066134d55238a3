"""Pairs decided about by keys alone."""

from playwright.sync_api import expect

from kith.actions import identity
from kith.actions.clock import utc_now
from kith.core.identity import Claim
from kith.db.models import User
from tests.browser.conftest import Opens
from tests.web import world


def test_pairs_are_decided_by_keys(opens: Opens, owner: User) -> None:
    for name in ("ann", "bea"):
        world.voice(owner, name, address=f"https://social.example/@{name}")
        home = f"https://{name}.example/feed"
        world.voice(owner, f"{name} at home", address=home)
        identity.feeds_told({home: [Claim("author", f"https://social.example/@{name}")]})
    identity.propose(owner.pk, utc_now())
    page = opens("/people/joining/")

    def press(*keys: str) -> None:
        page.wait_for_load_state("load")  # before that no key is heard
        for key in keys:
            page.keyboard.press(key)

    press("j")
    expect(page.get_by_role("link", name="Open ann", exact=True)).to_be_focused()
    press("y")
    expect(page.get_by_text("ann and ann at home are one voice now.")).to_be_visible()
    press("u")
    expect(page.get_by_text("ann and ann at home are two voices again.")).to_be_visible()
    press("j", "x")
    expect(page.get_by_text("ann and ann at home stay two.")).to_be_visible()
    press("j")
    expect(page.get_by_role("link", name="Open bea", exact=True)).to_be_focused()
    press("e")
    expect(page.get_by_text("You are asked again in 30 days.")).to_be_visible()
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
