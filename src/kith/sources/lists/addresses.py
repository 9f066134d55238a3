"""A plain list of addresses: one a line, or anywhere in a text."""

import re

from kith.core.problems import Problem
from kith.sources.asked import account, trimmed
from kith.sources.lists.gathering import Gathering
from kith.sources.lists.shapes import BroughtList

_SCHEME = r"(?:https?|feed|rss|itpc|pcast|podcast)://"
_ADDRESS = re.compile(_SCHEME + r"""[^\s<>"`|]+""", re.IGNORECASE)
_LINKED = re.compile(rf"\[([^\[\]]{{1,300}})\]\(({_SCHEME}[^\s)]+)\)", re.IGNORECASE)
# A comma or semicolon ends an address, but in a query it may well belong to it ("?tags=a,b").
_BREAK = re.compile(rf"[,;](?=\s|$|{_SCHEME})", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_REMARK = re.compile(r"\s#(?:\s.*)?$|^\s*(?:#|//).*$")
_LONGEST_LINE = 2000  # characters in which a title may stand beside an address
_MOST_REASONS = 200  # a book pasted by mistake would otherwise be reported line by line


def read_addresses(text: str) -> BroughtList:
    """Addresses and accounts, with the words beside them as titles where a line holds one."""
    gathering = Gathering("addresses")
    unknown = 0
    for number, line in enumerate(text.splitlines(), 1):
        gathering.on_line(number)
        line = _REMARK.sub("", line).strip()
        if line and not _read_line(line, gathering):
            unknown += 1
            if unknown <= _MOST_REASONS:
                problem = Problem("outline-without-address", {"title": line[:100]})
                gathering.leave_out(line[:100], problem)
    return gathering.done()


def has_address(text: str) -> bool:
    """Whether anything in the text can be taken; else the file is something else altogether."""
    if "\0" in text or text.startswith(("%PDF", "PK\3\4", "\x1f\x8b")):
        return False
    if _ADDRESS.search(text):
        return True
    return any(_alone(_REMARK.sub("", line)) for line in text.splitlines())


def _alone(text: str) -> bool:
    """A whole cell that is an account, or an address without its scheme."""
    text = text.strip()
    return bool(account(text) or _HOST.fullmatch(text))


def _read_line(line: str, gathering: Gathering) -> bool:
    linked = _LINKED.findall(line)
    for title, address in linked:
        gathering.take(address, title=title)
    if linked:
        return True
    found = [piece for match in _ADDRESS.finditer(line) for piece in _pieces(match[0])]
    if not found:
        return _read_cells(line, gathering)
    title = _title(line, found[0]) if len(found) == 1 else ""
    for address in found:
        gathering.take(address, title=title)
    return True


def _pieces(text: str) -> list[str]:
    """Addresses run together with commas, each without what only follows it."""
    parts = _BREAK.split(text)
    if "?" not in text:
        parts = [part for whole in parts for part in re.split("[,;]", whole)]
    return [trimmed(part) for part in parts if _ADDRESS.match(part)]


def _title(line: str, address: str) -> str:
    """What a separator divides from the address, before or after; running text is no title."""
    if len(line) > _LONGEST_LINE:
        return ""
    before, _, after = line.partition(address)
    if before.strip():
        cut = re.fullmatch(r"(.*?)(?:\t|[,;|:=]|\s[-–—])\s*<?", before)
        return cut[1].strip(' "') if cut and len(cut[1]) <= 200 else ""
    cut = re.match(r">?\s*(?:\t|[,;|]|\s[-–—:]\s)(.*)", after)
    return cut[1].strip(' ",;\t') if cut else ""


def _read_cells(line: str, gathering: Gathering) -> bool:
    """Accounts and bare hosts, which only count where they fill a cell of their own."""
    cells = [cell.strip() for cell in re.split(r"[\t,;]", line) if cell.strip()]
    known = [cell for cell in cells if _alone(cell)]
    titles = [cell for cell in cells if cell not in known]
    for cell in known:
        title = titles[0] if len(known) == 1 and titles else ""
        gathering.take(cell, title=title, kind="page")
    return bool(known)
