"""Commands that listen: add, bring, take, refresh."""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kith.cli.start import AS, JSON, account, stop, with_kith

if TYPE_CHECKING:
    from kith.db.models import Channel, User, Voice
    from kith.sources.finding import Finding, Found
    from kith.worker.round import Summary

UNDERSTOOD_FOR = 60.0  # seconds that a refresh takes for it; what is left waits for the next one


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--label", "labels", multiple=True, help="A label for the voices; may be repeated.")
@click.option("--all", "every", is_flag=True, help="Follow every channel found, not only the best.")
@click.option("--yes", is_flag=True, help="Do not ask which of several channels to follow.")
@click.option("--dry-run", is_flag=True, help="Only show what is found.")
@AS
@JSON
@with_kith
def add(
    addresses: tuple[str, ...],
    labels: tuple[str, ...],
    every: bool,
    yes: bool,
    dry_run: bool,
    username: str | None,
    as_json: bool,
) -> None:
    """Follow addresses: a page, a feed, @name@host, a profile.

    Shows what is found with its newest entries, asks where there are several channels, follows, and
    looks at what was followed at once.
    """
    from kith.actions.reach import find
    from kith.core.problems import Trouble

    user = account(username)
    asks = not (as_json or every or yes or dry_run)
    choose = asks and sys.stdin.isatty() and sys.stdout.isatty()
    results = []
    for address in addresses:
        try:
            finding = find(address)
            results.append(
                _take_on(user, finding, labels, every=every, dry_run=dry_run, choose=choose)
            )
        except Trouble as trouble:
            results.append({"asked": address, "problem": str(trouble), "channels": []})
        if not as_json:
            _show(results[-1])
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if any("problem" in result for result in results):
        raise SystemExit(1)


def _take_on(
    user: "User",
    finding: "Finding",
    labels: tuple[str, ...],
    *,
    every: bool,
    dry_run: bool,
    choose: bool,
) -> dict[str, Any]:
    from kith.actions import roster
    from kith.actions.clock import utc_now
    from kith.actions.roster import Speaking
    from kith.worker.round import Round

    wanted = [one for one in finding.channels if one.chosen or (every and not one.comments)]
    wanted = wanted or list(finding.channels[:1])
    if choose and len(finding.channels) > 1:
        wanted = _choice(finding, wanted)
    result = _found(finding, finding.channels if dry_run else wanted)
    if dry_run:
        return result
    speaking = [Speaking(one.address, one.kind, one.title, finding.asked) for one in wanted]
    followed = roster.follow(
        user,
        speaking,
        utc_now(),
        name=finding.title,
        kind=finding.voice_kind,
        home=finding.home,
        labels=labels,
    )
    ids = [channel.pk for channel in followed.new]
    summary = Round(lambda: ids).run()
    return result | {
        "followed": len(followed.new),
        "followed_already": len(followed.known),
        "trial_until": _trial_until(followed.voice),
        "new": summary.new,
        **_first_trouble(summary),
    }


def _trial_until(voice: "Voice") -> str | None:
    """When its trial is over, where it is on trial."""
    return voice.trial_until.isoformat() if voice.trial_until else None


def _found(finding: "Finding", channels: Iterable["Found"]) -> dict[str, Any]:
    return {
        "asked": finding.asked,
        "voice": finding.title,
        "kind": finding.voice_kind,
        "channels": [
            {
                "address": one.address,
                "title": one.title,
                "found": one.why,
                "entries": [entry.title or entry.url for entry in one.feed.entries[:3]],
            }
            for one in channels
        ],
    }


def _first_trouble(summary: "Summary") -> dict[str, str]:
    """Why a look failed at once, if it did."""
    return {"trouble": str(summary.problems[0][1])} if summary.problems else {}


def _choice(finding: "Finding", wanted: list["Found"]) -> list["Found"]:
    """Ask in the terminal which of several channels to follow."""
    click.echo(f"{finding.title or finding.asked} speaks on several channels:")
    for number, one in enumerate(finding.channels, 1):
        click.echo(f"  {number}  {one.title or 'Channel'}  {one.address}")
        for entry in one.feed.entries[:3]:
            click.echo(f"       · {(entry.title or entry.url)[:80]}")
    usual = " ".join(str(finding.channels.index(one) + 1) for one in wanted)
    while True:
        given = str(click.prompt("Follow which? (numbers)", default=usual)).replace(",", " ")
        numbers = [int(word) for word in given.split() if word.isdecimal()]
        if numbers and all(1 <= number <= len(finding.channels) for number in numbers):
            return [finding.channels[number - 1] for number in dict.fromkeys(numbers)]
        click.echo(f"Give numbers from 1 to {len(finding.channels)}.")


