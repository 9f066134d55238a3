"""Questions are told from titles that only sound like one."""

import pytest

from kith.core.open_questions import answers, is_asked, is_reply, subject

ESSAY = "Nobody is. " * 30


@pytest.mark.parametrize(
    "title",
    [
        "How do you start a circle from nothing?",
        "[Volunteers] What do you send the evening before?",
        "Cards run on Recallkit. Now what?",
        "¿Quién tiene una llave?",
        "本はどこ？",
        "Does anybody have a form? Ours is awful",
    ],
)
def test_a_title_with_a_question_asks_a_community(title: str) -> None:
    assert is_asked(title, "", 0, community=True)


@pytest.mark.parametrize(
    "title",
    [
        "How we start a circle",
        "Re: How do you start a circle from nothing?",
        "AW: Wie beginnt ihr?",
        "[Volunteers] Re: What do you send?",
        "Re[2]: What do you send?",
        "回复：在哪里？",
        "See https://e.example/?q=1",
        "",
    ],
)
def test_what_tells_or_answers_does_not_ask(title: str) -> None:
    assert not is_asked(title, "What do you think?", 10, community=True)


def test_a_person_who_asks_comes_back_to_it_at_the_end() -> None:
    title = "Who keeps the minutes?"
    assert is_asked(title, "We have tried three ways. How do you do it?", 9, community=False)
    assert not is_asked(title, "How do you do it? " + ESSAY, 70, community=False)
    assert not is_asked(title, "We have tried three ways. How do you do it?", 900, community=False)


@pytest.mark.parametrize(
    "title", ["Re: Who?", "RE: AW: Who?", "[List] Re: Who?", "Re: [List] Who?", "Re[3]:  Who?"]
)
def test_question_and_answer_have_one_subject(title: str) -> None:
    assert is_reply(title)
    assert subject(title) == subject("[List] Who?") == "Who?"


def test_an_answer_is_known_by_the_title_even_if_it_was_cut() -> None:
    asked = "Who takes Recallkit? Four people, two hours each"
    assert answers(f"Re: {asked}", asked)
    assert answers("Re: Who takes Recallkit?", asked)
    assert answers("[List] AW: who takes RECALLKIT?", asked)
    assert not answers("Re: Who", asked), "too little to tell"
    assert not answers("Who takes Recallkit?", asked), "no reply"
    assert not answers("Re: What takes so long?", asked)


def test_words_that_begin_like_a_reply_are_none() -> None:
    assert not is_reply("Research: who pays?")
    assert not is_reply("Re-reading, is it any good?")
