"""A new database is made at once, an older one went step by step; both come to the same tables."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("tables_made.py")


def made(place: Path, *last: str) -> dict[str, Any]:
    """What a database holds that went step by step to some migration, and from there by itself."""
    place.mkdir()
    environ = {**os.environ, "KITH_DATA": str(place)}
    environ["DJANGO_SETTINGS_MODULE"] = "kith.project.settings"
    environ.pop("KITH_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, SCRIPT, *last], env=environ, check=True, stdout=subprocess.PIPE
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("last", ["0012_waking", "0019_removed_interests"])
def test_a_new_database_is_what_an_older_one_becomes(tmp_path: Path, last: str) -> None:
    new = made(tmp_path / "new")
    assert len(new) > 100
    assert made(tmp_path / "older", last) == new
