"""Steps about people on their pages: what is owed and what could be given, done on the spot."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.actions import exchanges, planning, promises, sessions, thanks
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.db.models import (
    Address,
    Channel,
    Exchange,
    Promise,
    Session,
    Step,
    Thanks,
    Thread,
    User,
    Voice,
)
from tests.web import world
from tests.web.markup import faults

DAY = timedelta(days=1)


def look(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def tobias(user: User) -> Voice:
    there = world.voice(user, "Tobias", world.said("A checklist", at=utc_now() - DAY))
    Address.objects.create(
        owner=user, voice=there, kind="mail", value="tobias@words.example", key="t"
    )
    return there


def owing(user: User) -> Voice:
    """A promise, thanks and a thread with the same mentor, who has not been heard of for long."""
    there, now = tobias(user), utc_now()
    exchanges.record(there, Happened("answer", "received", now - 60 * DAY), now)
    there.refresh_from_db()
    exchanges.keep_in_touch(there, circle="inner", touch="", paused=False, now=now)
    promises.promise(user, "Send the outline", now, voice=there, due=timezone.localdate())
    thanks.owe(there, "the workshop checklist", now - 20 * DAY)
    place = Channel.objects.create(address="https://forum.example/t/1", kind="feed", due_at=now)
    Thread.objects.create(
        owner=user,
        channel=place,
        voice=there,
        address=place.address,
        title="Who closes a workshop?",
        turn="mine",
        turn_since=now - DAY,
        watched_at=now - 2 * DAY,
    )
    return there


def steps(user: User, minutes: int = 40) -> dict[str, Step]:
    session = planning.plan(user, utc_now(), minutes)
    return {one.verb: one for one in Step.objects.filter(session=session)}


def test_today_holds_what_is_owed_and_says_why(reader: Client, owner: User) -> None:
    owing(owner)
    assert {"promise", "reply", "thank", "word"} <= set(steps(owner))
    html = look(reader, "/today/")
    for words in (
        "Keep your promise: Send the outline",
        "you promised it to Tobias today, and it is due today",
        "Say thanks for “the workshop checklist”",
        "from Tobias came 1 answer within 90 days",
        "Reply in “Who closes a workshop?”",
        "A word to Tobias",
        "and you want one every month",
        'id="mins-give"',
        "Already did",
    ):
        assert words in html


def act(client: Client, step: Step, do: str) -> str:
    answer = client.post(f"/today/steps/{step.pk}/act", {"do": do}, follow=True)
    assert answer.status_code == 200
    step.refresh_from_db()
    return answer.content.decode()


def test_a_promise_is_kept_on_its_page(reader: Client, owner: User) -> None:
    owing(owner)
    step = steps(owner)["promise"]
    html = look(reader, f"/today/steps/{step.pk}/")
    assert ">Kept</button>" in html
    assert f'href="/people/promises/{Promise.objects.get().pk}/"' in html
    act(reader, step, "next")
    assert Promise.objects.get().kept_at
    act(reader, step, "take-back")
    assert Promise.objects.get().kept_at is None


def test_thanks_are_worded_and_said_on_the_page_of_the_step(reader: Client, owner: User) -> None:
    owing(owner)
    step = steps(owner)["thank"]
    here = f"/today/steps/{step.pk}/"
    html = look(reader, here)
    assert "thank you for the workshop checklist." in html
    assert 'href="mailto:tobias@words.example?subject=' in html
    form = {"reason": "the checklist", "effect": "I used it.", "wording": "Dear T,\nthanks."}
    answer = reader.post(here + "thank", {**form, "do": "draft"})
    assert answer["Location"] == here
    row = Thanks.objects.get()
    assert (row.reason, row.effect, row.wording, row.said_at) == (*form.values(), None)
    answer = reader.post(here + "thank", {**form, "do": "said"})
    assert answer["Location"] == "/today/"
    assert Thanks.objects.get().said_at
    assert Exchange.objects.filter(kind="thanks", direction="given").count() == 1


def test_thanks_for_an_answer_name_the_question(reader: Client, owner: User) -> None:
    there = tobias(owner)
    thanks.owe(there, "Who closes a workshop?", utc_now() - 20 * DAY)
    html = look(reader, f"/today/steps/{steps(owner)['thank'].pk}/")
    assert "thank you for your answer to “Who closes a workshop?”" in html
    assert "Thanks for the answer to “Who closes a workshop?”" in look(reader, "/people/owed/")


def test_in_a_session_the_way_goes_on(reader: Client, owner: User) -> None:
    owing(owner)
    step = steps(owner)["thank"]
    sessions.start(step.session, utc_now())
    answer = reader.post(f"/today/steps/{step.pk}/thank", {"do": "said", "reason": "it"})
    assert re.fullmatch(r"/today/steps/\d+/", answer["Location"])
    assert answer["Location"] != f"/today/steps/{step.pk}/"


def test_a_reply_is_given_there_and_said_here(reader: Client, owner: User) -> None:
    owing(owner)
    step = steps(owner)["reply"]
    html = look(reader, f"/today/steps/{step.pk}/")
    assert 'href="https://forum.example/t/1"' in html
    assert f'href="/threads/{Thread.objects.get().pk}/"' in html
    act(reader, step, "next")
    assert Exchange.objects.filter(thread__isnull=False, direction="given").count() == 1
    act(reader, step, "take-back")
    assert not Exchange.objects.filter(thread__isnull=False).exists()


def test_a_word_is_written_or_put_off(reader: Client, owner: User) -> None:
    there = owing(owner)
    step = steps(owner)["word"]
    html = look(reader, f"/today/steps/{step.pk}/")
    assert "mailto:tobias@words.example" in html
    assert f'action="/people/{there.pk}/snooze"' in html
    reader.post(f"/people/{there.pk}/snooze", {"days": 7, "next": "/today/"})
    assert "A word to Tobias" not in look(reader, "/today/")
    exchanges.wake(Voice.objects.get(pk=there.pk), None, utc_now())
    html = act(reader, step, "done")
    assert Exchange.objects.filter(kind="message", direction="mutual").count() == 1
    assert "Done." in html


def test_what_was_done_elsewhere_is_done_and_nothing_is_there_to_undo(
    reader: Client, owner: User
) -> None:
    owing(owner)
    step = steps(owner)["promise"]
    promises.keep(Promise.objects.get(), utc_now())
    html = look(reader, "/today/")
    (article,) = re.findall(rf'(?s)<article [^>]*id="step-{step.pk}".*?</article>', html)
    assert "Done." in article
    assert "Undo" not in article


@pytest.mark.parametrize("verb", ["answer", "comment", "hello"])
def test_what_could_be_said(reader: Client, owner: User, verb: str) -> None:
    there = tobias(owner)
    entry = there.marks.get().entry
    session = Session.objects.create(
        owner=owner, day=timezone.localdate(), minutes=20, made_at=utc_now()
    )
    number = entry.pk if verb == "answer" else there.pk
    step = Step.objects.create(
        session=session, order=1, verb=verb, group="give", subject=f"{verb}:{number}",
        title="A checklist", entry=entry, voice=there, minutes=3, because=[],
    )  # fmt: skip
    html = look(reader, f"/today/steps/{step.pk}/")
    assert f'href="/read/{entry.pk}/"' in html
    assert ("mailto:tobias@words.example" in html) == (verb == "hello")
    assert (f'href="{entry.url}"' in html) == (verb != "hello")
    act(reader, step, "next")
    assert Exchange.objects.get().entry == entry


def test_strangers_find_nothing(owner: User, other: Client) -> None:
    owing(owner)
    for step in steps(owner).values():
        assert other.get(f"/today/steps/{step.pk}/").status_code == 404
        assert other.post(f"/today/steps/{step.pk}/act", {"do": "next"}).status_code == 404
        assert other.post(f"/today/steps/{step.pk}/thank", {"do": "said"}).status_code == 404
    assert Thanks.objects.get().said_at is None
    assert Promise.objects.get().kept_at is None


def test_questions_to_the_database_do_not_grow_with_steps(reader: Client, owner: User) -> None:
    there = owing(owner)
    steps(owner)
    look(reader, "/today/")
    with CaptureQueriesContext(connection) as few:
        look(reader, "/today/")
    session = Session.objects.get()
    for n in range(5):
        row = promises.promise(owner, f"Thing {n}", utc_now(), due=timezone.localdate())
        owed = thanks.owe(there, f"thing {n}", utc_now())
        for verb, pk in (("promise", row.pk), ("thank", owed.pk)):
            Step.objects.create(
                session=session, order=9, verb=verb, group="give", subject=f"{verb}s:{pk}",
                title="It", voice=there, minutes=3, because=[],
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        look(reader, "/today/")
    assert len(many) == len(few)
