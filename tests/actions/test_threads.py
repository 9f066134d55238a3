"""Watching a conversation: whose turn it is, what is recorded, and what is left alone."""

from datetime import timedelta

import pytest

from kith.actions import exchanges as acts
from kith.actions import intake, looks, thread_posts, threads
from kith.core.identity import place_key
from kith.core.problems import Problem, Trouble
from kith.db.models import Address, Channel, Entry, Exchange, Mark, Thread, User, Voice
from kith.queries import channels
from tests.actions.conversing import (
    ADDRESS,
    HOME,
    PLACE,
    again,
    found,
    goes_on,
    half,
    hours,
    passed,
    said,
    watch,
)
from tests.actions.world import NOW, follow, hear, owner, post, somebody

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=3)


def me() -> User:
    """The owner, who is jana on the forum."""
    user = owner()
    threads.set_accounts(user, ["@jana@forum.example"], NOW)
    return user


def known(user: User, name: str) -> Voice:
    """A voice whose page on the forum the user noted."""
    voice = Voice.objects.create(owner=user, name=name.title(), created_at=NOW)
    page = f"{PLACE}/u/{name}"
    Address.objects.create(
        owner=user, voice=voice, kind=Address.Kind.PROFILE, value=page, key=place_key(page)
    )
    return voice


def test_watching_stores_what_was_said_and_whose_turn_it_is() -> None:
    thread = watch(me(), said(1, "hanne"), said(2, "jana", to=1), said(3, "ravi", "How?", to=2))
    assert (thread.turn, thread.turn_since, thread.last_at) == ("mine", hours(3), hours(3))
    assert (thread.title, thread.address) == ("How to begin", HOME)
    assert thread.summary == {
        "posts": 3,
        "new": 0,
        "last": "Ravi",
        "owed": ["Ravi"],
        "asks": True,
    }
    assert Entry.objects.get(url=f"{HOME}/3").author_url == f"{PLACE}/u/ravi"


def test_posts_of_a_watched_conversation_are_nobodys_unread() -> None:
    watch(me(), said(1, "hanne"), said(2, "ravi"))
    goes_on([said(n, "hanne") for n in (1, 2, 3)])
    assert Entry.objects.count() == 3
    assert not Mark.objects.exists()


def test_who_follows_the_same_channel_reads_it_as_ever() -> None:
    user = me()
    follow(ADDRESS)
    watch(user, said(1, "hanne"))
    goes_on([said(1, "hanne"), said(2, "ravi")])
    assert Mark.objects.filter(owner=user).count() == 2


def test_watching_twice_is_watching_once() -> None:
    user = me()
    first = threads.take_up(user, found(said(1, "hanne")), NOW, luck=half)
    again_ = threads.take_up(user, found(said(1, "hanne")), NOW, luck=half)
    assert (first.already, again_.already) == (False, True)
    assert Thread.objects.get() == first.thread
    threads.close(first.thread, NOW)
    assert threads.take_up(user, found(said(1, "hanne")), LATER, luck=half).thread.closed_at is None


def test_an_address_that_no_table_holds() -> None:
    with pytest.raises(Trouble, match="is not a web address"):
        watch(me(), said(1, "hanne"), address=f"{PLACE}/{'x' * 2001}")


def test_two_accounts_watch_one_channel_each_with_their_own_eyes() -> None:
    user, other = me(), somebody()
    threads.set_accounts(other, ["@hanne@forum.example"], NOW)
    posts = [said(1, "hanne", "Who knows?"), said(2, "jana", to=1)]
    mine, theirs = watch(user, *posts), watch(other, *posts)
    assert mine.channel_id == theirs.channel_id
    assert (mine.turn, again(theirs).turn) == ("theirs", "mine")


def test_the_channel_is_due_as_long_as_somebody_watches() -> None:
    thread = watch(me(), said(1, "hanne"))
    soon = NOW + timedelta(minutes=20)
    assert thread.channel.due_at == NOW + timedelta(minutes=15)
    assert channels.due(soon, 9) == channels.due(soon, 9, owner()) == [thread.channel_id]
    assert channels.due(soon, 9, somebody()) == []
    threads.close(thread, NOW)
    assert channels.due(soon, 9) == []
    threads.reopen(thread, NOW)
    assert channels.due(soon, 9) == [thread.channel_id]


