"""Whose turn it is in a conversation elsewhere, and what in it is new.

A conversation is a list of posts. Who is who is told by *names*: an account at a place, written
`@name@place` in lower case, or the address of a page of one's own, as `identity.place_key` writes
it. A bare name says nothing: anybody may bear it.

The reader owes a word where a post is meant for them and nothing of theirs came after it. Meant for
them is a post that

* answers one of theirs, or
* calls them by `@name`, or
* does not say what it answers, in a conversation that they began or right after a word of theirs,
  unless it calls somebody else who takes part.

It is settled by a later post of theirs that answers it or something below it, that calls its
author, or that does not say what it answers. Where nothing is owed and they have spoken, the next
word is the others'. Where they have not spoken and nobody called them, nobody owes anything.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kith.core.identity import place_key

Names = frozenset[str]

_MENTION = re.compile(r"(?<![\w@./])@([\w.-]{1,100})(?:@([\w.-]{3,250}))?")
_BLUESKY = re.compile(r"@((?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62})", re.IGNORECASE)
_HOST = r"(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)"
_ACCOUNT = re.compile(rf"(?P<name>@[^@/]{{1,100}}|[\w.+-]{{1,100}})@{_HOST}")
_PLACE = re.compile(r"https?://\S+|[\w-]+(?:\.[\w-]+)+(?:[:/]\S*)?")
# How places write the address of an account's page, as far as `place_key` does not know it.
_PROFILES = (
    re.compile(r"([^/]+)/(?:u|user|users|profile|~)/([\w.+-]+)"),
    re.compile(r"([^/]+)/user\?id=([\w-]+)"),
    re.compile(r"(github\.com|gitlab\.com|codeberg\.org|gitea\.com)/([\w.-]+)"),
)
_QUESTION = re.compile(r"(?:[?？؟\u037e]|(?<=[\u0370-\u03ff]);)(?:[\s\"'”’)\]]|$)")
_IN_ADDRESS = re.compile(r"https?://\S+")
_MOST_TEXT = 20_000  # characters of a post in which a name is looked for


class Turn(StrEnum):
    """Who owes the next word."""

    MINE = "mine"
    THEIRS = "theirs"
    NOBODY = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One thing said. `reply_to` is the guid or the address of another post, or "" """

    guid: str
    at: datetime
    url: str = ""
    author: str = ""
    profile: str = ""  # the address of its author's page, or ""
    reply_to: str = ""
    text: str = ""  # without markup
    heard_at: datetime | None = None  # when it was first seen here; None: when it was said


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands for its reader. Posts are given by their place in time order."""

    posts: tuple[Post, ...]  # oldest first
    mine: tuple[int, ...]  # said by the reader
    meant: tuple[int, ...]  # meant for the reader
    words: Mapping[int, tuple[int, ...]]  # of each post of the reader's, on which it is a word
    owed: tuple[int, ...]  # meant for the reader, and nothing of theirs came after
    asking: tuple[int, ...]  # those of `owed` that ask something
    new: tuple[int, ...]  # said by others, and not seen before
    answers: Mapping[int, int]  # of a post, which one it answers
    turn: Turn
    since: datetime | None  # since when the turn is whose it is

    @property
    def last(self) -> Post | None:
        """The newest post."""
        return self.posts[-1] if self.posts else None


def account_at(profile: str) -> str:
    """`@name@place` of the account whose page stands at this address; "" where none is seen."""
    key = place_key(profile) if profile else ""
    if key.startswith("@"):
        return key
    found = next(filter(None, (pattern.fullmatch(key) for pattern in _PROFILES)), None)
    return f"@{found[2]}@{found[1]}".lower() if found else ""


def named(line: str) -> str:
    """The name in what a reader types for an account of theirs; "" where there is none.

    `@name@place`, where the name may have blanks; `name@place`; the address of a profile or of a
    page of one's own; and `@name.example` for Bluesky.
    """
    line = line.strip().rstrip(".,;")
    account, bluesky = _ACCOUNT.fullmatch(line), _BLUESKY.fullmatch(line)
    if account:
        return at_place(account["name"].lstrip("@"), account["host"].removeprefix("www."))
    if bluesky:
        return f"@{bluesky[1]}@bsky.app".lower()
    return (account_at(line) or place_key(line)) if _PLACE.fullmatch(line) else ""


def at_place(name: str, place: str) -> str:
    """Somebody as they are called at a place."""
    return f"@{name.strip()}@{place}".lower()


def names_of(post: Post, place: str) -> Names:
    """The names that the author of a post goes by.

    A display name counts only where the place gives no account: then it is theirs at this place.
    """
    account = account_at(post.profile)
    own = account or (at_place(post.author, place) if post.author.strip() else "")
    return frozenset(filter(None, (own, place_key(post.profile) if post.profile else "")))


def standing(
    posts: Iterable[Post],
    me: Names,
    place: str = "",
    *,
    seen_at: datetime | None = None,
    settled_at: datetime | None = None,
    spoke_at: datetime | None = None,
) -> Standing:
    """How a conversation stands. `me`: the reader's names everywhere. `place`: its host.

    What was first heard after `seen_at` is new. What was said up to `settled_at` is owed nothing
    any more, because the reader says so; nor is what was said up to `spoke_at`, when they said that
    they spoke, whether or not that can be seen here.
    """
    told = tuple(sorted(posts, key=lambda post: post.at))  # stable: as the document has them
    view = _View(told, me, place)
    begins = max(filter(None, (settled_at, spoke_at)), default=None)
    meant = tuple(at for at in range(len(told)) if view.is_meant(at))
    settled = {at: own for at in meant if (own := view.settled_by(at)) is not None}
    owed = tuple(
        at for at in meant if at not in settled and (begins is None or told[at].at > begins)
    )
    spoken = [told[at].at for at in view.mine] + ([spoke_at] if spoke_at else [])
    turn = Turn.MINE if owed else Turn.THEIRS if spoken else Turn.NOBODY
    return Standing(
        posts=told,
        mine=tuple(view.mine),
        meant=meant,
        words=view.words(settled),
        owed=owed,
        asking=tuple(at for at in owed if asks(told[at].text)),
        new=tuple(
            at
            for at, post in enumerate(told)
            if at not in view.is_mine and (seen_at is None or (post.heard_at or post.at) > seen_at)
        ),
        answers=view.answers,
        turn=turn,
        since=told[owed[0]].at if owed else max(spoken, default=None),
    )


class _View:
    """A conversation as its reader sees it: who is who, who answers whom, who calls whom."""

    def __init__(self, told: Sequence[Post], me: Names, place: str) -> None:
        self.told = told
        who = {(post.profile, post.author): post for post in told}
        known = {key: names_of(post, place) for key, post in who.items()}
        self.names = [known[post.profile, post.author] for post in told]
        self.mine = [at for at, own in enumerate(self.names) if own & me]
        self.is_mine = frozenset(self.mine)
        self.answers = _answers(told)
        self.called = [_called(post, place) for post in told]
        self.me = _ways_to_call(me)
        self.others = frozenset[str]().union(
            *(_ways_to_call(own) for own in set(known.values()) if not own & me)
        )
        self.below = self._settled_below()
        self.to_all = [own for own in self.mine if not told[own].reply_to]
        self.calling = [own for own in self.mine if self.called[own]]

    def is_meant(self, at: int) -> bool:
        """Whether a post is meant for the reader."""
        if at in self.is_mine:
            return False
        if self.answers.get(at) in self.is_mine or self.called[at] & self.me:
            return True
        if at == 0 or self.told[at].reply_to or self.called[at] & self.others:
            return False
        return 0 in self.is_mine or at - 1 in self.is_mine

    def settled_by(self, at: int) -> int | None:
        """The first later post of the reader's that is a word on this one."""
        found = {self.below.get(at, at), *_first_after(self.to_all, at)}
        name = _ways_to_call(self.names[at])
        found |= {own for own in self.calling if own > at and self.called[own] & name}
        return min((own for own in found if own > at), default=None)

    def _settled_below(self) -> dict[int, int]:
        """Of each post, the first of the reader's that answers it or something below it."""
        found: dict[int, int] = {}
        for own in self.mine:
            above = self.answers.get(own)
            while above is not None and above not in found:  # else all above it is there as well
                found[above] = own
                above = self.answers.get(above)
        return found

    def words(self, settled: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
        """What each post of the reader's answers: as it says itself, and what it settled."""
        found: dict[int, set[int]] = {own: set() for own in self.mine}
        for own in self.mine:
            answered = self.answers.get(own)
            if answered is not None and answered not in self.is_mine:
                found[own].add(answered)
        for at, own in settled.items():
            found[own].add(at)
        return {own: tuple(sorted(some)) for own, some in found.items()}


def _first_after(places: Sequence[int], at: int) -> Sequence[int]:
    where = bisect_right(places, at)
    return places[where : where + 1]


def asks(text: str) -> bool:
    """Whether a text holds a question, apart from those in its addresses."""
    return bool(_QUESTION.search(_IN_ADDRESS.sub("", text)))


def _answers(told: Sequence[Post]) -> dict[int, int]:
    """Of each post that says so, which of the others it answers."""
    known = {post.url: at for at, post in enumerate(told) if post.url}
    known |= {post.guid: at for at, post in enumerate(told) if post.guid}
    found = ((at, known.get(post.reply_to)) for at, post in enumerate(told) if post.reply_to)
    return {at: to for at, to in found if to is not None and to != at}


def _called(post: Post, place: str) -> Names:
    """What is called by `@name` in a post: each as it stands there, and as an account."""
    if "@" not in post.text:
        return frozenset()
    called: set[str] = set()
    for name, host in _MENTION.findall(post.text[:_MOST_TEXT].lower()):
        name = name.rstrip(".-")
        called |= {at_place(name, host.rstrip(".-"))} if host else {at_place(name, place), name}
    return frozenset(called)


def _ways_to_call(own: Names) -> Names:
    """What calls somebody with these names: each whole, and `@name` alone at any place."""
    return own | {name[1:].partition("@")[0] for name in own if name.startswith("@")}


def place_of(address: str) -> str:
    """The host of an address, as names have it: lower case, without `www.`."""
    return place_key(address).rpartition("@")[2].partition("/")[0].partition("?")[0]
