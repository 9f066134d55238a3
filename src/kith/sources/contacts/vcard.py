"""vCard 2.1, 3.0 and 4.0 as phones, mail programs and services write them."""

import re
from collections.abc import Callable
from typing import BinaryIO

from kith.core.contacts import ANNIVERSARY, Postal
from kith.core.problems import Problem
from kith.sources.contacts import labels
from kith.sources.contacts.draft import Draft, uid_of
from kith.sources.contacts.gathering import Gathering
from kith.sources.contacts.shapes import BroughtCards
from kith.sources.contacts.streams import lines
from kith.sources.contacts.vcard_lines import Cutter, RawCard
from kith.sources.contacts.vcard_values import Value

_BEGIN = re.compile(rb"(?:^|[\r\n]|\xef\xbb\xbf)[ \t]*BEGIN:[ \t]*VCARD", re.IGNORECASE)


def is_vcard(start: bytes) -> bool:
    """Whether a card begins in the first bytes of a file (wide encodings made narrow before)."""
    return bool(_BEGIN.search(start))


def read_vcards(stream: BinaryIO) -> BroughtCards:
    """Every whole card. Groups of a phone or of a cloud become categories of their members."""
    gathering, cutter, groups = Gathering("vcard"), Cutter(), Groups()
    for raw in cutter.cards(lines(stream)):
        draft = _draft(raw, gathering, groups)
        if not raw.whole:
            problem = Problem("contact-cut-off", {"name": draft.title()})
            gathering.leave_out(draft.title(), problem, raw.line)
        elif not groups.took(draft):
            gathering.take(draft)
    gathering.without_place.update(cutter.without_place)
    return gathering.done(groups.categories())


class Groups:
    """Cards that are no contacts but name some: Apple's, Nextcloud's, and vCard 4's own way."""

    def __init__(self) -> None:
        self._members: dict[str, list[str]] = {}
        self._found: list[str] = []
        self._is_group = False

    def is_one(self) -> None:
        """The card at hand is a group."""
        self._is_group = True

    def member(self, text: str) -> None:
        """The card at hand names this uid."""
        self._found.append(uid_of(text))

    def took(self, draft: Draft) -> bool:
        """Whether the card, now whole, was a group; its members are noted then."""
        found, is_group = self._found, self._is_group
        self._found, self._is_group = [], False
        if is_group:
            for uid in found:
                self._members.setdefault(uid, []).append(draft.title())
        return is_group

    def categories(self) -> dict[str, list[str]]:
        """The names of the groups that each uid is in."""
        return self._members


def _draft(raw: RawCard, gathering: Gathering, groups: Groups) -> Draft:
    draft, beside = Draft(raw.line), _labels(raw)
    for found in raw.properties:
        value = Value(found, beside.get(found.group, "") if found.group else "")
        gathering.guessed |= value.guessed
        if found.shortened:
            draft.refuse("contact-text-shortened", n=len(value.text()))
        if found.name in {"X-ADDRESSBOOKSERVER-KIND", "KIND"} and value.text().lower() == "group":
            groups.is_one()
        elif found.name in {"X-ADDRESSBOOKSERVER-MEMBER", "MEMBER"}:
            groups.member(value.text())
        elif found.name in _TAKE:
            _TAKE[found.name](draft, value)
    _stand_in(draft, raw)
    return draft


def _labels(raw: RawCard) -> dict[str, str]:
    named = (one for one in raw.properties if one.name == "X-ABLABEL" and one.group)
    return {one.group: Value(one).text() for one in named}


def _stand_in(draft: Draft, raw: RawCard) -> None:
    """ROLE counts where there is no TITLE, a LABEL where there is no ADR."""
    by_name = {found.name: found for found in reversed(raw.properties)}
    if not draft.job and "ROLE" in by_name:
        draft.job = Value(by_name["ROLE"]).text()
    if "ADR" not in by_name:
        for value in (Value(found) for found in raw.properties if found.name == "LABEL"):
            draft.place(Postal(value.text(), label=value.label()))


def _name(draft: Draft, value: Value) -> None:
    draft.family, draft.given, draft.middle = (value.joined_parts() + [""] * 3)[:3]


def _full_name(draft: Draft, value: Value) -> None:
    draft.name = draft.name or value.text()


def _nickname(draft: Draft, value: Value) -> None:
    draft.nickname = draft.nickname or ", ".join(filter(None, value.items()))


def _organisation(draft: Draft, value: Value) -> None:
    draft.organisation = draft.organisation or ", ".join(filter(None, value.parts()))


