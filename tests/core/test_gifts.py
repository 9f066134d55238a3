"""What could be given rests on one fact, and is gone without it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kith.core.gifts import (
    ANSWER,
    ASKED_YOU,
    CREDIT,
    INTRODUCE,
    KINDS,
    PIECE,
    THANKS,
    Asked,
    Fact,
    Facts,
    Known,
    Other,
    Passed,
    Used,
    gifts,
)
from kith.core.voices import COMMUNITY, PERSON, PUBLICATION

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def passed(kind: str, direction: str = "received", days_ago: float = 5, **more: int) -> Passed:
    return Passed(int(days_ago * 10), kind, direction, NOW - days_ago * DAY, "it", **more)


KNOWN = Known(7, "A form", NOW - 9 * DAY, "kept", 0.2, to=3, to_title="Forms")
ASKED = Asked(4, "Who has a form?", NOW - DAY, replace(KNOWN, to=4))
OTHER = Other(12, "Tom", 0.3, theirs=3, others=5)
USED = Used(3, "Forms", NOW - 9 * DAY, passages=2)
EVERYTHING = Facts(
    kind=PERSON,
    passed=(passed("question", days_ago=2), passed("answer", days_ago=9)),
    asked=(ASKED,),
    pieces=(KNOWN,),
    others=(OTHER,),
    used=(USED,),
)


def kinds(facts: Facts, most: int = 9) -> list[str]:
    return [one.kind for one in gifts(facts, NOW, most)]


def fact(facts: Facts, kind: str) -> Fact | None:
    return next((one.fact for one in gifts(facts, NOW, 9) if one.kind == kind), None)


def test_one_of_each_in_their_order_and_three_at_the_most() -> None:
    assert tuple(kinds(EVERYTHING)) == KINDS
    assert len(gifts(EVERYTHING, NOW)) == 3
    assert kinds(Facts(PERSON)) == []


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        (ASKED_YOU, {"passed": (passed("answer", days_ago=9),)}),
        (THANKS, {"passed": (passed("question", days_ago=2),)}),
        (ANSWER, {"asked": ()}),
        (INTRODUCE, {"others": ()}),
        (PIECE, {"pieces": ()}),
        (CREDIT, {"used": ()}),
    ],
)
def test_without_its_fact_a_gift_is_gone(kind: str, without: dict[str, tuple[Fact, ...]]) -> None:
    left = replace(EVERYTHING, **without)  # type: ignore[arg-type]
    assert kinds(left) == [one for one in KINDS if one != kind]


@pytest.mark.parametrize("kind", ["answer", "reply", "message"])
def test_what_they_asked_is_settled_by_a_word_back(kind: str) -> None:
    asked = passed("question", days_ago=3)
    before, after = passed(kind, "given", 4), passed(kind, "given", 2)
    assert kinds(Facts(PERSON, passed=(asked, before))) == [ASKED_YOU]
    assert kinds(Facts(PERSON, passed=(asked, after))) == []


def test_help_is_thanked_once_and_not_out_of_the_blue() -> None:
    help_, later = passed("help", days_ago=30), passed("introduction", days_ago=20)
    assert fact(Facts(PERSON, passed=(help_, later)), THANKS) == later
    thanked = passed("thanks", "given", 25)
    assert fact(Facts(PERSON, passed=(help_, later, thanked)), THANKS) == later
    assert kinds(Facts(PERSON, passed=(help_, thanked))) == []
    assert kinds(Facts(PERSON, passed=(passed("help", days_ago=181),))) == []
    assert kinds(Facts(PERSON, passed=(passed("comment"),))) == []
    assert kinds(Facts(PERSON, passed=(help_,), thanks_owed=True)) == [], "they wait already"


def test_a_question_of_which_the_reader_knows_nothing_is_none_to_answer() -> None:
    assert kinds(Facts(PERSON, asked=(replace(ASKED, known=None),))) == []
    closer = replace(ASKED, entry=5, known=replace(KNOWN, likeness=0.4))
    assert fact(Facts(PERSON, asked=(ASKED, closer)), ANSWER) == closer


def test_who_knows_each_other_is_not_introduced() -> None:
    near, met = (
        replace(OTHER, voice=13, likeness=0.5),
        replace(OTHER, likeness=0.9, acquainted=True),
    )
    word = (passed("message", "mutual"),)
    assert fact(Facts(PERSON, word, others=(met, OTHER, near)), INTRODUCE) == near
    assert kinds(Facts(PERSON, word, others=(met,))) == []
    assert kinds(Facts(PERSON, others=(near,))) == [], "no word passed with them yet"
    assert kinds(Facts(PUBLICATION, word, others=(near,))) == [], "a publication meets nobody"


def test_a_piece_is_given_once_and_while_it_is_fresh() -> None:
    closer = replace(KNOWN, entry=8, likeness=0.3)
    both = Facts(PERSON, pieces=(KNOWN, closer))
    assert fact(both, PIECE) == closer
    given = passed("share", "given", entry=8)
    assert fact(replace(both, passed=(given,)), PIECE) == KNOWN
    assert kinds(Facts(PERSON, pieces=(replace(KNOWN, at=NOW - 366 * DAY),))) == []
    assert kinds(Facts(COMMUNITY, pieces=(KNOWN,))) == [PIECE]
    assert kinds(Facts(PUBLICATION, pieces=(KNOWN,))) == [], "it does not ask for any"


def test_credit_is_for_what_was_used_more_than_once() -> None:
    once = replace(USED, passages=1)
    assert kinds(Facts(PERSON, used=(once,))) == []
    assert fact(Facts(PUBLICATION, used=(once, replace(once, entry=9))), CREDIT) == once
    assert fact(Facts(PUBLICATION, used=(once, USED)), CREDIT) == USED
    shared = passed("share", "given", entry=3)
    assert kinds(Facts(PUBLICATION, used=(USED,), passed=(shared,))) == []


def test_the_same_facts_give_the_same_gifts() -> None:
    two = (replace(OTHER, voice=20), OTHER)
    word = (passed("message", "mutual"),)
    assert fact(Facts(PERSON, word, others=two), INTRODUCE) == two[0]
    assert gifts(EVERYTHING, NOW) == gifts(EVERYTHING, NOW)
