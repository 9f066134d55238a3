"""Read to the end: told by a script, or by the link at the end of a text."""

from django.test import Client

from kith.db.models import Mark, User
from tests.web import world


def one(owner: User, title: str) -> Mark:
    return Mark.objects.get(owner=owner, entry__title__startswith=title)


def test_a_script_tells_how_long_and_how_far(reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner, "Slides")
    there = f"/read/{mark.entry_id}/stay"
    assert reader.post(there, {"seconds": "30"}).status_code == 204
    mark.refresh_from_db()
    assert (mark.seconds, mark.finished_at) == (30, None)
    reader.post(there, {"seconds": "12", "ended": "yes"})
    mark.refresh_from_db()
    assert mark.seconds == 42
    assert mark.finished_at
    assert reader.post(there, {"seconds": "-1"}).status_code == 400
    assert reader.get(there).status_code == 405


def test_the_link_at_the_end_tells_it_without_a_script(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    slides, workshop = one(owner, "Slides"), one(owner, "On closing")
    html = reader.get(f"/read/{slides.entry_id}/?voice={ines.pk}").content.decode()
    link = f"/read/{workshop.entry_id}/?ended={slides.entry_id}&amp;voice={ines.pk}"
    assert f'<a href="{link}">On to the next</a>' in html
    reader.get(link.replace("&amp;", "&"))
    slides.refresh_from_db()
    workshop.refresh_from_db()
    assert slides.finished_at
    assert workshop.finished_at is None
    for nonsense in ("x", "99999999999999999999", "²", str(10**17)):
        assert reader.get(f"/read/{workshop.entry_id}/?ended={nonsense}").status_code == 200


def test_nobody_tells_it_for_somebody_else(other: Client, owner: User, stranger: User) -> None:
    world.library(owner)
    world.voice(stranger, "Someone", world.said("Elsewhere"))
    mark, theirs = one(owner, "Slides"), one(stranger, "Elsewhere")
    assert other.post(f"/read/{mark.entry_id}/stay", {"seconds": "9"}).status_code == 404
    assert other.get(f"/read/{theirs.entry_id}/?ended={mark.entry_id}").status_code == 200
    mark.refresh_from_db()
    assert (mark.seconds, mark.finished_at) == (None, None)
