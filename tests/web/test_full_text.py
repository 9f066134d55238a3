"""The full text in the reader: fetched by a press, shown, left; what goes wrong is said."""

from collections.abc import Iterator

import pytest
from django.test import Client

from kith.db.models import Entry, FullText, Highlight, Mark, User
from tests.web import accounts, world
from tests.web.sites import site
from tests.web.test_entry import look, one

LONG = "<p>" + "A word about gardens and those who keep them in the rain. " * 60 + "</p>"
PAGES = {
    "/piece": ("text/html", f"<article><p>It rained.</p>{LONG}<p>The end.</p></article>"),
    "/paper.pdf": ("application/pdf", "%PDF-1.7"),
}
HTMX = {"HX-Request": "true", "HX-Target": "words"}


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with site(PAGES) as address:
        yield address


@pytest.fixture
def mark(owner: User, home: str) -> Mark:
    """An entry that its feed cut short."""
    return cut(owner, f"{home}/piece")


def cut(user: User, address: str) -> Mark:
    html = "<p>It rained.</p><p>Only here: continue …</p>"
    world.voice(user, "Terse", world.said("Rain", html=html, url=address))
    return one(user, "Rain")


def fetch(client: Client, mark: Mark, query: str = "", **more: str) -> tuple[int, str]:
    answer = client.post(f"/read/{mark.entry_id}/full-text{query}", headers=more)
    return answer.status_code, answer.content.decode() or answer["Location"]


def test_a_press_fetches_it_and_the_way_back_stands_beside_it(reader: Client, mark: Mark) -> None:
    html = look(reader, mark)
    assert f'action="/read/{mark.entry_id}/full-text"' in html
    assert "hx-trigger" not in html
    assert "today</time> · 1 minute<br>" in html
    assert fetch(reader, mark, "?shelf=all") == (302, f"/read/{mark.entry_id}/?shelf=all")
    html = look(reader, mark, "?shelf=all")
    assert "those who keep them" in html
    assert "continue …" not in html
    assert "today</time> · 3 minutes<br>" in html
    assert f'<a href="/read/{mark.entry_id}/?text=feed&amp;shelf=all" data-key="f"' in html
    assert "fetched today" in html
    html = look(reader, mark, "?text=feed")
    assert "continue …" in html
    assert "those who keep them" not in html
    assert "today</time> · 1 minute<br>" in html
    assert f'<a href="/read/{mark.entry_id}/" data-key="f"' in html


def test_lists_count_its_minutes_and_find_its_words(reader: Client, mark: Mark) -> None:
    fetch(reader, mark)
    html = reader.get("/search/?q=gardens").content.decode()
    assert "Rain</a>" in html
    assert "3 min" in html


def test_a_script_gets_the_page_with_it(reader: Client, mark: Mark) -> None:
    status, html = fetch(reader, mark, **HTMX)
    assert status == 200
    assert 'id="words"' in html
    assert "those who keep them" in html
    assert "today</time> · 3 minutes<br>" in html
    assert "This is the full text." in html


@pytest.mark.parametrize(
    ("path", "why"),
    [("/paper.pdf", "a file (application/pdf)"), ("/missing", "nothing at this address any more")],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_goes_wrong_is_said_with_the_way_out(
    reader: Client, owner: User, home: str, path: str, why: str, headers: dict[str, str]
) -> None:
    mark = cut(owner, f"{home}{path}")
    status, html = fetch(reader, mark, **headers)
    assert status == (200 if headers else 422)
    assert why in html
    assert "The original may open all the same" in html
    assert "continue …" in html
    assert "hx-trigger" not in html, "it would try for ever"


def test_where_there_is_no_address_nothing_is_offered(reader: Client, owner: User) -> None:
    world.voice(owner, "Terse", world.said("Rain", url=""))
    mark = one(owner, "Rain")
    assert "full-text" not in look(reader, mark)
    assert fetch(reader, mark)[0] == 422


def test_highlights_outlive_the_change_where_their_words_do(reader: Client, mark: Mark) -> None:
    for words in ("It rained.", "Only here"):
        reader.post(f"/read/{mark.entry_id}/highlights", {"exact": words})
    fetch(reader, mark)
    html = look(reader, mark)
    rained, only = Highlight.objects.order_by("pk")
    assert f'id="highlight-{rained.pk}"' in html
    assert f'id="highlight-{only.pk}"' not in html
    assert "Only in the text as the feed has it" in html
    there = f"/read/{mark.entry_id}/highlights"
    reader.post(there, {"exact": "who keep them"})
    answer = reader.post(f"{there}?text=feed", {"exact": "continue"})
    assert answer["Location"].startswith(f"/read/{mark.entry_id}/?text=feed#highlight-")
    html = look(reader, mark, "?text=feed")
    assert html.count('<mark class="pen"') == 3
    assert "Only in the full text" in html
    assert "No longer in the text" not in html
    assert f'action="/read/highlights/{only.pk}/note?text=feed"' in html


def test_a_voice_whose_texts_are_always_fetched(reader: Client, mark: Mark) -> None:
    there = f"/people/{mark.voice_id}/describe"
    reader.post(there, {"name": "Terse", "kind": "person", "texts": "full"})
    assert (
        '<option value="full" selected>' in reader.get(f"/people/{mark.voice_id}/").content.decode()
    )
    assert 'hx-trigger="load, submit"' in look(reader, mark)
    fetch(reader, mark)
    assert "hx-trigger" not in look(reader, mark)
    assert "hx-trigger" not in look(reader, mark, "?text=feed")
    reader.post(there, {"name": "Terse", "kind": "person", "texts": "feed"})
    mark.voice.refresh_from_db()
    assert not mark.voice.full_text


def test_allies_read_what_was_fetched_and_strangers_fetch_nothing(
    reader: Client, ally: User, other: Client, mark: Mark
) -> None:
    world.voice(ally, "Terse")
    assert fetch(other, mark)[0] == 404
    assert fetch(Client(), mark)[1].startswith("/sign-in/")
    assert not FullText.objects.exists()
    fetch(reader, mark)
    html = look(accounts.at(ally), one(ally, "Rain"))
    assert "those who keep them" in html
    assert other.get(f"/read/{mark.entry_id}/").status_code == 404
    assert reader.get(f"/read/{mark.entry_id}/full-text").status_code == 405


def test_texts_that_older_rules_cleaned_are_shown_by_those_of_today(
    reader: Client, mark: Mark
) -> None:
    fetch(reader, mark)
    old = "<details><p>Left open<script>1</script>"
    FullText.objects.update(body=f"{old} and whole", rules=1)
    Entry.objects.update(content=f"{old} and cut", rules=1)
    for query, words in (("", "and whole"), ("?text=feed", "and cut")):
        html = look(reader, mark, query)  # which finds nothing left open
        assert words in html
        assert "<script>1" not in html
