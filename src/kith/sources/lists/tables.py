"""Lists that are tables: Mastodon's exports of accounts, YouTube's of subscriptions."""

import csv
import re

from kith.core.problems import Problem, Trouble
from kith.sources.asked import account
from kith.sources.lists.gathering import Gathering
from kith.sources.lists.shapes import BroughtList, join_label

_CHANNEL = re.compile(r"UC[\w-]{22}")
_CHANNEL_FEED = "https://www.youtube.com/feeds/videos.xml?channel_id="
_HEADER = "account address"


def is_accounts(text: str) -> bool:
    """Mastodon's header, or nothing but accounts in the first column."""
    rows = [row for _, row in _rows("\n".join(text[:10_000].splitlines()[:20]))]
    if rows and rows[0][0].strip().lower() == _HEADER:
        return True
    return bool(rows) and all(_somebody(row) for row in rows)


def is_channels(text: str) -> bool:
    """A channel's id opens the rows; the header is in the language of its owner."""
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    return any(_CHANNEL.match(line) and "," in line for line in lines)


def read_accounts(text: str) -> BroughtList:
    """Whom somebody follows, as `@user@host`; in an export of lists, their names come first."""
    gathering = Gathering("mastodon")
    for line, row in _rows(text):
        gathering.on_line(line)
        cell, somebody = row[0].strip(), _somebody(row)
        if somebody:
            labels = [] if account(cell) else [join_label([cell])]
            gathering.take(somebody, kind="account", labels=labels)
        elif cell.lower() != _HEADER:
            gathering.leave_out(cell, Problem("account-incomplete", {"account": cell}))
    return gathering.done()


def _somebody(row: list[str]) -> str:
    """The account in the first two cells, or ""."""
    return next((cell.strip() for cell in row[:2] if account(cell)), "")


def read_channels(text: str) -> BroughtList:
    """YouTube subscriptions: id, address, title."""
    gathering = Gathering("youtube")
    for line, row in _rows(text):
        gathering.on_line(line)
        cells = [cell.strip() for cell in row] + ["", ""]
        if _CHANNEL.fullmatch(cells[0]):
            home = "https://www.youtube.com/channel/" + cells[0]
            gathering.take(_CHANNEL_FEED + cells[0], title=cells[2], home=home)
        elif line > 1:
            title = cells[2] or cells[0]
            gathering.leave_out(title, Problem("outline-without-address", {"title": title}))
    return gathering.done()


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows with something in them, each with its line."""
    reader = csv.reader(text.replace("\0", "").splitlines())
    try:
        return [(reader.line_num, row) for row in reader if row and row[0].strip()]
    except csv.Error as error:
        raise Trouble("list-unreadable") from error
