"""One short name for each element, however its document spells the namespace.

Publishers write namespaces with http or https, with or without the last slash, in any case, or
forget to declare them. `Names` gives "dc:creator" for all of these; the formats' own elements (RSS
of every age, Atom of every age, and whatever a document takes as its default namespace) have no
prefix at all.
"""

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no other name for it

CORE = (
    "backend.userland.com/rss",
    "backend.userland.com/rss2",
    "backend.userland.com/rss091",
    "blogs.law.harvard.edu/tech/rss",
    "cyber.law.harvard.edu/rss",
    "purl.org/rss/1.0",
    "purl.org/rss/2.0",
    "purl.org/net/rss1.1",
    "purl.org/rss/1.0/modules/rss091",
    "my.netscape.com/rdf/simple/0.9",
    "channel.netscape.com/rdf/simple/0.9",
    "my.netscape.com/publish/formats/rss-0.91",
    "example.com/newformat",
    "example.com/necho",
    "purl.org/echo",
    "uri/of/echo/namespace",
    "purl.org/pie",
    "purl.org/atom/ns",
    "w3.org/2005/atom",
)
NAMESPACES = {
    **dict.fromkeys(CORE, ""),
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/dcterms": "dcterms",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "example.com/dtds/podcast-1.0.dtd": "itunes",
    "search.yahoo.com/mrss": "media",
    "video.search.yahoo.com/mrss": "media",
    "podcastindex.org/namespace/1.0": "podcast",
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "purl.org/syndication/thread/1.0": "thr",
    "wellformedweb.org/commentapi": "wfw",
    "w3.org/1999/xhtml": "xhtml",
    "youtube.com/xml/schemas/2015": "yt",
    "gdata.youtube.com/schemas/2007": "yt",
}
# What a prefix means where its address is unknown or was never declared.
PREFIXES = {
    **{name: name for name in NAMESPACES.values()},
    "atom": "",
    "a10": "",
    "atom10": "",
    "atom03": "",
    "rss": "",
    "rss1": "",
    "html": "xhtml",
    "h": "xhtml",
    "mrss": "media",
    "googleplay": "itunes",
}


class Names:
    """The short names of one document's elements, each worked out once."""

    __slots__ = ("known", "seen")

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.seen: set[str] = set()  # the prefixes that occurred

    def of(self, element: Element) -> str:
        tag = element.tag
        try:
            return self.known[tag]
        except KeyError:
            name = self.known[tag] = self._find(tag, element.prefix)
            return name

    def _find(self, tag: str, prefix: str | None) -> str:
        if tag.startswith("{"):
            space, _, local = tag[1:].partition("}")
            short = NAMESPACES.get(_bare(space))
            if short is None:
                short = "" if not prefix else PREFIXES.get(prefix.lower(), prefix)
        else:
            prefix, _, local = tag.rpartition(":")
            short = PREFIXES.get(prefix.lower(), prefix)
        self.seen.add(short)
        return f"{short}:{local}".lower() if short else local.lower()


def _bare(space: str) -> str:
    """A namespace without the parts that people get wrong."""
    space = space.strip().lower().rstrip("/#")
    for start in ("http://", "https://", "www."):
        space = space.removeprefix(start)
    return space
