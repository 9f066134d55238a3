"""Rounds of looks: real hosts, the real database."""

import asyncio
import sys
import threading
from datetime import datetime, timedelta

import pytest
from django.db.models import F

from kith.actions import looks
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Channel, Edit, Entry, Following, Mark, Voice
from kith.queries import channels
from kith.worker.round import Round
from tests.net.servers import Request, redirect
from tests.worker.places import Places, item, numbered, rss
from tests.worker.rounds import (
    channel,
    follow,
    found,
    is_whole,
    look,
    owner,
    problem,
    somebody,
    states,
    titles,
)

pytestmark = pytest.mark.django_db(transaction=True)


def moment(value: datetime | None) -> datetime:
    assert value
    return value


def wait(row: Channel) -> float:
    """The hours between a channel's last look and its next."""
    return (moment(row.due_at) - moment(row.looked_at)).total_seconds() / 3600


def test_the_first_look_leaves_the_newest_five_unread_and_archives_the_rest(places: Places) -> None:
    _, address = places.feed(numbered(12, "Lena's notes"))
    voice = follow(address)
    assert look().new == 12
    assert states() == {"unread": 5, "archived": 7}
    unread = Mark.objects.filter(state=Mark.State.UNREAD).order_by("-at")
    assert [mark.entry.title for mark in unread] == [f"Item {n}" for n in (12, 11, 10, 9, 8)]
    voice.refresh_from_db()
    assert (voice.name, channel().title) == ("Lena's notes", "Lena's notes")
    is_whole()


def test_the_newest_are_unread_whatever_the_order_of_the_document(places: Places) -> None:
    _, address = places.feed(rss(*(item(number) for number in range(1, 13))))
    follow(address)
    look()
    unread = Mark.objects.filter(state=Mark.State.UNREAD).order_by("-at")
    assert [mark.entry.title for mark in unread] == [f"Item {n}" for n in (12, 11, 10, 9, 8)]


def test_what_is_new_later_is_unread_however_much_it_is(places: Places) -> None:
    place, address = places.feed(numbered(3))
    follow(address)
    look()
    place.say(numbered(10))
    assert look().new == 7
    assert states() == {"unread": 10}


def test_a_second_look_is_answered_with_nothing_new(places: Places) -> None:
    place, address = places.feed(numbered(3), ETag='"one"', Last_Modified="yesterday")
    follow(address)
    look()
    summary = look()
    assert (summary.looked_at, summary.new, summary.unchanged) == (1, 0, 1)
    assert place.headers["if-none-match"] == '"one"'
    assert place.headers["if-modified-since"] == "yesterday"
    assert channel().etag == '"one"'


def test_the_same_body_is_not_read_again(places: Places) -> None:
    _, address = places.feed(numbered(3))
    follow(address)
    look()
    before = channel()
    assert look().unchanged == 1
    after = channel()
    assert after.body_hash == before.body_hash
    assert moment(after.looked_at) > moment(before.looked_at)


def test_validators_that_a_server_drops_are_not_sent_again(places: Places) -> None:
    place, address = places.feed(numbered(3), ETag='"one"')
    follow(address)
    look()
    place.say(numbered(4))
    look()
    look()
    assert "if-none-match" not in place.headers


def test_validators_that_cannot_be_kept_are_not_kept(places: Places) -> None:
    place, address = places.feed(numbered(3), ETag='"' + "x" * 2000 + '"', Last_Modified="z" * 300)
    follow(address)
    assert look().failed == 0
    assert (channel().etag, channel().last_modified) == ("", "")
    place.say(numbered(4), ETag='"\udcff"')
    assert look().new == 1
    assert channel().etag == ""


