"""Links lead somewhere, and what is named exists."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from kith.cli import COMMANDS
from kith.project.options import table as options
from tests.docs.markdown import (
    DOCS,
    PAGES,
    ROOT,
    anchors,
    blocks,
    codes,
    headings,
    links,
    name_of,
    prose,
    read,
    section,
)

each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
HOUSE = ROOT / "src" / "kith"
PACKAGES = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
MAKEFILE = read(ROOT / "Makefile")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
# Options, files that hold one, and what only the tests read.
VARIABLES = {row.variable for row in options()}
VARIABLES |= {f"{variable}_FILE" for variable in VARIABLES} | {"KITH_REQUIRE_ALL"}
VARIABLES |= set(re.findall(r"KITH_TEST_\w+", MAKEFILE))
MADE_UP = {  # in the recipes
    *("src/kith/sources/notebook.py", "tests/sources/answers/notebook/"),
    "src/kith/core/judgement/signals/brevity.py",
    *("src/kith/queries/steps/cheer.py", "src/kith/web/templates/steps/cheer.html"),
}


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(read(page)):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert ROOT in (target, *target.parents), link
        if anchor:
            assert anchor in anchors(read(target)), link


@each_page
def test_every_page_has_one_title(page: Path) -> None:
    assert len(headings(read(page), 1)) == 1


def test_every_page_is_listed() -> None:
    listed = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in (DOCS / "index.md", DOCS / "decisions" / "README.md")
        for link in links(read(page))
    }
    mine = {page for page in PAGES if DOCS in page.parents}
    assert mine - listed == {DOCS / "index.md"}


@each_page
def test_every_target_of_make_exists(page: Path) -> None:
    text = read(page)
    shown = [*codes(text), *(block.text for block in blocks(text))]
    shown += [line for line in prose(text).splitlines() if line.startswith("    ")]
    for code in shown:
        named = re.findall(r"(?:^\s*|\$ (?:\S+=\S+ )*)make ([a-z]+)", code, re.MULTILINE)
        assert set(named) <= TARGETS, code


@each_page
def test_every_variable_exists(page: Path) -> None:
    named = set(re.findall(r"\bKITH_[A-Z_]+\b", read(page)))
    assert named <= VARIABLES


@each_page
def test_every_command_in_a_sentence_exists(page: Path) -> None:
    named = {
        found[1] for code in codes(read(page)) if (found := re.match(r"kith ([a-z]+)\b", code))
    }
    assert named <= COMMANDS.keys()


@each_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    for code in codes(read(page)):
        if code in MADE_UP or not re.fullmatch(r"(?:[\w.-]+/)+(?:[\w-]+\.\w+)?", code):
            continue
        first = code.partition("/")[0]
        if first in PACKAGES:
            assert (HOUSE / code).exists(), code
        elif first in {"src", "tests", "docs", "benchmarks"}:
            assert (ROOT / code).exists(), code


@each_page
def test_every_module_that_is_named_exists(page: Path) -> None:
    for code in codes(read(page)):
        words = re.split(r"[:.]", code.removeprefix("kith."))
        if len(words) > 1 and words[0] in PACKAGES and all(map(str.isidentifier, words)):
            folder = HOUSE / words[0] / words[1]
            assert folder.is_dir() or folder.with_suffix(".py").exists(), code


def test_decisions_are_numbered_without_gaps_and_shaped_alike() -> None:
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert records
    for number, record in enumerate(records, 1):
        found = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", record.name)
        assert found, record.name
        assert int(found[1]) == number, record.name
        text = read(record)
        assert headings(text, 1)[0].startswith(f"{found[1]}: ")
        assert headings(text, 2) == ["Context", "Decision", "Consequences"], record.name
        assert all(section(text, part).strip() for part in headings(text, 2)), record.name


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    first, *_ = headings(read(ROOT / "CHANGELOG.md"), 2)
    assert first == "[Unreleased]"


def test_there_is_a_place_for_results_of_benchmarks() -> None:
    text = section(read(DOCS / "benchmarks.md"), "Results")
    assert text.index("results: begin") < text.index("results: end")
