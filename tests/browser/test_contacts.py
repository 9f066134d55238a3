"""Contacts from a file to a decision about each, by hand and by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kith.actions import contacts, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.core.problems import Problem
from kith.db.models import BroughtContact, BroughtContacts, User, Voice
from kith.sources.contacts import BroughtCards, LeftOut, write_vcards

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]

JANA = Card(
    "Jana Nováková",
    organisation="Vlaamse School voor Volwassenen",
    job="Teacher of mathematics",
    mails=(Labelled("jana.novakova@vlaamse-school-voor-volwassenen.example", "work"),),
    phones=(Labelled("+32 470 12 34 56", "mobile"),),
    pages=(Labelled("https://jana.example/"),),
    profiles=(Labelled("@jana@social.example", "mastodon"),),
    postal=(Postal("Kouter 1", "Gent", code="9000", label="home"),),
    birthday=Day(4, 12),
    occasions=(Occasion("First lesson", Day(9, 1, 2010)),),
    note="Likes chess.\nMet in Ghent.",
    categories=("Friends",),
)
CARDS = (
    JANA,
    Card("J. Nováková", mails=(Labelled("jana@home.example"),), phones=JANA.phones),
    Card("Leo Lind", mails=(Labelled("leo@x.example"),)),
    Card("Inês Kowalczyk", pages=(Labelled("https://ines.example/"),), job="Facilitator"),
    Card("Tom Verhaegen", organisation="Library of Ghent"),
)


def brought(user: User) -> BroughtContacts:
    channels = [Speaking("https://ines.example/")]
    roster.follow(user, channels, utc_now(), name="Inês Kowalczyk", kind="person")
    left = LeftOut("Half a card", Problem("contact-cut-off", {"name": "Half a card"}), 12)
    told = BroughtCards(CARDS, "vcard", (left,), (("PHOTO", 312), ("X-PHONETIC-FIRST-NAME", 4)))
    return contacts.bring(user, told, "My phone.vcf", utc_now())


def sound(page: Page, width: int) -> None:
    """Axe finds nothing, and the page does not scroll sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_page_is_sound_in_every_light(
    opens: Opens, owner: User, scheme: str, width: int
) -> None:
    page = opens("/people/bring/", scheme=scheme, width=width)
    sound(page, width)
    row = brought(owner)
    page.goto(f"/people/bring/{row.pk}/")
    sound(page, width)
    contacts.accept(row, utc_now())
    page.goto(f"/people/bring/{row.pk}/")
    page.locator("summary", has_text="Jana Nováková").click()
    sound(page, width)
    contacts.keep_all(row, utc_now())
    page.goto(f"/people/bring/{row.pk}/?state=kept")
    sound(page, width)
    for path in ("/people/bring/", "/people/take/"):
        page.goto(path)
        sound(page, width)


def test_from_the_file_to_every_decision_by_keys(opens: Opens, tmp_path: Path) -> None:
    file = tmp_path / "phone.vcf"
    file.write_bytes(b"".join(write_vcards(CARDS)))
    page = opens("/people/bring/")
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("5 contacts (vCard). Nothing is kept yet.")).to_be_visible()
    page.wait_for_load_state("load")  # before that the page hears no keys
    page.keyboard.press("o")
    expect(page.get_by_text("5 of 5 to decide.")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("summary:focus")).to_have_text("J. Nováková")
    expect(page.get_by_text("4 of 5 to decide.")).to_be_visible()
    expect(page.get_by_text("With all 4 that are left")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("summary:focus")).to_have_text("Leo Lind")
    page.keyboard.press("i")
    expect(page.locator("summary:focus")).to_have_text("Inês Kowalczyk")
    page.keyboard.press("f")
    expect(page.locator("summary:focus")).to_have_text("Tom Verhaegen")
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(page.locator("li", has_text="Inês").get_by_role("button", name="Follow")).to_be_visible()
    expect(page.locator("summary:focus")).to_have_text("Inês Kowalczyk")
    states = dict(BroughtContact.objects.values_list("name", "state"))
    assert states == {
        "Jana Nováková": "kept",
        "J. Nováková": "joined",
        "Leo Lind": "ignored",
        "Inês Kowalczyk": "waiting",
        "Tom Verhaegen": "waiting",
    }
    assert Voice.objects.count() == 1
    page.get_by_role("button", name="Keep as contacts").click()
    expect(page.get_by_text("2 contacts were kept.")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("2 decisions were taken back.")).to_be_visible()


def test_nothing_is_offered_for_the_rest_where_none_is_left(opens: Opens, tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("Name\nJana\n", encoding="utf-8")
    page = opens("/people/bring/")
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("o")
    expect(page.get_by_text("1 of 1 to decide.")).to_be_visible()
    page.wait_for_load_state("load")
    rest = page.get_by_role("button", name="Ignore the rest")
    expect(rest).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.get_by_text("Everybody is decided about.")).to_be_visible()
    expect(page.locator("#all-left")).to_have_text("")
    expect(rest).to_be_hidden()
    page.keyboard.press("u")
    expect(page.get_by_text("With the one that is left")).to_be_visible()
    expect(rest).to_be_visible()


DROPPED = """form => {
  const carried = new DataTransfer();
  carried.items.add(new File(["Name\\nJana\\n"], "dropped.csv", { type: "text/csv" }));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true }));
}"""


def test_a_file_is_dropped(opens: Opens) -> None:
    page = opens("/people/bring/")
    page.wait_for_load_state("load")
    page.locator("form[data-drop]").evaluate(DROPPED)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="dropped.csv")).to_be_visible()
    expect(page.get_by_text("One contact (a table). Nothing is kept yet.")).to_be_visible()


def test_a_file_that_holds_nothing_is_told_on_the_same_page(opens: Opens, tmp_path: Path) -> None:
    file = tmp_path / "colours.csv"
    file.write_text("Colour,Size\nred,4\n")
    page = opens("/people/bring/")
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("None of the columns of this table")).to_be_visible()


def test_it_works_without_scripts(opens: Opens, owner: User) -> None:
    row = brought(owner)
    page = opens(f"/people/bring/{row.pk}/", java_script_enabled=False)
    page.get_by_role("button", name="That is right").click()
    page.locator("li", has_text="Tom Verhaegen").get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Tom Verhaegen is kept as a contact.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("5 of 5 to decide.")).to_be_visible()
