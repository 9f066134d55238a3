"""The logbook: one line about what passed, shown as it was understood, then written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import exchanges as mending
from kith.actions import logbook as do
from kith.actions.clock import utc_now
from kith.actions.logbook import Page, Written
from kith.core import saying
from kith.core.exchanges import KINDS, possible
from kith.core.problems import Trouble
from kith.core.saying import Said
from kith.db.models import Entry, Exchange, Voice
from kith.queries import access, acquaintance, roster, sessions
from kith.web import brought, given, tie_words, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say

PROMISE = "promise"
MOST = 20  # people in one line
_SALT = "exchange"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a line: chosen, or one of several who bear the name, or nobody who is known."""

    text: str  # as it was typed
    choices: Sequence[tuple[int, str]] = ()  # numbers and names
    is_new: bool = False  # to be added

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to say of whom is meant."""
        return self.is_new or len(self.choices) == 1


@require_safe
def log(request: Request) -> HttpResponse:
    """The form: empty, or with what was understood of a line."""
    text = request.GET.get("text", "").replace("\0", " ").strip()[: saying.LONGEST]
    said, people = _read(request, text)
    voice, entry = brought.voice(request), brought.entry(request)
    if voice and voice.pk not in {pk for one in people for pk, _name in one.choices}:
        people.insert(0, Person("", [(voice.pk, roster.called(voice))]))
    return _form(request, said, people, text=text, what=what_of(said), voice=voice, entry=entry)


def _read(request: Request, text: str) -> tuple[Said, list[Person]]:
    """What a line says, and whom it names."""
    said = saying.read(text, acquaintance.names(request.user, text), timezone.localdate())
    return said, [_person(request, one.text, one.ids) for one in (*said.people, *said.others)]


def _form(
    request: Request,
    said: Said,
    people: Sequence[Person],
    *,
    text: str,
    what: str,
    whom: str = "",
    voice: Voice | None = None,
    entry: Entry | None = None,
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "log.html",
        here="people",
        status=status,
        said=said,
        people=people,
        unclear=next((one for one in people if not one.is_clear), None),
        doubts=[doubt(one) for one in said.doubts if one.code not in {"no-one", "unknown"}],
        likely=acquaintance.lately(request.user),
        kinds=kinds(),
        today=timezone.localdate(),
        text=text,
        what=what,
        whom=whom,
        voice=voice,
        entry=entry,
    )


def _person(request: Request, text: str, ids: Sequence[int]) -> Person:
    return Person(text, [(pk, roster.called(access.voice(request.user, pk))) for pk in ids[:MOST]])


def what_of(said: Said) -> str:
    """What a line tells, as the form's choice has it; nothing understood is a word said."""
    if said.promise:
        return PROMISE
    return f"{said.kind}.{said.direction}" if said.kind else "message.mutual"


def kinds() -> list[tuple[str, str]]:
    """What can be logged: values of the form, and their words."""
    pairs = [(kind.code, way) for kind in KINDS.values() for way in kind.directions]
    told = [(f"{kind}.{way}", tie_words.exchange(kind, way)) for kind, way in pairs]
    return [*told, (PROMISE, _("you promised"))]


def doubt(one: saying.Doubt) -> str:
    """What was not understood, in words."""
    texts = {
        "no-act": _("What happened was not clear from these words: choose it below."),
        "ambiguous": _("Several bear the name “%(text)s”: choose one."),
        "between-others": _("This seems to have happened between others."),
        "future": _("“%(text)s” is still to come: what was done cannot lie ahead."),
        "not-understood": _("Not understood, and left out: “%(text)s”."),
    }
    return texts.get(one.code, "%(text)s") % {"text": one.text}