def test_an_edit_at_the_source_is_the_same_entry_and_not_unread_again(places: Places) -> None:
    place, address = places.feed(rss(item(1, "Draft", "<p>wolfram</p>"), item(2)))
    follow(address)
    look()
    entry = Entry.objects.get(title="Draft")
    Mark.objects.filter(entry=entry).update(state=Mark.State.READ, kept_at=utc_now())
    place.say(rss(item(1, "Final", "<p>osmium</p>"), item(2)))
    summary = look()
    assert (summary.new, summary.edited) == (0, 1)
    entry.refresh_from_db()
    assert (entry.title, entry.content or entry.summary) == ("Final", "<p>osmium</p>")
    assert [(edit.title, edit.summary) for edit in entry.edits.all()] == [
        ("Draft", "<p>wolfram</p>")
    ]
    mark = Mark.objects.get(entry=entry)
    assert (mark.state, mark.kept_at is not None) == (Mark.State.READ, True)
    assert (found("osmium"), found("wolfram")) == ({entry.pk}, set())
    is_whole()


def test_five_edits_are_kept_at_the_most(places: Places) -> None:
    place, address = places.feed(rss(item(1, "Version 0")))
    follow(address)
    for number in range(1, 9):
        look()
        place.say(rss(item(1, f"Version {number}")))
    look()
    assert titles() == ["Version 8"]
    kept = Edit.objects.order_by("pk").values_list("title", flat=True)
    assert list(kept) == [f"Version {number}" for number in range(3, 8)]
    is_whole()


@pytest.mark.parametrize(("status", "remembered"), [(301, True), (308, True), (302, False)])
def test_only_a_move_for_good_is_remembered(places: Places, status: int, remembered: bool) -> None:
    _, new = places.feed(numbered(3))
    old = places.new()
    follow(old.do_redirect(new, status))
    assert look().new == 3
    assert channel().address == (new if remembered else old.at())


def test_a_move_to_an_address_that_no_table_holds_is_followed_but_not_remembered(
    places: Places,
) -> None:
    place, _ = places.feed(numbered(3), path="/" + "x" * 2500)
    old = place.do_redirect("/" + "x" * 2500, 301)
    follow(old)
    assert look().new == 3
    assert channel().address == old


def test_a_move_onto_a_known_address_makes_one_channel_of_two(places: Places) -> None:
    _, new = places.feed(numbered(3))
    place, old = places.feed(numbered(2))
    mine, theirs = follow(old), follow(new, user=somebody())
    look()
    place.do_redirect(new, 301)
    summary = look()
    assert summary.failed == 0
    assert channel().address == new
    assert Following.objects.get(owner=owner()).voice == mine
    assert Following.objects.exclude(owner=owner()).get().voice == theirs
    assert sorted(titles()) == ["Item 1", "Item 2", "Item 3"]
    assert states() == {"unread": 3}
    is_whole()


def test_channels_that_move_onto_each_other_settle(places: Places) -> None:
    one, first = places.feed(numbered(2))
    _, second = places.feed(numbered(3))
    follow(first)
    follow(second)
    look()
    one.do_redirect(second, 301)
    for _ in range(3):
        assert look().failed == 0
    assert (channel().address, len(titles())) == (second, 3)


def test_what_is_gone_is_not_asked_again(places: Places) -> None:
    _, address = places.feed(b"", status=410)
    follow(address)
    look()
    row = channel()
    assert (problem(), row.gone, row.due_at) == ("gone", True, None)
    far = utc_now() + timedelta(days=400)
    assert channels.due(far, 10) == channels.askable(far) == []


def test_what_is_gone_and_followed_again_is_asked_again(places: Places) -> None:
    place, address = places.feed(b"", status=410)
    follow(address)
    look()
    place.say(numbered(2))
    follow(address)
    assert channels.due(utc_now(), 10) == [channel().pk]
    assert look().new == 2
    assert not channel().gone


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "not-found"), (403, "forbidden"), (500, "server-error"), (401, "sign-in-needed")],
)
def test_failures_are_named_and_met_with_growing_patience(
    places: Places, status: int, code: str
) -> None:
    _, address = places.feed(b"no", status=status)
    follow(address)
    waits = []
    for number in range(1, 4):
        assert look().failed == 1
        row = channel()
        assert (row.failures, problem()) == (number, code)
        waits.append(wait(row))
    assert [each / 2**n for n, each in enumerate(waits)] == pytest.approx([1, 1, 1], abs=0.26)


