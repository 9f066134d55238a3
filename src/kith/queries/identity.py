"""Who is who: what is known of the voices of an account, to tell which of them may be one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from kith.core.identity import Claim, Somebody
from kith.db.models import Address, Channel, Following, Place, Voice
from kith.sources import sample_files

LONGEST = 500  # characters of an address that is looked at
_SOME = 500
_NOTED = {Address.Kind.PROFILE: "noted", Address.Kind.WEB: "noted", Address.Kind.MAIL: "mail"}


def somebodies(owner: int) -> Iterator[Somebody]:
    """An account's voices, with where they are and what is said of where else they are."""
    homes: dict[int, list[str]] = defaultdict(list)
    channels: dict[int, list[str]] = defaultdict(list)
    titles: dict[int, str] = {}
    for voice, address, home, title, asked in _heard(owner):
        homes[voice] += [home] if home else []
        channels[voice] += [address, asked] if asked.startswith(("@", "acct:")) else [address]
        titles.setdefault(voice, title)
    named = list(_voices(owner).values_list("pk", "name", "home"))
    for voice, _, home in named:
        homes[voice] = list(dict.fromkeys([*filter(None, [home]), *homes[voice]]))
    noted = _noted(owner)
    pages = (one.value for some in noted.values() for one in some)
    said = _said({*pages, *(p for some in (*homes.values(), *channels.values()) for p in some)})
    for voice, name, _ in named:
        places = (*homes[voice], *channels[voice], *(one.value for one in noted[voice]))
        claims = [claim for place in places for claim in said.get(place, ())]
        yield Somebody(
            voice=voice,
            name=name or titles.get(voice, ""),
            homes=tuple(homes[voice]),
            channels=tuple(channels[voice]),
            claims=(*claims, *noted[voice]),
        )


def _voices(owner: int) -> QuerySet[Voice]:
    kept = Following.objects.filter(voice=OuterRef("pk"), channel__kind=Channel.KEPT)
    return Voice.objects.filter(~Exists(kept), owner=owner, state__in=Voice.HERE)


def _heard(owner: int) -> Iterable[tuple[int, str, str, str, str]]:
    rows = Following.objects.filter(owner=owner, voice__state__in=Voice.HERE).order_by("pk")
    columns = ("voice_id", "channel__address", "channel__home", "channel__title", "asked")
    return rows.exclude(channel__kind=Channel.KEPT).values_list(*columns)


def _noted(owner: int) -> dict[int, list[Claim]]:
    """Addresses that the account noted."""
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = Address.objects.filter(owner=owner, kind__in=_NOTED, voice__state__in=Voice.HERE)
    for voice, kind, value in rows.order_by("pk").values_list("voice_id", "kind", "value"):
        found[voice].append(Claim(_NOTED[Address.Kind(kind)], value))
    return found


def _said(addresses: Iterable[str]) -> dict[str, list[Claim]]:
    """What these places say of where else their voice is."""
    wanted, found = sorted(addresses), dict[str, list[Claim]]()
    for start in range(0, len(wanted), _SOME):
        rows = Place.objects.filter(address__in=wanted[start : start + _SOME]).exclude(says=[])
        for address, says in rows.values_list("address", "says"):
            found[address] = [Claim(one["how"], one["value"], address) for one in says]
    return found


def pages_of(voice: Voice) -> list[str]:
    """The pages that can be asked whose they are: homes, and what the account noted."""
    heard = voice.followings.order_by("pk").values_list("channel__home", flat=True)
    noted = voice.addresses.filter(kind__in=[Address.Kind.WEB, Address.Kind.PROFILE])
    pages = dict.fromkeys(
        [voice.home, *heard, *noted.order_by("pk").values_list("value", flat=True)]
    )
    return [page for page in pages if page.startswith("http") and len(page) <= LONGEST]


def homes_unknown(most: int = _SOME) -> list[str]:
    """Home pages of voices that are heard, of which no account has asked yet whose they are."""
    known = Place.objects.filter(address=OuterRef("home"))
    short = {"home__startswith": "http", "length__lte": LONGEST}
    real = Following.objects.exclude(channel__kind__in=[Channel.KEPT, sample_files.KIND.name])
    real = real.filter(voice__state__in=Voice.HERE)
    voices = Voice.objects.filter(Exists(real.filter(voice=OuterRef("pk"))))
    heard = Channel.objects.filter(Exists(real.filter(channel=OuterRef("pk"))))
    found = set[str]()
    rows: QuerySet[Voice] | QuerySet[Channel]
    for rows in (voices, heard):
        fresh = rows.annotate(length=Length("home")).filter(~Exists(known), **short)
        found |= set(fresh.values_list("home", flat=True).distinct()[:most])
    return sorted(found)


def due(now: datetime, most: int) -> list[Place]:
    """Places to be looked at, the longest waiting first; at most one of a host."""
    rows = Place.objects.filter(due_at__lte=now).order_by("due_at", "pk")[: 100 * most]
    by_host: dict[str, Place] = {}
    for row in rows:
        by_host.setdefault(row.address.partition("//")[2].partition("/")[0], row)
    return list(by_host.values())[:most]


def accounts_with(places: Sequence[str]) -> set[int]:
    """The accounts with a voice that is at one of these places, or for which it was noted."""
    here = Q(home__in=places) | Q(followings__channel__home__in=places)
    here |= Q(pk__in=Address.objects.filter(value__in=places).values("voice"))
    rows = Voice.objects.filter(here, state__in=Voice.HERE)
    return set(rows.values_list("owner", flat=True).distinct())


Signature = tuple[int, ...]


def signatures() -> dict[int, Signature]:
    """For each account something that changes whenever its voices may be told apart anew."""
    place = Place.objects.filter(address=OuterRef("channel__address")).values("pk")
    heard = Following.objects.exclude(channel__succeeded_at=None)
    parts: list[tuple[QuerySet[Any], str]] = [
        (Voice.objects.filter(state__in=Voice.HERE), "pk"),
        (heard, "pk"),
        (heard.annotate(place=Subquery(place)), "place"),  # what feeds say of who writes them
        (Address.objects.all(), "pk"),
    ]
    found: dict[int, list[int]] = defaultdict(list)
    for part, name in parts:
        each = part.order_by().values("owner").annotate(n=Count(name), last=Max(name))
        rows = each.values_list("owner", "n", "last")
        counted = {owner: (n, last or 0) for owner, n, last in rows}
        for owner in found.keys() | counted.keys():
            found[owner] += counted.get(owner, (0, 0))
    return {owner: tuple(told) for owner, told in found.items()}