@require_POST
def write(request: Request) -> HttpResponse:
    """Write down what the form says."""
    user = request.user
    try:
        written = do.write(user, _page(request), sessions.zone_of(user), utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return _again(request)
    _tell(request, written)
    return redirect(given.next_page(request) or _there(written))


def _there(written: Written) -> str:
    """The page of the one with whom it passed, or of all that is owed."""
    whom = {row.voice_id for row in written.exchanges or written.promises}
    one = whom.pop() if len(whom) == 1 else None
    return url("voice", one) if one else url("owed")


def _again(request: Request) -> HttpResponse:
    """The form once more, with everything that was typed; whom the line left open is open still."""
    text = given.line(request, "text", saying.LONGEST)
    chosen = access.voices(request.user, given.numbers(request, "voice", MOST))
    numbers, new = {voice.pk for voice in chosen}, _new(request)
    people = [Person("", [(voice.pk, roster.called(voice))]) for voice in chosen]
    people += [Person(name, is_new=True) for name in new]
    for one in _read(request, text)[1]:
        answered = one.text in new or numbers & {pk for pk, _name in one.choices}
        people += [] if one.is_clear or answered else [one]
    typed = Said(
        day=given.day(request, "day"),
        minutes=given.number(request, "minutes"),
        about=given.line(request, "about", 1000),
        due=given.day(request, "due"),
        chat="chat" in request.POST,
    )
    return _form(
        request,
        typed,
        people,
        status=422,
        text=text,
        what=request.POST.get("what", ""),
        whom=given.line(request, "whom"),
        entry=brought.entry(request),
    )


def _page(request: Request) -> Page:
    """What the form says; Trouble where somebody is named who is not there."""
    kind, _dot, way = request.POST.get("what", "").partition(".")
    if kind != PROMISE and not possible(kind, way):
        kind, way = "message", "mutual"
    return Page(
        voices=_voices(request),
        new=_new(request),
        kind="" if kind == PROMISE else kind,
        direction=way,
        day=given.day(request, "day"),
        minutes=given.number(request, "minutes"),
        about=given.line(request, "about", 1000),
        due=given.day(request, "due"),
        chat="chat" in request.POST,
        entry=brought.entry(request),
    )


def _tell(request: Request, written: Written) -> None:
    for row in written.promises:
        text = _("Promised: “%(what)s”.") % {"what": row.text}
        fields = {"do": "release"}
        say(request, text, undo=url("promise-settle", row.pk), fields=fields)
    tell_logged(request, written.exchanges)


def tell_logged(request: Request, rows: Iterable[Exchange]) -> None:
    """Say what was recorded, each with a way back."""
    for row in rows:
        said = tie_words.exchange(row.kind, row.direction)
        facts = {"name": roster.called(row.voice), "what": said}
        text = _("Logged with %(name)s: %(what)s.") % facts
        say(request, text, undo=url("exchange-forget", row.pk))


def _voices(request: Request) -> list[Voice]:
    found: dict[int, Voice] = {}
    whom = given.line(request, "whom")
    if whom:
        voice = acquaintance.meant(request.user, whom)
        found[voice.pk] = voice
    numbers = [text for text in request.POST.getlist("voice") if text.isascii() and text.isdigit()]
    for text in numbers[:MOST]:
        voice = access.voice(request.user, int(text[:18]))
        found[voice.pk] = voice
    return list(found.values())


def _new(request: Request) -> list[str]:
    """The names of people to add."""
    return [name for name in request.POST.getlist("new")[:MOST] if name.strip()]


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: Request, pk: int) -> HttpResponse:
    """One exchange: what it was, changed where it was told wrongly."""
    row = access.exchange(request.user, pk)
    if request.method == "POST":
        kind, _dot, way = request.POST.get("what", "").partition(".")
        day, zone = given.day(request, "day"), sessions.zone_of(request.user)
        same_day = day is None or day == row.at.astimezone(zone).date()
        told = mending.Happened(
            kind if possible(kind, way) else row.kind,
            way if possible(kind, way) else row.direction,
            row.at if same_day else do.moment(day, zone, utc_now()),
            minutes=given.number(request, "minutes"),
            about=given.line(request, "about", 1000),
        )
        mending.mend(row, told, utc_now())
        say(request, _("Changed."))
        return redirect("voice", row.voice_id)
    return page(
        request,
        "exchange.html",
        here="people",
        exchange=row,
        name=roster.called(row.voice),
        kinds=[one for one in kinds() if one[0] != PROMISE],
    )


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Take an exchange away, with a way back."""
    row = access.exchange(request.user, pk)
    voice = row.voice
    told = mending.forget(row, utc_now())
    fields = {"voice": str(voice.pk), "told": signing.dumps(told, salt=_SALT, compress=True)}
    say(request, _("Taken away."), undo=url("exchange-put-back"), fields=fields)
    return redirect(given.next_page(request) or url("voice", voice.pk))


@require_POST
def put_back(request: Request) -> HttpResponse:
    """Undo `forget`."""
    voice = brought.voice(request)
    if voice is None:
        return redirect("people")
    try:
        told = signing.loads(request.POST.get("told", ""), salt=_SALT)
    except signing.BadSignature:
        return redirect("voice", voice.pk)
    mending.put_back(voice, told, utc_now())
    return redirect(given.next_page(request) or url("voice", voice.pk))
