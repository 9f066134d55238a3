"""Contacts are brought, decided about, and every decision can be taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kith.actions import contacts, exchanges, joining, lists, roster
from kith.actions.exchanges import Happened
from kith.actions.roster import Speaking
from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.core.problems import Problem, Trouble
from kith.db import models
from kith.db.models import (
    Address,
    BroughtContact,
    BroughtContacts,
    Channel,
    Following,
    Label,
    Particulars,
    User,
    Voice,
)
from kith.queries import contacts as known
from kith.sources.contacts import BroughtCards, LeftOut
from kith.sources.lists import BroughtList, Outline
from tests.actions.world import NOW, follow, owner

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)
JANA = Card(
    "Jana Novak",
    given="Jana",
    family="Novak",
    nickname="Janka",
    organisation="School",
    job="Teacher",
    mails=(Labelled("Jana@x.example", "home"), Labelled("jana@school.example", "work")),
    phones=(Labelled("+32 470 12 34 56", "mobile"), Labelled("0470 123456", "home")),
    pages=(Labelled("https://jana.example/"), Labelled("https://school.example/", "work")),
    profiles=(
        Labelled("@jana@social.example", "mastodon"),
        Labelled("https://www.linkedin.com/in/jana", "linkedin"),
    ),
    postal=(Postal("Kouter 1", "Gent", code="9000", label="home"),),
    birthday=Day(4, 12, 1980),
    occasions=(Occasion("anniversary", Day(5, 1)), Occasion("First lesson", Day(9, 1, 2010))),
    note="Likes chess.",
    met="At a meeting",
    categories=("Friends", "Ed/Tech"),
    zone="Europe/Brussels",
    calendar="https://cal.example/jana",
    uid="u-1",
)
LEO = Card("Leo Lind", mails=(Labelled("leo@x.example"),))


def bring(*cards: Card, user: User | None = None, **more: Any) -> BroughtContacts:
    brought = BroughtCards(cards, "vcard", **more)
    return contacts.bring(user or owner(), brought, "phone.vcf", NOW)


def row(name: str = "Jana Novak", place: int = 0) -> BroughtContact:
    rows = BroughtContact.objects.select_related("brought__owner", "twin__brought", "voice")
    return rows.filter(name=name).order_by("pk")[place]


def voice(name: str = "Jana Novak") -> Voice:
    return Voice.objects.get(name=name)


def state() -> dict[str, list[Any]]:
    """Every row that is an account's own, but for the file itself."""
    tables = (Voice, Address, models.Occasion, Particulars, Label, Following)
    told: dict[str, list[Any]] = {}
    for table in tables:
        told[table.__name__] = list(table._default_manager.order_by("pk").values())
    return told | {"labels": [*Voice.labels.through.objects.values_list("voice", "label")]}


def test_a_file_is_stored_and_nobody_is_a_voice_yet() -> None:
    left = LeftOut("Half", Problem("contact-cut-off", {"name": "Half"}), 3)
    brought = bring(JANA, LEO, left_out=(left,), without_place=(("PHOTO", 2),))
    assert (brought.name, brought.format, brought.accepted_at) == ("phone.vcf", "vcard", None)
    assert brought.left_out == [
        {"title": "Half", "code": "contact-cut-off", "params": {"name": "Half"}}
    ]
    assert brought.without_place == [["PHOTO", 2]]
    assert [one.state for one in brought.contacts.all()] == ["waiting", "waiting"]
    assert not Voice.objects.exists()


def test_a_file_that_cannot_be_stored_leaves_nothing() -> None:
    nobody: Any = None
    with pytest.raises(AttributeError):
        bring(JANA, nobody)
    assert not BroughtContacts.objects.exists()
    assert not BroughtContact.objects.exists()


def test_files_only_looked_at_or_taken_away_are_forgotten_after_a_day() -> None:
    looked, gone, kept = bring(JANA), bring(JANA), bring(JANA)
    for one in (gone, kept):
        contacts.accept(one, NOW)
    contacts.remove(gone, NOW)
    bring(LEO)
    assert BroughtContacts.objects.count() == 4
    day = NOW + timedelta(days=1, minutes=1)
    contacts.bring(owner(), BroughtCards((LEO,), "vcard"), "", day)
    assert set(BroughtContacts.objects.filter(pk__in=[looked.pk, gone.pk, kept.pk])) == {kept}


