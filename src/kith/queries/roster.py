"""Whom an account listens to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.db.models.functions import Lower

from kith.db.models import BroughtList, Channel, Following, Label, User, Voice
from kith.sources import sample_files
from kith.sources.lists import Outline


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


def all_called(voices: Iterable[Voice]) -> dict[int, str]:
    """What several voices are called, by number."""
    found = {voice.pk: voice.name for voice in voices}
    unnamed = [pk for pk, name in found.items() if not name]
    if unnamed:
        rows = Following.objects.filter(voice__in=unnamed).order_by("-pk")
        columns = rows.values_list("voice", "channel__title", "channel__address")
        found |= {pk: title or address for pk, title, address in columns}
    return found


def by_name(user: User, name: str) -> Voice | None:
    """The voice of the account with this name, people first; capitals make no difference."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE, name__iexact=name)
    person = Case(When(kind=Voice.Kind.PERSON, then=0), default=1)
    return rows.order_by(person, "pk").first()


def names(user: User, most: int = 2000, *, kind: str = "") -> list[tuple[int, str]]:
    """Number and name of the voices that are here and have a name, in the order of their names."""
    rows = Voice.objects.filter(owner=user, state__in=Voice.HERE).exclude(name="")
    rows = rows.filter(kind=kind) if kind else rows
    return list(rows.order_by(Lower("name"), "pk").values_list("pk", "name")[:most])


def names_of(user: User, voices: Iterable[int]) -> dict[int, str]:
    """What each of some voices is called; their channels are asked as well, in one statement."""
    rows = Voice.objects.filter(owner=user, pk__in=list(voices))
    columns = ("pk", "name", "followings__channel__title", "followings__channel__address")
    found: dict[int, str] = {}
    for pk, name, title, address in rows.order_by("-followings").values_list(*columns):
        found[pk] = name or title or address or ""
    return found


def labels(user: User) -> list[str]:
    """The account's labels that are in use, in order."""
    used = Label.objects.filter(owner=user, voices__state__in=Voice.HERE)
    return list(used.order_by("name").values_list("name", flat=True).distinct())


def has_voices(user: User) -> bool:
    """Whether the account follows anyone at all."""
    return Voice.objects.filter(is_heard(), owner=user, state__in=Voice.HERE).exists()


def is_heard() -> Exists:
    """Whether a voice speaks somewhere: contacts may not, and pages that were kept do not."""
    here = Following.objects.filter(voice=OuterRef("pk"))
    return Exists(here.exclude(channel__kind=Channel.KEPT))


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
