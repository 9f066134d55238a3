"""An account's questions: open ones, closed ones, where each was asked and what came back."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import reduce
from operator import and_

from django.db.models import Count, F, Q, QuerySet
from django.utils.safestring import SafeString

from kith.core.asking import Search, Term
from kith.db.models import Answer, Asking, Entry, Exchange, Question, User, Voice
from kith.db.search_words import needle
from kith.queries import marking, roster, searching
from kith.queries.whose import whose

PAGE = 20
OPEN = 100
_FOUND = 5  # that a search shows
_NEW = 5  # posts of a conversation
_LONGEST = 2_000  # characters of one
_LIKELY = 60  # exchanges, whose voices' names are offered


@dataclass(frozen=True, slots=True)
class Line:
    """One question in a list."""

    question: int
    text: str
    created_at: datetime
    closed_at: datetime | None
    outcome: str
    asked: list[str]  # whom, or where; in the order in which it was asked
    last_asked_at: datetime | None
    answers: int


@dataclass(frozen=True, slots=True)
class Questions:
    """The open ones, and a page of those that are closed; the newest come first."""

    open: list[Line]
    closed: list[Line]
    page: int
    pages: int


def questions(user: User, number: int = 1) -> Questions:
    """All questions of an account."""
    rows = Question.objects.filter(owner=user)
    shut = rows.filter(closed_at__isnull=False)
    pages = max(1, -(-shut.count() // PAGE))
    number = min(max(number, 1), pages)
    closed = shut.order_by("-closed_at", "-pk")[(number - 1) * PAGE : number * PAGE]
    first = rows.filter(closed_at=None).order_by("-created_at", "-pk")[:OPEN]
    return Questions(_lines(first), _lines(closed), number, pages)


def _lines(rows: QuerySet[Question]) -> list[Line]:
    found = list(rows.only("text", "created_at", "closed_at", "outcome"))
    pks = [row.pk for row in found]
    asked, answers = _asked_by_question(pks), _answers_by_question(pks)
    return [
        Line(
            row.pk,
            row.text,
            row.created_at,
            row.closed_at,
            row.outcome,
            asked=list(dict.fromkeys(name for name, _ in asked[row.pk])),
            last_asked_at=max((at for _, at in asked[row.pk]), default=None),
            answers=answers.get(row.pk, 0),
        )
        for row in found
    ]


def _asked_by_question(questions: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    rows = Asking.objects.filter(question__in=questions).order_by("at", "pk")
    found: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for question, name, place, at in rows.values_list("question", "voice__name", "place", "at"):
        found[question].append((name or place, at))
    return found


def _answers_by_question(questions: Sequence[int]) -> dict[int, int]:
    rows = Answer.objects.filter(question__in=questions).order_by()
    return dict(rows.values_list("question").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked."""

    number: int
    voice: int | None
    name: str  # of the voice
    place: str
    address: str
    wording: str
    at: datetime
    thread: int | None
    new: int  # posts in its conversation that the account has not seen


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said to it; `owed` are thanks that wait, `thanked` whether they were said."""

    number: int
    voice: int | None
    name: str
    text: str
    address: str
    at: datetime
    helped: bool
    owed: int | None
    thanked: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """A post in a conversation in which it was asked."""

    entry: int
    author: str
    text: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """How a question fared so far."""

    asked: list[Asked]
    answers: list[Answered]
    posts: list[Posted]  # the newest that are no answer yet

    @property
    def begun(self) -> bool:
        """Whether anybody was asked, or answered."""
        return bool(self.asked or self.answers)

    @property
    def voices(self) -> set[int]:
        """Whom it was put to already."""
        return {one.voice for one in self.asked if one.voice}


def course(question: Question) -> Course:
    """Whom it was put to, and what came back; `question` comes from access.question."""
    askings = list(question.askings.select_related("voice", "thread").order_by("at", "pk"))
    answers = list(question.answers.select_related("voice", "thanks").order_by("at", "pk"))
    voices = [one.voice for one in askings] + [one.voice for one in answers]
    names = roster.all_called(one for one in voices if one)
    return Course(
        asked=[_asked(one, names) for one in askings],
        answers=[_answered(one, names) for one in answers],
        posts=_posts(question, answers) if any(one.thread_id for one in askings) else [],
    )


def _asked(row: Asking, names: dict[int, str]) -> Asked:
    thread = row.thread
    return Asked(
        number=row.pk,
        voice=row.voice_id,
        name=names.get(row.voice_id or 0, ""),
        place=row.place,
        address=row.address,
        wording=row.wording,
        at=row.at,
        thread=row.thread_id,
        new=int(thread.summary.get("new", 0)) if thread else 0,
    )


def _answered(row: Answer, names: dict[int, str]) -> Answered:
    owed = row.thanks
    waits = owed is not None and owed.said_at is None and owed.released_at is None
    return Answered(
        number=row.pk,
        voice=row.voice_id,
        name=names.get(row.voice_id or 0, ""),
        text=row.text,
        address=row.address,
        at=row.at,
        helped=row.helped,
        owed=owed.pk if owed and waits else None,
        thanked=owed is not None and owed.said_at is not None,
    )


def _posts(question: Question, answers: Sequence[Answer]) -> list[Posted]:
    """The newest posts since it was asked, in the conversations that are watched for it, but for
    those that were noted as answers.
    """
    but = {one.address for one in answers}
    rows = Entry.objects.filter(
        channel__threads__askings__question=question,
        at__gt=F("channel__threads__askings__at"),
    )
    columns = ("pk", "author", "excerpt", "url", "at")
    found = [
        Posted(*row)
        for row in rows.order_by("-at", "-pk").values_list(*columns).distinct()[: _NEW + len(but)]
    ]
    return [one for one in found if one.address not in but][:_NEW]


def likely(user: User, course: Course) -> list[str]:
    """Names of those who may answer: who was asked, then with whom something passed last."""
    rows = Exchange.objects.filter(owner=user).order_by("-at", "-pk")
    lately = rows.values_list("voice__name", flat=True)[:_LIKELY]
    names = [*(one.name for one in course.asked), *lately]
    return [name for name in dict.fromkeys(names) if name]


@dataclass(frozen=True, slots=True)
class Noting:
    """A post as an answer: its author's name, if the account knows them, and its words."""

    name: str
    text: str
    address: str


