"""The recipe for a source is followed to the letter, in a copy of Kith."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.markdown import DOCS, ROOT, blocks, changed, headings, read, section

RECIPE = read(DOCS / "recipes" / "add-a-source.md")
NAME = "notebook"
QUICKLY = """
from hypothesis import settings

settings.register_profile("quickly", max_examples=20, database=None)
settings.load_profile("quickly")
"""


def part(heading: str, language: str) -> str:
    (block,) = blocks(section(RECIPE, heading), language)
    return block.text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of Kith with the recipe's source in it."""
    place = tmp_path_factory.mktemp("kith")
    rubbish = shutil.ignore_patterns("__pycache__", "static", "templates", "migrations")
    shutil.copytree(ROOT / "src" / "kith", place / "src" / "kith", ignore=rubbish)
    shutil.copytree(ROOT / "tests" / "sources" / "answers", place / "tests" / "sources" / "answers")
    for name in ("__init__.py", "sources/__init__.py", "sources/test_kinds.py", "sources/town.py"):
        shutil.copy(ROOT / "tests" / name, place / "tests" / name)
    (place / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (place / "conftest.py").write_text(QUICKLY)
    sources = place / "src" / "kith" / "sources"
    (sources / f"{NAME}.py").write_text(part("1. One file", "python"))
    join(sources / "__init__.py")
    answers = place / "tests" / "sources" / "answers" / NAME
    answers.mkdir()
    (answers / "jana.txt").write_text(part("3. A recorded answer", "text"))
    return place


def join(table: Path) -> None:
    """Do what the recipe's difference does, whatever other kinds the table holds by now."""
    text = read(table)
    for before, word in (
        ("from kith.sources import ", NAME),
        ("KINDS: tuple[Kind, ...] = (", f"{NAME}.KIND"),
    ):
        assert text.count(before) == 1, "the recipe's second step no longer fits"
        text = text.replace(before, f"{before}{word}, ")
    table.write_text(text)


def test_the_difference_adds_the_kind_and_nothing_else() -> None:
    words = changed(part("2. One line", "diff"))
    assert words["+"] - words["-"] == {NAME, f"{NAME}.KIND"}
    assert words["-"] <= words["+"]
    table = read(ROOT / "src" / "kith" / "sources" / "__init__.py")
    assert all(re.search(rf"\b{re.escape(word)}\b", table) for word in words["-"])


def test_the_contract_holds_for_the_recipes_source(copy: Path) -> None:
    places = os.pathsep.join((str(copy / "src"), str(copy)))
    run = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider"),
        *("-k", f"{NAME} or unlike", "tests/sources/test_kinds.py"),
    ]
    environ = os.environ | {
        "PYTHONPATH": places,
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(ROOT / ".hypothesis"),  # its table of letters is dear
    }
    environ = {key: value for key, value in environ.items() if not key.startswith("PYTEST_")}
    done = subprocess.run(run, cwd=copy, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) > 8, done.stdout


@pytest.mark.parametrize("asked", [("check",), ("format", "--check")], ids=" ".join)
def test_the_recipes_source_is_in_style(copy: Path, asked: tuple[str, ...]) -> None:
    file = copy / "src" / "kith" / "sources" / f"{NAME}.py"
    config = ("--config", str(ROOT / "pyproject.toml"), "--no-cache")
    run = [sys.executable, "-m", "ruff", *asked, *config, str(file)]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_paragraph_is_one_that_sources_could_hold() -> None:
    paragraph = part("4. A paragraph", "markdown")
    assert headings(paragraph, 2) == [f"Notebook (`{NAME}`)"]
    example = re.search(r'examples=\("([^"]+)"', part("1. One file", "python"))
    assert example
    assert f"`{example[1]}`" in paragraph
