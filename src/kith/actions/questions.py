"""Questions to the network: written down, asked, answered, closed with what came of them."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from kith.actions import exchanges, thanks, thread_posts
from kith.actions.alone import AT_ONCE, one_at_a_time
from kith.actions.exchanges import Happened
from kith.core.exchanges import GIVEN, RECEIVED
from kith.core.problems import Trouble
from kith.db.fit import fit, storable
from kith.db.models import (
    Answer,
    Asking,
    Entry,
    Exchange,
    Interest,
    Question,
    Thanks,
    Thread,
    User,
    Voice,
)
from kith.db.search_words import folded

LONGEST = 500  # characters of a question
LONGEST_DETAILS = 10_000
CAPTURED = "question"
Said = TypeVar("Said", Asking, Answer)


def add(
    user: User, text: str, now: datetime, *, details: str = "", entry: Entry | None = None
) -> Question:
    """Write a question down; the same one twice is one, as long as it is open.

    Raises Trouble("question-empty") where nothing is asked.
    """
    said = _said(text)
    row = Question(owner=user, text=said, created_at=now, entry=entry)
    row.details = storable(details.strip(), LONGEST_DETAILS)
    with transaction.atomic():
        one_at_a_time(user.pk)
        there = Question.objects.filter(owner=user, text=said, closed_at=None).first()
        if there is not None:
            return there
        row.save()
        _index(row)
    return row


def _said(text: str) -> str:
    said = storable(" ".join(text.split()), LONGEST)
    if not said:
        raise Trouble("question-empty")
    return said


def reword(question: Question, text: str, details: str, interest: Interest | None) -> None:
    """Say it anew, and to which interest it belongs."""
    question.text = _said(text)
    question.details = storable(details.strip(), LONGEST_DETAILS)
    question.interest = interest
    with transaction.atomic():
        question.save(update_fields=["text", "details", "interest"])
        _index(question)


def forget(question: Question) -> bool:
    """Take a question away that nobody was asked; whether it was. Others are closed."""
    with transaction.atomic():
        if question.askings.exists() or question.answers.exists():
            return False
        question.delete()
    return True


def _index(question: Question) -> None:
    """Keep all its words as they are searched. Call within the transaction that changed them."""
    said = [question.text, question.details, question.outcome]
    said += question.answers.order_by("pk").values_list("text", flat=True)
    Question.objects.filter(pk=question.pk).update(searched=folded(said))


def ask(
    question: Question,
    now: datetime,
    *,
    voice: Voice | None,
    place: str = "",
    address: str = "",
    wording: str = "",
    chat: bool = False,
    at: datetime | None = None,
) -> Asking:
    """Record that it was put to somebody, or in some place; with a voice it is an exchange.

    `at` is when, now if it is not said. The same said twice at once is one. Raises
    Trouble("asked-nobody") without voice and place.
    """
    facts = fit(Asking, {"place": " ".join(place.split()), "address": address.strip()})
    if voice is None and not facts["place"]:
        raise Trouble("asked-nobody")
    facts |= {"question": question, "voice": voice}
    facts |= {"wording": storable(wording.strip(), LONGEST_DETAILS)}
    at = min(at or now, now)
    with transaction.atomic():
        one_at_a_time(question.owner_id)
        there = _just_said(Asking.objects.filter(**facts), at)
        if there is not None:
            return there
        row = Asking.objects.create(**facts, at=at)
        if voice is not None:
            happened = _happened(question, "question", GIVEN, row, chat=chat)
            row.exchange = exchanges.record(voice, happened, now)
            row.save(update_fields=["exchange"])
    return row


def _happened(
    question: Question, kind: str, direction: str, row: Asking | Answer, *, chat: bool
) -> Happened:
    act = f"{'asking' if isinstance(row, Asking) else 'answer'}:{row.pk}"
    return Happened(
        kind,
        direction,
        row.at,
        about=question.text,
        url=row.address,
        entry=question.entry,
        chat=chat,
        captured=CAPTURED,
        act=act,
    )


def follow(asking: Asking, thread: Thread) -> None:
    """The conversation in which it was asked is watched: what is said there belongs to it."""
    Asking.objects.filter(pk=asking.pk).update(thread=thread)


@transaction.atomic
def unask(asking: Asking, now: datetime) -> None:
    """It was not asked there: its exchange goes as well."""
    if asking.exchange:
        exchanges.forget(asking.exchange, now)
    asking.delete()


def answer(
    question: Question,
    now: datetime,
    *,
    voice: Voice | None,
    text: str = "",
    address: str = "",
    helped: bool = False,
    at: datetime | None = None,
) -> Answer:
    """Note what somebody said to it; from a voice it is an exchange. Twice at once is one.

    Raises Trouble("answer-empty") where neither who nor what nor where is said.
    """
    told, facts = storable(text.strip(), LONGEST_DETAILS), fit(Answer, {"address": address.strip()})
    if voice is None and not told and not facts["address"]:
        raise Trouble("answer-empty")
    facts |= {"question": question, "voice": voice, "text": told, "helped": helped}
    at = min(at or now, now)
    with transaction.atomic():
        one_at_a_time(question.owner_id)
        there = _just_said(Answer.objects.filter(**facts), at)
        if there is not None:
            return there
        row = Answer.objects.create(**facts, at=at)
        if voice is not None and not _seen(voice, row.address):
            chat = _quick(question, voice)
            happened = _happened(question, "answer", RECEIVED, row, chat=chat)
            row.exchange = exchanges.record(voice, happened, now)
            row.save(update_fields=["exchange"])
        _index(question)
    return row


def _just_said(rows: QuerySet[Said], at: datetime) -> Said | None:
    """What was said just before, of rows that say the same: its button was clicked twice."""
    return rows.filter(at__range=(at - AT_ONCE, at + AT_ONCE)).order_by("pk").first()


def _seen(voice: Voice, address: str) -> bool:
    """Whether the answer was seen in a watched conversation, and recorded there."""
    rows = Exchange.objects.filter(voice=voice, captured=thread_posts.CAPTURED, url=address)
    return bool(address) and rows.filter(direction=RECEIVED).exists()


def _quick(question: Question, voice: Voice) -> bool:
    """Whether they were asked where talk is quick, so that they answered there."""
    asked = question.askings.filter(voice=voice, exchange__isnull=False).order_by("-at").first()
    return bool(asked and asked.exchange and asked.exchange.chat)


@transaction.atomic
def unanswer(row: Answer, now: datetime) -> None:
    """It was no answer: its exchange goes as well; thanks that were said stay."""
    question = row.question
    if row.exchange:
        exchanges.forget(row.exchange, now)
    row.delete()
    _release(row.thanks, now)
    _index(question)


def _release(owed: Thanks | None, now: datetime) -> None:
    """Thanks that no answer is left for are not to be said."""
    if owed is not None and owed.said_at is None and not owed.answers.filter(helped=True).exists():
        thanks.release(owed, now)


def close(
    question: Question,
    outcome: str,
    helped: Collection[int],
    now: datetime,
    *,
    reason: str = "",
) -> list[Thanks]:
    """Close it with what came of it; thanks are owed to those whose answers helped.

    `helped` are answers of it, by number; `reason` is what the thanks are for, in the reader's
    words, else the question itself. Returns what is owed, one for each voice.
    """
    question.closed_at = question.closed_at or now
    question.outcome = storable(outcome.strip(), LONGEST_DETAILS)
    with transaction.atomic():
        question.save(update_fields=["closed_at", "outcome"])
        owed = []
        for row in _answers(question):
            row.helped = row.pk in helped
            owed += _settle(row, reason or question.text, now)
        for row in _answers(question):
            _release(row.thanks, now)
        _index(question)
    waiting = {one.pk: one for one in owed if one.said_at is None}
    return list(waiting.values())


def _answers(question: Question) -> list[Answer]:
    return list(question.answers.select_related("question", "voice", "thanks").order_by("at", "pk"))


def _settle(row: Answer, reason: str, now: datetime) -> list[Thanks]:
    """Keep whether an answer helped; the thanks for it, if it did."""
    owed = row.thanks is not None and row.thanks.released_at is None  # or said by now
    if row.helped and row.voice is not None and not owed:
        row.thanks = thanks.owe(row.voice, reason, now, effect=row.question.outcome)
    row.save(update_fields=["helped", "thanks"])
    return [row.thanks] if row.helped and row.thanks else []


@transaction.atomic
def reopen(question: Question, now: datetime) -> None:
    """Undo `close`: it is open again; what was owed for it is no longer, unless it was said."""
    question.closed_at = None
    question.save(update_fields=["closed_at"])
    rows = _answers(question)
    question.answers.update(helped=False)
    for row in rows:
        _release(row.thanks, now)