def test_a_contact_is_kept_with_all_its_card_says() -> None:
    bring(JANA)
    assert contacts.keep(row(), LATER)
    jana = voice()
    assert (jana.kind, jana.state, jana.organisation, jana.job) == (
        *("person", "active"),
        *("School", "Teacher"),
    )
    assert (jana.notes, jana.met, jana.zone) == ("Likes chess.", "At a meeting", "Europe/Brussels")
    found = list(Address.objects.order_by("pk").values_list("kind", "label", "value", "key"))
    assert found == [
        ("mail", "home", "Jana@x.example", "jana@x.example"),
        ("mail", "work", "jana@school.example", "jana@school.example"),
        ("phone", "mobile", "+32 470 12 34 56", "70123456"),
        ("profile", "mastodon", "@jana@social.example", "@jana@social.example"),
        ("profile", "linkedin", "https://www.linkedin.com/in/jana", "linkedin.com/in/jana"),
        ("web", "", "https://jana.example/", "jana.example"),
        ("web", "work", "https://school.example/", "school.example"),
        ("calendar", "", "https://cal.example/jana", "cal.example/jana"),
        ("postal", "home", "Kouter 1\n9000 Gent", "kouter 1 9000 gent"),
    ]
    days = models.Occasion.objects.order_by("pk").values_list("kind", "label", "month", "year")
    assert list(days) == [
        ("birthday", "", 4, 1980),
        ("anniversary", "", 5, None),
        ("other", "First lesson", 9, 2010),
    ]
    said = Particulars.objects.values_list("given", "family", "nickname", "uid").get()
    assert said == ("Jana", "Novak", "Janka", "u-1")
    assert set(jana.labels.values_list("name", flat=True)) == {"Friends", "Ed∕Tech"}
    assert row().state == "kept"
    assert row().voice == jana
    assert not Following.objects.exists()


def test_an_organisation_is_a_community_and_a_zone_that_is_none_is_left() -> None:
    bring(Card("School", organisation="School", person=False, zone="Mars/Olympus"))
    contacts.keep(row("School"), LATER)
    assert (voice("School").kind, voice("School").organisation) == ("community", "")
    assert voice("School").zone == ""


def test_a_decision_is_made_once() -> None:
    bring(JANA)
    first, second = row(), row()
    assert contacts.keep(first, LATER)
    assert not contacts.keep(second, LATER)
    assert not contacts.ignore(second, LATER)
    assert Voice.objects.count() == 1


def test_somebody_is_followed_where_they_speak() -> None:
    bring(JANA)
    assert contacts.follow(row(), LATER)
    channels = Channel.objects.filter(followings__voice=voice()).order_by("pk")
    assert list(channels.values_list("address", "kind")) == [
        ("@jana@social.example", "seek"),
        ("https://jana.example/", "seek"),
    ]
    assert row().state == "followed"
    assert Address.objects.filter(voice=voice()).exists()


def test_who_speaks_nowhere_cannot_be_followed() -> None:
    bring(LEO)
    with pytest.raises(Trouble) as caught:
        contacts.follow(row("Leo Lind"), LATER)
    assert caught.value.problem.code == "contact-not-followable"
    assert row("Leo Lind").state == "waiting"
    assert not Voice.objects.exists()


def test_joining_adds_only_what_the_voice_does_not_say() -> None:
    there = follow("https://jana.example/feed", name="J. Novak")
    there.job, there.notes = "Head", "Of old."
    there.save()
    roster.put_labels(there, ["Friends"])
    bring(JANA)
    assert contacts.join(row(), there, LATER)
    there.refresh_from_db()
    assert (there.name, there.job, there.organisation) == ("J. Novak", "Head", "School")
    assert there.notes == "Of old.\n\nLikes chess."
    assert there.addresses.count() == 9
    assert set(there.labels.values_list("name", flat=True)) == {"Friends", "Ed∕Tech"}
    bring(JANA)
    contacts.join(row(place=1), there, LATER)
    assert there.addresses.count() == 9
    assert there.occasions.count() == 3
    there.refresh_from_db()
    assert there.notes == "Of old.\n\nLikes chess."


