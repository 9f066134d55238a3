"""The plan of today, in the shell."""

import json
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, with_kith

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kith.core.pauses import Pause
    from kith.queries.sessions import Listed, Part, Shown


@click.command()
@click.option("--minutes", type=click.IntRange(1, 240), help="Plan so many minutes.")
@AS
@JSON
@with_kith
def today(minutes: int | None, username: str | None, as_json: bool) -> None:
    """Print the plan of today with its reasons: the same as on the page."""
    from django.utils import timezone

    from kith.actions import planning
    from kith.actions.clock import utc_now
    from kith.queries import pauses, sessions

    user = account(username)
    with timezone.override(sessions.zone_of(user)):
        now = utc_now()
        pause = pauses.pause(user)
        if pause and pause.is_on(now):
            _print_pause(pause, as_json=as_json)
            return
        session = planning.plan(user, now, minutes) if minutes else planning.of_today(user, now)
        shown = sessions.shown(session)
        if as_json:
            click.echo(json.dumps(_facts(shown), ensure_ascii=False, indent=2))
        else:
            _print(shown, sessions.unread(user))


def _print_pause(pause: "Pause", *, as_json: bool) -> None:
    from kith.web.words import when

    if as_json:
        click.echo(json.dumps({"minutes": 0, "steps": [], "pause_until": pause.until.isoformat()}))
    else:
        click.echo(f"Days off: nothing is planned before {when(pause.until)}.")


def _facts(shown: "Shown") -> dict[str, Any]:
    steps = [
        {
            "verb": step.verb.name,
            "title": step.headline,
            "address": step.url,
            "voice": step.voice_name,
            "minutes": step.minutes,
            "group": step.verb.group.value,
            "because": step.because,
        }
        for part in shown.parts
        for step in part.steps
        if step.waits and not _is_over(shown)
    ]
    return {"minutes": shown.minutes, "steps": steps}


def _is_over(shown: "Shown") -> bool:
    """Whether its end was said; what was not done by then is not to be done."""
    from kith.db.models import Session

    return shown.state == Session.State.OVER


def _nothing(unread: int) -> str:
    if unread:
        return "Nothing fits: what there is takes more minutes, or was put aside for today."
    return "There is nothing to do: all is read, and nothing waits."


def _print(shown: "Shown", unread: int) -> None:
    from rich.console import Console

    from kith.web.session_words import lede

    console = Console(highlight=False)
    if _is_over(shown):
        console.print("That was today. What was not done is not owed; tomorrow is planned anew.")
        return
    if not shown.steps:
        console.print(_nothing(unread))
        return
    console.print(lede(shown))
    for part in shown.parts:
        console.print()
        console.print(_part(part))


def _part(part: "Part") -> "RenderableType":
    """A group as a table without lines: minutes at the right of each step's words."""
    from rich.table import Table
    from rich.text import Text

    from kith.web.session_words import group_name
    from kith.web.words import minutes

    table = Table(box=None, expand=True, show_header=False, padding=(1, 0, 0, 0), pad_edge=False)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    heading = Text(group_name(part.group).upper(), style="bold dim")
    table.add_row(heading, Text(minutes(part.minutes), style="dim"))
    for step in part.steps:
        table.add_row(_words(step), Text(minutes(step.minutes), style="dim"))
    return table


def _words(step: "Listed") -> "RenderableType":
    from rich.console import Group
    from rich.text import Text

    style = "bold" if step.waits else "dim strike"
    lines = [Text(step.headline, style=style)]
    if step.voice_name:
        lines.append(Text(step.voice_name, style="dim"))
    if step.because:
        lines.append(Text.assemble(("Because ", "green"), step.because))
    if step.url:
        lines.append(Text(step.url, style="dim", overflow="fold"))
    return Group(*lines)
