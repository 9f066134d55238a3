"""Whether a page is well made: tags closed, names unique, references kept, nothing inline."""

from collections import Counter
from html.parser import HTMLParser

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "list")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: list[tuple[str, str]] = []
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self._inline(tag, given)
        if "id" in given:
            self.ids[given["id"]] += 1
        for name in _REFERENCES:
            self.references += [(name, one) for one in given.get(name, "").split()]
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        if tag not in _VOID:
            self.open.append(tag)

    def _inline(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given or tag == "style":
            self.faults.append(f"inline style at <{tag}>")
        if tag == "script" and "src" not in given:
            self.faults.append("inline script")
        self.faults += [f"{name} at <{tag}>" for name in given if name.startswith("on")]
        if given.get("href", "").lower().startswith("javascript:"):
            self.faults.append("a script as an address")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def faults(html: str) -> list[str]:
    """What is wrong with a page, in words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.faults + [f"<{tag}> is not closed" for tag in reader.open]
    found += [f"id {name} is there {n} times" for name, n in reader.ids.items() if n > 1]
    found += [f"{name} names {to}" for name, to in reader.references if to not in reader.ids]
    return found
