"""What is offered to an account, with reasons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import overload

import numpy as np
from django.db.models import QuerySet

from kith.core.judgement import because as reasons
from kith.core.judgement.because import NEW, RARE, Reason
from kith.core.judgement.entries import Entries
from kith.core.judgement.profile import FINISHED, HIGHLIGHTED, KEPT, NOTED
from kith.core.judgement.score import DIGITS, WEIGHT, Judgement
from kith.core.judgement.signals import freshness, rarity
from kith.core.minutes import minutes
from kith.db import prepared
from kith.db.models import Entry, Mark, User
from kith.queries.judging import candidates, fitted, texts
from kith.queries.judging.candidates import Heard
from kith.queries.judging.desk import Desk, desk
from kith.queries.judging.fitted import Fit
from kith.queries.judging.reader import wanting
from kith.queries.judging.shapes import Also, Because, Offer, Param

OFFERED = 300  # of the best; a session takes a dozen
REMEMBERED = 5_000  # entries of which it is known what they are about
TOLD = 4  # reasons; a session says those of them that it has not said often
NAMED = 3  # pieces of which one may be named
FITS = 0.5  # score from which on an entry is said to be about an interest
_KINDS = {"audio": "listen", "video": "watch", "": "read"}
_HOW = (HIGHLIGHTED, NOTED, KEPT, FINISHED)  # what is named of several acts, the first of these


class Told(Sequence[Because]):
    """Reasons that are looked for when somebody asks: most offers are never shown."""

    def __init__(
        self,
        needs: Callable[[], Sequence[int]],
        find: Callable[[Mapping[int, str]], Sequence[Because]],
    ) -> None:
        self.needs = needs  # entries of which the plain text is needed
        self.find = find  # with their texts

    @cached_property
    def found(self) -> Sequence[Because]:
        """The reasons."""
        return self.find(texts.plain(self.needs()))

    @overload
    def __getitem__(self, place: int) -> Because: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Because]: ...
    def __getitem__(self, place: int | slice) -> Because | Sequence[Because]:
        return self.found[place]

    def __len__(self) -> int:
        return len(self.found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def tell(reasons: Iterable[Sequence[Because]]) -> None:
    """Find the reasons that will be asked for, with the texts that they need read in one go."""
    waiting = [one for one in reasons if isinstance(one, Told) and "found" not in vars(one)]
    plain = texts.plain(list(dict.fromkeys(entry for one in waiting for entry in one.needs())))
    for one in waiting:
        vars(one)["found"] = one.find(plain)


def offers(user: User, now: datetime, *, away: timedelta = timedelta()) -> list[Offer]:
    """The unread entries worth most to the account now, the best first; stories folded.

    OFFERED at the most. Their reasons are found when they are asked for. For who was `away` time
    stood still: news of the first days would be worth nothing else.
    """
    here, unread = desk(user, now)
    if away:
        here = replace(here, verdict=_as_of_leaving(here.verdict, away / timedelta(days=1)))
    there = np.zeros(len(here.heard), dtype=np.bool_)
    there[unread] = True
    order = here.verdict.order()
    return [_offer(here, *told) for told in folded(here, order[there[order]].tolist(), OFFERED)]


def _as_of_leaving(verdict: Judgement, days: float) -> Judgement:
    """The verdict with everything younger by so many days, but not younger than new."""
    name = freshness.SIGNAL.name
    if name not in verdict.parts:
        return verdict
    age = np.maximum(verdict.entries.age, 1e-6)
    left = np.maximum(age - days, 0) / age
    part = verdict.parts[name] * left.astype(np.float32)
    value = np.round(verdict.value * np.exp(part - verdict.parts[name]), DIGITS)
    return replace(verdict, value=value, parts={**verdict.parts, name: part})


def folded(here: Desk, rows: Iterable[int], most: int | None = None) -> list[list[int]]:
    """Rows, each with those of other voices that tell the same and came after it."""
    told: list[list[int]] = []
    stories: dict[int, list[int]] = {}
    for row in rows:
        story = here.facts[row].story
        first = stories.get(story) if story in here.several else None
        if first is not None and here.heard[first[0]].voice != here.heard[row].voice:
            first.append(row)
        elif most is None or len(told) < most:
            told.append([row])
            stories.setdefault(story, told[-1])
    return told


def _offer(here: Desk, row: int, *also: int) -> Offer:
    heard, facts = here.heard[row], here.facts[row]
    wish, name = interest_of(here.fit, here.verdict, row)
    return Offer(
        entry=heard.entry,
        title=facts.title,
        url=facts.url,
        voice=heard.voice,
        voice_name=here.speaker(row).name,
        at=facts.at,
        minutes=minutes(facts.words, facts.seconds),
        kind=_KINDS[facts.plays],
        value=float(here.verdict.value[row]),
        interest=wish,
        interest_name=name,
        because=reasons_of(here, here.verdict, row, heard, facts.at),
        also=[_also(here, other) for other in also],
        features=here.features(row),
        redundancy=float(here.verdict.entries.redundancy[row]),
        rare=0 < here.speaker(row).pace < rarity.SELDOM,
    )


def _also(here: Desk, row: int) -> Also:
    heard = here.heard[row]
    return Also(heard.entry, here.facts[row].title, heard.voice, here.speaker(row).name)


def interest_of(fit: Fit, verdict: Judgement, row: int) -> tuple[int | None, str]:
    """The interest that an entry is about, if it is about any."""
    place = int(verdict.interest[row])
    wish = fit.wishes[place] if place >= 0 else None
    own = float(verdict.parts[WEIGHT][row]) if WEIGHT in verdict.parts else 0.0
    if wish is None or float(verdict.score[row]) - own < FITS:
        return None, ""
    return wish, fit.profiles[place].interest.name


def reasons_of(here: Desk, verdict: Judgement, row: int, heard: Heard, at: datetime) -> Told:
    """What speaks for an entry; each reason is one without which it would be worth less."""
    place = int(verdict.interest[row])
    pieces = here.fit.pieces[place] if place >= 0 else ()

    @cache
    def near() -> list[int]:
        found = _nearest(verdict, row) if place >= 0 else []
        return [one for one in found if pieces[one] != heard.entry]  # none speaks for itself

    def find(plain: Mapping[int, str]) -> list[Because]:
        kept = {one: plain[pieces[one]] for one in near() if pieces[one] in plain}
        found = reasons.because(verdict, row, plain.get(heard.entry, ""), kept, most=TOLD)
        if not here.reader.read:  # where nothing was read, everything is new
            found = tuple(one for one in found if one.code != NEW)
        return [_said(here, reason, heard, at, pieces) for reason in found]

    return Told(lambda: [heard.entry, *(pieces[one] for one in near())], find)


def _nearest(verdict: Judgement, row: int) -> list[int]:
    """The pieces nearest to an entry, as numbered in the profile of its best interest."""
    mine = verdict.profiles[int(verdict.interest[row])]
    found = verdict.pieces(row).places[0, :NAMED]
    return [int(mine.places[place]) for place in found if place >= 0]


def _said(here: Desk, reason: Reason, heard: Heard, at: datetime, pieces: Sequence[int]) -> Because:
    params: dict[str, Param] = {"voice": here.reader.voices[heard.voice].name}
    params["at"] = at.isoformat()
    if reason.code == RARE:
        params["pace"] = round(here.reader.voices[heard.voice].pace)
    if reason.pieces:
        params["pieces"] = reason.pieces
    if reason.terms:
        params["terms"] = list(reason.terms)
    if reason.interest >= 0:
        params["interest"] = here.fit.profiles[reason.interest].interest.name
    if reason.piece >= 0:
        act = next(one for one in here.reader.acts if one.entry == pieces[reason.piece])
        params |= {"title": titled(act.entry), "at": act.at.isoformat(), "how": how(act.acts)}
    return Because(reason.code, params)


def how(acts: Sequence[str]) -> str:
    """What is named of several acts."""
    return next((act for act in _HOW if act in acts), KEPT)


def titled(entry: int) -> str:
    """What an entry is called."""
    title, excerpt, url = _called.first(entry) or ("", "", "")
    return title or excerpt[:80] or url


@prepared.query
def _called(entry: int) -> QuerySet[Entry, tuple[str, str, str]]:
    return Entry.objects.filter(pk=entry).values_list("title", "excerpt", "url")


def best_interests(user: User, entries: Sequence[int], now: datetime) -> dict[int, int]:
    """The interest that each of these entries is about; those about none are left out."""
    mine = wanting(user)
    fit = fitted.fit(user, mine, now)
    if len(fit.told) > REMEMBERED:
        fit.told.clear()
    new = [one for one in entries if one not in fit.told]
    if new:
        own = Mark.objects.filter(owner=user, entry__in=new).values_list("entry", flat=True)
        held = candidates.profiles(own)
        verdict = fit.judge(Entries.of(held.matrix), dict(mine.weights))
        fit.told.update(
            {entry: interest_of(fit, verdict, row)[0] for entry, row in held.rows.items()}
        )
    wishes = {one: fit.told.get(one) for one in entries}
    return {entry: wish for entry, wish in wishes.items() if wish is not None}
