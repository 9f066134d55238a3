"""Health: the channels that fail or have gone quiet, and what can be done about each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kith.actions import looks, reach
from kith.actions import roster as do
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core.problems import Trouble
from kith.db.models import Channel, Following
from kith.queries import access, channels, roster, threads
from kith.web import given, words
from kith.web.jinja import url
from kith.web.pages.voice import released
from kith.web.render import Request, complain, page, say

SHOWN = 100  # channels a page; the longest failing come first


@require_safe
def health(request: Request) -> HttpResponse:
    """What fails for so long that the reader is asked, what fails, and what has gone quiet."""
    now = utc_now()
    found = channels.health(request.user, now)
    shown = found[:SHOWN]
    return page(
        request,
        "health.html",
        here="people",
        asked=[one for one in shown if one.ask or one.gone],
        failing=[one for one in shown if one.problem and not (one.ask or one.gone)],
        silent=[one for one in shown if one.silent and not one.problem],
        talks=threads.failing(request.user),
        total=len(found),
        left=len(found) - len(shown),
        followed=bool(found) or roster.has_voices(request.user),
        now=now,
    )


@require_POST
def look_at_all(request: Request) -> HttpResponse:
    """Look again at everything that fails and may be asked now."""
    now = utc_now()
    followings = [one.following for one in channels.health(request.user, now) if one.problem]
    rows = Channel.objects.filter(followings__in=followings)
    ids = [channel.pk for channel in rows if not _too_soon(channel)]
    looks.due_now(ids, now)
    n = len(ids)
    text = ngettext(
        "Kith looks at %(n)s channel again in a moment.",
        "Kith looks at %(n)s channels again in a moment.",
        n,
    )
    say(request, text % {"n": words.number(n)} if n else _("They were all asked just now."))
    return redirect("health")


@require_POST
def look(request: Request, following: int) -> HttpResponse:
    """Look at a channel again, but not twice within five minutes, nor while its host says no."""
    found = access.following(request.user, following)
    soon = _too_soon(found.channel)
    if soon:
        complain(request, soon)
    else:
        looks.due_now([found.channel_id], utc_now())
        say(request, _("Kith looks at it again in a moment."))
    return _back(request, found)


def _too_soon(channel: Channel) -> str:
    now = utc_now()
    if channel.held_until and channel.held_until > now:
        return _("Its host asked to be left alone until %(when)s.") % {
            "when": words.moment(channel.held_until)
        }
    if not looks.cool(channel, now):
        return _("Kith looked there a moment ago; it can do so again in five minutes.")
    return ""


@require_POST
def replace(request: Request, following: int) -> HttpResponse:
    """Hear the voice at another address instead."""
    found = access.following(request.user, following)
    try:
        channel = reach.find(given.line(request, "address", 2000)).channels[0]
        speaking = Speaking(channel.address, channel.kind, channel.title, channel.home)
        do.replace_address(found, speaking, utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
    else:
        say(request, _("It is heard at %(address)s now.") % {"address": speaking.address})
    return _back(request, found)


@require_POST
def let_go(request: Request, following: int) -> HttpResponse:
    """Stop hearing one channel; the voice goes with its last one."""
    found = access.following(request.user, following)
    voice, address = found.voice, found.channel.address
    if do.let_go_channel(found, utc_now()):
        released(request, voice)
    else:
        text = _("%(address)s is no longer heard.") % {"address": address}
        say(request, text, undo=url("voice-hear", voice.pk), fields={"address": address})
    return _back(request, found)


def _back(request: Request, following: Following) -> HttpResponse:
    return redirect(given.next_page(request) or url("voice", following.voice_id))
