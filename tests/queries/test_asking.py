"""What the network already said about a question, and whom to ask it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from kith.actions import exchanges, features, notes, questions
from kith.actions.exchanges import Happened
from kith.core.quoting import Quote
from kith.db.models import Mark, User, Voice
from kith.queries import judging
from kith.queries.asking import Network, Person, network, texts
from tests.actions.world import NOW, follow, hear, owner, post, somebody

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
QUESTION = "How do I grade group work with rubrics?"
RUBRIC = "A rubric for group work"


def voice(name: str, *titles: str, user: User | None = None, kind: str = "person") -> Voice:
    """Somebody who wrote these, the first one today."""
    address = f"https://{name.lower()}.example/feed"
    found = follow(address, user=user, name=name)
    Voice.objects.filter(pk=found.pk).update(kind=kind)
    hear(
        address,
        [
            post(number, guid=f"{name}:{number}", title=title, published=NOW - number * DAY)
            for number, title in enumerate(titles)
        ],
    )
    return Voice.objects.get(pk=found.pk)


def others() -> None:
    """Some who speak of other things."""
    voice("Gardener", "Beans in June", "Compost and its worms", "The last frost", "On slugs")
    voice("Sailor", "A knot a day", "Wind against tide", "Charts on paper", "Rigging anew")


def passed(one: Voice, kind: str, way: str, days_ago: float = 3, **more: str) -> None:
    happened = Happened(kind, way, NOW - days_ago * DAY, **more)  # type: ignore[arg-type]
    exchanges.record(one, happened, NOW)


def ask(user: User | None = None, question: str = QUESTION) -> Network:
    return network(user or owner(), question, NOW)


def roles(found: Network) -> dict[str, str]:
    return {one.role: one.name for one in found.people}


def the(found: Network, role: str) -> Person:
    (person,) = (one for one in found.people if one.role == role)
    return person


def test_what_was_said_is_found_and_its_words_marked() -> None:
    others()
    voice("Ana", RUBRIC, "Group work in pairs", "My holidays")
    found = ask()
    assert [one.line.title for one in found.said] == [RUBRIC, "Group work in pairs"]
    assert "<mark>rubric</mark>" in found.said[0].title


def test_who_wrote_about_it_is_named_with_the_facts() -> None:
    others()
    ana = voice("Ana", RUBRIC, "Four rubrics for group work compared", "My holidays")
    person = the(ask(), "best")
    assert (person.voice, person.name, person.near) == (ana.pk, "Ana", False)
    assert person.pieces == 2
    assert person.last
    assert (person.last.title, person.last.at) == (RUBRIC, NOW)
    assert person.nearest
    assert person.ground.prepared is False


def test_three_are_named_the_best_one_within_reach_and_a_bridge() -> None:
    others()
    best = voice("Best", RUBRIC, "Rubrics for group work, again", "Group work and rubrics")
    near = voice("Near", "Group work in museums with a rubric", "A rubric nobody reads")
    far = voice("Far", "Rubrics for group work on ships", "Sails", "Tides", "Harbours at night")
    for days in (2, 9, 16, 23):
        passed(near, "answer", "received", days)
        passed(near, "comment", "given", days)
    found = ask()
    assert roles(found) == {"best": "Best", "reach": "Near", "bridge": "Far"}
    assert the(found, "reach").near
    assert the(found, "reach").ground.prepared
    assert the(found, "reach").tally["answer", "received"] == 4
    assert {best.pk, near.pk, far.pk} == {one.voice for one in found.people}


def test_what_they_answered_and_what_one_knows_of_them_counts() -> None:
    others()
    tom = voice("Tom", "Nothing to do with it")
    passed(tom, "answer", "received", 40, about="Rubrics for group work")
    jun = voice("Jun", "My garden")
    Voice.objects.filter(pk=jun.pk).update(knows=["rubrics for group work"])
    found = ask()
    assert found.said == []
    assert {one.name for one in found.people} <= {"Tom", "Jun"}
    person = the(found, "best" if roles(found)["best"] == "Tom" else "reach")
    assert (person.name, person.passed_about) == ("Tom", "Rubrics for group work")
    assert (person.pieces, person.last, person.nearest) == (0, None, None)
    noted = next(one for one in found.people if one.name == "Jun")
    assert noted.noted


def test_what_the_reader_said_themselves_is_not_what_they_know() -> None:
    tom = voice("Tom", "Nothing to do with it")
    passed(tom, "answer", "given", about="Rubrics for group work")
    assert ask().people == []


def test_a_journal_the_released_and_those_asked_already_are_not_named() -> None:
    others()
    voice("Journal", RUBRIC, kind="publication")
    gone = voice("Gone", RUBRIC)
    Voice.objects.filter(pk=gone.pk).update(state="released")
    asked = voice("Asked", RUBRIC)
    found = network(owner(), QUESTION, NOW, but=[asked.pk])
    assert found.people == []
    assert len(found.said) >= 2


def test_who_was_asked_lately_comes_later() -> None:
    others()
    voice("One", RUBRIC)
    two = voice("Two", RUBRIC)
    assert roles(ask())["best"] == "One"
    passed(voice("One"), "question", "given", 5)
    assert roles(ask())["best"] == "Two"
    passed(two, "question", "given", 5)
    assert roles(ask())["best"] == "One"


def test_what_was_highlighted_on_it_is_shown_first() -> None:
    others()
    voice("Ana", RUBRIC, "Rubrics for group work", "Group work, with rubrics")
    mark = Mark.objects.get(entry__title="Compost and its worms")
    row = notes.highlight(mark, "<p>Text 1</p>", Quote("Text 1", "", ""), NOW, note="A rubric?")
    assert row
    found = ask()
    (own,) = [one for one in found.said if one.said]
    assert own.line.title == "Compost and its worms"


def test_questions_of_before_are_remembered() -> None:
    row = questions.add(owner(), "Is there a rubric for group work?", NOW - 300 * DAY)
    questions.close(row, "Yes: four lines.", [], NOW - 290 * DAY)
    questions.add(owner(), "When does the garden open?", NOW)
    now = questions.add(owner(), QUESTION, NOW)
    found = network(owner(), now.text, NOW, itself=now.pk)
    assert [(one.question, one.outcome) for one in found.before] == [(row.pk, "Yes: four lines.")]


def test_what_others_heard_and_asked_stays_theirs() -> None:
    stranger = somebody("stranger")
    others()
    theirs = voice("Ana", RUBRIC, user=stranger)
    passed(theirs, "answer", "received", about=RUBRIC)
    row = questions.add(stranger, QUESTION, NOW)
    questions.close(row, "Theirs", [], NOW)
    found = ask()
    assert (found.said, found.before, found.people) == ([], [], [])
    assert roles(ask(stranger)) == {"best": "Ana"}


@pytest.mark.parametrize("question", ["", "?!", "the and of", "怎样评价小组作业", "\0", "🦉" * 50])
def test_any_question_can_be_asked(question: str) -> None:
    others()
    found = ask(question=question)
    assert (found.said, found.people) == ([], [])


def test_a_question_without_spaces_finds_what_is_written_so() -> None:
    others()
    voice("Mei", "怎样评价小组作业：一个量规", "我的花园")
    found = ask(question="怎样评价小组作业？")
    assert [one.line.title for one in found.said] == ["怎样评价小组作业：一个量规"]
    assert roles(found) == {"best": "Mei"}


def test_common_words_do_not_hide_the_rare_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is known how common words are, the rare ones are looked for first."""
    monkeypatch.setattr(texts, "ENTRIES", 4)
    voice("Ana", RUBRIC)
    voice("Busy", *(f"Work done on day {number}" for number in range(12)))
    features.catch_up(NOW)
    judging.forget()
    found = ask(question="Whose work has a rubric?")
    assert found.said[0].line.title == RUBRIC


def test_the_database_is_asked_as_often_for_many_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    others()
    for number in range(3):
        passed(voice(f"A{number}", RUBRIC), "answer", "received")
    features.catch_up(NOW)
    with CaptureQueriesContext(connection) as few:
        ask()
    for number in range(20):
        passed(voice(f"B{number}", RUBRIC, "Group work"), "answer", "received", about=RUBRIC)
    features.catch_up(NOW)
    with django_assert_max_num_queries(len(few)):
        ask()
