"""Write down whose places are, and propose that voices are one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kith.core.identity import Claim
from kith.core.identity import Proposal as Likely
from kith.core.identity import proposals as likely
from kith.core.problems import Problem, Trouble
from kith.db.fit import plain, storable
from kith.db.models import Place, Proposal, Voice
from kith.net.addresses import split
from kith.queries import identity
from kith.sources.sites import known

LEASE = timedelta(minutes=10)
AGAIN = timedelta(days=1)  # after a look that failed; a second one is the last by itself
LATER = timedelta(days=30)  # for which a proposal is put off
MOST = 500  # proposals of an account


def find_homes(now: datetime) -> int:
    """Let the home pages that nobody looked at yet be looked at, in time; how many are new."""
    new = identity.homes_unknown()
    rows = (Place(address=home, due_at=None if _is_shared(home) else now) for home in new)
    Place.objects.bulk_create(rows, ignore_conflicts=True)
    return len(new)


def _is_shared(address: str) -> bool:
    """Whether it is a page at a house that many share, which says nothing of its own."""
    try:
        return known(address) is not None and split(address).path.strip("/") != ""
    except Trouble:
        return True


def claim(now: datetime, most: int) -> list[Place]:
    """Take places that are due to be looked at, so that nobody else looks at them."""
    return [
        place
        for place in identity.due(now, most)
        if Place.objects.filter(pk=place.pk, due_at=place.due_at).update(due_at=now + LEASE)
    ]


def told(place: Place, claims: Iterable[Claim], now: datetime) -> None:
    """A place was looked at: this is what it says."""
    place.says, place.looked_at, place.due_at, place.problem = _says(claims), now, None, None
    place.save(update_fields=["says", "looked_at", "due_at", "problem"])


def failed(place: Place, problem: Problem, now: datetime) -> None:
    """A place could not be looked at; what it said before is kept."""
    place.due_at = None if place.problem else now + AGAIN
    place.problem = {"code": problem.code, "params": plain(problem.params)}
    place.looked_at = now
    place.save(update_fields=["looked_at", "due_at", "problem"])


def feeds_told(claims: Mapping[str, Sequence[Claim]]) -> None:
    """What feeds say now of who writes them, by their addresses; what they said before is gone.

    A place that is looked at as a page says what stands there. What changed is a row of its own:
    that is how it is noticed (see queries.identity.signatures).
    """
    told = {at: _says(some) for at, some in claims.items() if len(at) <= identity.LONGEST}
    there = Place.objects.filter(address__in=told)
    stored = list(there.values_list("address", "says", "due_at", "looked_at"))
    before = {address: says for address, says, *_ in stored}
    pages = {address for address, _, *looks in stored if any(looks)}
    changed = [at for at in told if at not in pages and told[at] != before.get(at, [])]
    there.filter(address__in=changed, due_at=None, looked_at=None).delete()
    rows = [Place(address=address, says=told[address]) for address in changed if told[address]]
    Place.objects.bulk_create(rows, ignore_conflicts=True)


def _says(claims: Iterable[Claim]) -> list[dict[str, str]]:
    return [{"how": one.how, "value": storable(one.value, 2000)} for one in claims]


def look_again(voice: Voice, now: datetime) -> None:
    """Ask the pages of a voice whose they are, once more or for the first time."""
    pages = identity.pages_of(voice)
    Place.objects.bulk_create(
        [Place(address=page, due_at=now) for page in pages],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["due_at"],
    )
    Place.objects.filter(address__in=pages).update(problem=None)


def moved(address: str, to: str) -> None:
    """A feed has another address now; what it said of its author goes along."""
    if len(to) <= identity.LONGEST and not Place.objects.filter(address=to).exists():
        Place.objects.filter(address=address).update(address=to)


@transaction.atomic
def propose(owner: int, now: datetime) -> int:
    """Propose what speaks for being one voice, and take back what nothing speaks for any more.

    What was refused or joined stays so. Returns how many proposals are new.
    """
    found = {(one.one, one.other): one for one in likely(identity.somebodies(owner))[:MOST]}
    rows = Proposal.objects.filter(owner=owner)
    there = {(row.one_id, row.other_id): row for row in rows}
    evidence = {pair: _evidence(one) for pair, one in found.items()}
    still_open = {pair: row for pair, row in there.items() if row.state == Proposal.State.OPEN}
    gone = [row.pk for pair, row in still_open.items() if pair not in found]
    rows.filter(pk__in=gone, state=Proposal.State.OPEN).delete()
    for pair in still_open.keys() & found.keys():
        if still_open[pair].evidence != evidence[pair]:
            rows.filter(pk=still_open[pair].pk).update(evidence=evidence[pair])
    new = [
        Proposal(owner_id=owner, one_id=one, other_id=other, evidence=told, found_at=now)
        for (one, other), told in evidence.items()
        if (one, other) not in there
    ]
    Proposal.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _evidence(one: Likely) -> list[dict[str, Any]]:
    return [{"code": reason.code, "params": plain(reason.params)} for reason in one.reasons]


def refuse(one: Voice, other: Voice, now: datetime) -> Proposal:
    """These two are not one, and that is not proposed again."""
    first, second = sorted([one, other], key=lambda voice: voice.pk)
    row, _ = Proposal.objects.update_or_create(
        one=first,
        other=second,
        defaults={"state": Proposal.State.REFUSED, "asleep_until": None},
        create_defaults={
            "owner_id": one.owner_id,
            "state": Proposal.State.REFUSED,
            "found_at": now,
        },
    )
    return row


def put_off(proposal: Proposal, now: datetime) -> None:
    """Decide later: it does not stand among the others for a while."""
    proposal.asleep_until = now + LATER
    proposal.save(update_fields=["asleep_until"])


def ask_again(proposal: Proposal) -> None:
    """Undo `refuse` and `put_off`: it is open. One that came without evidence goes."""
    if proposal.state == Proposal.State.REFUSED and not proposal.evidence:
        proposal.delete()
        return
    proposal.state, proposal.asleep_until = Proposal.State.OPEN, None
    proposal.save(update_fields=["state", "asleep_until"])
