"""What an account knows of a voice: how to reach it, its days, whom it knows, notes on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from kith.core import saying
from kith.core.problems import Trouble
from kith.core.saying import Names
from kith.db import prepared
from kith.db.models import Address, Highlight, Occasion, User, Voice

SOON = timedelta(days=30)
MOST = 50
LATELY = 100  # names


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to reach a voice."""

    number: int
    kind: str  # of Address.Kind
    label: str
    value: str

    @property
    def link(self) -> str:
        """The address that opens it, empty where there is none."""
        if self.kind == Address.Kind.MAIL:
            return f"mailto:{self.value}"
        if self.kind == Address.Kind.PHONE:
            return f"tel:{''.join(one for one in self.value if one.isdigit() or one == '+')}"
        return self.value if self.value.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day that comes back each year, and when it comes next."""

    number: int
    kind: str  # of Occasion.Kind
    label: str
    next: date
    years: int | None  # how many it will be then

    def soon(self, today: date) -> bool:
        """Whether it comes within SOON."""
        return self.next - today <= SOON


@dataclass(frozen=True, slots=True)
class Other:
    """Another voice that has to do with this one."""

    voice: int
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a voice besides its own columns."""

    reach: list[Reach]
    days: list[Yearly]  # the nearest first
    communities: list[Other]
    members: list[Other]  # whom the account knows there
    led_by: Other | None
    led_to: list[Other]


def known(voice: Voice, today: date) -> Known:
    """What an account knows of one of its voices; `voice` comes from access.voice."""
    led_by = _others(Voice.objects.filter(pk=voice.led_by_id)) if voice.led_by_id else []
    return Known(
        reach=reach(voice),
        days=days(voice, today),
        communities=_others(voice.communities.all()),
        members=_others(voice.members.all()),
        led_by=led_by[0] if led_by else None,
        led_to=_others(voice.led_to.all()),
    )


def reach(voice: Voice) -> list[Reach]:
    """How a voice can be reached: mail first, letters last."""
    order = Address.Kind.values
    rows = Address.objects.filter(voice=voice).values_list("pk", "kind", "label", "value")
    return sorted(
        (Reach(*row) for row in rows), key=lambda one: (order.index(one.kind), one.number)
    )


def days(voice: Voice, today: date) -> list[Yearly]:
    """The days of a voice that come back each year, the nearest first."""
    found = (_yearly(row, today) for row in Occasion.objects.filter(voice=voice))
    return sorted(found, key=lambda one: (one.next, one.number))


@dataclass(frozen=True, slots=True)
class Coming:
    """A day of somebody's that comes soon."""

    voice: int
    name: str
    day: Yearly


def coming(user: User, today: date, within: timedelta = timedelta(days=14)) -> list[Coming]:
    """The days of the account's people that come within so many days, the nearest first."""
    days = (today + timedelta(days=n) for n in range(within.days + 1))
    on = Q()
    for day in days:
        on |= Q(month=day.month, day=day.day)
        if (day.month, day.day) == (2, 28):
            on |= Q(month=2, day=29)
    rows = Occasion.objects.filter(on, owner=user, voice__state__in=Voice.HERE)
    found = (
        Coming(row.voice_id, row.voice.name, _yearly(row, today))
        for row in rows.select_related("voice")
    )
    near = [one for one in found if one.day.next <= today + within]
    return sorted(near, key=lambda one: (one.day.next, one.name))


def _yearly(row: Occasion, today: date) -> Yearly:
    following = _on(row, today.year)
    if following < today:
        following = _on(row, today.year + 1)
    years = following.year - row.year if row.year else None
    return Yearly(row.pk, row.kind, row.label, following, years)


def _on(row: Occasion, year: int) -> date:
    """The day in a year; the 29th of February is kept on the 28th in others."""
    try:
        return date(year, row.month, row.day)
    except ValueError:
        return date(year, row.month, row.day - 1)


def _others(rows: QuerySet[Voice]) -> list[Other]:
    shown = rows.exclude(state__in=Voice.GONE).order_by("name", "pk").values_list("pk", "name")
    return [Other(*row) for row in shown[:MOST]]


@dataclass(frozen=True, slots=True)
class Note:
    """What an account wrote about something a voice published."""

    entry: int
    title: str
    exact: str
    note: str
    at: datetime


def notes_on(voice: Voice) -> Sequence[Note]:
    """The notes on what a voice published, the latest first; MOST of them."""
    rows = Highlight.objects.filter(owner=voice.owner_id, entry__marks__voice=voice)
    rows = rows.exclude(note="").order_by("-changed_at", "-pk")
    columns = rows.values_list("entry_id", "entry__title", "exact", "note", "changed_at")
    return [Note(*row) for row in columns[:MOST]]


def names(user: User, text: str) -> Names:
    """Those who may be named in a text, a line of the logbook say, by name and by handle."""
    may_be = saying.named_in(text)
    handles = _handles(user) if "@" in text else {}
    known = {voice for voice, some in handles.items() if any(map(may_be, some))}
    return Names.of(
        saying.Known(voice, (name, *handles.get(voice, ())))
        for voice, name in _named(user)
        if voice in known or may_be(name)
    )


def meant(user: User, text: str) -> Voice:
    """Whom a name or a handle means.

    Raises Trouble("person-unknown") or Trouble("person-several") where it is not one.
    """
    known = names(user, text)
    found = known.handle(text) if text.startswith("@") else known.named(text)
    if len(found) != 1:
        raise Trouble("person-several" if found else "person-unknown", name=text)
    return Voice.objects.get(owner=user, pk=found[0])


def lately(user: User) -> list[str]:
    """The names that are likeliest to be meant: of those with whom something passed last."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(name="")
    order = F("last_exchange_at").desc(nulls_last=True)
    return list(rows.order_by(order, "-pk").values_list("name", flat=True)[:LATELY])


def _named(user: User) -> Sequence[tuple[int, str]]:
    """Number and name of all who have one."""
    return _names(user.pk)


@prepared.query
def _names(owner: int) -> QuerySet[Voice, tuple[int, str]]:
    rows = Voice.objects.filter(owner=owner).exclude(state__in=Voice.GONE)
    return rows.exclude(name="").order_by("pk").values_list("pk", "name")


def _handles(user: User) -> dict[int, list[str]]:
    """The handles of profiles, by voice."""
    found: dict[int, list[str]] = {}
    profiles = Address.objects.filter(owner=user, kind=Address.Kind.PROFILE)
    for voice, value in profiles.values_list("voice", "value"):
        handle = handle_of(value)
        if handle:
            found.setdefault(voice, []).append(handle)
    return found


def handle_of(value: str) -> str:
    """The handle in a profile's address: "@name@host"; empty where it shows none."""
    if value.startswith("@"):
        return value
    host, _, path = value.removeprefix("https://").removeprefix("http://").partition("/")
    if path.startswith("@") and "/" not in path.rstrip("/"):
        return f"{path.rstrip('/')}@{host}"
    return ""
