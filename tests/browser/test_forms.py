"""Adding, bringing, the door and settings, before real eyes and hands."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from kith.actions import accounts as account_actions
from kith.actions import lists
from kith.actions.clock import utc_now
from kith.core.problems import Problem
from kith.db.models import BroughtList, Channel, Passkey, User, Voice
from kith.sources.lists import read_list
from tests.web import accounts
from tests.web.sites import site

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]


@pytest.fixture
def blog() -> Iterator[str]:
    with site() as address:
        yield address


def sound(page: Page, width: int) -> None:
    """Axe finds nothing, and the page does not scroll sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def brought(user: User) -> BroughtList:
    text = "\n".join(f"https://{n}.example/feed" for n in range(4))
    row = lists.bring(user, read_list(text.encode()), "My reading", utc_now())
    row.left_out = [
        {"title": "Broken", "code": "outline-without-address", "params": {"title": "B"}}
    ]
    row.save()
    problem = Problem("name-unknown", {"host": "0.example"})
    Channel.objects.filter(address__startswith="https://0.").update(
        looked_at=utc_now(), problem={"code": problem.code, "params": dict(problem.params)}
    )
    return row


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_page_is_sound_in_every_light(
    opens: Opens, owner: User, blog: str, scheme: str, width: int
) -> None:
    accounts.somebody("ally")
    account_actions.add_passkey(owner, "Laptop", b"id", b"data", utc_now())
    invitation = account_actions.invite(owner, utc_now())
    here = ["/add/", f"/add/?address={blog}/", "/add/?address=http://10.0.0.1/", "/settings/"]
    here += [reverse("brought", args=[brought(owner).pk]), "/welcome/"]
    for path in here:
        page = opens(path, scheme=scheme, width=width)
        sound(page, width)
        page.context.close()
    for path in ("/sign-in/", f"/join/{invitation}/", "/join/over/", "/sign-in/over/"):
        page = opens(path, scheme=scheme, width=width, signed_in=False)
        sound(page, width)
        page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_an_address_to_a_voice(opens: Opens, owner: User, blog: str, scripts: bool) -> None:
    page = opens("/add/", java_script_enabled=scripts)
    page.get_by_label("Address").fill(f"{blog}/")
    page.get_by_role("button", name="Look").click()
    heading = page.locator("#found h2")
    expect(heading).to_have_text("Ines Kowalczyk", timeout=20_000)
    assert "address=" in page.url, "the page can be kept, and reloaded"
    if scripts:
        expect(heading).to_be_focused()
        expect(page.locator(".ask .busy")).to_be_empty()
    page.get_by_label("Name", exact=True).fill("Ines")
    page.get_by_label("Community").check()
    page.get_by_label("Labels").fill("Teaching")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_text("You follow Ines now.")).to_be_visible()
    voice = Voice.objects.get(owner=owner)
    assert (voice.name, voice.kind) == ("Ines", "community")
    assert page.url.endswith(reverse("voice", args=[voice.pk]))
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    voice.refresh_from_db()
    assert voice.state == Voice.State.RELEASED


def test_waiting_is_said(opens: Opens, blog: str) -> None:
    page = opens("/add/")
    page.route("**/add/?address=*", lambda _way: None)  # an answer that takes for ever
    page.get_by_label("Address").fill(f"{blog}/")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("status").filter(has_text="Looking around there.")).to_be_visible()
    expect(page.get_by_role("button", name="Look")).to_be_disabled()


def test_going_back_after_looking(opens: Opens, blog: str) -> None:
    page = opens("/add/")
    page.get_by_label("Address").fill(f"{blog}/")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#found h2")).to_have_text("Ines Kowalczyk", timeout=20_000)
    page.go_back()
    expect(page.get_by_role("heading", name="Bring a list")).to_be_visible()
    expect(page.locator("html")).to_have_count(1)


def test_a_list_is_watched_until_all_is_heard(opens: Opens, owner: User) -> None:
    page = opens(reverse("brought", args=[brought(owner).pk]))
    expect(page.get_by_text("1 of 4 so far")).to_be_visible()
    Channel.objects.update(looked_at=utc_now())
    expect(page.get_by_text("All 4 have been looked at")).to_be_visible(timeout=10_000)
    expect(page.locator("#said")).to_have_text("Every channel has been looked at.")
    page.get_by_role("button", name="Let go of this list").click()
    expect(page.get_by_text("4 voices were let go.")).to_be_visible()
    page.get_by_role("button", name="Follow them again").click()
    expect(page.get_by_text("4 voices are back.")).to_be_visible()


def device(page: Page) -> Any:
    """A device that makes and keeps passkeys, as Chromium can pretend to have one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return tools


BY_HAND = """
delete PublicKeyCredential.parseCreationOptionsFromJSON;
delete PublicKeyCredential.parseRequestOptionsFromJSON;
"""


@pytest.mark.parametrize("script", ["", BY_HAND], ids=["today's browser", "an older one"])
def test_a_passkey_is_made_and_signs_in(opens: Opens, owner: User, script: str) -> None:
    page = opens("/settings/")
    device(page)
    page.context.add_init_script(script)
    page.reload()
    page.get_by_label("What to call it").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is yours now.")).to_be_visible()
    assert Passkey.objects.get(user=owner).name == "Laptop"
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("holds a passkey for this account already")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/people/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"\d/people/$"))
    assert Passkey.objects.get().used_at
    page.goto("/settings/")
    page.get_by_role("button", name="Remove Laptop").click()
    expect(page.get_by_text("no longer opens this account")).to_be_visible()


def test_a_device_without_a_passkey_is_told(opens: Opens, owner: User) -> None:
    account_actions.add_passkey(owner, "Elsewhere", b"id", b"data", utc_now())
    page = opens("/sign-in/", signed_in=False)
    device(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).not_to_be_empty(timeout=20_000)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()


def test_a_link_a_name_and_the_browsers_time_zone(opens: Opens, owner: User) -> None:
    User.objects.update(name="")
    secret = account_actions.make_ticket(owner, utc_now())
    page = opens(f"/sign-in/{secret}/", signed_in=False, timezone_id="Asia/Tokyo")
    page.get_by_label("Your name").fill("Maren")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/begin/interests/")
    owner.refresh_from_db()
    assert (owner.name, owner.preferences["time_zone"]) == ("Maren", "Asia/Tokyo")


def test_an_invitation_from_one_browser_to_another(opens: Opens) -> None:
    page = opens("/settings/")
    page.get_by_role("button", name="Invite somebody").click()
    address = page.get_by_label("Invitation").input_value()
    assert re.search(r"/join/[\w-]+/$", address)
    there = opens(address, signed_in=False)
    there.get_by_label("Username").fill("jun")
    there.get_by_label("Your name").fill("Jun")
    there.get_by_label("Password").fill(accounts.PASSWORD)
    there.get_by_role("button", name="Come in").click()
    there.get_by_role("button", name="Skip this").click()
    there.wait_for_url("**/begin/")
    assert User.objects.get(username="jun").check_password(accounts.PASSWORD)
    expect(there.get_by_role("heading", level=1)).to_contain_text("Whom do you learn from")


def test_the_first_password_and_the_way_in_with_it(opens: Opens, owner: User) -> None:
    page = opens("/settings/")
    page.get_by_text("Set one").click()
    page.get_by_label("New password").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").fill(owner.username)
    page.get_by_label("Password").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/begin/interests/")
