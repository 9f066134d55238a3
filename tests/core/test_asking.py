"""What a person types is understood, whatever it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import asking
from kith.core.asking import Search, Term, parse, parts, write

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Search()),
        ("  \t\n", Search()),
        ("recall", Search((Term("recall"),))),
        ("recall practice", Search((Term("recall"), Term("practice")))),
        ("recall recall", Search((Term("recall"),))),
        ('"spaced practice"', Search((Term("spaced practice"),))),
        ("“spaced practice”", Search((Term("spaced practice"),))),
        ('"not closed', Search((Term("not"), Term("closed")))),
        ("rememb*", Search((Term("rememb", beginning=True),))),
        ('"to rememb"*', Search((Term("to rememb", beginning=True),))),
        ("-quiz", Search((Term("quiz", excluded=True),))),
        ('-"long quiz"', Search((Term("long quiz", excluded=True),))),
        ("title:recall", Search((Term("recall", "title"),))),
        ('author:"Ines K"', Search((Term("Ines K", "author"),))),
        ("-title:recall*", Search((Term("recall", "title", True, True),))),
        ("re-reading", Search((Term("re-reading"),))),
        ("voice:ines", Search(voices=("ines",))),
        ("voice: ines", Search(voices=("ines",))),
        ('VOICE:"Ines K" voice:jun', Search(voices=("Ines K", "jun"))),
        ('label:"Adult learning"', Search(labels=("Adult learning",))),
        ("kind:person kind:Communities", Search(kinds=("person", "community"))),
        ("kept:", Search(kept=True)),
        ("kept: recall", Search((Term("recall"),), kept=True)),
        ("voice: kept: before:", Search((Term("voice:"), Term("before:")), kept=True)),
        ("kept:yes", Search(kept=True)),
        ("kept:NO", Search(kept=False)),
        ("is:kept is:unread", Search(kept=True, unread=True)),
        ("is:read", Search(unread=False)),
        ("before:2026-03", Search(until=MARCH)),
        ("before: 2026-3-1", Search(until=MARCH)),
        ("after:2026-03-01", Search(since=MARCH)),
        ("on:2026-03", Search(since=MARCH, until=date(2026, 4, 1))),
        ("on:2025", Search(since=date(2025, 1, 1), until=date(2026, 1, 1))),
        ("on:2025-12", Search(since=date(2025, 12, 1), until=date(2026, 1, 1))),
        ("on:2024-02-29", Search(since=date(2024, 2, 29), until=MARCH.replace(year=2024))),
        ("before:2027 before:2026-03", Search(until=MARCH)),
        ("after:2025 after:2026-03", Search(since=MARCH)),
        # What is malformed is looked for as words.
        ("before:soon", Search((Term("before:soon"),))),
        ("before:2026-13", Search((Term("before:2026-13"),))),
        ("on:0000", Search((Term("on:0000"),))),
        ("on:9999", Search((Term("on:9999"),))),
        ("kind:bird", Search((Term("kind:bird"),))),
        ("kept:perhaps", Search((Term("kept:perhaps"),))),
        ("is:long", Search((Term("is:long"),))),
        ("-voice:ines", Search((Term("voice:ines", excluded=True),))),
        ('voice:""', Search((Term("voice:"),))),
        ("http://e.example/a", Search((Term("http://e.example/a"),))),
        ('- -- "" \' * ( ) : NOT', Search((Term("NOT"),))),
        ("a AND NEAR(b, 2)", Search((Term("a"), Term("AND"), Term("NEAR(b,"), Term("2)")))),
    ],
)
def test_what_is_typed_is_understood(typed: str, expected: Search) -> None:
    assert parse(typed) == expected


def test_a_question_is_read_to_its_limits() -> None:
    assert len(parse(" ".join(map(str, range(200)))).terms) == asking.MOST
    assert parse("a" * 10_000).terms[0].words == ["a" * 60]


_SIGNS = ['"', "-", "*", ":", "(", "'", "\\", "\0", "“", "”", "|", "&"]
_KEYS = [f"{key}:" for key in ("voice", "label", "kind", "kept", "is", "before", "on", "title")]
_WORDS = ["unread", "no", "person", "2026", "2026-03", "2026-03-01", "recall", "学习", "Ünï"]
_BITS = st.sampled_from([*_SIGNS, *_KEYS, *_WORDS])
_TYPED = st.lists(_BITS | st.text(max_size=8)).map("".join) | st.lists(_BITS).map(" ".join)


@given(_TYPED)
def test_nothing_typed_is_an_error_and_what_is_written_is_understood_alike(typed: str) -> None:
    search = parse(typed)
    assert parse(write(search)) == search
    assert bool(search) == bool(parts(search))
    for term in search.terms:
        assert term.words


@given(_TYPED)
def test_each_condition_can_be_left_out(typed: str) -> None:
    search = parse(typed)
    found = parts(search)
    for part in found:
        assert len(parts(part.without)) == len(found) - 1
        assert part.typed in write(search)