def test_the_longer_it_is_silent_the_seldomer_it_is_looked_at() -> None:
    thread = watch(me(), said(1, "hanne"))
    for days, wait in ((0.5, timedelta(hours=1.2)), (5, timedelta(hours=12)), (300, timedelta(7))):
        channel, now = Channel.objects.get(), NOW + timedelta(days=days)
        looks.unchanged([(channel, looks.Manner())], now, half)
        assert Channel.objects.get(pk=thread.channel_id).due_at == now + wait


def test_a_channel_that_is_followed_as_well_is_looked_at_as_the_more_eager_wants() -> None:
    follow(ADDRESS)
    thread = watch(me(), said(1, "hanne"))
    assert thread.channel.due_at == NOW + timedelta(minutes=15)
    threads.close(thread, NOW)
    looks.unchanged([(Channel.objects.get(), looks.Manner())], NOW, half)
    assert Channel.objects.get().due_at == NOW + timedelta(hours=2)


def test_an_answer_heard_by_the_refresh_turns_it() -> None:
    thread = watch(me(), said(1, "hanne"), said(2, "jana", to=1))
    goes_on([said(3, "hanne", "And then?", to=2)], LATER)
    thread = again(thread)
    assert (thread.turn, thread.summary["new"], thread.summary["asks"]) == ("mine", 1, True)
    threads.saw(thread, LATER)
    assert again(thread).summary["new"] == 0
    goes_on([said(4, "jana", "This.", to=3)], LATER)
    assert (again(thread).turn, again(thread).summary["new"]) == ("theirs", 0)


def test_a_closed_one_is_left_as_it_is() -> None:
    thread = watch(me(), said(1, "jana"))
    follow(ADDRESS)
    threads.close(thread, NOW)
    goes_on([said(2, "hanne", "And then?", to=1)], LATER)
    assert again(thread).turn == "theirs"
    threads.reopen(thread, LATER)
    assert again(thread).turn == "mine"


def test_snoozing_hides_and_does_not_stop() -> None:
    thread = watch(me(), said(1, "jana"))
    threads.snooze(thread, LATER)
    goes_on([said(2, "hanne", to=1)], NOW)
    assert (again(thread).turn, again(thread).snoozed_until) == ("mine", LATER)
    threads.wake(thread)
    assert again(thread).snoozed_until is None


def test_saying_that_nothing_is_owed_and_taking_it_back() -> None:
    thread = watch(me(), said(1, "jana"), said(2, "hanne", to=1))
    before = threads.owe_nothing(thread, NOW)
    assert again(thread).turn == "theirs"
    threads.owe_again(thread, before, NOW)
    assert again(thread).turn == "mine"


def test_names_given_later_change_whose_turn_it_is() -> None:
    user = owner()
    thread = watch(user, said(1, "jana"), said(2, "hanne", to=1))
    assert thread.turn == ""
    assert threads.add_account(user, f"{PLACE}/u/jana", NOW)
    assert again(thread).turn == "mine"
    assert not threads.add_account(user, "nobody", NOW)
    assert user.preferences["accounts"] == [f"{PLACE}/u/jana"]
    assert threads.set_accounts(user, ["a@b.example", "@A@b.example", "x y"], NOW) == ["x y"]
    assert User.objects.get(pk=user.pk).preferences["accounts"] == ["a@b.example"]


def test_what_was_said_before_my_name_was_known_is_recorded_as_well() -> None:
    user = owner()
    threads.set_accounts(user, ["@jana@else.example"], NOW)
    known(user, "hanne")
    watch(user, said(1, "hanne"), said(2, "jana", to=1))
    assert passed(user) == []
    threads.add_account(user, "@jana@forum.example", NOW)
    assert passed(user) == [("Hanne", "reply", "given", "thread")]