def _show(result: dict[str, Any]) -> None:
    if "problem" in result:
        click.echo(f"{result['asked']}: {result['problem']}", err=True)
        return
    click.echo(click.style(result["voice"] or result["asked"], bold=True) + f" ({result['kind']})")
    for channel in result["channels"]:
        click.echo(f"  {channel['title'] or 'Channel'}  {channel['address']}")
        for title in channel["entries"]:
            click.echo(f"    · {title[:90]}")
    if result.get("followed"):
        heard = result.get("trouble") or f"{result['new']} entries heard."
        trial = result["trial_until"]
        how = f"Followed, on trial until {trial[:10]}" if trial else "Followed"
        click.echo(f"  {how}; {heard}")
    elif "followed" in result:
        click.echo("  Followed already.")


@click.command()
@click.argument("file", type=click.File("rb"))
@AS
@JSON
@with_kith
def bring(file: BinaryIO, username: str | None, as_json: bool) -> None:
    """Follow everything on a list: OPML, addresses, a Mastodon or YouTube export.

    FILE may be - for standard input. In a terminal the first look at its channels follows at once,
    with its progress; otherwise the server, or `kith refresh`, does that.
    """
    from kith.actions import lists
    from kith.actions.clock import utc_now
    from kith.core.problems import Problem, Trouble
    from kith.queries import channels
    from kith.sources.lists import read_list

    user = account(username)
    name = Path(getattr(file, "name", "")).name.strip("<>")  # of standard input, "<stdin>"
    try:
        brought = read_list(file.read(), name)
    except Trouble as trouble:
        stop(str(trouble))
    row = lists.bring(user, brought, brought.title or name, utc_now())
    left_out = [
        {"title": one["title"], "reason": str(Problem(one["code"], one["params"]))}
        for one in row.left_out
    ]
    if as_json:
        facts = {"format": row.format, "taken": row.taken, "known": row.known, "left_out": left_out}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(f"{row.taken} taken, {row.known} followed already, {len(left_out)} left out.")
    for one in left_out:
        click.echo(f"  {one['title'] or '(no title)'}: {one['reason']}")
    if sys.stdout.isatty():
        click.echo("Listening for the first time; Ctrl-C leaves the rest to the server.")
        _tell(_with_a_bar(channels.unheard_of(row)), as_json=False)


@click.command()
@AS
@with_kith
def take(username: str | None) -> None:
    """Print the OPML list of everything followed, to keep or to bring elsewhere."""
    from kith.actions.clock import utc_now
    from kith.queries import roster
    from kith.sources.lists import write_opml

    user = account(username)
    click.echo(write_opml(f"Kith: {user}", str(user), roster.listed(user), now=utc_now()), nl=False)


@click.command()
@click.option("--due", "only_due", is_flag=True, help="Only channels whose time has come.")
@AS
@JSON
@with_kith
def refresh(only_due: bool, username: str | None, as_json: bool) -> None:
    """Look at every channel once, but for those that are gone or asked to be left alone."""
    from kith.actions import features
    from kith.actions.clock import utc_now
    from kith.queries import channels
    from kith.worker.round import Round

    user = account(username) if username else None
    now = utc_now()
    ids = channels.due(now, 1_000_000, user) if only_due else channels.askable(now, user)
    quietly = as_json or not sys.stdout.isatty()
    summary = Round(lambda: ids).run() if quietly else _with_a_bar(ids)
    until = time.monotonic() + UNDERSTOOD_FOR
    features.catch_up(utc_now(), lambda: time.monotonic() < until)
    _tell(summary, as_json=as_json)


def _with_a_bar(ids: list[int]) -> "Summary":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from kith.actions.looks import Outcome
    from kith.worker.round import Round

    columns = (TextColumn("Listening"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("Listening", total=len(ids))

        def told(_channel: "Channel", _outcome: Outcome) -> None:
            bar.advance(task)

        return Round(lambda: ids, told=told).run()


def _tell(summary: "Summary", *, as_json: bool) -> None:
    if as_json:
        facts = {
            "looked_at": summary.looked_at,
            "new": summary.new,
            "edited": summary.edited,
            "unchanged": summary.unchanged,
            "failed": summary.failed,
            "problems": [
                {"address": address, "code": problem.code, "problem": str(problem)}
                for address, problem in summary.problems
            ],
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"{summary.looked_at} channels: {summary.new} new entries, {summary.edited} edited, "
        f"{summary.unchanged} channels unchanged, {summary.failed} failed."
    )
    for address, problem in summary.problems:
        click.echo(f"  {address}\n    {problem}")
