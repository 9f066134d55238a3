"""Threads: conversations elsewhere, whose turn it is, and what can be done about each."""

from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from kith.actions import looks
from kith.actions import threads as do
from kith.actions.clock import utc_now
from kith.core.problems import Problem, Trouble
from kith.core.threads import at_place, named, place_of
from kith.queries import access
from kith.queries import threads as asked
from kith.queries.threads import Shelf
from kith.web import given, words
from kith.web.jinja import url
from kith.web.pictures import waiting
from kith.web.render import Request, ask, complain, page, say

DAYS = (1, 7, 30)  # for how long a thread can be left alone


@require_safe
def threads(request: Request) -> HttpResponse:
    """The open ones by whose turn it is; or those that are snoozed, or closed."""
    now, shelf = utc_now(), request.GET.get("shelf", "")
    rest = Shelf(shelf) if shelf in {Shelf.SNOOZED, Shelf.CLOSED} else None
    return page(
        request,
        "threads.html",
        here="people",
        shown=asked.overview(request.user, now),
        shelf=rest or Shelf.OPEN,
        lines=asked.shelved(request.user, rest, now) if rest else [],
        most=asked.MOST,
        days=DAYS,
        now=now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: Request) -> HttpResponse:
    """Ask before watching: whatever leads here with an address changes nothing yet."""
    address = given.address(request)
    if request.method != "POST":
        return _form(request, address)
    try:
        done = do.watch(request.user, address, utc_now())
    except Trouble as trouble:
        return _form(request, address, trouble.problem)
    say(request, _("You watch this already.") if done.already else _("Kith watches this now."))
    return redirect("thread", done.thread.pk)


def _form(request: Request, address: str, problem: Problem | None = None) -> HttpResponse:
    status = 422 if problem else 200
    return page(
        request, "watch.html", here="people", status=status, address=address, problem=problem
    )


