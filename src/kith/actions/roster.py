"""Follow and let go: an account's voices, the channels they speak on, and labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, Q, Value, When

from kith.actions import features
from kith.actions.intake import BATCH, UNREAD_AT_FIRST
from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import Channel, Entry, Following, Label, Mark, User, Voice
from kith.queries.capacity import chosen

LONGEST_ADDRESS = 2000
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True)
class Speaking:
    """A channel to follow: `asked` is what the user typed, `title` what they or it call it."""

    address: str
    kind: str = "feed"
    title: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What following did; `new` are the channels that were not followed before."""

    voice: Voice
    new: list[Channel]
    known: list[Channel]


def follow(
    user: User,
    channels: Sequence[Speaking],
    now: datetime,
    *,
    name: str = "",
    kind: str = "",
    home: str = "",
    labels: Iterable[str] = (),
    voice: Voice | None = None,
    on_trial: bool = True,
) -> Followed:
    """Hear a voice on these channels; what is followed already stays where it is.

    Where all of them are followed already, the voice that speaks there is returned. A voice that
    was let go comes back. A new one is on trial for as long as the account chose to have new ones
    so, unless it is said that it is not. Raises Trouble for an address that no table can hold.
    """
    given = {channel.address: channel for channel in reversed(channels)}  # the first of each
    channels = [given.pop(channel.address) for channel in channels if channel.address in given]
    labels = list(labels)
    for channel in channels:
        if not 0 < len(channel.address) <= LONGEST_ADDRESS or _is_others(user, channel.address):
            raise Trouble("address-unusable", address=channel.address[:80])
    trial_until = chosen(user).trial_until(now) if on_trial else None
    fresh = Voice(
        owner=user,
        name=storable(name, 300),
        kind=kind,
        home=storable(home, 4000),
        state=Voice.State.TRIAL if trial_until else Voice.State.ACTIVE,
        trial_until=trial_until,
        created_at=now,
    )
    try:
        return _follow(user, channels, now, voice, fresh, labels)
    except IntegrityError:  # asked for twice at the same time: the other was quicker
        return _follow(user, channels, now, voice, fresh, labels)


def _is_others(user: User, address: str) -> bool:
    """Whether the pages that another account kept are there: nobody else may hear them."""
    kept = address.startswith(f"{Channel.KEPT}:")
    return kept and address != Channel.kept_by(user.pk)


@transaction.atomic
def _follow(
    user: User,
    channels: Sequence[Speaking],
    now: datetime,
    voice: Voice | None,
    fresh: Voice,
    labels: Iterable[str],
) -> Followed:
    rows = [_channel(speaking, now) for speaking in channels]
    there = {f.channel_id: f for f in _followings(user, rows)}
    new = [row for row in rows if row.pk not in there]
    if voice is None and there and not new:
        voice = next(iter(there.values())).voice
    if voice is None:
        fresh.pk = None
        fresh.save(force_insert=True)
        voice = fresh
    for row, speaking in zip(rows, channels, strict=True):
        if row.pk not in there:
            _listen(user, voice, row, speaking, now)
    for one in {voice, *(f.voice for f in there.values())}:
        take_back(one, now)
    put_labels(voice, labels)
    return Followed(voice, new, [row for row in rows if row.pk in there])


def _channel(speaking: Speaking, now: datetime) -> Channel:
    row, made = Channel.objects.get_or_create(
        address=speaking.address,
        defaults={"kind": speaking.kind, "title": storable(speaking.title, 1000), "due_at": now},
    )
    if not made and (row.due_at is None or row.gone):
        row.due_at, row.gone = now, False
        row.save(update_fields=["due_at", "gone"])
    return row


def _followings(user: User, channels: Iterable[Channel]) -> Iterable[Following]:
    return Following.objects.filter(owner=user, channel__in=list(channels)).select_related("voice")


def _listen(
    user: User, voice: Voice, channel: Channel, speaking: Speaking, now: datetime
) -> Following:
    following = Following.objects.create(
        owner=user,
        voice=voice,
        channel=channel,
        title=storable(speaking.title, 1000),
        asked=storable(speaking.asked, 4000),
        created_at=now,
    )
    catch_up(following)
    return following


