"""What a year with the sample network left behind: `sample/history.toml`, read as plain data.

Days count from the day on which the sample is loaded. Voices are named as in `sample.opml`, or as a
contact of `sample/contacts.vcf`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from kith.sources import sample_files

HISTORY, CONTACTS = "history.toml", "contacts.vcf"


@dataclass(frozen=True, slots=True)
class Tie:
    """What is known of a voice, and wanted with it."""

    voice: str
    since: int  # when it came to be heard
    circle: str = ""
    roles: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    why: str = ""
    met: str = ""
    notes: str = ""
    organisation: str = ""
    job: str = ""
    zone: str = ""
    led_by: str = ""
    communities: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()  # to reach it
    trial: int | None = None  # the day on which its trial is over
    rest: tuple[int, int, str] | None = None  # since when, until when, why


@dataclass(frozen=True, slots=True)
class Act:
    """One exchange."""

    voice: str
    day: int
    kind: str
    direction: str
    about: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Thanks that wait, or a promise."""

    voice: str
    day: int
    text: str
    effect: str = ""  # of thanks
    due: int | None = None  # of a promise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whom it was put to, what was answered, and what came of it."""

    day: int
    text: str
    details: str
    asked: tuple[tuple[int, str, str], ...]  # day, voice, place
    answers: tuple[tuple[int, str, str, bool], ...]  # day, voice, text, whether it helped
    closed: int | None = None
    outcome: str = ""
    thanked: tuple[tuple[int, str], ...] = ()  # day, voice


@dataclass(frozen=True, slots=True)
class Watched:
    """A conversation that is watched: a feed of the sample, and the page that it stands for."""

    file: str
    address: str
    title: str
    voice: str
    day: int


@dataclass(frozen=True, slots=True)
class Read:
    """One entry that was read, by its address."""

    url: str
    day: int
    kept: bool = False
    words: str = ""  # highlighted
    note: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Everything."""

    accounts: tuple[str, ...]  # what the reader is called in the conversations
    ties: tuple[Tie, ...]
    acts: tuple[Act, ...]
    thanks: tuple[Owed, ...]
    promises: tuple[Owed, ...]
    questions: tuple[Asked, ...]
    threads: tuple[Watched, ...]
    read: tuple[Read, ...]
    kept_on: int  # the day on which contacts were decided about
    kept: tuple[str, ...] = field(default=())  # the contacts that were kept


@cache
def history() -> History:
    """The history as the file tells it."""
    told = tomllib.loads((sample_files.read(HISTORY) or b"").decode())
    return History(
        accounts=tuple(told["accounts"]),
        ties=tuple(Tie(**_rows(one)) for one in told["tie"]),
        acts=tuple(
            Act(one["voice"], *_pairs(act)) for one in told["passed"] for act in one["acts"]
        ),
        thanks=tuple(
            Owed(one["voice"], one["day"], one["reason"], one["effect"]) for one in told["thanks"]
        ),
        promises=tuple(
            Owed(one["voice"], one["day"], one["text"], due=one["due"]) for one in told["promise"]
        ),
        questions=tuple(Asked(**_rows(one)) for one in told["question"]),
        threads=tuple(Watched(**one) for one in told["thread"]),
        read=tuple(_read(told)),
        kept_on=told["contacts"]["day"],
        kept=tuple(told["contacts"]["kept"]),
    )


def _rows(told: dict[str, Any]) -> dict[str, Any]:
    """Lists as tuples, inner ones as well."""
    return {name: _pairs(value) for name, value in told.items()}


def _pairs(value: Any) -> Any:
    return tuple(_pairs(one) for one in value) if isinstance(value, list) else value


def _read(told: dict[str, Any]) -> Iterator[Read]:
    homes = sample_files.homes()
    marked = {(one["voice"], one["at"]): one for one in told["highlight"]}
    for one in told["read"]:
        for name, kept in (("read", False), ("kept", True)):
            for path, day in one.get(name, ()):
                words = marked.get((one["voice"], path), {})
                url = f"https://{urlsplit(homes[one['voice']]).netloc}/{path}/"
                yield Read(url, day, kept, words.get("words", ""), words.get("note", ""))
