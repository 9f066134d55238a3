"""The roster and the page of one voice."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.actions import exchanges, features, reading, roster, thanks
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.db.models import Following, Label, Mark, User, Voice
from tests.web import world
from tests.web.markup import faults
from tests.web.world import said


def look(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def names(html: str) -> list[str]:
    return re.findall(r'class="name" data-open [^>]*>([^<]*)</a>', html)


def test_everybody_in_the_order_of_their_names(reader: Client, owner: User) -> None:
    for name in ("alba", "Zoe", "Bela"):
        world.voice(owner, name)
    html = look(reader, "/people/")
    assert names(html) == ["alba", "Bela", "Zoe"]
    assert "3 voices." in html
    assert 'href="/health/"' in html
    assert "Take your people elsewhere" in html


def test_finds_by_name_address_kind_and_label(reader: Client, owner: User) -> None:
    world.library(owner)
    assert names(look(reader, "/people/?q=WATANABE")) == ["Jun Watanabe"]
    assert names(look(reader, "/people/?q=tobias.example")) == ["Tobias Okafor"]
    assert names(look(reader, "/people/?kind=community")) == ["Library Developers"]
    assert names(look(reader, "/people/?label=Adult+learning")) == [
        "Ines Kowalczyk",
        "Monday Podcast",
    ]
    html = look(reader, "/people/?label=Libraries")
    assert names(html) == ["Library Developers"], "once, though two of its labels fit"
    assert "1 voice fits." in html
    assert "Nobody fits" in look(reader, "/people/?q=nobody")


def test_says_what_waits_and_who_does_not_answer(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader, "/people/")
    assert "2 unread" in html
    assert html.count("does not answer") == 1


def test_a_hundred_names_a_page(reader: Client, owner: User) -> None:
    for i in range(103):
        world.voice(owner, f"Voice {i:03}")
    html = look(reader, "/people/")
    assert len(names(html)) == 100
    assert "Page 1 of 2" in html
    html = look(reader, "/people/?page=2")
    assert names(html) == ["Voice 100", "Voice 101", "Voice 102"]
    assert names(look(reader, "/people/?page=99999999999")) == names(look(reader, "/people/"))


def test_nobody_yet(reader: Client) -> None:
    html = look(reader, "/people/")
    assert "Nobody here yet" in html
    assert 'href="/add/#file"' in html


def test_others_have_other_people(other: Client, owner: User) -> None:
    ines = world.library(owner)
    assert names(look(other, "/people/")) == []
    assert other.get(f"/people/{ines.pk}/").status_code == 404
    for verb in ("describe", "let-go", "take-back", "hear"):
        assert other.post(f"/people/{ines.pk}/{verb}").status_code == 404, verb


def test_queries_do_not_grow_with_voices(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    pages = ("/people/", f"/people/{ines.pk}/", "/people/owed/")
    before = [asked(reader, path) for path in pages]
    for i in range(20):
        voice = world.voice(owner, f"Voice {i}", world.said("Here"), labels=(f"Label {i}",))
        exchanges.record(voice, Happened("comment", "given", utc_now()), utc_now())
        thanks.owe(voice, "it", utc_now())
    assert [asked(reader, path) for path in pages] == before
    assert max(before) <= 25


def asked(client: Client, path: str) -> int:
    """How many questions a page asks of the database, once it is warm."""
    look(client, path)
    with CaptureQueriesContext(connection) as queries:
        look(client, path)
    return len(queries)


def test_a_voice_shows_what_it_said_and_where_it_is_heard(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    html = look(reader, f"/people/{ines.pk}/")
    assert '<h1 dir="auto">Ines Kowalczyk</h1>' in html
    assert "Slides are not notes" in html
    assert "https://ines-kowalczyk.example/feed.xml" in html
    assert "about every 4 days" in html
    assert "just now" in html
    assert "in 24 hours" in html
    assert ">IK</span>" in html


def test_a_voice_can_be_described_anew(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    form = {
        "name": "  Ines K. ",
        "kind": "publication",
        "cadence": "weekly",
        "labels": "Teaching, Testing / Practice, Teaching",
    }
    assert reader.post(f"/people/{ines.pk}/describe", form).status_code == 302
    ines.refresh_from_db()
    assert (ines.name, ines.kind, ines.cadence) == ("Ines K.", "publication", "weekly")
    kept = Label.objects.filter(owner=owner, voices=ines).order_by("name")
    assert [label.name for label in kept] == ["Teaching", "Testing/Practice"]
    html = look(reader, f"/people/{ines.pk}/")
    assert "weekly" in html
    assert "Changed." in html
    reader.post(f"/people/{ines.pk}/describe", {**form, "kind": "robot", "cadence": "never"})
    ines.refresh_from_db()
    assert (ines.kind, ines.cadence) == ("publication", "weekly")


def test_an_empty_name_gives_the_channels_title_back(reader: Client, owner: User) -> None:
    there = world.voice(owner, "The Title", world.said("Here"))
    reader.post(f"/people/{there.pk}/describe", {"name": "", "kind": "person"})
    assert '<h1 dir="auto">The Title</h1>' in look(reader, f"/people/{there.pk}/")


def test_letting_go_can_be_undone(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    answer = reader.post(f"/people/{ines.pk}/let-go", follow=True)
    html = answer.content.decode()
    assert "You let go of Ines Kowalczyk. Its history stays." in html
    assert f'action="/people/{ines.pk}/take-back"' in html
    assert "Ines Kowalczyk" not in names(html)
    html = look(reader, f"/people/{ines.pk}/")
    assert "It is no longer heard; its history stays." in html
    assert "Slides are not notes" in html
    reader.post(f"/people/{ines.pk}/take-back")
    ines.refresh_from_db()
    assert ines.state in Voice.HEARD


def test_one_channel_of_several_can_go_and_come_back(reader: Client, owner: User) -> None:
    world.library(owner)
    tobias = Voice.objects.get(name="Tobias Okafor")
    blog, notes = Following.objects.filter(voice=tobias).order_by("pk")
    answer = reader.post(f"/channels/{blog.pk}/let-go", follow=True)
    html = answer.content.decode()
    assert faults(html) == []
    assert "is no longer heard." in html
    assert [one.pk for one in Following.objects.filter(voice=tobias)] == [notes.pk]
    assert "A checklist for workshops" in html, "what was heard stays"
    before = Mark.objects.filter(owner=owner).count()
    address = blog.channel.address
    answer = reader.post(f"/people/{tobias.pk}/hear", {"address": address}, follow=True)
    assert "It is heard again." in answer.content.decode()
    assert Following.objects.filter(voice=tobias).count() == 2
    assert Mark.objects.filter(owner=owner).count() == before


def test_a_channel_nobody_knows_is_not_heard_by_the_way_back(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    reader.post(f"/people/{ines.pk}/hear", {"address": "https://unknown.example/"})
    assert Following.objects.filter(voice=ines).count() == 1


def test_the_last_channel_takes_its_voice_along(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    only = Following.objects.get(voice=ines)
    answer = reader.post(f"/channels/{only.pk}/let-go", {"next": "/health/"}, follow=True)
    assert "You let go of Ines Kowalczyk." in answer.content.decode()
    ines.refresh_from_db()
    assert ines.state == Voice.State.RELEASED


@pytest.mark.parametrize("kind", ["", "person"])
def test_a_voice_that_was_never_heard(kind: str, reader: Client, owner: User) -> None:
    there = world.voice(owner, "", address="https://new.example/feed", kind=kind)
    html = look(reader, f"/people/{there.pk}/")
    assert "https://new.example/feed</h1>" in html
    assert "Nothing heard yet." in html
    assert ("Not heard yet" in html) == (kind == "")
    roster.let_go(there, utc_now())
    look(reader, f"/people/{there.pk}/")


def test_trust_is_said_in_words(reader: Client, other: Client, owner: User) -> None:
    ines = world.library(owner)
    there = f"/people/{ines.pk}/trust"
    assert '<option value="any" selected>As any</option>' in look(reader, f"/people/{ines.pk}/")
    assert reader.post(there, {"trust": "salt"}).headers["Location"] == f"/people/{ines.pk}/"
    html = look(reader, f"/people/{ines.pk}/")
    assert '<option value="salt" selected>With a grain of salt</option>' in html
    reader.post(there, {"trust": "9000"})
    ines.refresh_from_db()
    assert ines.trust == Voice.Trust.SALT
    assert other.post(there, {"trust": "trusted"}).status_code == 404


def test_a_voice_in_the_light_of_its_reader(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    assert "3 pieces, none opened." in look(reader, f"/people/{ines.pk}/")
    mark = Mark.objects.get(owner=owner, entry__title="Slides are not notes")
    reading.open_entry(mark, utc_now())
    reading.keep(mark, utc_now())
    reading.spend(mark, 400)
    html = look(reader, f"/people/{ines.pk}/")
    assert "3 pieces, 1 opened, 1 kept." in html
    assert "You spent 7 minutes with them." in html
    assert "return" not in html, "of three pieces nothing can be said"
    again = [said(f"Quizzes {n}", html="<p>The same again.</p>") for n in range(9)]
    world.speaks(ines, *again)
    features.catch_up(utc_now())
    html = look(reader, f"/people/{ines.pk}/")
    returns = r"\d+ of the last 11 return to what was written before\. "
    assert re.search(
        returns + r"\d+ % of the last ones said what you had not read elsewhere\.", html
    )
