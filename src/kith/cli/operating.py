"""Commands for whoever runs Kith: settings, doctor, migrate."""

import json
from typing import Any

import click

from kith.cli.start import JSON, set_up, stop, with_kith


@click.command()
@JSON
def settings(as_json: bool) -> None:
    """Show every option: the variable that sets it, its value, and what it means."""
    try:
        from django.conf import settings as django_settings

        rows = django_settings.KITH.shown()
    except (ValueError, OSError) as error:
        stop(str(error), 2)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{click.style(row['variable'], bold=True)} = {row['value'] or '(empty)'}")
        click.echo(f"    {row['meaning']}")


@click.command()
@JSON
def doctor(as_json: bool) -> None:
    """Check the installation, and say what to do about what is wrong."""
    set_up(migrate=False)
    from kith.actions.clock import utc_now
    from kith.queries.doctor import examine

    findings = examine(utc_now())
    if as_json:
        click.echo(json.dumps([_facts(one) for one in findings], indent=2))
    else:
        for one in findings:
            sign = click.style("well ", fg="green") if one.well else click.style("look ", fg="red")
            click.echo(f"{sign} {one.what}: {one.found}")
            if one.advice:
                click.echo(f"      {one.advice}")
    if not all(one.well for one in findings):
        raise SystemExit(1)


def _facts(one: Any) -> dict[str, Any]:
    return {"what": one.what, "well": one.well, "found": one.found, "advice": one.advice}


@click.command()
@with_kith
def migrate() -> None:
    """Bring the database up to date; every other command does so by itself."""
    click.echo("The database is up to date.")
