"""Which addresses are the same, and which voices may be one: never by name alone.

A place is an address on the web, or an account (`@name@host`). What spellings of one place share is
its key. Places say whose they are, and voices that are named so are proposed to be joined.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Self
from urllib.parse import SplitResult, quote, unquote, urlsplit

from kith.core.feeds import ParsedFeed
from kith.core.folding import fold
from kith.core.voices import clean_name

LONGEST_KEY = 300  # characters that a table holds; a digest stands for the end of longer ones
MOST_PAGES = 3  # of one author
MOST_AT_ONE = 3  # voices at one place; where there are more, it is a house and not a person

_ACCOUNT = re.compile(r"(?:acct:)?@?([\w.+-]+)@([\w-]+(?:\.[\w-]+)+(?::\d+)?)", re.IGNORECASE)
_SEEN_ELSEWHERE = re.compile(r"/(?:web/)?@([\w.+-]+)@([\w.-]+\.\w+)")
_PROFILE = re.compile(r"/(?:web/)?(?:@|users/)([\w.-]+)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FORE = re.compile(r"\A(?:www\d?|m|mobile)\.(?=[^.]+\.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|xhtml|aspx?)\Z", re.IGNORECASE)
_COUNTED = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id)=", re.IGNORECASE)
_PLAIN = re.compile(r"[\w/:@!$&'()*+,;=~.?-]*", re.ASCII)
_HANDLE = re.compile(r"bsky\.app/profile/((?!did:)[a-z0-9.-]+\.[a-z]+)")
_ONE_HOUSE = {"twitter.com": "x.com", "old.reddit.com": "reddit.com", "np.reddit.com": "reddit.com"}
# There a name is the same in capitals.
_LOWERED = {"x.com", "github.com", "reddit.com", "bsky.app", "linkedin.com", "instagram.com"}


def mail_key(address: str) -> str:
    """What spellings of one mail address share."""
    return _short(address.strip().casefold().removeprefix("mailto:").partition("?")[0])


def place_key(address: str) -> str:
    """What spellings of one place share; "" where there is none.

    http and https, `www.` and mobile hosts, capitals of the host, a last slash, `index.html`,
    percent-encoding, fragments and counters of campaigns make no difference. `@name@host`,
    `acct:name@host`, `https://host/@name` and `https://host/users/name` are one account.
    """
    text = address.strip()
    account = _ACCOUNT.fullmatch(text)
    if account:
        return _account(account[1], account[2])
    if text[:7].lower() == "mailto:":
        return mail_key(text)
    try:
        parts = urlsplit(text if _SCHEME.match(text) or not text else f"https://{text}")
        return _short(_web_key(parts) if parts.hostname else text.casefold())
    except ValueError:
        return _short(text.casefold())


def _account(name: str, host: str) -> str:
    return _short(f"@{name}@{host}".lower())


def _web_key(parts: SplitResult) -> str:
    host = _host(parts.hostname or "")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    path = _INDEX.sub("", _escaped(parts.path)).rstrip("/")
    elsewhere, profile = _SEEN_ELSEWHERE.fullmatch(path), _PROFILE.fullmatch(path)
    if elsewhere:
        return _account(elsewhere[1], elsewhere[2])
    if profile and not parts.query:
        return _account(profile[1], host + port)
    asked = "&".join(one for one in parts.query.split("&") if one and not _COUNTED.match(one))
    whole = host + port + path + (f"?{_escaped(asked)}" if asked else "")
    return whole.lower() if host in _LOWERED else whole


def _host(name: str) -> str:
    name = name.lower().rstrip(".")
    if not name.isascii():
        name = name.encode("idna").decode()  # UnicodeError is a ValueError
    name = _FORE.sub("", name)
    return _ONE_HOUSE.get(name, name)


def _escaped(text: str) -> str:
    """Percent-encoded where it must be, and nowhere else."""
    if _PLAIN.fullmatch(text):
        return text
    safe = "/:@!$&'()*+,;=~-._?"
    return "%2F".join(quote(unquote(part), safe) for part in re.split("%2[fF]", text))


def _short(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:200]}#{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Claim:
    """Somewhere it is said that a voice can be found, or written to, at `value` as well."""

    how: str  # of HOWS
    value: str  # a place or a mail address
    at: str = ""  # the place that says so; empty where the reader does


# How a claim comes about, and how much it says by itself.
HOWS: Mapping[str, int] = {
    "rel-me": 2,  # a link with rel=me
    "card": 2,  # the h-card of the page itself
    "field": 2,  # an entry in a profile that links with rel=me
    "author": 2,  # a feed's author
    "alias": 3,  # the account's own server (WebFinger): nobody else can say it
    "handle": 4,  # a name on Bluesky that is a host, which its owner had to prove
    "noted": 3,  # an address that the reader noted
    "mail": 0,  # counts where two voices have the same
}
BOTH_WAYS, SAME_MAIL, SAME_HOME, BOTH_NAME, SAME_NAME = 5, 3, 2, 2, 1

# What a reason says, by its code. A claim of one place is a reason by itself; "mail" is none.
STRENGTHS: Mapping[str, int] = {
    **{how: strength for how, strength in HOWS.items() if strength},
    "both-ways": BOTH_WAYS,
    "same-mail": SAME_MAIL,
    "same-home": SAME_HOME,
    "both-name": BOTH_NAME,
    "same-name": SAME_NAME,
}

# Mail addresses that belong to an office and not to a person.
_OFFICES = re.compile(
    r"(?:no-?reply|do-?not-?reply|info|contact|hello|mail|office|team|staff|news|newsletter|editors?|"
    r"editorial|press|admin|administrator|webmaster|postmaster|support|help|feedback|podcasts?|"
    r"web|blog|kontakt|redaktion|contacto|user|you|name|email|example|nobody|none)@.*"
    r"|.*@(?:example\.(?:com|org|net)|localhost)|.*@users\.noreply\..*",
)


def written_by(feed: ParsedFeed) -> tuple[Claim, ...]:
    """Where whoever writes a feed has a page or reads mail; nothing where several write it."""
    names = {clean_name(entry.author).casefold() for entry in feed.entries if entry.author}
    if len(names) > 1:
        return ()
    pages = [feed.author_url, *(entry.author_url for entry in feed.entries)]
    told = [Claim("author", page) for page in dict.fromkeys(filter(None, pages))]
    mail = (Claim("mail", feed.author_mail),) if feed.author_mail else ()
    return (*told[:MOST_PAGES], *mail)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A voice as far as the question goes who it is."""

    voice: int
    name: str = ""
    homes: tuple[str, ...] = ()  # pages of its own
    channels: tuple[str, ...] = ()  # addresses where it speaks
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for two voices being one; `params` are shown in its sentence."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two voices that may be one; `one` has the lower number. The strongest reason comes first."""

    one: int
    other: int
    reasons: tuple[Reason, ...]

    @property
    def strength(self) -> int:
        """How much speaks for it, in all."""
        return sum(reason.strength for reason in self.reasons)


