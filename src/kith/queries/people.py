"""Everybody an account has to do with, at a glance: a hundred names a page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from kith.core import touch
from kith.core.folding import fold
from kith.core.schedule import SHOWN_AFTER
from kith.db.models import (
    Address,
    Following,
    Interest,
    Label,
    Promise,
    Thanks,
    Thread,
    User,
    Voice,
)
from kith.queries import interests, ties
from kith.queries.reading import COUNTED

PAGE = 100
LOSING = 8  # names in the list of those one loses touch with
T = TypeVar("T")


class View(StrEnum):
    """Whom of all the roster shows."""

    ALL = ""
    OWED = "owed"  # a promise, a reply or thanks
    OVERDUE = "overdue"
    TRIAL = "trial"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a roster shows: all that is named has to fit. `interest` is one of the account's."""

    view: View = View.ALL
    circle: str = ""  # of Voice.Circle, or "none"
    role: str = ""
    kind: str = ""
    label: str = ""
    text: str = ""  # in the name, the organisation or an address, of a channel or their own
    interest: Interest | None = None  # they spoke about it lately

    @property
    def narrow(self) -> bool:
        """Whether it leaves anybody out."""
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Known:
    """One voice as the roster shows it."""

    voice: int
    name: str
    kind: str
    state: str
    circle: str
    roles: list[str]
    grade: str  # of core.ties; empty where nothing passed
    last_at: datetime | None  # of an exchange
    due: str  # of core.touch: fine, due, overdue, ...
    owed: bool
    labels: list[str]
    unread: int
    newest_at: datetime | None
    failing: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """A page of voices in the order of their names, and how many there are in all."""

    voices: list[Known]
    total: int
    page: int
    pages: int


def roster(user: User, wanted: Wanted, now: datetime, number: int = 1) -> Roster:
    """The account's voices that are here and wanted, PAGE at a time."""
    rows = _wanted(user, wanted, now)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    ordered = rows.order_by(Lower("name"), "pk").defer("notes", "why", "met")
    shown = list(ordered[(number - 1) * PAGE : number * PAGE])
    return Roster(_known(shown, now), total, number, pages)


def _wanted(user: User, wanted: Wanted, now: datetime) -> QuerySet[Voice]:
    rows = _view(Voice.objects.filter(owner=user, state__in=Voice.HERE), wanted.view, now)
    if wanted.circle:
        rows = rows.filter(circle="" if wanted.circle == "none" else wanted.circle)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.label:
        inside = Q(labels__name=wanted.label) | Q(labels__name__startswith=f"{wanted.label}/")
        rows = rows.filter(pk__in=Voice.objects.filter(inside, owner=user))
    if wanted.role:
        rows = rows.filter(pk__in=_in_role(user, wanted.role))
    if wanted.interest:
        rows = rows.filter(pk__in=interests.speakers(user, wanted.interest, now))
    if wanted.text:
        rows = rows.filter(_called(user, wanted.text) | _at(wanted.text))
    return rows


def _called(user: User, text: str) -> Q:
    """A name or an organisation holds this; capitals and accents make no difference."""
    plain = " ".join(fold(text).split())
    found = Q(name__icontains=text) | Q(organisation__icontains=text)
    if not plain:
        return found
    rows = Voice.objects.filter(owner=user).values_list("pk", "name", "organisation")
    others = ((pk, "\n".join(both)) for pk, *both in rows)
    folded = [pk for pk, names in others if not names.isascii() and plain in fold(names)]
    found |= Q(name__icontains=plain) | Q(organisation__icontains=plain)
    return found | Q(pk__in=folded)


def _at(text: str) -> Q:
    """Where they speak, or how they can be reached, holds this."""
    heard = Following.objects.filter(voice=OuterRef("pk"), channel__address__icontains=text)
    noted = Address.objects.filter(voice=OuterRef("pk"), value__icontains=text)
    return Q(Exists(heard)) | Q(Exists(noted))


def _view(rows: QuerySet[Voice], view: View, now: datetime) -> QuerySet[Voice]:
    if view == View.OWED:
        return rows.filter(_owes())
    if view == View.OVERDUE:
        return rows.filter(touch_due_at__lte=now, state__in=Voice.HEARD)
    if view == View.TRIAL:
        return rows.filter(state=Voice.State.TRIAL)
    if view == View.RESTING:
        return rows.filter(state=Voice.State.RESTING)
    return rows


