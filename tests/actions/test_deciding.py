"""Keep, slow down, rest, release; and everything as it was before."""

from datetime import timedelta

import pytest

from kith.actions import capacity, deciding, joining, lists, roster
from kith.actions.roster import Speaking
from kith.core.capacity import Capacity
from kith.db.models import Channel, Decision, Mark, Voice
from kith.queries import channels, reading
from kith.queries.reading import Where
from kith.sources.lists import BroughtList, Outline
from tests.actions.world import NOW, follow, hear, marks, owner, posts, somebody

pytestmark = pytest.mark.django_db
A = "https://a.example/feed"
DAY = timedelta(days=1)
State = Voice.State


def again(voice: Voice) -> Voice:
    """As the table has it now."""
    return Voice.objects.get(pk=voice.pk)


@pytest.fixture
def ada(db: None) -> Voice:  # noqa: ARG001
    """On trial, with nine pieces, five of them unread."""
    voice = follow(A, name="Ada")
    hear(A, posts(9))
    return again(voice)


def decided(made: Decision | None) -> Decision:
    assert made
    return made


def test_who_is_followed_by_hand_comes_on_trial(ada: Voice) -> None:
    assert (ada.state, ada.trial_until) == (State.TRIAL, NOW + timedelta(weeks=6))


@pytest.mark.parametrize(("weeks", "state"), [(2, State.TRIAL), (0, State.ACTIVE)])
def test_a_trial_is_as_long_as_the_account_wants_it(weeks: int, state: str) -> None:
    user = owner()
    capacity.choose(user, Capacity(trial_weeks=weeks))
    voice = follow(A, user=user)
    assert voice.state == state
    assert voice.trial_until == (NOW + timedelta(weeks=weeks) if weeks else None)


def test_who_was_there_before_comes_without_a_trial() -> None:
    brought = BroughtList((Outline("https://b.example/feed", "Bela"),))
    lists.bring(owner(), brought, "old.opml", NOW)
    assert set(Voice.objects.values_list("state", "trial_until")) == {(State.ACTIVE, None)}


def test_one_more_channel_begins_no_trial(ada: Voice) -> None:
    deciding.keep(ada, NOW)
    more = Speaking("https://ada.example/notes")
    roster.follow(owner(), [more], NOW, voice=ada)
    assert again(ada).state == State.ACTIVE


def test_a_trial_goes_on_when_a_voice_comes_back(ada: Voice) -> None:
    roster.let_go(ada, NOW)
    follow(A)
    assert again(ada).state == State.TRIAL
    roster.let_go(ada, NOW)
    roster.take_back(ada, NOW + timedelta(weeks=7))
    assert again(ada).state == State.ACTIVE, "its trial was over meanwhile"


def test_keeping_is_the_end_of_a_trial(ada: Voice) -> None:
    made = decided(deciding.keep(ada, NOW, "Writes what I\0 need."))
    assert (ada.state, ada.trial_until) == (State.ACTIVE, None), "the caller's own object knows"
    assert (again(ada).state, again(ada).trial_until) == (State.ACTIVE, None)
    assert (made.what, made.reason) == (Decision.What.KEEP, "Writes what I need.")
    assert deciding.undo(made, NOW + DAY)
    assert (again(ada).state, again(ada).trial_until) == (State.TRIAL, NOW + timedelta(weeks=6))
    assert Decision.objects.get().undone_at == NOW + DAY
    assert not deciding.undo(made, NOW + DAY), "once"


@pytest.mark.parametrize(
    ("weeks", "state"),
    [(1, State.TRIAL), (6, State.ACTIVE)],
    ids=["trial goes on", "trial is over"],
)
def test_slowing_down_looks_less_often(ada: Voice, weeks: int, state: str) -> None:
    now = NOW + timedelta(weeks=weeks)
    made = decided(deciding.slow(ada, "monthly", now))
    assert (again(ada).state, again(ada).cadence) == (state, "monthly")
    assert deciding.undo(made, now)
    assert (again(ada).state, again(ada).cadence) == (State.TRIAL, "as-it-happens")
    with pytest.raises(ValueError, match="fortnightly"):
        deciding.slow(ada, "fortnightly", NOW)


def test_releasing_keeps_the_history(ada: Voice) -> None:
    made = decided(deciding.release(ada, NOW))
    assert (again(ada).state, again(ada).released_at) == (State.RELEASED, NOW)
    assert Mark.objects.filter(voice=ada).count() == 9
    Channel.objects.update(due_at=None)
    assert deciding.undo(made, NOW + DAY)
    assert (again(ada).state, again(ada).released_at) == (State.TRIAL, None)
    assert channels.due(NOW + DAY, 9) == [Channel.objects.get().pk], "it is looked at again"


def test_who_rests_is_fetched_and_silent(ada: Voice) -> None:
    deciding.rest(ada, NOW + 30 * DAY, NOW)
    assert channels.due(NOW + 30 * DAY, 9)
    hear(A, posts(12))
    assert marks()["urn:12"] == "unread"
    assert reading.page(owner(), Where()).lines == []
    assert reading.count(owner(), Where()) == 0
    assert channels.status(owner()).unread == 0


