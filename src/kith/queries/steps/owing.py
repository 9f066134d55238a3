"""What is owed: a promise, a reply, thanks, and a word to who was not heard of for long.

These are not compared with what there is to read: their value goes by their dates and by who gave
the more; see core.owing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from kith.core import owing, touch
from kith.core.exchanges import KINDS, Balance
from kith.db import prepared
from kith.db.models import Step, Voice
from kith.queries import gifts, giving, owed, ties
from kith.queries.judging import Because, Told
from kith.queries.owed import Owed
from kith.queries.steps.kinds import Around, Candidate

PROMISE, REPLY, THANKS, WORD = 5, 3, 2, 3  # minutes
LEAST = 0.2  # of how pressing something is
A_DAY = 3  # words at the most, however many are due
_DAY = timedelta(days=1)


def promises(around: Around) -> Iterator[Candidate]:
    """Promises whose day is near or past, and those without one that were made long ago."""
    rows = list(owed.promises(around.user, around.today))
    return _candidates(around, "promise", PROMISE, rows, lambda one: _promise(one, around))


def _promise(one: Owed, around: Around) -> float:
    left = float((one.due - around.today).days) if one.due else None
    return owing.promise(left, (around.now - one.since) / _DAY)


def replies(around: Around) -> Iterator[Candidate]:
    """Threads in which the next word is the reader's."""
    rows = list(owed.replies(around.user, around.now))
    return _candidates(around, "thread", REPLY, rows, lambda one: owing.reply(_days(one, around)))


def thanks(around: Around) -> Iterator[Candidate]:
    """Thanks that were kept for later."""
    rows = list(owed.thanks(around.user))
    return _candidates(around, "thanks", THANKS, rows, lambda one: owing.thanks(_days(one, around)))


def _days(one: Owed, around: Around) -> float:
    return (around.now - one.since) / _DAY


def _candidates(
    around: Around,
    subject: str,
    minutes: int,
    rows: Iterable[Owed],
    pressing: Callable[[Owed], float],
) -> Iterator[Candidate]:
    """Steps about things owed, the most pressing first."""
    pressed = [(one, pressing(one)) for one in rows]
    kept = [(one, press) for one, press in pressed if press >= LEAST]
    balances = giving.balances(around.user, {one.voice for one, _ in kept if one.voice}, around.now)
    with_whom = {one.number: balances.get(one.voice or 0) for one, _ in kept}
    found = [
        Candidate(
            subject=f"{subject}:{one.number}",
            title=one.text or one.address or one.voice_name,
            minutes=minutes,
            value=owing.value(press, minutes, with_whom[one.number]),
            because=[
                _SAYS[one.kind](one),
                *_gave_more(one.voice_name, with_whom[one.number]),
            ],
            voice=one.voice,
            owed=True,
        )
        for one, press in kept
    ]
    return iter(sorted(found, key=lambda one: -one.value))


def _promised(one: Owed) -> Because:
    due = one.due.isoformat() if one.due else None
    return Because("promised", {"name": one.voice_name, "at": one.since.isoformat(), "due": due})


def _turn(one: Owed) -> Because:
    return Because("your-turn", {"at": one.since.isoformat(), "who": [*one.who], "asks": one.asks})


def _kept_for_later(one: Owed) -> Because:
    return Because("thanks-wait", {"at": one.since.isoformat()})


_SAYS: Mapping[str, Callable[[Owed], Because]] = {
    "promise": _promised,
    "reply": _turn,
    "thanks": _kept_for_later,
}


def _gave_more(name: str, balance: Balance | None) -> list[Because]:
    """What passed lately, where they gave more than they got."""
    if balance is None or balance.into <= balance.out:
        return []
    told = [fact for fact in balance.facts if KINDS[fact.kind].weight]  # to ask is not to give
    received = [f"{fact.kind}:{fact.received}" for fact in told if fact.received]
    given = [f"{fact.kind}:{fact.given}" for fact in told if fact.given]
    return [Because("gave-more", {"name": name, "received": received, "given": given})]


def words(around: Around) -> Iterator[Candidate]:
    """Who was not heard of for as long as their rhythm says: A_DAY at the most."""
    morning = datetime.combine(around.today, time(), around.zone)
    left = A_DAY - _said.count(around.user.pk, morning)
    voices = [voice for voice in owed.due(around.user, around.now) if voice.name]
    balances = giving.balances(around.user, {voice.pk for voice in voices}, around.now)
    ranked = sorted(voices, key=lambda voice: -_pressing(voice, balances.get(voice.pk), around.now))
    for voice in ranked[: max(left, 0)]:
        yield _word(voice, balances.get(voice.pk), around.now)


def _word(voice: Voice, balance: Balance | None, now: datetime) -> Candidate:
    def reasons(_texts: Mapping[int, str]) -> list[Because]:
        return [_last_word(voice, now), *_with_gift(voice, balance, now)]

    return Candidate(
        subject=f"word:{voice.pk}",
        title=voice.name,
        minutes=WORD,
        value=owing.value(_spans(voice, now), WORD, balance),
        because=Told(list, reasons),  # a gift takes a while to find
        voice=voice.pk,
        owed=True,
    )


@prepared.query
def _said(owner: int, since: datetime) -> QuerySet[Step, int]:
    """The words that were asked for since and settled, one way or the other."""
    rows = Step.objects.filter(session__owner=owner, verb="word", changed_at__gte=since)
    return rows.exclude(state=Step.State.WAITING).values_list("pk", flat=True)


def _pressing(voice: Voice, balance: Balance | None, now: datetime) -> float:
    return _spans(voice, now) * owing.lean(balance)


def _spans(voice: Voice, now: datetime) -> float:
    """How pressing a word is, by how much of its rhythm has passed."""
    stands = ties.standing(voice, now)
    if stands.state not in (touch.DUE, touch.OVERDUE) or not stands.days:
        return 0.0
    return owing.word((now - stands.since) / _DAY / stands.days)


def _last_word(voice: Voice, now: datetime) -> Because:
    stands = ties.standing(voice, now)
    code = "last-word" if voice.last_exchange_at else "no-word-yet"
    return Because(code, {"at": stands.since.isoformat(), "days": stands.days})


def _with_gift(voice: Voice, balance: Balance | None, now: datetime) -> list[Because]:
    """What could be brought along, or else what they gave lately."""
    found = gifts.gifts(voice, now, most=1)
    return [gifts.brought(one) for one in found] or _gave_more(voice.name, balance)
