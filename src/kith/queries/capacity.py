"""How many voices an account makes room for, and how many it hears."""

from django.db.models import Count, Exists, OuterRef, QuerySet

from kith.core import capacity
from kith.core.capacity import Capacity, Room
from kith.db.models import Channel, Following, User, Voice


def chosen(user: User) -> Capacity:
    """What the account chose."""
    return capacity.read(user.preferences.get("capacity"))


def heard_somewhere(user: User) -> QuerySet[Voice]:
    """The account's voices that speak on a channel, whatever their state; not its kept pages."""
    channels = Following.objects.filter(voice=OuterRef("pk")).exclude(channel__kind=Channel.KEPT)
    return Voice.objects.filter(Exists(channels), owner=user)


def room(user: User) -> dict[str, Room]:
    """ "people" and "sources" (publications and communities): heard, of how many there is room for.

    Those that rest take no room. What has not said yet what it is counts among the sources.
    """
    rows = heard_somewhere(user).filter(state__in=Voice.HEARD)
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    people, wanted = counted.pop(Voice.Kind.PERSON, 0), chosen(user)
    return {
        "people": Room(people, wanted.people),
        "sources": Room(sum(counted.values()), wanted.sources),
    }