def test_who_wakes_comes_with_five(ada: Voice) -> None:
    deciding.rest(ada, None, NOW)
    hear(A, posts(12))
    woken = decided(deciding.keep(ada, NOW + DAY))
    unread = [f"urn:{n}" for n in (12, 11, 10, 9, 8)]
    assert sorted(unread) == sorted(guid for guid, how in marks().items() if how == "unread")
    assert again(ada).state == State.ACTIVE
    assert deciding.undo(woken, NOW + DAY)
    assert again(ada).state == State.RESTING
    assert sum(how == "unread" for how in marks().values()) == 8


def test_a_rest_is_over_on_its_day(ada: Voice) -> None:
    deciding.rest(ada, NOW + 30 * DAY, NOW)
    hear(A, posts(12))
    assert deciding.wake_due(NOW + 29 * DAY) == 0
    assert deciding.wake_due(NOW + 30 * DAY) == 1
    assert deciding.wake_due(NOW + 30 * DAY) == 0, "once, whoever else wakes"
    assert (again(ada).state, again(ada).rest_until) == (State.ACTIVE, None)
    assert sum(how == "unread" for how in marks().values()) == 5


def test_what_was_unread_before_a_rest_is_unread_after_it(ada: Voice) -> None:
    hear(A, posts(12))
    before = sum(how == "unread" for how in marks().values())
    made = decided(deciding.rest(ada, NOW + DAY, NOW + timedelta(minutes=1)))
    deciding.wake_due(NOW + DAY)
    assert sum(how == "unread" for how in marks().values()) == before
    hear(A, posts(30), NOW + 2 * DAY)
    assert deciding.undo(made, NOW + 2 * DAY)


def test_taking_back_a_rest_that_was_over_finds_unread_what_was_put_away(ada: Voice) -> None:
    made = decided(deciding.rest(ada, NOW + DAY, NOW))
    hear(A, posts(12), NOW)
    before = sum(how == "unread" for how in marks().values())
    deciding.wake_due(NOW + DAY)
    assert sum(how == "unread" for how in marks().values()) == 5
    assert deciding.undo(made, NOW + 2 * DAY)
    assert sum(how == "unread" for how in marks().values()) == before


def test_who_rests_without_a_day_is_not_woken(ada: Voice) -> None:
    deciding.rest(ada, None, NOW)
    assert deciding.wake_due(NOW + 999 * DAY) == 0


def test_a_rest_can_be_undone_after_it_was_over(ada: Voice) -> None:
    made = decided(deciding.rest(ada, NOW + DAY, NOW))
    deciding.wake_due(NOW + DAY)
    assert deciding.undo(made, NOW + 2 * DAY)
    assert again(ada).state == State.TRIAL


def test_only_the_last_decision_is_undone(ada: Voice) -> None:
    first = decided(deciding.slow(ada, "weekly", NOW))
    second = decided(deciding.rest(ada, None, NOW))
    assert not deciding.undo(first, NOW)
    assert deciding.undo(second, NOW)
    assert deciding.undo(first, NOW)
    assert (again(ada).state, again(ada).cadence) == (State.TRIAL, "as-it-happens")


def test_what_a_decision_did_not_change_stays_as_it_is_by_now(ada: Voice) -> None:
    made = decided(deciding.rest(ada, None, NOW))
    roster.describe(again(ada), name="Ada", kind="person", cadence="monthly", labels=[])
    assert deciding.undo(made, NOW)
    assert (again(ada).state, again(ada).cadence) == (State.TRIAL, "monthly")


def test_what_was_done_since_is_not_undone(ada: Voice) -> None:
    made = decided(deciding.keep(ada, NOW))
    roster.let_go(ada, NOW)
    assert not deciding.undo(made, NOW)
    assert again(ada).state == State.RELEASED


@pytest.mark.parametrize("state", [State.RELEASED, State.JOINED])
def test_nothing_is_decided_about_who_is_gone(ada: Voice, state: str) -> None:
    Voice.objects.update(state=state)
    assert deciding.keep(ada, NOW) is None
    assert again(ada).state == state
    assert not Decision.objects.exists()


def test_what_was_joined_since_is_parted_before_a_decision_is_undone(ada: Voice) -> None:
    other = follow("https://b.example/feed", name="Bela")
    kept, slowed = decided(deciding.keep(ada, NOW)), decided(deciding.slow(ada, "weekly", NOW))
    one = joining.join(other, ada, NOW + DAY)
    slowed.refresh_from_db()
    before = Voice.objects.filter(pk=other.pk).values().get()
    assert deciding.joined_since(slowed)
    assert not deciding.undo(slowed, NOW + 2 * DAY)
    assert Voice.objects.filter(pk=other.pk).values().get() == before
    later = decided(deciding.slow(again(other), "monthly", NOW + 2 * DAY))
    assert deciding.undo(later, NOW + 2 * DAY), "this was decided about both"
    joining.part(one, NOW + 2 * DAY)
    for made in (slowed, kept):
        made.refresh_from_db()
        assert deciding.undo(made, NOW + 2 * DAY)
    assert (again(ada).state, again(ada).cadence) == (State.TRIAL, "as-it-happens")
    assert again(other).state == State.TRIAL


def test_nothing_of_anybody_else_changes(ada: Voice) -> None:
    other = somebody("stranger")
    theirs = follow(A, user=other)
    deciding.rest(ada, NOW, NOW)
    deciding.wake_due(NOW)
    assert again(theirs).state == State.TRIAL
    assert set(marks(other).values()) == {"unread", "archived"}
