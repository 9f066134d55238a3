"""Tiny servers on loopback that answer byte by byte what they are told, good or bad."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Handler = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Request:
    """One request as it arrived; header names in lower case."""

    line: str
    headers: dict[str, str]
    peer: tuple[str, int]

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]


@dataclass(slots=True)
class Server:
    """A running server: where it is, and what it was asked."""

    host: str
    port: int
    requests: list[Request] = field(default_factory=list)

    def at(self, path: str = "/") -> str:
        return f"http://{self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def answer(
    body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None, length: bool = True
) -> bytes:
    """The bytes of an ordinary answer."""
    lines = [f"HTTP/1.1 {status} Said"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def says(*pieces: bytes, pause: float = 0.0, then_close: bool = False) -> Handler:
    """A handler that writes these bytes, with a pause between the pieces."""

    async def handle(_request: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
        if then_close:
            writer.close()

    return handle


def routes(table: dict[str, bytes | Handler]) -> Handler:
    """A handler that looks the path up; bytes are written as they are."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        found = table.get(request.path, answer(status=404))
        if isinstance(found, bytes):
            writer.write(found)
        else:
            await found(request, writer)

    return handle


def redirect(to: str, status: int = 302) -> bytes:
    return answer(status=status, headers={"Location": to})


@asynccontextmanager
async def serving(
    handle: Handler, host: str = "127.0.0.1", port: int = 0, ssl: object = None
) -> AsyncIterator[Server]:
    """Run a server; every connection it still has is closed at the end."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while not writer.is_closing():
                    request = await _read(reader, writer)
                    server.requests.append(request)
                    await handle(request, writer)
                    await writer.drain()
        finally:
            tasks.discard(task)
            writer.close()

    listening = await asyncio.start_server(connected, host, port, ssl=ssl)
    server = Server(host, listening.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listening.wait_closed()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.strip().split("\r\n")
    pairs = (header.partition(": ") for header in rest)
    headers = {name.lower(): value for name, _, value in pairs}
    return Request(line, headers, writer.get_extra_info("peername")[:2])
