"""Whom an account listens to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from kith.core.schedule import SHOWN_AFTER
from kith.db.models import BroughtList, Channel, Following, Label, User, Voice
from kith.queries.reading import COUNTED
from kith.sources import sample_files
from kith.sources.lists import Outline

PAGE = 100
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """One voice as the roster shows it."""

    voice: int
    name: str
    kind: str
    home: str
    labels: list[str]
    channels: int
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


def roster(
    user: User, *, label: str = "", kind: str = "", text: str = "", number: int = 1
) -> Roster:
    """The account's active voices, PAGE at a time, filtered by label, kind or part of the name."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE)
    if label:
        inside = Q(labels__name=label) | Q(labels__name__startswith=f"{label}/")
        rows = rows.filter(pk__in=Voice.objects.filter(inside, owner=user))
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        address = Following.objects.filter(voice=OuterRef("pk"), channel__address__icontains=text)
        rows = rows.filter(Q(name__icontains=text) | Exists(address))
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(number, 1), pages)
    ordered = rows.order_by(Lower("name"), "pk").values_list("pk", "name", "kind", "home")
    shown = ordered[(number - 1) * PAGE : number * PAGE]
    return Roster(_known(list(shown)), total, number, pages)


# Plain values, as many statements for a hundred voices as for one.
_Voice = tuple[int, str, str, str]  # number, name, kind, home


def _known(shown: Sequence[_Voice]) -> list[Known]:
    ids = [voice for voice, *_ in shown]
    labels, channels, unread = _labels(ids), _channels(ids), _unread(ids)
    return [
        Known(
            voice=voice,
            name=name or next((one.called for one in channels[voice]), ""),
            kind=kind,
            home=home,
            labels=labels[voice],
            channels=len(channels[voice]),
            unread=unread[voice],
            newest_at=max((one.new_at for one in channels[voice] if one.new_at), default=None),
            failing=any(one.failures >= SHOWN_AFTER or one.gone for one in channels[voice]),
        )
        for voice, name, kind, home in shown
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
    """Unread entries of an account's voices, each counted to COUNTED + 1 at the most."""
    rows = Voice.objects.filter(pk__in=voices)
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


def name_of(voice: Voice, channels: Iterable[Channel]) -> str:
    """What a voice is called; its channel's title or address stands in where it has no name."""
    stand_ins = (channel.title or channel.address for channel in channels)
    return voice.name or next(stand_ins, "")


def called(voice: Voice) -> str:
    """What a voice is called, where its channels are not at hand."""
    if voice.name:
        return voice.name
    rows = Following.objects.filter(voice=voice).select_related("channel").order_by("pk")[:1]
    return name_of(voice, [row.channel for row in rows])


def names(user: User, most: int = 2000) -> list[tuple[int, str]]:
    """Number and name of the active voices that have a name, in the order of their names."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(name="")
    return list(rows.order_by(Lower("name"), "pk").values_list("pk", "name")[:most])


def labels(user: User) -> list[str]:
    """The account's labels that are in use, in order."""
    used = Label.objects.filter(owner=user, voices__state__in=Voice.HERE)
    return list(used.order_by("name").values_list("name", flat=True).distinct())


def has_voices(user: User) -> bool:
    """Whether the account follows anyone at all."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE)
    return rows.exclude(followings__channel__kind=Channel.KEPT).exists()


def listed(user: User) -> list[Outline]:
    """Everything the account follows, in the order it was followed; not the sample network.

    Its addresses mean nothing to other programs.
    """
    rows = (
        Following.objects.filter(owner=user, voice__state__in=Voice.HERE)
        .exclude(channel__kind__in=(sample_files.KIND.name, Channel.KEPT))
        .select_related("voice", "channel")
        .prefetch_related("voice__labels")
        .order_by("pk")
    )
    return [
        Outline(
            address=row.channel.address,
            title=row.title or row.voice.name or row.channel.title,
            home=row.channel.home or row.voice.home,
            labels=tuple(sorted(label.name for label in row.voice.labels.all())),
            kind="page" if row.channel.kind == Channel.SEEK else "feed",
        )
        for row in rows
    ]


def followed(user: User, addresses: Iterable[str]) -> dict[str, Following]:
    """Those of these addresses that the account has followed, released voices' too."""
    rows = Following.objects.filter(owner=user, channel__address__in=list(addresses))
    return {row.channel.address: row for row in rows.select_related("voice", "channel")}


@dataclass(frozen=True, slots=True)
class BroughtVoices:
    """How many of the voices that a list brought are followed still, and how many were let go."""

    active: int
    released: int


def brought_by(brought: BroughtList) -> BroughtVoices:
    """What is left of a list."""
    rows = Voice.objects.filter(followings__brought=brought)
    counts = rows.aggregate(
        active=Count("pk", distinct=True, filter=Q(state__in=Voice.HERE)),
        released=Count("pk", distinct=True, filter=Q(state=Voice.State.RELEASED)),
    )
    return BroughtVoices(**counts)


def by_address(user: User, address: str) -> Following | None:
    """The account's following of a channel, by its address or the one it was asked for by."""
    rows = Following.objects.filter(owner=user).select_related("voice", "channel")
    return rows.filter(Q(channel__address=address) | Q(asked=address)).first()


def account_by_opml_key(key: str) -> User | None:
    """The account whose live list has this private address."""
    return User.objects.filter(opml_key=key, is_active=True).first()
