"""A line, read in one language after another."""

from collections.abc import Callable, Sequence
from datetime import date

from kith.core.exchanges import GIVEN, KINDS, MUTUAL, RECEIVED
from kith.core.folding import fold
from kith.core.saying.english import ENGLISH
from kith.core.saying.german import GERMAN
from kith.core.saying.language import PROMISE, Language, Verb
from kith.core.saying.line import words_of
from kith.core.saying.names import Names
from kith.core.saying.parts import Parts, Person
from kith.core.saying.shapes import Doubt, Said

LANGUAGES: tuple[Language, ...] = (ENGLISH, GERMAN)
LONGEST = 500  # letters of a line that are read


def read(text: str, names: Names, today: date, languages: Sequence[Language] = LANGUAGES) -> Said:
    """What a line says; never an error. The language in which the most is understood is taken, of
    equals the first given.
    """
    line = " ".join(text[:LONGEST].replace("\0", " ").split())
    found = [_read(line, names, today, language) for language in languages]
    return max(found, key=_clarity, default=Said())


def named_in(text: str, languages: Sequence[Language] = LANGUAGES) -> Callable[[str], bool]:
    """Tells of a name or a handle whether `read` may find its bearer in a text.

    It may where the first or the last word stands there, of a handle the first. To ask that of a
    name is quicker by far than to prepare it.
    """
    there = set(fold(text).split())
    endings = {fold(ending).strip() for one in languages for ending in one.possessive} - {""}
    there |= {word.removesuffix(ending) for word in there for ending in endings}

    def may_be(name: str) -> bool:
        words = fold(name).split()
        if not words:
            return False
        return words[0] in there or (words[-1] in there and not name.startswith("@"))

    return may_be


def _clarity(said: Said) -> tuple[bool, int, int]:
    known = sum(1 for one in said.people if one.ids)
    return bool(said.kind or said.promise), known, -len(said.doubts)


def _read(line: str, names: Names, today: date, language: Language) -> Said:
    parts = Parts(line, words_of(line), names, today, language)
    verb = parts.verb()
    if verb is None:
        return Said(doubts=(Doubt("no-act", line),) if line else ())
    parts.times()
    parts.about()
    parts.people()
    return _said(parts, parts.noun_or(verb), today)


def _said(parts: Parts, verb: Verb, today: date) -> Said:
    theirs = parts.others_do(verb)
    doing, others = _apart(parts.persons, parts, verb) if theirs else (parts.persons, [])
    promise = verb.kind == PROMISE
    day, due = parts.days(promise=promise)
    doubts = [*_about_people(doing, others), *map(_left, parts.left)]
    if not verb.kind:
        doubts.insert(0, Doubt("no-act", parts.line))
    if theirs and others and not parts.to_me:
        doubts.append(Doubt("between-others", parts.line))
    if day is not None and day > today:
        doubts.append(Doubt("future", day.isoformat()))
        day = None
    return Said(
        kind="" if promise else verb.kind,
        direction=_direction(verb, theirs=theirs),
        people=tuple(one.named for one in doing),
        others=tuple(one.named for one in others),
        about=parts.about_text,
        day=day,
        minutes=parts.minutes,
        where=parts.where,
        chat=verb.chat or parts.quick,
        promise=promise,
        due=due,
        doubts=tuple(doubts),
    )


def _direction(verb: Verb, *, theirs: bool) -> str:
    ways = KINDS[verb.kind].directions if verb.kind in KINDS else (GIVEN, RECEIVED)
    wanted = {GIVEN: RECEIVED, RECEIVED: GIVEN, MUTUAL: MUTUAL}[verb.direction]
    wanted = wanted if theirs else verb.direction
    return wanted if wanted in ways else ways[0]


def _apart(
    persons: Sequence[Person], parts: Parts, verb: Verb
) -> tuple[list[Person], list[Person]]:
    """Of those named, who did it and who else is in it: before a verb, else the first ones."""
    if not verb.bare:
        doing = [one for one in persons if one.at < parts.at]
    else:
        doing = [one for n, one in enumerate(persons) if n == 0 or one.group == persons[0].group]
    return doing, [one for one in persons if one not in doing]


def _about_people(doing: Sequence[Person], others: Sequence[Person]) -> list[Doubt]:
    doubts = [] if doing else [Doubt("no-one")]
    for one in (*doing, *others):
        if not one.named.ids:
            doubts.append(Doubt("unknown", one.named.text))
        elif len(one.named.ids) > 1:
            doubts.append(Doubt("ambiguous", one.named.text))
    return doubts


def _left(text: str) -> Doubt:
    return Doubt("not-understood", text)
