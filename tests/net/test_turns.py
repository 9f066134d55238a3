"""Politeness: one at a time to a host, so many in all, waits that were asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from kith.net.door import AskedToWait, Door
from kith.net.turns import Kept, Turns, Waits
from tests.net.opened import NOW, door, options, run
from tests.net.servers import Request, answer, redirect, routes, says, serving


class Crowd:
    """Counts how many requests are being answered at one time."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.now = 0
        self.most = 0
        self._seconds = seconds

    async def __call__(self, _request: Request, writer: asyncio.StreamWriter) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(self._seconds)
        self.now -= 1
        writer.write(answer(b"x"))


def test_one_at_a_time_to_a_host() -> None:
    async def work() -> None:
        crowd = Crowd()
        async with serving(crowd) as server, door() as way:
            await asyncio.gather(*(way.get(server.at(f"/{n}")) for n in range(10)))
        assert crowd.most == 1
        assert server.paths == [f"/{n}" for n in range(10)]  # in the order they came

    run(work)


def test_so_many_in_all() -> None:
    async def work() -> None:
        crowd = Crowd(0.05)
        async with serving(crowd, host="0.0.0.0") as server, door(in_flight=3) as way:
            hosts = [f"http://127.0.1.{n}:{server.port}/" for n in range(1, 13)]
            await asyncio.gather(*map(way.get, hosts))
        assert crowd.most == 3

    run(work)


def test_waiting_for_a_turn_does_not_count() -> None:
    async def work() -> None:
        crowd = Crowd(0.2)
        async with serving(crowd) as server, door(seconds=2.0) as way:
            got = await asyncio.gather(*(way.get(server.at(f"/{n}")) for n in range(12)))
        assert len(got) == 12

    run(work)


def test_redirects_crosswise_do_not_lock_each_other_out() -> None:
    async def cross(one: dict[str, object], two: dict[str, object]) -> None:
        async with (
            serving(routes(one), host="127.0.0.2") as first,  # type: ignore[arg-type]
            serving(routes(two), host="127.0.0.3") as second,  # type: ignore[arg-type]
            door(in_flight=1) as way,
        ):
            one.update({"/go": redirect(second.at("/end")), "/end": answer(b"one")})
            two.update({"/go": redirect(first.at("/end")), "/end": answer(b"two")})
            places = [first.at("/go"), second.at("/go")] * 10
            got = await asyncio.wait_for(asyncio.gather(*map(way.get, places)), 20)
        assert [answered.body for answered in got] == [b"two", b"one"] * 10

    async def work() -> None:
        await cross({}, {})

    run(work)


def test_a_long_queue_at_one_host_does_not_hold_up_another() -> None:
    async def work() -> None:
        async with (
            serving(Crowd(0.2), host="127.0.0.2") as slow,
            serving(says(answer(b"x")), host="127.0.0.3") as quick,
            door(in_flight=2) as way,
        ):
            queue = asyncio.gather(*(way.get(slow.at(f"/{n}")) for n in range(5)))
            await asyncio.sleep(0.05)
            await asyncio.wait_for(way.get(quick.at()), 0.5)
            await queue

    run(work)


def test_who_gives_up_waiting_leaves_the_queue() -> None:
    async def work() -> None:
        turns = Turns(1)
        async with turns.take("a"):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01), turns.take("a"):
                    pass
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01), turns.take("b"):
                    pass
        async with asyncio.timeout(1), turns.take("a"):
            pass
        assert turns._queues == {}

    run(work)


def _asked(status: int, after: str) -> Callable[[Request, asyncio.StreamWriter], Awaitable[None]]:
    return says(answer(b"later", status=status, headers={"Retry-After": after}))


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_rest_gets_it(status: int) -> None:
    async def work() -> None:
        clock = [NOW]
        async with (
            serving(_asked(status, "120")) as server,
            Door(options(), lambda: clock[0]) as way,
        ):
            first = await way.get(server.at("/a"))
            assert (first.status, first.wait) == (status, 120.0)
            clock[0] += timedelta(seconds=50)
            with pytest.raises(AskedToWait) as caught:
                await way.get(server.at("/b"))
            assert caught.value.wait == 70.0
            assert caught.value.problem.params == {"host": "127.0.0.1", "status": status}
            clock[0] += timedelta(seconds=71)
            assert (await way.get(server.at("/c"))).status == status
        assert server.paths == ["/a", "/c"]

    run(work)


def test_who_stands_in_the_queue_hears_of_it() -> None:
    async def work() -> None:
        async with serving(_asked(429, "60")) as server, door() as way:
            calls = (way.get(server.at(f"/{n}")) for n in range(5))
            got = await asyncio.gather(*calls, return_exceptions=True)
        assert len(server.requests) == 1
        assert sum(isinstance(result, AskedToWait) for result in got) == 4

    run(work)


@pytest.mark.parametrize(("status", "after"), [(429, ""), (429, "0"), (200, "60"), (503, "soon")])
def test_other_answers_ask_for_no_rest(status: int, after: str) -> None:
    async def work() -> None:
        async with serving(_asked(status, after)) as server, door() as way:
            await way.get(server.at())
            await way.get(server.at())
        assert len(server.requests) == 2

    run(work)


def test_a_wait_belongs_to_its_host_and_ends_within_a_day() -> None:
    waits = Waits()
    waits.remember("a:443", 1e9, 429, NOW)
    assert waits.left("b:443", NOW) is None
    assert waits.left("a:443", NOW) == (86400.0, 429)
    assert waits.left("a:443", NOW + timedelta(days=1)) is None


def test_old_waits_are_forgotten_when_there_are_many() -> None:
    waits = Waits()
    later: datetime = NOW + timedelta(hours=1)
    for n in range(10_001):
        waits.remember(f"{n}:80", 60, 429, NOW)
    waits.remember("new:80", 60, 429, later)
    assert len(waits._until) <= 2


def test_few_connections_are_kept_and_each_for_a_while() -> None:
    kept = Kept(2, 6.0)
    assert kept.may_keep("a", 0.0)
    assert kept.may_keep("b", 1.0)
    assert not kept.may_keep("c", 2.0)
    assert kept.may_keep("a", 3.0)  # a longer stay for who is asked again
    assert not kept.may_keep("c", 6.5)
    assert kept.may_keep("c", 7.0)
    assert not kept.may_keep("b", 8.0)


def test_a_round_of_many_hosts_keeps_few_connections() -> None:
    async def work() -> None:
        async with serving(says(answer(b"x")), host="0.0.0.0") as server, door() as way:
            for n in range(1, 101):
                await way.get(f"http://127.0.2.{n}:{server.port}/")
        closed = [request.headers.get("connection") == "close" for request in server.requests]
        assert closed == [False] * 64 + [True] * 36

    run(work)
