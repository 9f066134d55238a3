"""The door: what it asks, what it brings back, how it follows."""

import asyncio
import gzip
import zlib
from datetime import timedelta

import pytest

from kith.core.problems import Trouble
from kith.net.answers import Answer, Validators, check, max_age, retry_after, wait_asked
from kith.net.door import AskedToWait, fetch
from tests.net.opened import NOW, door, options, run, trouble
from tests.net.servers import answer, redirect, routes, says, serving


def test_an_answer_brings_its_body_and_headers() -> None:
    headers = {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "ETag": 'W/"a-1"',
        "Last-Modified": "Sun, 01 Mar 2026 10:00:00 GMT",
        "Cache-Control": "public, max-age=600",
        "Link": "<https://hub.example/>; rel=hub",
        "LINK": "<https://example.org/>; rel=self",
    }

    async def work() -> None:
        async with serving(says(answer(b"<rss/>", headers=headers))) as server, door() as way:
            got = await way.get(server.at("/feed"))
        assert (got.status, got.body, got.address) == (200, b"<rss/>", server.at("/feed"))
        assert got.content_type == headers["Content-Type"]
        assert got.validators == Validators(headers["ETag"], headers["Last-Modified"])
        assert (got.moved_to, got.wait, got.max_age) == ("", None, 600.0)
        assert got.headers["link"] == f"{headers['Link']}, {headers['LINK']}"

    run(work)


def test_a_request_says_who_asks_and_what_for() -> None:
    async def work() -> None:
        async with serving(says(answer())) as server, door() as way:
            await way.get(server.at("/a%20b?c=%C3%BC"), validators=Validators('"x"', "then"))
            await way.get(server.at("/page"), accept="text/html")
        first, second = server.requests
        assert first.line == "GET /a%20b?c=%C3%BC HTTP/1.1"
        assert first.headers["user-agent"] == "Kith-test/1"
        assert first.headers["accept"].startswith("application/atom+xml")
        assert first.headers["accept"].endswith("*/*;q=0.1")
        assert first.headers["accept-encoding"] == "gzip, deflate"
        assert first.headers["if-none-match"] == '"x"'
        assert first.headers["if-modified-since"] == "then"
        assert first.headers["host"] == f"127.0.0.1:{server.port}"
        assert not {"cookie", "authorization", "referer"} & first.headers.keys()
        assert second.headers["accept"] == "text/html"
        assert "if-none-match" not in second.headers

    run(work)


def test_validators_cannot_smuggle_headers() -> None:
    async def work() -> None:
        async with serving(says(answer())) as server, door() as way:
            await way.get(server.at(), validators=Validators('"x"\r\nX-Evil: 1', "a\nb"))
        assert "x-evil" not in server.requests[0].headers

    run(work)


def test_cookies_are_neither_kept_nor_sent() -> None:
    async def work() -> None:
        said = answer(headers={"Set-Cookie": "a=1; Path=/"})
        async with serving(says(said)) as server, door() as way:
            await way.get(server.at())
            await way.get(server.at())
        assert all("cookie" not in request.headers for request in server.requests)

    run(work)


def test_a_name_and_password_go_to_their_own_host_only() -> None:
    async def work() -> None:
        async with serving(says(answer()), host="127.0.0.2") as other:
            table = {
                "/a": redirect("/b"),
                "/b": redirect("/c", 301),
                "/c": redirect(other.at("/away")),
            }
            async with serving(routes(dict(table))) as server, door() as way:
                address = f"http://ann:s%20x@127.0.0.1:{server.port}/a"
                got = await way.get(address, validators=Validators('"x"'))
        assert [request.headers["authorization"] for request in server.requests] == [
            "Basic YW5uOnMgeA=="
        ] * 3
        assert {request.headers["if-none-match"] for request in server.requests} == {'"x"'}
        assert "authorization" not in other.requests[0].headers
        assert "if-none-match" not in other.requests[0].headers
        assert got.address == other.at("/away")

    run(work)


