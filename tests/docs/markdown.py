"""As much of Markdown as Kith's own documentation uses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted(DOCS.rglob("*.md")),
)

_FENCE = re.compile(r"\s*```+\s*([\w-]*)")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what stands after the fence, and its lines without the fence's indent."""

    language: str
    text: str


def read(path: Path) -> str:
    """A page."""
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """A page as a failing test names it."""
    return path.relative_to(ROOT).as_posix()


def _lines(text: str) -> Iterator[tuple[str, str | None]]:
    """Each line with the language of the fence it is in; None outside, and for fences."""
    language: str | None = None
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence:
            language = fence[1] if language is None else None
        else:
            yield line, language


def prose(text: str) -> str:
    """A page without its fenced blocks."""
    return "\n".join(line for line, language in _lines(text) if language is None)


def blocks(text: str, language: str = "") -> list[Block]:
    """The fenced blocks of a page, or those of one language."""
    found: list[Block] = []
    inside: list[str] | None = None
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence and inside is None:
            inside, spoken, indent = [], fence[1], len(line) - len(line.lstrip())
        elif fence and inside is not None:
            found.append(Block(spoken, "\n".join(inside) + "\n"))
            inside = None
        elif inside is not None:
            inside.append(line[indent:])
    return [block for block in found if not language or block.language == language]


def codes(text: str) -> list[str]:
    """What stands between backticks in the prose of a page."""
    return _CODE.findall(prose(text))


def links(text: str) -> list[str]:
    """Where the links of a page lead."""
    return _LINK.findall(_CODE.sub("", prose(text)))


def headings(text: str, level: int = 0) -> list[str]:
    """The headings of a page, or those of one level, without their marks."""
    found = [re.match(r"(#{1,6}) +(.*)", line) for line in prose(text).splitlines()]
    return [one[2].strip() for one in found if one and level in {0, len(one[1])}]


def anchors(text: str) -> set[str]:
    """What a link to a part of the page may name, as GitHub makes it of headings."""
    seen: dict[str, int] = {}
    found = set()
    for heading in headings(text):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        found.add(f"{slug}-{count}" if count else slug)
    return found


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its level or a higher one."""
    kept: list[str] = []
    level = 0
    for line, language in _lines_with_fences(text):
        found = None if language is not None else re.match(r"(#{1,6}) +(.*)", line)
        if found and found[2].strip() == heading:
            level = len(found[1])
        elif found and level and len(found[1]) <= level:
            break
        elif level:
            kept.append(line)
    if not level:
        raise LookupError(heading)
    return "\n".join(kept)


def _lines_with_fences(text: str) -> Iterator[tuple[str, str | None]]:
    language: str | None = None
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if fence:
            language = fence[1] if language is None else None
            yield line, ""
        else:
            yield line, language


def rows(text: str) -> list[list[str]]:
    """The cells of all tables of a page, but for heads and the lines under them."""
    found: list[list[str]] = []
    for line in prose(text).splitlines():
        line = line.strip()
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in _CELL.split(line.strip("|"))]
        if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            del found[-1]  # the head
        else:
            found.append(cells)
    return found


def table(text: str, heading: str) -> dict[str, list[str]]:
    """The rows under a heading, by what stands between backticks in their first cell."""
    found = {}
    for first, *others in rows(section(text, heading)):
        for code in _CODE.findall(first):
            found[code] = others
    return found


def changed(difference: str) -> dict[str, set[str]]:
    """The dotted names in the lines of a difference, by their sign: "+" or "-"."""
    return {
        sign: {
            word
            for line in difference.splitlines()
            if line.startswith(sign)
            for word in re.findall(r"\w[\w.]*", line[1:])
        }
        for sign in "+-"
    }
