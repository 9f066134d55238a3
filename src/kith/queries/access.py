"""The one door for each object that a request names: its owner's, or not there at all."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from kith.db import prepared
from kith.db.models import (
    Answer,
    Asking,
    BroughtContact,
    BroughtContacts,
    BroughtList,
    Decision,
    Exchange,
    Following,
    Highlight,
    Interest,
    Joining,
    Mark,
    Occasion,
    Promise,
    Proposal,
    Question,
    Session,
    Step,
    Thanks,
    Thread,
    User,
    Voice,
)

T = TypeVar("T")


class NotYours(LookupError):
    """There is no such thing for this account."""


def voice(user: User, pk: int) -> Voice:
    """A voice of the account, released ones too; of one that was joined, what it is part of."""
    found = _there(_voice.first(user.pk, pk))
    return voice(user, found.joined_to_id) if found.joined_to_id else found


def voices(user: User, numbers: Iterable[int]) -> list[Voice]:
    """Those of these voices that are the account's, but for those that were joined."""
    rows = Voice.objects.filter(owner=user, pk__in=list(numbers))
    return list(rows.exclude(state=Voice.State.JOINED).order_by("pk"))


@prepared.query
def _voice(owner: int, pk: int) -> QuerySet[Voice]:
    return Voice.objects.filter(owner=owner, pk=pk)


def mark(user: User, entry: int) -> Mark:
    """The account's mark on an entry, with the entry, its channel and the voice."""
    return _there(_mark.first(user.pk, entry))


@prepared.query
def _mark(owner: int, entry: int) -> QuerySet[Mark]:
    rows = Mark.objects.select_related("entry__channel", "voice")
    return rows.filter(owner=owner, entry=entry)


def mark_by_address(user: User, address: str) -> Mark:
    """The account's newest mark on an entry with this address on the web, as `mark` gives it."""
    rows = Mark.objects.select_related("entry__channel", "voice")
    return _there(rows.filter(owner=user, entry__url=address).order_by("-at").first())


def following(user: User, pk: int) -> Following:
    """A following of the account, with its voice and channel."""
    rows = Following.objects.select_related("voice", "channel")
    return _there(rows.filter(owner=user, pk=pk).first())


def brought_list(user: User, pk: int) -> BroughtList:
    """A list that the account brought."""
    return _there(BroughtList.objects.filter(owner=user, pk=pk).first())


def brought_contacts(user: User, pk: int) -> BroughtContacts:
    """A file of contacts that the account brought, those taken away too."""
    rows = BroughtContacts.objects.select_related("owner")
    return _there(rows.filter(owner=user, pk=pk).first())


def brought_contact(user: User, pk: int) -> BroughtContact:
    """One contact out of a file that the account brought, with the file, the twin and the voice."""
    rows = BroughtContact.objects.select_related("brought__owner", "twin__brought", "voice")
    return _there(rows.filter(brought__owner=user, pk=pk).first())


def highlight(user: User, pk: int) -> Highlight:
    """A highlight of the account, in whatever entry."""
    return _there(Highlight.objects.filter(owner=user, pk=pk).first())


def interest(user: User, pk: int) -> Interest:
    """An interest of the account, resting ones too."""
    return _there(Interest.objects.select_related("owner").filter(owner=user, pk=pk).first())


def removed_interest(user: User, pk: int) -> Interest:
    """An interest that the account removed, and may put back."""
    rows = Interest.everything.select_related("owner").filter(removed_at__isnull=False)
    return _there(rows.filter(owner=user, pk=pk).first())


def session(user: User, pk: int) -> Session:
    """A session of the account."""
    return _there(Session.objects.select_related("owner").filter(owner=user, pk=pk).first())


def step(user: User, pk: int) -> Step:
    """A step of the account, with its session, entry, highlight and voice."""
    rows = Step.objects.select_related(
        *("session__owner", "entry__channel", "highlight", "voice", "interest")
    )
    return _there(rows.filter(session__owner=user, pk=pk).first())


def exchange(user: User, pk: int) -> Exchange:
    """An exchange of the account, with its voice."""
    rows = Exchange.objects.select_related("voice", "entry", "thread")
    return _there(rows.filter(owner=user, pk=pk).first())


def occasion(user: User, pk: int) -> Occasion:
    """A day of one of the account's voices, with the voice."""
    rows = Occasion.objects.select_related("voice")
    return _there(rows.filter(owner=user, pk=pk).first())


def promise(user: User, pk: int) -> Promise:
    """A promise of the account, with the voice it was given to; kept and released ones too."""
    rows = Promise.objects.select_related("voice")
    return _there(rows.filter(owner=user, pk=pk).first())


def thanks(user: User, pk: int) -> Thanks:
    """A word of thanks of the account, said or not, with its voice and entry."""
    rows = Thanks.objects.select_related("voice", "entry", "exchange__voice")
    return _there(rows.filter(owner=user, pk=pk).first())


def question(user: User, pk: int) -> Question:
    """A question of the account, open or closed, with the entry and interest it belongs to."""
    rows = Question.objects.select_related("owner", "entry", "interest")
    return _there(rows.filter(owner=user, pk=pk).first())


def asking(user: User, pk: int) -> Asking:
    """Where a question of the account was asked."""
    rows = Asking.objects.select_related("question__owner", "voice", "exchange__voice", "thread")
    return _there(rows.filter(question__owner=user, pk=pk).first())


def answer(user: User, pk: int) -> Answer:
    """What somebody said to a question of the account."""
    rows = Answer.objects.select_related("question__owner", "voice", "exchange__voice", "thanks")
    return _there(rows.filter(question__owner=user, pk=pk).first())


def thread(user: User, pk: int) -> Thread:
    """A thread that the account watches or watched, with its channel and voice."""
    rows = Thread.objects.select_related("owner", "channel", "voice")
    return _there(rows.filter(owner=user, pk=pk).first())


def decision(user: User, pk: int) -> Decision:
    """What the account decided about a voice."""
    return _there(Decision.objects.filter(owner=user, pk=pk).first())


def proposal(user: User, pk: int) -> Proposal:
    """A proposal that two of the account's voices are one, whatever became of it, with both."""
    rows = Proposal.objects.select_related("one", "other")
    return _there(rows.filter(owner=user, pk=pk).first())


def joining(user: User, pk: int) -> Joining:
    """A joining of two of the account's voices, undone or not, with both."""
    rows = Joining.objects.select_related("stays", "goes")
    return _there(rows.filter(owner=user, pk=pk).first())


def _there(found: T | None) -> T:
    if found is None:
        raise NotYours
    return found
