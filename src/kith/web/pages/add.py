"""Add a voice: from whatever address a person has to the channels that were found there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from kith.actions import reach, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.core.problems import Problem, Trouble
from kith.db.models import Following, Voice
from kith.net import html
from kith.queries import access
from kith.queries import roster as known
from kith.sources import kind_named
from kith.sources.finding import Finding, Found
from kith.web import given, words
from kith.web.jinja import url
from kith.web.pages.bring import MOST_BYTES
from kith.web.render import Request, complain, page, say

SHOWN = 3  # entries of a channel before it is followed
MOST = 50  # channels taken at a time
_SALT = "kith.add"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One of a channel's newest entries."""

    title: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """One channel that was found; `token` brings it back unchanged."""

    found: Found
    token: str
    newest: list[Glimpse]
    following: Following | None  # where it is followed already

    @property
    def open(self) -> bool:
        """Whether it can be chosen."""
        return self.following is None or self.following.voice.state in Voice.GONE


@dataclass(frozen=True, slots=True)
class Offers:
    """What was found, as the page shows it: the voice's own channels, then the others."""

    finding: Finding
    main: list[Offer]
    others: list[Offer]  # talk about it, and the same entries in another format
    home: str  # a web address or empty
    voice: Voice | None  # the one that speaks on a channel found here and is followed already

    @property
    def any_open(self) -> bool:
        """Whether there is anything left to choose."""
        return any(offer.open for offer in (*self.main, *self.others))


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Ask for an address; with one, show who speaks there. Nothing is followed yet."""
    asked = given.line(request, "address", 4000, anywhere=True)
    fragment = request.htmx and not request.htmx.history_restore_request
    offers: Offers | None = None
    problem: Problem | None = None
    if asked and request.method != "HEAD":
        try:
            offers = _offers(request, reach.find(asked))
        except Trouble as trouble:
            problem = trouble.problem
    return page(
        request,
        "add.html",
        here="add",
        block="found" if fragment else "",
        asked=asked,
        offers=offers,
        problem=problem,
        way_out=_way_out(problem),
        found_how=_found_how(),
        kinds=Voice.Kind.values,
        most_bytes=MOST_BYTES,
        text="",
        main_button=False,
        labels=known.labels(request.user),
    )


def _found_how() -> dict[str, str]:
    return {
        "is-feed": _("This is the address you gave."),
        "link": _("The page names this as its feed."),
        "site": _("This site is known to keep its feeds here."),
        "webfinger": _("The account’s server names this."),
        "anchor": _("The page links to this."),
        "usual-path": _("Found where feeds usually are."),
        "rel-me": _("Another place of theirs, which links back."),
        "rel-me-claim": _("The page calls this theirs; nothing there confirms it."),
    }


def _way_out(problem: Problem | None) -> str:
    """What to try next."""
    code = problem.code if problem else ""
    if code in {"nothing-found", "site-without-feeds", "page-not-feed", "not-a-feed"}:
        return _("Try the page of one of their posts, or look there for “RSS”, “Feed” or “Follow”.")
    if code in {"address-unusable", "account-incomplete", "account-unknown", "name-unknown"}:
        return _("An address looks like https://example.org or @name@example.org.")
    if code == "address-refused":
        return _("If this is your own network, its operator can allow it: KITH_ALLOW_NETWORKS.")
    if code in {"forbidden", "sign-in-needed"}:
        return _("Perhaps they can be heard elsewhere: try another address of theirs.")
    return _("That may pass: try again in a while.")


def _offers(request: Request, finding: Finding) -> Offers:
    channels = finding.channels[:MOST]
    followed = known.followed(request.user, [channel.address for channel in channels])
    offers = [_offer(finding, channel, followed.get(channel.address)) for channel in channels]
    aside = [one.found.comments or bool(one.found.twin_of) for one in offers]
    voices = [row.voice for row in followed.values() if row.voice.state in Voice.HERE]
    return Offers(
        finding=finding,
        main=[one for one, other in zip(offers, aside, strict=True) if not other],
        others=[one for one, other in zip(offers, aside, strict=True) if other],
        home=finding.home if finding.home.startswith(("http://", "https://")) else "",
        voice=voices[0] if voices else None,
    )


def _offer(finding: Finding, found: Found, following: Following | None) -> Offer:
    what = [found.address, found.kind, found.title, found.home or finding.home, finding.asked]
    token = signing.dumps(what, salt=_SALT, compress=True)
    return Offer(found, token, _newest(found.feed), following)


def _newest(feed: ParsedFeed) -> list[Glimpse]:
    dated = [(entry.published or entry.updated, entry) for entry in feed.entries]
    if all(at for at, _entry in dated):
        dated.sort(key=lambda pair: pair[0] or utc_now(), reverse=True)
    return [Glimpse(_title(entry), at) for at, entry in dated[:SHOWN]]


def _title(entry: ParsedEntry) -> str:
    text = entry.title or html.text(entry.summary or entry.content) or entry.url
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119].rstrip() + "…"


@require_POST
def follow(request: Request) -> HttpResponse:
    """Follow the chosen channels as one voice, or as more of a voice that is followed already."""
    asked = given.line(request, "address", 4000)
    try:
        chosen = [_chosen(token) for token in request.POST.getlist("channel")[:MOST]]
        if not chosen:
            return _again(request, asked, _("Choose at least one channel to follow."))
        return _follow(request, [speaking for speaking, _home in chosen], chosen[0][1])
    except signing.BadSignature:
        return _again(request, asked, _("That form was not from this Kith. Here it is once more."))
    except Trouble as trouble:
        return _again(request, asked, words.problem(trouble.problem))


def _chosen(token: str) -> tuple[Speaking, str]:
    """The channel and the home that were offered; nothing else can be followed this way."""
    address, kind, title, home, asked = signing.loads(token, salt=_SALT)
    return Speaking(address, kind_named(kind).name, title, asked), home


def _again(request: Request, asked: str, text: str) -> HttpResponse:
    complain(request, text)
    return redirect(url("add", address=asked))


def _follow(request: Request, chosen: Sequence[Speaking], home: str) -> HttpResponse:
    before = known.followed(request.user, [one.address for one in chosen])
    released = {row.voice_id for row in before.values() if row.voice.state in Voice.GONE}
    voice = _voice_named(request)
    done = roster.follow(
        request.user,
        chosen,
        utc_now(),
        name=given.line(request, "name", 300),
        kind=given.one_of(request, "kind", Voice.Kind.values),
        home=home,
        labels=given.labels(request),
        voice=voice,
    )
    name = known.name_of(done.voice, [*done.new, *done.known])
    if voice is None and (done.new or done.voice.pk in released):
        text = _("You follow %(name)s now. What they say will be here in a moment.")
        if done.voice.trial_until:
            text += " " + _("They are on trial until %(day)s.")
        facts = {"name": name, "day": words.when(done.voice.trial_until)}
        say(request, text % facts, undo=url("voice-let-go", done.voice.pk))
    elif done.new:
        say(request, _("You hear %(name)s there too now.") % {"name": name})
    else:
        say(request, _("You follow %(name)s already; nothing has changed.") % {"name": name})
    return redirect("voice", done.voice.pk)


def _voice_named(request: Request) -> Voice | None:
    pk = given.number(request, "voice")
    return None if pk is None else access.voice(request.user, pk)
