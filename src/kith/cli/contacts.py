"""Commands about contacts: bring a file of them, take one's people away."""

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.sources.contacts import BroughtCards

FORMATS = click.Choice(["vcard4", "vcard3", "csv"])


@click.group()
def contacts() -> None:
    """Bring contacts from an address book, or take your people to another one."""


@contacts.command()
@click.argument("file", type=click.File("rb"))
@click.option("--keep", is_flag=True, help="Keep everybody who is clear, without asking.")
@click.option("--dry-run", is_flag=True, help="Only say what the file holds.")
@AS
@JSON
@with_kith
def bring(file: BinaryIO, keep: bool, dry_run: bool, username: str | None, as_json: bool) -> None:
    """Bring contacts: vCard, or a CSV of LinkedIn, Google, Outlook or Mastodon.

    FILE may be - for standard input. Whom to keep or follow is decided on the page People, Bring
    contacts. With --keep everybody is kept who is not somebody you have already.
    """
    from kith.actions import contacts as do
    from kith.actions.clock import utc_now
    from kith.core.problems import Trouble
    from kith.sources.contacts import read_contacts

    user, name = account(username), Path(getattr(file, "name", "")).name.strip("<>")
    try:
        found = read_contacts(file if file.seekable() else io.BytesIO(file.read()), name)
    except Trouble as trouble:
        stop(str(trouble))
    facts = _facts(found)
    if not dry_run:
        row = do.bring(user, found, name, utc_now())
        do.accept(row, utc_now())
        kept = do.keep_all(row, utc_now()) if keep else 0
        facts |= {"kept": kept, "to_decide": len(found.cards) - kept}
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        _tell(found, facts)


def _facts(found: "BroughtCards") -> dict[str, Any]:
    return {
        "format": found.format,
        "contacts": len(found.cards),
        "notices": [str(notice) for notice in found.notices],
        "left_out": [
            {"contact": one.title, "line": one.line, "reason": str(one.reason)}
            for one in found.left_out
        ],
        "without_place": dict(found.without_place),
    }


def _tell(found: "BroughtCards", facts: dict[str, Any]) -> None:
    click.echo(f"{facts['contacts']} contacts ({facts['format']}).")
    if "kept" in facts:
        click.echo(f"{facts['kept']} kept, {facts['to_decide']} to decide about.")
    for notice in facts["notices"]:
        click.echo(notice)
    for one in found.left_out:
        click.echo(f"  line {one.line}  {one.title or '(no name)'}: {one.reason}")
    if found.without_place:
        named = ", ".join(f"{name} ({n})" for name, n in found.without_place)
        click.echo(f"  no place for {named}")


@contacts.command()
@click.option("--format", "kind", type=FORMATS, default="vcard4", help="What to write.")
@click.option("--notes", is_flag=True, help="Your private words too.")
@click.option("--all", "everybody", is_flag=True, help="Communities and publications too.")
@AS
@with_kith
def take(kind: str, notes: bool, everybody: bool, username: str | None) -> None:
    """Print your people as vCards, or as a table in the columns of Google Contacts."""
    from kith.queries.cards import cards
    from kith.sources.contacts import write_table, write_vcards

    found = cards(account(username), notes=notes, everybody=everybody)
    if kind == "csv":
        pieces = write_table(found)
    else:
        pieces = write_vcards(found, version="3.0" if kind == "vcard3" else "4.0")
    for piece in pieces:
        click.echo(piece, nl=False)
