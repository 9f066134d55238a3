"""Ask a question: a draft for the way it takes, and that it was asked."""

from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import questions as do
from kith.actions import threads
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.db.models import Asking, Question, Voice
from kith.queries import access, acquaintance, roster
from kith.queries.access import NotYours
from kith.queries.acquaintance import Reach
from kith.queries.asking import Piece
from kith.web import given, question_words, words
from kith.web.jinja import url
from kith.web.pages.questions import moment_of, show, voice_of
from kith.web.question_words import FORUM, MAIL, POST, WAYS, Draft
from kith.web.render import Request, complain, page, say


@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    """The wording, and the ways to send it."""
    row = access.question(request.user, pk)
    try:
        voice = voice_of(request)
    except Trouble as trouble:
        return show(request, row, problem=trouble.problem, status=404)
    reach = acquaintance.reach(voice) if voice else []
    way = request.GET.get("way", "")
    way = way if way in WAYS else _way(voice, reach)
    said = _draft(request, row, voice, way)
    return page(
        request,
        "question_ask.html",
        here="people",
        question=row,
        voice=voice,
        name=roster.called(voice) if voice else "",
        way=way,
        ways=WAYS,
        draft=said,
        mails=[(one.value, _mail(one.link, said)) for one in reach if one.kind == "mail"],
        reach=[one for one in reach if one.kind in {"profile", "web"} and one.link],
        piece=given.number(request, "piece", anywhere=True),
    )


def _way(voice: Voice | None, reach: list[Reach]) -> str:
    """The likeliest way: by mail where there is an address, in a community's forum, else a post."""
    kinds = {one.kind for one in reach}
    if "mail" in kinds:
        return MAIL
    if voice is None or voice.kind == Voice.Kind.COMMUNITY:
        return FORUM
    return POST if "profile" in kinds else MAIL


def _draft(request: Request, row: Question, voice: Voice | None, way: str) -> Draft:
    name = roster.called(voice) if voice else ""
    person = name if voice and voice.kind == Voice.Kind.PERSON else ""
    piece = _piece(request, voice) if voice else None
    return question_words.draft(way, row.text, row.details, str(request.user), person, piece)


def _piece(request: Request, voice: Voice) -> Piece | None:
    """What they wrote on it, where the address names that."""
    pk = given.number(request, "piece", anywhere=True)
    try:
        mark = access.mark(request.user, pk) if pk else None
    except NotYours:
        return None
    if mark is None or mark.voice_id != voice.pk:
        return None
    return Piece(mark.entry_id, mark.entry.title, mark.entry.url, mark.at)


def _mail(link: str, said: Draft) -> str:
    return f"{link}?{urlencode({'subject': said.subject, 'body': said.text}, quote_via=quote)}"


@require_POST
def asked(request: Request, pk: int) -> HttpResponse:
    """It was asked there; the conversation is watched where the reader wishes so."""
    row = access.question(request.user, pk)
    way = given.one_of(request, "way", WAYS)
    address = words.web(given.line(request, "address", 4000))
    try:
        voice = voice_of(request)
        noted = do.ask(
            row,
            utc_now(),
            voice=voice,
            place=given.line(request, "place") or way,
            address=address,
            wording=given.words(request, "wording", do.LONGEST_DETAILS),
            chat=way == POST or bool(request.POST.get("chat")),
            at=moment_of(request),
        )
    except Trouble as trouble:
        return show(request, row, problem=trouble.problem, status=422)
    name = roster.called(voice) if voice else question_words.place(noted.place)
    say(request, _("Asked: %(whom)s.") % {"whom": name}, undo=url("asking-forget", noted.pk))
    if address and "watch" in request.POST:
        _watch(request, noted)
    return redirect("question", row.pk)


def _watch(request: Request, row: Asking) -> None:
    """Answers that come there are shown; where nothing can be watched, that is said."""
    try:
        watched = threads.watch(request.user, row.address, utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return
    do.follow(row, watched.thread)
