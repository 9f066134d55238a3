"""The article of a page: found by trafilatura, in a process that ends; else the page's main part.

trafilatura knows best what of a page was written to be read. But it takes half a second and 30 MB
to import, and pages of a megabyte can keep it busy for half a minute: 100,000 short paragraphs do.
In a process of its own it costs a server nothing before and after, and can be stopped.
"""

import json
import re
import subprocess
import sys
import threading
import time

from kith.net.encoding import decode
from kith.net.main_text import main_text

SECONDS = 15  # for all of it, the import and the wait for others too
AT_ONCE = 2  # processes
_MOST_READ = 2 * 2**20  # bytes
_SHORT = 400  # letters: of so little text it takes the menu for a part
_MUCH = 1.25  # times the text: with no more around it the page's own markup is the better one
_ODD = 10  # times the text: so much is not what stands around it
_FREE = threading.BoundedSemaphore(AT_ONCE)
_PROGRAM = (sys.executable, "-P", "-m", "kith.net.extract")
_MARKUP = re.compile(r"<[^>]*>|\s+")


def article(body: bytes, content_type: str, title: str = "") -> str:
    """HTML of what was written to be read. Nobody has cleaned it yet; "" where there is nothing.

    A heading that only repeats the `title` goes. Never fails: where trafilatura finds little, or is
    not done in time, it is what `main_text` finds; and also where that finds hardly more, for
    trafilatura knows no captions and no sizes of pictures.
    """
    whole = main_text(body, content_type, title)
    most = _letters(whole)
    if most <= _SHORT:
        return whole
    found = _extracted(decode(body[:_MOST_READ], content_type), title)
    letters = _letters(found)
    better = letters > _SHORT and _MUCH * letters < most < _ODD * letters
    return found if better else whole


def _letters(html: str) -> int:
    return len(_MARKUP.sub("", html))


def _extracted(html: str, title: str) -> str:
    until = time.monotonic() + SECONDS
    if not _FREE.acquire(timeout=SECONDS):
        return ""
    try:
        return _run({"html": html, "title": title}, until - time.monotonic())
    finally:
        _FREE.release()


def _run(asked: dict[str, str], seconds: float) -> str:
    said = json.dumps(asked).encode()
    try:
        done = subprocess.run(  # noqa: S603 - ours, and nothing of the page is an argument
            _PROGRAM, input=said, capture_output=True, timeout=seconds, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace")
