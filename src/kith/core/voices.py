"""Who speaks here? A guess of a voice's kind and name from what its channel says of itself."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from kith.core.feeds import ParsedFeed

PERSON, COMMUNITY, PUBLICATION = "person", "community", "publication"


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


def facts_of(feed: ParsedFeed, *, site_name: str = "", author: str = "", hint: str = "") -> Facts:
    """The facts in a feed, joined with what its page and the site's shape say."""
    return Facts(
        title=feed.title,
        site_name=site_name,
        author=feed.author or author,
        authors=tuple(entry.author for entry in feed.entries),
        generator=feed.generator,
        hint=hint,
        podcast=feed.podcast,
    )


def guess(facts: Facts) -> Guess:
    """The likeliest kind and name."""
    return Guess(_kind(facts), _name(facts))


_FORUMS = re.compile(
    r"\b(?:discourse|lemmy|phpbb|flarum|vanilla|nodebb|smf|mybb|vbulletin|xenforo|invision|"
    r"hyperkitty|mailman|buddypress|bbpress|loomio|kbin|mbin|askbot|question2answer|moodle)\b",
    re.IGNORECASE,
)
_ACCOUNTS = re.compile(
    r"\b(?:mastodon|pixelfed|pleroma|akkoma|misskey|sharkey|gotosocial|friendica|bluesky|"
    r"micro\.blog)\b",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"\b(?:team|staff|editors?|editorial|redaktion|rédaction|redacción|press|news|newsroom|"
    r"university|library|institute|association|society|foundation|journal|magazine|review|"
    r"network|center|centre|department|inc|ltd|gmbh|admin|administrator|webmaster|contributors?)\b",
    re.IGNORECASE,
)
_OF_COMMUNITY = re.compile(
    r"\b(?:forums?|community|communities|mailing list|discussions?|newest questions|"
    r"recent questions|user group|special interest group)\b",
    re.IGNORECASE,
)


def _kind(facts: Facts) -> str:
    if facts.hint:
        return facts.hint
    if _FORUMS.search(facts.generator) or _OF_COMMUNITY.search(facts.title):
        return COMMUNITY
    if _ACCOUNTS.search(facts.generator):
        return PERSON
    return PERSON if _one_person(facts) else PUBLICATION


def _one_person(facts: Facts) -> bool:
    """One name stands behind everything, and it is not the name of a house.

    A podcast has one author by its format alone; there only a show named after somebody counts.
    """
    single = _single_author(facts)
    if not single or _OF_MANY.search(single) or _OF_MANY.search(facts.title):
        return False
    named_after = _same_name(single, clean_name(facts.title))
    return named_after if facts.podcast else named_after or _looks_like_a_name(single)


def _single_author(facts: Facts) -> str:
    """The author of all entries or, where entries name nobody, of the feed."""
    named = [clean_name(author) for author in facts.authors if author.strip()]
    if not named:
        return clean_name(facts.author)
    folded = Counter(name.casefold() for name in named)
    return named[0] if len(folded) == 1 else ""


def _same_name(one: str, other: str) -> bool:
    """Equal but for letters' case and for what surrounds the name: "Jana Novak's notes"."""
    first, second = _letters(one), _letters(other)
    return bool(first) and (first == second or (len(first) > 5 and first in second))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _looks_like_a_name(text: str) -> bool:
    """One to four words without digits, not a host and not a sentence."""
    words = text.split()
    lettered = all(not re.search(r"[\d@/:]|\.\w{2,}$", word) for word in words)
    return 1 <= len(words) <= 4 and lettered and text.casefold() not in {"unknown", "anonymous"}


_SITES = (
    r"medium|substack|tumblr|youtube|blogger|wordpress(?:\.com)?|bluesky|mastodon|dev community|"
    r"hashnode|vimeo|soundcloud|github|reddit|ghost|telegram"
)
# What software puts around a name, in the order in which it is taken off.
_AROUND = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:posts|articles|stories|videos|entries|writing|updates) (?:by|from) ",
        r"^(?:rss|atom|json)(?: feed)?(?: for| of|:) ",
        r"^(?:comments on|recent commits to|release notes from|tags from) ",
        r" ?[(\[<]?@[\w.+-]+@[\w.-]+\.\w+[)\]>]?$",
        r" \(@[\w.]+\)$",
        r" on medium$",
        rf" [-–—|·•:] (?:{_SITES})$",
        r" ?[-–—|·•:»(] ?(?:rss|atom|json)[ -]?(?:feeds?)?(?: 2\.0)?\)?$",
        r" (?:rss|(?:rss|atom|json)[ -]?feeds?)(?: 2\.0)?$",
        r" ?[-–—|·•:»] ?(?:feed|blog|home|homepage|newsletter|all posts|latest)$",
        r"(?<=\w)['’]s? (?:personal )?(?:web ?log|blog|feed|newsletter|site|website)$",
    )
)


@lru_cache(maxsize=512)  # an author stands at every entry
def clean_name(text: str) -> str:
    """A title or an author as a name: without what software and sites put around it.

    "Posts by Jana Novak - Medium" and "jana@host.example (Jana Novak)" are Jana Novak. A name that
    would be nothing without its furniture keeps it.
    """
    text = " ".join(text.split())
    mailed = re.fullmatch(r"[\w.+-]+@[\w.-]+\s+\((.+)\)", text)  # RSS: mail (name)
    name = mailed[1] if mailed else text
    for around in _AROUND:
        name = around.sub("", name).strip() or name
    return name


def _name(facts: Facts) -> str:
    """The title, cleaned. A blog of one person bears that person's full name where it is known."""
    author = _single_author(facts)
    if not facts.hint and " " in author and _kind(facts) == PERSON:
        return author
    names = map(clean_name, (facts.title, facts.site_name, facts.author, *facts.authors))
    return next(filter(None, names), "")
