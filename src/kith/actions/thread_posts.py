"""What is said in watched conversations: whose turn it is then, and what passed between people.

Kith looks through a conversation whenever it was heard. Once it is known which posts are the
account's own, each is looked at once for exchanges, so that one that was taken back by hand does
not come again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kith.actions import exchanges
from kith.actions.exchanges import Happened
from kith.core.exchanges import GIVEN, RECEIVED
from kith.core.threads import Names, Standing, asks, place_of
from kith.db.models import Exchange, Mark, Thread, Voice
from kith.queries import threads
from kith.queries.whose import whose

CAPTURED = "thread"  # by a post that was seen there
SAID = "said"  # by its owner's word that they answered; see actions.threads
REPLY = "reply"  # by the way from an entry to where it is answered
MOST = 40  # of the posts that were there before, the newest from which exchanges are taken
_CHATS = {"mastodon", "bluesky"}  # kinds of channel where talk is quick
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)  # a post may be seen later than it was said


def heard(channels: Iterable[int], now: datetime) -> None:
    """These channels said something: work out anew how the threads on them stand.

    To be called in the transaction that writes down that the channels were heard.
    """
    rows = Thread.objects.filter(channel__in=list(channels), closed_at=None)
    settle(rows.select_related("owner", "channel", "voice").order_by("pk"), now)


@transaction.atomic
def settle(rows: Iterable[Thread], now: datetime) -> None:
    """Work out anew how some threads stand, and record what passed. Twice changes nothing."""
    names: dict[int, Names] = {}
    for row in rows:
        me = names.setdefault(row.owner_id, threads.names(row.owner))
        _settle(row, me, now)


def _settle(row: Thread, me: Names, now: datetime) -> None:
    stands, numbers = threads.standing(row, me)
    voices = _voices(row, stands)
    if threads.is_known(stands, me, place_of(row.address)):
        _record(_Seen(row, stands, numbers, voices), now)
        row.recorded_to = max(numbers, default=row.recorded_to)
    row.turn, row.turn_since = stands.turn.value, stands.since
    row.last_at = stands.last.at if stands.last else None
    row.summary = threads.summed_up(stands)
    row.voice = _with_whom(row, stands, voices)
    row.save(
        update_fields=[
            *("turn", "turn_since", "last_at", "summary", "voice", "recorded_to"),
        ]
    )


Voices = Mapping[str, Voice]  # by the page of an author


def _voices(row: Thread, stands: Standing) -> Voices:
    found = whose(row.owner, {post.profile for post in stands.posts})
    voices = Voice.objects.in_bulk(set(found.values()))
    return {page: voices[pk] for page, pk in found.items() if pk in voices}


def of_entry(row: Thread) -> Voice | None:
    """The voice whose entry the conversation is about."""
    if row.entry_id is None:
        return None
    mark = Mark.objects.filter(owner=row.owner_id, entry=row.entry_id).select_related("voice")
    return next((one.voice for one in mark), None)


def _with_whom(row: Thread, stands: Standing, voices: Voices) -> Voice | None:
    """Whom the conversation is with: who waits for a word, whose entry it is about, who began."""
    waiting = (voices.get(stands.posts[at].profile) for at in stands.owed)
    began = voices.get(stands.posts[0].profile) if stands.posts and 0 not in stands.mine else None
    return next(filter(None, waiting), None) or of_entry(row) or began or row.voice


@dataclass(frozen=True, slots=True)
class _Seen:
    """A thread as it stands, with the entries and the voices behind its posts."""

    row: Thread
    stands: Standing
    numbers: Sequence[int]
    voices: Voices

    def fresh(self) -> list[int]:
        """The posts that were not looked at before; of those found at first, the newest MOST."""
        found = [at for at, n in enumerate(self.numbers) if n > self.row.recorded_to]
        return found[-MOST:] if self.row.recorded_to == 0 else found

    def voice(self, at: int) -> Voice | None:
        """Whose a post is, where the account knows them."""
        return self.voices.get(self.stands.posts[at].profile)

    def happened(self, at: int, kind: str, direction: str) -> Happened:
        """A post as an exchange."""
        post = self.stands.posts[at]
        return Happened(
            kind=kind,
            direction=direction,
            at=post.at,
            about=self.row.title,
            url=post.url,
            thread=self.row,
            chat=self.row.channel.kind in _CHATS,
            captured=CAPTURED,
            act=f"post:{self.numbers[at]}:{direction}",
        )


def _record(seen: _Seen, now: datetime) -> None:
    mine, meant = set(seen.stands.mine), set(seen.stands.meant)
    for at in seen.fresh():
        if at in mine:
            _given(seen, at, now)
        elif at in meant:
            _received(seen, at, now)


def _received(seen: _Seen, at: int, now: datetime) -> None:
    voice = seen.voice(at)
    if voice:
        answers = seen.stands.answers.get(at)
        asked = answers in seen.stands.mine and asks(seen.stands.posts[answers or 0].text)
        exchanges.record(voice, seen.happened(at, "answer" if asked else "reply", RECEIVED), now)


def _given(seen: _Seen, at: int, now: datetime) -> None:
    """Record a post of the account's with everybody whom it answers and whom it knows."""
    answered: dict[int, tuple[Voice, bool]] = {}
    for other in seen.stands.words[at]:
        voice = seen.voice(other)
        if voice:
            asked = answered.get(voice.pk, (voice, False))[1]
            answered[voice.pk] = (voice, asked or asks(seen.stands.posts[other].text))
    for voice, asked in answered.values():
        _with(voice, seen, at, "answer" if asked else "reply", now)
    named = any(seen.stands.posts[other].author for other in seen.stands.words[at])
    about = None if named else of_entry(seen.row)
    if about:  # a word on the piece itself
        _with(about, seen, at, "comment", now)


def _with(voice: Voice, seen: _Seen, at: int, kind: str, now: datetime) -> None:
    happened = seen.happened(at, kind, GIVEN)
    act = f"{happened.act}:{voice.pk}"
    known = Exchange.objects.filter(owner=voice.owner_id, act=act).exists()
    if not known and not _told_before(voice, seen.row, happened, act, now):
        exchanges.record(voice, replace(happened, act=act), now)


def _told_before(voice: Voice, row: Thread, happened: Happened, act: str, now: datetime) -> bool:
    """Whether the account said before that it answered: then this is the post it spoke of."""
    about = Q(thread=row, captured=SAID)
    if row.entry_id:
        about |= Q(entry=row.entry_id, captured=REPLY, thread=None)
    when = (happened.at - _BEFORE, happened.at + _AFTER)
    told = Exchange.objects.filter(about, voice=voice, direction=GIVEN, at__range=when)
    first = told.order_by("at", "pk").first()
    if first is None:
        return False
    first.captured, first.act, first.url, first.thread = CAPTURED, act, happened.url, row
    first.at = min(happened.at, now)
    first.save(update_fields=["captured", "act", "url", "thread", "at"])
    exchanges.sum_up(voice, now)
    return True
