"""Who speaks here? A guess of a voice's kind and name from what its channel says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a voice before anybody asked its owner."""

    title: str = ""  # of the feed
    site_name: str = ""  # of the page
    author: str = ""  # of the whole feed
    authors: tuple[str, ...] = ()  # of its entries, one each, empty where none was given
    generator: str = ""
    hint: str = ""  # the kind of voice the site's shape speaks for, or empty
    podcast: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """`kind` is "person", "community" or "publication"; the user may change both."""

    kind: str
    name: str


def guess(facts: Facts) -> Guess:
    """The likeliest kind and name."""
    return Guess(facts.hint or "publication", facts.title or facts.site_name)