def proposals(voices: Iterable[Somebody]) -> list[Proposal]:
    """Pairs of voices that may be one, the likeliest first.

    A place that names another as its own is a reason, and a better one where that names it back.
    Names only add to other reasons.
    """
    known = {one.voice: _Known.of(one) for one in voices}
    found: dict[_Pair, list[Reason]] = defaultdict(list)
    for pair, reason in (*_same_homes(known), *_named(known), *_shared(known)):
        found[pair].append(reason)
    told = [_proposal(known, pair, reasons) for pair, reasons in found.items()]
    return sorted(told, key=lambda one: (-one.strength, one.one, one.other))


_Pair = tuple[int, int]  # numbers of two voices, the lower one first


@dataclass(frozen=True, slots=True)
class _Known:
    """A voice, with the keys of what is known of it: to work them out is most of the work."""

    name: str
    homes: Mapping[str, str]  # as they are written, by key
    places: Mapping[str, str]  # homes and channels
    claims: Mapping[str, Claim]  # of several of one place the strongest; not where it is anyway

    @classmethod
    def of(cls, one: Somebody) -> Self:
        homes = {key: home for home in one.homes if (key := place_key(home))}
        places = homes | {key: at for at in one.channels if (key := place_key(at))}
        return cls(one.name, homes, places, _claims(one, places))


