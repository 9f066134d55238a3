"""Make a document that is not XML into one, losing as little as possible.

Only documents that a strict reading refused come here, so nothing in it has to be fast.
"""

import re
from collections import Counter
from html.entities import html5

ROOT = b"kith"
DEEPEST = 200  # open elements; deeper ones lose their tags and keep their text
MOST_GROWTH = 1 << 20  # bytes that a document's own entities may add
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")

DECLARATION = re.compile(rb"<\?xml\b[^<>]*\?>")
DOCTYPE = re.compile(rb"<!DOCTYPE\b[^\[<>]*(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"]{0,200})\"|'([^']{0,200})')\s*>")
SAFE = re.compile(r"(?:[^&<%]|&#\d{1,7};|&#x[0-9a-fA-F]{1,6};|&(?:amp|lt|gt|quot|apos);)*")
AMPERSAND = re.compile(rb"&(?:#(\d{1,9});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z][\w.-]{0,40});)?")
LESS = re.compile(rb"<(?![A-Za-z_/!?])")
PIECE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![^>]*>?"
    rb"|<(/?)([A-Za-z_][^\s<>/\"'=]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*)>",
    re.DOTALL,
)
GOOD_ATTRIBUTES = re.compile(rb"(?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*/?")
ATTRIBUTE = re.compile(
    rb"([A-Za-z_][\w:.-]*)(?:\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+)))?"
)
VOID = frozenset(b"br hr img input wbr area col embed param track".split())


def repair(data: bytes) -> bytes:
    """The same document, well-formed as far as that can be had, inside one element named ROOT."""
    data = (
        data.translate(None, CONTROLS).replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    )
    data = data[max(data.find(b"<"), 0) :]
    data, own = _without_doctype(DECLARATION.sub(b"", data))
    data = _outside_cdata(data, _References(own))
    return b"<%s>%s</%s>" % (ROOT, _balanced(data), ROOT)


def without_doctype(data: bytes) -> bytes:
    return _without_doctype(data)[0]


def _without_doctype(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The document without its DOCTYPE, and the harmless entities that were declared there."""
    match = DOCTYPE.search(data)
    if match is None:
        return data, {}
    own = {name: one or two for name, one, two in ENTITY.findall(match[1] or b"")}
    safe = {name: value for name, value in own.items() if _safe(value)}
    return data[: match.start()] + data[match.end() :], safe


def _safe(value: bytes) -> bool:
    return SAFE.fullmatch(value.decode("utf-8", "replace")) is not None


def _outside_cdata(data: bytes, references: "_References") -> bytes:
    """Mend references and stray signs where they mean something to XML."""
    first, *rest = data.split(b"<![CDATA[")
    parts = [references.mend(first)]
    for part in rest:
        inside, end, after = part.partition(b"]]>")
        parts += (b"<![CDATA[", inside, b"]]>", references.mend(after) if end else b"")
    return b"".join(parts)


class _References:
    """Turns what stands behind an ampersand into something that XML knows."""

    def __init__(self, own: dict[bytes, bytes]) -> None:
        self.own = own
        self.growth = 0
        self.half = 0  # the first half of a character that was given as two

    def mend(self, data: bytes) -> bytes:
        return LESS.sub(b"&lt;", AMPERSAND.sub(self._one, data))

    def _one(self, match: re.Match[bytes]) -> bytes:
        decimal, hexadecimal, name = match.groups()
        if decimal:
            return self._character(int(decimal))
        if hexadecimal:
            return self._character(int(hexadecimal, 16))
        return self._named(name) if name else b"&amp;"

    def _character(self, code: int) -> bytes:
        half, self.half = self.half, 0
        if 0xD800 <= code < 0xDC00:
            self.half = code
            return b""
        if half and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((half - 0xD800) << 10) + code - 0xDC00
        allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
        return b"&#%d;" % code if allowed or 0x10000 <= code < 0x110000 else b""

    def _named(self, name: bytes) -> bytes:
        if name in (b"amp", b"lt", b"gt", b"quot", b"apos"):
            return b"&%s;" % name
        if name in self.own and self.growth < MOST_GROWTH:
            self.growth += len(self.own[name])
            return self.own[name]
        known = html5.get(name.decode("ascii", "replace") + ";")
        return known.encode("ascii", "xmlcharrefreplace") if known else b"&amp;%s;" % name


def _balanced(data: bytes) -> bytes:
    """Close what was left open and drop what closes nothing, so that an item ends with itself."""
    return PIECE.sub(_Balance().piece, data + b">" * _cut_short(data))


def _cut_short(data: bytes) -> bool:
    """Whether the document ends in the middle of a tag."""
    return data.rfind(b"<") > data.rfind(b">")


class _Balance:
    def __init__(self) -> None:
        self.open: list[bytes] = []
        self.count: Counter[bytes] = Counter()
        self.skipped = 0

    def piece(self, match: re.Match[bytes]) -> bytes:
        closing, name, rest = match.groups()
        if name is None:
            whole = match[0]
            return whole if whole.startswith((b"<![CDATA[", b"<!--")) else b""
        if closing:
            return self._close(name)
        return self._start(name, rest)

    def _start(self, name: bytes, rest: bytes) -> bytes:
        if not GOOD_ATTRIBUTES.fullmatch(rest):
            rest = _attributes(rest)
        if rest.endswith(b"/"):
            return b"<%s%s>" % (name, rest)
        if name.lower() in VOID:
            return b"<%s%s/>" % (name, rest)
        if len(self.open) >= DEEPEST:
            self.skipped += 1
            return b""
        before = self._up_to(name) if name in (b"item", b"entry") and self.count[name] else b""
        self.open.append(name)
        self.count[name] += 1
        return b"%s<%s%s>" % (before, name, rest)

    def _close(self, name: bytes) -> bytes:
        if self.skipped:
            self.skipped -= 1
            return b""
        return self._up_to(name) if self.count[name] else b""

    def _up_to(self, name: bytes) -> bytes:
        closed: list[bytes] = []
        while True:
            last = self.open.pop()
            self.count[last] -= 1
            closed.append(b"</%s>" % last)
            if last == name:
                return b"".join(closed)


def _attributes(rest: bytes) -> bytes:
    """Attributes without quotes, values or room between them, written as XML wants them."""
    end = b"/" if rest.rstrip().endswith(b"/") else b""
    found: dict[bytes, bytes] = {}
    for name, double, single, bare in ATTRIBUTE.findall(rest):
        found.setdefault(name, (double or single or bare).removesuffix(b"/" if bare else b""))
    return b"".join(b' %s="%s"' % (n, v.replace(b'"', b"&quot;")) for n, v in found.items()) + end
