"""The one table of options: name, type, default, meaning, secret or not.

Each is read from the environment (`KITH_PORT`), else, for a path that holds the value, from
`KITH_PORT_FILE`, else from `kith.toml` in the data directory, else it has its default.
"""

import ipaddress
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from platformdirs import user_data_path

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Parse = Callable[[str], object]


class OptionError(ValueError):
    """An option has a value that Kith cannot use; the text names the option and says what fits."""


def option(parse: Parse, default: object, meaning: str, *, secret: bool = False) -> Any:
    """One row of the table; a callable default is called when nothing was given."""
    facts = {"parse": parse, "meaning": meaning, "secret": secret}
    if callable(default):
        return field(default_factory=default, metadata=facts)
    return field(default=default, metadata=facts)


def flag(text: str) -> bool:
    """Yes or no, in the usual spellings."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("say yes or no")


def between(low: int, high: int) -> Parse:
    """A whole number from low to high, both included."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"give a whole number from {low} to {high}")
        return number

    return parse


def one_of(*names: str) -> Parse:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in names:
            raise ValueError(f"say {', '.join(names[:-1])} or {names[-1]}")
        return text

    return parse


def path(text: str) -> Path:
    """A folder; `~` is understood."""
    if not text:
        raise ValueError("name a folder")
    return Path(text).expanduser().absolute()


def words(text: str) -> tuple[str, ...]:
    """Names separated by commas or blanks."""
    return tuple(text.replace(",", " ").split())


def networks(text: str) -> tuple[Network, ...]:
    """Networks such as 192.168.1.0/24, separated by commas or blanks."""
    try:
        return tuple(ipaddress.ip_network(word, strict=False) for word in words(text))
    except ValueError:
        raise ValueError("give networks such as 192.168.1.0/24, separated by commas") from None


def database(text: str) -> str:
    """Empty for SQLite in the data directory, or a postgresql:// address."""
    wanted = ValueError("give an address such as postgresql://user:password@host/name")
    try:
        parts = urlsplit(text)
        port = parts.port  # what is no port may be part of a password: it is not repeated
    except ValueError:
        raise wanted from None
    if text and (parts.scheme not in {"postgresql", "postgres"} or port == 0):
        raise wanted
    return text


def site(text: str) -> str:
    """The address under which people reach this Kith, without a path."""
    parts = urlsplit(text)
    if text and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")
    ):
        raise ValueError("give an address such as https://kith.example.org")
    return text.rstrip("/")


def zone(text: str) -> str:
    """A time zone's name, such as Europe/Vienna."""
    if text not in available_timezones():
        raise ValueError("give a time zone such as Europe/Vienna")
    return text


def local_zone() -> str:
    """The machine's own time zone where it tells its name, else UTC."""
    try:
        name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
        return str(ZoneInfo(name)) if name else "UTC"
    except (OSError, ValueError, KeyError):
        return "UTC"


