"""`kith why`: why an entry stands where it stands."""

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.db.models import Mark, User
    from kith.queries.judging import Why


@click.command()
@click.argument("entry", metavar="ADDRESS-OR-ID")
@AS
@JSON
@with_kith
def why(entry: str, username: str | None, as_json: bool) -> None:
    """Say why an entry is here, and why it is not in today's session.

    Name it by its address on the web, or by the number in the address of its page.
    """
    from django.utils import timezone

    from kith.actions.clock import utc_now
    from kith.queries import judging, sessions

    user = account(username)
    with timezone.override(sessions.zone_of(user)):
        told = judging.why(_mark(user, entry), utc_now())
        words = _words(told, timezone.localdate())
    if as_json:
        click.echo(json.dumps(_facts(told, words), ensure_ascii=False, indent=2))
        return
    _print(told, words)


def _mark(user: "User", asked: str) -> "Mark":
    from kith.queries import access

    try:
        if asked.isascii() and asked.isdigit() and len(asked) < 19:
            return access.mark(user, int(asked))
        return access.mark_by_address(user, asked)
    except access.NotYours:
        stop(f"you have no entry {asked}.")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of an entry."""

    because: str
    raised: list[str]
    lowered: list[str]
    not_today: list[str]


def _words(told: "Why", today: date) -> Words:
    from kith.queries import because
    from kith.queries.whynot import sentences
    from kith.web import words

    said = [(part.raised, words.part(part.signal, part.strength)) for part in told.parts]
    return Words(
        because=because.sentence(told.because, today),
        raised=[word for raised, word in said if raised],
        lowered=[word for raised, word in said if not raised],
        not_today=sentences(told.not_now, today),
    )


def _facts(told: "Why", words: Words) -> dict[str, Any]:
    return {
        "title": told.title,
        "voice": told.voice_name,
        "interest": told.interest_name or None,
        "place": told.place or None,
        "of": told.of,
        "because": words.because,
        "raised": words.raised,
        "lowered": words.lowered,
        "nearest": told.nearest.title if told.nearest else None,
        "not_today": words.not_today,
    }


def _print(told: "Why", words: Words) -> None:
    click.echo(click.style(told.title, bold=True))
    click.echo(click.style(f"  {told.voice_name}", dim=True))
    lines = [
        f"Because {words.because}" if words.because else "",
        f"It fits your interest {told.interest_name} best." if told.interest_name else "",
        f"It stands at place {told.place} of {told.of} unread entries." if told.place else "",
        f"What raised it: {', '.join(words.raised)}." if words.raised else "",
        f"What lowered it: {', '.join(words.lowered)}." if words.lowered else "",
        *words.not_today,
    ]
    for line in filter(None, lines):
        click.echo(f"  {line}")
