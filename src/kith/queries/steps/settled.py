"""What became of steps about people by acts outside of the session."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.dateparse import parse_datetime

from kith.core.exchanges import GIVEN
from kith.db.models import Exchange, Promise, Step, Thanks, Thread, User, Voice
from kith.queries import ties

DONE, AWAY = Step.State.DONE, Step.State.NOT_NOW

States = Iterator[tuple[int, Step.State]]


def settled(user: User, rows: Sequence[Step]) -> dict[int, Step.State]:
    """What became elsewhere of the steps that wait, by number; those that still wait are left out.

    `rows` come with session and voice. One question to the database for each kind of step at most.
    """
    waiting = [row for row in rows if row.state == Step.State.WAITING]
    found: dict[int, Step.State] = {}
    for verb, look in _LOOKS.items():
        mine = [row for row in waiting if row.verb == verb]
        if mine:
            found.update(look(user, mine))
    return found


def number_of(step: Step) -> int:
    """The number in a step's subject: that of its promise, thread, thanks, voice or entry."""
    return int(step.subject.partition(":")[2])


def _promises(user: User, rows: Sequence[Step]) -> States:
    there = Promise.objects.filter(owner=user, pk__in=map(number_of, rows))
    return _done_or_gone(rows, there.values_list("pk", "kept_at", "released_at"))


def _thanks(user: User, rows: Sequence[Step]) -> States:
    there = Thanks.objects.filter(owner=user, pk__in=map(number_of, rows))
    return _done_or_gone(rows, there.values_list("pk", "said_at", "released_at"))


def _replies(user: User, rows: Sequence[Step]) -> States:
    there = Thread.objects.filter(owner=user, pk__in=map(number_of, rows))
    mine = Thread.Turn.MINE
    told = there.values_list("pk", "turn", "closed_at")
    return _done_or_gone(rows, ((pk, turn != mine, closed) for pk, turn, closed in told))


def _done_or_gone(rows: Sequence[Step], told: Iterable[tuple[int, object, object]]) -> States:
    """`told`: a number, whether it was done, whether it is no longer to be done."""
    known = {pk: (done, gone) for pk, done, gone in told}
    for row in rows:
        done, gone = known.get(number_of(row), (None, True))
        if done or gone:
            yield row.pk, DONE if done else AWAY


def _words(_user: User, rows: Sequence[Step]) -> States:
    """A word passed since, or none is asked for any more, or not before another day."""
    for row in rows:
        voice = row.voice
        if voice is None or voice.touch_due_at is None:
            yield row.pk, AWAY
        elif ties.since(voice) != _told_of(row):
            yield row.pk, DONE
        elif row.session.made_at < voice.touch_due_at == voice.touch_snoozed_until:
            yield row.pk, AWAY


def _told_of(row: Step) -> datetime | None:
    """The last word that the step speaks of."""
    told = row.because[0]["params"].get("at", "") if row.because else ""
    return parse_datetime(told)


def _answers(user: User, rows: Sequence[Step]) -> States:
    entries = [row.entry_id for row in rows]
    said = Exchange.objects.filter(owner=user, entry__in=entries, direction=GIVEN)
    answered = set(said.values_list("entry", flat=True))
    return ((row.pk, DONE) for row in rows if row.entry_id in answered)


def _comments(_user: User, rows: Sequence[Step]) -> States:
    return ((row.pk, DONE) for row in rows if row.voice and ties.has_spoken(row.voice))


def _hellos(_user: User, rows: Sequence[Step]) -> States:
    return ((row.pk, DONE) for row in rows if row.voice and row.voice.last_exchange_at)


def _trials(_user: User, rows: Sequence[Step]) -> States:
    """It was decided, wherever that was."""
    tried = Voice.State.TRIAL
    return ((row.pk, DONE) for row in rows if row.voice is None or row.voice.state != tried)


_LOOKS: Mapping[str, Callable[[User, Sequence[Step]], States]] = {
    "promise": _promises,
    "reply": _replies,
    "thank": _thanks,
    "word": _words,
    "answer": _answers,
    "comment": _comments,
    "hello": _hellos,
    "trial": _trials,
}
