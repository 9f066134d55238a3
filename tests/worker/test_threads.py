"""Conversations on real hosts: watched, looked at again, in trouble and well again."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kith.actions import threads
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.db.models import Channel, Entry, Mark, Thread
from kith.queries import channels
from kith.worker.round import Round
from tests.sources.test_conversations import said
from tests.worker.places import Place, Places, running
from tests.worker.rounds import is_whole, look, owner, problem

pytestmark = pytest.mark.django_db(transaction=True)

JSON = "application/json"
TOPIC: dict[str, Any] = json.loads(said("discourse", "topic.json"))[0]


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with running() as found:
        yield found


def forum(place: Place, *more: dict[str, Any]) -> str:
    """A forum says its topic, with some more posts; where it is read."""
    posts = [*TOPIC["post_stream"]["posts"], *more]
    topic = TOPIC | {"post_stream": {"posts": posts, "stream": [post["id"] for post in posts]}}
    place.say(json.dumps(topic).encode(), "/t/812.json", kind=JSON)
    return place.at("/t/retrieval-practice/812")


def post(number: int, user: str, text: str, to: int) -> dict[str, Any]:
    first = TOPIC["post_stream"]["posts"][0]
    told = {"id": 9000 + number, "post_number": number, "username": user, "name": user.title()}
    when = f"2026-03-0{number}T09:00:00.000Z"
    return {
        **first,
        **told,
        "cooked": f"<p>{text}</p>",
        "created_at": when,
        "reply_to_post_number": to,
    }


def test_a_topic_goes_on_and_the_round_hears_it(places: Places) -> None:
    user, place = owner(), places.new()
    address = forum(place)
    threads.set_accounts(user, [f"@hanne@{place.at('').split('//')[1].rstrip('/')}"], utc_now())
    thread = threads.watch(user, address, utc_now()).thread
    assert (thread.turn, thread.summary["owed"]) == ("mine", ["Oluwaseun Ade"])
    assert place.asked("/t/812.json") == 1
    forum(place, post(6, "hanne", "As a game.", 3))
    assert look().new == 1
    assert Thread.objects.get().turn == "theirs"
    forum(place, post(6, "hanne", "As a game.", 3), post(7, "tom", "Which one?", 6))
    Channel.objects.update(due_at=utc_now())
    assert Round(lambda: channels.due(utc_now(), 9)).run().new == 1
    assert (Thread.objects.get().turn, Thread.objects.get().summary["asks"]) == ("mine", True)
    assert not Mark.objects.exists()
    is_whole()


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (404, b"{}", JSON, "not-found"),
        (410, b"{}", JSON, "gone"),
        (403, b'{"error_type": "not_logged_in"}', JSON, "forbidden"),
        (401, b"{}", JSON, "sign-in-needed"),
        (429, b"{}", JSON, "asked-to-wait"),
        (500, b"oh", "text/plain", "server-error"),
        (200, b"<html><form action='/login'>", "text/html", "no-conversation"),
        (200, b'{"post_stream": {"posts": [[[{}]]]}, "title": 5}', JSON, "no-conversation"),
        (200, b"", JSON, "empty"),
        (200, b"{" + b'"a":[' * 50_000, JSON, "no-conversation"),
    ],
)
def test_what_keeps_it_away_is_recorded_and_passes(
    places: Places, status: int, body: bytes, kind: str, code: str
) -> None:
    user, place = owner(), places.new()
    thread = threads.watch(user, forum(place), utc_now()).thread
    place.say(body, "/t/812.json", status=status, kind=kind)
    look()
    assert problem() == code
    assert Thread.objects.get(pk=thread.pk).turn == thread.turn
    assert Entry.objects.count() == 4
    with pytest.raises(Trouble):
        threads.watch(user, place.at("/t/812"), utc_now())
    forum(place)
    Channel.objects.update(held_until=None, gone=False)
    look()
    assert problem() == ""
    is_whole()


def test_what_is_hostile_is_stored_clean(places: Places) -> None:
    user, place = owner(), places.new()
    bad = "<img src=x onerror=alert(1)><script>alert(2)</script><iframe src='//e.example'></iframe>"
    threads.watch(user, forum(place, post(6, "mallory\0", bad + "\ud800" * 3, 1)), utc_now())
    stored = Entry.objects.latest("at")
    assert stored.author == "Mallory"
    for word in ("onerror", "script", "iframe", "alert"):
        assert word not in stored.content


def test_a_conversation_that_is_closed_is_left_alone(places: Places) -> None:
    user, place = owner(), places.new()
    thread = threads.watch(user, forum(place), utc_now()).thread
    threads.close(thread, utc_now())
    Channel.objects.update(due_at=utc_now())
    assert Round(lambda: channels.due(utc_now(), 9)).run().looked_at == 0
