"""Terms that tell some texts from others."""

from hypothesis import given
from hypothesis import strategies as st

from kith.core.judgement.terms import Counted, counted, distinctive, of_voices, propose

MEMORY = [
    "Retrieval practice beats re-reading in the long run",
    "Why retrieval practice works: forgetting is the point",
    "A quiz a day, and other retrieval practice",
    "Spacing and forgetting, a field report",
    "Quizzes without marks",
    "Forgetting curves of the evening course",
]
GARDEN = [
    "Compost in the long winter",
    "Why compost works without a lid",
    "A bed of roses a day",
    "Roses, and other thorns",
    "The evening in the garden",
    "A field report on slugs",
]


def said(own: list[str], others: list[str], most: int = 8) -> list[str]:
    return [one.term for one in propose(own, others, most)]


def test_what_only_they_speak_of_is_proposed_and_the_phrase_for_its_words() -> None:
    found = said(MEMORY, GARDEN)
    assert set(found[:2]) == {"retrieval practice", "forgetting"}
    assert "retrieval" not in found
    assert "practice" not in found
    assert not {"long", "evening", "day", "the", "field report"} & set(found)


def test_numbers_say_where_a_term_stands() -> None:
    found = propose(MEMORY, [*GARDEN, "Forgetting the hose"])
    one = next(one for one in found if one.term == "forgetting")
    assert (one.texts, one.others) == (3, 1)
    assert 0 < one.score < 1


def test_one_and_many_are_the_same_term_as_they_are_mostly_written() -> None:
    counts = counted(["Learners meet", "the learners", "a learner"])
    assert counts.counts["learner"] == 3
    assert counts.written["learner"] == "learners", "the first without a capital"


def test_no_word_is_proposed_twice() -> None:
    words = [word for term in said(MEMORY, GARDEN, 20) for word in term.lower().split()]
    assert len(words) == len(set(words))


def test_a_text_that_repeats_a_word_counts_once() -> None:
    assert counted(["slug slug slug", "slug"]).counts["slug"] == 2


def test_one_text_is_told_by_its_sentences() -> None:
    title = "Compost in winter"
    own = [title, title, "Turn the compost.", "Snow helps."]
    assert said(own, MEMORY)[0] == "compost"
    assert "Snow helps" not in said(own, MEMORY), "what it says once is left out"
    assert "Snow helps" in [one.term for one in propose(own, MEMORY, least=1)]


def test_the_furniture_of_one_voice_is_left_out() -> None:
    first = counted([f"Issue of Monday: {text}" for text in MEMORY[:3]])
    second = counted(MEMORY[3:])
    whole = first + second + counted(GARDEN)
    shared = [one.term for one in of_voices([first, second], whole)]
    assert "forgetting" in shared
    assert not [term for term in shared if "Monday" in term]
    alone = [one.term for one in of_voices([first], whole)]
    assert [term for term in alone if "Monday" in term]


def test_scripts_without_spaces_give_pairs_of_letters() -> None:
    found = said(["间隔学习很有效", "间隔学习的方法"], ["花园里的玫瑰", "冬天的花园"])
    assert {"间隔", "学习"} <= set(found)


def test_nothing_is_proposed_of_nothing() -> None:
    assert propose([], GARDEN) == []
    assert propose(["", " . "], []) == []
    assert distinctive(Counted(), Counted()) == []


def test_the_same_texts_in_any_order_propose_the_same() -> None:
    assert said(MEMORY, GARDEN) == said(MEMORY[::-1], GARDEN[::-1])


@given(st.lists(st.text(max_size=80), max_size=6), st.lists(st.text(max_size=80), max_size=6))
def test_any_texts_are_taken(own: list[str], others: list[str]) -> None:
    for one in propose(own, others):
        assert one.term.strip()
        assert 1 <= one.texts <= len(own)
        assert 0 <= one.others <= len(others)
