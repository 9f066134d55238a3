"""What is known of a reader's interests, to be taken away."""

from datetime import datetime
from typing import Any

from kith.core.judgement.profile import gain
from kith.db.models import Entry, User, Voice
from kith.queries.judging import candidates
from kith.queries.judging.reader import reader, since, tuning

_DAY = 86400.0


def profile(user: User, now: datetime) -> dict[str, Any]:
    """Everything that an account's entries are judged by, as plain JSON."""
    mine, begun = reader(user, now), since(user)
    entries = [act.entry for act in mine.acts]
    named: dict[int, tuple[str, str]] = {}
    for some in candidates.pieces(entries):
        rows = Entry.objects.filter(pk__in=some).values_list("pk", "title", "url")
        named |= {pk: (title, url) for pk, title, url in rows}
    return {
        "interests": [
            {
                "name": wish.name,
                "description": wish.sentence,
                "terms": list(wish.terms),
                "weight": wish.weight,
            }
            for _, wish in mine.wishes
        ],
        "signals": tuning(user),
        "counts_since": begun.isoformat() if begun else None,
        "acts": [
            {
                "title": named[act.entry][0],
                "address": named[act.entry][1],
                "acts": list(act.acts),
                "at": act.at.isoformat(),
                "gain": round(gain(act.acts, (now - act.at).total_seconds() / _DAY), 4),
            }
            for act in mine.acts
            if act.entry in named
        ],
        "voices": [
            {"name": name, "trust": trust}
            for name, trust in Voice.objects.filter(owner=user)
            .exclude(trust=Voice.Trust.ANY)
            .exclude(state=Voice.State.JOINED)
            .order_by("name", "pk")
            .values_list("name", "trust")
        ],
    }
