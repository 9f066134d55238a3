"""Steps that look after the roster: what is to become of a new voice, and a look through."""

from datetime import timedelta

import pytest

from kith.actions import deciding, reading, sessions
from kith.db.models import Decision, Session, Step, User, Voice
from kith.queries.steps import Candidate, roster, trial
from tests.actions.world import NOW, follow, hear, mark, owner, posts, somebody
from tests.queries.steps import around, said

pytestmark = pytest.mark.django_db
A = "https://a.example/feed"
DAY = timedelta(days=1)
OVER = NOW + 43 * DAY  # the day after a trial of six weeks


def taken(user: User, found: Candidate, verb: str) -> Step:
    """The candidate as a step of today."""
    session, _ = Session.objects.get_or_create(
        owner=user, day=NOW.date(), defaults={"minutes": 20, "made_at": NOW}
    )
    return Step.objects.create(
        session=session,
        order=1,
        verb=verb,
        group="grow",
        subject=found.subject,
        title=found.title,
        minutes=found.minutes,
        because=[],
        voice_id=found.voice,
    )


@pytest.fixture
def ada(db: None) -> Voice:  # noqa: ARG001
    voice = follow(A, name="Ada")
    hear(A, posts(9))
    return voice


def test_a_trial_that_is_over_is_to_be_decided(ada: Voice) -> None:
    user = owner()
    assert list(trial.find(around(user, NOW + 41 * DAY))) == []
    for number in (1, 2):
        reading.open_entry(mark(number), NOW)
    reading.keep(mark(1), NOW)
    (found,) = trial.find(around(user, OVER))
    assert (found.subject, found.title, found.voice) == (f"trial:{ada.pk}", "Ada", ada.pk)
    assert said(found, OVER) == ("its trial ended yesterday; of 9 pieces you opened 2 and kept 1.")
    deciding.keep(ada, OVER)
    assert list(trial.find(around(user, OVER))) == []


def test_who_has_said_nothing_is_decided_all_the_same(db: None) -> None:  # noqa: ARG001
    follow(A, name="Ada")
    (found,) = trial.find(around(owner(), OVER))
    assert said(found, OVER) == "its trial ended yesterday, and it has said nothing so far."


@pytest.mark.parametrize("act", [sessions.not_now, sessions.done])
def test_it_is_not_asked_every_day(ada: Voice, act: object) -> None:
    user = owner()
    (found,) = trial.find(around(user, OVER))
    act(taken(user, found, "trial"), OVER)  # type: ignore[operator]
    assert list(trial.find(around(user, OVER + 6 * DAY))) == []
    assert len(list(trial.find(around(user, OVER + 8 * DAY)))) == 1
    ada.refresh_from_db()
    assert ada.state == Voice.State.TRIAL, "nothing is decided in silence"


def test_of_many_three_come_at_once_the_longest_waiting_first(db: None) -> None:  # noqa: ARG001
    for number in range(5):
        voice = follow(f"https://{number}.example/feed", name=f"Voice {number}")
        Voice.objects.filter(pk=voice.pk).update(trial_until=NOW - number * DAY)
    found = [one.title for one in trial.find(around(owner(), NOW))]
    assert found == ["Voice 4", "Voice 3", "Voice 2"]


@pytest.fixture
def many(db: None) -> User:  # noqa: ARG001
    """Eleven voices, kept after their trial; something of one of them was read."""
    for number in range(11):
        voice = follow(f"https://{number}.example/feed", name=f"Voice {number}")
        Voice.objects.filter(pk=voice.pk).update(state=Voice.State.ACTIVE, trial_until=None)
    hear("https://0.example/feed", posts(9))
    return owner()


QUARTER = NOW + 92 * DAY


def test_a_look_through_once_a_quarter(many: User) -> None:
    assert list(roster.find(around(many, NOW + 90 * DAY))) == [], "they are new"
    (found,) = roster.find(around(many, QUARTER))
    assert (found.subject, found.voice) == ("roster", None)
    assert said(found, QUARTER) == ("of 11 voices, you have read nothing of 11 for three months.")
    sessions.done(taken(many, found, "roster"), QUARTER)
    assert list(roster.find(around(many, QUARTER + 90 * DAY))) == []
    assert len(list(roster.find(around(many, QUARTER + 92 * DAY)))) == 1


def test_put_off_it_waits_a_week(many: User) -> None:
    (found,) = roster.find(around(many, QUARTER))
    sessions.not_now(taken(many, found, "roster"), QUARTER)
    assert list(roster.find(around(many, QUARTER + 6 * DAY))) == []
    assert len(list(roster.find(around(many, QUARTER + 8 * DAY)))) == 1


def test_a_few_need_no_look_through(many: User) -> None:
    for voice in Voice.objects.all()[:2]:
        deciding.keep(voice, QUARTER)
    assert list(roster.find(around(many, QUARTER))) == []


def test_who_decided_by_themselves_is_not_asked(many: User) -> None:
    for voice in list(Voice.objects.all()):
        for _ in range(2):
            deciding.keep(voice, NOW + 5 * DAY)
    assert Decision.objects.count() == 22
    assert list(roster.find(around(many, QUARTER + 3 * DAY))) == []
    assert len(list(roster.find(around(many, NOW + 98 * DAY)))) == 1


def test_all_are_read_and_it_says_so(many: User) -> None:
    for number in range(1, 11):
        address = f"https://{number}.example/feed"
        hear(address, posts(9))
    for row in Voice.objects.all():
        reading.open_entry(row.marks.all()[0], QUARTER)
    (found,) = roster.find(around(many, QUARTER))
    assert said(found, QUARTER) == (
        "there are 11 voices that you have not looked at for a quarter."
    )


def test_nothing_of_anybody_else(many: User) -> None:
    other = somebody("stranger")
    assert list(trial.find(around(other, QUARTER))) == []
    assert list(roster.find(around(other, QUARTER))) == []
    assert list(roster.find(around(many, QUARTER)))
