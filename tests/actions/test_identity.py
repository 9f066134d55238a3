"""What places say of whose they are is kept, and voices are proposed to be joined."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kith.actions import identity, looks, roster
from kith.actions.joining import join, part, split
from kith.actions.looks import Heard, Manner
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedFeed
from kith.core.identity import Claim
from kith.core.problems import Problem
from kith.db.models import Address, Channel, Following, Place, Proposal, Voice
from kith.queries import identity as known
from tests.actions.world import NOW, follow, owner, post, somebody

pytestmark = pytest.mark.django_db

BLOG, ACCOUNT = "https://jana.example/", "https://social.example/@jana"
LATER = NOW + timedelta(days=1)


def hear(address: str, **told: Any) -> None:
    """A channel is heard, and says this of itself."""
    channel = Channel.objects.get(address=address)
    feed = ParsedFeed("atom", entries=[post(1)], **told)
    looks.heard([Heard(channel, *looks.understand(channel, feed, NOW), Manner())], NOW, lambda: 0.5)


def two() -> tuple[Voice, Voice]:
    """A blog and an account, heard once each."""
    blog, account = follow(f"{BLOG}feed", name="Jana"), follow(f"{ACCOUNT}.rss", name="notes")
    hear(f"{BLOG}feed", url=BLOG)
    hear(f"{ACCOUNT}.rss", url=ACCOUNT)
    return blog, account


def says(address: str, *claims: Claim) -> None:
    place = Place.objects.get(address=address)
    identity.told(place, claims, LATER)


def codes() -> list[list[str]]:
    rows = Proposal.objects.filter(owner=owner()).order_by("pk")
    return [[one["code"] for one in row.evidence] for row in rows]


def test_home_pages_are_looked_at_once() -> None:
    two()
    assert identity.find_homes(NOW) == 2
    assert identity.find_homes(NOW) == 0
    (place, other) = identity.claim(NOW, 8)
    assert identity.claim(NOW, 8) == [], "somebody looks at them"
    identity.told(place, [], NOW)
    assert [one.pk for one in identity.claim(NOW + identity.LEASE, 8)] == [other.pk]
    identity.told(other, [], NOW)
    assert identity.claim(NOW + timedelta(days=400), 8) == []


def test_a_page_that_fails_is_tried_once_more() -> None:
    follow(f"{BLOG}feed")
    hear(f"{BLOG}feed", url=BLOG)
    identity.find_homes(NOW)
    for at in (NOW, NOW + identity.AGAIN):
        (place,) = identity.claim(at, 8)
        identity.failed(place, Problem("not-found", {}), at)
    assert identity.claim(NOW + timedelta(days=400), 8) == []
    identity.look_again(Voice.objects.get(), LATER)
    assert len(identity.claim(LATER, 8)) == 1, "somebody asked for it"


def test_one_page_of_a_host_at_a_time() -> None:
    for name in "abc":
        follow(f"https://house.example/{name}.xml")
        hear(f"https://house.example/{name}.xml", url=f"https://house.example/{name}")
    identity.find_homes(NOW)
    assert len(identity.claim(NOW, 8)) == 1


def test_pages_at_houses_that_many_share_are_not_looked_at() -> None:
    address = "https://www.youtube.com/feeds/videos.xml?channel_id=UC1"
    follow(address)
    hear(address, url="https://www.youtube.com/channel/UC1234567890123456789012")
    identity.find_homes(NOW)
    assert identity.claim(NOW, 8) == []
    assert identity.find_homes(NOW) == 0


def test_homes_of_voices_that_were_let_go_or_of_nobody_are_not_looked_at() -> None:
    blog, _ = two()
    roster.let_go(blog, NOW)
    assert known.homes_unknown() == [ACCOUNT]
    long = follow("https://long.example/feed")
    Voice.objects.filter(pk=long.pk).update(home=f"https://long.example/{'a' * 900}")
    assert known.homes_unknown() == [ACCOUNT]


def test_a_page_names_an_account_and_is_named_back() -> None:
    blog, account = two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    assert identity.propose(owner().pk, NOW) == 1
    row = Proposal.objects.get()
    assert (row.one, row.other, row.state) == (blog, account, "open")
    assert codes() == [["rel-me"]]
    says(ACCOUNT, Claim("field", BLOG, ACCOUNT))
    assert identity.propose(owner().pk, NOW) == 0
    assert codes() == [["both-ways"]]
    says(BLOG)
    says(ACCOUNT)
    identity.propose(owner().pk, NOW)
    assert codes() == [], "nothing speaks for it any more"


def test_the_author_of_a_feed_has_a_page() -> None:
    follow(f"{ACCOUNT}.rss", name="notes")
    follow(f"{BLOG}feed", name="Jana")
    hear(f"{ACCOUNT}.rss", url=ACCOUNT)
    hear(f"{BLOG}feed", url=BLOG, author_url=ACCOUNT, author_mail="jana@post.example")
    assert identity.propose(owner().pk, NOW) == 1
    assert codes() == [["author"]]
    assert Place.objects.get(address=f"{BLOG}feed").due_at is None
    assert {one["how"] for one in Place.objects.get().says} == {"author", "mail"}


def test_a_feed_says_who_writes_it_now_not_who_once_did() -> None:
    two()
    other = "https://social.example/@leo"
    hear(f"{BLOG}feed", url=BLOG, author_url=ACCOUNT, author_mail="jana@post.example")
    assert identity.propose(owner().pk, NOW) == 1
    before = known.signatures()
    hear(f"{BLOG}feed", url=BLOG, author_url=ACCOUNT, author_mail="jana@post.example")
    assert known.signatures() == before
    hear(f"{BLOG}feed", url=BLOG, author_url=other)
    assert known.signatures() != before, "it is asked again who may be one"
    assert Place.objects.get().says == [{"how": "author", "value": other}]
    identity.propose(owner().pk, NOW)
    assert codes() == []
    before = known.signatures()
    hear(f"{BLOG}feed", url=BLOG)
    assert known.signatures() != before
    assert not Place.objects.exists()


def test_what_a_page_says_stays_though_a_feed_has_its_address() -> None:
    follow(BLOG, name="Jana")
    hear(BLOG, url=BLOG)
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    for author in ("", "https://social.example/@leo"):
        hear(BLOG, url=BLOG, author_url=author)
        assert [one["how"] for one in Place.objects.get().says] == ["rel-me"]


def test_a_feed_at_the_address_of_a_page_is_asked_about_and_no_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    follow(BLOG, name="Jana")
    hear(BLOG, url=BLOG)
    identity.find_homes(NOW)
    for _ in range(2):
        with django_assert_num_queries(1):
            identity.feeds_told({BLOG: [Claim("author", "https://social.example/@leo")]})
        says(BLOG, Claim("rel-me", ACCOUNT, BLOG))


def test_a_voice_with_a_home_page_and_no_channel_counts() -> None:
    _, account = two()
    there = Voice.objects.create(
        owner=owner(), name="Jana N", home="https://n.example/", created_at=NOW
    )
    identity.look_again(there, NOW)
    says("https://n.example/", Claim("rel-me", ACCOUNT, "https://n.example/"))
    identity.propose(owner().pk, NOW)
    assert Proposal.objects.get().one == account


def test_what_the_account_noted_counts() -> None:
    _, account = two()
    contact = Voice.objects.create(owner=owner(), name="Jana Novak", created_at=NOW)
    kinds = {"profile": "@jana@social.example", "phone": "+32 1"}
    for kind, value in kinds.items():
        Address.objects.create(owner=owner(), voice=contact, kind=kind, value=value, key=value)
    identity.propose(owner().pk, NOW)
    assert codes() == [["noted"]]
    assert Proposal.objects.get().one == account


def test_the_account_that_was_asked_for_is_a_place() -> None:
    roster.follow(
        owner(), [Speaking("https://s.example/feeds/7", asked="@jana@social.example")], NOW
    )
    two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", "https://social.example/users/jana", BLOG))
    identity.propose(owner().pk, NOW)
    assert len(codes()) == 2


def test_voices_that_are_not_here_are_not_proposed() -> None:
    blog, account = two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    roster.let_go(account, NOW)
    assert identity.propose(owner().pk, NOW) == 0
    roster.take_back(account, NOW)
    assert identity.propose(owner().pk, NOW) == 1
    join(blog, account, NOW)
    assert identity.propose(owner().pk, NOW) == 0
    assert Proposal.objects.get().state == "joined"


def test_what_was_refused_stays_refused() -> None:
    blog, account = two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    identity.propose(owner().pk, NOW)
    row = identity.refuse(account, blog, NOW)
    for _ in range(2):
        assert identity.propose(owner().pk, LATER) == 0
        row.refresh_from_db()
        assert row.state == "refused"
    identity.ask_again(row)
    assert Proposal.objects.get().state == "open"


def test_what_was_split_is_not_proposed_again_and_that_is_undone() -> None:
    blog, account = two()
    one = identity.refuse(blog, account, NOW)
    assert Proposal.objects.get() == one
    identity.ask_again(one)
    assert not Proposal.objects.exists(), "nothing speaks for it"


def test_a_proposal_is_put_off() -> None:
    two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    identity.propose(owner().pk, NOW)
    row = Proposal.objects.get()
    identity.put_off(row, NOW)
    assert row.asleep_until == NOW + identity.LATER
    identity.ask_again(row)
    row.refresh_from_db()
    assert row.asleep_until is None


def test_others_have_their_own_proposals() -> None:
    two()
    stranger = somebody()
    follow(f"{BLOG}feed", user=stranger)
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    assert identity.propose(stranger.pk, NOW) == 0
    assert identity.propose(owner().pk, NOW) == 1
    assert known.accounts_with([BLOG]) == {stranger.pk, owner().pk}
    assert known.accounts_with([ACCOUNT]) == {owner().pk}
    theirs = Voice.objects.get(owner=stranger)
    Address.objects.create(owner=stranger, voice=theirs, kind="web", value=ACCOUNT, key="x")
    assert known.accounts_with([ACCOUNT]) == {stranger.pk, owner().pk}


def test_what_changes_is_noticed() -> None:
    blog, account = two()
    seen = [known.signatures()]
    changes = (
        lambda: Address.objects.create(owner=owner(), voice=blog, kind="mail", value="x", key="x"),
        lambda: join(blog, account, NOW),
        lambda: follow("https://new.example/feed"),
        lambda: hear("https://new.example/feed"),
    )
    for change in changes:
        change()
        seen.append(known.signatures())
    assert len({str(one) for one in seen}) == len(seen)
    assert known.signatures() == known.signatures()


def test_parted_they_may_be_proposed_again_but_not_when_they_were_split() -> None:
    blog, account = two()
    identity.find_homes(NOW)
    says(BLOG, Claim("rel-me", ACCOUNT, BLOG))
    identity.propose(owner().pk, NOW)
    one = join(blog, account, NOW)
    part(one, NOW)
    assert Proposal.objects.get().state == "open"
    join(blog, account, NOW)
    new = split(blog, [Following.objects.get(channel__address=f"{ACCOUNT}.rss")], NOW)
    identity.refuse(blog, new, NOW)
    assert identity.propose(owner().pk, NOW) == 0


def test_questions_do_not_grow_with_voices(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    two()
    me = owner().pk
    identity.find_homes(NOW)
    with django_assert_num_queries(4):
        list(known.somebodies(me))
    for n in range(20):
        follow(f"https://v{n}.example/feed")
    with django_assert_num_queries(4):
        assert len(list(known.somebodies(me))) == 22


def test_only_those_that_are_followed_are_asked_by_themselves() -> None:
    contact = Voice.objects.create(
        owner=owner(), name="Jana", home="https://n.example/", created_at=NOW
    )
    web = "https://w.example/about"
    Address.objects.create(owner=owner(), voice=contact, kind="web", value=web, key="w")
    assert identity.find_homes(NOW) == 0
    identity.look_again(contact, NOW)
    assert {one.address for one in identity.claim(NOW, 8)} == {"https://n.example/", web}


def test_what_a_noted_page_says_counts_once_it_was_asked() -> None:
    _, account = two()
    contact = Voice.objects.create(owner=owner(), name="Jana", created_at=NOW)
    web = "https://w.example/about"
    Address.objects.create(owner=owner(), voice=contact, kind="web", value=web, key="w")
    identity.look_again(contact, NOW)
    says(web, Claim("rel-me", ACCOUNT, web))
    identity.propose(owner().pk, NOW)
    assert codes() == [["rel-me"]]
    assert Proposal.objects.get().one == account


def test_a_feed_that_moves_takes_along_what_it_said_of_its_author() -> None:
    follow(f"{BLOG}feed")
    hear(f"{BLOG}feed", url=BLOG, author_url=ACCOUNT)
    looks.readdress(Channel.objects.get(), "https://new.example/feed", NOW)
    assert Place.objects.get().address == "https://new.example/feed"
