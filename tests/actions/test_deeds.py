"""A step about people that is done does what the page of the thing does, and undoes it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kith.actions import deeds, exchanges, planning, promises, sessions, thanks, threads
from kith.actions.exchanges import Happened
from kith.core import touch
from kith.db.models import Channel, Exchange, Mark, Promise, Session, Step, Thanks, Thread, Voice
from kith.queries import sessions as ask
from kith.queries import ties
from kith.queries.steps import VERBS, Way
from tests.actions.world import NOW, follow, hear, mark, owner, post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)
LATER = NOW + timedelta(hours=1)


def jana() -> Voice:
    voice = follow("https://jana.example/feed", name="Jana")
    hear("https://jana.example/feed", [post(1)])
    Mark.objects.update(state=Mark.State.UNREAD)
    return voice


def step(verb: str, number: int, voice: Voice | None = None, **facts: Any) -> Step:
    session, _ = Session.objects.get_or_create(
        owner=owner(), day=TODAY, defaults={"minutes": 20, "made_at": NOW}
    )
    told = {"title": "A title", "minutes": 2, "group": "give", "order": 1, "because": []}
    told |= {"verb": verb, "subject": f"x:{number}", "voice": voice}
    return Step.objects.create(session=session, **(told | facts))


def state(row: Step) -> Step.State:
    fresh = Step.objects.select_related("session__owner", "voice").get(pk=row.pk)
    return ask.listed(fresh).state


def test_a_promise_is_kept() -> None:
    row = promises.promise(owner(), "Send it", NOW, due=TODAY)
    one = step("promise", row.pk)
    sessions.done(one, LATER)
    row.refresh_from_db()
    assert row.kept_at == LATER
    sessions.take_back(one, LATER)
    assert Promise.objects.get().kept_at is None
    assert state(one) == Step.State.WAITING
    promises.keep(row, LATER)
    assert state(one) == Step.State.DONE, "kept on its own page"
    promises.reopen(row)
    promises.release(row, LATER)
    assert state(one) == Step.State.NOT_NOW


def test_thanks_are_said() -> None:
    row = thanks.owe(jana(), "the list", NOW)
    one = step("thank", row.pk, row.voice)
    sessions.done(one, LATER)
    sessions.done(one, LATER)
    row.refresh_from_db()
    told = Exchange.objects.get()
    assert (row.said_at, told.kind, told.direction) == (LATER, "thanks", "given")
    sessions.take_back(one, LATER)
    row.refresh_from_db()
    assert (row.said_at, Exchange.objects.count()) == (None, 0)
    thanks.said(row, LATER)
    assert state(one) == Step.State.DONE
    thanks.unsay(Thanks.objects.get(), LATER)
    thanks.release(row, LATER)
    assert state(one) == Step.State.NOT_NOW


def test_a_reply_gives_the_turn_away() -> None:
    voice = jana()
    place = Channel.objects.create(address="https://forum.example/1", kind="feed", due_at=NOW)
    row = Thread.objects.create(
        owner=owner(), channel=place, voice=voice, address=place.address, title="Who?",
        turn="mine", turn_since=NOW, watched_at=NOW - DAY,
    )  # fmt: skip
    one = step("reply", row.pk, voice)
    assert state(one) == Step.State.WAITING
    Thread.objects.update(turn="theirs")
    assert state(one) == Step.State.DONE
    Thread.objects.update(turn="mine", closed_at=LATER)
    assert state(one) == Step.State.NOT_NOW
    assert threads.unanswered(row, LATER) is None, "nothing was said"


def test_what_was_done_on_its_own_page_stays_though_the_step_is_undone() -> None:
    voice = jana()
    place = Channel.objects.create(address="https://forum.example/1", kind="feed", due_at=NOW)
    thread = Thread.objects.create(
        owner=owner(), channel=place, voice=voice, address=place.address, title="Who?",
        turn="mine", turn_since=NOW, watched_at=NOW - DAY,
    )  # fmt: skip
    owed = thanks.owe(voice, "the list", NOW)
    promise = promises.promise(owner(), "Send it", NOW)
    steps = [
        step("thank", owed.pk, voice, subject=f"thanks:{owed.pk}"),
        step("promise", promise.pk, subject=f"promise:{promise.pk}"),
        step("reply", thread.pk, voice, subject=f"thread:{thread.pk}"),
    ]
    thanks.said(owed, LATER)
    promises.keep(promise, LATER)
    threads.answered(thread, LATER)
    for one in steps:
        sessions.done(one, LATER + timedelta(minutes=1))
        sessions.take_back(one, LATER + timedelta(minutes=2))
    assert Thanks.objects.get().said_at == LATER
    assert Promise.objects.get().kept_at == LATER
    assert Thread.objects.get().spoke_at == LATER
    assert Exchange.objects.count() == 2


def test_a_step_that_is_done_twice_was_done_the_first_time() -> None:
    row = thanks.owe(jana(), "the list", NOW)
    one = step("thank", row.pk, row.voice)
    assert sessions.done(one, LATER)
    assert not sessions.done(Step.objects.get(), LATER + timedelta(seconds=1))
    sessions.take_back(Step.objects.get(), LATER + DAY)
    assert (Thanks.objects.get().said_at, Exchange.objects.count()) == (None, 0)


def overdue() -> Voice:
    voice = jana()
    exchanges.record(voice, Happened("message", "mutual", NOW - 40 * DAY), NOW)
    voice.refresh_from_db()
    exchanges.keep_in_touch(voice, circle="inner", touch="", paused=False, now=NOW - 50 * DAY)
    return voice


def word(voice: Voice) -> Step:
    since = ties.standing(voice, NOW).since.isoformat()
    reason = {"code": "last-word", "params": {"at": since, "days": 30}}
    return step("word", voice.pk, voice, because=[reason])


def test_a_word_begins_the_time_anew() -> None:
    voice = overdue()
    one = word(voice)
    assert state(one) == Step.State.WAITING
    sessions.done(one, LATER)
    voice.refresh_from_db()
    assert ties.standing(voice, LATER).state == touch.FINE
    sessions.take_back(one, LATER)
    voice.refresh_from_db()
    assert ties.standing(voice, LATER).state == touch.DUE
    assert state(one) == Step.State.WAITING


def test_a_word_said_or_put_off_elsewhere() -> None:
    voice = overdue()
    one = word(voice)
    exchanges.snooze(voice, 7, LATER)
    assert state(one) == Step.State.NOT_NOW
    exchanges.wake(voice, None, LATER)
    assert state(one) == Step.State.WAITING
    happened = Happened("thanks", "given", NOW - DAY)
    exchanges.record(voice, happened, LATER)
    assert state(one) == Step.State.DONE, "whenever it was, it is the last word now"


@pytest.mark.parametrize(
    ("verb", "kind"), [("answer", "answer"), ("comment", "comment"), ("hello", "message")]
)
def test_what_was_said_is_an_exchange_about_the_entry(verb: str, kind: str) -> None:
    voice = jana()
    entry = mark(1).entry
    number = entry.pk if verb == "answer" else voice.pk
    one = step(verb, number, voice, entry=entry)
    assert state(one) == Step.State.WAITING
    sessions.done(one, LATER)
    sessions.done(one, LATER)
    told = Exchange.objects.get()
    assert (told.kind, told.direction, told.entry, told.about, told.captured) == (
        kind,
        "given",
        entry,
        "Post 1",
        deeds.CAPTURED,
    )
    assert mark(1).state == (Mark.State.READ if verb == "answer" else Mark.State.UNREAD)
    sessions.take_back(one, LATER)
    assert (Exchange.objects.count(), state(one)) == (0, Step.State.WAITING)
    voice.refresh_from_db()
    exchanges.record(voice, Happened(kind, "given", LATER, entry=entry), LATER)
    assert state(one) == Step.State.DONE


def test_what_was_said_elsewhere_is_kept_done() -> None:
    voice = jana()
    one = step("hello", voice.pk, voice)
    exchanges.record(voice, Happened("message", "given", LATER), LATER)
    planning.anew(one.session, LATER)
    one.refresh_from_db()
    assert one.state == Step.State.DONE


# How much of it a session takes


def _owe(n: int) -> None:
    voice = jana()
    for number in range(n):
        promises.promise(owner(), f"Promise {number}", NOW, due=TODAY - timedelta(days=number))
        thanks.owe(voice, f"thing {number}", NOW - number * DAY)


def verbs(session: Session) -> Iterator[str]:
    return iter(session.steps.order_by("order").values_list("verb", flat=True))


def test_what_is_owed_stands_first() -> None:
    _owe(1)
    found = list(verbs(planning.plan(owner(), NOW, 40)))
    assert set(found[:2]) == {"promise", "thank"}
    assert "read" in found[2:]


@pytest.mark.parametrize(("minutes", "owed"), [(4, 2), (6, 5), (10, 5), (20, 5), (24, 7), (40, 12)])
def test_what_is_owed_takes_a_third_of_the_minutes_at_the_most(minutes: int, owed: int) -> None:
    _owe(9)
    steps = planning.plan(owner(), NOW, minutes).steps.all()
    taken = sum(one.minutes for one in steps if one.verb in {"promise", "thank"})
    assert taken == owed


def test_the_most_pressing_is_taken_first() -> None:
    _owe(9)
    titles = set(planning.plan(owner(), NOW, 10).steps.values_list("title", flat=True))
    assert "Promise 8" in titles, "it is the longest overdue"


def test_every_kind_about_people_has_a_deed() -> None:
    people = {verb.name for verb in VERBS if verb.group == "give"} | {"hello"}
    assert set(deeds._DEEDS) == people
    assert all(verb.way == Way.PAGE for verb in VERBS if verb.name in people)
