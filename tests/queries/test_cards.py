"""People as cards, to take into another address book."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import contacts, sample
from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.db.models import Address, Channel, Voice
from kith.queries.cards import cards
from kith.sources.contacts import BroughtCards
from tests.actions.world import NOW, follow, owner, somebody

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)
JANA = Card(
    "Dr. Jana Novak",
    given="Jana",
    family="Novak",
    nickname="Janka",
    organisation="School",
    job="Teacher",
    mails=(Labelled("jana@x.example", "home"),),
    phones=(Labelled("+32 470 12 34 56", "mobile"),),
    pages=(Labelled("https://jana.example/"),),
    profiles=(Labelled("@jana@social.example", "mastodon"),),
    postal=(Postal("Kouter 1\nbus 2", "Gent", "O-Vl", "9000", "België", "home"),),
    birthday=Day(4, 12),
    occasions=(Occasion("anniversary", Day(5, 1, 2010)), Occasion("First lesson", Day(9, 1))),
    categories=("Chess", "Friends"),
    zone="Europe/Brussels",
    calendar="https://cal.example/jana",
    uid="u-1",
)


def kept(*some: Card) -> None:
    contacts.keep_all(contacts.bring(owner(), BroughtCards(some, "vcard"), "", NOW), LATER)


def test_what_was_kept_goes_out_as_it_came_in() -> None:
    kept(JANA)
    assert cards(owner()) == [JANA]


def test_private_words_only_where_they_are_asked_for() -> None:
    kept(Card("Jana", note="Owes me a book.", met="At a meeting"))
    Voice.objects.update(why="For her slides.")
    (plain,) = cards(owner())
    assert (plain.note, plain.met) == ("", "")
    (told,) = cards(owner(), notes=True)
    assert told.note == "Owes me a book.\n\nFor her slides."
    assert told.met == "At a meeting"


def test_only_people_unless_everybody_is_asked_for() -> None:
    kept(Card("School", person=False), Card("Jana"))
    Voice.objects.filter(pk=follow("https://j.example/f", name="Journal").pk).update(
        kind="publication"
    )
    assert [card.name for card in cards(owner())] == ["Jana"]
    everybody = [(card.name, card.person) for card in cards(owner(), everybody=True)]
    assert everybody == [("Jana", True), ("Journal", False), ("School", False)]


def test_the_pages_of_voices_that_are_followed_go_along() -> None:
    voice = follow("https://jana.example/feed", name="Jana")
    Voice.objects.filter(pk=voice.pk).update(home="https://jana.example/", kind="person")
    Channel.objects.update(home="http://www.jana.example")
    (jana,) = cards(owner())
    assert jana.pages == (Labelled("https://jana.example/"),)


def test_parts_of_a_name_go_when_the_name_was_changed() -> None:
    kept(JANA)
    Voice.objects.update(name="Jana Lind")
    (jana,) = cards(owner())
    assert (jana.given, jana.family) == ("", "")


def test_a_postal_address_typed_in_is_a_street() -> None:
    kept(Card("Jana"))
    voice = Voice.objects.get()
    Address.objects.create(
        owner=owner(), voice=voice, kind="postal", value="Kouter 1\nGent", key="k"
    )
    assert cards(owner())[0].postal == (Postal("Kouter 1\nGent"),)


def test_a_number_stays_the_same() -> None:
    kept(Card("Jana"), Card("Leo"))
    first = [card.uid for card in cards(owner())]
    assert first == [card.uid for card in cards(owner())]
    assert len(set(first)) == 2


def test_nobody_elses_people_and_nobody_who_is_gone() -> None:
    kept(Card("Jana"), Card("Leo"))
    Voice.objects.filter(name="Leo").update(state=Voice.State.RELEASED)
    assert [card.name for card in cards(owner())] == ["Jana"]
    assert cards(somebody()) == []


def test_the_sample_stays_here() -> None:
    sample.load(owner(), NOW)
    assert Voice.objects.exists()
    assert cards(owner(), everybody=True) == []


def test_more_people_ask_no_more_of_the_database() -> None:
    counts = []
    for n in (1, 30):
        kept(*(Card(f"P{n}-{i}", mails=(Labelled(f"{n}-{i}@x.example"),)) for i in range(n)))
        with CaptureQueriesContext(connection) as asked:
            cards(owner())
        counts.append(len(asked))
    assert counts[0] == counts[1]
