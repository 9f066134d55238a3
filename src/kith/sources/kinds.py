"""What every kind of channel must be able to do. A kind is one file that fills this shape."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from kith.core.feeds import ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.net.pages import Page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that a kind knows by its look: where to fetch it, and who may stand behind it."""

    address: str  # what `fetch` takes and the channel keeps
    voice_kind: str = ""  # "person", "community", "publication"; empty: unknown


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to listen.

    `recognise(text)` looks, without any I/O, at what a person typed or pasted; None: not mine.
    `fetch(door, address, validators)` gives the door's answer with whatever status it has (the
    caller needs 304, 410 and how long to wait), and raises Trouble when there was no answer.
    `parse(answer)` reads an answer of status 2xx and raises nothing but Trouble.
    `examples` are texts that `recognise` knows: the contract test and the docs use them.
    `on_page(page, source)` gives the address of a conversation that a page shows, where its host
    alone does not tell; "" where it shows none.
    """

    name: str  # kept in the database: never changes
    label: str
    examples: tuple[str, ...]
    recognise: Callable[[str], Candidate | None]
    fetch: Callable[[Door, str, Validators | None], Coroutine[Any, Any, Answer]]
    parse: Callable[[Answer], ParsedFeed]
    conversation: bool = False  # what people say to each other: watched, never followed
    on_page: Callable[[Page, str], str] | None = None