def test_it_is_read_and_answered_where_its_owner_reads_it() -> None:
    user = me()
    conversation = found(said(1, "hanne"))
    for asked, address in (
        ("mine.example/@hanne@forum.example/1", "https://mine.example/@hanne@forum.example/1"),
        (ADDRESS, HOME),
        ("", HOME),
        ("no address", HOME),
    ):
        thread = threads.take_up(user, conversation, NOW, asked=asked, luck=half).thread
        assert thread.address == address
        thread.delete()


def test_a_post_of_mine_is_recorded_with_whom_it_answers_once() -> None:
    user = me()
    known(user, "hanne")
    posts = [said(1, "hanne", "Who knows?"), said(2, "jana", "I.", to=1), said(3, "ravi", to=2)]
    thread = watch(user, *posts)
    assert passed(user) == [("Hanne", "answer", "given", "thread")]
    row = Exchange.objects.get()
    assert (row.at, row.url, row.thread) == (hours(2), f"{HOME}/2", thread)
    goes_on([*posts, said(4, "hanne", "Thanks.", to=2), said(5, "jana", "Gladly.", to=4)], LATER)
    goes_on(posts, LATER)
    assert passed(user) == [
        ("Hanne", "answer", "given", "thread"),
        ("Hanne", "reply", "received", "thread"),
        ("Hanne", "reply", "given", "thread"),
    ]


def test_an_answer_to_my_question_is_an_answer_received() -> None:
    user = me()
    known(user, "hanne")
    watch(user, said(1, "jana", "Who knows?"), said(2, "hanne", "I.", to=1))
    assert passed(user) == [("Hanne", "answer", "received", "thread")]


def test_nobody_is_known_by_a_name_alone() -> None:
    user = me()
    Voice.objects.create(owner=user, name="Hanne", created_at=NOW)
    known(somebody(), "hanne")
    watch(user, said(1, "hanne"), said(2, "jana", to=1))
    assert passed(user) == []


def test_a_voice_is_known_by_its_home_and_that_of_its_channels() -> None:
    user = me()
    Voice.objects.create(owner=user, name="A", home=f"{PLACE}/u/hanne/", created_at=NOW)
    follow("https://ravi.example/feed", name="B")
    hear("https://ravi.example/feed", [post(1)])
    Channel.objects.filter(address="https://ravi.example/feed").update(home=f"{PLACE}/u/ravi")
    watch(user, said(1, "hanne"), said(2, "ravi"), said(3, "jana", "@hanne and @ravi: yes."))
    threads.refresh(Thread.objects.all(), NOW)
    assert passed(user) == []  # they did not speak to the user
    goes_on([said(4, "hanne", to=3), said(5, "ravi", to=3), said(6, "jana", to=5)], LATER)
    assert {name for name, *_ in passed(user)} == {"A", "B"}


def test_two_voices_with_one_page_are_not_told_apart() -> None:
    user = me()
    known(user, "hanne")
    Voice.objects.create(owner=user, name="Twin", home=f"{PLACE}/u/hanne", created_at=NOW)
    watch(user, said(1, "hanne"), said(2, "jana", to=1))
    assert passed(user) == []


def test_what_was_taken_back_does_not_come_again() -> None:
    user = me()
    known(user, "hanne")
    thread = watch(user, said(1, "hanne"), said(2, "jana", to=1))
    acts.forget(Exchange.objects.get(), NOW)
    goes_on([said(1, "hanne"), said(2, "jana", to=1), said(3, "ravi", to=2)], LATER)
    threads.refresh([thread], LATER)
    assert passed(user) == []


def test_a_word_on_somebodys_piece_is_a_comment() -> None:
    user = me()
    voice = follow("https://ines.example/feed", name="Ines")
    hear("https://ines.example/feed", [post(1)])
    mark = Mark.objects.get(owner=user)
    piece = said(1, "", title="A piece", author_url="")
    thread = watch(user, piece, said(2, "jana", to=1), mark=mark)
    assert (thread.voice_id, thread.entry_id) == (voice.pk, mark.entry_id)
    assert passed(user) == [("Ines", "comment", "given", "thread")]


