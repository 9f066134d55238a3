"""What an account knows of a voice, and wants with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from kith.core.contacts import day_of
from kith.core.reaching import line, way
from kith.db.fit import fit, storable
from kith.db.models import Address, Occasion, Voice

MOST_WORDS = 20  # roles, and things they know
LONGEST_WORD = 60
LONGEST_TEXT = 20_000
MOST_WAYS = 100  # to reach one voice


@dataclass(frozen=True, slots=True)
class Known:
    """What an account says of a tie. An empty `stage` is derived from what passed."""

    roles: Iterable[str] = ()
    stage: str = ""
    why: str = ""
    knows: Iterable[str] = ()
    met: str = ""
    organisation: str = ""
    job: str = ""
    zone: str = ""
    led_by: Voice | None = None
    communities: Iterable[Voice] = ()


@transaction.atomic
def describe(voice: Voice, known: Known) -> None:
    """Write down what the account knows of a voice; nobody else reads it.

    Communities and the voice that led here are the account's own; others are left out.
    """
    texts = {
        "why": known.why[:LONGEST_TEXT],
        "met": known.met[:LONGEST_TEXT],
        "organisation": known.organisation,
        "job": known.job,
        "zone": known.zone,
    }
    for name, value in fit(Voice, texts).items():
        setattr(voice, name, value)
    voice.roles, voice.knows, voice.stage = _few(known.roles), _few(known.knows), known.stage
    led_by = known.led_by
    voice.led_by = led_by if led_by and _is_other(voice, led_by) else None
    voice.save(update_fields=[*texts, "roles", "knows", "stage", "led_by"])
    voice.communities.set(one for one in known.communities if _is_other(voice, one))


def _few(words: Iterable[str]) -> list[str]:
    told = (storable(" ".join(word.split()), LONGEST_WORD) for word in words)
    return list(dict.fromkeys(filter(None, told)))[:MOST_WORDS]


def _is_other(voice: Voice, other: Voice) -> bool:
    return other.owner_id == voice.owner_id and other.pk != voice.pk


@transaction.atomic
def set_reach(voice: Voice, lines: Iterable[str]) -> None:
    """Say how a voice can be reached: in these ways, each once, and in no others.

    A line is as core.reaching reads it. What stands there already stays as it is.
    """
    there = {line(row.value, row.label): row for row in Address.objects.filter(voice=voice)}
    wanted = list(dict.fromkeys(one.strip() for one in lines if one.strip()))[:MOST_WAYS]
    told = {(one.kind, one.key): one for one in map(way, (t for t in wanted if t not in there))}
    kept = {(row.kind, row.key) for text, row in there.items() if text in wanted}
    gone = [row.pk for text, row in there.items() if text not in wanted]
    Address.objects.filter(pk__in=gone).delete()
    for same, one in told.items():
        if same not in kept:
            facts = fit(Address, {"label": one.label, "value": one.value, "key": one.key})
            Address.objects.create(owner_id=voice.owner_id, voice=voice, kind=one.kind, **facts)


def add_day(
    voice: Voice, kind: str, month: int, day: int, year: int | None = None, label: str = ""
) -> Occasion | None:
    """Remember a day that comes back each year, once; None where no calendar has it."""
    if day_of(month, day, year) is None:
        return None
    row, _made = Occasion.objects.get_or_create(
        owner_id=voice.owner_id,
        voice=voice,
        kind=kind,
        month=month,
        day=day,
        label=storable(label, 100),
        defaults={"year": year},
    )
    return row


def forget_day(occasion: Occasion) -> None:
    """Forget such a day; `add_day` undoes it."""
    occasion.delete()


def write_notes(voice: Voice, text: str) -> None:
    """Write the private notes on a voice, in Markdown."""
    voice.notes = storable(text, LONGEST_TEXT)
    voice.save(update_fields=["notes"])