def _owes() -> Q:
    """Whether something is owed to a voice, apart from a word now and then."""
    here = OuterRef("pk")
    promises = Promise.objects.filter(voice=here, kept_at=None, released_at=None)
    thanks = Thanks.objects.filter(voice=here, said_at=None, released_at=None)
    replies = Thread.objects.filter(voice=here, closed_at=None, turn=Thread.Turn.MINE)
    return Q(Exists(promises)) | Q(Exists(thanks)) | Q(Exists(replies))


def _in_role(user: User, role: str) -> list[int]:
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(roles=[])
    return [pk for pk, roles in rows.values_list("pk", "roles") if role in roles]


def roles(user: User) -> list[str]:
    """The roles that the account gave, each once, in order."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(roles=[])
    return sorted({role for given in rows.values_list("roles", flat=True) for role in given})


@dataclass(frozen=True, slots=True)
class Losing:
    """Somebody with whom a word is due."""

    voice: int
    name: str
    since: datetime
    late: bool


def losing_touch(user: User, now: datetime) -> list[Losing]:
    """With whom a word is due, the longest waiting first."""
    rows = Voice.objects.filter(owner=user, touch_due_at__lte=now, state__in=Voice.HEARD)
    found = []
    for voice in rows.order_by("touch_due_at", "pk").defer("notes", "why", "met")[:LOSING]:
        stands = ties.standing(voice, now)
        found.append(Losing(voice.pk, voice.name, stands.since, stands.state == touch.OVERDUE))
    return found


def _known(shown: Sequence[Voice], now: datetime) -> list[Known]:
    ids = [voice.pk for voice in shown]
    labels, channels, unread = _labels(ids), _channels(ids), _unread(ids)
    owed = set(Voice.objects.filter(_owes(), pk__in=ids).values_list("pk", flat=True))
    return [
        Known(
            voice=voice.pk,
            name=voice.name or next((one.called for one in channels[voice.pk]), ""),
            kind=voice.kind,
            state=voice.state,
            circle=voice.circle,
            roles=voice.roles,
            grade=ties.grade(voice, now),
            last_at=voice.last_exchange_at,
            due=ties.standing(voice, now).state,
            owed=voice.pk in owed,
            labels=labels[voice.pk],
            unread=unread.get(voice.pk, 0),
            newest_at=max((one.new_at for one in channels[voice.pk] if one.new_at), default=None),
            failing=any(one.failures >= SHOWN_AFTER or one.gone for one in channels[voice.pk]),
        )
        for voice in shown
    ]


class _Channel(NamedTuple):
    title: str
    address: str
    new_at: datetime | None
    failures: int
    gone: bool

    @property
    def called(self) -> str:
        return self.title or self.address


def _labels(voices: Sequence[int]) -> dict[int, list[str]]:
    rows = Label.objects.filter(voices__in=voices).order_by("name").values_list("voices", "name")
    return _grouped(rows)


def _channels(voices: Sequence[int]) -> dict[int, list[_Channel]]:
    columns = [f"channel__{name}" for name in _Channel._fields]
    rows = Following.objects.filter(voice__in=voices).order_by("pk").values_list("voice", *columns)
    return _grouped((voice, _Channel(*row)) for voice, *row in rows)


def _unread(voices: Sequence[int]) -> dict[int, int]:
    """Unread entries of those that are heard, each counted to COUNTED + 1 at the most."""
    rows = Voice.objects.filter(pk__in=voices, state__in=Voice.HEARD)
    return dict(rows.values_list("pk", RawSQL(_UNREAD, [COUNTED + 1])))  # noqa: S611 (no texts)


_UNREAD = (
    '(SELECT COUNT(*) FROM (SELECT 1 FROM "db_mark" WHERE "db_mark"."voice_id" = "db_voice"."id"'
    ' AND "db_mark"."state" = 0 LIMIT %s) AS held)'
)


def _grouped(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for voice, one in rows:
        found[voice].append(one)
    return found
