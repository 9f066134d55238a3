"""Who waits to be decided about, and whom they may be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import contacts
from kith.actions.contacts import KEPT
from kith.core.contacts import Card, Labelled
from kith.db.models import BroughtContact, BroughtContacts, Voice
from kith.queries import contacts as known
from kith.sources.contacts import BroughtCards
from tests.actions.world import NOW, follow, owner, somebody

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)


def bring(*cards: Card) -> BroughtContacts:
    row = contacts.bring(owner(), BroughtCards(cards, "vcard"), "phone.vcf", NOW)
    contacts.accept(row, NOW)
    return row


def mailed(name: str, mail: str) -> Card:
    return Card(name, mails=(Labelled(mail),))


def test_thirty_at_a_time() -> None:
    brought = bring(*(Card(f"P{n}") for n in range(65)))
    names, after = [], 0
    for _ in range(3):
        page = known.triage(brought, after=after)
        names.append([one.card.name for one in page.contacts])
        after = page.more_after or 0
    assert [len(some) for some in names] == [30, 30, 5]
    assert names[2][-1] == "P64"
    assert after == 0
    assert (page.waiting, page.total) == (65, 65)


def test_those_decided_stand_by_their_state() -> None:
    brought = bring(Card("Jana"), Card("Leo"))
    contacts.keep(BroughtContact.objects.select_related("brought").get(name="Leo"), LATER)
    assert [one.card.name for one in known.triage(brought).contacts] == ["Jana"]
    (leo,) = known.triage(brought, KEPT).contacts
    assert leo.voice == (Voice.objects.get().pk, "Leo")
    assert known.triage(brought).counts == {"waiting": 1, "kept": 1}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://jana.example/feed", "http://www.jana.example/feed/"),
        ("@jana@social.example", "https://social.example/@jana"),
        ("https://social.example/@jana.rss", "@jana@social.example"),
    ],
)
def test_a_voice_is_known_by_where_it_speaks(address: str, place: str) -> None:
    voice = follow(address, name="Jana")
    brought = bring(Card("J", profiles=(Labelled(place),)))
    ((alike,),) = [one.alike for one in known.triage(brought).contacts]
    assert (alike.voice, alike.name) == (voice.pk, "Jana")
    assert alike.because[0][0] == "same-place"


def test_a_voice_is_known_by_what_was_kept_of_it() -> None:
    card = Card(
        "J", mails=(Labelled("j@x.example"),), phones=(Labelled("+32 470 123456"),), uid="u"
    )
    contacts.keep_all(bring(card), LATER)
    for same in (
        mailed("A", "J@X.example"),
        Card("B", phones=(Labelled("0470 12 34 56"),)),
        Card("C", uid="u"),
    ):
        ((alike,),) = [one.alike for one in known.triage(bring(same)).contacts]
        assert alike.name == "J"


def test_a_name_alone_proposes_nobody_and_is_only_shown() -> None:
    voice = follow("https://jana.example/feed", name="Jana Novak")
    (jana,) = known.triage(bring(Card("Jana Novak"))).contacts
    assert jana.alike == []
    assert jana.namesakes == [(voice.pk, "Jana Novak")]


def test_one_who_is_alike_is_no_namesake_besides() -> None:
    contacts.keep_all(bring(mailed("Jana", "j@x.example")), LATER)
    (jana,) = known.triage(bring(mailed("Jana", "j@x.example"))).contacts
    assert [one.name for one in jana.alike] == ["Jana"]
    assert jana.namesakes == []


def test_a_voice_that_was_let_go_is_nobody() -> None:
    contacts.keep_all(bring(mailed("Jana", "j@x.example")), LATER)
    Voice.objects.update(state=Voice.State.RELEASED)
    (jana,) = known.triage(bring(mailed("Jana", "j@x.example"))).contacts
    assert (jana.alike, jana.namesakes) == ([], [])


def test_the_voices_of_others_are_nobody() -> None:
    stranger = somebody()
    follow("https://jana.example/feed", name="Jana", user=stranger)
    theirs = contacts.bring(stranger, BroughtCards((mailed("Jana", "j@x.example"),), "x"), "", NOW)
    contacts.keep_all(theirs, LATER)
    card = Card(
        "Jana", mails=(Labelled("j@x.example"),), pages=(Labelled("https://jana.example/feed"),)
    )
    (jana,) = known.triage(bring(card)).contacts
    assert (jana.alike, jana.namesakes) == ([], [])


def test_a_mail_address_that_many_voices_have_says_nothing() -> None:
    info = (Labelled("info@school.example"),)
    for n in range(4):
        row = bring(Card(f"P{n}", mails=info))
        contacts.keep(row.contacts.select_related("brought").get(), LATER)
    (one,) = known.triage(bring(Card("P9", mails=info))).contacts
    assert one.alike == []


def test_an_earlier_one_of_the_file_is_named_while_it_waits() -> None:
    brought = bring(mailed("Jana", "j@x.example"), mailed("J. N.", "j@x.example"))
    first, second = known.triage(brought).contacts
    assert first.twin is None
    assert second.twin == known.Twin("Jana", ("same-mail", "j@x.example"))
    contacts.keep(BroughtContact.objects.select_related("brought").get(name="Jana"), LATER)
    (second,) = known.triage(brought).contacts
    assert second.twin is None
    assert [one.name for one in second.alike] == ["Jana"]


def test_where_somebody_may_be_followed() -> None:
    card = Card(
        "Jana",
        pages=(Labelled("https://jana.example/"), Labelled("https://school.example/", "work")),
        profiles=(
            Labelled("@jana@social.example", "mastodon"),
            Labelled("https://social.example/@jana", "mastodon"),
            Labelled("https://www.linkedin.com/in/jana", "linkedin"),
            Labelled("https://x.com/jana", "twitter"),
            Labelled("skype:jana", "skype"),
            Labelled("https://unknown.example/jana", "xing"),
        ),
    )
    (jana,) = known.triage(bring(card)).contacts
    assert jana.places == (
        "@jana@social.example",
        "https://jana.example/",
    )


def test_more_contacts_ask_no_more_of_the_database() -> None:
    follow("https://p1.example/feed", name="P1")
    few = bring(*(mailed(f"P{n}", f"p{n}@x.example") for n in range(2)))
    many = bring(*(mailed(f"P{n}", f"p{n}@x.example") for n in range(30)))
    counts = []
    for brought in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            known.triage(BroughtContacts.objects.select_related("owner").get(pk=brought.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
