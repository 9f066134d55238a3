"""A page that was shared with Kith is kept, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kith.db.models import Mark, User
from tests.actions.test_keeping import PAGES
from tests.web.sites import site

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_share_sheet_to_the_text(opens: Opens, owner: User, scripts: bool) -> None:
    with site(PAGES) as home:
        page = opens(f"/keep/?title=Tea&text={home}/piece", java_script_enabled=scripts)
        expect(page.get_by_label("Title")).to_have_value("Tea")
        assert not Mark.objects.exists()
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_text("said the gardener")).to_be_visible(timeout=20_000)
    assert Mark.objects.get(owner=owner).kept_at
