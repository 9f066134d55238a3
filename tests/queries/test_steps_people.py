"""Steps about people: planned facts give steps and reasons, and without the fact both are gone."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from kith.actions import exchanges, features, promises, reading, roster, sessions, thanks
from kith.actions.exchanges import Happened
from kith.core.feeds import ParsedEntry
from kith.db.models import Channel, Entry, Exchange, Mark, Session, Step, Thread, User, Voice
from kith.queries import because, judging
from kith.queries.steps import Around, Candidate, answer, candidates, comment, hello, owing
from tests.actions.world import NOW, follow, hear, owner, post, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)


def around(user: User | None = None, *, offers: bool = False) -> Around:
    user = user or owner()
    return Around(user, NOW, ZoneInfo("UTC"), judging.offers(user, NOW) if offers else [])


def said(found: Candidate) -> str:
    return because.sentence(found.because, TODAY)


def somebody_heard(name: str, kind: str = "person", user: User | None = None) -> Voice:
    voice = follow(f"https://{name.lower()}.example/feed", name=name, user=user)
    Voice.objects.filter(pk=voice.pk).update(kind=kind)
    voice.refresh_from_db()
    return voice


def passed(voice: Voice, kind: str, direction: str = "received", days_ago: float = 5) -> Exchange:
    row = exchanges.record(voice, Happened(kind, direction, NOW - days_ago * DAY), NOW)
    assert row
    return row


# Promises


def test_a_promise_is_brought_up_as_its_day_comes() -> None:
    tom = somebody_heard("Tom")
    row = promises.promise(
        owner(), "Send the form", NOW - 9 * DAY, voice=tom, due=TODAY + timedelta(days=8)
    )
    assert list(owing.promises(around())) == []
    promises.reword(row, "Send the form", TODAY + timedelta(days=1))
    (found,) = owing.promises(around())
    assert (found.subject, found.title, found.voice, found.owed) == (
        f"promise:{row.pk}",
        "Send the form",
        tom.pk,
        True,
    )
    assert said(found) == "you promised it to Tom on February 20, and it is due tomorrow."
    promises.keep(row, NOW)
    assert list(owing.promises(around())) == []


def test_what_is_due_goes_before_what_is_not() -> None:
    for text, days in (("later", 5), ("late", -3), ("today", 0)):
        promises.promise(owner(), text, NOW, due=TODAY + timedelta(days=days))
    promises.promise(owner(), "some day", NOW - 30 * DAY)
    promises.promise(owner(), "only just", NOW)
    found = list(owing.promises(around()))
    assert [one.title for one in found] == ["late", "today", "some day", "later"]
    assert said(found[0]) == "you promised it today, and it was due on Thursday."
    assert said(found[2]) == "you promised it on January 30."


# Replies


def thread(voice: Voice | None = None, turn: str = "mine", **facts: object) -> Thread:
    place = Channel.objects.create(
        address=f"https://forum.example/{Channel.objects.count()}", kind="feed", due_at=NOW
    )
    told: dict[str, object] = {"address": place.address, "title": "Who has a form?"}
    told |= {"turn": turn, "turn_since": NOW - 2 * DAY, "watched_at": NOW - 9 * DAY} | facts
    return Thread.objects.create(owner=owner(), channel=place, voice=voice, **told)


def test_a_thread_in_which_it_is_ones_turn() -> None:
    row = thread()
    (found,) = owing.replies(around())
    assert found.title == "Who has a form?"
    assert said(found) == "the last word there came on Friday, and the next is yours."
    row.summary = {"owed": ["Jana", "Tom"], "asks": False}
    row.save()
    assert (
        said(*owing.replies(around()))
        == "Jana and Tom wrote on Friday, and the next word is yours."
    )
    row.summary |= {"owed": ["Jana"], "asks": True}
    row.save()
    assert said(*owing.replies(around())).startswith("Jana asked something on Friday")
    Thread.objects.update(turn="theirs")
    assert list(owing.replies(around())) == []
    Thread.objects.update(turn="mine", snoozed_until=NOW + DAY)
    assert list(owing.replies(around())) == []


# Thanks, and who gave the more


def test_who_gave_much_and_got_little_is_thanked_first() -> None:
    even, generous = somebody_heard("Even"), somebody_heard("Generous")
    for voice in (even, generous):
        thanks.owe(voice, f"the list of {voice.name}", NOW - 3 * DAY)
        passed(voice, "answer")
    passed(even, "help", "given")
    told = [passed(generous, "answer", days_ago=n) for n in (8, 9)]
    passed(generous, "thanks", "given")
    first, second = owing.thanks(around())
    assert first.title == "the list of Generous"
    assert said(first) == (
        "you kept it for later on Thursday; from Generous came 3 answers within 90 days, "
        "from you thanks once."
    )
    assert said(second) == "you kept it for later on Thursday."
    for row in told:
        exchanges.forget(row, NOW)
    passed(generous, "help", "given")
    assert "from Generous" not in said(next(owing.thanks(around())))


def test_nothing_given_is_no_reproach() -> None:
    voice = somebody_heard("Jana")
    thanks.owe(voice, "the list", NOW)
    passed(voice, "share")
    (found,) = owing.thanks(around())
    assert said(found).endswith("from Jana came 1 share within 90 days.")


# A word


def due(name: str, days: int, circle: str = "inner") -> Voice:
    voice = somebody_heard(name)
    passed(voice, "message", "mutual", days)
    voice.refresh_from_db()
    exchanges.keep_in_touch(voice, circle=circle, touch="", paused=False, now=NOW - 300 * DAY)
    return voice


def test_a_word_to_who_was_not_heard_of_for_long() -> None:
    voice = due("Jana", 40)
    due("Tom", 20)
    (found,) = owing.words(around())
    assert (found.title, found.voice, found.owed) == ("Jana", voice.pk, True)
    assert said(found) == (
        "the last word between you was on January 20, and you want one every month."
    )
    exchanges.snooze(voice, 7, NOW)
    assert list(owing.words(around())) == []


def test_the_longest_past_its_time_first_and_three_a_day() -> None:
    for n, days in enumerate((31, 90, 45, 60)):
        due(f"Voice{n}", days)
    found = list(owing.words(around()))
    assert [one.title for one in found] == ["Voice1", "Voice3", "Voice2"]
    for one in found[:2]:
        sessions.not_now(_step(one, "word"), NOW)
    assert len(list(owing.words(around()))) == 1
    Step.objects.update(changed_at=NOW - DAY)
    assert len(list(owing.words(around()))) == 3


def test_a_word_that_never_passed() -> None:
    voice = somebody_heard("Jana")
    exchanges.keep_in_touch(voice, circle="", touch="weekly", paused=False, now=NOW - 9 * DAY)
    (found,) = owing.words(around())
    assert said(found) == "you want a word every week, and none has passed between you yet."


def _step(found: Candidate, verb: str, state: str = Step.State.WAITING) -> Step:
    session, _ = Session.objects.get_or_create(
        owner=owner(), day=TODAY, defaults={"minutes": 20, "made_at": NOW}
    )
    return Step.objects.create(
        session=session,
        order=1,
        verb=verb,
        group="give",
        subject=found.subject,
        title=found.title,
        minutes=found.minutes,
        because=[{"code": one.code, "params": dict(one.params)} for one in found.because],
        entry_id=found.entry,
        voice_id=found.voice,
        state=state,
    )


# A question that can be answered

FORMS = "A consent form for volunteers in plain words, one page, tested with new volunteers."


def asks(number: int, title: str, days_ago: float = 2, **more: object) -> ParsedEntry:
    text = f"<p>{FORMS} Does somebody have one?</p>"
    return post(number, title=title, content=text, published=NOW - days_ago * DAY, **more)


def forum(*entries: ParsedEntry, kind: str = "community") -> Voice:
    """A community with questions, a publication with other things, and three pieces kept."""
    there = somebody_heard("Forum", kind)
    hear("https://forum.example/feed", entries)
    shelf = somebody_heard("Shelf", "publication")
    others = [
        post(n, title=f"Kettles {n}", content=f"<p>On kettles {n}.</p>") for n in range(60, 99)
    ]
    kept = post(50, title="Our consent form", content=f"<p>{FORMS}</p>")
    hear("https://shelf.example/feed", [kept, *others])
    features.catch_up(NOW)
    Mark.objects.update(state=Mark.State.UNREAD)
    mark = Mark.objects.get(entry__title="Our consent form", voice=shelf)
    reading.open_entry(mark, NOW - 9 * DAY)
    reading.keep(mark, NOW - 9 * DAY)
    return there


QUESTION = "Has anybody a consent form for volunteers?"


def test_a_question_close_to_what_was_kept() -> None:
    there = forum(asks(1, QUESTION))
    (found,) = answer.find(around(offers=True))
    assert (found.title, found.voice, found.owed) == (QUESTION, there.pk, False)
    assert found.because[0].code == "asked"
    assert said(found).startswith(
        "it was asked in Forum on Friday, and no answer is known; "
        "it is close to “Our consent form”, which you kept on February 20"
    )


def test_without_the_piece_that_was_kept_there_is_no_such_step() -> None:
    forum(asks(1, QUESTION))
    reading.let_go(Mark.objects.get(entry__title="Our consent form"))
    assert list(answer.find(around(offers=True))) == []


@pytest.mark.parametrize(
    "reply",
    [
        asks(2, f"Re: {QUESTION}", 1),
        asks(2, f"[Forum] Re: {QUESTION.upper()}", 1),
        asks(2, "Mine", 1, reply_to="https://e.example/1"),
    ],
    ids=["title", "list", "reply-to"],
)
def test_an_answered_question_is_not_brought_up(reply: ParsedEntry) -> None:
    forum(asks(1, QUESTION), reply)
    assert list(answer.find(around(offers=True))) == []


def test_an_answer_to_another_question_does_not_count() -> None:
    forum(asks(1, QUESTION), asks(2, "Re: Has anybody a kettle?", 1))
    (found,) = answer.find(around(offers=True))
    assert found.title == QUESTION


def test_what_one_answered_or_watches_is_not_brought_up() -> None:
    there = forum(asks(1, QUESTION))
    entry = Entry.objects.get(title=QUESTION)
    happened = Happened("answer", "given", NOW - DAY, entry=entry)
    row = exchanges.record(there, happened, NOW)
    assert row
    assert list(answer.find(around(offers=True))) == []
    exchanges.forget(row, NOW)
    assert list(answer.find(around(offers=True)))
    thread(entry=entry)
    assert list(answer.find(around(offers=True))) == []


def test_an_old_question_is_no_longer_waited_for() -> None:
    forum(asks(1, QUESTION, 31))
    assert list(answer.find(around(offers=True))) == []


def test_a_publication_does_not_ask_and_a_person_has_to_come_back_to_it() -> None:
    there = forum(asks(1, QUESTION), kind="publication")
    assert list(answer.find(around(offers=True))) == []
    Voice.objects.filter(pk=there.pk).update(kind="person")
    judging.forget()
    assert len(list(answer.find(around(offers=True)))) == 1
    Entry.objects.get(title=QUESTION).text.__class__.objects.update(body=FORMS)
    assert list(answer.find(around(offers=True))) == []


# A word where one only listens, and a first hello


def read(voice: Voice, number: int, first: int = 40, user: User | None = None) -> None:
    """So many pieces of a voice were opened, the first so many days ago, and one is new."""
    address = Channel.objects.get(followings__voice=voice).address
    posts = [post(10 * voice.pk + n, title=f"{voice.name} {n}") for n in range(number + 1)]
    hear(address, posts)
    marks = Mark.objects.filter(owner=user or owner(), voice=voice).order_by("entry__title")
    for n, mark in enumerate(marks[:number]):
        reading.open_entry(mark, NOW - (first - n) * DAY)
    marks.filter(opened_at=None).update(state=Mark.State.UNREAD)


def test_a_word_in_a_community_where_one_only_listens() -> None:
    voice = somebody_heard("Forum", "community")
    read(voice, 5)
    (found,) = comment.find(around(offers=True))
    assert (found.title, found.voice) == ("Forum 5", voice.pk)
    assert (
        said(found)
        == "you have read 5 pieces of Forum since January 20 and said nothing there yet."
    )
    passed(voice, "answer", "received")
    assert list(comment.find(around(offers=True))), "they spoke, the reader did not"
    row = passed(voice, "comment", "given")
    assert list(comment.find(around(offers=True))) == []
    exchanges.forget(row, NOW)
    Voice.objects.filter(pk=voice.pk).update(kind="publication")
    assert list(comment.find(around(offers=True))) == []


@pytest.mark.parametrize(("number", "first"), [(4, 40), (5, 29)])
def test_who_has_not_read_for_long_does_not_lurk(number: int, first: int) -> None:
    read(somebody_heard("Forum", "community"), number, first)
    assert list(comment.find(around(offers=True))) == []


def test_a_first_hello_to_somebody_who_was_read_for_a_month() -> None:
    voice = somebody_heard("Jana")
    read(voice, 3)
    read(somebody_heard("Publisher", "publication"), 6)
    read(somebody_heard("Lately"), 6, 20)
    (found,) = hello.find(around())
    assert (found.title, found.voice) == ("Jana", voice.pk)
    assert said(found) == (
        "you have read 3 pieces of theirs since January 20, and no word has passed between you."
    )
    passed(voice, "message")
    assert list(hello.find(around())) == []


def test_who_was_read_most_first_and_one_a_week() -> None:
    read(somebody_heard("Jana"), 3)
    read(somebody_heard("Tom"), 6)
    found = list(hello.find(around()))
    assert [one.title for one in found] == ["Tom", "Jana"]
    step = _step(found[0], "hello")
    sessions.not_now(step, NOW)
    assert list(hello.find(around())) == []
    Step.objects.update(changed_at=NOW - 8 * DAY)
    assert [one.title for one in hello.find(around())] == ["Jana"], "Tom was put aside"


def test_whose_word_is_asked_for_is_not_greeted_as_well() -> None:
    voice = somebody_heard("Jana")
    read(voice, 3)
    exchanges.keep_in_touch(voice, circle="", touch="weekly", paused=False, now=NOW - 9 * DAY)
    assert [one.title for one in owing.words(around())] == ["Jana"]
    assert list(hello.find(around())) == []


def test_let_go_of_or_resting_is_not_brought_up() -> None:
    voice = somebody_heard("Jana")
    read(voice, 3)
    roster.let_go(voice, NOW)
    assert list(hello.find(around())) == []


# All of them


def _everything(user: User) -> None:
    """One of each kind for an account."""
    tom = somebody_heard("Tom", user=user)
    promises.promise(user, "Send it", NOW, voice=tom, due=TODAY)
    thanks.owe(tom, "the list", NOW)
    jana = somebody_heard("Jana", user=user)
    read(jana, 4, user=user)
    circle = somebody_heard("Circle", "community", user=user)
    read(circle, 5, user=user)
    old = somebody_heard("Old", user=user)
    passed(old, "message", "mutual", 50)
    old.refresh_from_db()
    exchanges.keep_in_touch(old, circle="inner", touch="", paused=False, now=NOW - 60 * DAY)


def test_nothing_of_anybody_else() -> None:
    other = somebody("stranger")
    _everything(owner())
    thread()
    found = {verb.name for verb, _ in candidates(around(offers=True))}
    assert {"promise", "reply", "thank", "word", "comment", "hello"} <= found
    assert list(candidates(around(other, offers=True))) == []
