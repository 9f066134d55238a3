"""The command that keeps pages."""

import json
from typing import Any

import click

from kith.cli.start import AS, JSON, account, with_kith


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@AS
@JSON
@with_kith
def keep(addresses: tuple[str, ...], username: str | None, as_json: bool) -> None:
    """Keep pages of the web with their text. Twice is harmless."""
    from kith.actions.clock import utc_now
    from kith.actions.keeping import keep_page
    from kith.core.problems import Trouble

    user = account(username)
    results: list[dict[str, Any]] = []
    for address in addresses:
        try:
            kept = keep_page(user, address, utc_now())
        except Trouble as trouble:
            results.append({"asked": address, "kept": False, "problem": str(trouble)})
        else:
            entry = kept.mark.entry
            results.append(
                {
                    "asked": address,
                    "kept": True,
                    "already": kept.already,
                    "title": entry.title,
                    "address": entry.url,
                    "problem": str(kept.problem) if kept.problem else None,
                }
            )
        if not as_json:
            _show(results[-1])
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if not all(one["kept"] for one in results):
        raise SystemExit(1)


def _show(one: dict[str, Any]) -> None:
    if not one["kept"]:
        click.echo(f"Not kept: {one['problem']}")
        return
    click.echo(f"{'Kept already' if one['already'] else 'Kept'}: {one['title']}")
    if one["problem"]:
        click.echo(f"  without its text: {one['problem']}")
