"""A real web site on loopback, with feeds, for as long as a test needs it."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

XML = "application/rss+xml"


def rss(title: str, *titles: str, author: str = "Ines Kowalczyk") -> str:
    """A feed with an entry for each title, the newest first."""
    items = "".join(
        f"<item><title>{one}</title><guid>{title}/{n}</guid><author>{author}</author>"
        f"<pubDate>Mon, {20 - n:02} Jul 2026 10:00:00 GMT</pubDate></item>"
        for n, one in enumerate(titles)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"<description>-</description>{items}</channel></rss>"
    )


BLOG = {
    "/": (
        "text/html",
        f"""<!doctype html><title>Ines Kowalczyk</title>
        <link rel="alternate" title="Ines Kowalczyk" type="{XML}" href="/feed.xml">
        <link rel="alternate" title="Notes" type="{XML}" href="/notes.xml"><h1>Hello</h1>""",
    ),
    "/feed.xml": (XML, rss("Ines Kowalczyk", "Retrieval practice", "Slides", "Notes", "Old one")),
    "/notes.xml": (XML, rss("Short notes", "A book", "Two volunteers")),
    "/nothing": ("text/html", "<!doctype html><title>Nothing</title><p>Here is nothing.</p>"),
}


@contextmanager
def site(pages: Mapping[str, tuple[str, str]] = BLOG, port: int = 0) -> Iterator[str]:
    """Serve these pages; gives the address of the site, without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/plain", ""))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