def test_a_success_ends_the_failures(places: Places) -> None:
    place, address = places.feed(b"no", status=500)
    follow(address)
    look()
    first = channel().failing_since
    look()
    assert channel().failing_since == first
    place.say(numbered(1))
    look()
    row = channel()
    assert (row.failures, row.failing_since, row.problem) == (0, None, None)


def test_a_failure_forgets_neither_entries_nor_validators(places: Places) -> None:
    place, address = places.feed(numbered(3), ETag='"one"')
    follow(address)
    look()
    place.say(b"no", status=500)
    look()
    place.say(numbered(3), ETag='"one"')
    assert look().unchanged == 1
    assert (len(titles()), problem()) == (3, "")


def test_nobody_listening_at_a_port_is_a_failure_in_words() -> None:
    follow("http://127.9.255.1:9/feed.xml")
    summary = look()
    assert summary.failed == 1
    assert "127.9.255.1" in str(summary.problems[0][1])
    assert problem() == "unreachable"


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_is_left_alone(places: Places, status: int) -> None:
    place, address = places.feed(b"", status=status, Retry_After="7200")
    follow(address)
    look()
    row, now = channel(), utc_now()
    assert problem() == "asked-to-wait"
    assert moment(row.due_at) >= moment(row.held_until) > now + timedelta(seconds=7000)
    looks.due_now([row.pk], now)
    assert channels.askable(now) == channels.due(now, 10) == []
    later = now + timedelta(seconds=7300)
    assert channels.askable(later) == channels.due(later, 10) == [row.pk]
    assert place.asked() == 1


def test_a_good_answer_may_ask_to_wait_too(places: Places) -> None:
    _, address = places.feed(numbered(1), Retry_After="90000")
    follow(address)
    look()
    row = channel()
    assert moment(row.due_at) >= moment(row.held_until) > utc_now() + timedelta(seconds=89000)


def test_the_rest_of_a_host_that_asks_to_wait_is_not_asked_at_all(places: Places) -> None:
    place = places.new()
    for path in ("/a", "/b", "/c"):
        follow(place.say(b"", path, 429, Retry_After="3600"))
    look()
    assert len(place.server.requests) == 1
    assert Channel.objects.filter(held_until__gt=utc_now()).count() == 3


def test_a_host_is_asked_one_thing_at_a_time_and_many_hosts_at_once(places: Places) -> None:
    town = [places.new(pause=0.15) for _ in range(8)]
    for place in town:
        for path in ("/a", "/b", "/c"):
            follow(place.say(numbered(1), path))
    assert look().new == 24
    assert {place.most_at_a_time for place in town} == {1}
    assert places.most_at_a_time > 4


def test_a_page_on_a_list_is_resolved_to_its_feed(places: Places) -> None:
    place, feed = places.feed(numbered(4, "Found"))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    page = place.say(f"<!doctype html><title>P</title>{link}".encode(), "/", kind="text/html")
    follow(page, kind="seek")
    assert look().new == 4
    assert (channel().kind, channel().address, channel().title) == ("feed", feed, "Found")
    assert look().unchanged == 1


def test_a_page_given_as_a_feed_is_resolved_too(places: Places) -> None:
    place, feed = places.feed(numbered(4))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    follow(place.say(f"<!doctype html><title>P</title>{link}".encode(), "/", kind="text/html"))
    assert look().new == 4
    assert channel().address == feed


def test_a_feed_that_turns_into_a_page_is_not_searched_again(places: Places) -> None:
    place, address = places.feed(numbered(4))
    follow(address)
    look()
    place.say(b"<!doctype html><title>Parked</title><p>For sale", kind="text/html")
    look()
    assert (problem(), len(titles())) == ("page-not-feed", 4)


def test_a_page_whose_feed_is_known_already_joins_it(places: Places) -> None:
    place, feed = places.feed(numbered(4))
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    page = place.say(f"<!doctype html><title>P</title>{link}".encode(), "/", kind="text/html")
    follow(feed)
    look()
    follow(page, kind="seek", user=somebody())
    look()
    assert channel().address == feed
    assert Following.objects.count() == 2
    assert states() == {"unread": 4}