@pytest.mark.parametrize("how", ["keep", "follow", "ignore", "join"])
def test_every_decision_can_be_taken_back(how: str) -> None:
    there = follow("https://jana.example/feed", name="Jana")
    roster.put_labels(there, ["Friends"])
    bring(JANA, LEO)
    before = state()
    if how == "join":
        contacts.join(row(), there, LATER)
    else:
        getattr(contacts, how)(row(), LATER)
    assert row().state != "waiting"
    contacts.undo(row(), LATER)
    again = row()
    assert (again.state, again.voice, again.before) == ("waiting", None, {})
    after = state()
    assert after.pop("Particulars") in ([], [{**_empty_particulars(), "voice_id": there.pk}])
    before.pop("Particulars")
    assert after == before


def _empty_particulars() -> dict[str, Any]:
    names = dict.fromkeys(("given", "family", "nickname", "uid"), "")
    return names | {"owner_id": owner().pk, "id": getattr(Particulars.objects.first(), "pk", 0)}


def test_what_was_changed_since_stays_when_joining_is_undone() -> None:
    there = follow("https://jana.example/feed", name="Jana")
    bring(JANA)
    contacts.join(row(), there, LATER)
    there.refresh_from_db()
    there.job, there.notes = "Head", there.notes + " And more."
    there.save()
    contacts.undo(row(), LATER)
    there.refresh_from_db()
    assert (there.job, there.organisation) == ("Head", "")
    assert there.notes == "Likes chess. And more."


def test_somebody_with_whom_something_passed_is_let_go_and_not_deleted() -> None:
    bring(JANA, LEO)
    for name in ("Jana Novak", "Leo Lind"):
        contacts.keep(row(name), LATER)
    exchanges.record(voice(), Happened("thanks", "given", LATER), LATER)
    Voice.objects.filter(name="Leo Lind").update(notes="Owes me a book.")
    contacts.undo_all(row().brought, LATER)
    assert voice().state == voice("Leo Lind").state == "released"
    assert voice().exchanges.count() == 1
    assert row().state == "waiting"


def _writing(name: str) -> Callable[[Voice], object]:
    return lambda voice: Voice.objects.filter(pk=voice.pk).update(**{name: "yearly"})


WRITTEN: dict[str, Callable[[Voice], object]] = {
    "address": lambda voice: Address.objects.create(
        owner_id=voice.owner_id, voice=voice, kind="mail", value="l@h.example", key="l@h.example"
    ),
    "no address": lambda voice: voice.addresses.all().delete(),
    "day": lambda voice: models.Occasion.objects.create(
        owner_id=voice.owner_id, voice=voice, kind="birthday", month=3, day=4
    ),
    **{name: _writing(name) for name in ("name", "met", "job", "organisation", "touch")},
    "community": lambda voice: voice.communities.add(follow("https://c.example/feed")),
    "member": lambda voice: voice.members.add(follow("https://c.example/feed")),
    "led to": lambda voice: _lead(voice, follow("https://c.example/feed")),
    "led by": lambda voice: _lead(follow("https://c.example/feed"), voice),
    "feed": lambda voice: roster.follow(
        voice.owner, [Speaking("https://leo.example/feed")], NOW, voice=voice
    ),
}


def _lead(one: Voice, to: Voice) -> None:
    Voice.objects.filter(pk=to.pk).update(led_by=one)


@pytest.mark.parametrize("what", WRITTEN)
def test_somebody_of_whom_more_is_known_since_is_let_go_and_not_deleted(what: str) -> None:
    bring(JANA, LEO)
    contacts.keep_all(row().brought, LATER)
    leo = voice("Leo Lind")
    WRITTEN[what](leo)
    contacts.undo_all(row().brought, LATER)
    leo.refresh_from_db()
    assert leo.state == "released"
    assert not Voice.objects.filter(name="Jana Novak").exists(), "nothing was written of her"


def test_whom_one_follows_is_not_let_go_with_a_contact_that_was_joined_with_them() -> None:
    follows = follow("https://jana.example/feed", name="Jana")
    bring(Card("Jana Novak", note="Tea."))
    contacts.keep(row(), NOW)
    one = joining.join(follows, voice(), NOW)
    contacts.undo_all(row().brought, NOW)
    follows.refresh_from_db()
    assert follows.state in Voice.HERE
    assert follows.notes == "Tea."
    joining.part(one, NOW)
    follows.refresh_from_db()
    assert (follows.notes, voice().notes) == ("", "Tea.")


