"""The article of a page, found in a process of its own; the main part where that finds nothing."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kith.net import extract
from kith.net.article import AT_ONCE, article

WORDS = "It rained on the {} day, and the group met in the library all the same, to read together. "
TEXT = "".join(f"<p>{WORDS.format(number) * 2}</p>" for number in ("first", "second", "third"))
_TIPS = '<li><a href="/{0}">Ten tips about {0} you will not believe</a></li>'
MENU = "".join(_TIPS.format(n) * 3 for n in "abcdef")
PAGE = f"""<!doctype html><html><head><title>Rain</title></head><body>
<div id="nav"><ul>{MENU}</ul></div><div class="post"><h1>Rain</h1>{TEXT}
<p>One <b>bold</b> word, an <i>odd</i> one, <code>code</code>, H<sub>2</sub>O,
<a href="/on">on</a>.</p>
<h3>A part</h3><ol><li>First</li><li>Second</li></ol><ul><li>Other</li></ul>
<pre><code>def rain():
    return "more"</code></pre><blockquote><p>Said somebody at the door.</p></blockquote>
<img src="/rain.jpg" alt="Rain"><table><tr><th>Day</th></tr><tr><td>Monday</td></tr></table></div>
<div class="footer"><ul>{MENU}</ul></div></body></html>"""


def of(html: str, title: str = "") -> str:
    return article(html.encode(), "text/html; charset=utf-8", title)


def test_the_text_is_told_from_what_stands_around_it() -> None:
    html = of(PAGE, "Rain | The diary")
    assert "on the third day" in html
    assert "Ten tips" not in html
    assert "Rain</h" not in html
    for kept in (
        *("<strong>bold</strong>", "<em>odd</em>", "<code>code</code>", "<sub>2</sub>"),
        *('<a href="/on">on</a>', "<h3>A part</h3>", "<ol><li>First</li>", "<ul><li>Other</li>"),
        *("<pre><code>def rain():\n", "<blockquote><p>Said", "<th>Day</th>", "<td>Monday</td>"),
        '<img src="/rain.jpg" alt="Rain">',
    ):
        assert kept in html


def test_a_heading_that_is_not_the_title_stays() -> None:
    assert "<h2>Rain</h2>" in of(PAGE, "Sun")


def test_a_page_that_marks_its_text_keeps_its_own_markup() -> None:
    figure = "<figure><img src=a.jpg><figcaption>The garden in May</figcaption></figure>"
    html = of(f"<nav>{MENU}</nav><article>{TEXT}{figure}</article>")
    assert "<figcaption>The garden in May</figcaption>" in html
    assert "Ten tips" not in html


@pytest.mark.parametrize("page", ["", "<p>Few words.", "<nav>Menu</nav>", "<!--", "<div>" * 50_000])
def test_of_little_it_is_the_main_part(page: str) -> None:
    assert ("Few words." in of(page)) is ("Few" in page)


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.net.article.SECONDS", 0.01)
    html = of(PAGE)
    assert "on the third day" in html
    assert "Ten tips" in html


def test_what_fails_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setattr("kith.net.article._PROGRAM", (str(tmp_path),))
    assert "on the third day" in of(PAGE)


COUNTED = """
import os, sys, time
here, log = sys.argv[1:]
mine = os.path.join(here, str(os.getpid()))
open(mine, "w").close()
time.sleep(0.2)
with open(log, "a") as told:
    told.write(f"{len(os.listdir(here))}\\n")
time.sleep(0.2)
os.remove(mine)
"""


def test_of_many_at_once_few_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here, log = tmp_path / "running", tmp_path / "told"
    here.mkdir()
    program = (sys.executable, "-S", "-c", COUNTED, str(here), str(log))
    monkeypatch.setattr("kith.net.article._PROGRAM", program)
    with ThreadPoolExecutor(5) as pool:
        assert all("on the third day" in html for html in pool.map(of, [PAGE] * 5))
    told = [int(line) for line in log.read_text().splitlines()]
    assert len(told) == 5
    assert max(told) == AT_ONCE


def test_who_waits_too_long_for_others_gets_the_main_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kith.net.article.SECONDS", 0.01)
    busy = threading.BoundedSemaphore(1)
    monkeypatch.setattr("kith.net.article._FREE", busy)
    with busy:
        assert "Ten tips" in of(PAGE)


def test_where_there_is_no_article_nothing_is_said() -> None:
    assert extract.article("", "") == ""
    assert extract.article("<nav>Menu</nav>", "") in {"", "<body></body>"}
