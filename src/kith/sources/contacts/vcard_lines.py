"""The lines of a vCard file put together to cards with properties, however they were folded.

Programs fold with a space at the start of the next line, with "=" at the end of a quoted-printable
one, in the middle of a letter, or not at all and simply go on in the next line. Pictures, and
whatever else Kith has no place for, are stepped over line by line and never held.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kith.sources.contacts.streams import LONGEST_LINE

MOST_PROPERTIES = 1000  # on one card

# group.NAME;PARAM=value;TYPE="a,b":value
_PROPERTY = re.compile(
    rb"""\s*+(?:([A-Za-z0-9_-]++)\.)?([A-Za-z][A-Za-z0-9_-]*+)((?:;(?:[^";:]|"[^"]*")*+)*+)\s*+:(.*)""",
    re.DOTALL,
)
_LOOSE = re.compile(
    rb"\s*+(?:([A-Za-z0-9_-]++)\.)?([A-Za-z][A-Za-z0-9_-]*+)(;[^:]*)?:(.*)", re.DOTALL
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAKEN = _words("""
    FN N NICKNAME ORG TITLE ROLE EMAIL TEL ADR LABEL URL IMPP SOCIALPROFILE X-SOCIALPROFILE BDAY
    ANNIVERSARY X-ANNIVERSARY X-MS-ANNIVERSARY X-EVOLUTION-ANNIVERSARY X-ABDATE X-ABLABEL NOTE
    CATEGORIES TZ CALURI FBURL UID KIND MEMBER X-ADDRESSBOOKSERVER-KIND X-ADDRESSBOOKSERVER-MEMBER
    X-ABSHOWAS VERSION X-JABBER X-SKYPE X-SKYPE-USERNAME X-AIM X-ICQ X-MSN X-YAHOO X-GTALK
    X-GOOGLE-TALK X-QQ X-GADUGADU X-GROUPWISE X-TWITTER X-MASTODON X-MATRIX X-KITH-MET
""")
# Of these nothing is lost: they tell of the card or of the program, not of the person.
_ABOUT_THE_CARD = _words("""
    BEGIN END PRODID REV SOURCE NAME PROFILE CLASS CLIENTPIDMAP XML CREATED MAILER SORT-STRING
    LANGUAGE X-ABUID X-ABADR X-ABCROP-RECTANGLE X-CLASS X-MS-OL-DEFAULT-POSTAL-ADDRESS
    X-MS-OL-DESIGN X-EVOLUTION-FILE-AS X-IMAGETYPE X-IMAGEHASH X-SHARED-PHOTO-DISPLAY-PREF
""")
_OTHER = _words("""
    PHOTO LOGO SOUND KEY GEO GENDER LANG RELATED CALADRURI CAPURI EXPERTISE HOBBY INTEREST AGENT
    ORG-DIRECTORY BIRTHPLACE DEATHPLACE DEATHDATE CONTACT-URI GRAMGENDER PRONOUNS JSPROP
""")
_LONG = _words("NOTE ADR LABEL")  # texts of several lines, which some programs do not fold
_KNOWN = TAKEN | _ABOUT_THE_CARD | _OTHER


@dataclass(slots=True)
class Property:
    """One property as it stands in the file: its lines put together, its value still bytes."""

    name: str  # upper case
    group: str  # lower case
    params: dict[str, list[str]]  # names and values in lower case; "" holds those without a name
    value: bytes
    line: int
    written: dict[str, str] = field(default_factory=dict)  # the same as they are written
    quoted: bool = False  # quoted-printable
    packed: bool = False  # base64
    shortened: bool = False


@dataclass(slots=True)
class RawCard:
    """Everything between BEGIN and END; `whole` says whether END was there."""

    line: int
    properties: list[Property] = field(default_factory=list)
    whole: bool = False
    old: bool = False  # version 2.1


class Cutter:
    """Cuts lines into cards; counts what was stepped over in `without_place`."""

    def __init__(self) -> None:
        self.without_place: Counter[str] = Counter()
        self._card: RawCard | None = None
        self._open: Property | None = None  # what the next line may go on with
        self._parts: list[bytes] = []
        self._size = self._nested = 0

    def cards(self, lines: Iterable[bytes]) -> Iterator[RawCard]:
        """Every card, the unfinished ones too."""
        for number, line in enumerate(lines, 1):
            if self._card is not None and self._goes_on(line):
                continue
            line = line.lstrip(b"\xef\xbb\xbf")
            mark = line.strip().upper().replace(b" ", b"") if len(line) < 40 else b""
            if mark == b"BEGIN:VCARD":
                yield from self._begin(number)
            elif mark == b"END:VCARD":
                yield from self._end(whole=True)
            elif self._card is not None and not self._nested:
                self._start(line, number)
        yield from self._end(whole=False)

    def _begin(self, number: int) -> Iterator[RawCard]:
        """A card within a card is an assistant's; else the one before breaks off."""
        if self._card is not None and (self._nested or self._is_agent()):
            self._nested += 1
            return
        yield from self._end(whole=False)
        self._card = RawCard(number)

    def _is_agent(self) -> bool:
        return bool(self._open and self._open.name == "AGENT")

    def _end(self, *, whole: bool) -> Iterator[RawCard]:
        if self._nested and whole:
            self._nested -= 1
            return
        self._close()
        card, self._card, self._nested = self._card, None, 0
        if card is not None:
            card.whole = whole
            yield card

    def _start(self, line: bytes, number: int) -> None:
        """A new property, or text that goes on without any sign."""
        found = read_property(line, number)
        if found is None:
            self._append(line)
            return
        self._close()
        self._open, self._parts, self._size = found, [], 0
        if found.name in TAKEN:
            self._keep(found.value)
        elif found.name not in _ABOUT_THE_CARD:
            self.without_place[found.name] += 1
        if found.name == "AGENT" and found.value.strip().upper() == b"BEGIN:VCARD":
            self._nested += 1
        if found.name == "VERSION" and self._card:
            self._card.old = found.value.strip().startswith(b"2")

    def _goes_on(self, line: bytes) -> bool:
        """Whether a line belongs to the property before it, as its first or last sign says."""
        last = self._open
        if last is None or self._nested:
            return False
        if last.quoted and self._soft():
            if line.strip().upper() == b"END:VCARD":
                return False
            self._parts[-1] = self._parts[-1].rstrip()[:-1]
            self._keep(_unindented(self._parts[-1], line))
            return True
        if line[:1] in {b" ", b"\t"}:
            kept = line if self._card and self._card.old and not last.packed else line[1:]
            self._keep(kept)
            return True
        return False

    def _soft(self) -> bool:
        return bool(self._parts) and self._parts[-1].rstrip().endswith(b"=")

    def _append(self, line: bytes) -> None:
        """A line that is no property goes on with a text before it; in base64 without a break."""
        last = self._open
        if last is None or not line.strip() or last.name not in _LONG:
            return
        self._keep(line if last.packed else (b"=0A" if last.quoted else b"\\n") + line)

    def _keep(self, value: bytes) -> None:
        last = self._open
        if last is None or last.name not in TAKEN:
            return
        last.shortened |= self._size + len(value) > LONGEST_LINE
        if not last.shortened:
            self._parts.append(value)
            self._size += len(value)

    def _close(self) -> None:
        """The last property is whole."""
        last, self._open = self._open, None
        if last is None or self._card is None or last.name not in TAKEN:
            return
        last.value = b"".join(self._parts)
        if len(self._card.properties) < MOST_PROPERTIES:
            self._card.properties.append(last)


def _unindented(before: bytes, line: bytes) -> bytes:
    """Some programs fold quoted-printable with a space as well; it stands between two escapes."""
    if line[:1] == b" " and line[1:2] == b"=" and before[-3:-2] == b"=":
        return line[1:]
    return line


def read_property(line: bytes, number: int) -> Property | None:
    """The property a line begins with. None: it is text, though it may hold a colon."""
    found = _PROPERTY.match(line) or _LOOSE.match(line)
    if found is None:
        return None
    name = found[2].decode("ascii")
    known = name.upper() in _KNOWN or name[:2] in {"X-", "x-"}
    if not known and (not name.isupper() or found[4][:1] == b" "):
        return None
    result = Property(name.upper(), (found[1] or b"").decode("ascii").lower(), {}, found[4], number)
    for part in _parts_of(found[3] or b""):
        _read_param(part, result)
    # Old versions leave ENCODING= out, as they do TYPE=.
    encodings = {*result.params.get("encoding", ()), *result.params.get("", ())}
    result.quoted = "quoted-printable" in encodings
    result.packed = not encodings.isdisjoint({"base64", "b"})
    return result


def _parts_of(params: bytes) -> list[str]:
    text = params.decode("utf-8", "replace")
    return [found[0] for found in re.finditer(r"""(?:[^";]|"[^"]*"|")+""", text)]


def _read_param(part: str, result: Property) -> None:
    name, mark, value = part.partition("=")
    name, value = (name.strip().lower(), value) if mark else ("", part)
    result.written.setdefault(name, value.strip(' "'))
    values = (one.strip(' "').lower() for one in value.split(","))
    result.params.setdefault(name, []).extend(values)
