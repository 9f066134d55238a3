"""One offer where it becomes too much: planted histories, and what becomes of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from kith.actions import deciding, lists, planning, reading, relief, roster
from kith.actions.roster import Speaking
from kith.core import signs
from kith.db.models import Channel, Entry, Mark, Session, User, Voice
from kith.queries import relief as ask
from kith.sources.lists import BroughtList, Outline
from tests.actions.world import NOW, owner, post, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FEW = 3  # pieces of a voice


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001
    return owner()


def adds(user: User, count: int, when: datetime, kind: str = "hand") -> list[Voice]:
    """So many voices are followed."""
    made = []
    for n in range(count):
        speaking = Speaking(f"https://{kind}-{n}.example/feed")
        made.append(roster.follow(user, [speaking], when, name=f"Voice {kind} {n}").voice)
    return made


def says(voice: Voice, count: int, when: datetime) -> list[Mark]:
    """It published so much on a day, and nobody has read it."""
    channel = Channel.objects.get(followings__voice=voice)
    made = []
    for n in range(count):
        at = when + timedelta(minutes=n)
        facts = {"key": n, "url_key": n, "text_key": n, "digest": n, "rules": 1}
        entry = Entry.objects.create(
            channel=channel, title=post(n).title, at=at, first_seen_at=at, **facts
        )
        made.append(Mark.objects.create(owner=voice.owner, voice=voice, entry=entry, at=at))
    return made


def reads(marks: Iterable[Mark], when: datetime, seconds: int = 300) -> None:
    for one in marks:
        reading.open_entry(one, when)
        reading.spend(one, seconds)


def immersed(user: User, count: int = 20) -> list[Voice]:
    """Many voices within a few days; two of them were read, on two days of this week."""
    voices = adds(user, count, NOW - 6 * DAY)
    for number, voice in enumerate(voices):
        said = says(voice, FEW + number % 5, NOW - 5 * DAY)
        if number < 2:
            reads(said[:1], NOW - (number + 1) * DAY)
    return voices


def offered(user: User, now: datetime = NOW) -> ask.Offer | None:
    user.refresh_from_db()
    return ask.offer(user, now)


def test_many_added_and_few_read(user: User) -> None:
    voices = immersed(user)
    planning.plan(user, NOW)
    found = offered(user)
    assert found
    assert (found.sign, found.offer) == (signs.IMMERSION, signs.SLOW)
    assert dict(found.facts) == {"added": 20, "touched": 2}
    assert len(found.voices) == 10
    most = [voice for voice in voices if voice.name.endswith(("4", "9"))]
    assert [pk for pk, _ in found.voices[:4]] == [voice.pk for voice in most]
    assert found.voices[0][1] == "Voice hand 4"


def test_who_brought_a_network_or_was_away_is_not_immersed(user: User) -> None:
    outlines = tuple(Outline(f"https://list-{n}.example/feed") for n in range(30))
    lists.bring(user, BroughtList(outlines), "old.opml", NOW - 6 * DAY)
    planning.plan(user, NOW)
    assert offered(user) is None
    adds(user, 20, NOW - 6 * DAY)
    planning.plan(user, NOW + DAY)
    assert offered(user) is None


def all_of_it(user: User, nights: int = 4) -> None:
    """Long evenings until midnight, and far more than they hold."""
    (voice,) = adds(user, 1, NOW - 90 * DAY)
    says(voice, 120, NOW - 5 * DAY)
    old = says(adds(user, 1, NOW - 90 * DAY, "old")[0], 8, NOW - 60 * DAY)
    for night in range(nights):
        late = (NOW - (night + 1) * DAY).replace(hour=23, minute=10)
        reads(old[2 * night : 2 * night + 2], late, 1500)


def test_long_evenings_while_more_is_left(user: User) -> None:
    all_of_it(user)
    planning.plan(user, NOW)
    found = offered(user)
    assert found
    assert (found.sign, found.offer, found.voices) == (signs.ALL_OF_IT, signs.PAUSE, [])
    assert dict(found.facts) == {"nights": 4, "left": 120}


def test_three_evenings_are_nobodys_business(user: User) -> None:
    all_of_it(user, nights=3)
    planning.plan(user, NOW)
    assert offered(user) is None


def test_what_rests_is_no_backlog(user: User) -> None:
    all_of_it(user)
    voice = Voice.objects.get(name="Voice hand 0")
    deciding.rest(voice, None, NOW - DAY)
    planning.plan(user, NOW)
    assert offered(user) is None


def test_an_offer_stands_for_its_day_and_comes_once_in_two_weeks(user: User) -> None:
    all_of_it(user)
    planning.plan(user, NOW)
    assert offered(user)
    assert offered(user, NOW + DAY) is None
    before = user.preferences["relief"]
    Session.objects.all().delete()
    relief.consider(user, NOW + 3 * DAY)
    assert user.preferences["relief"] == before


def test_an_offer_that_was_refused_is_gone(user: User) -> None:
    all_of_it(user)
    planning.plan(user, NOW)
    relief.close(user)
    assert offered(user) is None


def test_taking_it_slows_them_down_and_can_be_undone(user: User) -> None:
    immersed(user)
    planning.plan(user, NOW)
    found = offered(user)
    assert found
    made = relief.slow_down(user, NOW)
    named = {pk for pk, _ in found.voices}
    slowed = Voice.objects.filter(cadence="weekly")
    assert {voice.pk for voice in slowed} == named
    assert {voice.state for voice in slowed} == {Voice.State.TRIAL}, "their trial goes on"
    assert offered(user) is None
    assert relief.slow_down(user, NOW) == [], "once"
    assert all(deciding.undo(one, NOW) for one in made)
    assert not slowed.all().exists()


def test_whom_one_trusts_or_holds_dear_is_not_slowed_down(user: User) -> None:
    voices = immersed(user)
    trusted, dear, slow, resting = voices[4], voices[9], voices[14], voices[19]
    roster.trust(trusted, Voice.Trust.TRUSTED)
    Voice.objects.filter(pk=dear.pk).update(circle=Voice.Circle.INNER)
    Voice.objects.filter(pk=slow.pk).update(cadence="monthly")
    deciding.rest(resting, None, NOW)
    left = {voice.pk for voice in voices} - {one.pk for one in (trusted, dear, slow, resting)}
    assert set(ask.least_read(user, NOW)) < left


def test_little_to_slow_down_is_met_with_a_pause(user: User) -> None:
    immersed(user)
    Voice.objects.update(cadence="weekly")
    planning.plan(user, NOW)
    found = offered(user)
    assert found
    assert (found.sign, found.offer) == (signs.IMMERSION, signs.PAUSE)


def test_nothing_of_anybody_else(user: User) -> None:
    immersed(user)
    other = somebody("stranger")
    planning.plan(other, NOW)
    assert offered(other) is None
    assert ask.least_read(other, NOW) == []
    planning.plan(user, NOW)
    user.preferences["relief"]["voices"] = [
        roster.follow(other, [Speaking("https://theirs.example/")], NOW, name="Theirs").voice.pk
    ]
    user.save()
    found = offered(user)
    assert found
    assert found.voices == []
