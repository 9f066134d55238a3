"""Is the installation well? One small check each; what is wrong comes with what to do."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from kith.core.schedule import SHOWN_AFTER
from kith.db.models import Beat
from kith.db.upkeep import pending
from kith.queries.channels import listened_to

SCARCE = 500 * 2**20  # bytes free on the disk
EARLIEST = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
STOPPED_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    what: str
    well: bool
    found: str
    advice: str = ""


def examine(now: datetime) -> list[Finding]:
    """Every check, in the order in which they depend on each other."""
    directory = _directory(settings.KITH.data)
    database = _database()
    findings = [
        directory,
        _secret(settings.KITH.data / "secret-key"),
        database,
        _space(),
        _clock(now),
    ]
    if database.well:
        findings += [check(now) for check in _STORED]
    return findings


def _directory(place: Path) -> Finding:
    if not place.is_dir():
        return Finding(
            "data directory", False, f"{place} is not there", "Start Kith once: kith serve."
        )
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "data directory",
            False,
            f"{place} cannot be written",
            "Give it to the user who runs Kith.",
        )
    if stat.S_IMODE(place.stat().st_mode) & 0o077:
        return Finding(
            "data directory", False, f"others can look into {place}", f"Run: chmod 700 {place}"
        )
    return Finding("data directory", True, str(place))


def _secret(place: Path) -> Finding:
    if settings.KITH.secret_key:
        return Finding("secret key", True, "given as an option")
    if stat.S_IMODE(place.stat().st_mode) & 0o077:
        return Finding("secret key", False, "others can read it", f"Run: chmod 600 {place}")
    return Finding("secret key", True, "readable by its owner only")


def _database() -> Finding:
    try:
        waiting = pending()
        sound = _sound()
    except (DatabaseError, OSError) as error:
        where = (
            "KITH_DATABASE_URL" if settings.KITH.database_url else str(settings.KITH.database_file)
        )
        return Finding("database", False, str(error).strip(), f"Check {where}.")
    if not sound:
        return Finding("database", False, "it is damaged", "Restore it from a backup.")
    if waiting:
        return Finding("database", False, f"{waiting} migrations wait", "Run: kith migrate")
    version = sqlite3.sqlite_version if connection.vendor == "sqlite" else _server_version()
    return Finding("database", True, f"{connection.vendor} {version}")


def _sound() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return True
        cursor.execute("PRAGMA quick_check(1)")
        return bool(cursor.fetchone()[0] == "ok")


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _space() -> Finding:
    place = settings.KITH.data
    free = shutil.disk_usage(place if place.is_dir() else place.parent).free
    found = f"{free / 2**30:.1f} GB free"
    if free < SCARCE:
        return Finding("disk", False, found, f"Make room on the disk that holds {place}.")
    return Finding("disk", True, found)


def _clock(now: datetime) -> Finding:
    found = now.strftime("%Y-%m-%d %H:%M UTC")
    if now < EARLIEST:
        return Finding("clock", False, found, "Set the machine's clock: dates depend on it.")
    return Finding("clock", True, found)


def _loop(now: datetime) -> Finding:
    beat = Beat.objects.filter(name="refresh").first()
    if beat is None:
        return Finding("refresh loop", True, "has not run yet; it starts with kith serve")
    found = f"last sign of life {beat.at:%Y-%m-%d %H:%M} UTC"
    if now - beat.at > STOPPED_AFTER:
        return Finding(
            "refresh loop", False, found, "Start Kith, or `kith work` where KITH_REFRESH is no."
        )
    return Finding("refresh loop", True, found)


def _late(now: datetime) -> Finding:
    late = listened_to().filter(due_at__lt=now - timedelta(hours=1)).count()
    if late:
        return Finding(
            "looks",
            False,
            f"{late} channels have been due for over an hour",
            "Is the loop running?",
        )
    return Finding("looks", True, "none is late")


def _failing(_now: datetime) -> Finding:
    failing = listened_to().filter(failures__gte=SHOWN_AFTER).count()
    if failing:
        return Finding(
            "channels", False, f"{failing} fail again and again", "See the page Health for each."
        )
    return Finding("channels", True, f"{listened_to().count()} listened to")


_STORED: tuple[Callable[[datetime], Finding], ...] = (_loop, _late, _failing)
