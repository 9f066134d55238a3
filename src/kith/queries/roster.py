"""Whom an account listens to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower

from kith.core.schedule import SHOWN_AFTER
from kith.db.models import BroughtList, Channel, Following, Label, Mark, User, Voice
from kith.sources import sample_files
from kith.sources.lists import Outline

PAGE = 100


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
    rows = Voice.objects.filter(owner=user, state=Voice.State.ACTIVE)
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
    shown = list(
        rows.order_by(Lower("name"), "pk").prefetch_related("labels", _channels())[
            (number - 1) * PAGE : number * PAGE
        ]
    )
    unread = _unread([voice.pk for voice in shown])
    known = [_known(voice, unread.get(voice.pk, 0)) for voice in shown]
    return Roster(known, total, number, pages)


def _channels() -> "Prefetch[str]":
    rows = Following.objects.select_related("channel").only(
        *("voice", "channel__title", "channel__address", "channel__new_at"),
        *("channel__failures", "channel__gone"),
    )
    return Prefetch("followings", rows)


def _unread(voices: Iterable[int]) -> dict[int, int]:
    """Unread entries of an account's voices; without naming the owner the right index is taken."""
    rows = Mark.objects.filter(state=Mark.State.UNREAD, voice__in=list(voices))
    return dict(rows.values_list("voice").annotate(n=Count("pk")).order_by())


def _known(voice: Voice, unread: int) -> Known:
    channels = [following.channel for following in voice.followings.all()]
    times = [channel.new_at for channel in channels if channel.new_at]
    return Known(
        voice=voice.pk,
        name=name_of(voice, channels),
        kind=voice.kind,
        home=voice.home,
        labels=sorted(label.name for label in voice.labels.all()),
        channels=len(channels),
        unread=unread,
        newest_at=max(times, default=None),
        failing=any(channel.failures >= SHOWN_AFTER or channel.gone for channel in channels),
    )


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
    rows = Voice.objects.filter(owner=user, state=Voice.State.ACTIVE).exclude(name="")
    return list(rows.order_by(Lower("name"), "pk").values_list("pk", "name")[:most])


def labels(user: User) -> list[str]:
    """The account's labels that are in use, in order."""
    used = Label.objects.filter(owner=user, voices__state=Voice.State.ACTIVE)
    return list(used.order_by("name").values_list("name", flat=True).distinct())


def has_voices(user: User) -> bool:
    """Whether the account follows anyone at all."""
    rows = Voice.objects.filter(owner=user, state=Voice.State.ACTIVE)
    return rows.exclude(followings__channel__kind=Channel.KEPT).exists()


def listed(user: User) -> list[Outline]:
    """Everything the account follows, in the order it was followed; not the sample network.

    Its addresses mean nothing to other programs.
    """
    rows = (
        Following.objects.filter(owner=user, voice__state=Voice.State.ACTIVE)
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
        active=Count("pk", distinct=True, filter=Q(state=Voice.State.ACTIVE)),
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
