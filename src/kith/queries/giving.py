"""Give and take within a season, with one voice or with all of them."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from kith.core.exchanges import WITHIN, Balance, balance
from kith.db.models import Exchange, User, Voice


def balance_with(voice: Voice, now: datetime) -> Balance:
    """With one voice; it comes from access.voice."""
    return _balance(Exchange.objects.filter(voice=voice), now)


def balance_in_all(user: User, now: datetime) -> Balance:
    """With everybody."""
    return _balance(Exchange.objects.filter(owner=user), now)


def balances(user: User, voices: Collection[int], now: datetime) -> dict[int, Balance]:
    """With each of several voices; those with whom nothing passed are left out."""
    if not voices:
        return {}
    rows = _lately(Exchange.objects.filter(owner=user, voice__in=voices), now)
    counted: dict[int, Counter[tuple[str, str]]] = {}
    told = rows.values_list("voice", "kind", "direction").annotate(n=Count("pk"))
    for voice, kind, direction, n in told:
        counted.setdefault(voice, Counter())[kind, direction] = n
    return {voice: balance(tally) for voice, tally in counted.items()}


def _balance(rows: QuerySet[Exchange], now: datetime) -> Balance:
    counts = _lately(rows, now).values_list("kind", "direction").annotate(n=Count("pk"))
    return balance(Counter({(kind, direction): n for kind, direction, n in counts}))


def _lately(rows: QuerySet[Exchange], now: datetime) -> QuerySet[Exchange]:
    return rows.filter(at__gt=now - timedelta(days=WITHIN), at__lte=now).order_by()
