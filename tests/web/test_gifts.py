"""What could be given stands on the voice's page, and is noted at one stroke."""

from datetime import timedelta

from django.test import Client

from kith.actions import exchanges
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.db.models import Exchange, User, Voice
from tests.web import world
from tests.web.markup import faults

DAY = timedelta(days=1)


def two(user: User) -> tuple[Voice, Voice]:
    """Two people who know of the same; one asked the reader something."""
    pair = world.voice(user, "Jana"), world.voice(user, "Tom")
    Voice.objects.filter(owner=user).update(knows=["forms"])
    now = utc_now()
    exchanges.record(pair[0], Happened("question", "received", now - DAY, about="a form"), now)
    exchanges.record(pair[1], Happened("message", "mutual", now - DAY), now)
    return pair


def look(client: Client, voice: Voice) -> str:
    answer = client.get(f"/people/{voice.pk}/gifts/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def test_the_page_says_what_and_why(reader: Client, owner: User) -> None:
    jana, tom = two(owner)
    html = look(reader, jana)
    assert "What you could give Jana" in html
    assert "Answer what they asked: “a form”" in html
    assert "they asked you yesterday, and no answer of yours is noted." in html
    assert f'<a href="/people/{tom.pk}/">Introduce them to Tom</a>' in html


def test_where_nothing_is_known_nothing_is_said(reader: Client, owner: User) -> None:
    jana = world.voice(owner, "Jana")
    assert "Nothing comes to mind just now" in look(reader, jana)
    beside = reader.get(f"/people/{jana.pk}/gifts/", headers={"HX-Request": "true"})
    assert beside.content.decode().strip() == ""


def test_it_comes_beside_the_voice_by_itself(reader: Client, owner: User) -> None:
    jana, _tom = two(owner)
    there = f"/people/{jana.pk}/gifts/"
    html = reader.get(f"/people/{jana.pk}/").content.decode()
    assert f'<section hx-get="{there}" hx-trigger="load"' in html
    assert f'<a href="{there}">What could I give them?</a>' in html, "without a script, too"
    beside = reader.get(there, headers={"HX-Request": "true"}).content.decode().strip()
    assert beside.startswith('<section aria-labelledby="gifts">')
    assert f'name="next" value="/people/{jana.pk}/"' in beside
    assert "<html" not in beside


def test_an_introduction_is_noted_with_both_and_undone(reader: Client, owner: User) -> None:
    jana, tom = two(owner)
    form = {"kind": "introduce", "other": tom.pk, "about": "Tom", "entry": ""}
    answer = reader.post(f"/people/{jana.pk}/gave", form, follow=True)
    html = answer.content.decode()
    assert "Logged with Jana: you introduced." in html
    assert "Logged with Tom: you introduced." in html
    assert "Introduce them to Tom" not in html
    rows = Exchange.objects.filter(kind="introduction")
    assert {row.voice_id for row in rows} == {jana.pk, tom.pk}
    for row in rows:
        reader.post(f"/people/exchanges/{row.pk}/forget")
    assert "Introduce them to Tom" in look(reader, jana)


def test_thanks_lead_to_the_form_with_what_it_is_for(reader: Client, owner: User) -> None:
    jana = world.voice(owner, "Jana")
    now = utc_now()
    exchanges.record(jana, Happened("help", "received", now - DAY, about="the moving boxes"), now)
    there = f"/people/{jana.pk}/thank/?reason=the+moving+boxes"
    assert f'href="{there}"' in look(reader, jana)
    assert 'value="the moving boxes"' in reader.get(there).content.decode()


def test_what_is_no_gift_is_none(reader: Client, owner: User) -> None:
    jana, _tom = two(owner)
    before = Exchange.objects.count()
    for form in (
        {"kind": "juggle"},
        {},
        {"kind": "piece", "entry": 999},
        {"kind": "introduce", "other": 999},
    ):
        assert reader.post(f"/people/{jana.pk}/gave", form).status_code == 404
    assert Exchange.objects.count() == before


def test_strangers_find_nothing(owner: User, other: Client, stranger: User) -> None:
    jana, tom = two(owner)
    theirs = world.voice(stranger, "Eva")
    assert other.get(f"/people/{jana.pk}/gifts/").status_code == 404
    assert other.post(f"/people/{jana.pk}/gave", {"kind": "asked-you"}).status_code == 404
    form = {"kind": "introduce", "other": tom.pk}
    assert other.post(f"/people/{theirs.pk}/gave", form).status_code == 404
    assert Exchange.objects.filter(direction="given").count() == 0
