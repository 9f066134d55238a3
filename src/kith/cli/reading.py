"""Commands that show: read, search, status."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.queries.entries import Told
    from kith.queries.searching import Found


def _moment(value: datetime | None) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if value else None


@click.command()
@click.option("--channel", metavar="ADDRESS", help="Only entries of this channel.")
@click.option("--unread", is_flag=True, help="Only unread entries.")
@click.option("--kept", is_flag=True, help="Only kept entries.")
@click.option("--limit", type=click.IntRange(1), help="At most so many; 30 unless with --json.")
@AS
@JSON
@with_kith
def read(
    channel: str | None,
    unread: bool,
    kept: bool,
    limit: int | None,
    username: str | None,
    as_json: bool,
) -> None:
    """Print entries, newest first."""
    from kith.queries import entries, reading, roster

    user = account(username)
    following = roster.by_address(user, channel) if channel else None
    if channel and following is None:
        stop(f"you do not follow {channel}.")
    shelf = reading.Shelf.KEPT if kept else reading.Shelf.UNREAD if unread else reading.Shelf.ALL
    found = entries.told(
        user,
        shelf,
        channel=following.channel_id if following else None,
        limit=limit or (None if as_json else reading.PAGE),
    )
    if as_json:
        _print_array(_facts(one) for one in found)
        return
    for one in found:
        _print_line(one)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=30, help="At most so many; 30.")
@AS
@JSON
@with_kith
def search(words: tuple[str, ...], limit: int, username: str | None, as_json: bool) -> None:
    """Print entries that hold WORDS, newest first.

    Quote phrases for the shell too: kith search '"spaced practice"' voice:ines before:2026-03.
    To leave a word out, write -- first: kith search -- recall -quiz.
    """
    from django.utils import timezone

    from kith.core import asking
    from kith.queries import entries, searching

    user = account(username)
    asked = asking.parse(" ".join(words))
    if not asked:
        stop("there is no word in this to look for.")
    zone = timezone.get_default_timezone()
    found = searching.search(user, asked, zone, most=limit).found
    if as_json:
        told = entries.told_of(user, [one.line.entry for one in found])
        both = zip(told, found, strict=True)
        _print_array(_facts(one) | _where(hit) for one, hit in both)
        return
    for hit in found:
        _print_found(hit)


def _where(hit: "Found") -> dict[str, Any]:
    added = {"what": hit.said.what, "excerpt": str(hit.piece)} if hit.said else None
    return {"excerpt": str(hit.excerpt), "added": added}


_ADDED = {"note": "Your note", "highlight": "You highlighted", "word": "Your word for it"}


def _print_found(hit: "Found") -> None:
    line = hit.line
    day = line.at.astimezone().strftime("%Y-%m-%d")
    click.echo(f"{'●' if line.unread else ' '} {day}  {_in_bold(hit.title)}")
    click.echo(click.style(f"  {line.voice_name}  {line.url}", dim=True))
    if hit.excerpt:
        click.echo(f"  {_in_bold(hit.excerpt)}")
    if hit.said:
        click.echo(f"  {_ADDED[hit.said.what]}: {_in_bold(hit.piece)}")


def _in_bold(marked: str) -> str:
    """Text with marked words, for one line of a terminal."""
    parts = re.split("</?mark>", " ".join(marked.split()))
    plain = [html.unescape(part) for part in parts]
    return "".join(click.style(part, bold=True) if n % 2 else part for n, part in enumerate(plain))


def _facts(one: "Told") -> dict[str, Any]:
    marks = {name: _moment(value) for name, value in one.marks.items()}
    return {
        "title": one.title,
        "address": one.address,
        "author": one.author,
        "voice": one.voice,
        "channel": one.channel,
        "guid": one.guid,
        "published": _moment(one.published),
        "updated": _moment(one.updated),
        "summary": one.summary,
        "content": one.content,
        "full_text": one.full_text or None,
        "categories": one.categories,
        "enclosures": one.enclosures,
        "marks": {"state": one.state, **marks},
    }


def _print_array(items: Iterator[dict[str, Any]]) -> None:
    """A JSON array, an element a line, written while it is read: it may be long."""
    before = "["
    for item in items:
        click.echo(before)
        click.echo(json.dumps(item, ensure_ascii=False), nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")


def _print_line(one: "Told") -> None:
    day = one.at.astimezone().strftime("%Y-%m-%d")
    dot = "●" if one.state == "unread" else " "
    click.echo(f"{dot} {day}  {click.style(one.title or one.address, bold=one.state == 'unread')}")
    click.echo(click.style(f"  {one.voice}  {one.address}", dim=True))


@click.command()
@AS
@JSON
@with_kith
def status(username: str | None, as_json: bool) -> None:
    """Print how much is heard, unread and kept, and when the next look is due."""
    from kith.queries import channels

    facts = asdict(channels.status(account(username)))
    facts["next_due"] = _moment(facts["next_due"])
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' '):10} {value if value is not None else '—'}")
