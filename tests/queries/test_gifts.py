"""What could be given to a voice, out of what is stored; without the stored fact it is gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import exchanges, features, giving, reading, thanks, ties
from kith.actions.exchanges import Happened
from kith.actions.ties import Known
from kith.core.gifts import KINDS
from kith.db.models import Entry, Mark, User, Voice
from kith.queries import because
from kith.queries.gifts import brought, gifts
from kith.queries.gifts.acquainted import acquainted
from tests.actions.world import NOW, follow, hear, owner, post, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 3, 1)
FORMS = "A consent form for new volunteers in plain words, one page that they can sign."


def person(name: str, user: User | None = None, **facts: Any) -> Voice:
    voice = follow(f"https://{name.lower()}.example/feed", name=name, user=user)
    Voice.objects.filter(pk=voice.pk).update(**{"kind": "person", **facts})
    voice.refresh_from_db()
    return voice


def wrote(voice: Voice, number: int, title: str, text: str = FORMS, days_ago: float = 3) -> Entry:
    address = voice.followings.get().channel.address
    entry = post(number, title=title, content=f"<p>{text}</p>", published=NOW - days_ago * DAY)
    hear(address, [entry])
    return Entry.objects.get(guid=f"urn:{number}", channel__address=address)


def counted() -> None:
    """Enough else is heard that words can be told apart, and the worker has counted them."""
    words = ["copper", "iron", "steel", "tin", "brass", "clay", "lead", "gold"]
    kettles = follow("https://kettles.example/feed", name="Kettles")
    Voice.objects.filter(pk=kettles.pk).update(kind="publication")
    texts = [
        f"The {one} kettle boils, its {one} lid rattles {n}." for n, one in enumerate(words * 5)
    ]
    posts = [post(900 + n, title=f"Kettle {n}", content=text) for n, text in enumerate(texts)]
    hear("https://kettles.example/feed", posts)
    features.catch_up(NOW)


def keep(entry: Entry, days_ago: float = 9) -> Mark:
    mark = Mark.objects.get(owner=owner(), entry=entry)
    reading.open_entry(mark, NOW - days_ago * DAY)
    reading.keep(mark, NOW - days_ago * DAY)
    return mark


def passed(voice: Voice, kind: str, direction: str = "received", days_ago: float = 5) -> None:
    happened = Happened(kind, direction, NOW - days_ago * DAY, about="the form")
    assert exchanges.record(voice, happened, NOW)
    voice.refresh_from_db()


def said(voice: Voice) -> dict[str, str]:
    """What could be given, and why."""
    found = gifts(voice, NOW, most=9)
    return {one.kind: because.sentence(one.because, TODAY) for one in found}


def test_nothing_is_made_up() -> None:
    counted()
    assert said(person("Jana")) == {}


def test_what_they_asked_and_what_they_did() -> None:
    jana = person("Jana")
    passed(jana, "answer", days_ago=5)
    passed(jana, "question", days_ago=2)
    assert said(jana) == {
        "asked-you": "they asked you on Friday, and no answer of yours is noted.",
        "thanks": "they answered you on Tuesday, and no thanks are noted since.",
    }
    assert [one.title for one in gifts(jana, NOW)] == ["the form", "the form"]
    thanks.owe(jana, "the form", NOW)
    assert "thanks" not in said(jana), "they wait already"


def test_a_piece_close_to_what_they_write() -> None:
    jana, shelf = person("Jana"), person("Shelf")
    wrote(jana, 1, "Forms that people sign")
    kept = keep(wrote(shelf, 2, "A page for volunteers"))
    counted()
    found = said(jana)
    assert found["piece"].startswith("you kept it on February 20, and it speaks of")
    assert found["piece"].endswith("as their “Forms that people sign” does.")
    (gift,) = [one for one in gifts(jana, NOW) if one.kind == "piece"]
    assert (gift.title, gift.entry) == ("A page for volunteers", kept.entry_id)
    line = because.sentence([brought(gift)], TODAY)
    assert line.startswith("you could send them “A page for volunteers”: you kept it on February")
    giving.gave(jana, "piece", NOW, about=gift.title, entry=kept.entry)
    assert "piece" not in said(jana)


def test_without_keeping_it_there_is_nothing_to_send() -> None:
    jana, shelf = person("Jana"), person("Shelf")
    wrote(jana, 1, "Forms that people sign")
    mark = keep(wrote(shelf, 2, "A page for volunteers"))
    counted()
    reading.let_go(mark)
    assert said(jana) == {}


def test_their_own_piece_is_not_sent_to_them() -> None:
    jana = person("Jana")
    wrote(jana, 1, "Forms that people sign")
    keep(wrote(jana, 2, "A page for volunteers"))
    counted()
    assert said(jana) == {}


def test_a_piece_about_what_they_know() -> None:
    jana, shelf = person("Jana", knows=["consent form for new volunteers"]), person("Shelf")
    keep(wrote(shelf, 2, "A page for volunteers"))
    counted()
    assert said(jana)["piece"] == "you kept it on February 20, and it is about what they know."
    ties.describe(jana, Known(knows=["kettles"]))
    jana.refresh_from_db()
    assert "piece" not in said(jana)


def test_their_open_question() -> None:
    jana, shelf = person("Jana"), person("Shelf")
    text = f"{FORMS} Has anybody got one?"
    asked = wrote(jana, 1, "Who has a consent form for volunteers?", text)
    mark = keep(wrote(shelf, 2, "A page for volunteers"))
    counted()
    assert said(jana)["answer"].startswith(
        "they asked it on Thursday, and no answer is known; it is close to “A page for volunteers”"
    )
    giving.gave(jana, "answer", NOW, entry=asked)
    assert "answer" not in said(jana)
    reading.let_go(mark)
    exchanges.forget(jana.exchanges.get(), NOW)
    assert "answer" not in said(jana)


def test_credit_for_what_was_kept() -> None:
    jana = person("Jana")
    for number in (1, 2):
        keep(wrote(jana, number, f"Piece {number}"), days_ago=number)
    assert said(jana)["credit"] == "you kept it yesterday."
    reading.let_go(Mark.objects.get(entry__title="Piece 1"))
    assert said(jana) == {}


# Introductions


def two(**facts: Any) -> tuple[Voice, Voice]:
    """Two people the reader knows."""
    pair = person("Jana", **facts), person("Tom", **facts)
    for one in pair:
        passed(one, "message", "mutual")
    return pair


def test_two_who_know_of_the_same() -> None:
    jana, tom = two(knows=["Consent forms"])
    (gift,) = gifts(jana, NOW)
    assert (gift.kind, gift.title, gift.voice) == ("introduce", "Tom", tom.pk)
    assert said(jana)["introduce"] == (
        "both know of “Consent forms”, and nothing tells that they have met."
    )
    ties.describe(tom, Known(knows=["kettles"]))
    assert said(jana) == {}


def test_two_who_write_of_the_same() -> None:
    jana, tom = two()
    wrote(jana, 1, "Forms that people sign")
    wrote(tom, 2, "A page for volunteers")
    counted()
    assert said(jana)["introduce"].startswith("both write of")
    assert "in “Forms that people sign” and “A page for volunteers”" in said(jana)["introduce"]


def test_whom_the_reader_never_spoke_to_is_not_introduced() -> None:
    jana, tom = person("Jana", knows=["forms"]), person("Tom", knows=["forms"])
    assert said(jana) == {}
    passed(tom, "message", "mutual")
    assert said(jana) == {}
    passed(jana, "message", "mutual")
    assert "introduce" in said(jana)


def _meet(how: str, jana: Voice, tom: Voice) -> None:
    if how == "community":
        place = person("Circle", kind="community")
        jana.communities.add(place)
        tom.communities.add(place)
    elif how == "led":
        Voice.objects.filter(pk=tom.pk).update(led_by=jana)
    elif how == "introduced":
        giving.gave(tom, "introduce", NOW, about="Jana", other=jana)
    elif how == "named":
        wrote(tom, 5, "On a train", "I met Jana there, and we talked.")
    else:
        Voice.objects.filter(pk=tom.pk).update(home="https://tom.example/")
        wrote(jana, 5, "On a train", 'As <a href="https://tom.example/9">he</a> says.')


@pytest.mark.parametrize("how", ["community", "led", "introduced", "named", "linked"])
def test_who_has_met_as_far_as_is_recorded(how: str) -> None:
    jana, tom = two(knows=["forms"])
    other = person("Eva")
    _meet(how, jana, tom)
    jana, tom = Voice.objects.get(pk=jana.pk), Voice.objects.get(pk=tom.pk)
    assert acquainted(jana, [tom, other]) == {tom.pk}
    assert acquainted(tom, [jana, other]) == {jana.pk}
    assert "introduce" not in said(jana)


def test_an_introduction_is_noted_with_both() -> None:
    jana, tom = two(knows=["forms"])
    rows = giving.gave(jana, "introduce", NOW, about="Tom", other=tom)
    assert [(row.voice, row.kind, row.about) for row in rows] == [
        (jana, "introduction", "Tom"),
        (tom, "introduction", "Jana"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_gift_can_be_noted(kind: str) -> None:
    jana = person("Jana")
    (row,) = giving.gave(jana, kind, NOW, about="It")
    assert (row.direction, row.captured, row.about) == ("given", giving.CAPTURED, "It")


def test_nothing_of_anybody_else() -> None:
    other = somebody("stranger")
    jana, tom = two(knows=["forms"])
    theirs = person("Eva", user=other, knows=["forms"])
    wrote(theirs, 1, "Forms that people sign")
    keep(wrote(tom, 2, "A page for volunteers"))
    counted()
    assert said(theirs) == {}
    assert jana.pk


def _more(numbers: range) -> None:
    for n in numbers:
        one = person(f"Voice{n}", knows=["forms"])
        passed(one, "message", "mutual")
        keep(wrote(one, n, f"Piece {n}"))


def test_questions_to_the_database_do_not_grow() -> None:
    jana, _tom = two(knows=["forms"])
    wrote(jana, 40, "Forms that people sign")
    _more(range(4))
    counted()
    with CaptureQueriesContext(connection) as few:
        gifts(jana, NOW)
    _more(range(4, 16))
    features.catch_up(NOW)
    with CaptureQueriesContext(connection) as many:
        gifts(jana, NOW)
    assert len(many) == len(few) < 30
