"""What a session can be made of: a table, a row a kind of step. See docs/recipes/add-a-step.md."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.db import prepared
from kith.db.models import Step
from kith.queries.judging import Because
from kith.queries.steps import (
    answer,
    comment,
    finish,
    hello,
    owing,
    read,
    reflect,
    review,
    roster,
    tidy,
    trial,
)
from kith.queries.steps.kinds import Around, Candidate, Group, Verb, Way

__all__ = [
    "VERBS",
    "Around",
    "Because",
    "Candidate",
    "Group",
    "Verb",
    "Way",
    "candidates",
    "verb_named",
]

REFUSED_FOR = timedelta(days=90)  # what was not for the reader is not brought up again before

VERBS: tuple[Verb, ...] = (
    Verb("finish", Group.READ, finish.find, Way.READER, _("Go on"), "%(title)s", most=1),
    Verb("read", Group.READ, read.read, Way.READER, _("Read"), "%(title)s"),
    Verb("listen", Group.READ, read.listen, Way.READER, _("Listen"), "%(title)s"),
    Verb("watch", Group.READ, read.watch, Way.READER, _("Watch"), "%(title)s"),
    Verb(
        *("promise", Group.GIVE, owing.promises, Way.PAGE, pgettext_lazy("a promise", "Look")),
        headline=_("Keep your promise: %(title)s"),
        most=1,
    ),
    Verb(
        *("reply", Group.GIVE, owing.replies, Way.PAGE, _("Reply")),
        headline=_("Reply in “%(title)s”"),
        most=1,
    ),
    Verb(
        *("thank", Group.GIVE, owing.thanks, Way.PAGE, pgettext_lazy("thanks", "Write")),
        headline=_("Say thanks for “%(title)s”"),
        most=1,
    ),
    Verb(
        *("word", Group.GIVE, owing.words, Way.PAGE, pgettext_lazy("a word", "Write")),
        headline=_("A word to %(title)s"),
        most=1,
    ),
    Verb(
        *("answer", Group.GIVE, answer.find, Way.PAGE, _("Answer")),
        headline=_("Answer “%(title)s”"),
        most=1,
    ),
    Verb(
        *("comment", Group.GIVE, comment.find, Way.PAGE, _("Comment")),
        headline=_("Say something on “%(title)s”"),
        most=1,
    ),
    Verb(
        *("review", Group.GROW, review.find, Way.PAGE, pgettext_lazy("a passage", "Recall")),
        headline=_("Recall a passage of “%(title)s”"),
        most=2,
    ),
    Verb(
        *("reflect", Group.GROW, reflect.find, Way.PAGE, pgettext_lazy("a line", "Write")),
        headline=_("Write a line about “%(title)s”"),
        most=1,
    ),
    Verb(
        *("hello", Group.GROW, hello.find, Way.PAGE, pgettext_lazy("a first word", "Write")),
        headline=_("Say hello to %(title)s"),
        most=1,
    ),
    Verb(
        *("trial", Group.GROW, trial.find, Way.PAGE, pgettext_lazy("about a voice", "Decide")),
        headline=_("Decide about %(title)s"),
        most=1,
    ),
    Verb(
        *("tidy", Group.PREPARE, tidy.find, Way.PAGE, pgettext_lazy("at a voice", "Look")),
        headline=_("Look after %(title)s"),
        most=1,
    ),
    Verb(
        *("roster", Group.PREPARE, roster.find, Way.PAGE, pgettext_lazy("at voices", "Look")),
        headline=_("Look through %(title)s"),
        most=1,
    ),
)
_NAMED = {verb.name: verb for verb in VERBS}


def verb_named(name: str) -> Verb:
    """A row of the table; one that is gone by now is read as "read"."""
    return _NAMED.get(name, _NAMED["read"])


def candidates(around: Around) -> Iterator[tuple[Verb, Candidate]]:
    """Everything that could be a step now, in the order of the table; each subject once."""
    seen = set(_refused(around.user.pk, around.now - REFUSED_FOR))
    for verb in VERBS:
        for one in verb.find(around):
            if one.subject not in seen:
                seen.add(one.subject)
                yield verb, one


@prepared.query
def _refused(owner: int, since: datetime) -> QuerySet[Step, str]:
    rows = Step.objects.filter(session__owner=owner, state=Step.State.NOT_FOR_ME)
    return rows.filter(changed_at__gte=since).values_list("subject", flat=True)
