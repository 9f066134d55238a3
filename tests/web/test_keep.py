"""The form that keeps a page, the bookmark that leads to it, and the manifest of the app."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from kith.db.models import Entry, Mark, User
from tests.actions.test_keeping import PAGES
from tests.web.accounts import PASSWORD, at, somebody
from tests.web.markup import faults
from tests.web.sites import site

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with site(PAGES) as address:
        yield address


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def test_get_asks_and_changes_nothing(reader: Client, home: str) -> None:
    html = shown(reader, f"/keep/?{urlencode({'url': f'{home}/piece', 'title': 'A <b> title'})}")
    assert f'value="{home}/piece"' in html
    assert 'value="A &lt;b&gt; title"' in html
    assert reader.head(f"/keep/?url={home}/piece").status_code == 200
    assert not Entry.objects.exists()


@pytest.mark.parametrize("field", ["text", "title"])
def test_a_phone_may_say_the_address_elsewhere(reader: Client, field: str) -> None:
    said = urlencode({field: "Look at this: https://a.example/b?c=d thanks"})
    assert 'value="https://a.example/b?c=d"' in shown(reader, f"/keep/?{said}")


def test_post_keeps_and_shows_it(reader: Client, owner: User, home: str) -> None:
    answer = reader.post("/keep/", {"url": f"{home}/piece"})
    mark = Mark.objects.get(owner=owner)
    assert mark.kept_at
    assert answer["Location"] == reverse("entry", args=[mark.entry_id])
    html = shown(reader, answer["Location"])
    assert "Kept." in html
    assert "said the gardener" in html
    assert "On slow reading" in shown(reader, "/read/?shelf=kept")
    again = reader.post("/keep/", {"url": f"{home}/piece"})
    assert "You keep this page already." in shown(reader, again["Location"])


def test_what_is_missing_is_said(reader: Client, home: str) -> None:
    answer = reader.post("/keep/", {"url": f"{home}/paper.pdf", "title": "A paper"})
    html = shown(reader, answer["Location"])
    assert "The address is kept, without the text:" in html
    assert "A paper" in html


def test_what_is_no_address_is_said(reader: Client) -> None:
    answer = reader.post("/keep/", {"url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert faults(answer.content.decode()) == []
    assert "is not a web address" in answer.content.decode()


def test_strangers_see_nothing_of_it(reader: Client, other: Client, home: str) -> None:
    there = reader.post("/keep/", {"url": f"{home}/piece"})["Location"]
    assert other.get(there).status_code == 404
    assert "On slow reading" not in shown(other, "/read/?shelf=kept")


def test_needs_a_token(owner: User) -> None:
    assert at(owner, csrf=True).post("/keep/", {"url": "https://a.example/"}).status_code == 403


def test_after_the_door_the_form_is_still_filled_in(owner: User) -> None:  # noqa: ARG001
    user, client = somebody(), at()
    asked = f"/keep/?{urlencode({'url': 'https://a.example/b?c=d&e=f', 'title': 'Tea & more'})}"
    door = client.get(asked)["Location"]
    html = client.get(door).content.decode()
    wanted = html.partition('name="next" value="')[2].partition('"')[0].replace("&amp;", "&")
    form = {"username": user.username, "password": PASSWORD, "next": wanted}
    there = client.post("/sign-in/", form)["Location"]
    assert there == asked
    html = shown(client, there)
    assert 'value="https://a.example/b?c=d&amp;e=f"' in html
    assert 'value="Tea &amp; more"' in html
    assert at().post("/keep/", {"url": "https://a.example/"}).status_code == 302
    assert not Entry.objects.exists()


def test_the_bookmark_is_a_text_to_copy(reader: Client) -> None:
    html = shown(reader, "/settings/")
    assert "javascript:location.href=&#39;http://testserver/keep/?url=" in html
    assert 'href="javascript' not in html


def test_the_manifest_is_whole_and_for_everybody() -> None:
    answer = at().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    facts = json.loads(answer.content)
    assert facts["share_target"]["action"] == reverse("keep")
    assert facts["share_target"]["method"] == "GET"
    assert {"name", "start_url", "scope", "display", "theme_color"} <= facts.keys()
    sizes = {(one["sizes"], one.get("purpose", "any")) for one in facts["icons"]}
    assert sizes >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in facts["icons"]:
        data = _file(icon["src"])
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
            assert f"{width}x{height}" == icon["sizes"]


def _file(address: str) -> bytes:
    answer = at().get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_every_page_names_it() -> None:
    assert (
        '<link rel="manifest" href="/manifest.webmanifest">'
        in at().get("/sign-in/").content.decode()
    )
