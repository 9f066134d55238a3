"""What a voice speaks of, told from what it wrote lately against what others write."""

from functools import lru_cache

from django.db.models import QuerySet

from kith.core.judgement import topics as telling
from kith.core.judgement.terms import Counted, counted
from kith.db.models import Mark, Voice

OWN = 60  # of a voice's newest entries
OTHERS = 600  # of an account's newest entries, to tell its words from everybody's
ANEW = 500  # entries after which those are counted again
LEAST = 3  # entries from which one can speak of topics


def topics_of(voice: Voice) -> tuple[str, ...]:
    """The topics of a voice as its texts write them, the most telling first; few, or none.

    `voice` comes from access.voice.
    """
    newest = _newest(Mark.objects.filter(voice=voice))
    return _topics(voice.pk, voice.owner_id, voice.name, newest) if newest else ()


def _newest(rows: QuerySet[Mark]) -> int:
    return rows.order_by("-at", "-entry").values_list("entry_id", flat=True).first() or 0


@lru_cache(maxsize=2000)
def _topics(voice: int, owner: int, name: str, _said: int) -> tuple[str, ...]:
    """Remembered until the voice says something new."""
    own = _texts(Mark.objects.filter(voice=voice), OWN)
    if len(own) < LEAST:
        return ()
    everybody = Mark.objects.filter(owner=owner)
    others = _counted(owner, _newest(everybody) // ANEW)
    return tuple(one.term for one in telling.topics(own, others, name=name))


@lru_cache(maxsize=32)
def _counted(owner: int, _age: int) -> Counted:
    return counted(_texts(Mark.objects.filter(owner=owner), OTHERS))


def _texts(rows: QuerySet[Mark], most: int) -> list[str]:
    """Titles and beginnings of the newest entries."""
    newest = rows.order_by("-at", "-entry").values_list("entry__title", "entry__excerpt")
    return [f"{title}\n{excerpt}" for title, excerpt in newest[:most]]