def _claims(one: Somebody, places: Mapping[str, str]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for claim in (*one.claims, *_handles(places)):
        mail = claim.how == "mail"
        key = mail_key(claim.value) if mail else place_key(claim.value)
        known = found.get(key)
        useless = not key or key in places or (mail and _OFFICES.fullmatch(key))
        if not useless and (known is None or HOWS[claim.how] > HOWS[known.how]):
            found[key] = claim
    return found


def _handles(places: Mapping[str, str]) -> Iterator[Claim]:
    for key, place in places.items():
        found = _HANDLE.match(key)
        if found and not found[1].endswith(".bsky.social"):
            yield Claim("handle", f"https://{found[1]}", place)


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The voices of each key, where they are few enough to be one person."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, voice in pairs:
        found[key].append(voice)
    return {key: sorted(some) for key, some in found.items() if len(some) <= MOST_AT_ONE}


def _same_homes(known: Mapping[int, _Known]) -> Iterator[tuple[_Pair, Reason]]:
    at = _index((key, voice) for voice, one in known.items() for key in one.homes)
    for key, some in at.items():
        for one, other in combinations(some, 2):
            yield (one, other), Reason("same-home", {"place": known[one].homes[key]}, SAME_HOME)


def _named(known: Mapping[int, _Known]) -> Iterator[tuple[_Pair, Reason]]:
    """One is named by what the other says of itself, or both are by both."""
    at = _index((key, voice) for voice, one in known.items() for key in one.places)
    few = _index((key, voice) for voice, one in known.items() for key in one.claims)
    names: dict[_Pair, list[Claim]] = defaultdict(list)  # (who names, who is named)
    for key in sorted(few.keys() & at.keys()):
        for voice, other in product(few[key], at[key]):
            names[voice, other].append(known[voice].claims[key])
    for (voice, other), there in names.items():
        if voice < other or (other, voice) not in names:
            pair = (voice, other) if voice < other else (other, voice)
            yield pair, _naming(there, names.get((other, voice), []))


def _naming(there: Sequence[Claim], back: Sequence[Claim]) -> Reason:
    one, other = _best(there), _best(back)
    if one and other and one.at and other.at:
        return Reason("both-ways", {"page": one.at, "place": other.at}, BOTH_WAYS)
    best = _best([*there, *back]) or there[0]
    return Reason(best.how, {"page": best.at, "place": best.value}, HOWS[best.how])


def _best(claims: Sequence[Claim]) -> Claim | None:
    """The strongest; what a place says itself goes before what the reader noted."""
    return max(claims, key=lambda claim: (bool(claim.at), HOWS[claim.how]), default=None)


def _shared(known: Mapping[int, _Known]) -> Iterator[tuple[_Pair, Reason]]:
    """Both name the same third place, or have the same mail address."""
    places = {key for one in known.values() for key in one.places}
    at = _index((key, voice) for voice, one in known.items() for key in one.claims)
    for key, some in at.items():
        for one, other in combinations(() if key in places else some, 2):
            claim = known[one].claims[key]
            if claim.how == "mail":
                yield (one, other), Reason("same-mail", {"mail": key}, SAME_MAIL)
            else:
                yield (one, other), Reason("both-name", {"place": claim.value}, BOTH_NAME)


def _proposal(known: Mapping[int, _Known], pair: _Pair, reasons: list[Reason]) -> Proposal:
    one, other = (fold(known[voice].name) for voice in pair)
    if one.split() == other.split() != []:
        reasons.append(Reason("same-name", {"name": known[pair[0]].name}, SAME_NAME))
    reasons.sort(key=lambda reason: (-reason.strength, reason.code))
    return Proposal(*pair, tuple(reasons))
