"""The words an account added to entries, searched beside the index of what was published.

They are few: one text for each mark, folded as the index has it, is looked through from its
beginning. What one of them says ends in a bar, so that no phrase leaps from a note to the next.
"""

from collections.abc import Iterable

from kith.core import folding
from kith.db.models import Highlight, Mark, MarkText, Tag


def folded(said: Iterable[str]) -> str:
    """What was added to one entry, as it is looked through: every word between spaces.

    >>> folded(["Recall works!", "to try"])
    ' recall works | to try |'
    """
    parts = (" ".join(folding.words(one)) for one in said)
    return "".join(f" {part} |" for part in parts if part)


def add(mark: Mark) -> None:
    """Look anew at what its account added to an entry. Call within the transaction that did."""
    rows = Highlight.objects.filter(owner=mark.owner_id, entry=mark.entry_id).order_by("pk")
    said = [text for pair in rows.values_list("exact", "note") for text in pair]
    said += Tag.objects.filter(mark=mark).order_by("pk").values_list("name", flat=True)
    body = folded(said)
    if body:
        facts = {"owner_id": mark.owner_id, "body": body}
        MarkText.objects.update_or_create(mark=mark, defaults=facts)
    else:
        MarkText.objects.filter(mark=mark).delete()
