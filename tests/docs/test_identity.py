"""What the documentation tells of voices that may be one is what the code knows."""

from kith.actions.identity import LATER
from kith.core.identity import MOST_AT_ONE, STRENGTHS
from kith.sources.identity import MOST_REQUESTS
from kith.worker.identity import AT_ONCE, WhoIsWho
from tests.docs.markdown import DOCS, read, section, table

PEOPLE = read(DOCS / "people.md")
HEADING = "One voice, several places"


def test_every_reason_is_described() -> None:
    assert set(table(PEOPLE, HEADING)) == set(STRENGTHS)


def test_the_numbers_are_those_of_the_code() -> None:
    text = " ".join(section(PEOPLE, HEADING).split())
    assert f"asks again in {LATER.days} days" in text
    assert f"with more than {MOST_AT_ONE} voices" in text
    assert f"at most {MOST_REQUESTS} requests" in text
    assert WhoIsWho.EVERY == 30
    assert f"{AT_ONCE} hosts in half a minute" in text
