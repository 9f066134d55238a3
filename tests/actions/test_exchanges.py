"""Exchanges: recorded once, summed up, and what is owed after them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kith.actions import exchanges, giving, promises, roster, thanks
from kith.actions.exchanges import Happened
from kith.core.problems import Trouble
from kith.db.models import Exchange, Promise, Voice
from kith.queries import giving as balance
from kith.queries import ties, timeline
from kith.queries.owed import owed
from kith.queries.timeline import View
from tests.actions.world import NOW, follow, hear, owner, post, posts, somebody

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)


def jana(circle: str = "") -> Voice:
    voice = follow("https://jana.example/feed", name="Jana")
    if circle:
        exchanges.keep_in_touch(voice, circle=circle, touch="", paused=False, now=NOW - 200 * DAY)
    return voice


def did(kind: str, direction: str = "given", days_ago: float = 0, **more: object) -> Happened:
    return replace(Happened(kind, direction, NOW - days_ago * DAY), **more)  # type: ignore[arg-type]


def codes(voice: Voice | None = None, now: datetime = NOW) -> list[str]:
    return [one.kind for one in owed(owner(), now, now.date(), voice)]


def test_what_was_recorded_is_summed_up_in_whatever_order_it_came() -> None:
    voice = jana()
    for happened in (did("meeting", "mutual", 5), did("answer", "received", 40), did("thanks")):
        assert exchanges.record(voice, happened, NOW)
    voice.refresh_from_db()
    known = ties.contact_of(voice.passed)
    assert known
    assert (known.exchanges, known.given, known.received, known.last) == (3, 2, 2, NOW)
    assert ties.tally_of(voice.passed)["answer", "received"] == 1
    assert voice.last_exchange_at == NOW


def test_an_act_counts_once() -> None:
    voice = jana()
    happened = did("reply", act="thread:1:post:2")
    assert exchanges.record(voice, happened, NOW)
    assert exchanges.record(voice, happened, NOW) is None
    assert Exchange.objects.count() == 1


def test_what_is_said_of_several_counts_with_each_and_twice_at_once_is_one() -> None:
    both = [jana(), follow("https://tom.example/feed", name="Tom")]
    soon, now = NOW + timedelta(seconds=2), NOW + timedelta(minutes=1)
    happened = did("meeting", "mutual", about="rubrics")
    told = exchanges.say(both, happened, NOW)
    assert [row.voice.name for row in told] == ["Jana", "Tom"]
    assert exchanges.say(both, replace(happened, at=soon), soon) == told
    early = NOW - timedelta(seconds=1)  # asked for first, though the other had its turn first
    assert exchanges.say(both, replace(happened, at=early), early) == told
    assert len(exchanges.say(both, replace(happened, about="tea"), soon)) == 2, "of something else"
    assert Exchange.objects.count() == 4
    assert exchanges.say(both[:1], replace(happened, at=now), now) != told[:1], (
        "later it is another"
    )
    exchanges.forget(told[1], now)
    assert exchanges.say(both[1:], happened, soon), "what was undone can be said again"
    assert Exchange.objects.count() == 5


def test_a_word_a_gift_and_a_promise_clicked_twice_are_one() -> None:
    voice, tom = jana(), follow("https://tom.example/feed", name="Tom")
    soon = NOW + timedelta(seconds=2)
    for now in (NOW, soon):
        exchanges.just_did(voice, now)
        giving.gave(voice, "introduce", now, about="Tom", other=tom)
        promises.promise(owner(), "send the list", now, voice=voice, due=TODAY)
        promises.promise(owner(), "write about it", now)
    assert Exchange.objects.count() == 3
    assert Promise.objects.count() == 2
    promises.keep(Promise.objects.earliest("pk"), soon)
    promises.promise(owner(), "send the list", soon, voice=voice, due=TODAY)
    assert Promise.objects.count() == 3, "what was kept is promised anew"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Trouble) as caught:
        exchanges.record(jana(), did("meeting", "received"), NOW)
    assert caught.value.problem.code == "exchange-impossible"
    assert Exchange.objects.count() == 0


def test_nothing_happens_in_the_future_or_for_days() -> None:
    row = exchanges.record(jana(), did("help", days_ago=-3, minutes=90_000), NOW)
    assert row
    assert (row.at, row.minutes) == (NOW, 24 * 60)


def test_any_exchange_begins_the_time_anew() -> None:
    voice = jana("inner")
    assert codes() == ["touch"]
    exchanges.record(voice, did("like", "received"), NOW)
    assert codes() == []
    voice.refresh_from_db()
    assert voice.touch_due_at == NOW + 30 * DAY
    later = NOW + 31 * DAY
    assert [(one.kind, one.late) for one in owed(owner(), later, later.date())] == [
        ("touch", False)
    ]
    later = NOW + 46 * DAY
    assert [one.late for one in owed(owner(), later, later.date())] == [True]


def test_whom_one_exchanged_with_is_in_the_outer_circle() -> None:
    voice = jana()
    assert voice.touch_due_at is None
    exchanges.record(voice, did("comment"), NOW)
    assert voice.touch_due_at == NOW + 365 * DAY


def test_a_word_is_snoozed_and_that_is_undone() -> None:
    voice = jana("inner")
    before = exchanges.snooze(voice, 7, NOW)
    assert codes() == []
    assert codes(now=NOW + 8 * DAY) == ["touch"]
    exchanges.wake(voice, before, NOW)
    assert codes() == ["touch"]


def test_pausing_and_never_ask_for_nothing() -> None:
    voice = jana("inner")
    for touch, paused in (("never", False), ("monthly", True)):
        exchanges.keep_in_touch(voice, circle="inner", touch=touch, paused=paused, now=NOW)
        assert voice.touch_due_at is None
    exchanges.keep_in_touch(voice, circle="inner", touch="weekly", paused=False, now=NOW)
    assert voice.touch_due_at
    assert voice.touch_due_at <= NOW + 7 * DAY


def test_several_are_put_in_a_circle_as_they_stand_by_then() -> None:
    voice = jana()
    once, again = Voice.objects.get(), Voice.objects.get()
    assert exchanges.keep_all_in_touch([once], "inner", NOW)[str(voice.pk)][0] == ""
    assert exchanges.keep_all_in_touch([again], "inner", NOW) == {}, "they are there already"
    Voice.objects.update(touch="weekly", touch_paused=True)
    before = exchanges.keep_all_in_touch([again], "outer", NOW)
    assert before[str(voice.pk)][0] == "inner"
    voice.refresh_from_db()
    assert (voice.circle, voice.touch, voice.touch_paused) == ("outer", "weekly", True)
    exchanges.keep_as_before([again], before, NOW)
    assert Voice.objects.get().circle == "inner"


def test_who_was_let_go_of_is_owed_no_word() -> None:
    voice = jana("inner")
    roster.let_go(voice, NOW)
    assert codes() == []


def test_an_exchange_is_mended_forgotten_and_put_back() -> None:
    voice = jana()
    row = exchanges.record(voice, did("comment", days_ago=3, about="rubrics"), NOW)
    assert row
    exchanges.mend(row, did("answer", days_ago=2, about="on rubrics"), NOW)
    assert ties.tally_of(voice.passed) == {("answer", "given"): 1}
    told = exchanges.forget(row, NOW)
    assert (voice.passed, voice.last_exchange_at) == ({}, None)
    for again in (True, False):
        assert bool(exchanges.put_back(voice, told, NOW)) == again
    back = Exchange.objects.get()
    assert (back.kind, back.about, back.at) == ("answer", "on rubrics", NOW - 2 * DAY)
    assert voice.last_exchange_at == back.at


def test_thanks_wait_and_are_recorded_when_said() -> None:
    voice = jana()
    one = thanks.owe(voice, "the  checklist", NOW, effect="used on Monday")
    assert thanks.owe(voice, "the checklist", NOW) == one, "for one reason once"
    assert codes(voice) == ["thanks"]
    row = thanks.said(one, NOW)
    assert row
    assert (row.kind, row.direction, row.about) == ("thanks", "given", "the checklist")
    assert thanks.said(one, NOW) is None
    assert codes() == []
    one.refresh_from_db()
    thanks.unsay(one, NOW)
    assert (codes(), Exchange.objects.count()) == (["thanks"], 0)
    assert thanks.release(one, NOW)
    assert codes() == []
    thanks.take_back(one)
    assert codes() == ["thanks"]


def test_thanks_for_an_entry_are_kept_once_and_for_nothing_not_at_all() -> None:
    voice = jana()
    hear("https://jana.example/feed", [post(1)])
    entry = voice.marks.get().entry
    assert thanks.owe(voice, "", NOW, entry=entry) == thanks.owe(voice, "it", NOW, entry=entry)
    with pytest.raises(Trouble):
        thanks.owe(voice, " ", NOW)


def test_promises_stand_until_they_are_kept_or_released() -> None:
    user, voice = owner(), jana()
    late = promises.promise(user, "send the list", NOW, voice=voice, due=TODAY - DAY)
    open_ended = promises.promise(user, "write about it", NOW)
    assert [(one.text, one.late) for one in owed(user, NOW, TODAY)] == [
        ("send the list", True),
        ("write about it", False),
    ]
    assert [one.number for one in owed(user, NOW, TODAY, voice)] == [late.pk]
    assert promises.keep(late, NOW)
    assert not promises.release(late, NOW), "it is settled"
    assert promises.release(open_ended, NOW)
    assert owed(user, NOW, TODAY) == []
    promises.reopen(late)
    promises.reword(late, "send both lists", None)
    assert [one.text for one in owed(user, NOW, TODAY)] == ["send both lists"]
    with pytest.raises(Trouble):
        promises.promise(user, "\n", NOW)


def test_what_others_owe_is_theirs() -> None:
    other = somebody()
    voice = follow("https://jana.example/feed", user=other, name="Jana")
    thanks.owe(voice, "it", NOW)
    promises.promise(other, "x", NOW)
    assert owed(owner(), NOW, TODAY) == []


def test_give_and_take_look_back_a_season() -> None:
    voice = jana()
    for days in (1, 20, 95):
        exchanges.record(voice, did("answer", "received", days), NOW)
    exchanges.record(voice, did("thanks"), NOW)
    told = balance.balance_with(voice, NOW)
    assert [(one.kind, one.given, one.received) for one in told.facts] == [
        ("answer", 0, 2),
        ("thanks", 1, 0),
    ]
    assert balance.balance_in_all(owner(), NOW) == told


def test_the_timeline_holds_both_in_the_order_of_time() -> None:
    voice = jana()
    hear("https://jana.example/feed", posts(30))
    entry = voice.marks.select_related("entry").order_by("-at")[10]
    same = did("comment", about="at the same moment")
    exchanges.record(voice, replace(same, at=entry.at), NOW)
    exchanges.record(voice, did("meeting", "mutual", about="last"), NOW)
    seen, place = [], None
    while True:
        found = timeline.timeline(voice, after=place)
        seen += found.moments
        place = found.older
        if place is None:
            break
    assert len(seen) == 32
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)
    assert len({one.place for one in seen}) == 32
    told = [one.passed.about for one in seen if one.passed]
    assert told == ["last", "at the same moment"]
    between = timeline.timeline(voice, View.BETWEEN)
    assert [one.passed is None for one in between.moments] == [False, False]
    assert all(one.line for one in timeline.timeline(voice, View.WROTE).moments)


def test_a_timeline_of_one_moment_has_pages_too() -> None:
    voice = jana()
    at = datetime(2026, 2, 1, tzinfo=UTC)
    hear("https://jana.example/feed", [post(n, published=at) for n in range(15)])
    for n in range(15):
        exchanges.record(voice, Happened("comment", "given", at, about=str(n)), NOW)
    first = timeline.timeline(voice)
    rest = timeline.timeline(voice, after=first.older)
    assert (len(first.moments), len(rest.moments), rest.older) == (20, 10, None)
    assert len({one.place for one in first.moments + rest.moments}) == 30


def test_what_pointed_at_an_exchange_points_at_it_again() -> None:
    voice = jana()
    one = thanks.owe(voice, "the checklist", NOW)
    row = thanks.said(one, NOW)
    assert row
    told = exchanges.forget(row, NOW)
    back = exchanges.put_back(voice, told, NOW)
    one.refresh_from_db()
    assert one.exchange == back
    thanks.unsay(one, NOW)
    assert Exchange.objects.count() == 0


def test_an_act_that_was_recorded_again_meanwhile_is_not_put_back_beside_it() -> None:
    voice = jana()
    row = exchanges.record(voice, did("reply", act="step:4"), NOW)
    assert row
    told = exchanges.forget(row, NOW)
    exchanges.record(voice, did("reply", act="step:4"), NOW)
    assert exchanges.put_back(voice, told, NOW) is None
    assert Exchange.objects.count() == 1


def test_what_was_read_long_ago_is_not_written_back() -> None:
    voice = jana()
    stale = Voice.objects.get(pk=voice.pk)
    exchanges.keep_in_touch(voice, circle="inner", touch="", paused=False, now=NOW)
    exchanges.snooze(stale, 7, NOW)
    exchanges.record(stale, did("comment"), NOW)
    voice.refresh_from_db()
    assert voice.circle == "inner"
    assert voice.touch_due_at == NOW + 30 * DAY