def test_a_page_without_a_feed_is_a_failure(places: Places) -> None:
    place = places.new()
    follow(place.say(b"<!doctype html><title>P</title>", "/", kind="text/html"), kind="seek")
    look()
    assert (problem(), channel().kind) == ("nothing-found", "seek")


def test_channels_that_explode_do_not_stop_the_others(
    places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    _, good = places.feed(numbered(2))
    follow(good)
    for address in ("http://[", "http://127.0.0.1:99999/", "not an address", "file:///etc/passwd"):
        Channel.objects.create(address=address, due_at=utc_now())
    Channel.objects.create(address="http://127.9.255.2/", kind="no such kind", due_at=utc_now())
    summary = look()
    assert (summary.looked_at, summary.new, summary.failed) == (6, 2, 5)
    assert problem("http://127.9.255.2/") == "fault"
    assert problem("file:///etc/passwd") == "address-unusable"
    assert "no such kind" in caplog.text
    assert not Channel.objects.exclude(claimed_by="").exists()


def test_rounds_at_the_same_time_never_ask_for_a_channel_twice(places: Places) -> None:
    town = [places.new(pause=0.1) for _ in range(12)]
    for place in town:
        follow(place.say(numbered(2)), place.say(numbered(2), "/more.xml"))
    ids = list(Channel.objects.values_list("pk", flat=True))
    rounds = [Round(lambda: ids) for _ in range(3)]
    threads = [threading.Thread(target=each.run) for each in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {place.asked() for place in town} == {1}
    assert sum(each.summary.looked_at for each in rounds) == 24
    assert sum(each.summary.new for each in rounds) == Entry.objects.count() == 48
    is_whole()


def test_the_most_eager_listener_sets_the_pace(places: Places) -> None:
    _, address = places.feed(numbered(30))
    for name, cadence in (("monthly", Voice.Cadence.MONTHLY), ("weekly", Voice.Cadence.WEEKLY)):
        voice = follow(address, user=somebody(name))
        Voice.objects.filter(pk=voice.pk).update(cadence=cadence)
    look()
    assert 5 <= wait(channel()) / 24 <= 9


def test_a_released_voice_sets_no_pace_and_is_not_asked(places: Places) -> None:
    _, address = places.feed(numbered(30))
    weekly = follow(address, user=somebody("weekly"))
    Voice.objects.filter(pk=weekly.pk).update(cadence=Voice.Cadence.WEEKLY)
    eager = follow(address)
    Voice.objects.filter(pk=eager.pk).update(state=Voice.State.RELEASED)
    look()
    assert 5 <= wait(channel()) / 24 <= 9
    Voice.objects.update(state=Voice.State.RELEASED)
    later = utc_now() + timedelta(days=30)
    assert channels.due(later, 10) == channels.askable(later) == []
    assert channels.next_due() is None


def test_a_publishers_wish_is_obeyed(places: Places) -> None:
    _, address = places.feed(
        rss(*(item(n) for n in range(30, 0, -1)), inside="<ttl>600</ttl>"),
        Cache_Control="max-age=60",
    )
    follow(address)
    look()
    assert 7.4 <= wait(channel()) <= 12.6


def test_every_listener_of_a_channel_gets_a_mark(places: Places) -> None:
    place, address = places.feed(numbered(1))
    other = somebody()
    follow(address)
    follow(address, user=other)
    look()
    place.say(numbered(3))
    look()
    assert (place.asked(), states(), states(other)) == (2, {"unread": 3}, {"unread": 3})


def test_a_failure_while_storing_makes_the_next_look_ask_for_everything(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, address = places.feed(numbered(3), ETag='"one"')
    follow(address)
    with monkeypatch.context() as patch:

        def fails(*_: object) -> None:
            raise RuntimeError("the disk is full")

        patch.setattr(looks, "_introduce", fails)  # the last step of storing a first answer
        assert look().failed == 1
    assert problem() == "fault"
    assert (channel().etag, channel().succeeded_at) == ("", None)
    assert look().failed == 0
    assert "if-none-match" not in place.headers
    assert states() == {"unread": 3}


def test_one_of_several_looks_that_cannot_be_stored_takes_no_other_with_it(
    places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    town = [places.feed(numbered(3))[1] for _ in range(6)]
    for address in town:
        follow(address)
    bad = channel(town[2])
    # Its entry under this number is in the way of the one that is to be stored.
    Entry.objects.create(
        channel=bad, key=1, url_key=0, text_key=2, digest=3, rules=1, first_seen_at=utc_now(),
        at=utc_now(), guid="urn:item:1",
    )  # fmt: skip
    Channel.objects.filter(pk=bad.pk).update(kind="no such kind")
    summary = look()
    assert (summary.new, summary.failed) == (15, 1)
    assert problem(town[2]) == "fault"
    assert "no such kind" in caplog.text


def test_a_look_whose_claim_was_lost_writes_nothing(places: Places) -> None:
    place = places.new()

    async def loses(_request: Request, writer: asyncio.StreamWriter) -> None:
        def taken() -> None:
            from django.db import connection

            Channel.objects.update(claimed_by="elsewhere:1:x", failures=F("failures") + 7)
            connection.close()

        await asyncio.to_thread(taken)
        body = numbered(3)
        writer.write(b"HTTP/1.1 200 Fine\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    follow(place.do(loses))
    assert look().new == 0
    row = channel()
    assert (row.claimed_by, row.failures, Entry.objects.count()) == ("elsewhere:1:x", 7, 0)


def test_a_channel_that_vanishes_under_a_look_is_not_brought_back(places: Places) -> None:
    place = places.new()

    async def vanishes(_request: Request, writer: asyncio.StreamWriter) -> None:
        def delete() -> None:
            from django.db import connection

            Channel.objects.all().delete()
            connection.close()

        await asyncio.to_thread(delete)
        body = numbered(3)
        writer.write(b"HTTP/1.1 200 Fine\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    follow(place.do(vanishes))
    look()
    assert (Channel.objects.count(), Entry.objects.count()) == (0, 0)


def test_two_channels_of_one_voice_are_told_apart(places: Places) -> None:
    _, one = places.feed(numbered(2))
    _, other = places.feed(numbered(2))
    voice = follow(one, other)
    look()
    assert Mark.objects.filter(voice=voice).count() == 4


def test_what_is_told_of_a_round_is_told_of_each_look(places: Places) -> None:
    addresses = {places.feed(numbered(n))[1] for n in (1, 2, 3)}
    for address in addresses:
        follow(address)
    heard: dict[str, int] = {}
    ids = list(Channel.objects.values_list("pk", flat=True))
    Round(lambda: ids, told=lambda one, outcome: heard.update({one.address: outcome.new})).run()
    assert heard.keys() == addresses
    assert sorted(heard.values()) == [1, 2, 3]


def test_a_round_of_nothing_ends() -> None:
    assert look().looked_at == 0
    assert Round(lambda: [4711]).run().looked_at == 0


def test_speaking_of_a_channel_keeps_what_the_list_called_it(places: Places) -> None:
    from kith.actions import roster

    _, address = places.feed(numbered(1, "Its own title"))
    roster.follow(owner(), [Speaking(address, title="My name for it")], utc_now(), name="Lena")
    look()
    assert channel().title == "Its own title"
    assert Following.objects.get().title == "My name for it"
    assert Voice.objects.get().name == "Lena"


def test_a_redirect_is_not_a_failure_to_be_counted(places: Places) -> None:
    place, _ = places.feed(numbered(1))
    place.says["/go"] = redirect("/feed.xml", 302)
    follow(place.at("/go"))
    look()
    assert (problem(), channel().failures) == ("", 0)


def test_threads_take_turns_more_often_only_while_channels_are_looked_at(places: Places) -> None:
    for _ in range(2):
        follow(places.new().say(numbered(3)))
    ids, turns = channels.askable(utc_now()), list[float]()
    usual = sys.getswitchinterval()
    Round(lambda: ids, told=lambda *_: turns.append(sys.getswitchinterval())).run()
    assert turns == pytest.approx([0.001, 0.001])
    assert sys.getswitchinterval() == pytest.approx(usual) == pytest.approx(0.005)
