"""What doing a step does besides ticking it off, and how that is taken back.

It is the same that the page of what it is about does: a promise is kept, thanks are said, a word
that was written is an exchange.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kith.actions import exchanges, promises, reading, thanks, threads
from kith.actions.exchanges import Happened
from kith.core.exchanges import GIVEN, MUTUAL, Direction
from kith.db.models import Exchange, Mark, Promise, Step, Thanks, Thread, Voice
from kith.queries.steps.settled import number_of

CAPTURED = "step"
Act = Callable[[Step, datetime], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a kind of step does, once, and its undoing.

    The undoing is told a step that still says when it was done (`changed_at`): what bears another
    moment was done elsewhere, and stays.
    """

    do: Act
    undo: Act


def did(step: Step, now: datetime) -> None:
    """Do what goes with a step that was done."""
    deed = _DEEDS.get(step.verb)
    if deed:
        deed.do(step, now)


def undid(step: Step, now: datetime) -> None:
    """Undo `did`: what that step did, and nothing that was done on a page of its own."""
    deed = _DEEDS.get(step.verb)
    if deed:
        deed.undo(step, now)


def _promise(step: Step) -> Promise | None:
    return Promise.objects.filter(owner=step.session.owner_id, pk=number_of(step)).first()


def _keep(step: Step, now: datetime) -> None:
    row = _promise(step)
    if row:
        promises.keep(row, now)


def _reopen(step: Step, _now: datetime) -> None:
    row = _promise(step)
    if row and row.kept_at == step.changed_at:
        promises.reopen(row)


def _owed_thanks(step: Step) -> Thanks | None:
    rows = Thanks.objects.select_related("voice", "entry", "exchange__voice")
    return rows.filter(owner=step.session.owner_id, pk=number_of(step)).first()


def _say(step: Step, now: datetime) -> None:
    row = _owed_thanks(step)
    if row:
        thanks.said(row, now)


def _unsay(step: Step, now: datetime) -> None:
    row = _owed_thanks(step)
    if row and row.said_at == step.changed_at:
        thanks.unsay(row, now)


def _thread(step: Step) -> Thread | None:
    rows = Thread.objects.select_related("owner", "channel", "voice")
    return rows.filter(owner=step.session.owner_id, pk=number_of(step)).first()


def _reply(step: Step, now: datetime) -> None:
    row = _thread(step)
    if row and row.turn == Thread.Turn.MINE:
        threads.answered(row, now)


def _unreply(step: Step, now: datetime) -> None:
    row = _thread(step)
    if row and row.spoke_at == step.changed_at:
        threads.unanswered(row, now, threads.spoke_before(row))


def _record(step: Step, voice: Voice, kind: str, direction: Direction, now: datetime) -> None:
    """One exchange a step, however often it is done."""
    entry = step.entry
    happened = Happened(
        kind,
        direction,
        now,
        about=entry.title if entry else "",
        url=entry.url if entry else "",
        entry=entry,
        captured=CAPTURED,
        act=f"step:{step.pk}",
    )
    exchanges.record(voice, happened, now)


def _forget(step: Step, now: datetime) -> None:
    rows = Exchange.objects.filter(owner=step.session.owner_id, act=f"step:{step.pk}")
    for row in rows.select_related("voice"):
        exchanges.forget(row, now)


def _recorded(kind: str, direction: Direction = GIVEN) -> Deed:
    """A step whose deed is an exchange with its voice."""

    def do(step: Step, now: datetime) -> None:
        if step.voice:
            _record(step, step.voice, kind, direction, now)

    return Deed(do, _forget)


def _answer(step: Step, now: datetime) -> None:
    """An answer was given; who answers has read the question."""
    _recorded("answer").do(step, now)
    mark = Mark.objects.filter(owner=step.session.owner_id, entry=step.entry_id).first()
    if mark and mark.state == Mark.State.UNREAD:
        reading.set_state(mark, Mark.State.READ, now)


def _unanswer(step: Step, now: datetime) -> None:
    """What was not opened, but only answered from the plan, is unread again."""
    _forget(step, now)
    mark = Mark.objects.filter(owner=step.session.owner_id, entry=step.entry_id).first()
    if mark and mark.state == Mark.State.READ and mark.opened_at is None:
        reading.set_state(mark, Mark.State.UNREAD, now)


_DEEDS: Mapping[str, Deed] = {
    "promise": Deed(_keep, _reopen),
    "reply": Deed(_reply, _unreply),
    "thank": Deed(_say, _unsay),
    "word": _recorded("message", MUTUAL),
    "answer": Deed(_answer, _unanswer),
    "comment": _recorded("comment"),
    "hello": _recorded("message"),
}
