"""How Kith chooses: tuned, explained, taken away."""

import json
import re

from django.test import Client

from kith.actions import features, reading, roster
from kith.actions.clock import utc_now
from kith.core.judgement.signals import SIGNALS
from kith.db.models import Interest, Mark, Step, User, Voice
from kith.queries import judging
from kith.queries.judging import Because
from kith.queries.whynot import SAYS, sentences
from tests.web import world
from tests.web.markup import faults


def look(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def one(owner: User, title: str = "Retrieval") -> Mark:
    return Mark.objects.get(owner=owner, entry__title__startswith=title)


def test_every_signal_can_be_tuned_in_words(reader: Client, owner: User) -> None:
    html = look(reader, "/judgement/")
    for signal in SIGNALS:
        assert f"<legend>{signal.label}</legend>" in html
    assert html.count('value="normal" checked') == len(SIGNALS)
    reader.post("/judgement/tune", {"signal-freshness": "off", "signal-trust": "9", "x": "more"})
    html = look(reader, "/judgement/")
    assert 'name="signal-freshness" value="off" checked' in html
    assert html.count('value="normal" checked') == len(SIGNALS) - 1
    owner.refresh_from_db()
    assert judging.tuning(owner)["freshness"] == "off"


def test_what_was_done_is_forgotten_and_taken_back(reader: Client, owner: User) -> None:
    world.library(owner)
    reading.keep(one(owner), utc_now())
    assert len(json.loads(reader.get("/judgement/profile.json").content)["acts"]) == 1
    reader.post("/judgement/begin-anew")
    assert "Only what you did since today counts." in look(reader, "/judgement/")
    assert json.loads(reader.get("/judgement/profile.json").content)["acts"] == []
    reader.post("/judgement/take-back")
    assert len(json.loads(reader.get("/judgement/profile.json").content)["acts"]) == 1


def test_the_profile_is_taken_away_as_json(reader: Client, owner: User, other: Client) -> None:
    ines = world.library(owner)
    roster.trust(ines, Voice.Trust.TRUSTED)
    reading.keep(one(owner), utc_now())
    Interest.objects.create(owner=owner, name="Memory", terms=["recall"], created_at=utc_now())
    answer = reader.get("/judgement/profile.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["interests"][0]["terms"] == ["recall"]
    assert told["acts"][0]["acts"] == ["kept"]
    assert told["acts"][0]["address"].startswith("https://words.example/retrieval")
    assert told["voices"] == [{"name": "Ines Kowalczyk", "trust": "trusted"}]
    assert set(told["signals"].values()) == {"normal"}
    theirs = json.loads(other.get("/judgement/profile.json").content)
    assert (theirs["acts"], theirs["voices"], theirs["interests"]) == ([], [], [])


def test_an_entry_is_explained(reader: Client, owner: User) -> None:
    world.library(owner)
    features.catch_up(utc_now())
    Interest.objects.create(
        owner=owner, name="Memory", terms=["retrieval", "quizzes"], created_at=utc_now()
    )
    mark = one(owner)
    html = look(reader, f"/entries/{mark.entry_id}/why/")
    assert re.search(r"It fits your interest Memory best\.", html)
    assert re.search(r"Of \d+ unread entries it stands at place 1\.", html)
    assert "What raised it:" in html
    assert 'href="/judgement/"' in html
    reading.open_entry(mark, utc_now())
    html = look(reader, f"/entries/{mark.entry_id}/why/")
    assert "You read it today." in html
    reading.not_for_me(mark, utc_now())
    assert "it is not for you." in look(reader, f"/entries/{mark.entry_id}/why/")


def test_what_is_in_the_session_is_not_asked_why_not(reader: Client, owner: User) -> None:
    world.library(owner)
    world.unread(owner)
    look(reader, "/today/")
    entry = Step.objects.filter(verb="read")[0].entry_id
    html = look(reader, f"/entries/{entry}/why/")
    assert "It is in your session." in html
    assert "Why is it not in today" not in html


def test_the_reader_view_asks_for_the_answer_alone(reader: Client, owner: User) -> None:
    world.library(owner)
    mark = one(owner)
    there = f"/entries/{mark.entry_id}/why/"
    html = look(reader, f"/read/{mark.entry_id}/")
    assert f'href="{there}"' in html
    assert 'data-key="e"' in html
    answer = reader.get(there, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert 'href="/judgement/"' in answer


def test_nobody_else_is_told(other: Client, owner: User) -> None:
    world.library(owner)
    assert other.get(f"/entries/{one(owner).entry_id}/why/").status_code == 404


def test_every_reason_against_has_words() -> None:
    at = utc_now().isoformat()
    params: dict[str, str | int | float | list[str] | None]
    params = {"at": at, "title": "A", "voice": "B", "new": ["x"], "n": 3, "of": 4}
    told = sentences([Because(code, params) for code in SAYS], utc_now().date())
    assert len(set(told)) == len(SAYS)
    assert all(one.endswith(".") for one in told)


def test_the_settings_lead_there(reader: Client) -> None:
    assert 'href="/judgement/"' in look(reader, "/settings/")