def test_saying_that_i_answered_records_it_and_the_post_is_the_same_exchange() -> None:
    user = me()
    known(user, "hanne")
    thread = again(watch(user, said(1, "jana"), said(2, "hanne", "How?", to=1)))
    assert [row.voice.name for row in threads.answered(thread, NOW)] == ["Hanne"]
    assert threads.answered(again(thread), NOW) == []
    assert again(thread).turn == "theirs"
    assert passed(user)[1:] == [("Hanne", "answer", "given", "said")]
    shown = said(30, "jana", "Thus.", to=2, published=NOW + timedelta(hours=1))
    goes_on([shown], LATER)
    goes_on([shown], LATER)
    assert passed(user)[1:] == [("Hanne", "answer", "given", "thread")]
    row = Exchange.objects.get(direction="given")
    assert (row.at, row.url) == (NOW + timedelta(hours=1), f"{HOME}/30")
    goes_on([shown, said(31, "hanne", "Good?", to=30, published=LATER)], LATER)
    assert again(thread).turn == "mine"


def test_where_nobody_is_known_the_turn_changes_all_the_same() -> None:
    thread = again(watch(me(), said(1, "jana"), said(2, "hanne", to=1)))
    assert threads.answered(thread, NOW) == []
    assert again(thread).turn == "theirs"


def test_of_a_conversation_with_a_past_the_newest_are_recorded() -> None:
    user = me()
    voice = known(user, "hanne")
    posts = [said(1, "hanne")]
    for n in range(2, 121, 2):
        posts += [said(n, "jana", to=n - 1), said(n + 1, "hanne", to=n)]
    watch(user, *posts)
    assert Exchange.objects.count() == thread_posts.MOST
    voice.refresh_from_db()
    assert voice.last_exchange_at == min(hours(121), NOW)


def test_whom_it_is_with_is_who_waits() -> None:
    user = me()
    known(user, "hanne")
    ravi = known(user, "ravi")
    thread = watch(user, said(1, "hanne"), said(2, "jana", to=1), said(3, "ravi", to=2))
    assert thread.voice == ravi
    goes_on([said(4, "jana", to=3)], LATER)
    thread = again(thread)
    assert thread.voice
    assert thread.voice.name == "Hanne"  # who began


def test_a_place_that_moves_takes_its_thread_along() -> None:
    user, other = me(), somebody()
    thread = watch(user, said(1, "hanne"))
    new = f"{PLACE}/t/2.json"
    twin = watch(user, said(1, "hanne"), address=new)
    watch(other, said(1, "hanne"))
    stays = looks.readdress(Channel.objects.get(address=ADDRESS), new, NOW)
    assert list(Thread.objects.filter(owner=user)) == [twin]
    assert Thread.objects.get(owner=other).channel == stays
    assert not Thread.objects.filter(pk=thread.pk).exists()


def test_trouble_stays_with_the_channel() -> None:
    thread = watch(me(), said(1, "hanne"))
    looks.failed(thread.channel, Problem("not-found", {"host": "forum.example"}), None, NOW, half)
    assert again(thread).channel.failures == 1
    assert channels.due(NOW + timedelta(hours=3), 9) == [thread.channel_id]


def test_a_process_killed_between_storing_and_turning_repeats_nothing() -> None:
    user = me()
    known(user, "hanne")
    thread = watch(user, said(1, "jana"))
    posts = [said(1, "jana"), said(2, "hanne", "Why?", to=1)]
    channel = Channel.objects.get()
    intake.write(channel, intake.prepare(channel, posts, LATER), LATER)  # and then it was killed
    assert (again(thread).turn, passed(user)) == ("theirs", [])
    goes_on(posts, LATER)
    goes_on(posts, LATER)
    assert Entry.objects.count() == 2
    assert again(thread).turn == "mine"
    assert passed(user) == [("Hanne", "reply", "received", "thread")]
