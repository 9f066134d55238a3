"""Commands about people: who is there, what is owed, and what passed, in one line."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from datetime import date, datetime

    from kith.actions.logbook import Page
    from kith.core.saying import Said
    from kith.db.models import User
    from kith.queries.owed import Owed
    from kith.queries.people import Known
    from kith.queries.review import Review, Reviewed

CIRCLES = click.Choice(["inner", "active", "outer", "none"])
SHOW = click.Choice(["owed", "overdue", "trial", "resting"])
NOBODY = {  # what is said where a part of the review is empty
    "open": "Nobody to look at now.",
    "trial": "Nobody is on trial.",
    "resting": "Nobody is at rest.",
    "decided": "Nothing was decided lately.",
}


LEFT_OUT = "kith.list-left-out"  # whether `list` was not typed


class OrList(click.Group):
    """A group that lists, where none of its commands is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed."""
        named = {*self.commands, *ctx.help_option_names}
        ctx.meta[LEFT_OUT] = not args or args[0] not in named
        return super().parse_args(ctx, ["list", *args] if ctx.meta[LEFT_OUT] else args)


@click.group(cls=OrList)
def people() -> None:
    """Your people: list them, which needs not be said; or look through your roster."""


def _no_command(ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """What is searched for; a command behind options is not meant so, as long as `list` is not."""
    if ctx.meta.get(LEFT_OUT) and text in people.commands:
        way = f"`kith people {text} …`, or to search for that word `kith people list {text} …`"
        raise click.UsageError(f"Options go behind the command: {way}.")
    return text


@people.command("list")
@click.argument("text", required=False, default="", callback=_no_command)
@click.option("--circle", type=CIRCLES, help="Only those in a circle.")
@click.option("--role", default="", help="Only those in a role: mentor, or your own word.")
@click.option("--label", default="", help="Only those with a label, or in it.")
@click.option("--show", type=SHOW, help="Only those to whom something is owed, …")
@AS
@JSON
@with_kith
def list_(
    text: str,
    circle: str | None,
    role: str,
    label: str,
    show: str | None,
    username: str | None,
    as_json: bool,
) -> None:
    """Print your people: how you stand, and when you were last in touch.

    TEXT is part of a name, an organisation or an address.
    """
    from django.utils import timezone

    from kith.actions.clock import utc_now
    from kith.queries import people, sessions
    from kith.queries.people import View, Wanted

    user, now = account(username), utc_now()
    asked = Wanted(View(show or ""), circle=circle or "", role=role, label=label, text=text)
    with timezone.override(sessions.zone_of(user)):
        first = people.roster(user, asked, now)
        pages = range(2, first.pages + 1)
        more = (one for n in pages for one in people.roster(user, asked, now, n).voices)
        found = [*first.voices, *more]
        if as_json:
            _echo([_facts(one) for one in found])
            return
        for one in found:
            _print_person(one)


def _facts(one: "Known") -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "state": one.state,
        "circle": one.circle or None,
        "roles": one.roles,
        "tie": one.grade or None,
        "last_exchange": one.last_at.isoformat() if one.last_at else None,
        "touch": one.due,
        "owed": one.owed,
        "labels": one.labels,
        "unread": one.unread,
    }


def _print_person(one: "Known") -> None:
    from kith.web import tie_words, words

    told = [*(tie_words.role(role) for role in one.roles), tie_words.circle(one.circle)]
    told += [tie_words.grade(one.grade), tie_words.state(one.state)]
    if one.last_at:
        told.append(f"last {words.when(one.last_at)}")
    if one.owed:
        told.append("something is owed")
    if one.due in {"due", "overdue"}:
        told.append("a word is due")
    click.echo(click.style(one.name, bold=True))
    said = " · ".join(filter(None, told)) or words.kind(one.kind)
    click.echo(click.style(f"  {said}", dim=True))


@people.command("review")
@click.option(
    "--show", type=click.Choice(list(NOBODY)), default="open", help="Those on trial, resting, or …"
)
@click.option("--page", type=click.IntRange(min=1), default=1, help="Which thirty of them.")
@AS
@JSON
@with_kith
def review(show: str, page: int, username: str | None, as_json: bool) -> None:
    """Look through your roster: what each voice brought you within a year.

    First those to decide about first. Where room is free, whom to keep or to hear again is said.
    """
    from django.utils import timezone

    from kith.actions.clock import utc_now
    from kith.queries import review, sessions
    from kith.queries.review import Show

    user, now = account(username), utc_now()
    with timezone.override(sessions.zone_of(user)):
        found = review.review(user, Show(show), now, page)
        if as_json:
            _echo(_review_facts(found))
        else:
            _print_review(found, now)
            if not found.total:
                click.echo(NOBODY[show])


def _review_facts(found: "Review") -> dict[str, Any]:
    return {
        "room": {what: {"heard": one.heard, "of": one.of} for what, one in found.room.items()},
        "keep": [_reviewed_facts(one) for one in found.keep],
        "wake": [_reviewed_facts(one) for one in found.wake],
        "voices": [_reviewed_facts(one) for one in found.voices],
        "decided": [
            {"name": one.name, "what": one.what, "reason": one.reason, "at": one.at.isoformat()}
            for one in found.decided
        ],
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
    }


def _reviewed_facts(one: "Reviewed") -> dict[str, Any]:
    told = one.evidence
    return {
        "name": one.name,
        "kind": one.kind,
        "state": one.state,
        "trial_until": one.trial_until.isoformat() if one.trial_until else None,
        "rest_until": one.rest_until.isoformat() if one.rest_until else None,
        "last_exchange": one.last_exchange_at.isoformat() if one.last_exchange_at else None,
        "pieces": told.offered,
        "opened": told.opened,
        "kept": told.kept,
        "used": told.used,
        "minutes": told.minutes,
        "told_by_nobody_else": told.missed,
    }


def _print_review(found: "Review", now: "datetime") -> None:
    from kith.web import review_words as words
    from kith.web.words import when

    room = words.people(found.room["people"]), words.sources(found.room["sources"])
    click.echo(f"You hear {room[0]}, and {room[1]}.")
    for word, some in (("Keep?", found.keep), ("Hear again?", found.wake)):
        for one in some:
            click.echo(f"There is room. {word} {click.style(one.name, bold=True)}")
            click.echo(click.style(f"  {words.brought(one.evidence)}", dim=True))
    for one in found.voices:
        click.echo(click.style(one.name, bold=True))
        told = [words.brought(one.evidence), words.missed(one.evidence), words.passed(one)]
        stands = words.stands(one, now)
        told = [*([f"{stands[0].upper()}{stands[1:]}."] if stands else []), *filter(None, told)]
        click.echo(click.style(f"  {' '.join(told)}", dim=True))
    for decided in found.decided:
        click.echo(click.style(decided.name, bold=True))
        told = [words.decided(decided.what), when(decided.at), decided.reason]
        click.echo(click.style(f"  {' · '.join(filter(None, told))}", dim=True))
    if found.pages > 1:
        click.echo(f"Page {found.number} of {found.pages}.")


@click.command()
@AS
@JSON
@with_kith
def owed(username: str | None, as_json: bool) -> None:
    """Print what you owe: promises, replies, thanks, a word to those you lose touch with."""
    from django.utils import timezone

    from kith.actions.clock import utc_now
    from kith.queries import owed as owing
    from kith.queries import sessions

    user = account(username)
    with timezone.override(sessions.zone_of(user)):
        found = owing.owed(user, utc_now(), timezone.localdate())
        if as_json:
            _echo([_owed_facts(one) for one in found])
            return
        for one in found:
            _print_owed(one)
        if not found:
            click.echo("Nothing is owed.")


def _owed_facts(one: "Owed") -> dict[str, Any]:
    from kith.web import tie_words

    return {
        "kind": one.kind,
        "voice": one.voice_name or None,
        "what": tie_words.owed(one),
        "since": one.since.isoformat(),
        "due": one.due.isoformat() if one.due else None,
        "late": one.late,
        "address": one.address or None,
    }


def _print_owed(one: "Owed") -> None:
    from kith.web import tie_words

    click.echo(click.style(tie_words.owed(one), bold=True))
    whom = f"{one.voice_name} · " if one.voice_name else ""
    click.echo(click.style(f"  {whom}{tie_words.owed_since(one)}", dim=True))


@click.command("log")
@click.argument("line", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Keep it without asking.")
@AS
@JSON
@with_kith
def log_(line: tuple[str, ...], yes: bool, username: str | None, as_json: bool) -> None:
    """Log what passed, in one line: "thanked Jana for the checklist yesterday".

    What was understood is shown first. Where a name is not known, or is that of several, nothing is
    kept.
    """
    from django.utils import timezone

    from kith.actions import logbook
    from kith.actions.clock import utc_now
    from kith.core import saying
    from kith.core.problems import Trouble
    from kith.queries import acquaintance, sessions

    user = account(username)
    zone = sessions.zone_of(user)
    with timezone.override(zone):
        text = " ".join(line)
        said = saying.read(text, acquaintance.names(user, text), timezone.localdate())
        page, names = _page(user, said)
        if not (as_json or yes):
            click.echo(_understood(page, names, timezone.localdate()))
        if not (as_json or yes or not sys.stdin.isatty()):
            click.confirm("Keep it?", default=True, abort=True)
        try:
            written = logbook.write(user, page, zone, utc_now())
        except Trouble as trouble:
            stop(str(trouble))
    if as_json:
        _echo(_page_facts(page, names))
    elif written.exchanges or written.promises:
        click.echo("Kept.")


def _page(user: "User", said: "Said") -> "tuple[Page, list[str]]":
    """What is to be written down, and with whom; ends where that is not clear."""
    from kith.actions.logbook import Page
    from kith.queries import access

    if not (said.kind or said.promise):
        stop("it does not say what happened: begin with “thanked”, “met”, “asked”, …")
    named = [*said.people, *said.others]
    for one in named:
        if not one.ids:
            stop(f"nobody here is called {one.text}.")
        if len(one.ids) > 1:
            stop(f"several are called {one.text}: write the whole name.")
    voices = access.voices(user, [pk for one in named for pk in one.ids])
    page = Page(
        voices=voices,
        kind="" if said.promise else said.kind,
        direction=said.direction,
        day=said.day,
        minutes=said.minutes,
        about=said.about,
        due=said.due,
        chat=said.chat,
    )
    return page, [voice.name for voice in voices]


def _understood(page: "Page", names: list[str], today: "date") -> str:
    from kith.web import tie_words, words

    what = tie_words.exchange(page.kind, page.direction) if page.kind else "you promised"
    told = [what, ", ".join(names), words.when(page.day or today)]
    told += [f"{page.minutes} min"] if page.minutes else []
    told += [page.about] if page.about else []
    told += [f"by {words.when(page.due)}"] if page.due else []
    return " · ".join(filter(None, told))


def _page_facts(page: "Page", names: list[str]) -> dict[str, Any]:
    return {
        "kind": page.kind or "promise",
        "direction": page.direction or None,
        "voices": names,
        "day": page.day.isoformat() if page.day else None,
        "minutes": page.minutes,
        "about": page.about,
        "due": page.due.isoformat() if page.due else None,
    }


def _echo(facts: Any) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
