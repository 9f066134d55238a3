"""Killed at any moment, Kith loses nothing: real processes, real kills."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count

from kith.db.models import Channel, Entry, Following, Label, Mark, Voice
from tests.worker.places import Places, item, numbered, rss
from tests.worker.rounds import follow, is_whole, owner, states

pytestmark = pytest.mark.django_db(transaction=True)

CHANNELS = 40
ENTRIES = 25


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment in which `kith` works on the database of this test."""
    environment = {**os.environ, "KITH_DATA": str(tmp_path), "KITH_ALLOW_NETWORKS": "127.0.0.0/8"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if connection.vendor == "sqlite":
        (tmp_path / "kith.sqlite3").symlink_to(connection.settings_dict["NAME"])
    else:
        base, _, _ = settings.KITH.database_url.rpartition("/")
        environment["KITH_DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"
    return environment


def kith(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kith", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(process: subprocess.Popen[str], after: float) -> bool:
    """Kill a process in so many seconds; whether it was still at work."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_refreshes_that_are_killed_lose_nothing_and_repeat_nothing(
    places: Places, shell: dict[str, str]
) -> None:
    dice = random.Random(7)
    towns = [places.new(pause=dice.uniform(0, 0.1)) for _ in range(CHANNELS)]
    for number, place in enumerate(towns):
        count = 700 if number == 0 else ENTRIES
        follow(place.say(numbered(count)))
    begun = time.monotonic()
    kith(shell, "refresh", "--json").communicate()
    whole = time.monotonic() - begun
    Entry.objects.all().delete()
    Channel.objects.update(succeeded_at=None, body_hash="", etag="", looked_at=None)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
    kills = sum(
        killed(kith(shell, "refresh"), dice.uniform(0.2, 0.65) * min(whole, 2.0)) for _ in range(11)
    )
    assert kills >= 5
    last = kith(shell, "refresh", "--json")
    out, err = last.communicate(timeout=60)
    assert (last.returncode, err) == (0, "")
    assert '"failed": 0' in out
    counts = Entry.objects.values_list("channel").annotate(n=Count("pk"))
    assert sorted(n for _, n in counts) == [ENTRIES] * (CHANNELS - 1) + [700]
    assert Entry.objects.values("channel", "guid").distinct().count() == Entry.objects.count()
    unread = Mark.objects.filter(state=Mark.State.UNREAD).values_list("entry__channel", flat=True)
    assert Counter(unread) == dict.fromkeys(Channel.objects.values_list("pk", flat=True), 5)
    assert sum(states().values()) == Entry.objects.count()
    is_whole()


def test_a_list_that_was_killed_while_it_was_brought_is_brought_whole_the_next_time(
    shell: dict[str, str], tmp_path: Path
) -> None:
    dice = random.Random(11)
    owner()
    outlines = "".join(
        f'<outline text="Folder {n % 30}"><outline type="rss" text="Voice {n}"'
        f' xmlUrl="https://host{n}.example/feed"/></outline>'
        for n in range(3000)
    )
    path = tmp_path / "list.opml"
    path.write_text(f"<opml><body>{outlines}</body></opml>")
    begun = time.monotonic()
    kith(shell, "bring", str(path)).communicate()
    whole = time.monotonic() - begun
    for model in (Voice, Channel, Label):
        model.objects.all().delete()
    kills = 0
    for _ in range(4):
        process = kith(shell, "bring", str(path))
        kills += killed(process, dice.uniform(0.4, 0.9) * min(whole, 2.0))
        assert Following.objects.count() == Voice.objects.count() <= 3000
        assert Following.objects.count() % 500 == 0
    last = kith(shell, "bring", str(path))
    assert last.wait(60) == 0
    last.communicate()
    assert kills >= 1
    assert Following.objects.count() == Voice.objects.count() == Channel.objects.count() == 3000
    assert Label.objects.count() == 30
    assert not Voice.objects.annotate(n=Count("labels")).exclude(n=1).exists()
    is_whole()


def test_edits_that_are_killed_are_there_the_next_time(
    places: Places, shell: dict[str, str]
) -> None:
    dice = random.Random(3)
    town = [places.new(pause=0.02) for _ in range(10)]
    for place in town:
        follow(place.say(numbered(30)))
    kith(shell, "refresh").communicate()
    for edition in range(3):
        for place in town:
            text = f"<p>edition{edition}</p>"
            place.say(rss(*(item(n, text=text) for n in range(30, 0, -1))))
        killed(kith(shell, "refresh"), dice.uniform(0.6, 1.2))
    kith(shell, "refresh").communicate()
    assert set(Entry.objects.values_list("summary", flat=True)) == {"<p>edition2</p>"}
    assert Entry.objects.count() == 300
    is_whole()
