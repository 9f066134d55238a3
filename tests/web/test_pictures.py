"""Pictures wait for a click where a reader wishes so."""

import pytest
from django.test import Client

from kith.db.models import Highlight, Mark, User
from kith.net import html as cleaning
from kith.web import pictures
from tests.web import world
from tests.web.markup import faults

TEXT = (
    '<p>Before <img src="https://a.example/1.png?a=1&amp;b=2"'
    ' alt="A &quot;map&quot; &lt;of&gt; it"> after.</p><p><a href="https://a.example/"><img src="https://a.example/2.png"></a></p>'
)


@pytest.mark.parametrize(
    "html",
    [TEXT, "<p>None</p>", "", '<img src="https://a.example/1.png">', "<img>", "<a><img src=x>"],
)
def test_no_picture_is_left_and_no_word_changes(html: str) -> None:
    clean = cleaning.clean(html, "https://a.example/")
    shown = pictures.waiting(clean)
    assert "<img" not in shown
    assert " src=" not in shown
    assert faults(shown) == []
    assert cleaning.text(shown) == cleaning.text(clean)


def test_a_button_knows_its_picture() -> None:
    shown = pictures.waiting(cleaning.clean(TEXT, ""))
    assert 'data-src="https://a.example/1.png?a=1&amp;b=2"' in shown
    assert 'aria-label="Load the picture: A &quot;map&quot; &lt;of&gt; it"' in shown
    assert 'aria-label="Picture" data-words="Picture"></span></a><button' in shown


def test_no_other_value_is_taken_for_an_address() -> None:
    told = '<img title="where src=" alt="says alt=" src="https://a.example/1.png" width="3">'
    shown = pictures.waiting(cleaning.clean(told, ""))
    assert 'data-src="https://a.example/1.png" data-alt="says alt="' in shown


@pytest.fixture
def mark(owner: User) -> Mark:
    """An entry with two pictures."""
    world.voice(owner, "Somebody", world.said("Maps", html=TEXT))
    return Mark.objects.get()


def look(client: Client, path: str) -> str:
    html = client.get(path).content.decode()
    assert faults(html) == []
    return html


def test_they_are_there_unless_a_click_is_wished(reader: Client, owner: User, mark: Mark) -> None:
    path = f"/read/{mark.entry_id}/"
    assert look(reader, path).count("<img ") == 2
    reader.post("/settings/profile", {"name": "Maren", "pictures": "click"})
    assert 'value="click" checked' in look(reader, "/settings/")
    html = look(reader, path)
    assert "<img" not in html
    assert f'href="{path}?pictures=1&amp;shelf=all"' in look(reader, f"{path}?shelf=all")
    assert look(reader, f"{path}?pictures=1").count("<img ") == 2
    reader.post("/settings/profile", {"name": "Maren", "pictures": "nonsense"})
    owner.refresh_from_db()
    assert owner.preferences["pictures"] == ""


def test_words_around_a_waiting_picture_are_highlighted(
    reader: Client, owner: User, mark: Mark
) -> None:
    owner.preferences["pictures"] = "click"
    owner.save()
    htmx = {"HX-Request": "true"}
    there = f"/read/{mark.entry_id}/highlights"
    html = reader.post(there, {"exact": "Before  after."}, headers=htmx).content.decode()
    assert Highlight.objects.get().exact == "Before after."
    assert "<img" not in html
    assert html.count('class="pen"') == 2
