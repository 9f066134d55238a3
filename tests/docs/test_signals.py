"""Every signal is documented as it is, and the recipe for one is followed to the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kith.core.judgement import novelty, rehash
from kith.core.judgement.profile import GAINS, HALF_LIFE
from kith.core.judgement.signals import SIGNALS
from kith.queries.judging import TUNED, candidates
from kith.web import words
from tests.docs.markdown import DOCS, ROOT, blocks, changed, read, section, table

CHOOSING = read(DOCS / "choosing.md")
FLAT = " ".join(CHOOSING.split())
RECIPE = read(DOCS / "recipes" / "add-a-signal.md")
NAME = "brevity"


def test_every_signal_is_documented_as_it_is() -> None:
    written = table(CHOOSING, "The signals")
    assert list(written) == [signal.name for signal in SIGNALS]
    for signal in SIGNALS:
        label, meaning = written[signal.name]
        assert label == signal.label, signal.name
        assert meaning.endswith("."), signal.name


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"The newest {candidates.NEWEST:,} unread entries" in FLAT
    assert f"the newest {candidates.RARE} of every voice" in FLAT
    assert f"within the last {novelty.READ_WITHIN:.0f} days" in FLAT
    assert f"From {rehash.LEAST} posts on" in FLAT
    assert HALF_LIFE == 180
    assert GAINS["finished"] == GAINS["kept"] / 2
    assert GAINS["skipped"] == 0
    assert (TUNED["less"], TUNED["more"]) == (0.5, 2.0)
    for word in TUNED:
        assert f"*{words.tuned(word)}*" in section(CHOOSING, "The signals")


def part(heading: str, language: str) -> str:
    (block,) = blocks(section(RECIPE, heading), language)
    return block.text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the core with the recipe's signal in it."""
    place = tmp_path_factory.mktemp("kith")
    rubbish = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "kith" / "core", place / "src" / "kith" / "core", ignore=rubbish)
    shutil.copy(ROOT / "src" / "kith" / "__init__.py", place / "src" / "kith")
    (place / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "core" / "judgement" / "test_signals.py", place / "tests")
    (place / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    signals = place / "src" / "kith" / "core" / "judgement" / "signals"
    (signals / f"{NAME}.py").write_text(part("1. One file", "python"))
    join(signals / "__init__.py")
    return place


def join(table: Path) -> None:
    """Do what the recipe's difference does, whatever other signals the table holds."""
    text = read(table)
    row = "SIGNALS: tuple[Signal, ...] = ("
    assert text.count(row) == 1, "the recipe's second step no longer fits"
    text = text.replace(row, f"{row}{NAME}.SIGNAL, ")
    before = "from kith.core.judgement.signals import "
    assert text.count(before) == 1, "the recipe's second step no longer fits"
    table.write_text(text.replace(before, f"{before}{NAME}\n{before}", 1))


def test_the_difference_adds_the_signal_and_nothing_else() -> None:
    held = changed(part("2. One line", "diff"))
    assert held["+"] - held["-"] == {NAME, f"{NAME}.SIGNAL"}
    table = read(ROOT / "src" / "kith" / "core" / "judgement" / "signals" / "__init__.py")
    assert all(re.search(rf"\b{re.escape(word)}\b", table) for word in held["-"])


def test_the_table_test_holds_for_the_recipes_signal(copy: Path) -> None:
    run = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider"),
        *("-k", f"{NAME} or names", "tests/test_signals.py"),
    ]
    environ = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    environ = {key: value for key, value in environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(run, cwd=copy, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"5 passed", done.stdout), done.stdout


@pytest.mark.parametrize("asked", [("check",), ("format", "--check")], ids=" ".join)
def test_the_recipes_signal_is_in_style(copy: Path, asked: tuple[str, ...]) -> None:
    file = copy / "src" / "kith" / "core" / "judgement" / "signals" / f"{NAME}.py"
    config = ("--config", str(ROOT / "pyproject.toml"), "--no-cache")
    run = [sys.executable, "-m", "ruff", *asked, *config, str(file)]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_row_is_one_that_the_table_could_hold() -> None:
    row = part("3. A row", "markdown")
    label = re.search(r'Scales\("\w+", "([^"]+)"', part("1. One file", "python"))
    assert label
    assert row.startswith(f"| `{NAME}` | {label[1]} | ")
