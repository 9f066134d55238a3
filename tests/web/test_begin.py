"""The first steps: a name, the choice, and a sample network that comes and goes."""

import pytest
from django.test import Client

from kith.actions import features, reading, roster, sample
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Channel, Mark, User, Voice
from kith.queries import sampling
from tests.web import world
from tests.web.accounts import at, follows
from tests.web.markup import faults

pytestmark = pytest.mark.django_db
LINE = "You are looking around in the sample network."


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def heard(*, every: bool = True) -> None:
    """The refresh has been there."""
    rows = Channel.objects.all() if every else Channel.objects.order_by("pk")[:3]
    Channel.objects.filter(pk__in=[row.pk for row in rows]).update(looked_at=utc_now())


def test_three_steps_each_of_which_may_be_skipped(owner: User) -> None:
    client = at(owner)
    assert client.post("/welcome/", {"skip": "yes"})["Location"] == "/"
    assert client.get("/")["Location"] == "/begin/interests/"
    assert client.post("/begin/interests/", {"skip": "yes"})["Location"] == "/begin/"
    assert client.get("/")["Location"] == "/begin/"
    html = shown(client, "/begin/")
    assert "Maren" in html
    for words in ("Bring your own", "Look around", 'href="/read/">Skip this', 'name="text"'):
        assert words in html
    empty = shown(client, "/read/")
    assert "You follow nobody yet" in empty
    assert 'href="/begin/#around"' in empty
    assert 'href="/begin/#around"' in shown(client, "/people/")


def test_whoever_follows_somebody_goes_straight_to_today(owner: User) -> None:
    follows(owner, "https://a.example/feed")
    client = at(owner)
    assert client.get("/")["Location"] == "/today/"
    assert client.get("/begin/").status_code == 200, "it stays a page to go to"


def test_addresses_from_the_choice_are_brought(reader: Client, owner: User) -> None:
    text = "https://a.example/feed\nhttps://b.example/feed"
    there = reader.post("/bring/", {"text": text})["Location"]
    assert there.startswith("/bring/")
    assert Voice.objects.filter(owner=owner).count() == 2


def test_one_click_and_the_sample_comes(reader: Client, owner: User) -> None:
    assert reader.post("/sample/load")["Location"] == "/sample/coming/"
    assert sampling.is_loaded(owner)
    assert not Channel.objects.filter(due_at__gt=utc_now()).exists(), "the refresh goes at once"
    n = Channel.objects.count()
    assert f"0 of {n} channels heard so far." in shown(reader, "/sample/coming/")
    heard(every=False)
    answer = reader.get("/sample/coming/", headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("<div")
    assert f"3 of {n}" in answer.content.decode()
    heard()
    assert reader.get("/sample/coming/")["Location"] == "/today/"
    world.voice(owner, "Jana", world.said("Something new"))
    assert "Kith looks through it" in shown(reader, "/sample/coming/")
    features.catch_up(utc_now())
    assert reader.get("/sample/coming/")["Location"] == "/today/"
    answer = reader.get("/sample/coming/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/today/"


def test_nothing_is_on_its_way_where_nothing_was_asked_for(reader: Client) -> None:
    assert reader.get("/sample/coming/")["Location"] == "/today/"
    assert "Two dozen invented voices" in shown(reader, "/sample/")


def test_a_line_says_so_while_it_is_loaded(reader: Client, other: Client, owner: User) -> None:
    for page in ("/read/", "/settings/"):
        assert LINE not in shown(reader, page)
    sample.load(owner, utc_now())
    for page in ("/read/", "/settings/"):
        html = shown(reader, page)
        assert LINE in html
        assert 'href="/sample/"' in html
        assert LINE not in shown(other, page)


def test_what_goes_is_said_before_it_goes(reader: Client, owner: User) -> None:
    sample.load(owner, utc_now())
    voice, also = Voice.objects.order_by("pk")[:2]
    world.speaks(voice, *world.many(3))
    reading.keep(Mark.objects.filter(owner=owner)[0], utc_now())
    roster.follow(owner, [Speaking("https://also.example/feed")], utc_now(), voice=also)
    html = shown(reader, "/sample/")
    voices = Voice.objects.count() - 1
    for words in (f"{voices} voices", "3 entries", "1 that you kept", "1 voice that you hear"):
        assert words in html
    assert reader.post("/sample/remove")["Location"] == "/read/", "somebody is still heard"
    assert f"{voices} voices of the sample went." in shown(reader, "/read/")
    assert Voice.objects.get() == also


def test_what_was_removed_can_be_loaded_again(reader: Client, owner: User) -> None:
    sample.load(owner, utc_now())
    voices = Voice.objects.count()
    assert reader.post("/sample/remove")["Location"] == "/begin/"
    assert not sampling.is_loaded(owner)
    html = shown(reader, "/begin/")
    assert f"{voices} voices of the sample went." in html
    notice = html.partition("<h1")[0]
    assert 'action="/sample/load"' in notice
    assert "Load it again</button>" in notice
    assert "Undo</button>" not in notice, "what was marked in it does not come back"
    reader.post("/sample/load")
    assert Voice.objects.count() == voices


def test_removing_nothing_is_harmless(reader: Client) -> None:
    reader.post("/sample/remove")
    assert "There is no sample here." in shown(reader, "/begin/")


def test_others_keep_theirs(reader: Client, owner: User, stranger: User) -> None:
    sample.load(owner, utc_now())
    sample.load(stranger, utc_now())
    reader.post("/sample/remove")
    assert sampling.is_loaded(stranger)


def test_needs_an_account_a_post_and_a_token(owner: User) -> None:
    for page in ("/begin/", "/sample/", "/sample/coming/"):
        assert at().get(page)["Location"].startswith("/sign-in/")
    for way in ("/sample/load", "/sample/remove"):
        assert at().post(way)["Location"].startswith("/sign-in/")
        assert at(owner).get(way).status_code == 405
        assert at(owner, csrf=True).post(way).status_code == 403
    assert not Voice.objects.exists()
