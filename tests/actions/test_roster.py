"""Following, letting go and coming back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from kith.actions import roster
from kith.actions.roster import Speaking
from kith.core.problems import Trouble
from kith.db.models import Channel, Following, Label, Mark, Voice
from kith.queries import channels
from tests.actions.world import (
    NOW,
    channel,
    follow,
    hear,
    mark,
    marks,
    owner,
    post,
    posts,
    somebody,
)

pytestmark = pytest.mark.django_db

A, B, C = (f"https://{name}.example/feed" for name in "abc")
LATER = NOW + timedelta(days=1)


def following(address: str) -> Following:
    return Following.objects.get(owner=owner(), channel__address=address)


def test_following_makes_a_voice_and_a_channel_that_is_due() -> None:
    followed = roster.follow(owner(), [Speaking(A, asked="a.example")], NOW, name="Lena")
    assert (followed.voice.name, followed.known) == ("Lena", [])
    assert [row.address for row in followed.new] == [A]
    assert channels.due(NOW, 10) == [channel(A).pk]
    assert following(A).asked == "a.example"


def test_following_twice_is_harmless() -> None:
    first = roster.follow(owner(), [Speaking(A)], NOW, name="Lena")
    again = roster.follow(owner(), [Speaking(A)], LATER, name="Somebody else")
    assert (again.voice, again.new) == (first.voice, [])
    assert [row.address for row in again.known] == [A]
    assert Voice.objects.get().name == "Lena"
    assert (Following.objects.count(), Channel.objects.count()) == (1, 1)


def test_an_address_that_is_named_twice_is_followed_once() -> None:
    followed = roster.follow(owner(), [Speaking(A), Speaking(B), Speaking(A)], NOW)
    assert [row.address for row in followed.new] == [A, B]
    assert Following.objects.count() == 2


def test_one_more_address_of_a_voice_can_be_followed() -> None:
    voice = follow(A)
    assert roster.follow(owner(), [Speaking(B)], NOW, voice=voice).voice == voice
    assert voice.followings.count() == 2


def test_what_is_followed_already_stays_with_its_voice() -> None:
    one = follow(A)
    other = roster.follow(owner(), [Speaking(A), Speaking(B)], NOW, name="New").voice
    assert other != one
    assert following(A).voice == one
    assert following(B).voice == other


@pytest.mark.parametrize("address", ["", "https://e.example/" + "x" * 2000])
def test_an_address_that_no_table_can_hold_is_refused(address: str) -> None:
    with pytest.raises(Trouble) as caught:
        roster.follow(owner(), [Speaking(B), Speaking(address)], NOW)
    assert caught.value.problem.code == "address-unusable"
    assert not Voice.objects.exists()
    assert not Channel.objects.exists()


def test_a_channel_that_spoke_before_gives_its_newest_five_to_read() -> None:
    follow(A, user=somebody())
    hear(A, posts(12))
    follow(A)
    unread = {guid for guid, state in marks().items() if state == "unread"}
    assert unread == {f"urn:{number}" for number in (12, 11, 10, 9, 8)}
    assert len(marks()) == 12


def test_catching_up_twice_changes_nothing() -> None:
    follow(A, user=somebody())
    hear(A, posts(8))
    follow(A)
    Mark.objects.filter(owner=owner()).update(state=Mark.State.READ)
    roster.catch_up(following(A))
    assert set(marks().values()) == {"read"}


def test_whom_i_let_go_keeps_what_i_marked_and_is_not_heard() -> None:
    voice = follow(A)
    hear(A, posts(3))
    Mark.objects.update(kept_at=NOW)
    roster.let_go(voice, LATER)
    voice.refresh_from_db()
    assert (voice.state, voice.released_at) == ("released", LATER)
    assert channels.due(LATER + timedelta(days=9), 10) == []
    assert Mark.objects.filter(kept_at=NOW).count() == 3


def test_whom_i_take_back_is_heard_again_at_once() -> None:
    voice = follow(A)
    hear(A, posts(3))
    roster.let_go(voice, NOW)
    roster.take_back(voice, LATER)
    voice.refresh_from_db()
    assert (voice.state, voice.released_at) == ("trial", None)
    assert channels.due(LATER, 10) == [channel(A).pk]
    assert len(marks()) == 3


def test_following_whom_i_let_go_takes_the_voice_back() -> None:
    voice = follow(A)
    roster.let_go(voice, NOW)
    assert roster.follow(owner(), [Speaking(A)], LATER).voice == voice
    voice.refresh_from_db()
    assert voice.state in Voice.HEARD


def test_taking_back_whom_i_never_let_go_asks_nobody_anything() -> None:
    voice = follow(A)
    Channel.objects.update(due_at=LATER)
    roster.take_back(voice, NOW)
    assert channel(A).due_at == LATER


def test_one_channel_of_two_can_be_let_go() -> None:
    voice = follow(A, B)
    hear(A, posts(3))
    assert not roster.let_go_channel(following(A), NOW)
    assert [one.channel.address for one in voice.followings.all()] == [B]
    assert len(marks()) == 3


def test_with_its_last_channel_the_voice_is_let_go() -> None:
    voice = follow(A)
    assert roster.let_go_channel(following(A), NOW)
    voice.refresh_from_db()
    assert voice.state == Voice.State.RELEASED
    assert voice.followings.count() == 1


def test_what_others_let_go_is_heard_for_me_still() -> None:
    follow(A)
    roster.let_go(follow(A, user=somebody()), NOW)
    assert channels.due(NOW, 10) == [channel(A).pk]


def test_labels_are_made_once_and_kept_apart_by_account() -> None:
    labels = [" Work ", "Work", "", "   ", "Work/Deep"]
    roster.follow(owner(), [Speaking(A)], NOW, labels=labels)
    roster.follow(owner(), [Speaking(B)], NOW, labels=["Work"])
    roster.follow(somebody(), [Speaking(A)], NOW, labels=["Work"])
    assert sorted(Label.objects.filter(owner=owner()).values_list("name", flat=True)) == [
        "Work",
        "Work/Deep",
    ]
    assert Label.objects.count() == 3


def test_describing_a_voice_replaces_its_labels_and_drops_unused_ones() -> None:
    voice = roster.follow(owner(), [Speaking(A)], NOW, labels=["One", "Two"]).voice
    theirs = roster.follow(somebody(), [Speaking(A)], NOW, labels=["One"]).voice
    roster.describe(voice, name=" Lena ", kind="person", cadence="weekly", labels=["Two", "Three"])
    voice.refresh_from_db()
    assert (voice.name, voice.kind, voice.cadence) == ("Lena", "person", "weekly")
    names = Label.objects.filter(owner=owner()).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Three", "Two"]
    assert [label.name for label in theirs.labels.all()] == ["One"]


def test_a_voice_moves_to_another_address_with_all_it_said() -> None:
    voice = follow(A)
    hear(A, posts(3))
    moved = roster.replace_address(following(A), Speaking(B, asked="b"), LATER)
    assert (moved.channel.address, moved.asked, moved.voice) == (B, "b", voice)
    assert len(marks()) == 3
    assert channels.due(LATER, 10) == [channel(B).pk]


def test_another_address_that_spoke_before_gives_its_newest_to_read() -> None:
    follow(B, user=somebody())
    hear(B, posts(9))
    follow(A)
    roster.replace_address(following(A), Speaking(B), LATER)
    assert list(marks().values()).count("unread") == 5


def test_an_address_that_i_follow_already_is_no_replacement() -> None:
    follow(A)
    follow(B)
    with pytest.raises(Trouble) as caught:
        roster.replace_address(following(A), Speaking(B), NOW)
    assert caught.value.problem.code == "followed-already"
    assert following(A).channel.address == A


def test_an_address_can_be_replaced_by_itself() -> None:
    follow(A)
    hear(A, posts(3))
    roster.replace_address(following(A), Speaking(A), LATER)
    assert len(marks()) == 3


def test_what_a_stranger_does_leaves_mine_alone() -> None:
    voice, other = follow(A), somebody()
    theirs = follow(A, user=other)
    hear(A, posts(3))
    roster.let_go(theirs, NOW)
    voice.refresh_from_db()
    assert voice.state in Voice.HEARD
    assert mark(1).state == Mark.State.UNREAD
    hear(A, [post(4), *posts(3)])
    assert len(marks()) == 4


@pytest.mark.django_db(transaction=True)
def test_following_the_same_in_two_places_at_once_is_harmless() -> None:
    user = owner()
    start = threading.Barrier(4)
    voices: list[int] = []

    def follows() -> None:
        start.wait()
        voices.append(roster.follow(user, [Speaking(A), Speaking(B)], NOW, labels=["x"]).voice.pk)
        connection.close()

    threads = [threading.Thread(target=follows) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert voices == [Voice.objects.get().pk] * 4
    assert Following.objects.count() == 2
