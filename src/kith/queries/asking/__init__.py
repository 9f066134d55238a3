"""What a network already said about a question, and whom to ask it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

import numpy as np
from django.db.models import Q

from kith.core.asking import Term
from kith.core.judgement import asking
from kith.core.judgement.features import features, word_number
from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.space import Space, space_of
from kith.db.models import Question, User
from kith.db.search_words import needle
from kith.queries import searching
from kith.queries.asking import people
from kith.queries.asking.shapes import Before, Network, Person, Piece
from kith.queries.asking.texts import Text, gathered
from kith.queries.asking.words import Word, shown, words
from kith.queries.judging import spaces
from kith.queries.searching import Found

__all__ = ["Before", "Network", "Person", "Piece", "network"]

SAID = 5  # entries that are shown
_WORDS = 2  # of it that a search is offered for
_BEFORE = 2  # questions of the account's own
_OWN = 0.05  # likeness that the account's own words on an entry add


def network(
    user: User,
    question: str,
    now: datetime,
    *,
    details: str = "",
    but: Collection[int] = (),
    itself: int | None = None,
) -> Network:
    """What is known of a question before it is asked.

    `but` these voices, who were asked already; `itself` is the question's number, if it has one.
    """
    counted = spaces.counted()
    wanted = words(question, counted.space if counted else None)
    texts = gathered(user, wanted)
    asked = Matrix.of([features(question, details)])
    space = _wide(counted.space if counted else _own_space(texts, asked))
    matrix = Matrix.of(text.features for text in texts)
    likeness = asking.likeness(space, asked, matrix) if texts else np.zeros(0, np.float32)
    found = people.whom(user, space, texts, likeness, now, but)
    best = _best(texts, likeness)
    return Network(
        words=_held(best[0], wanted) if best else [],
        said=_said(user, best, shown(wanted)),
        before=_before(user, wanted, itself),
        people=people.people(found),
    )


def _own_space(texts: Sequence[Text], asked: Matrix) -> Space:
    """Where the worker has not counted yet, how common words are among what was found."""
    matrix = Matrix.of(text.features for text in texts)
    return space_of(matrix.joined(asked) if texts else asked)


@lru_cache(maxsize=1)
def _wide(space: Space) -> Space:
    return asking.whole(space)


def _best(texts: Sequence[Text], likeness: Floats) -> list[Text]:
    """The entries that are most like the question; what the account added to one lifts it."""
    told = zip(texts, likeness.tolist(), asking.on_this(likeness).tolist(), strict=True)
    ranked = sorted(
        (-round(value + _OWN * text.own, 6), -text.entry, place)
        for place, (text, value, on_this) in enumerate(told)
        if text.entry and (on_this or text.own)
    )
    return [texts[place] for _, _, place in ranked[:SAID]]


def _held(text: Text, wanted: Sequence[Word]) -> list[str]:
    numbers = set(text.features.words.tolist())
    return [word.forms[0].text for word in wanted if word_number(word.term) in numbers][:_WORDS]


def _said(user: User, best: Sequence[Text], terms: Sequence[Term]) -> list[Found]:
    noted = {text.mark for text in best if text.own}
    return searching.shown(user, [text.mark for text in best], terms, noted)


def _before(user: User, wanted: Sequence[Word], itself: int | None) -> list[Before]:
    """Questions that the account asked before, with as many of the words as there are."""
    if not wanted:
        return []
    needles = [[needle(form) for form in word.forms] for word in wanted]
    any_of = reduce(or_, (Q(searched__contains=one) for word in needles for one in word))
    rows = Question.objects.filter(any_of, owner=user).exclude(pk=itself or 0)
    columns = ("pk", "text", "outcome", "closed_at", "searched")
    held = [
        (sum(any(one in searched for one in word) for word in needles), Before(*told))
        for *told, searched in rows.order_by("-created_at").values_list(*columns)[:100]
    ]
    enough = max(1, (len(wanted) + 1) // 2)
    alike = [(n, one) for n, one in held if n >= enough]
    return [one for _, one in sorted(alike, key=lambda pair: -pair[0])[:_BEFORE]]