def test_all_that_are_clear_are_kept_at_one_stroke() -> None:
    follow("https://mia.example/feed", name="Mia")
    Voice.objects.update(home="http://www.mia.example")
    mia = Card("M.", pages=(Labelled("https://mia.example/"),))
    brought = bring(JANA, LEO, mia, Card("J", mails=(Labelled("jana@X.example"),)))
    assert contacts.keep_all(brought, LATER) == 2
    assert set(Voice.objects.values_list("name", flat=True)) == {"Mia", "Jana Novak", "Leo Lind"}
    assert [one.state for one in brought.contacts.order_by("pk")] == [
        *("kept", "kept", "waiting", "waiting")
    ]
    assert contacts.join_all(brought, LATER) == 2
    assert row("M.").voice == voice("Mia")
    assert row("J").voice == voice()
    assert contacts.undo_all(brought, LATER) == 4
    assert set(Voice.objects.values_list("name", flat=True)) == {"Mia"}


def test_a_stroke_is_taken_back_by_itself() -> None:
    brought = bring(JANA, LEO, Card("Mia"), Card("Ana"))
    contacts.keep(row(), NOW)
    contacts.keep_all(brought, LATER)
    assert contacts.undo_stroke(brought, LATER, LATER) == 3
    assert set(Voice.objects.values_list("name", flat=True)) == {"Jana Novak"}
    assert contacts.ignore_all(brought, LATER) == 3
    assert contacts.undo_stroke(brought, LATER, LATER) == 3
    assert brought.contacts.filter(state="waiting").count() == 3


def test_many_are_kept_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "BATCH", 3)
    many = [Card(f"P{n}", mails=(Labelled(f"{n // 2}@x.example"),)) for n in range(10)]
    brought = bring(*many)
    assert contacts.keep_all(brought, LATER) == 5
    assert contacts.join_all(brought, LATER) == 5
    assert Voice.objects.count() == 5
    assert contacts.undo_all(brought, LATER) == 10
    assert not Voice.objects.exists()


def test_the_same_person_twice_in_a_file_becomes_one() -> None:
    bring(JANA, Card("J. N.", phones=(Labelled("0032470123456"),), note="Second"))
    twin = row("J. N.")
    assert twin.twin == row()
    assert twin.twin_by == {"code": "same-phone", "params": {"it": "0032470123456"}}
    assert contacts.join_with_twin(twin, LATER)
    assert row().voice == row("J. N.").voice == voice()
    assert voice().notes == "Likes chess.\n\nSecond"
    assert not contacts.join_with_twin(row("J. N."), LATER)
    contacts.undo_stroke(row().brought, LATER, LATER)
    assert not Voice.objects.exists()


def test_who_was_joined_with_a_twin_stays_when_the_twin_is_undone() -> None:
    bring(JANA, Card("J. N.", phones=(Labelled("0032470123456"),), note="Second"))
    contacts.join_with_twin(row("J. N."), LATER)
    contacts.undo(row(), LATER)
    assert (row().state, row("J. N.").state) == ("waiting", "joined")
    assert row("J. N.").voice == voice()
    assert voice().state in Voice.HERE
    assert voice().notes == "Likes chess.\n\nSecond"


def test_who_was_joined_with_a_later_one_of_the_file_is_undone_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contacts, "BATCH", 1)
    brought = bring(LEO, JANA)
    contacts.keep(row(), NOW)
    contacts.join(row("Leo Lind"), voice(), LATER)
    assert contacts.undo_all(brought, LATER) == 2
    assert not Voice.objects.exists()


def test_a_number_that_many_share_pairs_nobody() -> None:
    desk = (Labelled("+32 9 123 45 67", "work"),)
    bring(*(Card(f"Colleague {n}", phones=desk) for n in range(5)))
    assert not BroughtContact.objects.exclude(twin=None).exists()
    bring(*(Card("Jana", phones=desk) for n in range(5)))
    assert BroughtContact.objects.exclude(twin=None).count() == 4


def test_a_file_is_taken_away_and_put_back() -> None:
    brought = bring(JANA)
    contacts.accept(brought, NOW)
    assert [one.number for one in known.brought(owner())] == [brought.pk]
    contacts.remove(brought, LATER)
    assert known.brought(owner()) == []
    contacts.put_back(brought)
    assert [one.waiting for one in known.brought(owner())] == [1]


def test_what_a_list_brought_is_found_again() -> None:
    outline = Outline("@jana@social.example", kind="account")
    lists.bring(owner(), BroughtList((outline,)), "", NOW)
    bring(JANA)
    (alike,) = known.alike(owner(), [row()])[row().pk]
    assert alike.because == (("same-place", "@jana@social.example"),)
