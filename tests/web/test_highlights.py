"""Highlights in an entry: by a browser's script, by a form, and nobody else's."""

import pytest
from django.test import Client

from kith.db.models import Highlight, Mark, User
from tests.web import accounts, world
from tests.web.markup import faults

WORDS = "Nobody saw the answers but the person who wrote them, and that was the whole trick"


def one(user: User) -> Mark:
    return Mark.objects.get(owner=user, entry__title__startswith="Slides")


def look(client: Client, mark: Mark) -> str:
    answer = client.get(f"/read/{mark.entry_id}/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert faults(html) == []
    return html


def add(client: Client, mark: Mark, exact: str = WORDS, **more: str) -> str:
    there = f"/read/{mark.entry_id}/highlights?shelf=all"
    answer = client.post(there, {"exact": exact, **more})
    assert answer.status_code == 302
    return answer["Location"]


@pytest.fixture
def mark(owner: User) -> Mark:
    """An entry to write in."""
    world.library(owner)
    return one(owner)


def test_a_quotation_is_highlighted_across_a_link(reader: Client, mark: Mark) -> None:
    there = add(reader, mark, note="Try it in January.")
    row = Highlight.objects.get()
    assert there == f"/read/{mark.entry_id}/?shelf=all#highlight-{row.pk}"
    assert (row.exact, row.note) == (WORDS, "Try it in January.")
    assert row.prefix.endswith("alone, then thrown away.")
    assert row.suffix.startswith(". What changed")
    html = look(reader, mark)
    assert f'id="highlight-{row.pk}">Nobody saw' in html
    assert ">that was the whole trick</mark></a>" in html
    assert "Try it in January." in html


def test_a_script_gets_the_text_and_the_notes(reader: Client, mark: Mark) -> None:
    there = f"/read/{mark.entry_id}/highlights"
    form = {"exact": "alone, then\nthrown", "prefix": "answered ", "suffix": " away"}
    html = reader.post(there, form, headers={"HX-Request": "true"}).content.decode()
    assert html.startswith('<div class="body" id="body"')
    assert '<section id="notes" hx-swap-oob="true"' in html
    assert faults(html) == []
    assert Highlight.objects.get().exact == "alone, then thrown"


def test_the_same_words_twice_are_one_highlight(reader: Client, mark: Mark) -> None:
    add(reader, mark, "whole trick")
    add(reader, mark, "whole  trick", note="Later")
    assert Highlight.objects.get().note == "Later"


@pytest.mark.parametrize("exact", ["", " \n", "not what it says", "<b>", "\0"])
def test_words_that_are_not_there_are_kept_in_the_form(
    exact: str, reader: Client, mark: Mark
) -> None:
    form = {"exact": exact, "note": "My <note>"}
    answer = reader.post(f"/read/{mark.entry_id}/highlights", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert faults(html) == []
    assert 'id="quote-wrong"' in html
    assert "My &lt;note&gt;" in html
    assert not Highlight.objects.exists()


def test_a_note_is_written_changed_and_emptied(reader: Client, mark: Mark) -> None:
    add(reader, mark)
    row = Highlight.objects.get()
    there = f"/read/highlights/{row.pk}/note?shelf=all"
    answer = reader.post(there, {"note": "One\r\ntwo <b>"})
    assert answer["Location"] == f"/read/{mark.entry_id}/?shelf=all#note-{row.pk}"
    assert "One\ntwo &lt;b&gt;" in look(reader, mark)
    first = row.changed_at
    reader.post(there, {"note": "x" * 20_000})
    row.refresh_from_db()
    assert len(row.note) == 10_000
    assert row.changed_at > first
    reader.post(there, {"note": ""})
    assert "Add a note" in look(reader, mark)


def test_deleting_is_undone(reader: Client, mark: Mark) -> None:
    add(reader, mark, note="Mine")
    row = Highlight.objects.get()
    reader.post(f"/read/highlights/{row.pk}/delete")
    assert not Highlight.objects.exists()
    html = look(reader, mark)
    assert "The highlight is deleted." in html
    assert f'action="/read/{mark.entry_id}/highlights/put-back"' in html
    fields = {name: getattr(row, name) for name in ("exact", "prefix", "suffix", "note")}
    reader.post(f"/read/{mark.entry_id}/highlights/put-back", fields)
    again = Highlight.objects.get()
    assert (again.exact, again.prefix, again.suffix, again.note) == tuple(fields.values())
    assert reader.post(f"/read/{mark.entry_id}/highlights/put-back").status_code == 302


def test_an_edit_by_the_author_loses_nothing(reader: Client, owner: User) -> None:
    text = "<p>First. The whole trick is here. Second.</p>"
    there = world.voice(owner, "Somebody", world.said("Slides", html=text))
    add(reader, one(owner), "The whole trick is here.")
    moved = "<h2>New</h2><p>Longer than it was. The <b>whole</b> trick is here.</p>"
    world.speaks(there, world.said("Slides", html=moved))
    html = look(reader, one(owner))
    assert ">whole</mark></b>" in html
    world.speaks(there, world.said("Slides", html="<p>Taken back, with many more words.</p>"))
    html = look(reader, one(owner))
    assert "No longer in the text" in html
    assert "“The whole trick is here.”" in html
    assert 'class="pen"' not in html


def test_allies_see_only_their_own(reader: Client, owner: User, ally: User) -> None:
    world.library(owner)
    world.voice(ally, "Ines Kowalczyk")
    assert one(ally).entry == one(owner).entry
    add(reader, one(owner), note="Private")
    html = look(accounts.at(ally), one(ally))
    assert 'class="pen"' not in html
    assert "Private" not in html


def test_strangers_reach_nothing(reader: Client, other: Client, mark: Mark) -> None:
    add(reader, mark)
    row = Highlight.objects.get()
    entry = f"/read/{mark.entry_id}/highlights"
    for there in (entry, f"{entry}/put-back"):
        assert other.post(there, {"exact": WORDS}).status_code == 404
    for there in (f"/read/highlights/{row.pk}/note", f"/read/highlights/{row.pk}/delete"):
        assert other.post(there, {"note": "x"}).status_code == 404
        assert reader.get(there).status_code == 405
    row.refresh_from_db()
    assert row.note == ""


def test_a_token_is_needed(owner: User, mark: Mark) -> None:
    client = accounts.at(owner, csrf=True)
    there = f"/read/{mark.entry_id}/highlights"
    assert client.post(there, {"exact": WORDS}).status_code == 403
    assert not Highlight.objects.exists()
