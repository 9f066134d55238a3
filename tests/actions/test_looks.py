"""Two channels that become one, and what the accounts that listen keep."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from kith.actions import deciding, looks, reading, roster
from kith.actions.looks import Heard, Manner
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedFeed
from kith.db.models import Channel, Entry, EntryText, Following, Mark, Voice
from tests.actions.world import (
    NOW,
    channel,
    follow,
    found,
    hear,
    mark,
    marks,
    owner,
    post,
    posts,
    somebody,
)

pytestmark = pytest.mark.django_db

OLD, NEW, ELSEWHERE = (f"https://{name}.example/feed" for name in ("old", "new", "elsewhere"))


def join() -> Channel:
    goes_on = looks.readdress(channel(OLD), NEW, NOW)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM entry_search_docsize")
            assert cursor.fetchone()[0] == Entry.objects.count()
    assert EntryText.objects.count() == Entry.objects.count()
    assert not Channel.objects.filter(address=OLD).exists()
    return goes_on


def test_an_address_nobody_knows_is_taken_over() -> None:
    voice = follow(OLD)
    hear(OLD, posts(3))
    before = channel(OLD).pk
    assert join().pk == before
    assert channel(NEW).entries.count() == 3
    assert Following.objects.get().voice == voice


def test_listeners_of_both_keep_their_voices_where_they_are_two_accounts() -> None:
    other = somebody()
    mine, theirs = follow(OLD), follow(NEW, user=other)
    hear(OLD, posts(3))
    hear(NEW, posts(4))
    join()
    assert {row.voice for row in Following.objects.all()} == {mine, theirs}
    assert sorted(marks()) == sorted(marks(other)) == [f"urn:{n}" for n in (1, 2, 3, 4)]
    assert channel(NEW).entries.count() == 4
    assert found("post") == {f"urn:{n}" for n in (1, 2, 3, 4)}


def test_what_only_the_old_one_said_comes_along_for_everybody() -> None:
    other = somebody()
    follow(OLD)
    follow(NEW, user=other)
    hear(NEW, posts(2))
    hear(OLD, posts(4))
    join()
    assert marks(other).keys() == {f"urn:{n}" for n in (1, 2, 3, 4)}
    assert set(marks(other).values()) == {"unread"}
    assert hear(NEW, posts(4)).new == 0


def test_what_was_kept_or_read_at_either_address_stays_so() -> None:
    follow(OLD)
    hear(OLD, posts(3))
    reading.keep(mark(1), NOW)
    reading.open_entry(mark(2), NOW)
    reading.set_state(mark(3), Mark.State.ARCHIVED, NOW)
    follow(NEW)
    hear(NEW, posts(3))
    join()
    assert marks() == {"urn:1": "unread", "urn:2": "read", "urn:3": "archived"}
    assert (mark(1).kept_at, mark(2).opened_at) == (NOW, NOW)


def test_of_two_voices_of_one_account_the_one_at_the_new_address_stays() -> None:
    roster.follow(owner(), [Speaking(OLD)], NOW, name="Old", labels=["Work"])
    new = roster.follow(owner(), [Speaking(NEW)], NOW, name="New", labels=["Home"]).voice
    hear(OLD, posts(3))
    hear(NEW, [post(9)])
    join()
    assert Voice.objects.get(joined_to=None) == new
    assert {label.name for label in new.labels.all()} == {"Home", "Work"}
    assert len(marks()) == 4
    assert set(Mark.objects.values_list("voice", flat=True)) == {new.pk}


def test_what_a_voice_said_at_a_former_address_is_not_lost_with_it() -> None:
    follow(ELSEWHERE)
    hear(ELSEWHERE, [post(77)])
    reading.keep(mark(77), NOW)
    roster.replace_address(Following.objects.get(), Speaking(OLD), NOW)
    new = follow(NEW)
    hear(OLD, posts(2))
    join()
    assert (mark(77).kept_at, mark(77).voice) == (NOW, new)


def test_a_voice_that_is_heard_elsewhere_too_stays() -> None:
    old, new = follow(OLD, ELSEWHERE), follow(NEW)
    hear(OLD, posts(2))
    hear(ELSEWHERE, [post(50)])
    join()
    assert [row.channel.address for row in old.followings.all()] == [ELSEWHERE]
    assert mark(50).voice == old
    assert mark(1).voice == mark(2).voice == new


def test_one_voice_at_both_addresses_has_one_left() -> None:
    voice = follow(OLD, NEW)
    hear(OLD, posts(2))
    hear(NEW, posts(3))
    join()
    assert [row.channel.address for row in voice.followings.all()] == [NEW]
    assert len(marks()) == 3


def test_who_is_heard_at_one_address_is_heard_though_the_other_was_let_go() -> None:
    follow(OLD)
    new = follow(NEW)
    roster.let_go(new, NOW)
    join()
    new.refresh_from_db()
    assert new.state in Voice.HEARD


def test_who_rests_at_one_address_rests_where_the_other_was_let_go() -> None:
    resting, new = follow(OLD), follow(NEW)
    deciding.rest(resting, NOW + timedelta(days=30), NOW)
    roster.let_go(new, NOW)
    join()
    new.refresh_from_db()
    assert (new.state, new.rest_until) == (Voice.State.RESTING, NOW + timedelta(days=30))


def test_who_was_let_go_at_both_stays_let_go() -> None:
    for address in (OLD, NEW):
        roster.let_go(follow(address), NOW)
    join()
    assert Voice.objects.get(joined_to=None).state == Voice.State.RELEASED


def test_a_list_that_brought_the_old_address_still_knows_it() -> None:
    from kith.actions import lists
    from kith.queries.channels import progress
    from kith.sources.lists import BroughtList, Outline

    brought = lists.bring(owner(), BroughtList((Outline(OLD),)), "x", NOW)
    follow(NEW, user=somebody())
    join()
    assert progress(brought).total == 1


def test_hundreds_of_entries_join() -> None:
    follow(OLD)
    follow(NEW, user=somebody())
    hear(OLD, posts(900))
    hear(NEW, posts(700))
    join()
    assert Entry.objects.count() == 900
    assert len(marks()) == 900


def test_the_wait_by_hand_is_five_minutes() -> None:
    follow(OLD)
    row = channel(OLD)
    assert looks.cool(row, NOW)
    row.looked_at = NOW
    assert not looks.cool(row, NOW + timedelta(seconds=299))
    assert looks.cool(row, NOW + timedelta(seconds=300))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nothing_to_find")
def test_two_workers_introduce_the_same_voices_and_do_not_wait_for_each_other() -> None:
    """Two voices on two channels each, which two workers hear crosswise for the first time."""
    jana, tom = follow("https://jana.example/0"), follow("https://tom.example/1")
    for voice, address in ((tom, "https://tom.example/0"), (jana, "https://jana.example/1")):
        roster.follow(owner(), [Speaking(address)], NOW, voice=voice)
    halves = [
        ["https://jana.example/0", "https://tom.example/1"],
        ["https://tom.example/0", "https://jana.example/1"],
    ]
    ready, wrong = Barrier(len(halves)), list[Exception]()

    def hears(addresses: list[str]) -> None:
        try:
            looked = [first_look(address) for address in addresses]
            ready.wait()
            looks.heard(looked, NOW, lambda: 0.5)
        except OperationalError as error:
            wrong.append(error)
        finally:
            connection.close()

    for _ in range(10):
        Voice.objects.update(name="", kind="", home="")
        workers = [Thread(target=hears, args=[half]) for half in halves]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert wrong == []
    assert Voice.objects.exclude(name="").count() == 2


def first_look(address: str) -> Heard:
    """A channel as if it had never been heard, and what it says."""
    there = channel(address)
    there.succeeded_at = None
    feed = ParsedFeed("rss", title=address, url=address, entries=[])
    return Heard(there, *looks.understand(there, feed, NOW), Manner())


def test_whose_voices_change_is_asked_in_the_order_of_their_numbers() -> None:
    users = [owner(), somebody("b"), somebody("c")]
    for user in reversed(users):
        follow(OLD, user=user)
    with CaptureQueriesContext(connection) as asked:
        looks.heard([first_look(OLD)], NOW, lambda: 0.5)
    written = [one["sql"] for one in asked if '"db_user"' in one["sql"] or "UPDATE" in one["sql"]]
    assert 'FROM "db_user"' in written[0]
    assert "ORDER BY 1 ASC" in written[0]
    assert all(str(user.pk) in written[0] for user in users)
    assert [one.split('"')[1] for one in written[1:]] == ["db_voice"] * 3 + ["db_channel"]
