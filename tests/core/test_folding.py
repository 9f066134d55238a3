"""What counts as the same word."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import folding


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Re-reading, re-READING!", ["re", "reading", "re", "reading"]),
        ("Straße ŁÓDŹ Ørsted Ægir", ["strasse", "lodz", "orsted", "aegir"]),
        ("ΑΘΉΝΑ ёлка مُحَمَّد", ["αθηνα", "елка", "محمد"]),
        ("İstanbul ﬁn ² don’t", ["istanbul", "fin", "2", "don", "t"]),
        ("auto\u00admatic a\u200bb", ["automatic", "ab"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("東京都", ["東京", "京都", "都"]),
        ("kith学习!", ["kith", "学习", "习"]),
        ("か\u3099", ["が"]),
        ("한국어를 배우다", ["한국", "국어", "어를", "를", "배우", "우다", "다"]),
        ("🙂 ... \0", []),
        ("x" * 200, ["x" * 60]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert list(folding.words(text)) == words


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Re-reading", (["re", "reading"], False)),
        ("学习", (["学习"], False)),
        ("学", (["学"], True)),
        ("学习 kith", (["学习", "习", "kith"], False)),
        ("", ([], False)),
    ],
)
def test_words_to_look_for(asked: str, expected: tuple[list[str], bool]) -> None:
    assert folding.asked(asked) == expected


@given(st.text())
def test_a_folded_text_leads_back_to_the_text(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    folded, places = folding.fold(text), folding.places(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    for letter, place in zip(folded, places, strict=False):
        assert letter in folding.fold(text[place])


@given(st.text(), st.text(), st.text())
def test_what_is_asked_stands_in_the_index_where_it_stands_in_the_text(
    before: str, middle: str, after: str
) -> None:
    words, open_ended = folding.asked(middle)
    indexed = list(folding.words(f"{before} {middle} {after}"))
    if not words:
        return
    spans = (indexed[i : i + len(words)] for i in range(len(indexed)))
    assert any(
        span[:-1] == words[:-1]
        and (span[-1].startswith(words[-1]) if open_ended else span[-1:] == words[-1:])
        for span in spans
        if len(span) == len(words)
    )
    assert folding.pattern(middle).search(folding.fold(f"{before} {middle} {after}"))


@given(st.text())
def test_indexed_words_need_no_quoting(text: str) -> None:
    for word in folding.words(text):
        assert word
        assert not set(word) & set(" '\"\\\0:*()&|!<>")
    assert folding.spaced(text).split() == list(folding.words(text))


_WORDS = st.sampled_from(
    ["recall", "re", "recall practice", "re-reading", "学", "学习", "é", "x" * 70]
)


@given(st.lists(st.tuples(_WORDS, st.booleans()), max_size=4), st.lists(_WORDS | st.text()))
def test_patterns_find_together_what_each_finds(
    wanted: list[tuple[str, bool]], said: list[str]
) -> None:
    text = folding.fold(" ".join(said))

    def places(patterns: list["re.Pattern[str]"]) -> set[int]:
        return {
            place
            for one in patterns
            for found in one.finditer(text)
            for place in range(*found.span())
        }

    alone = [folding.pattern(one, beginning=beginning) for one, beginning in wanted]
    assert places(folding.patterns(wanted)) == places(alone)
