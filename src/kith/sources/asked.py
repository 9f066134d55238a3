"""What a person may paste where an address is asked for: an account, a shorthand, a text."""

import re
from dataclasses import dataclass

# Reader programs register these; all of them mean "the feed at http(s)".
_READER_SCHEME = re.compile(r"(?:feed|rss|itpc|pcast|podcast):(?://)?(?=\S)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:acct:)?([@!]?)([\w.+-]{1,100})@((?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?)\.?",
    re.IGNORECASE,
)
_BLUESKY = re.compile(r"@((?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62})", re.IGNORECASE)
_REDDIT = re.compile(r"/?(r|u|user)/([\w-]{2,60})/?", re.IGNORECASE)
_WEB = re.compile(r"""(?:https?|feed|rss|itpc|pcast|podcast)://[^\s<>"]+""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody at a server, as the fediverse and RFC 7565 write it."""

    user: str
    host: str  # lower case, with the port where one was given
    group: bool = False  # written !name@host: a community

    def __str__(self) -> str:
        return f"@{self.user}@{self.host}"

    @property
    def uri(self) -> str:
        return f"acct:{self.user}@{self.host}"

    @property
    def local(self) -> bool:
        """At an address or at localhost, where no certificate can be had."""
        name = self.host.partition(":")[0]
        return self.host.startswith("[") or name == "localhost" or name[-1:].isdigit()


def account(text: str) -> Account | None:
    """`@name@host`, `name@host`, `acct:name@host` or `!name@host`; None for anything else."""
    found = _ACCOUNT.fullmatch(text.strip())
    if found is None:
        return None
    host = found[3].lower()
    known = "." in host or host.startswith(("[", "localhost"))
    return Account(found[2], host, found[1] == "!") if known else None


def account_in_page(address: str) -> Account | None:
    """The account behind a page that shows somebody of another server: host/@name@other."""
    found = re.fullmatch(r"https?://[^/]+/(?:web/)?(@[\w.+-]+@[\w.-]+\.\w+)/?", address.strip())
    return account(found[1]) if found else None


def names_scheme(text: str) -> bool:
    """Whether a scheme was typed; where not, https is only a first try."""
    return bool(re.match(r"\s*https?://", text, re.IGNORECASE))


def is_reader_address(text: str) -> bool:
    """Whether the scheme alone says "feed"."""
    return bool(_READER_SCHEME.match(text.strip()))


def address_in(text: str) -> str:
    """The address a pasted text stands for: shorthands spelled out, the words around it dropped."""
    text = text.strip().strip("<>\"'“”‘’ \t")
    bluesky, reddit = _BLUESKY.fullmatch(text), _REDDIT.fullmatch(text)
    if bluesky:
        return "https://bsky.app/profile/" + bluesky[1].lower()
    if reddit:
        return f"https://www.reddit.com/{'r' if reddit[1] in 'rR' else 'user'}/{reddit[2]}/"
    if text.startswith("at://"):
        return "https://bsky.app/profile/" + text[len("at://") :].split("/")[0]
    if re.search(r"\s", text):
        found = _WEB.search(text)
        text = trimmed(found[0]) if found else text
    return text


def trimmed(address: str) -> str:
    """An address cut out of running text, without the punctuation that only follows it."""
    while address and address[-1] in ".,;:!?'*_)]}":
        opening = {")": "(", "]": "[", "}": "{"}.get(address[-1])
        if opening and address.count(opening) >= address.count(address[-1]):
            break
        address = address[:-1]
    return address