@require_POST
def watch_entry(request: Request, entry: int) -> HttpResponse:
    """Watch what is said about an entry."""
    mark = access.mark(request.user, entry)
    try:
        done = do.watch_entry(mark, utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return redirect(given.next_page(request) or url("entry", entry))
    say(request, _("You watch this already.") if done.already else _("Kith watches this now."))
    return redirect("thread", done.thread.pk)


@require_safe
def thread(request: Request, pk: int) -> HttpResponse:
    """One conversation with its posts. Who looks at it has seen what is new."""
    row, now = access.thread(request.user, pk), utc_now()
    skip = given.number(request, "skip", anywhere=True) or 0
    found = asked.conversation(request.user, row, min(skip, asked.READ))
    if request.method == "GET" and not skip:
        do.saw(row, now)
    wished = request.user.preferences.get("pictures") == "click" and "pictures" not in request.GET
    show = waiting if wished else Markup  # cleaned when it was stored
    return page(
        request,
        "thread.html",
        here="people",
        shown=found,
        line=found.line,
        texts={post.entry: show(post.html) for post in found.posts},
        waits=wished and any("<img" in post.html for post in found.posts),
        accounts=request.user.preferences.get("accounts", []),
        days=DAYS,
        now=now,
    )


@require_safe
def answer(request: Request, pk: int) -> HttpResponse:
    """Go where it can be answered; the next page of Kith asks whether that was done."""
    row = access.thread(request.user, pk)
    there = words.web(row.address)
    if not there:
        return redirect("thread", row.pk)
    text = _("Did you answer in “%(title)s”?") % {"title": row.title or words.host(row.address)}
    ask(request, text, _("Yes, I answered"), url("thread-answered", row.pk), {})
    return HttpResponseRedirect(there)


@require_POST
def answered(request: Request, pk: int) -> HttpResponse:
    """It was answered there: the turn is the others', and what passed is recorded."""
    row, now = access.thread(request.user, pk), utc_now()
    before = row.spoke_at
    recorded = do.answered(row, now)
    n = len(recorded)
    text = ngettext(
        "Noted, with %(n)s person you know. It is the others’ turn.",
        "Noted, with %(n)s people you know. It is the others’ turn.",
        n,
    )
    fields = {"before": before.isoformat() if before else ""}
    said = text % {"n": words.number(n)} if n else _("Noted. It is the others’ turn.")
    say(request, said, undo=url("thread-unanswered", row.pk), fields=fields)
    return _back(request, pk)


@require_POST
def unanswered(request: Request, pk: int) -> HttpResponse:
    """Undo that it was answered."""
    do.unanswered(access.thread(request.user, pk), utc_now(), _moment(request))
    return _back(request, pk)


def _moment(request: Request) -> datetime | None:
    """The moment that a form gave back, or none."""
    return given.moment(request.POST.get("before", ""))


@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Leave it for later, or wake it; say that nothing is owed; close it, or open it again."""
    row, now, verb = access.thread(request.user, pk), utc_now(), request.POST.get("do", "")
    again = url("thread-change", row.pk)
    if verb == "snooze":
        days = int(given.one_of(request, "days", map(str, DAYS), "7"))
        do.snooze(row, now + timedelta(days=days))
        text = _("Left alone until %(day)s.") % {"day": words.when(now + timedelta(days=days))}
        say(request, text, undo=again, fields={"do": "wake"})
    elif verb == "wake":
        do.wake(row)
    elif verb == "settle":
        before = do.owe_nothing(row, now)
        fields = {"do": "unsettle", "before": before.isoformat() if before else ""}
        say(request, _("Nothing is owed there any more."), undo=again, fields=fields)
    elif verb == "unsettle":
        do.owe_again(row, _moment(request), now)
    elif verb == "close":
        do.close(row, now)
        text = _("Closed: “%(title)s”.") % {"title": row.title or words.host(row.address)}
        say(request, text, undo=again, fields={"do": "reopen"})
    elif verb == "reopen":
        do.reopen(row, now)
        say(request, _("Kith watches this again."))
    return _back(request, pk)


@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Look there again, but not twice within five minutes, nor while its host says no."""
    row, now = access.thread(request.user, pk), utc_now()
    held = row.channel.held_until
    if held and held > now:
        text = _("Its host asked to be left alone until %(when)s.")
        complain(request, text % {"when": words.moment(held)})
    elif not looks.cool(row.channel, now):
        complain(request, _("Kith looked there a moment ago; it can do so again in five minutes."))
    else:
        looks.due_now([row.channel_id], now)
        say(request, _("Kith looks at it again in a moment."))
    return _back(request, pk)


@require_POST
def call_me(request: Request, pk: int) -> HttpResponse:
    """Remember what the account is called at the place of a thread."""
    place = place_of(access.thread(request.user, pk).address)
    typed = given.line(request, "typed", do.LONGEST_ACCOUNT)
    if typed and not named(typed) and "@" not in typed.lstrip("@"):
        typed = at_place(typed.lstrip("@"), place)  # no more than the name
    line = typed or given.line(request, "chosen", do.LONGEST_ACCOUNT)
    if line and do.add_account(request.user, line, utc_now()):
        say(request, _("Remembered. You can change it in the settings."))
    else:
        complain(request, _("Kith found no account in that. Write @name@place, or an address."))
    return redirect("thread", pk)


@require_POST
def accounts(request: Request) -> HttpResponse:
    """Remember what the account is called elsewhere."""
    lines = given.words(request, "accounts", 60 * do.LONGEST_ACCOUNT).splitlines()
    unclear = do.set_accounts(request.user, lines, utc_now())
    if unclear:
        text = _("Kith found no account in: %(lines)s")
        complain(request, text % {"lines": ", ".join(unclear[:5])})
    else:
        say(request, _("Saved."))
    return redirect(url("settings") + "#elsewhere")


def _back(request: Request, pk: int) -> HttpResponse:
    return redirect(given.next_page(request) or url("thread", pk))
