"""The bodies of entries: HTML, text or XHTML, in whatever element they come."""

from html import escape

from kith.sources.feed.draft import XML, Draft, Handler
from kith.sources.feed.files import attach
from kith.sources.feed.names import Element
from kith.sources.feed.text import inner, looks_like_html, paragraphs
from kith.sources.feed.values import HTML, PLAYS, packed, unpacked


def markup(name: str, rank: int) -> Handler:
    """A body that RSS and its modules give as HTML, escaped or plain in the XML."""

    def handle(draft: Draft, element: Element) -> None:
        if rank > draft.ranks.get(name, 0):
            _put(draft, element, name, rank, inner(element) if len(element) else element.text)

    return handle


def typed(name: str, rank: int) -> Handler:
    """A body that says what it is, as Atom's do. Out of Atom it is taken for HTML."""

    def handle(draft: Draft, element: Element) -> None:
        if rank <= draft.ranks.get(name, 0):
            return
        html = _typed(element) if draft.atom else _markup(element)
        _put(draft, element, name, rank, html)

    return handle


def plain(name: str, rank: int) -> Handler:
    """A body that is meant as plain words, and often is not."""

    def handle(draft: Draft, element: Element) -> None:
        if rank > draft.ranks.get(name, 0):
            text = _markup(element) or ""
            html = text if len(element) or _is_html(element, text) else paragraphs(text)
            _put(draft, element, name, rank, html)

    return handle


def _is_html(element: Element, text: str) -> bool:
    return element.get("type", "") in HTML or looks_like_html(text)


def _put(draft: Draft, element: Element, name: str, rank: int, html: str | None) -> None:
    draft.offer(name, rank, draft.body(html))
    if draft.document.marks:
        base = draft.base_at(element)
        if base != draft.base:
            draft.body_base = base
        draft.offer("language", 1, element.get(f"{XML}lang", ""))


def _markup(element: Element) -> str | None:
    return inner(element) if len(element) else element.text


def _typed(element: Element) -> str | None:
    kind = element.get("type", "").lower()
    if len(element):
        return _unwrapped(element)
    text = element.text or ""
    is_packed = packed(element, kind, atom=True)
    if is_packed:
        text = unpacked(text)
        if text == element.text:
            return None  # a picture or some other file
    if kind in HTML or kind.endswith(("+xml", "/xml")):
        return text
    guessing = is_packed or not kind
    return text if guessing and looks_like_html(text) else escape(text, quote=False)


def _unwrapped(element: Element) -> str:
    """XHTML without the one `div` that Atom asks for around it."""
    only = element[0]
    alone = len(element) == 1 and not (element.text or "").strip() and not (only.tail or "").strip()
    if alone and str(only.tag).endswith("div"):
        return inner(only)
    return inner(element)


def description(draft: Draft, element: Element) -> None:
    """The summary; where it comes twice, some publishers put the whole text second."""
    if draft.ranks.get("summary", 0) < 9:
        DESCRIPTION(draft, element)
    else:
        SECOND_DESCRIPTION(draft, element)


def content(draft: Draft, element: Element) -> None:
    src = element.get("src")
    if not src:
        TYPED_CONTENT(draft, element)
        return
    where = draft.absolute(element, src)
    draft.offer("url", 2, where)
    if element.get("type", "").startswith(PLAYS):
        attach(draft, element, where)


TYPED_CONTENT = typed("content", 3)
DESCRIPTION = markup("summary", 9)
SECOND_DESCRIPTION = markup("content", 1)
