"""Commands about what one wants to learn: list interests, add one."""

import json
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.db.models import Interest


@click.group(invoke_without_command=True)
@AS
@JSON
@click.pass_context
def interests(context: click.Context, username: str | None, as_json: bool) -> None:
    """What you want to learn about. Lists it, where nothing else is asked for."""
    if context.invoked_subcommand is None:
        context.invoke(list_, username=username, as_json=as_json)
    elif username or as_json:
        stop(f"write the options behind {context.invoked_subcommand}.", 2)


@interests.command("list")
@AS
@JSON
@with_kith
def list_(username: str | None, as_json: bool) -> None:
    """Print your interests, those that ask for most attention first."""
    from kith.queries import interests as ask

    rows = ask.interests(account(username))
    if as_json:
        click.echo(json.dumps([_facts(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        said = "resting" if row.resting else _facts(row)["weight"]
        click.echo(f"{click.style(row.name, bold=not row.resting)}  {said}")
        click.echo(click.style(f"  {', '.join(row.terms)}", dim=True))


@interests.command("add")
@click.argument("words", nargs=-1, required=True)
@AS
@JSON
@with_kith
def add(words: tuple[str, ...], username: str | None, as_json: bool) -> None:
    """Name an interest: its name, then with commas the words that Kith looks for."""
    from django.utils.translation import gettext

    from kith.actions import interests as do
    from kith.actions.clock import utc_now
    from kith.core.problems import WORDS, Trouble

    try:
        rows = do.add(account(username), " ".join(words), utc_now())
    except Trouble as trouble:
        problem = trouble.problem
        stop(gettext(WORDS[problem.code]) % dict(problem.params))
    if as_json:
        click.echo(json.dumps([_facts(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.name}: Kith looks for {', '.join(row.terms)}.")


def _facts(row: "Interest") -> dict[str, Any]:
    from kith.db.models import Interest

    return {
        "name": row.name,
        "description": row.description,
        "terms": row.terms,
        "weight": Interest.Weight(row.weight).name.lower(),
        "resting": row.resting,
    }
