"""Lists that are tables: Mastodon's exports of accounts, YouTube's of subscriptions."""

import csv
import re

from kith.core.problems import Problem, Trouble
from kith.sources.asked import account
from kith.sources.lists.gathering import Gathering
from kith.sources.lists.shapes import BroughtList

_CHANNEL = re.compile(r"UC[\w-]{22}")
_CHANNEL_FEED = "https://www.youtube.com/feeds/videos.xml?channel_id="
_HEADER = "account address"


def is_accounts(text: str) -> bool:
    """Mastodon's header, or nothing but accounts in the first column."""
    first = [line.split(",")[0].strip() for line in text.splitlines()[:20] if line.strip()]
    if first and first[0].strip('"').lower() == _HEADER:
        return True
    return bool(first) and all(account(cell.strip('"')) for cell in first)


def is_channels(text: str) -> bool:
    """A channel's id opens the rows; the header is in the language of its owner."""
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    return any(_CHANNEL.match(line) and "," in line for line in lines)


def read_accounts(text: str) -> BroughtList:
    """Whom somebody follows, as `@user@host`."""
    gathering = Gathering("mastodon")
    for line, row in _rows(text):
        gathering.on_line(line)
        cell = row[0].strip()
        if cell.lower() == _HEADER:
            continue
        if account(cell):
            gathering.take(cell, kind="account")
        else:
            gathering.leave_out(cell, Problem("account-incomplete", {"account": cell}))
    return gathering.done()


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
