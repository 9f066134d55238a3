"""What most commands begin with: options that fit, a database that is there, an account."""

import functools
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from kith.db.models import User

AS = click.option(
    "--as", "username", metavar="NAME", help="The account to act for; the owner's by default."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def stop(text: str, status: int = 1) -> NoReturn:
    """End with a plain sentence on standard error."""
    click.echo(f"kith: {text}", err=True)
    sys.exit(status)


def with_kith(command: Callable[..., Any]) -> Callable[..., Any]:
    """Set Django up and migrate before the command; say in words what stands in the way."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        set_up()
        from django.db import DatabaseError

        try:
            return command(*args, **kwargs)
        except DatabaseError as error:
            _stop_for(error)

    return wrapped


def _stop_for(error: Exception) -> NoReturn:
    from django.db import connection

    stop(f"the {connection.vendor} database cannot be used: {str(error).strip()}", 2)


def set_up(*, migrate: bool = True) -> None:
    """Make Django ready, and the database up to date."""
    try:
        import django

        django.setup()
    except (ValueError, OSError) as error:
        stop(str(error), 2)
    if migrate:
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Run the migrations that have not been run."""
    from django.conf import settings
    from django.db import DatabaseError

    from kith.db.upkeep import migrate

    try:
        settings.KITH.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrate()
    except OSError as error:
        stop(f"the data directory cannot be used: {error}", 2)
    except DatabaseError as error:
        _stop_for(error)


def account(username: str | None) -> "User":
    """The account a command acts for; the owner's is made when it is not there yet."""
    from kith.actions import accounts
    from kith.actions.clock import utc_now
    from kith.db.models import User

    if username is None:
        return accounts.owner(utc_now())
    found = User.objects.filter(username=accounts.tidy_username(username)).first()
    return found or stop(f"there is no account called {username}.")
