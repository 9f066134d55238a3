"""One line about what passed between people is understood, or it is said what was not."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.exchanges import KINDS, possible
from kith.core.saying import (
    DOUBTS,
    LANGUAGES,
    LONGEST,
    Doubt,
    Known,
    Named,
    Names,
    Said,
    named_in,
    read,
)
from kith.core.saying.language import PROMISE, Language

TODAY = date(2026, 3, 27)  # a Friday
PEOPLE = (
    Known(1, ("Ana Novak", "@ana@social.example")),
    Known(2, ("Tom Weber",)),
    Known(3, ("Jana Král", "@jana")),
    Known(4, ("Ben Li",)),
    Known(5, ("Ben Adams",)),
    Known(6, ("The Checklist",)),
    Known(7, ("Thomas",)),
    Known(8, ("Ask a Librarian",)),
)
NAMES = Names.of(PEOPLE)
ANA, TOM, JANA = Named("Ana", (1,)), Named("Tom", (2,)), Named("Jana", (3,))


def day(month: int, of_month: int) -> date:
    return date(2026, month, of_month)


def said(kind: str, direction: str, *people: Named, **more: object) -> Said:
    return replace(Said(kind, direction, people), **more)  # type: ignore[arg-type]


def promised(direction: str, *people: Named, **more: object) -> Said:
    return said("", direction, *people, promise=True, **more)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "thanked @jana for the checklist yesterday",
            said("thanks", "given", Named("@jana", (3,)), about="the checklist", day=day(3, 26)),
        ),
        (
            "met Jana and Tom for 40 min on Tuesday about rubrics",
            said("meeting", "mutual", JANA, TOM, about="rubrics", day=day(3, 24), minutes=40),
        ),
        (
            "Ana answered my question on OER 3 days ago",
            said("answer", "received", ANA, about="OER", day=day(3, 24)),
        ),
        (
            "promised Tom to send the list by Friday",
            promised("given", TOM, about="send the list", due=day(4, 3)),
        ),
        ("asked @ana about y", said("question", "given", Named("@ana", (1,)), about="y")),
        ("introduced Ana to Tom", said("introduction", "given", ANA, TOM)),
        (
            "Ana introduced me to Ben Li",
            said("introduction", "received", ANA, others=(Named("Ben Li", (4,)),)),
        ),
        (
            "Ana Novak and I met at the library last Monday for an hour",
            said(
                "meeting",
                "mutual",
                Named("Ana Novak", (1,)),
                day=day(3, 23),
                minutes=60,
                where="library",
            ),
        ),
        (
            "answered Ana's question about OER on Mastodon",
            said("answer", "given", ANA, about="OER", where="Mastodon", chat=True),
        ),
        (
            "commented on Ana’s post about grading",
            said("comment", "given", ANA, about="grading"),
        ),
        (
            "sent Tom the list yesterday",
            said("share", "given", TOM, about="the list", day=day(3, 26)),
        ),
        (
            "shared the list about OER with Tom",
            said("share", "given", TOM, about="the list about OER"),
        ),
        ("recommended the book to Ana", said("share", "given", ANA, about="the book")),
        (
            "gave Ana feedback on her draft, half an hour",
            said("feedback", "given", ANA, about="her draft", minutes=30),
        ),
        ("got feedback from Ana on my draft", said("feedback", "received", ANA, about="my draft")),
        ("had coffee with Tom", said("meeting", "mutual", TOM)),
        ("heard from Tom", said("message", "received", TOM)),
        ("worked on the paper with Ana", said("collaboration", "mutual", ANA, about="the paper")),
        (
            "talked to Ana yesterday about what happened last Monday",
            said("message", "mutual", ANA, about="what happened last Monday", day=day(3, 26)),
        ),
        (
            "met Ana on 14.3. about the talk with Tom",
            said("meeting", "mutual", ANA, about="the talk with Tom", day=day(3, 14)),
        ),
        (
            "asked Ana how to talk about grading",
            said("question", "given", ANA, about="how to talk about grading"),
        ),
        (
            "call with Tom, 1h 30, about the course",
            said("message", "mutual", TOM, about="the course", minutes=90),
        ),
        ("boosted @jana", said("boost", "given", Named("@jana", (3,)), chat=True)),
        (
            "met ana, tom and jana on December 3rd",
            said(
                "meeting",
                "mutual",
                Named("ana", (1,)),
                Named("tom", (2,)),
                Named("jana", (3,)),
                day=date(2025, 12, 3),
            ),
        ),
        ("thanked Thomas' choir", said("thanks", "given", Named("Thomas", (7,)), about="choir")),
        (
            "thanked Ask a Librarian for the list",
            said("thanks", "given", Named("Ask a Librarian", (8,)), about="the list"),
        ),
        # Promises
        (
            "promised Tom on Monday to write the review by the end of the month",
            promised("given", TOM, about="write the review", day=day(3, 23), due=day(3, 31)),
        ),
        (
            "promised to send Tom the list next week",
            promised("given", TOM, about="send Tom the list", due=day(4, 5)),
        ),
        (
            "Ana promised me to send the list by 3 April",
            promised("received", ANA, about="send the list", due=day(4, 3)),
        ),
        ("owe Ana a reply", promised("given", ANA, about="a reply")),
        # German
        (
            "habe Ana gestern für die Checkliste gedankt",
            said("thanks", "given", ANA, about="die Checkliste", day=day(3, 26)),
        ),
        (
            "traf Jana und Tom am Dienstag 40 Min zu Rubriken",
            said("meeting", "mutual", JANA, TOM, about="Rubriken", day=day(3, 24), minutes=40),
        ),
        (
            "Ana hat meine Frage zu OER vor drei Tagen beantwortet",
            said("answer", "received", ANA, about="OER", day=day(3, 24)),
        ),
        (
            "habe Tom versprochen, die Liste bis Freitag zu schicken",
            promised("given", TOM, about="die Liste zu schicken", due=day(4, 3)),
        ),
        ("Ana nach den Rubriken gefragt", said("question", "given", ANA, about="den Rubriken")),
        ("Ana und Tom einander vorgestellt", said("introduction", "given", ANA, TOM)),
        (
            "Gestern hat mir Ana die Liste geschickt",
            said("share", "received", ANA, about="die Liste", day=day(3, 26)),
        ),
        ("Anas Frage zu OER beantwortet", said("answer", "given", ANA, about="OER")),
        ("Ana fragte mich nach OER", said("question", "received", ANA, about="OER")),
        (
            "Jana und Tom eine halbe Stunde getroffen",
            said("meeting", "mutual", JANA, TOM, minutes=30),
        ),
        ("mit Tom am Papier gearbeitet", said("collaboration", "mutual", TOM, about="Papier")),
    ],
)
def test_a_line_is_understood(line: str, expected: Said) -> None:
    found = read(line, NAMES, TODAY)
    assert found == expected
    assert found.understood


BEN = Named("Ben", (4, 5))


@pytest.mark.parametrize(
    ("line", "people", "doubts"),
    [
        ("", (), ()),
        ("foo bar", (), (Doubt("no-act", "foo bar"),)),
        ("thanked", (), (Doubt("no-one"),)),
        ("asked Ben about maps", (BEN,), (Doubt("ambiguous", "Ben"),)),
        ("met Xaver and Tom", (Named("Xaver"), TOM), (Doubt("unknown", "Xaver"),)),
        ("met xaver", (Named("xaver"),), (Doubt("unknown", "xaver"),)),
        ("commented on Xaver's post", (Named("Xaver"),), (Doubt("unknown", "Xaver"),)),
        ("Xaver answered my question", (Named("Xaver"),), (Doubt("unknown", "Xaver"),)),
        ("asked @no@nowhere.example", (Named("@no@nowhere.example"),), None),
        (
            "met some teachers about rubrics",
            (),
            (Doubt("no-one"), Doubt("not-understood", "some teachers")),
        ),
        ("met the Dean", (), (Doubt("no-one"), Doubt("not-understood", "the Dean"))),
        ("Ana met Tom", (ANA,), (Doubt("between-others", "Ana met Tom"),)),
        ("met Ana tomorrow", (ANA,), (Doubt("future", "2026-03-28"),)),
        ("had a thought about Ana", (ANA,), None),
    ],
)
def test_what_is_not_understood_is_said(
    line: str, people: tuple[Named, ...], doubts: tuple[Doubt, ...] | None
) -> None:
    found = read(line, NAMES, TODAY)
    assert found.people == people
    assert found.doubts == doubts if doubts is not None else found.doubts
    assert all(doubt.code in DOUBTS for doubt in found.doubts)


def test_the_whole_name_goes_before_a_part_of_it() -> None:
    names = Names.of([Known(1, ("Jana",)), Known(2, ("Jana Král",))])
    assert read("met Jana", names, TODAY).people == (Named("Jana", (1,)),)
    assert read("met Jana Kral", names, TODAY).people == (Named("Jana Kral", (2,)),)


MANY = (
    *PEOPLE,
    Known(11, ("Jana Nováková", "@jana.n@social.example")),
    Known(12, ("ÅSE Ødegård", "@åse_ø@x.example")),
    Known(13, ("O'Brien, Pat",)),
    Known(14, ("Anne-Marie de la Tour Thomas Weber",)),
    Known(15, ("Мария Иванова",)),
    Known(16, ("张伟", "李 Li")),
    Known(17, ("@solo",)),
    Known(18, ("Klaus", "@")),
    Known(19, ("", "...")),
)
SPOKEN = (
    *(
        "met",
        "Klaus'",
        "Janas",
        "Jana’s",
        "NOVAKOVA",
        "Nova\u0301kova\u0301",
        "ase",
        "Åse",
        "odegard",
    ),
    *("Obrien", "O’Brien", "o", "Pat", "Anne-Maries", "anne marie", "Thomas", "Weber's", "мария"),
    *("张伟", "李", "@jana", "@jana.n", "@jana.n@social.example", "@ÅSE_Ø", "@solo", "@solos", "@"),
    *("and", "for", "the", "checklist", "yesterday", "dankte", "Li", "Thomass", "s", "'s"),
)


@given(st.lists(st.sampled_from(SPOKEN), max_size=9).map(" ".join))
def test_whom_a_line_cannot_mean_makes_no_difference_to_it(line: str) -> None:
    may_be = named_in(line)
    some = Names.of(one for one in MANY if any(map(may_be, one.names)))
    assert read(line, some, TODAY) == read(line, Names.of(MANY), TODAY)


def test_few_of_many_may_be_meant() -> None:
    may_be = named_in("thanked Jana's friend Tom for NOVAK")
    assert [name for one in MANY for name in one.names if may_be(name)] == [
        *("Ana Novak", "Tom Weber", "Jana Král", "@jana"),
        *("Jana Nováková", "@jana.n@social.example"),
    ]


def test_an_ordinary_word_is_no_name() -> None:
    names = Names.of([Known(1, ("Art Smith",)), Known(2, ("On",)), Known(3, ("Tom Weber",))])
    found = read("met the art teacher and Tom on Monday", names, TODAY)
    assert [one.ids for one in found.people] == [(3,)]


@dataclass(frozen=True)
class Case:
    language: Language
    phrase: str


CASES = [
    pytest.param(Case(one, phrase), id=f"{one.code}: {phrase}")
    for one in LANGUAGES
    for phrase in one.verbs
]


@pytest.mark.parametrize("case", CASES)
def test_every_verb_says_what_its_table_says(case: Case) -> None:
    verb = case.language.verbs[case.phrase]
    line = f"Tom {case.phrase}" if verb.bare else f"{case.phrase} Tom"
    found = read(line, NAMES, TODAY, [case.language])
    assert found.people == (TOM,)
    assert found.promise == (verb.kind == PROMISE)
    if verb.kind and verb.kind != PROMISE:
        assert (found.kind, found.direction) == (verb.kind, verb.direction)
        assert possible(found.kind, found.direction)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_tables_are_in_small_letters_and_name_real_kinds(language: Language) -> None:
    dates = language.dates
    tables = (language.verbs, language.nouns, language.about, dates.days, dates.numbers, dates.due)
    for word in [word for table in tables for word in table]:
        assert word == word.lower()
    for verb in (*language.verbs.values(), *language.nouns.values()):
        assert verb.kind in {*KINDS, PROMISE, ""}
    assert (len(dates.weekdays), len(dates.months)) == (7, 12)


_TYPED = """
thanked met asked promised Ana's Ben @jana @ and to with from for about on by yesterday Friday ago 3
days 40 min hour half an the list me my I , . ; ' hat habe gedankt bis zum am vor in next week 31.2.
2026-02-30 9999 İ ß 学
"""
_WORD = st.sampled_from(_TYPED.split()) | st.just("\0") | st.text(max_size=6)
LINES = st.lists(_WORD, max_size=14).map(" ".join)


@given(LINES | st.text())
def test_nothing_typed_is_an_error_and_nobody_is_invented(line: str) -> None:
    found = read(line, NAMES, TODAY)
    ids = {person.id for person in PEOPLE}
    cut = " ".join(line.replace("\0", " ").split())
    for one in (*found.people, *found.others):
        assert set(one.ids) <= ids
        assert one.text
        assert all(word in cut for word in one.text.split())
    assert found.day is None or found.day <= TODAY
    assert found.minutes is None or 0 < found.minutes <= 24 * 60
    assert not found.kind or possible(found.kind, found.direction)
    assert {doubt.code for doubt in found.doubts} <= set(DOUBTS)
    assert all(word in cut for word in found.about.split())


@given(
    st.sampled_from(["Ana", "Tom", "@jana"]),
    st.integers(1, 60),
    st.integers(1, 300),
    st.sampled_from(["rubrics", "the new course", "Noten"]),
)
def test_what_is_said_is_what_is_read(name: str, days: int, minutes: int, about: str) -> None:
    for line in (
        f"met {name} {days} days ago for {minutes} minutes about {about}",
        f"{days} days ago I met {name} about {about}, {minutes} min",
        f"vor {days} Tagen habe ich {name} zu {about} {minutes} Minuten getroffen",
    ):
        found = read(line, NAMES, TODAY)
        assert [one.text for one in found.people] == [name]
        assert (found.kind, found.minutes, found.about) == ("meeting", minutes, about)
        assert found.day == TODAY - timedelta(days=days)


def test_a_line_is_read_to_its_limit() -> None:
    assert read("thanked Ana for " + "x" * LONGEST * 3, NAMES, TODAY).people == (ANA,)
