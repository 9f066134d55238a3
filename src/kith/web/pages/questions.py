"""Questions: what one needs to know, who might, where it was asked, what came of it."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import questions as do
from kith.actions.clock import utc_now
from kith.core.problems import Problem, Trouble
from kith.db.models import Question, Voice
from kith.queries import access, asking, roster
from kith.queries import questions as ask
from kith.web import brought, given, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say


@require_safe
def questions(request: Request) -> HttpResponse:
    """The open ones, a field for another, and those that are closed."""
    return _list(request)


def _list(
    request: Request, *, text: str = "", problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    number = given.number(request, "page", anywhere=True) or 1
    return page(
        request,
        "questions.html",
        here="people",
        status=status,
        shown=ask.questions(request.user, min(number, 10**6)),
        entry=brought.entry(request),
        text=text,
        problem=problem,
    )


@require_POST
def add(request: Request) -> HttpResponse:
    """Write a question down."""
    text = given.line(request, "text", do.LONGEST)
    details = given.words(request, "details", do.LONGEST_DETAILS)
    try:
        row = do.add(request.user, text, utc_now(), details=details, entry=brought.entry(request))
    except Trouble as trouble:
        return _list(request, text=text, problem=trouble.problem, status=422)
    return redirect("question", row.pk)


@require_safe
def question(request: Request, pk: int) -> HttpResponse:
    """One question: what was said about it, whom to ask, how it fares; or what came of it."""
    return show(request, access.question(request.user, pk))


def show(
    request: Request, row: Question, *, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    """A question's page; `problem` says why what was typed into it cannot be kept."""
    course = ask.course(row)
    look = row.closed_at is None and (not course.begun or "whom" in request.GET)
    return page(
        request,
        "question.html",
        here="people",
        status=status,
        question=row,
        course=course,
        network=_network(request, row, course.voices) if look else None,
        likely=ask.likely(request.user, course),
        interests=ask.interested(request.user),
        typed=_typed(request, row, course),
        problem=problem,
    )


def _network(request: Request, row: Question, asked: set[int]) -> asking.Network:
    return asking.network(
        request.user, row.text, utc_now(), details=row.details, but=asked, itself=row.pk
    )


def _typed(request: Request, row: Question, course: ask.Course) -> dict[str, str]:
    """What stands in the form for an answer: what was typed, the post that is to be noted, or whom
    alone it was put to.
    """
    pk = given.number(request, "post", anywhere=True)
    post = ask.posted(row, pk) if pk else None
    if post:
        return {"name": post.name, "text": post.text, "address": post.address}
    asked = [one.name for one in course.asked]
    typed = {name: request.POST.get(name, "") for name in ("name", "text", "address")}
    return typed if any(typed.values()) or len(asked) != 1 else {**typed, "name": asked[0]}


@require_POST
def reword(request: Request, pk: int) -> HttpResponse:
    """Say it anew."""
    row = access.question(request.user, pk)
    number = given.number(request, "interest")
    try:
        do.reword(
            row,
            given.line(request, "text", do.LONGEST),
            given.words(request, "details", do.LONGEST_DETAILS),
            access.interest(request.user, number) if number else None,
        )
    except Trouble as trouble:
        row.refresh_from_db()
        return show(request, row, problem=trouble.problem, status=422)
    say(request, _("Changed."))
    return redirect("question", row.pk)


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Take a question away that nobody was asked, with a way back."""
    row = access.question(request.user, pk)
    fields = {"text": row.text, "details": row.details}
    fields |= {"entry": str(row.entry_id)} if row.entry_id else {}
    if not do.forget(row):
        complain(request, _("Somebody was asked: close it, so that what came of it stays."))
        return redirect("question", pk)
    say(request, _("The question is gone."), undo=url("question-add"), fields=fields)
    return redirect("questions")


@require_POST
def unask(request: Request, pk: int) -> HttpResponse:
    """It was not asked there, with a way back."""
    row = access.asking(request.user, pk)
    fields = {
        "voice": str(row.voice_id or ""),
        "place": row.place,
        "address": row.address,
        "wording": row.wording,
        "at": row.at.isoformat(),
        "chat": "yes" if row.exchange and row.exchange.chat else "",
    }
    question = row.question
    do.unask(row, utc_now())
    say(request, _("Taken back."), undo=url("question-asked", question.pk), fields=fields)
    return redirect("question", question.pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Note what somebody said."""
    row = access.question(request.user, pk)
    try:
        noted = do.answer(
            row,
            utc_now(),
            voice=voice_of(request),
            text=given.words(request, "text", do.LONGEST_DETAILS),
            address=words.web(given.line(request, "address", 4000)),
            helped="helped" in request.POST,
            at=moment_of(request),
        )
    except Trouble as trouble:
        return show(request, row, problem=trouble.problem, status=422)
    say(request, _("Noted."), undo=url("answer-forget", noted.pk))
    return redirect(url("question", row.pk) + "#answers")


def voice_of(request: Request) -> Voice | None:
    """The voice that a form or an address names, if it names one.

    Raises Trouble("voice-unknown") for a name that nobody bears.
    """
    found, name = brought.voice(request), given.line(request, "name", anywhere=True)
    if found is None and name:
        found = roster.by_name(request.user, name)
        if found is None:
            raise Trouble("voice-unknown", name=name)
    return found


def moment_of(request: Request) -> datetime | None:
    """When it was, where an undo says so."""
    return given.moment(request.POST.get("at", ""))


@require_POST
def unanswer(request: Request, pk: int) -> HttpResponse:
    """It was no answer, with a way back."""
    row = access.answer(request.user, pk)
    fields = {
        "voice": str(row.voice_id or ""),
        "text": row.text,
        "address": row.address,
        "at": row.at.isoformat(),
    }
    fields |= {"helped": "yes"} if row.helped else {}
    question = row.question
    do.unanswer(row, utc_now())
    say(request, _("Taken back."), undo=url("question-answer", question.pk), fields=fields)
    return redirect("question", question.pk)


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close it with what came of it; say to whom thanks are owed."""
    row = access.question(request.user, pk)
    helped = [int(text[:18]) for text in request.POST.getlist("helped") if text.isdecimal()]
    outcome = given.words(request, "outcome", do.LONGEST_DETAILS)
    reason = _("the answer to “%(question)s”") % {"question": row.text}
    owed = do.close(row, outcome, helped, utc_now(), reason=reason)
    names = ", ".join(roster.called(one.voice) for one in owed)
    said = _("Closed.")
    if names:
        said = _("Closed. Thanks to %(names)s stand among what is owed.") % {"names": names}
    say(request, said, undo=url("question-reopen", row.pk))
    return redirect("question", row.pk)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open it again."""
    row = access.question(request.user, pk)
    do.reopen(row, utc_now())
    say(request, _("Open again."))
    return redirect("question", row.pk)
