"""Whose page stands at an address: the voice that an account knows by it, never by a name alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kith.core.identity import place_key
from kith.core.threads import account_at
from kith.db.models import Address, Following, User, Voice

_PLACES = (Address.Kind.PROFILE, Address.Kind.WEB)


def whose(user: User, pages: Iterable[str]) -> dict[str, int]:
    """The voice of each of these pages, where exactly one of the account's has it.

    A voice has the addresses that the account noted for it, its home, and the home of each channel
    on which it is heard. One that was let go counts; one that was joined to another does not.
    """
    wanted = {page: _keys(page) for page in pages if page}
    if not wanted:
        return {}
    voices: dict[str, set[int]] = defaultdict(set)
    for place, voice in _noted(user, wanted.values()):
        voices[place].add(voice)
    for home, voice in _at_home(user, wanted):
        voices[place_key(home)].add(voice)
    found = {page: {one for key in keys for one in voices[key]} for page, keys in wanted.items()}
    return {page: next(iter(some)) for page, some in found.items() if len(some) == 1}


def _keys(page: str) -> set[str]:
    return {place_key(page), account_at(page)} - {""}


def _noted(user: User, keys: Iterable[set[str]]) -> Iterable[tuple[str, int]]:
    asked = {key for some in keys for key in some}
    rows = Address.objects.filter(owner=user, key__in=asked, kind__in=_PLACES)
    rows = rows.exclude(voice__state=Voice.State.JOINED)
    return rows.values_list("key", "voice_id")


def _at_home(user: User, pages: Iterable[str]) -> Iterator[tuple[str, int]]:
    asked = {spelling for page in pages for spelling in _spellings(page)}
    voices = Voice.objects.filter(owner=user, home__in=asked)
    yield from voices.exclude(state=Voice.State.JOINED).values_list("home", "pk")
    heard = Following.objects.filter(owner=user, channel__home__in=asked)
    heard = heard.exclude(voice__state=Voice.State.JOINED)
    yield from heard.values_list("channel__home", "voice_id")


def _spellings(page: str) -> set[str]:
    """The ways in which one page is usually written."""
    rest = page.partition("://")[2].removeprefix("www.").rstrip("/")
    return {
        f"{scheme}://{www}{rest}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    } | {page}
