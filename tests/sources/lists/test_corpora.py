"""Lists from the world, where they are."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kith.sources.lists import read_list, write_opml

HERE = os.environ.get("KITH_CORPORA", "")
FILES = sorted(Path(HERE, "opml").rglob("*.opml")) if HERE else []

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not FILES, reason="KITH_CORPORA names no folder with lists"),
]


def test_every_real_list_is_read_whole_and_survives_a_round_trip() -> None:
    start = time.perf_counter()
    for path in FILES:
        data = path.read_bytes()
        brought = read_list(data, path.name)
        assert brought.format == "opml"
        assert len(brought.entries) + len(brought.left_out) > 1, path
        again = read_list(write_opml("", "", brought.entries, now=datetime.now(UTC)))
        assert set(again.entries) == set(brought.entries), path
    assert time.perf_counter() - start < 10
