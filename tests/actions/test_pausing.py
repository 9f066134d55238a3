"""Days off: nothing is planned, and what mattered comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.actions import habits, interests, pausing, planning, reading
from kith.core.habits import EVERY_DAY, Habit
from kith.core.pauses import Pause
from kith.db.models import Mark, Planner, Session, Step, User
from kith.queries import pauses, sessions
from tests.actions.world import NOW, follow, hear, mark, owner, post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001
    """Somebody in Auckland, thirteen hours ahead: there it is Monday already."""
    follow("https://a.example/feed", name="Ada")
    hear("https://a.example/feed", [post(n, published=NOW) for n in range(3)])
    user = owner()
    user.preferences = {"time_zone": "Pacific/Auckland"}
    user.save()
    return user


def test_it_ends_at_midnight_where_the_account_lives(user: User) -> None:
    pause = pausing.begin(user, 5, NOW)
    assert pause == Pause(NOW, datetime(2026, 3, 6, 11, tzinfo=UTC))
    user.refresh_from_db()
    assert pauses.pause(user) == pause
    assert pauses.is_on(user, NOW + 4 * DAY)
    assert not pauses.is_on(user, pause.until)


@pytest.mark.parametrize("days", [0, 61])
def test_so_many_days_are_no_pause(user: User, days: int) -> None:
    with pytest.raises(ValueError, match=str(days)):
        pausing.begin(user, days, NOW)


def test_one_can_come_back_before(user: User) -> None:
    pausing.begin(user, 5, NOW)
    pausing.come_back(user, NOW + 2 * DAY)
    assert pauses.pause(user) == Pause(NOW, NOW + 2 * DAY)
    pausing.begin(user, 5, NOW + 3 * DAY)
    pausing.come_back(user, NOW + 3 * DAY)
    assert pauses.pause(user) is None, "as if it had not been"
    pausing.come_back(user, NOW + 3 * DAY)


def test_the_first_session_after_it_catches_up(user: User) -> None:
    reading.open_entry(mark(0), NOW)
    until = pausing.begin(user, 3, NOW).until
    first = planning.plan(user, until)
    assert first.catches_up, "though three days are no week"
    Session.objects.update(state=Session.State.OVER)
    assert not planning.plan(user, until + DAY).catches_up


def test_what_came_during_a_pause_does_not_fade_though_one_looked_in(user: User) -> None:
    interests.add(user, "kettles", NOW)
    content = "<p>" + "Mending kettles. " * 40
    for number, when in ((77, NOW + DAY), (78, NOW - 80 * DAY)):
        said = post(number, title=f"Mending kettles {number}", content=content, published=when)
        hear("https://a.example/feed", [said], NOW + 2 * DAY)
    Mark.objects.update(state=Mark.State.UNREAD)
    until = pausing.begin(user, 40, NOW).until
    reading.open_entry(mark(1), until - DAY)
    session = planning.plan(user, until)
    first = Step.objects.filter(session=session).order_by("order")[0]
    assert first.entry_id == mark(77).entry_id


def test_no_plan_is_made_ready_and_none_mailed_during_a_pause(user: User) -> None:
    habits.set_habit(user, Habit(EVERY_DAY), NOW)
    pausing.begin(user, 5, NOW)

    def ready(now: datetime) -> Session | None:
        return habits.make_ready(Planner.objects.select_related("owner").get(), now)

    due = Planner.objects.get().due_at
    assert due
    assert ready(due) is None
    assert Planner.objects.get().due_at == due + DAY, "the next day is looked at in its time"
    Planner.objects.update(due_at=due + 5 * DAY)
    made = ready(due + 5 * DAY)
    assert made
    assert made.catches_up
    assert sessions.open_session(user, due + 5 * DAY) == made