def catch_up(following: Following) -> None:
    """Mark what a channel said before it was followed: the newest unread, the rest archived."""
    entries = list(
        Entry.objects.filter(channel=following.channel_id)
        .exclude(marks__owner=following.owner_id)
        .order_by("-at", "-pk")
        .values_list("pk", "at")
    )
    Mark.objects.bulk_create(
        [
            Mark(
                owner_id=following.owner_id,
                voice_id=following.voice_id,
                entry_id=pk,
                at=at,
                state=Mark.State.UNREAD if place < UNREAD_AT_FIRST else Mark.State.ARCHIVED,
            )
            for place, (pk, at) in enumerate(entries)
        ],
        batch_size=BATCH,
    )
    for start in range(0, len(entries), BATCH):
        features.heard_now(pk for pk, _ in entries[start : start + BATCH])


def put_labels(voice: Voice, names: Iterable[str]) -> list[int]:
    """Add labels to a voice, making those that the account does not have yet; those it had not."""
    wanted = {storable(name.strip(), LONGEST_LABEL) for name in names if name.strip()}
    had, new = set(voice.labels.values_list("pk", flat=True)), []
    for name in sorted(wanted):
        label, _ = Label.objects.get_or_create(owner_id=voice.owner_id, name=name)
        if label.pk not in had:
            voice.labels.add(label)
            new.append(label.pk)
    return new


@transaction.atomic
def take_labels(voice: Voice, labels: Iterable[int]) -> None:
    """Undo `put_labels`; a label that nobody bears any more goes."""
    voice.labels.remove(*labels)
    _forget_unborne(voice.owner_id)


def _forget_unborne(owner: int) -> None:
    Label.objects.filter(owner_id=owner, voices=None).delete()


@transaction.atomic
def describe(voice: Voice, *, name: str, kind: str, cadence: str, labels: Iterable[str]) -> None:
    """Change what the account calls a voice, what it is, how often it is looked for, its labels.

    An empty name gives the channel's own title back.
    """
    voice.name, voice.kind, voice.cadence = storable(name.strip(), 300), kind, cadence
    voice.save(update_fields=["name", "kind", "cadence"])
    voice.labels.clear()
    put_labels(voice, labels)
    _forget_unborne(voice.owner_id)


def trust(voice: Voice, how: Voice.Trust) -> None:
    """Say how far a voice is to be trusted."""
    voice.trust = how
    voice.save(update_fields=["trust"])


def fetch_full_texts(voice: Voice, *, always: bool) -> None:
    """Fetch the full text of whatever is opened of a voice, or only when it is asked for."""
    voice.full_text = always
    voice.save(update_fields=["full_text"])


def let_go(voice: Voice, now: datetime) -> None:
    """Release a voice: no longer heard or listed. Its history stays; `take_back` undoes it."""
    Voice.objects.filter(pk=voice.pk).update(state=Voice.State.RELEASED, released_at=now)


def take_back(voice: Voice, now: datetime, *, resting: bool = False) -> None:
    """Undo `let_go`: the voice is heard again, from now on; a trial that is not over goes on.

    `resting`: it rested when it was let go, and rests again.
    """
    back = Voice.objects.filter(pk=voice.pk, state=Voice.State.RELEASED)
    tried = When(trial_until__gt=now, then=Value(Voice.State.TRIAL))
    heard = {"state": Case(tried, default=Value(Voice.State.ACTIVE)), "rest_until": None}
    if back.update(**({"state": Voice.State.RESTING} if resting else heard), released_at=None):
        look_soon([voice.pk], now)


def look_soon(voices: Iterable[int], now: datetime) -> None:
    """Ask for a look at all that these voices are heard on: nobody may have looked for long."""
    due = Channel.objects.filter(followings__voice__in=list(voices)).exclude(kind=Channel.KEPT)
    due.update(due_at=now)


def let_go_channel(following: Following, now: datetime) -> bool:
    """Stop hearing one channel of a voice; whether the voice went with it, for it was its last."""
    others = Following.objects.filter(voice=following.voice_id).exclude(pk=following.pk)
    if others.exists():
        following.delete()
        return False
    let_go(following.voice, now)
    return True


def replace_address(following: Following, speaking: Speaking, now: datetime) -> Following:
    """Hear the voice at another address instead; what was heard at the old one stays.

    Raises Trouble("followed-already") where the account follows that address with another voice.
    """
    with transaction.atomic():
        channel = _channel(speaking, now)
        same = Q(owner=following.owner_id, channel=channel)
        if Following.objects.filter(same).exclude(pk=following.pk).exists():
            raise Trouble("followed-already", address=speaking.address)
        following.channel = channel
        following.asked = storable(speaking.asked, 4000)
        following.save(update_fields=["channel", "asked"])
        catch_up(following)
    return following
