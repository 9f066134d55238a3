"""Questions: written down, asked, answered, closed; what passes is recorded, thanks are owed."""

from datetime import timedelta

import pytest

from kith.actions import questions, thanks
from kith.core.problems import Trouble
from kith.db.models import Answer, Exchange, Question, Thanks, Voice
from kith.queries import access, ties
from kith.queries.owed import owed
from tests.actions.world import NOW, follow, hear, mark, owner, posts, somebody

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def jana() -> Voice:
    return follow("https://jana.example/feed", name="Jana")


def wonder(text: str = "How do I grade group work?") -> Question:
    return questions.add(owner(), text, NOW)


def owes() -> list[tuple[str, str]]:
    found = owed(owner(), NOW, NOW.date())
    return [(one.voice_name, one.text) for one in found if one.kind == "thanks"]


def test_a_question_is_written_down_once() -> None:
    row = questions.add(owner(), "  How do I\n grade? ", NOW, details="For adults.\0")
    assert (row.text, row.details) == ("How do I grade?", "For adults.")
    assert questions.add(owner(), "How do I grade?", NOW) == row
    assert questions.add(somebody(), "How do I grade?", NOW) != row
    with pytest.raises(Trouble, match="no question"):
        questions.add(owner(), " \n ", NOW)


def test_an_old_question_can_be_asked_anew() -> None:
    row = wonder()
    questions.close(row, "", [], NOW)
    assert wonder() != row


def test_it_keeps_where_it_came_up() -> None:
    voice = jana()
    hear("https://jana.example/feed", posts(1))
    row = questions.add(owner(), "Why?", NOW, entry=mark(1).entry)
    questions.ask(row, NOW, voice=voice)
    assert Exchange.objects.get().entry == mark(1).entry


def test_whom_it_was_put_to_is_an_exchange() -> None:
    voice, row = jana(), wonder()
    asked = questions.ask(row, NOW, voice=voice, place="mail", wording="Dear Jana", at=NOW - DAY)
    passed = Exchange.objects.get()
    assert (passed.kind, passed.direction, passed.at) == ("question", "given", NOW - DAY)
    assert (passed.about, passed.captured, passed.chat) == (row.text, "question", False)
    voice.refresh_from_db()
    assert voice.last_exchange_at == NOW - DAY
    questions.unask(access.asking(owner(), asked.pk), NOW)
    assert not Exchange.objects.exists()
    voice.refresh_from_db()
    assert voice.last_exchange_at is None


def test_what_is_said_twice_at_once_is_one() -> None:
    voice, row = jana(), wonder()
    soon, later = NOW + timedelta(seconds=2), NOW + timedelta(minutes=2)
    asked = questions.ask(row, NOW, voice=voice, wording="Dear Jana")
    told = questions.answer(row, NOW, voice=voice, text="In pairs.")
    assert questions.ask(row, soon, voice=voice, wording="Dear Jana") == asked
    assert questions.answer(row, soon, voice=voice, text="In pairs.") == told
    assert Exchange.objects.count() == 2
    assert questions.ask(row, later, voice=voice, wording="Dear Jana") != asked
    assert questions.answer(row, soon, voice=voice, text="In threes.") != told
    assert Exchange.objects.count() == 4


def test_a_place_is_no_exchange_but_is_kept() -> None:
    row = wonder()
    asked = questions.ask(row, NOW, voice=None, place="the forum", address=" https://f.example/1 ")
    assert (asked.place, asked.address) == ("the forum", "https://f.example/1")
    assert not Exchange.objects.exists()
    with pytest.raises(Trouble, match="whom, or where"):
        questions.ask(row, NOW, voice=None, place=" ")


def test_nothing_is_asked_in_the_future() -> None:
    row = wonder()
    assert questions.ask(row, NOW, voice=jana(), at=NOW + DAY).at == NOW
    assert questions.answer(row, NOW, voice=None, text="Yes", at=NOW + DAY).at == NOW