def test_a_connection_is_kept_for_the_next_question() -> None:
    async def work() -> None:
        async with serving(says(answer(b"x"))) as server, door() as way:
            for _ in range(3):
                await way.get(server.at())
        assert len({request.peer for request in server.requests}) == 1

    run(work)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"<rss/>", mtime=0)),
        ("x-gzip", gzip.compress(b"<rss/>", mtime=0)),
        ("GZIP", gzip.compress(b"<rss", mtime=0) + gzip.compress(b"/>", mtime=0)),
        ("gzip", gzip.compress(b"<rss/>", mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(b"<rss/>")),
        ("deflate", zlib.compress(b"<rss/>")[2:-4]),
        ("identity", b"<rss/>"),
        ("", b"<rss/>"),
        ("", gzip.compress(b"<rss/>", mtime=0)),
        ("gzip", gzip.compress(gzip.compress(b"<rss/>", mtime=0), mtime=0)),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<rss/>", mtime=0), mtime=0)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"<rss/>"), mtime=0)),
    ],
)
def test_packed_bodies_are_unpacked(coding: str, packed: bytes) -> None:
    async def work() -> None:
        said = answer(packed, headers={"Content-Encoding": coding})
        async with serving(says(said)) as server, door() as way:
            assert (await way.get(server.at())).body == b"<rss/>"

    run(work)


def test_an_empty_body_needs_no_unpacking() -> None:
    async def work() -> None:
        said = answer(b"", headers={"Content-Encoding": "gzip"})
        async with serving(says(said)) as server, door() as way:
            assert (await way.get(server.at())).body == b""

    run(work)


def test_not_modified_is_an_answer() -> None:
    async def work() -> None:
        said = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 500\r\n\r\n'
        async with serving(says(said)) as server, door() as way:
            got = await way.get(server.at(), validators=Validators('"x"'))
            again = await way.get(server.at())
        assert (got.status, got.body, got.validators.etag) == (304, b"", '"x"')
        assert again.status == 304
        check(got)

    run(work)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "sign-in-needed"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "gone"),
        (418, "status"),
        (429, "asked-to-wait"),
        (300, "status"),
        (304, ""),
        (204, ""),
        (500, "server-error"),
        (503, "server-error"),
    ],
)
def test_a_status_is_the_callers_to_judge(status: int, code: str) -> None:
    async def work() -> None:
        body = b"" if status in (204, 304) else b"why"
        async with serving(says(answer(body, status=status))) as server, door() as way:
            got = await way.get(server.at())
        assert (got.status, got.body) == (status, body)
        if not code:
            return check(got)
        with pytest.raises(Trouble) as caught:
            check(got)
        assert caught.value.problem.code == code
        assert caught.value.problem.params == {"host": "127.0.0.1", "status": status}
        return None

    run(work)


def test_an_unreadable_error_is_still_that_error() -> None:
    async def work() -> None:
        table = {
            "/large": answer(b"x" * 100_000, status=404),
            "/broken": answer(b"not gzip", status=410, headers={"Content-Encoding": "gzip"}),
        }
        async with serving(routes(dict(table))) as server, door() as way:
            large = await way.get(server.at("/large"))
            broken = await way.get(server.at("/broken"))
        assert (large.status, large.body) == (404, b"")
        assert (broken.status, broken.body) == (410, b"")

    run(work)


def test_redirects_are_followed_and_the_lasting_ones_remembered() -> None:
    async def work() -> None:
        table = {
            "/1": redirect("/2", 301),
            "/2": redirect("3", 308),
            "/3": redirect("?temporary", 302),
            "/3?temporary": redirect("/4#fragment", 301),
            "/4": redirect("/5", 307),
            "/5": redirect("/6", 303),
            "/6": answer(b"here"),
        }
        async with serving(routes(dict(table))) as server, door() as way:
            got = await way.get(server.at("/1"))
            later = await way.get(server.at("/3"))
        assert (got.body, got.address) == (b"here", server.at("/6"))
        assert got.moved_to == server.at("/3")
        assert later.moved_to == ""
        assert server.paths[:7] == ["/1", "/2", "/3", "/3?temporary", "/4", "/5", "/6"]

    run(work)


