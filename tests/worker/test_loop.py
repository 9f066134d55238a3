"""The refresh that never ends, and what becomes of claims."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from kith.actions import claims, looks
from kith.actions.clock import utc_now
from kith.db.models import Beat, Channel, Entry, Feature
from kith.queries import channels
from kith.worker.loop import Loop
from tests.worker.places import Places, numbered, until
from tests.worker.rounds import channel, follow, is_whole, look

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def running() -> Iterator[Loop]:
    loop = Loop()
    thread = loop.start()
    try:
        yield loop
    finally:
        loop.stop()
        thread.join(15)
        assert not thread.is_alive()


def test_the_loop_hears_what_falls_due_while_it_runs(places: Places) -> None:
    place, address = places.feed(numbered(2))
    with running():
        until(Beat.objects.filter(name="refresh").exists)
        follow(address)
        until(lambda: channel().looked_at is not None)
        assert Entry.objects.count() == 2
        looks.due_now([channel().pk], utc_now())
        until(lambda: place.asked() == 2)
    is_whole()
    assert Beat.objects.get().facts == {"process": os.getpid()}


def test_what_is_heard_is_understood_soon(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.worker.understanding.PAUSE", 0.05)
    _, address = places.feed(numbered(4))
    follow(address)
    with running():
        until(lambda: Feature.objects.count() == 4)


def test_understanding_survives_a_database_that_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Semaphore(0)

    def breaks(*_: object) -> int:
        tried.release()
        raise DatabaseError("no more")

    monkeypatch.setattr("kith.worker.understanding.PAUSE", 0.05)
    monkeypatch.setattr("kith.worker.understanding.features.catch_up", breaks)
    with running():
        assert tried.acquire(timeout=10)
        assert tried.acquire(timeout=10)
    assert "could not be understood" in caplog.text


def test_the_loop_asks_nothing_that_is_not_due(places: Places) -> None:
    place, address = places.feed(numbered(2))
    follow(address)
    with running():
        until(lambda: place.asked() == 1)
        other, more = places.feed(numbered(1))
        follow(more)
        until(lambda: other.asked() == 1)
    assert place.asked() == 1


def test_two_loops_share_the_work(places: Places) -> None:
    town = [places.feed(numbered(2), pause=0.05) for _ in range(20)]
    for _, address in town:
        follow(address)
    with running(), running():
        until(lambda: Entry.objects.count() == 40)
    assert [place.asked() for place, _ in town] == [1] * 20
    is_whole()


@pytest.mark.filterwarnings("error")
def test_a_loop_that_stops_midway_gives_everything_back(
    places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    slow = [places.feed(numbered(3), pause=0.4) for _ in range(10)]
    for _, address in slow:
        follow(address)
    with running():
        until(lambda: places.at_a_time > 3)
    assert caplog.text == ""
    is_whole()
    look()
    assert Entry.objects.count() == 30


def test_a_loop_survives_a_database_that_breaks(
    places: Places, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, address = places.feed(numbered(2))
    monkeypatch.setattr("kith.worker.loop.PAUSE", 0.1)
    broken = threading.Event()
    due = channels.due

    def breaks(*args: object) -> list[int]:
        if not broken.is_set():
            broken.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM no_such_table")
        return due(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("kith.worker.loop.channels.due", breaks)
    follow(address)
    with running():
        until(lambda: Entry.objects.count() == 2)
    assert "The refresh loop broke" in caplog.text


def dead() -> str:
    """The name of a worker of this machine whose process is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}:x"


def held(worker: str) -> Channel:
    row = Channel.objects.create(address=f"http://{worker}/", due_at=utc_now())
    follow(row.address)
    assert claims.claim([row.pk], worker, utc_now())
    return row


def free() -> set[int]:
    return set(channels.due(utc_now(), 10))


def test_what_a_dead_process_held_is_free_at_once() -> None:
    row = held(dead())
    assert free() == set()
    assert claims.free_the_dead() == 1
    assert free() == {row.pk}


def test_what_a_live_process_holds_is_free_when_its_time_is_up() -> None:
    row = held(f"{socket.gethostname()}:{os.getppid()}:x")
    assert claims.free_the_dead() == 0
    assert claims.claim([row.pk], "another", utc_now()) == []
    later = utc_now() + claims.LEASE
    assert channels.due(later, 10) == [row.pk]
    assert [one.pk for one in claims.claim([row.pk], "another", later)] == [row.pk]


def test_what_a_process_elsewhere_holds_waits_for_its_time() -> None:
    held("elsewhere:1:x")
    assert claims.free_the_dead() == 0


def test_a_worker_gives_back_what_it_holds_when_it_ends() -> None:
    with claims.at_work() as name:
        row = held(name)
        assert claims.free_the_dead() == 0
        assert free() == set()
    assert free() == {row.pk}


def test_a_process_that_got_the_number_of_a_dead_one_is_no_living_worker() -> None:
    row = held(f"{socket.gethostname()}:{os.getpid()}:from-before")
    assert claims.free_the_dead() == 1
    assert free() == {row.pk}


def test_nobody_takes_what_another_took_first() -> None:
    rows = [held(f"nobody:1:{number}") for number in range(3)]
    Channel.objects.update(claimed_by="", claimed_until=None)
    ids = [row.pk for row in rows]
    now = utc_now()
    assert len(claims.claim(ids[:2], "one", now)) == 2
    assert [each.pk for each in claims.claim(ids, "two", now)] == ids[2:]
    assert claims.release("one") == 2
    assert len(claims.claim(ids, "three", now)) == 2


def test_what_was_looked_at_since_it_was_named_is_not_taken() -> None:
    row = held("nobody:1:x")
    now = utc_now()
    Channel.objects.update(claimed_by="", claimed_until=None, looked_at=now)
    assert claims.claim([row.pk], "one", now, since=now - timedelta(seconds=1)) == []
    assert len(claims.claim([row.pk], "one", now, since=now + timedelta(seconds=1))) == 1


def test_many_threads_claim_each_channel_once() -> None:
    now = utc_now()
    ids = [Channel.objects.create(address=f"http://{n}.example/").pk for n in range(40)]
    taken: list[int] = []
    start = threading.Barrier(6)

    def take(name: str) -> None:
        start.wait()
        for begin in range(0, 40, 8):
            taken.extend(row.pk for row in claims.claim(ids[begin : begin + 8], name, now))
        connection.close()

    threads = [threading.Thread(target=take, args=(f"worker:{n}:x",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ids
