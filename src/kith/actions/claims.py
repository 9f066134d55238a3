"""Take channels to look at, so that no two workers look at the same one, and give them back.

A claim is one conditional UPDATE. It names its process, so that what a killed process of this
machine held is free again at once; for processes elsewhere its time runs out.
"""

import os
import socket
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from kith.db.models import Channel

LEASE = timedelta(minutes=3)


_AT_WORK: set[str] = set()  # the workers of this very process


@contextmanager
def at_work() -> Iterator[str]:
    """A worker's name for as long as it works: host, process, something unique.

    Whatever it still holds at the end is given back.
    """
    name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    _AT_WORK.add(name)
    try:
        yield name
    finally:
        _AT_WORK.discard(name)
        release(name)


def claim(
    ids: Sequence[int], worker: str, now: datetime, since: datetime | None = None
) -> list[Channel]:
    """Take those of these channels that nobody holds, nor has looked at `since` they were named."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    if since:
        free &= Q(looked_at=None) | Q(looked_at__lt=since)
    with transaction.atomic():
        Channel.objects.filter(free, pk__in=ids).update(
            claimed_until=now + LEASE, claimed_by=worker
        )
        return list(Channel.objects.filter(pk__in=ids, claimed_by=worker))


def held(channels: Sequence[Channel]) -> set[int]:
    """Those of these channels that are still claimed as when they were taken, and there at all."""
    rows = Channel.objects.filter(pk__in=[channel.pk for channel in channels])
    now = dict(rows.values_list("pk", "claimed_by"))
    return {channel.pk for channel in channels if now.get(channel.pk) == channel.claimed_by}


def release(worker: str) -> int:
    """Give back whatever a worker still holds; the number of channels."""
    return Channel.objects.filter(claimed_by=worker).update(claimed_until=None, claimed_by="")


def free_the_dead() -> int:
    """Give back what processes of this machine held that are no more; the number of channels."""
    host = f"{socket.gethostname()}:"
    held = Channel.objects.filter(claimed_by__startswith=host).values_list("claimed_by", flat=True)
    return sum(release(name) for name in set(held) if not _alive(name))


def _alive(worker: str) -> bool:
    process = int(worker.split(":")[-2])
    if process == os.getpid():
        return worker in _AT_WORK  # else an earlier process had the number
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's process
    return not _waits_to_be_buried(process)


def _waits_to_be_buried(process: int) -> bool:
    """Whether a process has ended and only its number is left; as in a container without init."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:  # no such process, or no such place on this system
        return False
    return state.rpartition(")")[2].split()[:1] == ["Z"]
