"""What can be done with interests."""

from datetime import timedelta

import pytest

from kith.actions import interests
from kith.core.interests import Draft
from kith.core.problems import Trouble
from kith.db.models import Interest
from kith.queries import interests as ask
from tests.actions.world import NOW, owner, somebody

pytestmark = pytest.mark.django_db
MOST, MORE, SOME = Interest.Weight.MOST, Interest.Weight.MORE, Interest.Weight.SOME


def add(text: str) -> list[Interest]:
    return interests.add(owner(), text, NOW)


def order() -> list[tuple[str, int]]:
    return [(one.name, one.weight) for one in ask.interests(owner()) if not one.resting]


def test_typing_five_words_is_enough() -> None:
    (row,) = add("retrieval practice, spaced repetition, feedback")
    row.refresh_from_db()
    assert row.name == "Retrieval practice"
    assert row.terms == ["retrieval practice", "spaced repetition", "feedback"]
    assert (row.weight, row.resting, row.created_at) == (MORE, False, NOW)


def test_new_ones_stand_behind_those_there_are() -> None:
    add("A1\nB1")
    add("C1")
    assert [name for name, _ in order()] == ["A1", "B1", "C1"]


def test_the_same_name_is_the_same_interest_whoever_writes_it_how() -> None:
    (row,) = add("Memory: recall")
    interests.rest(row)
    (again,) = add("MEMORY: quiz, Recall")
    assert again.pk == row.pk
    row.refresh_from_db()
    assert (row.terms, row.resting) == (["recall", "quiz"], False)
    interests.add(somebody(), "Memory", NOW)
    assert Interest.objects.count() == 2


@pytest.mark.parametrize("text", ["", " , ", "…"])
def test_nothing_is_no_interest(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        add(text)
    assert caught.value.problem.code == "interest-empty"


def test_there_is_an_end_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interests, "MOST", 2)
    add("A1\nB1")
    add("A1: more, other")
    with pytest.raises(Trouble) as caught:
        add("C1")
    assert caught.value.problem.code == "interests-full"
    with pytest.raises(Trouble):
        add("A1: much more\nC1")
    assert "much more" not in Interest.objects.get(name="A1").terms, "all or nothing"
    with pytest.raises(Trouble):
        interests.part(Interest.objects.get(name="A1"), NOW)
    assert [name for name, _ in order()] == ["A1", "B1"]


def test_a_name_without_a_word_is_none() -> None:
    with pytest.raises(Trouble) as caught:
        interests.name_it(owner(), Draft("…", ("recall",)), NOW)
    assert caught.value.problem.code == "interest-nameless"


def test_moving_goes_through_the_weights_and_ends_at_both_ends() -> None:
    a, b = add("A1\nB1")
    interests.move(b, up=True)
    assert order() == [("B1", MORE), ("A1", MORE)]
    interests.move(b, up=True)
    assert order() == [("B1", MOST), ("A1", MORE)]
    interests.move(b, up=True)
    assert order() == [("B1", MOST), ("A1", MORE)]
    a.refresh_from_db()
    interests.move(a, up=True)
    assert order() == [("B1", MOST), ("A1", MOST)], "behind those that were there"
    for _ in range(4):
        b.refresh_from_db()
        interests.move(b, up=False)
    assert order() == [("A1", MOST), ("B1", SOME)]


def test_one_that_rests_stays_where_it_is() -> None:
    a, _ = add("A1\nB1")
    interests.rest(a)
    interests.move(a, up=True)
    assert order() == [("B1", MORE)]
    interests.wake(a)
    assert order() == [("A1", MORE), ("B1", MORE)]


def test_a_place_can_be_named() -> None:
    a, b, c = add("A1\nB1\nC1")
    interests.put(c, MORE, 0)
    assert [name for name, _ in order()] == ["C1", "A1", "B1"]
    interests.rest(a)
    interests.put(a, SOME, 99)
    assert order() == [("C1", MORE), ("B1", MORE), ("A1", SOME)], "it no longer rests"
    b.refresh_from_db()
    interests.put(b, SOME, interests.LAST)
    assert order() == [("C1", MORE), ("A1", SOME), ("B1", SOME)]


def test_resting_is_undone() -> None:
    (row,) = add("A1")
    interests.rest(row)
    assert order() == []
    interests.wake(row)
    assert order() == [("A1", MORE)]


def test_everything_about_one_can_be_changed() -> None:
    (row,) = add("A1")
    told = {"name": " Memory ", "description": " Why we forget ", "terms": ["x1", "X1", "y1"]}
    interests.describe(row, **told, weight=MOST)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert (row.name, row.description) == ("Memory", "Why we forget")
    assert (row.terms, row.weight) == (["x1", "y1"], MOST)
    interests.describe(row, name="Memory", description="", terms=[], weight=3)
    row.refresh_from_db()
    assert (row.terms, row.weight) == (["Memory"], MOST), "its name is what it is known by"


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "interest-nameless"), ("b1", "interest-twice"), ("x" * 400, "")]
)
def test_a_name_must_be_one_of_its_own(name: str, code: str) -> None:
    a, _ = add("A1\nB1")
    if not code:
        interests.describe(a, name=name, description="", terms=[], weight=SOME)
        return
    with pytest.raises(Trouble) as caught:
        interests.describe(a, name=name, description="", terms=[], weight=SOME)
    assert caught.value.problem.code == code
    a.refresh_from_db()
    assert a.name == "A1"


def test_terms_are_added_and_that_is_undone() -> None:
    (row,) = add("Memory: recall")
    before = list(row.terms)
    interests.add_terms(row, ["quiz", "RECALL", "test\0s"])
    assert row.terms == ["recall", "quiz", "tests"]
    interests.set_terms(row, before)
    row.refresh_from_db()
    assert row.terms == ["recall"]


def test_removing_is_undone() -> None:
    a, b, _ = add("A1\nB1: x1, y1\nC1")
    interests.put(a, MOST, 0)
    interests.remove(b, NOW)
    assert order() == [("A1", MOST), ("C1", MORE)]
    assert not Interest.objects.filter(pk=b.pk).exists()
    interests.put_back(b)
    assert order() == [("A1", MOST), ("B1", MORE), ("C1", MORE)]
    assert Interest.objects.get(name="B1").pk == b.pk, "what hangs on it still does"


def test_what_was_removed_and_named_anew_is_not_there_twice() -> None:
    (row,) = add("Bees: honey")
    interests.remove(row, NOW)
    (anew,) = add("Bees: hives")
    assert (anew.pk != row.pk, anew.terms) == (True, ["hives"])
    with pytest.raises(Trouble) as caught:
        interests.put_back(row)
    assert caught.value.problem.code == "interest-twice"
    assert order() == [("Bees", MORE)]


def test_what_was_removed_is_forgotten_in_the_end() -> None:
    a, b = add("A1\nB1")
    interests.remove(a, NOW)
    interests.remove(b, NOW + interests.STAYS + timedelta(seconds=1))
    assert set(Interest.everything.values_list("name", flat=True)) == {"B1"}


def test_one_of_many_words_becomes_many() -> None:
    (row,) = add("teaching, volunteers, museums")
    interests.put(row, MOST, 0)
    interests.part(row, NOW)
    assert order() == [("Teaching", MOST), ("Volunteers", MOST), ("Museums", MOST)]
    assert not Interest.objects.filter(pk=row.pk).exists()
    made = Interest.objects.values_list("pk", flat=True)
    row.refresh_from_db(from_queryset=Interest.everything.all())
    interests.put_back(row, list(made))
    assert order() == [("Teaching", MOST)]
    assert Interest.objects.get().pk == row.pk
