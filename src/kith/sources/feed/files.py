"""Files and streams that belong to an entry, its pictures, and how long it plays."""

from urllib.parse import quote

from kith.core.feeds import Enclosure
from kith.sources.feed.draft import Draft, Handler
from kith.sources.feed.names import Element
from kith.sources.feed.text import collapse, strip_tags
from kith.sources.feed.values import PLAYS, RDF, duration, number, words


def enclosure(draft: Draft, element: Element) -> None:
    href = (
        element.get("url") or element.get("href") or element.get(f"{RDF}resource") or words(element)
    )
    attach(draft, element, draft.absolute(element, href))


def attach(draft: Draft, element: Element, url: str, title: str = "") -> None:
    if not url:
        return
    kind = element.get("type", "").strip()[:200] or element.get("medium", "")
    length = number(element.get("length") or element.get("fileSize"))
    seconds = duration(element.get("duration"))
    draft.add_enclosure(Enclosure(url, kind, length, seconds, collapse(title)[:1000]))
    draft.offer("url", 1, url)
    if kind.startswith("image"):
        draft.offer("image", 1, url)
    if seconds and not draft.seconds and kind.startswith(PLAYS):
        draft.seconds = seconds


def media_content(draft: Draft, element: Element) -> None:
    about = next((words(child) for child in element if _is_title(draft, child)), "")
    attach(draft, element, draft.absolute(element, element.get("url")), strip_tags(about))
    draft.read(element)


def _is_title(draft: Draft, element: Element) -> bool:
    return draft.document.names.of(element) == "media:title"


def group(draft: Draft, element: Element) -> None:
    draft.read(element)


def player(draft: Draft, element: Element) -> None:
    draft.offer("url", 1, draft.absolute(element, element.get("url") or words(element)))


def image(rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        href = element.get("href") or element.get("url") or element.get(f"{RDF}resource")
        if not href:
            inside = (c for c in element if draft.document.names.of(c) in ("url", "href"))
            href = next((words(child) for child in inside), "" if len(element) else words(element))
        draft.offer("image", rank, draft.absolute(element, href))

    return handle


def playing_time(draft: Draft, element: Element) -> None:
    draft.seconds = duration(words(element) or element.get("seconds")) or draft.seconds


def video(draft: Draft, element: Element) -> None:
    key = words(element)
    if key:
        draft.offer("url", 1, f"https://www.youtube.com/watch?v={quote(key[:100])}")
