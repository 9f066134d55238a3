"""Who asks? A shell. Commands import Django only when they need it, so that help comes at once."""

import importlib
import os
import sys
from typing import Any

import click

from kith import __version__

# A command's name, the module and function that hold it, and what `kith --help` says of it.
COMMANDS = {
    "serve": ("kith.cli.serving:serve", "Start Kith and say where."),
    "signin": ("kith.cli.serving:signin", "Print a fresh sign-in link."),
    "work": ("kith.cli.serving:work", "Refresh what is due, for ever, without a server."),
    "add": ("kith.cli.listening:add", "Follow addresses."),
    "bring": ("kith.cli.listening:bring", "Follow everything on a list (OPML, CSV, addresses)."),
    "keep": ("kith.cli.keeping:keep", "Keep pages of the web with their text."),
    "take": ("kith.cli.listening:take", "Print the OPML list of everything followed."),
    "refresh": ("kith.cli.listening:refresh", "Look at every channel once."),
    "sample": ("kith.cli.sampling:sample", "Load or remove a sample network to look around in."),
    "today": ("kith.cli.today:today", "Print the plan of today, with its reasons."),
    "why": ("kith.cli.explaining:why", "Say why an entry is here, and why it is not in today's."),
    "interests": ("kith.cli.learning:interests", "What you want to learn: list, add."),
    "threads": ("kith.cli.conversing:threads", "Conversations you watch, and whose turn it is."),
    "watch": ("kith.cli.conversing:watch", "Watch conversations elsewhere."),
    "people": ("kith.cli.people:people", "Print your people: how you stand; look through them."),
    "contacts": ("kith.cli.contacts:contacts", "Bring contacts (vCard, CSV); take people away."),
    "owed": ("kith.cli.people:owed", "Print what you owe: promises, replies, thanks, a word."),
    "log": ("kith.cli.people:log_", "Log what passed with somebody, in one line."),
    "ask": ("kith.cli.asking:ask", "Say what was said about a question, and whom to ask."),
    "read": ("kith.cli.reading:read", "Print entries."),
    "search": ("kith.cli.reading:search", "Print entries that hold words, newest first."),
    "status": ("kith.cli.reading:status", "Print counts."),
    "settings": ("kith.cli.operating:settings", "Show every option and its value."),
    "doctor": ("kith.cli.operating:doctor", "Check the installation and say what to do."),
    "migrate": ("kith.cli.operating:migrate", "Bring the database up to date."),
}


class Lazy(click.Group):
    """A group that imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands out of the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row[1]) for name, row in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kith")
def kith() -> None:
    """Kith: the home of your personal learning network."""


def main(**extra: Any) -> None:
    """The entry point of `kith`."""
    os.umask(0o077)  # whatever Kith writes is its owner's
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
    try:
        kith(**extra)
    except BrokenPipeError:  # the reader of a pipe had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
