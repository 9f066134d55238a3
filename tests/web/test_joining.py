"""Pages on which voices are joined and split."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kith.actions import exchanges, identity, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core.identity import Claim
from kith.db.models import Following, Joining, Mark, Proposal, User, Voice
from tests.web import world
from tests.web.markup import faults

BLOG, ACCOUNT = "https://jana.example/", "https://social.example/@jana"


@pytest.fixture
def blog(owner: User) -> Voice:
    """A voice whose feed says that its author is at the account."""
    found = world.voice(owner, "Jana Novak", world.said("A long text"), address=f"{BLOG}feed")
    identity.feeds_told({f"{BLOG}feed": [Claim("author", ACCOUNT)]})
    return found


@pytest.fixture
def account(owner: User, blog: Voice) -> Voice:  # noqa: ARG001
    """The account."""
    found = world.voice(owner, "jana <notes>", world.said("A short one"), address=f"{ACCOUNT}.rss")
    Voice.objects.filter(pk=found.pk).update(home=ACCOUNT)
    identity.propose(owner.pk, utc_now())
    return found


def look(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def press(client: Client, address: str, **fields: str | int) -> str:
    """The page after a form was sent."""
    answer = client.post(address, fields, follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def undo(client: Client, html: str) -> str:
    """The page after what was done last was undone."""
    found = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', html, re.DOTALL)
    assert found
    assert ">Undo</button>" in found[2]
    pairs = re.findall(r'name="(\S+)" value="([^"]*)"', found[2])
    return press(client, found[1], **dict(pairs))


def test_pairs_stand_side_by_side_with_their_reasons(
    reader: Client, blog: Voice, account: Voice
) -> None:
    html = look(reader, "/people/joining/")
    assert "The feed jana.example/feed gives social.example/@jana as its author’s page." in html
    assert "Jana Novak" in html
    assert "jana &lt;notes&gt;" in html
    for voice in (blog, account):
        assert f'href="/people/{voice.pk}/"' in html
        assert f'name="stays" value="{voice.pk}"' in html
    assert 'href="/people/joining/"' in look(reader, "/people/")


def test_nothing_to_decide(reader: Client) -> None:
    assert "Nothing to decide" in look(reader, "/people/joining/")


def test_joined_and_undone(reader: Client, blog: Voice, account: Voice) -> None:
    row = Proposal.objects.get()
    html = press(
        reader, f"/people/joining/{row.pk}/join", stays=account.pk, next="/people/joining/"
    )
    assert "jana &lt;notes&gt; and Jana Novak are one voice now." in html
    assert "Nothing to decide" in html
    assert Following.objects.filter(voice=account).count() == 2
    answer = reader.get(f"/people/{blog.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/people/{account.pk}/")
    html = undo(reader, html)
    assert "are two voices again." in html
    assert "gives social.example/@jana" in html, "it is to be decided again"
    assert Following.objects.filter(voice=blog).count() == 1
    html = undo(reader, html)
    assert "are one voice now." in html


def test_what_is_done_at_the_old_address_is_done_to_the_voice_it_is_part_of(
    reader: Client, blog: Voice, account: Voice
) -> None:
    press(reader, f"/people/{blog.pk}/join/", **{"with": account.pk})
    press(reader, f"/people/{account.pk}/let-go")
    blog.refresh_from_db()
    account.refresh_from_db()
    assert (blog.state, account.state) == ("released", "joined")


def test_refused_and_undone(reader: Client, account: Voice) -> None:
    row = Proposal.objects.get()
    html = press(reader, f"/people/joining/{row.pk}/refuse", stays=account.pk)
    assert "Jana Novak and jana &lt;notes&gt; stay two." in html
    assert "Nothing to decide" in html
    html = undo(reader, html)
    assert "gives social.example/@jana" in html


def test_put_off_and_undone(reader: Client, account: Voice) -> None:
    row = Proposal.objects.get()
    html = press(reader, f"/people/joining/{row.pk}/later")
    assert "You are asked again in 30 days." in html
    assert ">Put off</h2>" in html
    assert "Perhaps the same" not in look(reader, f"/people/{account.pk}/")
    html = undo(reader, html)
    assert ">Put off</h2>" not in html
    assert "gives social.example/@jana" in html


def test_a_quiet_line_on_the_page_of_a_voice(reader: Client, blog: Voice, account: Voice) -> None:
    html = look(reader, f"/people/{blog.pk}/")
    link = f'<a href="/people/{account.pk}/" dir="auto">jana &lt;notes&gt;</a>'
    assert f"Perhaps the same as {link}." in html
    assert f'href="/people/{blog.pk}/join/"' in html
    assert f'href="/people/{blog.pk}/split/"' not in html, "it is heard on one channel"


def test_any_two_can_be_joined(reader: Client, owner: User) -> None:
    world.library(owner)
    ines, jun = (Voice.objects.get(name=name) for name in ("Ines Kowalczyk", "Jun Watanabe"))
    assert "Nobody else fits." in look(reader, f"/people/{ines.pk}/join/?q=nobody")
    html = look(reader, f"/people/{ines.pk}/join/?q=watanabe")
    assert f'href="/people/{ines.pk}/join/?with={jun.pk}&amp;q=watanabe"' in html
    html = look(reader, f"/people/{ines.pk}/join/?with={jun.pk}")
    assert "jun-watanabe.example/feed.xml" in html
    exchanges.just_did(jun, utc_now())
    html = press(reader, f"/people/{ines.pk}/join/", **{"with": jun.pk, "stays": ines.pk})
    assert "Ines Kowalczyk and Jun Watanabe are one voice now." in html
    assert "Notes from a train" in html
    html = look(reader, f"/people/{ines.pk}/split/")
    assert "Jun Watanabe" in html
    joining = Joining.objects.get()
    html = press(reader, f"/people/joined/{joining.pk}/part", **{"for-good": "yes"})
    assert "Ines Kowalczyk and Jun Watanabe are two voices again." in html
    assert Proposal.objects.get().state == "refused"
    assert "are one voice now." in undo(reader, html)


def test_a_voice_is_not_joined_to_itself_or_to_nobody(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    html = press(reader, f"/people/{ines.pk}/join/", **{"with": ines.pk})
    assert "These are one voice already." in html
    assert "Find the other one" in look(reader, f"/people/{ines.pk}/join/?with={ines.pk}")
    press(reader, f"/people/{ines.pk}/join/")
    assert reader.get(f"/people/{ines.pk}/join/?with=99999").status_code == 404
    assert not Joining.objects.exists()


def test_one_voice_becomes_two(reader: Client, owner: User) -> None:
    world.library(owner)
    tobias = Voice.objects.get(name="Tobias Okafor")
    blog, notes = Following.objects.filter(voice=tobias).order_by("pk")
    html = look(reader, f"/people/{tobias.pk}/split/")
    assert "tobias.example/notes.xml" in html
    for chosen in ([], [blog.pk, notes.pk]):
        answer = reader.post(f"/people/{tobias.pk}/split/", {"channel": chosen}, follow=True)
        assert "Choose a channel that leaves, and one that stays." in answer.content.decode()
    html = press(reader, f"/people/{tobias.pk}/split/", channel=blog.pk, name="Checklists")
    assert "Tobias Okafor and Checklists are two voices now." in html
    new = Voice.objects.get(name="Checklists")
    assert Mark.objects.filter(voice=new).count() == 1
    assert Proposal.objects.get().state == "refused"
    html = undo(reader, html)
    assert "Tobias Okafor and Checklists are one voice now." in html
    assert Following.objects.filter(voice=tobias).count() == 2


def test_one_channel_is_nothing_to_split_by(reader: Client, owner: User) -> None:
    ines = world.library(owner)
    assert "nothing to split by" in look(reader, f"/people/{ines.pk}/split/")


def test_what_pages_say_is_shown_and_asked_again(reader: Client, account: Voice) -> None:
    now = utc_now()
    identity.find_homes(now)
    assert "has not looked there" in look(reader, f"/people/{account.pk}/join/")
    (place,) = identity.claim(now, 8)
    identity.told(place, [Claim("field", BLOG, ACCOUNT)], now)
    html = look(reader, f"/people/{account.pk}/join/")
    assert '<li dir="auto">jana.example</li>' in html
    html = press(reader, f"/people/{account.pk}/ask-pages")
    assert "Kith looks at their pages" in html
    place.refresh_from_db()
    assert place.due_at


def test_others_reach_none_of_it(
    other: Client, stranger: User, blog: Voice, account: Voice
) -> None:
    row = Proposal.objects.get()
    assert "Nothing to decide" in look(other, "/people/joining/")
    for verb in ("join", "refuse", "later", "again"):
        assert other.post(f"/people/joining/{row.pk}/{verb}").status_code == 404, verb
    for page in ("join", "split"):
        assert other.get(f"/people/{blog.pk}/{page}/").status_code == 404, page
        assert other.post(f"/people/{blog.pk}/{page}/").status_code == 404, page
    assert other.post(f"/people/{blog.pk}/ask-pages").status_code == 404
    theirs = world.voice(stranger, "Mine")
    answer = other.post(f"/people/{theirs.pk}/join/", {"with": account.pk})
    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.state == "open"


def test_a_strangers_joining_and_channels_are_out_of_reach(
    reader: Client, other: Client, stranger: User, blog: Voice, account: Voice
) -> None:
    press(reader, f"/people/{blog.pk}/join/", **{"with": account.pk})
    joining = Joining.objects.get()
    assert other.post(f"/people/joined/{joining.pk}/part").status_code == 404
    theirs = world.voice(stranger, "Theirs")
    roster.follow(stranger, [Speaking("https://t.example/2")], utc_now(), voice=theirs)
    chosen = [one.pk for one in Following.objects.filter(voice=blog)]
    answer = other.post(f"/people/{theirs.pk}/split/", {"channel": chosen}, follow=True)
    assert "Choose a channel that leaves" in answer.content.decode()
    assert Following.objects.filter(voice=blog).count() == 2


def test_questions_do_not_grow_with_pairs(
    reader: Client,
    owner: User,
    account: Voice,  # noqa: ARG001
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    look(reader, "/people/joining/")
    with django_assert_num_queries(6):
        look(reader, "/people/joining/")
    voices = [world.voice(owner, f"V{n}") for n in range(12)]
    for one, two in pairwise(voices):
        Proposal.objects.create(
            owner=owner,
            one=one,
            other=two,
            found_at=utc_now(),
            evidence=[{"code": "same-name", "params": {"name": "V"}}],
        )
    with django_assert_num_queries(6):
        html = look(reader, "/people/joining/")
    assert html.count('class="pair"') == 12
