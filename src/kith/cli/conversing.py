"""Commands about conversations elsewhere: watch one, list them with whose turn it is."""

import json
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, with_kith

if TYPE_CHECKING:
    from kith.queries.threads import Line


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@AS
@JSON
@with_kith
def watch(addresses: tuple[str, ...], username: str | None, as_json: bool) -> None:
    """Watch conversations: topics, posts with their comments, feeds of comments."""
    from django.utils.translation import gettext

    from kith.actions import threads
    from kith.actions.clock import utc_now
    from kith.core.problems import WORDS, Trouble
    from kith.queries.threads import line

    user = account(username)
    results: list[dict[str, Any]] = []
    for address in addresses:
        one: dict[str, Any] = {"asked": address, "watched": False, "problem": None}
        try:
            done = threads.watch(user, address, utc_now())
        except Trouble as trouble:
            problem = trouble.problem
            one["problem"] = gettext(WORDS[problem.code]) % dict(problem.params)
            told = f"Not watched: {one['problem']}"
        else:
            facts = _facts(line(done.thread))
            one |= {"watched": True, "already": done.already, "thread": facts}
            told = f"{'Watched already' if done.already else 'Watched'}: {facts['title']}"
        results.append(one)
        if not as_json:
            click.echo(told)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if not all(one["watched"] for one in results):
        raise SystemExit(1)


@click.command()
@click.option("--closed", is_flag=True, help="Those that are closed, instead of open ones.")
@AS
@JSON
@with_kith
def threads(closed: bool, username: str | None, as_json: bool) -> None:
    """List the conversations you watch, those in which it is your turn first."""
    from kith.actions.clock import utc_now
    from kith.queries.threads import Shelf, overview, shelved

    user, now = account(username), utc_now()
    if closed:
        rows = shelved(user, Shelf.CLOSED, now)
    else:
        found = overview(user, now)
        rows = [*found.mine, *found.theirs, *found.nobodys, *shelved(user, Shelf.SNOOZED, now)]
    if as_json:
        click.echo(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        _show(row)


def _show(row: "Line") -> None:
    turns = {"mine": "your turn", "theirs": "their turn", "": "nobody's turn"}
    said = "closed" if row.closed_at else "snoozed" if row.snoozed_until else turns[row.turn]
    day = f", since {row.since:%Y-%m-%d}" if row.since and not row.closed_at else ""
    click.echo(f"{click.style(row.title, bold=row.turn == 'mine')}  {said}{day}")
    click.echo(click.style(f"  {row.address}", dim=True))
    if row.problem:
        click.echo(f"  cannot be read just now: {row.problem}")


def _facts(row: "Line") -> dict[str, Any]:
    return {
        "title": row.title,
        "address": row.address,
        "turn": row.turn or None,
        "since": row.since.isoformat() if row.since else None,
        "posts": row.posts,
        "new": row.new,
        "owed": list(row.owed),
        "snoozed_until": row.snoozed_until.isoformat() if row.snoozed_until else None,
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "problem": str(row.problem) if row.problem else None,
    }