def data_home() -> Path:
    """Where the platform keeps an application's data."""
    return user_data_path("kith", appauthor=False)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Everything that an operator can set; see docs/settings.md."""

    data: Path = option(path, data_home, "The one directory that holds everything Kith keeps.")
    database_url: str = option(
        database,
        "",
        "A PostgreSQL database instead of SQLite: postgresql://user:password@host/name.",
        secret=True,
    )
    host: str = option(str, "127.0.0.1", "The address the server listens on.")
    port: int = option(between(1, 65535), 8420, "The port the server listens on.")
    address: str = option(
        site,
        "",
        "Where people reach this Kith when a proxy stands before it: https://kith.example.org.",
    )
    hosts: tuple[str, ...] = option(
        words, (), "Further host names under which the pages may be asked for."
    )
    threads: int = option(between(1, 64), 4, "How many pages the server works on at a time.")
    refresh: bool = option(
        flag,
        True,
        "Whether the server looks for new entries itself, or leaves that to `kith work`.",
    )
    allow_networks: tuple[Network, ...] = option(
        networks, (), "Private networks Kith may fetch from, such as 192.168.1.0/24."
    )
    in_flight: int = option(between(1, 512), 64, "How many hosts are asked at the same time.")
    fetch_seconds: int = option(between(1, 300), 20, "How long one exchange may take, in seconds.")
    fetch_megabytes: int = option(between(1, 100), 10, "How large one answer may be, in MB.")
    contact: str = option(
        str, "", "A page or mail address that is named to the sites Kith visits, for questions."
    )
    email_host: str = option(
        str, "", "The server that takes mail to be sent; without one Kith sends none."
    )
    email_port: int = option(between(1, 65535), 587, "The port of that server.")
    email_security: str = option(
        one_of("starttls", "tls", "none"), "starttls", "How the way to that server is kept private."
    )
    email_user: str = option(str, "", "The name to sign in with at that server.")
    email_password: str = option(str, "", "The password for it.", secret=True)
    email_from: str = option(str, "", "The address that mail comes from, such as kith@example.org.")
    time_zone: str = option(zone, local_zone, "The time zone of pages for those who set none.")
    secret_key: str = option(
        str,
        "",
        "Signs sessions and forms; made on first start and kept in the data directory.",
        secret=True,
    )

    @property
    def database_file(self) -> Path:
        """Where SQLite keeps its database."""
        return self.data / "kith.sqlite3"

    @property
    def home(self) -> str:
        """Where a browser on this machine, or anywhere, finds the pages; without a last slash."""
        if self.address:
            return self.address
        try:
            host = ipaddress.ip_address(self.host)
        except ValueError:
            return f"http://{self.host}:{self.port}"
        if host.is_unspecified:
            return f"http://127.0.0.1:{self.port}"
        return f"http://{f'[{host}]' if host.version == 6 else host}:{self.port}"

    def shown(self) -> list[dict[str, str]]:
        """Every option as `kith settings` prints it; a secret only says whether it is set."""
        return [
            {
                "variable": row.variable,
                "value": _hidden(row, getattr(self, row.name)),
                "meaning": row.meaning,
            }
            for row in table()
        ]


@dataclass(frozen=True)
class Row:
    """An option as it is shown: by `kith settings` and in the docs."""

    name: str
    variable: str
    meaning: str
    secret: bool
    default: object
    parse: Parse


def table() -> Iterator[Row]:
    """Every option, in the order of the table."""
    for item in fields(Options):
        facts = item.metadata
        yield Row(
            name=item.name,
            variable=f"KITH_{item.name.upper()}",
            meaning=facts["meaning"],
            secret=facts["secret"],
            default=_default(item),
            parse=facts["parse"],
        )


def _default(item: Field[Any]) -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _hidden(row: Row, value: object) -> str:
    if row.secret:
        return "(set)" if value else ""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return _as_text(value)


def load(environ: Mapping[str, str]) -> Options:
    """Read every option; raises OptionError for the first that does not fit."""
    rows = {row.name: row for row in table()}
    found = _given(rows["data"], environ, {})
    data = data_home() if found is None else _parsed(rows["data"], found)
    assert isinstance(data, Path)
    kept = _file(data / "kith.toml", rows)
    values: dict[str, Any] = {"data": data}
    for name, row in rows.items():
        text = None if name == "data" else _given(row, environ, kept)
        if text is not None:
            values[name] = _parsed(row, text)
    return Options(**values)


def _given(row: Row, environ: Mapping[str, str], kept: Mapping[str, str]) -> str | None:
    if row.variable in environ:
        return environ[row.variable].strip()
    holder = environ.get(f"{row.variable}_FILE")
    if holder:
        try:
            return Path(holder).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(
                f"{row.variable}_FILE names {holder}, which cannot be read: {error}"
            ) from error
    return kept.get(row.name)


def _parsed(row: Row, text: str) -> object:
    try:
        return row.parse(text)
    except ValueError as error:
        shown = "what was given" if row.secret else repr(text)
        raise OptionError(f"{row.variable} cannot be {shown}: {error}.") from None


def _file(place: Path, rows: Mapping[str, Row]) -> dict[str, str]:
    try:
        given = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionError(f"{place} cannot be read: {error}") from error
    for name in given:
        if name not in rows or name == "data":
            raise OptionError(f"{place} sets {name!r}, which is not an option it can set.")
    return {name: _as_text(value) for name, value in given.items()}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return str(value)
