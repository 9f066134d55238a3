"""Servers that misbehave: every one of them ends in the right word, in time and in bounds."""

import asyncio
import datetime
import gzip
import ipaddress
import socket
import ssl
import zlib
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.net.opened import NOW, door, run, trouble
from tests.net.servers import Handler, Request, answer, redirect, says, serving

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
FLOOD = b"".join(b"X-%d: y\r\n" % n for n in range(5000))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1",
        b"hello, who is there?\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/9.9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Cut: of",
        HEAD + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        HEAD + b"X" * 100_000 + b": y\r\n\r\n",
        HEAD + FLOOD + b"\r\n",
        HEAD + b"Content-Length: 100\r\n\r\nshort",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: abc\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        CHUNKED + b"5\r\nhello",
        CHUNKED + b"zz\r\nhello\r\n",
        CHUNKED + b"5\r\nhello, too long\r\n0\r\n\r\n",
        CHUNKED + b"ffffffffffffffffffff\r\nhello",
    ],
)
def test_answers_that_break_the_rules(said: bytes) -> None:
    async def work() -> None:
        async with serving(says(said, then_close=True)) as server, door() as way:
            problem = await trouble(way.get(server.at()))
        assert (problem.code, problem.params) == ("broken-answer", {"host": "127.0.0.1"})

    run(work)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", b"this is not packed"),
        ("gzip", gzip.compress(b"x" * 1000, mtime=0)[:-9]),
        ("gzip", gzip.compress(b"x" * 1000, mtime=0)[:5]),
        ("gzip", gzip.compress(b"x", mtime=0)[:-4] + b"\0\0\0\0"),
        ("gzip", gzip.compress(b"", mtime=0) * 2000),
        ("deflate", zlib.compress(b"x" * 1000)[:-5]),
        ("deflate", b"\x78"),
        ("deflate", b"\xff\xff\xff\xff"),
        (
            "gzip, gzip, gzip",
            gzip.compress(gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), mtime=0),
        ),
        ("br", b"\x0b\x00\x80x\x03"),
        ("zstd", b"x"),
        ("", gzip.compress(b"x" * 1000, mtime=0)[:-9]),
    ],
)
def test_packing_that_cannot_be_undone(coding: str, packed: bytes) -> None:
    async def work() -> None:
        said = answer(packed, headers={"Content-Encoding": coding})
        async with serving(says(said)) as server, door() as way:
            assert (await trouble(way.get(server.at()))).code == "broken-compression"

    run(work)


def _bomb(layers: int) -> bytes:
    body = b"\0" * 30_000_000
    for _ in range(layers):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize(
    ("coding", "layers"), [("gzip", 1), ("gzip, gzip", 2), ("", 1), ("gzip", 2)]
)
def test_a_bomb_stays_small(coding: str, layers: int) -> None:
    async def work() -> None:
        said = answer(_bomb(layers), headers={"Content-Encoding": coding})
        async with serving(says(said)) as server, door(max_bytes=2**20) as way:
            problem = await trouble(way.get(server.at()))
        assert str(problem) == "The answer is larger than 1 MB."

    run(work)


def test_a_length_beyond_the_cap_is_refused_at_once() -> None:
    async def work() -> None:
        said = HEAD + b"Content-Length: 99999999\r\n\r\n"
        async with serving(says(said)) as server, door() as way:
            assert (await trouble(way.get(server.at()))).code == "too-large"

    run(work)


async def _for_ever(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


def test_a_body_without_end_ends_at_the_cap() -> None:
    async def work() -> None:
        async with serving(_for_ever) as server, door() as way:
            assert (await trouble(way.get(server.at(), max_bytes=2**20))).code == "too-large"

    run(work)


@pytest.mark.parametrize(
    "handle",
    [
        says(pause=60),
        says(HEAD, b"", pause=60),
        says(*(bytes([byte]) for byte in answer(b"x" * 500)), pause=0.05),
        says(HEAD + b"\r\n", *[b"x"] * 500, pause=0.05),
    ],
    ids=["silent", "half a head", "a byte at a time", "a body at a time"],
)
def test_slowness_ends_at_the_deadline(handle: Handler) -> None:
    async def work() -> None:
        async with serving(handle) as server, door(seconds=0.4) as way:
            began = asyncio.get_running_loop().time()
            problem = await trouble(way.get(server.at()))
            assert asyncio.get_running_loop().time() - began < 3
        assert (problem.code, problem.params["seconds"]) == ("too-slow", 0.4)

    run(work)


def test_the_deadline_is_over_all_redirects() -> None:
    async def on(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(redirect(f"/{int(request.path[1:]) + 1}"))

    async def work() -> None:
        async with serving(on) as server, door(max_hops=100) as way:
            assert (await trouble(way.get(server.at("/0"), seconds=0.5))).code == "too-slow"
        assert 2 <= len(server.requests) <= 4

    run(work)


def test_nobody_home() -> None:
    async def work() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound, but not listening
            address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
            async with door() as way:
                problem = await trouble(way.get(address))
        assert (problem.code, problem.params) == ("unreachable", {"host": "127.0.0.1"})

    run(work)


def test_a_name_nobody_has() -> None:
    async def work() -> None:
        async with door() as way:
            problem = await trouble(way.get("http://no-such-host.invalid/"))
        assert problem.code in {"name-unknown", "name-unanswered"}
        assert problem.params == {"host": "no-such-host.invalid"}

    run(work)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0177.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://１２７.1:{port}/",
        "http://good.example@127.0.0.1:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://[::]:{port}/",
        "http://127.0.0.1.:{port}/",
        "http://LOCALHOST.:{port}/",
    ],
)
def test_the_guard_stands_before_every_connect(address: str) -> None:
    async def work() -> None:
        async with serving(says(answer(b"secret"))) as server, door(allow_networks=()) as way:
            problem = await trouble(way.get(address.format(port=server.port)))
        assert problem.code == "address-refused"
        assert "@" not in str(problem.params["host"])
        assert server.requests == []

    run(work)


def test_the_guard_allows_only_what_it_was_told() -> None:
    async def work() -> None:
        only = (ipaddress.ip_network("127.0.0.5/32"),)
        async with (
            serving(says(answer(b"open")), host="127.0.0.5") as allowed,
            serving(says(answer(b"shut")), host="127.0.0.6") as refused,
            door(allow_networks=only) as way,
        ):
            assert (await way.get(allowed.at())).body == b"open"
            assert (await trouble(way.get(refused.at()))).code == "address-refused"

    run(work)


def _certificate(folder: Path, name: str) -> ssl.SSLContext:
    """A server's TLS settings with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - datetime.timedelta(days=900))
        .not_valid_after(NOW + datetime.timedelta(days=9000))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    async def work() -> None:
        context = _certificate(tmp_path, "127.0.0.1")
        async with serving(says(answer(b"x")), ssl=context) as server, door() as way:
            problem = await trouble(way.get(f"https://127.0.0.1:{server.port}/"))
        assert (problem.code, problem.params) == ("certificate", {"host": "127.0.0.1"})

    run(work)


def test_no_tls_where_tls_was_promised() -> None:
    async def plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def work() -> None:
        server = await asyncio.start_server(plainly, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, door() as way:
            problem = await trouble(way.get(f"https://127.0.0.1:{port}/"))
        assert problem.code == "no-safe-connection"

    run(work)