def _job(draft: Draft, value: Value) -> None:
    draft.job = draft.job or value.text()


def _mail(draft: Draft, value: Value) -> None:
    draft.mail(value.text(), value.label())


def _phone(draft: Draft, value: Value) -> None:
    draft.phone(value.text(), value.label())


def _page(draft: Draft, value: Value) -> None:
    draft.page(value.text(), value.label())


def _place(draft: Draft, value: Value) -> None:
    parts = value.parts() + [""] * 7
    street = "\n".join(filter(None, (parts[2], parts[1], parts[0])))
    city, region, code, country = parts[3:7]
    draft.place(Postal(street, city, region, code, country, value.label()))


def _profile(draft: Draft, value: Value) -> None:
    """Apple writes "x-apple:jana" where only a name is known; the service is the type."""
    types = (one for one in value.types() if one not in {"pref", "home", "work"})
    service = value.named("service-type", "x-service-type") or next(types, "") or value.beside
    text = re.sub(r"^x-apple:", "", value.text(), flags=re.IGNORECASE)
    draft.profile(text or value.named("x-user", "username"), _service_name(service))


def _chat(draft: Draft, value: Value) -> None:
    """The scheme is the service, where no parameter names it."""
    scheme, mark, _ = value.text().partition(":")
    service = value.named("x-service-type") or value.beside or (scheme if mark else "")
    draft.profile(value.text(), _service_name(service))


def _service(draft: Draft, value: Value) -> None:
    name = value.found.name.removeprefix("X-").removesuffix("-USERNAME")
    draft.profile(
        value.text(), _service_name(name.removeprefix("GOOGLE-").replace("GTALK", "TALK"))
    )


def _service_name(text: str) -> str:
    return labels.from_words(text).casefold()


def _birthday(draft: Draft, value: Value) -> None:
    draft.born(_day_text(value))


def _anniversary(draft: Draft, value: Value) -> None:
    draft.occasion(ANNIVERSARY, _day_text(value))


def _other_day(draft: Draft, value: Value) -> None:
    draft.occasion(value.label() or ANNIVERSARY, _day_text(value))


def _day_text(value: Value) -> str:
    """Apple names the year that stands for none."""
    text, without = value.text().strip(), value.named("x-apple-omit-year")
    return "--" + text[len(without) :].lstrip("-") if without and text.startswith(without) else text


def _note(draft: Draft, value: Value) -> None:
    draft.note(value.text())


def _met(draft: Draft, value: Value) -> None:
    draft.met = value.text()


def _categories(draft: Draft, value: Value) -> None:
    for item in value.items():
        draft.category(item)


def _zone(draft: Draft, value: Value) -> None:
    draft.in_zone(value.text())


def _calendar(draft: Draft, value: Value) -> None:
    draft.meets(value.text())


def _uid(draft: Draft, value: Value) -> None:
    draft.uid = draft.uid or value.text()


def _kind(draft: Draft, value: Value) -> None:
    draft.person = value.text().strip().lower() not in {"org", "organization", "company"}


_SERVICES = """
    X-JABBER X-SKYPE X-SKYPE-USERNAME X-AIM X-ICQ X-MSN X-YAHOO X-GTALK X-GOOGLE-TALK X-QQ
    X-GADUGADU X-GROUPWISE X-TWITTER X-MASTODON X-MATRIX
"""
_TAKE: dict[str, Callable[[Draft, Value], None]] = {
    **dict.fromkeys(_SERVICES.split(), _service),
    "FN": _full_name,
    "N": _name,
    "NICKNAME": _nickname,
    "ORG": _organisation,
    "TITLE": _job,
    "EMAIL": _mail,
    "TEL": _phone,
    "ADR": _place,
    "URL": _page,
    "SOCIALPROFILE": _profile,
    "X-SOCIALPROFILE": _profile,
    "IMPP": _chat,
    "BDAY": _birthday,
    "ANNIVERSARY": _anniversary,
    "X-ANNIVERSARY": _anniversary,
    "X-MS-ANNIVERSARY": _anniversary,
    "X-EVOLUTION-ANNIVERSARY": _anniversary,
    "X-ABDATE": _other_day,
    "NOTE": _note,
    "X-KITH-MET": _met,
    "CATEGORIES": _categories,
    "TZ": _zone,
    "CALURI": _calendar,
    "FBURL": _calendar,
    "UID": _uid,
    "KIND": _kind,
    "X-ABSHOWAS": _kind,
}
