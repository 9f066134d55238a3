"""What the page about the roster says is so."""

import pytest

from kith.actions.intake import UNREAD_AT_FIRST
from kith.core import capacity, pauses, signs
from kith.queries import review
from kith.queries.steps import roster
from tests.docs.markdown import DOCS, read

TEXT = " ".join(read(DOCS / "roster.md").split())


@pytest.mark.parametrize(
    "phrase",
    [
        f"make room for: {capacity.PEOPLE} and {capacity.SOURCES} unless",
        f"comes on trial for {capacity.WEEKS} weeks",
        f"the voices you hear, {review.PAGE} a page",
        f"you read least within {review.LATELY.days} days",
        f"under *Decided lately* for {review.SETTLED.days} days",
        f"fewer than {roster.FEW} voices to look at",
        f"the newest {UNREAD_AT_FIRST} are unread",
        f"looks at the last {signs.SPAN.days} days",
        f"{signs.ADDED} voices or more were added by hand, at least {signs.SETTLED.days} days ago",
        f"look for the {signs.SLOWED} that you read least",
        f"on {signs.NIGHTS} nights you read for {signs.LONG} minutes or more after",
        f"after {signs.LATE_FROM} o'clock, and {signs.GROWN} pieces",
        f"none again within {signs.PATIENCE.days} days",
        f"{pauses.LEAST} to {pauses.MOST} of them",
    ],
)
def test_the_numbers_of_the_roster_are_those_of_the_code(phrase: str) -> None:
    assert phrase in TEXT


def test_shares_are_those_of_the_code() -> None:
    assert (signs.FEW, "a quarter of them or fewer" in TEXT) == (0.25, True)
    assert (signs.MOSTLY, "at least half of what came" in TEXT) == (0.5, True)