def test_an_answer_is_an_exchange_too_and_as_quick_as_the_question() -> None:
    voice, row = jana(), wonder()
    questions.ask(row, NOW - DAY, voice=voice, place="post", chat=True)
    said = questions.answer(row, NOW, voice=voice, text="With a rubric.")
    voice.refresh_from_db()
    assert ties.tally_of(voice.passed) == {("question", "given"): 1, ("answer", "received"): 1}
    assert Exchange.objects.get(kind="answer").chat
    questions.unanswer(access.answer(owner(), said.pk), NOW)
    assert Exchange.objects.get().kind == "question"
    with pytest.raises(Trouble, match="a name, a word or an address"):
        questions.answer(row, NOW, voice=None, text=" ")


def test_thanks_are_owed_to_those_who_helped() -> None:
    row, tom = wonder(), follow("https://tom.example/feed", name="Tom")
    voice = jana()
    helped = [
        questions.answer(row, NOW, voice=voice, text="With a rubric."),
        questions.answer(row, NOW, voice=voice, text="And let them grade each other."),
        questions.answer(row, NOW, voice=None, text="Somebody in the forum."),
    ]
    questions.answer(row, NOW, voice=tom, text="Not at all.")
    found = questions.close(row, "A rubric of four lines.", [one.pk for one in helped], NOW)
    assert [(one.voice, one.reason, one.effect) for one in found] == [
        (voice, row.text, "A rubric of four lines.")
    ]
    assert owes() == [("Jana", row.text)]
    assert row.closed_at == NOW
    assert Answer.objects.filter(helped=True).count() == 3


def test_closing_anew_says_whom_thanks_are_owed_now() -> None:
    row, voice = wonder(), jana()
    said = questions.answer(row, NOW, voice=voice, text="With a rubric.")
    questions.close(row, "Yes.", [said.pk], NOW)
    assert questions.close(row, "After all not.", [], NOW + DAY) == []
    assert owes() == []
    assert (row.closed_at, row.outcome) == (NOW, "After all not.")
    questions.close(row, "Yes.", [said.pk], NOW)
    assert owes() == [("Jana", row.text)]


def test_a_question_is_opened_again_and_nothing_is_owed_for_it() -> None:
    row, voice = wonder(), jana()
    said = questions.answer(row, NOW, voice=voice, text="With a rubric.")
    questions.close(row, "Yes.", [said.pk], NOW)
    questions.reopen(row, NOW)
    assert owes() == []
    assert Question.objects.get(closed_at=None).outcome == "Yes."


def test_thanks_that_were_said_stay_said() -> None:
    row, voice = wonder(), jana()
    said = questions.answer(row, NOW, voice=voice, text="With a rubric.")
    (one,) = questions.close(row, "Yes.", [said.pk], NOW)
    thanks.said(one, NOW)
    questions.reopen(row, NOW)
    assert questions.close(row, "Yes.", [said.pk], NOW) == []
    assert Thanks.objects.get().said_at == NOW
    questions.unanswer(access.answer(owner(), said.pk), NOW)
    assert Thanks.objects.get().released_at is None


def test_without_its_answer_nothing_is_owed() -> None:
    row, voice = wonder(), jana()
    said = questions.answer(row, NOW, voice=voice, text="With a rubric.")
    questions.close(row, "Yes.", [said.pk], NOW)
    questions.unanswer(access.answer(owner(), said.pk), NOW)
    assert owes() == []


def test_only_what_nobody_was_asked_is_taken_away() -> None:
    row = wonder()
    asked = questions.ask(row, NOW, voice=None, place="the forum")
    assert not questions.forget(row)
    questions.unask(access.asking(owner(), asked.pk), NOW)
    assert questions.forget(row)
    assert not Question.objects.exists()


def test_all_its_words_are_kept_as_they_are_searched() -> None:
    row = wonder("Wie benote ich Gruppen?")
    questions.answer(row, NOW, voice=None, text="Mit Raster")
    questions.close(row, "Vier Zeilen genügen", [], NOW)
    questions.reword(row, "Wie bewerte ich Gruppen?", "Erwachsene", None)
    row.refresh_from_db()
    assert row.searched == (
        " wie bewerte ich gruppen | erwachsene | vier zeilen genugen | mit raster |"
    )