def test_redirects_lead_to_other_hosts() -> None:
    async def work() -> None:
        async with (
            serving(says(answer(b"there")), host="127.0.0.3") as other,
            serving(says(redirect(other.at("/x"), 301))) as server,
            door() as way,
        ):
            got = await way.get(server.at())
        assert (got.body, got.address, got.moved_to) == (b"there", other.at("/x"), other.at("/x"))

    run(work)


def test_a_location_in_any_letters_is_followed() -> None:
    async def work() -> None:
        places = {
            "/utf": "/caf\u00e9 au lait",
            "/latin": b"/caf\xe9".decode("utf-8", "surrogateescape"),
        }
        table = {path: redirect(to) for path, to in places.items()}
        table["/caf%C3%A9%20au%20lait"] = answer(b"utf")
        table["/caf%E9"] = answer(b"latin")
        async with serving(routes(dict(table))) as server, door() as way:
            assert (await way.get(server.at("/utf"))).body == b"utf"
            assert (await way.get(server.at("/latin"))).body == b"latin"

    run(work)


def test_a_redirect_without_a_place_is_a_status() -> None:
    async def work() -> None:
        async with serving(says(answer(b"where?", status=302))) as server, door() as way:
            got = await way.get(server.at())
        assert (got.status, got.body) == (302, b"where?")

    run(work)


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("/", "redirect-loop"),
        ("/#again", "redirect-loop"),
        ("file:///etc/passwd", "redirect-scheme"),
        ("javascript:alert(1)", "redirect-scheme"),
        ("gopher://127.0.0.1:70/x", "redirect-scheme"),
        ("http://[broken/", "broken-answer"),
        ("http://a..b/", "broken-answer"),
        ("http://10.0.0.1/", "address-refused"),
        ("http://0x0a000001/", "address-refused"),
        ("http://169.254.169.254/latest/meta-data/", "address-refused"),
        ("http://[::ffff:169.254.169.254]/", "address-refused"),
        ("http://[fe80::1]/", "address-refused"),
        ("//10.0.0.1/", "address-refused"),
        ("http://good.example@10.0.0.1/", "address-refused"),
    ],
)
def test_redirects_that_lead_astray(location: str, code: str) -> None:
    async def work() -> None:
        async with serving(says(redirect(location))) as server, door() as way:
            assert (await trouble(way.get(server.at()))).code == code

    run(work)


def test_a_long_way_is_a_loop() -> None:
    async def work() -> None:
        table = {f"/{n}": redirect(f"/{n + 1}") for n in range(30)}
        async with serving(routes(dict(table))) as server, door(max_hops=10) as way:
            assert (await trouble(way.get(server.at("/0")))).code == "redirect-loop"
            assert len(server.requests) == 11
            assert (await trouble(way.get(server.at("/19")))).code == "redirect-loop"
            table.pop("/30", None)
            assert (await way.get(server.at("/20"))).status == 404  # ten hops, then none

    run(work)


def test_one_exchange_without_a_loop_of_ones_own() -> None:
    async def work() -> None:
        async with serving(says(answer(b"x"))) as server:
            got = await asyncio.to_thread(fetch, server.at(), options(), lambda: NOW)
        assert got.body == b"x"

    run(work)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 365 * 86400.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "30"}, 30),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{NOW.timestamp() + 90:.0f}"}, 90),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": f"{NOW.timestamp() - 90:.0f}"}, 0),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": f"{NOW.timestamp() + 90:.0f}"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "90"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 40}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"retry-after": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}, 5),
    ],
)
def test_who_counts_and_has_enough_asks_to_wait(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert wait_asked(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=60", 60.0),
        ("public,MAX-AGE = 60", 60.0),
        ('max-age="60"', 60.0),
        ("s-maxage=60", None),
        ("no-store", None),
        ("max-age=x", None),
        (None, None),
    ],
)
def test_max_age_is_read(value: str | None, seconds: float | None) -> None:
    assert max_age(value) == seconds


def test_asked_to_wait_says_how_long() -> None:
    got = Answer(503, "https://example.org/", "", {}, b"", "", Validators(), 90.0, None)
    with pytest.raises(AskedToWait) as caught:
        check(got)
    assert caught.value.wait == 90.0
    assert timedelta(seconds=caught.value.wait) == timedelta(minutes=1.5)
