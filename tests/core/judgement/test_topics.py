"""What a voice speaks of."""

import random

from kith.core.judgement.terms import counted
from kith.core.judgement.topics import topics
from tests.core.judgement.town import TOPICS, piece


def texts(topic: str, number: int = 20) -> list[str]:
    dice = random.Random(topic)
    return [piece(dice, topic).text for _ in range(number)]


OTHERS = counted(text for topic in TOPICS if topic != "bees" for text in texts(topic))


def test_topics_are_what_others_do_not_say() -> None:
    found = topics(texts("bees"), OTHERS)
    assert len(found) == 5
    own = set(TOPICS["bees"].split())
    assert all(set(one.term.split()) <= own for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_no_word_is_said_twice() -> None:
    said = [word for one in topics(texts("Deutsch"), OTHERS, 8) for word in one.term.split()]
    assert len(said) == len(set(said))


def test_its_own_name_and_the_name_of_a_series_are_no_topics() -> None:
    named = [f"Meadow Weekly by Ines Kvist. {text}" for text in texts("bees")]
    found = {
        word for one in topics(named, OTHERS, 8, name="Ines Kvist") for word in one.term.split()
    }
    assert found
    assert not found & {"Meadow", "Weekly", "Ines", "Kvist"}


def test_a_voice_that_spoke_once_has_topics_too() -> None:
    (first, *_) = topics(["Honey bees in the meadow"], OTHERS)
    assert first.texts == 1


def test_who_wrote_nothing_has_none() -> None:
    assert topics([], OTHERS) == []
