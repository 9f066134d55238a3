"""The command that loads the sample network, or removes it."""

import json

import click

from kith.cli.start import AS, JSON, account, with_kith


@click.group()
def sample() -> None:
    """A sample network to look around in: two dozen invented voices, without any network."""


@sample.command()
@AS
@JSON
@with_kith
def load(username: str | None, as_json: bool) -> None:
    """Follow the voices of the sample, and look at them at once. Twice is harmless."""
    from kith.actions import sample as network
    from kith.actions.clock import utc_now
    from kith.worker.round import Round

    ids = network.load(account(username), utc_now())
    summary = Round(lambda: ids).run()
    if as_json:
        facts = {"channels": len(ids), "new": summary.new, "failed": summary.failed}
        click.echo(json.dumps(facts, indent=2))
    elif ids:
        click.echo(f"The sample network is here: {len(ids)} channels, {summary.new} entries.")
    else:
        click.echo("The sample network is here already.")


@sample.command()
@AS
@JSON
@with_kith
def remove(username: str | None, as_json: bool) -> None:
    """Remove the sample, and all that was marked in it. What else is followed stays."""
    from kith.actions import sample as network
    from kith.actions.clock import utc_now

    count = network.remove(account(username), utc_now())
    if as_json:
        click.echo(json.dumps({"voices": count}, indent=2))
    else:
        click.echo(f"{count} voices of the sample went." if count else "There is no sample here.")
