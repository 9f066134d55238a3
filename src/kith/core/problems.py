"""What can go wrong, as a code with parameters. The words stand in one table, for translation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDS: Mapping[str, str] = {
    # reaching out
    "address-unusable": "“%(address)s” is not a web address Kith can open.",
    "address-refused": "%(host)s is on a private or special network, which Kith does not visit unless the operator allows it.",
    "name-unknown": "There is no host called %(host)s.",
    "name-unanswered": "The name %(host)s could not be looked up just now.",
    "unreachable": "%(host)s did not accept a connection.",
    "certificate": "%(host)s could not prove who it is: its certificate is not valid.",
    "no-safe-connection": "%(host)s and Kith could not agree on a safe connection (TLS).",
    "too-slow": "%(host)s took longer than %(seconds)s seconds to answer.",
    "too-large": "The answer is larger than %(megabytes)s MB.",
    "broken-answer": "%(host)s gave an answer that breaks the rules of HTTP.",
    "broken-compression": "%(host)s sent compressed data that cannot be unpacked.",
    "redirect-loop": "%(host)s sends visitors in circles.",
    "redirect-scheme": "%(host)s sends visitors to an address that is not on the web (%(scheme)s:).",
    # what the other side said
    "gone": "The publisher has taken it away for good (410).",
    "not-found": "There is nothing at this address any more (404).",
    "forbidden": "%(host)s does not let Kith in (%(status)s).",
    "sign-in-needed": "%(host)s asks for a sign-in (401).",
    "asked-to-wait": "%(host)s asked Kith to come back later (%(status)s).",
    "server-error": "%(host)s has a fault of its own (%(status)s).",
    "status": "%(host)s answered with status %(status)s.",
    # reading it
    "empty": "The answer was empty.",
    "not-a-feed": "This is not a feed.",
    "page-not-feed": "This is a web page, not a feed.",
    "malformed": "The feed is damaged beyond reading: %(detail)s",
    "fault": "Kith stumbled over this channel; this is its own fault: %(detail)s",
    "no-conversation": "%(host)s gave something in which Kith found no conversation that can be read without a sign-in.",
    # finding and bringing
    "nothing-found": "No feed was found at %(address)s.",
    "nothing-to-watch": "Kith found no conversation at %(address)s.",
    "account-unknown": "%(host)s knows no account %(account)s.",
    "site-without-feeds": "%(host)s publishes no feeds; perhaps they speak elsewhere too.",
    "account-incomplete": "“%(account)s” does not say at which server it is.",
    "followed-already": "You follow %(address)s already.",
    "list-unreadable": "This file is not an OPML list, a list of addresses or a Mastodon export.",
    "list-of-contacts": "These are contacts, not a list of addresses; there is a page for them under People.",
    "list-too-large": "The file is larger than %(megabytes)s MB.",
    "list-empty": "The file holds no addresses.",
    # bringing contacts
    "contacts-unreadable": "This file holds no vCards and no table of contacts.",
    "contacts-columns": "None of the columns of this table is known to hold a name, a mail address or an account: %(columns)s",
    "contacts-empty": "The file holds no contacts.",
    "contacts-too-large": "The file is larger than %(megabytes)s MB.",
    "contacts-too-many": "The file holds more than %(n)s contacts.",
    "contacts-packed": "This file is packed (ZIP or the like), or a spreadsheet.",
    "contacts-rows-lost": "From line %(line)s on the table cannot be read: a quotation mark is opened there and never closed.",
    "contacts-encoding-guessed": "The file does not say how its letters are encoded; Western European was assumed.",
    "contact-cut-off": "“%(name)s” breaks off before its end.",
    "contact-empty": "This contact has no name and nothing by which to reach anybody.",
    "contact-mail-unusable": "“%(address)s” is not a mail address.",
    "contact-phone-unusable": "“%(number)s” is not a telephone number.",
    "contact-web-unusable": "“%(address)s” is not an address of the web.",
    "contact-date-unusable": "“%(date)s” is not a day that can be told for sure.",
    "contact-zone-unusable": "“%(zone)s” is not the name of a time zone.",
    "contact-not-followable": "The card of %(name)s names no place at which they could be followed.",
    "contact-text-shortened": "A text was longer than %(n)s characters and was shortened.",
    # reading pages, naming interests
    "not-a-page": "%(host)s gave a file (%(type)s), not a page to read.",
    "interest-empty": "There is no word in this to learn about.",
    "interest-nameless": "An interest needs a name.",
    "interest-twice": "You have an interest called “%(name)s” already.",
    "interests-full": "Kith keeps %(n)s interests at the most; let one of them go first.",
    "exchange-impossible": "There is no such exchange: %(kind)s, %(direction)s.",
    "log-nobody": "It does not say with whom.",
    "person-unknown": "Nobody here is called “%(name)s”.",
    "person-several": "Several are called “%(name)s”: write the whole name.",
    "promise-empty": "A promise needs a word of what it is about.",
    "thanks-for-nothing": "Thanks need a word of what they are for.",
    "voice-unknown": "Nobody here is called “%(name)s”.",
    "question-empty": "There is no question in this.",
    "asked-nobody": "It does not say whom, or where, you asked.",
    "answer-empty": "An answer needs a name, a word or an address.",
    "join-itself": "These are one voice already.",
    "join-kept": "Pages that were kept by hand are of many; they cannot be joined to anybody.",
    "split-nothing": "Choose a channel that leaves, and one that stays.",
    "no-text": "%(host)s gave a page in which Kith found no text.",
    "outline-without-address": "“%(title)s” has no address.",
    "outline-commented": "“%(title)s” is marked as a comment.",
    "outline-included": "“%(title)s” is a list of its own, at %(address)s.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A code from WORDS and the parameters its sentence needs (plain JSON values)."""

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return WORDS[self.code] % dict(self.params)


class Trouble(Exception):
    """Raised below the edges; carries the Problem that its owner is shown."""

    def __init__(self, code: str, /, **params: str | float) -> None:
        self.problem = Problem(code, params)
        super().__init__(str(self.problem))
