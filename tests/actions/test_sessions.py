"""Sessions: made once, kept, changed, gone through, and each act undone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from kith.actions import features, interests, planning, reading, sessions
from kith.core.habits import Habit, written
from kith.db.models import Mark, Session, Step, User
from kith.queries import judging
from kith.queries import sessions as ask
from tests.actions.world import NOW, follow, hear, mark, owner, post, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTES = 238  # words


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001
    """Six voices, each with three unread texts of two minutes."""
    for voice in range(6):
        address = f"https://{voice}.example/feed"
        follow(address, name=f"Voice {voice}")
        numbers = range(10 * voice, 10 * voice + 3)
        hear(address, [post(n, content=_text(n), published=NOW - DAY) for n in numbers])
    Mark.objects.update(state=Mark.State.UNREAD)
    features.catch_up(NOW)
    return owner()


def _text(number: int) -> str:
    return "<p>" + " ".join(f"word{number}x{n}" for n in range(2 * MINUTES)) + "</p>"


def waiting(session: Session) -> list[str]:
    rows = Step.objects.filter(session=session, state=Step.State.WAITING)
    return list(rows.order_by("order").values_list("subject", flat=True))


def first(session: Session) -> Step:
    return Step.objects.filter(session=session, state=Step.State.WAITING).order_by("order")[0]


def test_a_plan_is_made_once_and_kept(user: User) -> None:
    session = planning.plan(user, NOW)
    steps = list(session.steps.all())
    assert session.minutes == 20
    assert 17 <= sum(step.minutes for step in steps) < 20
    assert ask.shown(session).taken == 20, "those set aside, for the steps fill them"
    assert all(step.because for step in steps)
    assert session.chosen_from == {"entries": 18, "voices": 6}
    later = planning.plan(user, NOW + timedelta(hours=2))
    assert later.pk == session.pk
    assert [step.pk for step in later.steps.all()] == [step.pk for step in steps]


def test_no_voice_has_more_than_two_steps(user: User) -> None:
    session = planning.plan(user, NOW, 40)
    voices = list(session.steps.values_list("voice", flat=True))
    assert max(voices.count(voice) for voice in voices) <= 2


def test_other_minutes_choose_anew_and_the_same_ones_do_not(user: User) -> None:
    twenty = waiting(planning.plan(user, NOW))
    ten = waiting(planning.plan(user, NOW, 10))
    assert 0 < len(ten) < len(twenty)
    assert waiting(planning.plan(user, NOW, 10)) == ten
    assert waiting(planning.plan(user, NOW, 20)) == twenty
    assert Session.objects.count() == 1


def test_a_minute_is_enough_for_what_takes_a_minute(user: User) -> None:
    assert waiting(planning.plan(user, NOW, 1)) == [], "each takes two"
    assert len(waiting(planning.plan(user, NOW, 2))) == 1


def test_the_usual_minutes_are_those_of_the_habit(user: User) -> None:
    user.preferences = {"sessions": written(Habit(minutes=10))}
    assert planning.plan(user, NOW).minutes == 10


def test_an_empty_plan_looks_again(user: User) -> None:
    Mark.objects.update(state=Mark.State.READ, read_at=NOW)
    assert waiting(planning.plan(user, NOW)) == []
    Mark.objects.update(state=Mark.State.UNREAD, read_at=None)
    assert waiting(planning.plan(user, NOW + timedelta(minutes=5)))


def test_what_one_wants_to_learn_is_heeded_at_once(user: User) -> None:
    session = planning.plan(user, NOW)
    last = post(77, title="On the mending of kettles", content=_text(77), published=NOW - 2 * DAY)
    hear("https://0.example/feed", [last])
    Mark.objects.update(state=Mark.State.UNREAD)
    before = waiting(planning.plan(user, NOW + timedelta(minutes=1)))
    assert f"entry:{mark(77).entry_id}" not in before
    interests.add(user, "kettles", NOW + timedelta(minutes=2))
    found = planning.plan(user, NOW + timedelta(minutes=3))
    assert found.pk == session.pk
    assert f"entry:{mark(77).entry_id}" in waiting(found)
    assert any(step.interest for step in ask.shown(found).steps)


def test_what_was_not_looked_through_yet_is_chosen_from_again(user: User) -> None:
    news = [post(90 + n, title=f"Kettles {n}", content=_text(90), published=NOW) for n in range(20)]
    for number, one in enumerate(news):
        follow(f"https://k{number}.example/feed", name=f"K {number}")
        hear(f"https://k{number}.example/feed", [one])
    Mark.objects.update(state=Mark.State.UNREAD)
    session = planning.plan(user, NOW)
    made = session.made_at
    assert planning.plan(user, NOW + timedelta(seconds=5)).made_at == made, "nothing is known yet"
    features.catch_up(NOW)
    anew = planning.plan(user, NOW + timedelta(seconds=9))
    assert (anew.pk, anew.made_at) == (session.pk, NOW + timedelta(seconds=9))
    assert any("also-in" in str(step.because) for step in anew.steps.all())
    assert planning.plan(user, NOW + DAY / 9).made_at == anew.made_at, "once is enough"


def test_a_step_names_its_interest_only_where_the_entry_holds_it(user: User) -> None:
    last = post(77, title="On the mending of kettles", content=_text(77), published=NOW - DAY)
    hear("https://0.example/feed", [last])
    Mark.objects.update(state=Mark.State.UNREAD)
    (kettles,) = interests.add(user, "kettles", NOW)
    session = planning.plan(user, NOW)
    Step.objects.filter(session=session).update(interest=kettles)
    shown = ask.shown(session).steps
    assert {step.headline: step.interest for step in shown if step.interest} == {
        "On the mending of kettles": "Kettles"
    }
    assert [ask.listed(row).interest for row in session.steps.order_by("order")] == [
        step.interest for step in shown
    ]


def test_one_open_session_a_day(user: User) -> None:
    session = planning.plan(user, NOW)
    with pytest.raises(IntegrityError):
        Session.objects.create(owner=user, day=session.day, minutes=5, made_at=NOW)


def test_the_day_is_that_of_the_account(user: User) -> None:
    user.preferences = {"time_zone": "Pacific/Auckland"}
    assert planning.plan(user, NOW).day == NOW.date() + DAY
    user.preferences = {"time_zone": "Nowhere/At_all"}
    assert planning.plan(user, NOW).day == NOW.date()


def test_what_was_not_chosen_or_done_expires_quietly(user: User) -> None:
    before = planning.plan(user, NOW)
    sessions.not_now(first(before), NOW)
    today = planning.plan(user, NOW + DAY)
    before.refresh_from_db()
    assert before.state == Session.State.OVER
    assert before.started_at is None
    assert set(waiting(before)) & set(waiting(today)), "what is worth it is chosen again"
    assert ask.over_today(user, NOW) is None, "what nobody began has no end"


def test_done_is_read_and_taken_back(user: User) -> None:
    session = planning.plan(user, NOW)
    step = first(session)
    sessions.done(step, NOW)
    there = Mark.objects.get(owner=user, entry=step.entry)
    assert (step.state, there.state) == (Step.State.DONE, Mark.State.READ)
    sessions.take_back(step, NOW)
    there.refresh_from_db()
    assert (step.state, there.state) == (Step.State.WAITING, Mark.State.UNREAD)


def test_what_is_put_aside_stays_so_when_the_rest_is_chosen_anew(user: User) -> None:
    session = planning.plan(user, NOW)
    step = first(session)
    sessions.not_now(step, NOW)
    sessions.done(first(session), NOW)
    planning.anew(session, NOW)
    assert step.subject not in waiting(session)
    shown = ask.shown(session)
    assert shown.planned <= 20
    assert len(shown.done) == 1
    sessions.take_back(step, NOW)
    assert step.subject in waiting(session)


def test_not_for_me_puts_the_entry_away_until_it_is_taken_back(user: User) -> None:
    step = first(planning.plan(user, NOW))
    sessions.not_for_me(step, NOW)
    there = Mark.objects.get(owner=user, entry=step.entry)
    assert there.not_for_me_at == NOW
    sessions.take_back(step, NOW)
    there.refresh_from_db()
    assert there.state == Mark.State.UNREAD
    assert Mark.objects.filter(not_for_me_at=None).count() == Mark.objects.count()


def test_swapping_takes_the_next_best_and_is_undone(user: User) -> None:
    session = planning.plan(user, NOW)
    before = waiting(session)
    step = first(session)
    found = sessions.swap(step, NOW)
    assert found
    assert found.subject not in before
    assert (found.order, found.group, found.instead_of) == (step.order, step.group, step)
    assert waiting(session) == [found.subject, *before[1:]]
    sessions.take_back(step, NOW)
    assert waiting(session) == before


def test_swapping_ends_where_nothing_else_fits(user: User) -> None:
    session = planning.plan(user, NOW, 240)
    Step.objects.filter(session=session).exclude(pk=first(session).pk).delete()
    entry = first(session).entry_id
    Mark.objects.exclude(entry=entry).update(state=Mark.State.READ, read_at=NOW)
    assert sessions.swap(first(session), NOW) is None
    assert first(session).entry_id == entry


def test_acts_elsewhere_count(user: User) -> None:
    session = planning.plan(user, NOW)
    one, other = list(session.steps.order_by("order")[:2])
    for step, act in ((one, reading.finish), (other, reading.not_for_me)):
        act(Mark.objects.get(owner=user, entry=step.entry), NOW)
    shown = ask.shown(session)
    assert [step.pk for step in shown.done] == [one.pk]
    assert other.pk not in [step.pk for step in shown.steps]


def test_acts_elsewhere_are_written_down_when_the_rest_changes(user: User) -> None:
    session = planning.plan(user, NOW)
    step = first(session)
    reading.finish(Mark.objects.get(owner=user, entry=step.entry), NOW)
    planning.anew(session, NOW)
    step.refresh_from_db()
    assert step.state == Step.State.DONE
    assert ask.shown(session).planned <= 20


def test_a_swap_keeps_to_two_steps_a_voice(user: User) -> None:
    session = planning.plan(user, NOW, 40)
    for step in list(session.steps.filter(state=Step.State.WAITING)[:4]):
        sessions.swap(step, NOW)
    there = session.steps.filter(state=Step.State.WAITING)
    voices = list(there.values_list("voice", flat=True))
    assert max(voices.count(voice) for voice in voices) <= 2


def test_after_its_end_today_shows_what_was_done(user: User) -> None:
    session = planning.of_today(user, NOW)
    sessions.start(session, NOW)
    sessions.finish(session, NOW)
    assert planning.of_today(user, NOW) == session
    assert planning.plan(user, NOW) != session
    assert planning.of_today(user, NOW) != session


def test_start_pause_go_on_and_end(user: User) -> None:
    session = planning.plan(user, NOW)
    sessions.start(session, NOW)
    sessions.pause(session)
    sessions.start(session, NOW + timedelta(hours=1))
    assert (session.state, session.started_at) == (Session.State.RUNNING, NOW)
    sessions.spend(session, first(session), 90)
    sessions.spend(session, None, 10**9)
    sessions.finish(session, NOW + timedelta(hours=2), "It stays.")
    session.refresh_from_db()
    assert (session.state, session.reflection) == (Session.State.OVER, "It stays.")
    assert session.seconds == 90 + sessions.LONGEST_STAY
    assert first(session).seconds == 90
    assert ask.over_today(user, NOW) == session
    assert planning.plan(user, NOW).pk != session.pk, "more can be set aside on the same day"


def test_where_one_is_on_the_way(user: User) -> None:
    session = planning.plan(user, NOW)
    steps = ask.shown(session).steps
    flow = ask.flow(Step.objects.get(pk=steps[1].pk))
    assert flow
    assert (flow.number, flow.of, flow.runs, flow.follows) == (2, len(steps), False, True)
    sessions.not_now(Step.objects.get(pk=steps[1].pk), NOW)
    assert ask.flow(Step.objects.get(pk=steps[1].pk)) is None


def test_a_week_away_is_caught_up_and_a_newcomer_was_not_away(user: User) -> None:
    assert not planning.plan(user, NOW).catches_up
    reading.open_entry(mark(0), NOW)
    assert not planning.plan(user, NOW + 6 * DAY).catches_up
    later = planning.plan(user, NOW + 9 * DAY)
    assert later.catches_up
    assert ask.shown(later).planned <= 20, "and no backlog"


def test_what_came_while_one_was_away_does_not_fade(user: User) -> None:
    interests.add(user, "kettles", NOW)
    content = "<p>" + "Mending kettles. " * 40
    for number, when in ((77, NOW + DAY), (78, NOW - 80 * DAY)):
        said = post(number, title=f"Mending kettles {number}", content=content, published=when)
        hear("https://0.example/feed", [said], NOW + 2 * DAY)
    Mark.objects.update(state=Mark.State.UNREAD)
    reading.open_entry(mark(0), NOW)
    now, entries = NOW + 30 * DAY, [mark(77).entry_id, mark(78).entry_id]
    usual = {one.entry: one.value for one in judging.offers(user, now)}
    there = {one.entry: one.value for one in judging.offers(user, now, away=30 * DAY)}
    since, before = (there[entry] / usual[entry] for entry in entries)
    assert since > 2, "as if it had come today"
    assert there[entries[0]] > 4 * there[entries[1]], "what was old by then is old"
    assert before > 1
    session = planning.plan(user, now)
    assert waiting(session)[0] == f"entry:{entries[0]}"
    reading.open_entry(mark(1), now)
    planning.anew(session, now)
    assert waiting(session)[0] == f"entry:{entries[0]}", "and the day goes on so"


def test_one_step_in_ten_is_tried_out_and_says_so(user: User) -> None:
    plans = [planning.plan(user, NOW + n * DAY) for n in range(6)]
    for session in plans:
        tried = [step for step in session.steps.all() if _codes(step)[-1] == "explored"]
        assert len(tried) <= 1
        before = waiting(session)
        planning.anew(session, NOW + plans.index(session) * DAY)
        assert waiting(session) == before, "drawn by the day, not by every look"
    assert any("explored" in _codes(step) for one in plans for step in one.steps.all())


def _codes(step: Step) -> list[str]:
    return [one["code"] for one in step.because]


def test_everybody_has_a_plan_of_their_own(user: User) -> None:
    other = somebody("other")
    mine, theirs = planning.plan(user, NOW), planning.plan(other, NOW)
    assert waiting(mine)
    assert waiting(theirs) == []
    assert ask.open_session(other, NOW) == theirs
