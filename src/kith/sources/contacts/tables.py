"""Contacts in tables (CSV), with a header in the words of the program that wrote it."""

import csv
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kith.core.problems import Problem, Trouble
from kith.sources.asked import account
from kith.sources.contacts.columns import Reader, reader_for
from kith.sources.contacts.days import order_of
from kith.sources.contacts.draft import Draft
from kith.sources.contacts.gathering import Gathering
from kith.sources.contacts.shapes import BroughtCards
from kith.sources.contacts.streams import lines
from kith.sources.lists.decoding import mended, strict
from kith.sources.lists.shapes import one_line

_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 40  # lines; LinkedIn puts some lines of advice before its header
_SHOWN = 12  # columns named in the report of a table that cannot be read
_ACCOUNTS_HEADER = "account address"


class Rows:
    """The rows of a table, each with the line it begins on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.guessed = False  # the encoding was not UTF-8
        self.line = self._read = 0
        self.unclosed = False  # the file ended within a quoted cell

    def head(self) -> list[str]:
        """The first lines."""
        return [text for _, text in zip(range(_HEADER_WITHIN), self._texts(), strict=False)]

    def after(self, skipped: int, delimiter: str) -> Iterator[list[str]]:
        """The rows after so many lines. Raises csv.Error where a quotation mark is never closed."""
        reader = csv.reader(self._counted(skipped), delimiter=delimiter)
        self._read = skipped
        while True:
            self.line, self.unclosed = self._read + 1, False
            row = next(reader, None)
            if row is None:
                return
            yield row

    def _texts(self) -> Iterator[str]:
        self._stream.seek(0)
        for raw in lines(self._stream):
            text = strict(raw, "utf-8")
            self.guessed |= bool(raw) and not text
            yield (text or mended(raw)).replace("\0", "") + "\n"

    def _counted(self, skipped: int) -> Iterator[str]:
        for number, text in enumerate(self._texts(), 1):
            if number > skipped:
                self._read = number
                yield text
        self.unclosed = True  # asked for more than there is

    def ended(self) -> bool:
        """Whether the last line has an end."""
        self._stream.seek(0, os.SEEK_END)
        self._stream.seek(max(0, self._stream.tell() - 4))
        return self._stream.read().replace(b"\0", b"").endswith((b"\n", b"\r"))


def read_table(stream: BinaryIO, filename: str) -> BroughtCards:
    """Every row of a table whose columns are known.

    Raises Trouble("contacts-columns") where no header says a name, an address or an account.
    """
    rows = Rows(stream)
    head = rows.head()
    if is_mastodon(head, filename):
        return read_accounts(rows)
    skipped, delimiter, header = _header(head)
    reader = reader_for(header)
    if reader.days:
        reader.order = _order(rows, skipped, delimiter, reader.days)
    return _gathered(rows, skipped, delimiter, reader)


def is_mastodon(head: list[str], filename: str) -> bool:
    """Its header, or lists without one: a list's name and an account, the name again and again.

    A table of names and mail addresses looks the same but for that.
    """
    rows = [row for _, row in _parsed(head, ",") if row]
    if rows and rows[0][0].strip().casefold() == _ACCOUNTS_HEADER:
        return True
    lists = bool(rows) and all(len(row) == 2 and account(row[1]) for row in rows[:-1])
    named = filename.casefold().rpartition("/")[2].startswith("lists")
    return lists and (named or len({row[0] for row in rows}) <= len(rows) / 2)


def read_accounts(rows: Rows) -> BroughtCards:
    """Mastodon's lists, and whom somebody follows: accounts, with their lists as categories."""
    gathering, drafts = Gathering("mastodon"), dict[str, Draft]()
    for row in rows.after(0, ","):
        cells = [cell.strip() for cell in row[:2]]
        somebody = next(filter(None, map(account, cells)), None)
        if somebody:
            draft = drafts.setdefault(str(somebody).lower(), Draft(rows.line))
            draft.profile(str(somebody), "mastodon")
            draft.category("" if account(cells[0]) else cells[0])
        elif any(cells) and cells[0].casefold() != _ACCOUNTS_HEADER:
            shown = cells[-1][:100] if len(row) == 2 else cells[0][:100]
            gathering.leave_out(shown, Problem("account-incomplete", {"account": shown}), rows.line)
    for draft in drafts.values():
        gathering.take(draft)
    return gathering.done()


def _header(head: list[str]) -> tuple[int, str, list[str]]:
    """How many lines end with the header, what divides its columns, and the columns."""
    best, most = (0, ",", list[str]()), 0
    for delimiter in _DELIMITERS:
        for number, row in _parsed(head, delimiter):
            known = reader_for(row).known
            if known > most:
                best, most = (number, delimiter, row), known
    if not most:
        shown = next((row for _, row in _parsed(head, ",") if any(row)), [])
        raise Trouble("contacts-columns", columns=one_line(", ".join(shown[:_SHOWN])))
    return best


def _parsed(head: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(head, delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        return


def _order(rows: Rows, skipped: int, delimiter: str, columns: list[int]) -> str:
    """What the days of the whole table put first; one 31/12 tells it for all the others."""
    try:
        found = rows.after(skipped, delimiter)
        return order_of(row[column] for row in found for column in columns if column < len(row))
    except csv.Error:
        return ""


def _gathered(rows: Rows, skipped: int, delimiter: str, reader: Reader) -> BroughtCards:
    gathering = Gathering(reader.format)
    held: list[str] = []  # the last row, which may be half of one
    line, even = 0, True
    try:
        for row in rows.after(skipped, delimiter):
            if rows.unclosed:
                raise csv.Error
            if any(map(str.strip, row)):
                even = _take(gathering, reader, held, line) and even
                held, line = row, rows.line
    except csv.Error:
        problem = Problem("contacts-rows-lost", {"line": rows.line})
        gathering.leave_out("", problem, rows.line)
        even = False
    if even and len(held) < reader.width and not rows.ended():
        title = reader.draft(held, line).title()
        gathering.leave_out(title, Problem("contact-cut-off", {"name": title}), line)
    else:
        _take(gathering, reader, held, line)
    gathering.guessed = rows.guessed
    return gathering.done()


def _take(gathering: Gathering, reader: Reader, row: list[str], line: int) -> bool:
    """Take a row; whether it is as wide as its header."""
    if not row:
        return True
    gathering.take(reader.draft(row, line))
    for column, name in reader.unknown:
        if column < len(row) and row[column].strip():
            gathering.without_place[name] += 1
    return len(row) == reader.width
