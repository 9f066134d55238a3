"""Voices that may be one, side by side."""

from datetime import timedelta
from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from kith.actions import exchanges, identity, roster
from kith.actions.joining import join
from kith.core.identity import STRENGTHS, Claim
from kith.core.problems import Problem
from kith.db.models import Address, Place, Proposal, Voice
from kith.queries import joining
from kith.web.joining_words import reason
from tests.actions.world import NOW, follow, owner, somebody

pytestmark = pytest.mark.django_db


def proposed(one: Voice, other: Voice, *codes: str) -> Proposal:
    params = dict.fromkeys(("page", "place", "mail", "name"), "https://jana.example/")
    return Proposal.objects.create(
        owner=one.owner,
        one=one,
        other=other,
        evidence=[{"code": code, "params": params} for code in codes],
        found_at=NOW,
    )


def voices(count: int) -> list[Voice]:
    return [follow(f"https://v{n}.example/feed", name=f"V{n}") for n in range(count)]


def test_the_likeliest_come_first_and_what_is_put_off_stands_apart() -> None:
    a, b, c, d = voices(4)
    weak, strong = proposed(a, b, "rel-me"), proposed(a, c, "both-ways", "same-name")
    later = proposed(a, d, "same-mail")
    identity.put_off(later, NOW)
    found = joining.pairs(owner(), NOW)
    assert [one.proposal for one in found.shown] == [strong.pk, weak.pk]
    assert [one.proposal for one in found.put_off] == [later.pk]
    assert found.total == 2
    found = joining.pairs(owner(), NOW + identity.LATER)
    assert [one.proposal for one in found.shown] == [strong.pk, later.pk, weak.pk]


def test_only_what_can_be_decided_is_shown() -> None:
    a, b, c, d = voices(4)
    proposed(a, b, "rel-me")
    refused, gone = proposed(a, c, "rel-me"), proposed(a, d, "rel-me")
    identity.refuse(refused.one, refused.other, NOW)
    roster.let_go(gone.other, NOW)
    assert joining.pairs(owner(), NOW).total == 1
    join(a, b, NOW)
    assert joining.pairs(owner(), NOW).total == 0
    assert joining.pairs(somebody(), NOW).total == 0


def test_the_one_of_which_more_is_known_stays() -> None:
    a, b = voices(2)
    proposed(a, b, "rel-me")
    assert joining.pairs(owner(), NOW).shown[0].stays == a.pk, "the older one"
    exchanges.just_did(b, NOW)
    assert joining.pairs(owner(), NOW).shown[0].stays == b.pk


def test_who_a_voice_may_be_as_well() -> None:
    a, b, c = voices(3)
    assert joining.perhaps(a, NOW) is None
    proposed(a, b, "rel-me")
    best = proposed(b, c, "both-ways")
    found = joining.perhaps(b, NOW)
    assert found
    assert (found.voice, found.name, found.because["code"]) == (c.pk, "V2", "both-ways")
    identity.put_off(best, NOW)
    found = joining.perhaps(b, NOW)
    assert found
    assert found.voice == a.pk


def test_a_voice_is_found_by_name_or_address() -> None:
    a, b, _ = voices(3)
    assert [side.voice for side in joining.found(owner(), a, "v1")] == [b.pk]
    assert [side.voice for side in joining.found(owner(), a, "V1.EXAMPLE")] == [b.pk]
    assert joining.found(owner(), a, "v0") == [], "not itself"
    assert joining.found(owner(), a, "") == []
    assert joining.found(somebody(), a, "v1") == []
    join(a, b, NOW)
    assert joining.found(owner(), a, "v1") == []


def test_what_was_joined_and_what_it_was_called() -> None:
    a, b, c = voices(3)
    Voice.objects.filter(pk=c.pk).update(name="")
    assert not joining.was_joined(a)
    first, second = join(a, b, NOW), join(a, c, NOW)
    assert joining.joined(a) == [(second, ""), (first, "V1")]
    assert joining.was_joined(a)


def test_what_pages_said() -> None:
    (voice,) = voices(1)
    Voice.objects.filter(pk=voice.pk).update(home="https://v0.example/")
    voice.refresh_from_db()
    identity.find_homes(NOW)
    (waits,) = joining.asked(voice)
    assert (waits.looked_at, waits.says, waits.problem) == (None, [], None)
    place = Place.objects.get()
    identity.told(place, [Claim("rel-me", "https://code.example/v0", place.address)], NOW)
    (said,) = joining.asked(voice)
    assert (said.looked_at, said.says) == (NOW, ["https://code.example/v0"])
    identity.failed(place, Problem("not-found", {"host": "v0.example"}), NOW)
    (failed,) = joining.asked(voice)
    assert failed.problem


def test_questions_do_not_grow_with_pairs(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    some = voices(8)
    me = owner()
    proposed(some[0], some[1], "rel-me")
    with django_assert_num_queries(4):
        joining.pairs(me, NOW)
    for one, other in pairwise(some[2:8]):
        proposed(one, other, "rel-me")
        Address.objects.create(owner=me, voice=one, kind="mail", value="x", key="x")
    with django_assert_num_queries(4):
        found = joining.pairs(me, NOW + timedelta(days=1))
    assert len(found.shown) == 6


def test_every_reason_has_its_sentence() -> None:
    params = {"page": "https://a.example/", "place": "@b@c.example", "mail": "d@e", "name": "F"}
    told = {code: reason({"code": code, "params": params}) for code in STRENGTHS}
    assert len(set(told.values())) == len(STRENGTHS)
    assert all("%" not in one and "https" not in one for one in told.values())
