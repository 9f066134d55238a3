"""Pictures are there, are small, and say in words what they show."""

import re
from pathlib import Path

import pytest

from tests.docs.markdown import DOCS, PAGES, name_of, read

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)\)")
MOST = 250_000  # bytes


def pictures(page: Path) -> list[tuple[str, Path]]:
    """The words and the file of each picture on a page."""
    return [(words, (page.parent / file).resolve()) for words, file in PICTURE.findall(read(page))]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_is_there_small_and_described(page: Path) -> None:
    for words, file in pictures(page):
        assert file.exists(), file
        assert file.stat().st_size < MOST, file
        assert file.read_bytes().startswith(b"\x89PNG"), file
        assert len(words.split()) >= 5, f"{file.name} is not described"


def test_no_picture_lies_about() -> None:
    shown = {file for page in PAGES for _words, file in pictures(page)}
    assert set((DOCS / "pictures").iterdir()) == shown
