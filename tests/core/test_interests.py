"""What a person types to say what they want to learn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import interests
from kith.core.interests import Draft, distinct, joined, same, terms, typed


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (
            "retrieval practice, spaced repetition, feedback",
            "Retrieval practice",
            ["retrieval practice", "spaced repetition", "feedback"],
        ),
        ("Memory: recall, testing", "Memory", ["recall", "testing"]),
        ("memory", "Memory", ["memory"]),
        ("open source software", "Open source software", ["open source software"]),
        (
            "how to help staff remember training",
            "How to help staff remember training",
            ["staff", "remember", "training"],
        ),
        ("what to do with that", "What to do with that", ["what to do with that"]),
        ("- volunteers; museums.", "Volunteers", ["volunteers", "museums"]),
        ("C++, Rust", "C++", ["C++", "Rust"]),
        ("学习, 记忆", "学习", ["学习", "记忆"]),
        ("Goal:", "Goal", ["Goal"]),
        ("feedback, Feedback, FEEDBACK", "Feedback", ["feedback"]),
    ],
)
def test_a_line_is_a_name_and_terms(text: str, name: str, found: list[str]) -> None:
    assert typed(text) == [Draft(name, tuple(found))]


def test_each_line_is_an_interest_and_each_name_one() -> None:
    drafts = typed("memory\n\n  volunteers, museums\nMemory: recall\n, ;\n")
    assert [draft.name for draft in drafts] == ["Memory", "Volunteers"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", ", ;", "…", "- - -", "!?"])
def test_where_there_is_no_word_there_is_nothing(text: str) -> None:
    assert typed(text) == []


def test_terms_join_those_there_are() -> None:
    assert joined(["Recall", "testing"], ["recall", "quiz"]) == ("Recall", "testing", "quiz")
    assert terms("a b\nc, d; e") == ("a b", "c", "d", "e")
    assert same("Élan  vital") == same("elan-vital")


@given(st.text(max_size=400))
def test_any_text_is_understood_within_its_limits(text: str) -> None:
    drafts = typed(text)
    assert len(drafts) <= interests.MOST_LINES
    for draft in drafts:
        assert 0 < len(draft.name) <= interests.LONGEST_NAME
        assert draft.terms == distinct(draft.terms), "tidying twice changes nothing"
        assert 0 < len(draft.terms) <= interests.MOST_TERMS
        assert all(0 < len(term) <= interests.LONGEST_TERM for term in draft.terms)


def test_words_that_stand_in_any_text_are_no_terms_of_a_sentence() -> None:
    (found,) = typed("How to give feedback on code in a way that people come back")
    assert found.terms == ("feedback", "code")
    (found,) = typed("how people change and give and take")
    assert found.terms == ("people", "change", "give", "take"), "rather these than none"
    (found,) = typed("I want to learn statistics with R for teaching")
    assert found.terms == ("statistics", "R", "teaching"), "what is too short to judge is no filler"
