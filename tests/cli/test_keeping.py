"""`kith keep`."""

from collections.abc import Iterator

import pytest

from kith.db.models import Mark
from tests.actions.test_keeping import PAGES
from tests.cli.test_commands import run, told
from tests.web.sites import site
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with site(PAGES) as address:
        yield address


def test_it_keeps_and_says_so(home: str) -> None:
    assert run("keep", f"{home}/piece").output == "Kept: On slow reading\n"
    assert run("keep", f"{home}/piece").output == "Kept already: On slow reading\n"
    said = run("keep", f"{home}/paper.pdf").output
    assert said.startswith(f"Kept: {home}/paper.pdf\n  without its text: ")


def test_it_tells_in_json_for_an_account(home: str) -> None:
    user = somebody("jana")
    (one,) = told("keep", f"{home}/piece", "--as", "jana")
    assert list(one) == ["asked", "kept", "already", "title", "address", "problem"]
    assert (one["title"], one["problem"]) == ("On slow reading", None)
    assert Mark.objects.get().owner == user


def test_what_is_no_address_is_said_and_the_rest_is_kept(home: str) -> None:
    result = run("keep", "javascript:x", f"{home}/piece")
    assert result.exit_code == 1
    assert "Not kept: “javascript:x”" in result.output
    assert "Kept: On slow reading" in result.output
