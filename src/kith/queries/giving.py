"""Give and take within a season, with one voice or with all of them."""

from collections import Counter
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


def _balance(rows: QuerySet[Exchange], now: datetime) -> Balance:
    lately = rows.filter(at__gt=now - timedelta(days=WITHIN), at__lte=now).order_by()
    counts = lately.values_list("kind", "direction").annotate(n=Count("pk"))
    return balance(Counter({(kind, direction): n for kind, direction, n in counts}))
