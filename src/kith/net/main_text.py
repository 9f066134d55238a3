"""The part of a web page that was written to be read."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kith.net.encoding import decode
from kith.net.flatten import FEW_TAGS, flatten

_LARGE = 100_000  # characters; see flatten
_MOST_READ = 2 * 2**20  # bytes
_LIKELY = ("article", "main", "[role=main]")
_ASIDE = "nav, header, footer, aside, form, dialog, script, style, noscript, template, svg, iframe"
_NAMES = (
    "html body main article section div nav header footer aside form dialog h1 h2 h3 h4 h5 h6 p br"
    " hr ul ol li dl dt dd blockquote q cite pre code kbd em strong b i s sub sup small mark a img"
    " figure figcaption table thead tbody tfoot tr th td caption time details summary"
)
_KEPT = frozenset(_NAMES.split())
_DROPPED = frozenset(
    {"script", "style", "svg", "math", "template", "textarea", "noscript", "iframe", "select"}
    | {"object", "title", "head"}
)


def main_text(body: bytes, content_type: str, title: str = "") -> str:
    """HTML of the longest <article>, else of <main>, else of <body>, without what stands around.

    A heading that only repeats the `title` goes too. Nobody has cleaned it yet; "" where there is
    nothing. Never fails.
    """
    html = decode(body[:_MOST_READ], content_type)
    if len(html) > _LARGE or html.count("<") > FEW_TAGS:
        html = flatten(html, _KEPT, _DROPPED)
    tree = LexborHTMLParser(html)
    found = _likely(tree) or tree.body
    if found is None or not found.text().strip():
        return ""
    heading = found.css_first("h1")
    for node in _around(found, heading):
        node.decompose()
    if heading is not None and heading.text().strip() in title:
        heading.decompose()
    return found.html or ""


def _likely(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _LIKELY:
        found = [(len(node.text()), node) for node in tree.css(selector)[:50]]
        longest = max(found, key=lambda pair: pair[0], default=(0, None))
        if longest[0] and longest[1] is not None:
            return longest[1]
    return None


def _around(found: LexborNode, heading: LexborNode | None) -> list[LexborNode]:
    """What is not the text: none of them within another, for what is gone cannot go again."""
    nodes = {node.mem_id: node for node in found.css(_ASIDE)}
    holder = heading.parent if heading is not None else None
    while holder is not None and holder.mem_id != found.mem_id:
        nodes.pop(holder.mem_id, None)  # the header of the text, not of the site
        holder = holder.parent
    nodes.pop(found.mem_id, None)
    return [node for node in nodes.values() if not _within(node, nodes, found)]


def _within(node: LexborNode, nodes: dict[int, LexborNode], found: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.mem_id != found.mem_id:
        if above.mem_id in nodes:
            return True
        above = above.parent
    return False
