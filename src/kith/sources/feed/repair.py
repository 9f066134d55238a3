"""Make a document that is not XML into one, losing as little as possible.

Only documents that a strict reading refused come here, so nothing in it has to be fast.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

ROOT = b"kith"
DEEPEST = 200  # open elements; deeper ones lose their tags and keep their text
STEP = 1 << 16
LONGEST_REFERENCE = 48
MOST_GROWTH = 1 << 20  # bytes that a document's own entities may add
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")

DOCTYPE_START = re.compile(rb"<!DOCTYPE\b", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!DOCTYPE\b[^\[<>]*(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"]{0,200})\"|'([^']{0,200})')\s*>")
SAFE = re.compile(r"(?:[^&<%]|&#\d{1,7};|&#x[0-9a-fA-F]{1,6};|&(?:amp|lt|gt|quot|apos);)*")
AMPERSAND = re.compile(rb"&(?:#(\d{1,9});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z][\w.-]{0,40});)?")
PIECE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?-->|<[?!][^>]*>?"
    # Possessive, for a broken tag could otherwise be divided in endlessly many ways.
    rb"|<(/?)([A-Za-z_][^\s<>/\"'=]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)>",
    re.DOTALL,
)
GOOD_ATTRIBUTES = re.compile(rb"(?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*/?")
ATTRIBUTE = re.compile(
    rb"([A-Za-z_][\w:.-]*)(?:\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+)))?"
)
# Half an address, an identity or a date would be another one.
WHOLE = frozenset(b"link guid id url uri origlink pubdate date published updated issued".split())
# What HTML never closes, and what feeds forget to close.
VOID = frozenset(b"br hr img input wbr area col embed param track enclosure".split())


def repair(data: bytes) -> Iterator[bytes]:
    """The same document, well-formed as far as that can be had, inside one element named ROOT.

    It comes in parts, for a large document in tiny pieces would fill the memory.
    """
    data = (
        data.translate(None, CONTROLS).replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    )
    data = data[max(data.find(b"<"), 0) :]
    data, own = _without_doctype(data)
    yield b"<%s>" % ROOT
    yield from _joined(_pieces(_readable(data), _References(own)))
    yield b"</%s>" % ROOT


def _readable(data: bytes) -> bytes:
    """The document without the start of a comment that never ends, or half a tag at its end."""
    last = data.rfind(b"-->") + 1
    data = data[:last] + data[last:].replace(b"<!--", b"")
    return data + b">" if data.rfind(b"<") > data.rfind(b">") else data


def _pieces(data: bytes, references: "_References") -> Iterator[bytes]:
    """Tags, each in its place, and between them text in which every sign means itself."""
    balance = _Balance(references)
    end = 0
    for match in PIECE.finditer(data):
        if end < match.start():
            yield from references.text(data[end : match.start()])
        yield balance.piece(match)
        end = match.end()
    if not balance.unsure():
        yield from references.text(data[end:])
    yield balance.end()


def _joined(pieces: Iterator[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) > STEP:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


def without_doctype(data: bytes) -> bytes:
    return _without_doctype(data)[0]


def _without_doctype(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The document without its DOCTYPE, and the harmless entities that were declared there."""
    start = DOCTYPE_START.search(data)
    match = start and DOCTYPE.match(data, start.start())
    if match is None:
        return data, {}
    own = {name: one or two for name, one, two in ENTITY.findall(match[1] or b"")}
    safe = {name: value for name, value in own.items() if _safe(value)}
    return data[: match.start()] + data[match.end() :], safe


def _safe(value: bytes) -> bool:
    return SAFE.fullmatch(value.decode("utf-8", "replace")) is not None


class _References:
    """Turns what stands behind an ampersand into something that XML knows."""

    def __init__(self, own: dict[bytes, bytes]) -> None:
        self.own = own
        self.growth = 0
        self.half = 0  # the first half of a character that was given as two

    def text(self, data: bytes) -> Iterator[bytes]:
        """Text between tags, in steps that do not cut a reference in two."""
        if len(data) < STEP:
            yield self.mend(data).replace(b"<", b"&lt;")
            return
        start = 0
        while start < len(data):
            end = start + STEP
            cut = data.rfind(b"&", max(start + 1, end - LONGEST_REFERENCE), end)
            end = cut if cut > 0 else end
            yield self.mend(data[start:end]).replace(b"<", b"&lt;")
            start = end

    def mend(self, data: bytes) -> bytes:
        return AMPERSAND.sub(self._one, data) if b"&" in data else data

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


class _Balance:
    """Closes what was left open and drops what closes nothing, so that an item ends with itself."""

    def __init__(self, references: _References) -> None:
        self.references = references
        self.open: list[bytes] = []
        self.count: Counter[bytes] = Counter()
        self.skipped = 0

    def piece(self, match: re.Match[bytes]) -> bytes:
        closing, name, rest = match.groups()
        if name is None:
            whole = match[0]
            if whole.startswith(b"<![CDATA["):
                return whole if whole.endswith(b"]]>") else self._cut(whole)
            return b""
        return self._close(name) if closing else self._start(name, rest)

    def _cut(self, text: bytes) -> bytes:
        return b"" if self.unsure() else text + b"]]>"

    def unsure(self) -> bool:
        """Whether the document ends inside a text that half of is worse than none."""
        return bool(self.open) and self.open[-1].rpartition(b":")[2].lower() in WHOLE

    def end(self) -> bytes:
        return b"".join(b"</%s>" % name for name in reversed(self.open))

    def _start(self, name: bytes, rest: bytes) -> bytes:
        if rest and not GOOD_ATTRIBUTES.fullmatch(rest):
            rest = _attributes(rest)
        rest = self.references.mend(rest)
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
        if not self.count[name]:
            alike = (known for known in reversed(self.open) if known.lower() == name.lower())
            name = next(alike, b"")
        return self._up_to(name) if name else b""

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
