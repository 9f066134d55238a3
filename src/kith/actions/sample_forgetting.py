"""What `sample_past` told is taken away again: exactly that, whatever came to it since."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kith.actions import contacts, exchanges, joining
from kith.actions.sample_past import ACT
from kith.db.models import (
    Address,
    BroughtContact,
    BroughtContacts,
    Exchange,
    Joining,
    Promise,
    Question,
    Thanks,
    Thread,
    User,
    Voice,
)
from kith.queries.sampling import MADE
from kith.sources.sample_history import Tie, history


@transaction.atomic
def forget(user: User, now: datetime) -> set[int]:
    """Take away all that the year brought but for its voices; these come back, by number."""
    made: dict[str, list[int]] = user.preferences.get(MADE, {})
    if not made:
        return set()
    brought = BroughtContact.objects.filter(brought__in=made["contacts"], voice__isnull=False)
    became = brought.values_list("voice", "before")
    voices = {*made["voices"], *(pk for pk, told in became if pk and told.get("made"))}
    _part(user, voices, now)
    for contact in brought.filter(state=BroughtContact.State.JOINED).select_related("brought"):
        contacts.undo(contact, now)
    Thread.objects.filter(owner=user, pk__in=made["threads"]).delete()
    _forget_questions(user, made["questions"])
    Promise.objects.filter(owner=user, pk__in=made["promises"]).delete()
    Thanks.objects.filter(owner=user, pk__in=made["thanks"]).delete()
    Exchange.objects.filter(owner=user, act__startswith=ACT).delete()
    BroughtContacts.objects.filter(owner=user, pk__in=made["contacts"]).delete()
    kept = {name: value for name, value in user.preferences.items() if name != MADE}
    accounts = [one for one in kept.pop("accounts", []) if one not in history().accounts]
    user.preferences = kept | ({"accounts": accounts} if accounts else {})
    user.save(update_fields=["preferences"])
    return voices


def _part(user: User, voices: Collection[int], now: datetime) -> None:
    """Part the sample's voices from the account's own."""
    mixed = Q(stays__in=voices, goes__in=voices)
    rows = Joining.objects.filter(Q(stays__in=voices) | Q(goes__in=voices), owner=user)
    for row in rows.filter(~mixed, undone_at=None).order_by("-pk"):
        joining.part(row, now)


def _forget_questions(user: User, numbers: Collection[int]) -> None:
    rows = Question.objects.filter(owner=user, pk__in=numbers)
    passed = Q(pk__in=rows.values("askings__exchange")) | Q(pk__in=rows.values("answers__exchange"))
    owed = Thanks.objects.filter(owner=user, answers__question__in=rows)
    said = list(owed.exclude(exchange=None).values_list("exchange", flat=True))
    Exchange.objects.filter(passed | Q(pk__in=said), owner=user).delete()
    owed.delete()
    rows.delete()


def let_be(voices: Iterable[Voice], now: datetime) -> None:
    """Voices that stay, for they are heard elsewhere too: what the year said of them goes, where
    their owner has not said otherwise since.
    """
    told = {tie.voice: tie for tie in history().ties}
    for voice in voices:
        if voice.name in told:
            _untie(voice, told[voice.name])
        exchanges.sum_up(voice, now)


def _untie(voice: Voice, tie: Tie) -> None:
    for name, value in _said(tie).items():
        if getattr(voice, name) == value:
            setattr(voice, name, type(value)())
    voice.save(update_fields=[*_said(tie)])
    Address.objects.filter(voice=voice, value__in=tie.ways).delete()


def _said(tie: Tie) -> dict[str, str | list[str]]:
    return {
        **{name: getattr(tie, name) for name in ("circle", "why", "met", "notes", "zone")},
        **{name: getattr(tie, name) for name in ("organisation", "job")},
        **{name: list(getattr(tie, name)) for name in ("roles", "knows")},
    }