def posted(question: Question, entry: int) -> Noting | None:
    """A post of a conversation in which a question was asked."""
    rows = Entry.objects.filter(channel__threads__askings__question=question, pk=entry)
    columns = ("url", "author_url", "excerpt", "text__body")
    found = rows.values_list(*columns).first()
    if found is None:
        return None
    address, page, excerpt, body = found
    voice = whose(question.owner, {page}).get(page)
    known = Voice.objects.filter(pk=voice) if voice else ()
    name = next((roster.called(one) for one in known), "")
    return Noting(name, (body or excerpt)[:_LONGEST], address)


def interested(user: User) -> list[tuple[int, str]]:
    """Number and name of the interests that a question may belong to."""
    rows = user.interests.order_by("resting", "-weight", "order", "pk")
    return list(rows.values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Found:
    """A question that a search found, with the words marked."""

    question: int
    text: SafeString
    piece: SafeString  # of what came of it, of an answer, or of what was said of it
    closed_at: datetime | None


def search(user: User, asked: Search, zone: tzinfo) -> list[Found]:
    """The newest questions that hold all that is asked for, in themselves, outcome or answers.

    None where a search asks for what no question has: a voice, a label, a title.
    """
    if not _fits_questions(asked):
        return []
    rows = Question.objects.filter(_holding(asked.terms), owner=user)
    if asked.since:
        rows = rows.filter(created_at__gte=searching.begin(asked.since, zone))
    if asked.until:
        rows = rows.filter(created_at__lt=searching.begin(asked.until, zone))
    wanted = marking.patterns(asked.terms)
    found = rows.order_by("-created_at", "-pk").prefetch_related("answers")[:_FOUND]
    return [
        Found(row.pk, marking.marked(row.text, wanted), _piece(row, wanted), row.closed_at)
        for row in found
    ]


def _fits_questions(asked: Search) -> bool:
    elsewhere = asked.voices or asked.labels or asked.kinds
    marked = asked.kept is not None or asked.unread is not None
    placed = any(term.place for term in asked.terms)
    looked_for = any(not term.excluded for term in asked.terms)
    return looked_for and not (elsewhere or marked or placed)


def _holding(terms: Sequence[Term]) -> Q:
    """A beginning of a word is found where it stands, as db.search_words folds it."""
    each = (_held(term) for term in terms)
    return reduce(and_, each)


def _held(term: Term) -> Q:
    holds = Q(searched__contains=needle(term))
    return ~holds if term.excluded else holds


def _piece(row: Question, wanted: Sequence[re.Pattern[str]]) -> SafeString:
    """The first of what belongs to it that holds one of the words, or what came of it."""
    said = [row.outcome, *(one.text for one in row.answers.all()), row.details]
    shown = (marking.piece(one, wanted, "") for one in said if one)
    return next(filter(None, shown), marking.marked(row.outcome, wanted))
