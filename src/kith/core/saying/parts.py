"""The parts of one line in one language: each step gives words their part, the rest is left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from kith.core.saying import times
from kith.core.saying.language import PROMISE, Language, Verb
from kith.core.saying.line import Part, Spot, Word, small, spots_in, verb_in
from kith.core.saying.names import Names
from kith.core.saying.shapes import Named
from kith.core.saying.times import Day, Span

_FEW = 3  # words of a name that nobody bears
_EDGES = " \t.,;:!?-–—"
_NOTHING = Verb("")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named outside of what it was about."""

    at: int  # the first word
    group: int  # those joined by "and" have the same
    named: Named


@dataclass(slots=True)
class Parts:
    """`verb`, `times`, `about`, `people` are called in this order; fields hold what was found."""

    line: str
    words: list[Word]
    names: Names
    today: date
    language: Language
    at: int = 0  # the words of the verb
    after: int = 0
    persons: list[Person] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)  # words of what it was about
    left: list[str] = field(default_factory=list)
    where: str = ""
    quick: bool = False
    to_me: bool = False
    by_me: bool = False
    by_others: bool = False
    _said: Verb = _NOTHING
    _noun: Verb | None = None
    _spots: list[Spot] = field(default_factory=list)
    _times: list[Day | Span] = field(default_factory=list)

    def verb(self) -> Verb | None:
        """The verb of the line."""
        spots = spots_in(self.words, self.names, self.language)
        whole = [at for spot in spots if spot.whole for at in range(spot.first, spot.last)]
        found = verb_in(self.words, self.language, whole)
        if found is None:
            return None
        self.at, self.after, self._said = found
        self._give(range(self.at, self.after), Part.VERB)
        self._spots = [one for one in spots if one.last <= self.at or one.first >= self.after]
        return self._said

    def times(self) -> None:
        """Days and spans, but for those in a whole name."""
        held = {at for one in self._spots if one.whole for at in range(one.first, one.last)}
        for found in times.find(small(self.line), self.language, self.today):
            places = self._within(found)
            if held & set(places) or any(self.words[at].part for at in places):
                continue
            self._give(places, Part.TIME)
            self._times.append(found)
            self._spots = [one for one in self._spots if one.first not in places]

    def about(self) -> None:
        """What it was about: from the word that begins it up to the verb, or to the end."""
        for spot in self._spots:
            self._give(range(spot.first, spot.last), Part.NAME)
        if self._said.light:
            self._find_noun()
        first, last = self._promised() if self._said.kind == PROMISE else self._told()
        if first < last:
            self._close(first, self._before_people(first, last))

    def people(self) -> None:
        """Who is named, what is said of the reader, and what is left."""
        for chunk in self._chunks():
            self._read(chunk)
        for spot in self._spots:
            self._add(spot.first, spot.named)
        self.persons.sort(key=lambda one: one.at)
        self._group()

    def noun_or(self, verb: Verb) -> Verb:
        """What happened: the noun of a light verb says it, else the verb."""
        if self._noun is None:
            return verb
        taken = self._noun.direction if verb.direction == "given" else verb.direction
        way = self._noun.direction if self._noun.direction == "mutual" else taken
        return Verb(self._noun.kind, way, bare=verb.bare, chat=self._noun.chat)

    def others_do(self, verb: Verb) -> bool:
        """Whether somebody else did it, and not the reader."""
        if self.by_me:
            return False
        if verb.bare:
            return self.by_others
        return any(one.at < self.at for one in self.persons)

    def days(self, *, promise: bool) -> tuple[date | None, date | None]:
        """When it was, and of a promise when it is due."""
        found = [one for one in self._times if isinstance(one, Day)]
        over = [one for one in found if not promise or one.past or not (one.due or self._late(one))]
        ahead = [one for one in found if promise and one not in over]
        day = over[0].on(self.today, ahead=False) if over else None
        return day, ahead[0].on(self.today, ahead=True) if ahead else None

    @property
    def minutes(self) -> int | None:
        """How long it took."""
        return next((one.minutes for one in self._times if isinstance(one, Span)), None)

    @property
    def about_text(self) -> str:
        """What it was about, as it was typed."""
        return self._text(self.topic)

    # ---- What it was about

    def _told(self) -> tuple[int, int]:
        """From the surest of the words that begin it; of a participle, it may stand before."""
        first = 0 if self._said.bare else self.after
        for word in (*self._said.about, *self.language.about):
            for at in range(first, len(self.words)):
                if self.words[at].low == word and not self.words[at].part and not self._place(at):
                    last = self.at if at < self.at else len(self.words)
                    self.words[at].part = Part.DROPPED
                    return self._with_thing(at), last
        return 0, 0

    def _with_thing(self, at: int) -> int:
        """ "shared the list about OER": the list is what it was about as well."""
        first = at
        known = self.language
        while first > self.after and not self.words[first - 1].part:
            first -= 1
        said = [word.low for word in self.words[first:at]]
        dropped = known.things | known.articles | known.fillers | known.links | known.i | known.me
        named = first > self.after or self._named_outside(0, 0)
        begins = named and first < at and said[0] not in known.joins | known.me | known.links
        if begins and not set(said) <= dropped and not self.words[first].text[0].isupper():
            return first
        return at + 1

    def _promised(self) -> tuple[int, int]:
        """All that follows the names after the verb."""
        first = self.after
        skipped = self.language.joins | self.language.promised | self.language.links
        while first < len(self.words) and (
            self.words[first].part or self.words[first].low in skipped | self.language.me
        ):
            if self.words[first].low in self.language.me:
                self.to_me = True
            if not self.words[first].part:
                self.words[first].part = Part.DROPPED
            first += 1
        return first, len(self.words)

    def _before_people(self, first: int, last: int) -> int:
        """Where nobody is named but in it, what follows "with" or "to" belongs to it no more."""
        if self._named_outside(first, last):
            self._spots = [one for one in self._spots if not first <= one.first < last]
            return last
        for at in range(last - 2, first, -1):
            if self.words[at].low in self.language.links and self._names_somebody(at + 1):
                self.words[at].part = Part.DROPPED
                return at
        return last

    def _named_outside(self, first: int, last: int) -> bool:
        if any(not first <= spot.first < last for spot in self._spots):
            return True
        outside = (at for at in range(len(self.words)) if not first <= at < last)
        return any(self._nameable(at) for at in outside)

    def _nameable(self, at: int) -> bool:
        word = self.words[at]
        return not word.part and word.text[0].isupper() and word.low not in self._known_words()

    def _names_somebody(self, at: int) -> bool:
        return self.words[at].part == Part.NAME or self._nameable(at)

    def _known_words(self) -> frozenset[str]:
        known = self.language
        return (
            known.i
            | known.me
            | known.others
            | known.joins
            | known.links
            | known.fillers
            | known.articles
        )

    def _close(self, first: int, last: int) -> None:
        """A time at the end is none of it; of a promise, no day by which it is due."""
        promise = self._said.kind == PROMISE
        for found in reversed(self._times):
            places = self._within(found)
            if not first <= places[0] < last:
                continue
            if places[-1] == last - 1 and (promise or not self._said_before(found, first)):
                last = places[0]
            elif promise and isinstance(found, Day) and (found.due or self._late(found)):
                continue
            else:
                self._give(places, Part.NONE)
                self._times.remove(found)
        last = self._before_place(first, last)
        self.topic = [at for at in range(first, last) if self.words[at].part != Part.TIME]
        self._give(self.topic, Part.ABOUT)

    def _said_before(self, found: Day | Span, first: int) -> bool:
        """Whether another of the same sort stands before what it was about."""
        others = (one for one in self._times if isinstance(one, type(found)))
        return any(self._within(one)[0] < first for one in others)

    def _before_place(self, first: int, last: int) -> int:
        """A known place at the end is where it was, and none of it."""
        for at in range(last - 2, max(first, last - 4), -1):
            if self._place(at) and self.words[last - 1].low in self.language.places:
                self._took_place(range(at + 1, last))
                self._give(range(at, last), Part.DROPPED)
                return at
        return last

    def _late(self, one: Day) -> bool:
        """Of a promise: a day that is not over and stands in what was promised."""
        return not one.past and self._within(one)[0] >= min(self.topic or [self.after])

    # ---- Everything else

    def _find_noun(self) -> None:
        for word in self.words:
            if not word.part and word.low in self.language.nouns:
                self._noun = self.language.nouns[word.low]
                word.part = Part.NOUN
                return

    def _chunks(self) -> Iterator[list[int]]:
        """Words that follow each other and have no part yet; words of the language get theirs."""
        for word in self.words:
            if not word.part:
                self._classify(word)
        chunk: list[int] = []
        for at, word in enumerate(self.words):
            if word.part:
                if chunk:
                    yield chunk
                chunk = []
            else:
                chunk.append(at)
        if chunk:
            yield chunk

    def _classify(self, word: Word) -> None:
        known = self.language
        if word.low in known.i:
            self.by_me, word.part = True, Part.WHO
        elif word.low in known.others:
            self.by_others, word.part = True, Part.WHO
        elif word.low in known.me:
            self.to_me, word.part = True, Part.WHO
        elif word.low in known.joins:
            word.part = Part.JOIN
        elif word.low in known.fillers | known.things:
            word.part = Part.DROPPED

    def _read(self, chunk: list[int]) -> None:
        """A name that nobody bears, a place, what it was about, or nothing that is understood."""
        known, first = self.language, self.words[chunk[0]].low
        if self._place(chunk[0]) or (first in known.at and first not in known.about):
            self._took_place(chunk[1:])
            return
        rest = self._trimmed(chunk)
        name = self._unknown(rest)
        if name:
            self._add(name[0], Named(self._without_ending(self._text(name))))
        rest = rest[len(name) :]
        if not self._without_articles(rest):
            return
        if (self._spots or self.persons) and not self.topic:
            self.topic = rest
            return
        self.left.append(self._text(rest))

    def _took_place(self, places: Sequence[int]) -> None:
        self.where = self._text(self._without_articles(places))
        self.quick = self.language.places.get(small(self.where), False)

    def _unknown(self, chunk: list[int]) -> list[int]:
        """The words of a chunk that are a name: written as one, or where a name has to be."""
        if not chunk or self.words[chunk[0]].low in self.language.articles:
            return []
        before = self.words[chunk[0] - 1].part if chunk[0] else Part.NONE
        capitals = []
        for at in chunk:
            if not self.words[at].text[0].isupper() and not self.words[at].text.startswith("@"):
                break
            capitals.append(at)
        expected = before in (Part.VERB, Part.JOIN, Part.DROPPED) or chunk[0] < self.at
        if capitals and (expected or not self._spots):
            return capitals
        nobody = not self._spots and not self.persons
        return chunk if nobody and expected and len(chunk) <= _FEW else []

    def _trimmed(self, chunk: list[int]) -> list[int]:
        """Without words at either end that only lead to others."""
        leading = self.language.links | self.language.at
        while chunk and self.words[chunk[0]].low in leading:
            chunk = chunk[1:]
        while chunk and self.words[chunk[-1]].low in leading:
            chunk = chunk[:-1]
        return chunk

    def _without_ending(self, name: str) -> str:
        """Without a possessive ending that is set apart by a sign."""
        endings = (one for one in self.language.possessive if not one.isalpha())
        return next((name.removesuffix(one) for one in endings if name.endswith(one)), name)

    def _without_articles(self, chunk: Sequence[int]) -> list[int]:
        return [at for at in chunk if self.words[at].low not in self.language.articles]

    def _place(self, at: int) -> bool:
        """Whether a known place is named here: "on Mastodon"."""
        known, following = self.language, self.words[at + 1 : at + 3]
        named = [word.low for word in following if word.low not in known.articles]
        return self.words[at].low in known.at and bool(named) and named[0] in known.places

    def _add(self, at: int, named: Named) -> None:
        if all(named != one.named for one in self.persons):
            self.persons.append(Person(at, 0, named))

    def _group(self) -> None:
        """Those with nothing but "and" between them belong together."""
        group, found = 0, self.persons[:1]
        for one, other in pairwise(self.persons):
            between = self.words[one.at + len(one.named.text.split()) : other.at]
            group += any(word.part != Part.JOIN for word in between) or not between
            found.append(Person(other.at, group, other.named))
        self.persons = found

    def _within(self, found: Day | Span) -> list[int]:
        return [
            at
            for at, word in enumerate(self.words)
            if word.start < found.end and word.end > found.start
        ]

    def _give(self, places: Iterable[int], part: Part) -> None:
        for at in places:
            self.words[at].part = part

    def _text(self, places: list[int]) -> str:
        """Words as they were typed, with what stands between those that follow each other."""
        pieces: list[list[int]] = []
        for at in places:
            if pieces and pieces[-1][1] == at - 1:
                pieces[-1][1] = at
            else:
                pieces.append([at, at])
        cut = (self.line[self.words[a].start : self.words[b].end] for a, b in pieces)
        return " ".join(cut).strip(_EDGES)
