"""Ties on pages: what is known, what passed, what is owed; and that others never see it."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from kith.actions import deciding, exchanges, promises, roster, thanks
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.db.models import Address, Channel, Exchange, Mark, Occasion, Promise, Thanks, User, Voice
from tests.web import world
from tests.web.markup import faults

DAY = timedelta(days=1)


def look(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    html = answer.content.decode()
    assert faults(html) == []
    return html


def undo(client: Client, html: str) -> None:
    """Press the button of the first notice."""
    form = re.search(r'<div class="notice">.*?</form>', html, re.DOTALL)
    assert form
    address = re.search(r'action="([^"]+)"', form[0])
    assert address
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))
    fields.pop("csrfmiddlewaretoken", None)
    client.post(address[1], fields)


@pytest.fixture
def jana(owner: User) -> Voice:
    return world.voice(owner, "Jana Holt", world.said("On rubrics"))


@pytest.fixture
def tom(owner: User) -> Voice:
    return world.voice(owner, "Tom Reed")


def test_what_is_known_of_a_voice_is_told_and_shown(
    reader: Client, owner: User, jana: Voice, tom: Voice
) -> None:
    club = world.voice(owner, "Rubric Club", kind="community")
    told = {
        "role": ["mentor", "unheard-of"],
        "own-roles": "neighbour, , singer",
        "stage": "connected",
        "why": "Says what did not work.",
        "knows": "rubrics, feedback",
        "met": "In Ghent",
        "organisation": "Museum",
        "job": "Educator",
        "zone": "Africa/Lagos",
        "led-by": "Tom Reed",
        "community": [str(club.pk)],
    }
    reader.post(f"/people/{jana.pk}/tie/", told)
    html = look(reader, f"/people/{jana.pk}/")
    for words in ("Educator, Museum", "mentor", "neighbour", "rubrics · feedback", "In Ghent"):
        assert words in html
    assert "Says what did not work." in html
    assert "There it is" in html
    assert re.search(r"You found them through <a [^>]*>Tom Reed", html)
    assert "unheard-of" not in html
    assert "Whom I know there" in look(reader, f"/people/{club.pk}/")
    assert "They led you to" in look(reader, f"/people/{tom.pk}/")
    odd = {**told, "led-by": "Quentin", "zone": "Lagos", "why": "More."}
    answer = reader.post(f"/people/{jana.pk}/tie/", odd, follow=True)
    assert "Nobody here is called “Quentin”." in answer.content.decode()
    assert "There is no time zone called “Lagos”." in answer.content.decode()
    jana.refresh_from_db()
    assert (jana.led_by, jana.zone, jana.why) == (tom, "Africa/Lagos", "More."), "the rest is kept"
    form = look(reader, f"/people/{jana.pk}/tie/")
    assert 'value="mentor" checked' in form
    assert "neighbour, singer" in form


def test_ways_and_days_are_kept_and_forgotten(reader: Client, jana: Voice) -> None:
    ways = "work: jana@example.org\n+32 470 12 34 56\n@jana@social.example\n\njana@example.org"
    reader.post(f"/people/{jana.pk}/reach", {"ways": ways})
    assert sorted(Address.objects.values_list("kind", flat=True)) == ["mail", "phone", "profile"]
    html = look(reader, f"/people/{jana.pk}/")
    assert 'href="mailto:jana@example.org"' in html
    assert 'href="tel:+32470123456"' in html
    letter = Address.objects.create(
        owner=jana.owner, voice=jana, kind="postal", value="Main Street 5\nGent", key="x", parts={}
    )
    kept = re.search(r'<textarea id="ways"[^>]*>([^<]*)<', look(reader, f"/people/{jana.pk}/tie/"))
    assert kept
    reader.post(f"/people/{jana.pk}/reach", {"ways": kept[1]})
    assert Address.objects.count() == 4
    letter.refresh_from_db()
    assert letter.value == "Main Street 5\nGent", "what nobody changed stays as it is"
    reader.post(f"/people/{jana.pk}/reach", {"ways": "work: jana@example.org"})
    assert Address.objects.get().kind == "mail"
    reader.post(f"/people/{jana.pk}/days", {"kind": "birthday", "day": "29", "month": "2"})
    day = Occasion.objects.get()
    html = look(reader, f"/people/{jana.pk}/tie/")
    assert "Birthday" in html
    answer = reader.post(f"/people/days/{day.pk}/forget", follow=True)
    assert not Occasion.objects.exists()
    undo(reader, answer.content.decode())
    assert Occasion.objects.get().month == 2
    answer = reader.post(f"/people/{jana.pk}/days", {"day": "31", "month": "2"}, follow=True)
    assert "There is no such day." in answer.content.decode()


def test_private_notes_are_markdown_without_markup(reader: Client, jana: Voice) -> None:
    notes = "**Bold** <script>alert(1)</script>\n\n[x](javascript:alert(1))"
    reader.post(f"/people/{jana.pk}/notes", {"notes": notes})
    html = look(reader, f"/people/{jana.pk}/?view=notes")
    assert "<strong>Bold</strong>" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_a_line_is_understood_shown_and_kept(reader: Client, jana: Voice) -> None:
    html = look(reader, "/log/?text=thanked+Jana+for+the+checklist+yesterday")
    assert re.search(rf'name="voice" value="{jana.pk}" checked', html)
    assert '<option value="thanks.given" selected>' in html
    assert 'value="the checklist"' in html
    assert Exchange.objects.count() == 0, "nothing is kept before it was seen"
    day = (utc_now() - DAY).date().isoformat()
    answer = reader.post(
        "/log/write",
        {"voice": str(jana.pk), "what": "thanks.given", "day": day, "about": "the checklist"},
        follow=True,
    )
    assert "Logged with Jana Holt: you said thanks." in answer.content.decode()
    row = Exchange.objects.get()
    assert (row.kind, row.direction, row.about) == ("thanks", "given", "the checklist")
    assert row.at.date().isoformat() == day
    assert "you said thanks" in look(reader, f"/people/{jana.pk}/?view=between")
    undo(reader, answer.content.decode())
    assert Exchange.objects.count() == 0


def test_a_new_name_can_be_added_and_two_of_one_name_are_asked_about(
    reader: Client, owner: User, jana: Voice
) -> None:
    world.voice(owner, "Jana Berg")
    html = look(reader, "/log/?text=met+Jana+and+Quentin+today")
    assert "Which “Jana”?" in html
    assert "Add “Quentin” as a new person" in html
    reader.post(
        "/log/write",
        {"voice": [str(jana.pk), ""], "new": "Quentin", "what": "meeting.mutual", "minutes": "40"},
    )
    assert {row.voice.name for row in Exchange.objects.all()} == {"Jana Holt", "Quentin"}
    assert set(Exchange.objects.values_list("minutes", flat=True)) == {40}


def test_a_double_click_is_one_click(reader: Client, jana: Voice) -> None:
    page = {"voice": str(jana.pk), "new": "Quentin", "what": "meeting.mutual", "about": "rubrics"}
    promise = {"voice": str(jana.pk), "what": "promise", "about": "send the list"}
    gift = {"kind": "piece", "about": "On rubrics"}
    for path, form in (
        ("/log/write", page),
        ("/log/write", promise),
        (f"/people/{jana.pk}/just-did", {}),
        (f"/people/{jana.pk}/gave", gift),
    ):
        look(reader, "/people/owed/")  # nothing is left to be told
        reader.post(path, form)
        html = reader.post(path, form, follow=True).content.decode()
        told = re.findall(r'<div class="notice"><p>(.*?)</p>', html)
        assert told
        assert len(told) == len(set(told)), "each is told once"
        assert ">Undo</button>" in html
    kinds = sorted(Exchange.objects.values_list("kind", flat=True))
    assert kinds == ["meeting", "meeting", "message", "share"]
    assert Promise.objects.count() == 1
    assert Voice.objects.filter(name="Quentin").count() == 1


@pytest.mark.usefixtures("jana")
def test_what_a_line_leaves_open_is_where_one_is_and_stays_open(
    reader: Client, owner: User
) -> None:
    tom, _other = world.voice(owner, "Tom Reed"), world.voice(owner, "Tom Weber")
    keep, add = r"<button[^>]* autofocus>Keep it", r'name="new" value="Quentin"'
    assert re.search(keep, look(reader, "/log/?text=met+Jana"))
    html = look(reader, "/log/?text=met+Quentin")
    assert re.search(rf"{add} autofocus", html)
    assert html.count("autofocus") == 1
    assert re.search(r'id="who-1" name="voice" autofocus', look(reader, "/log/?text=met+Tom"))
    assert re.search(r'id="who" [^>]*autofocus', look(reader, "/log/?text=met"))
    form = {"text": "met Quentin and Tom", "what": "promise"}
    html = reader.post("/log/write", form).content.decode()
    assert re.search(f"{add} autofocus", html), "it is asked once more"
    assert "Which “Tom”?" in html
    form |= {"new": "Quentin", "voice": str(tom.pk)}
    html = reader.post("/log/write", form).content.decode()
    assert re.search(f"{add} checked", html)
    assert re.search(rf'value="{tom.pk}" checked', html)
    assert "Which “Tom”?" not in html


def test_nobody_is_added_by_a_line_that_cannot_be_kept(reader: Client) -> None:
    typed = {"new": "Quentin", "what": "promise", "about": " "}
    answer = reader.post("/log/write", typed)
    assert answer.status_code == 422
    assert "Add “Quentin” as a new person" in answer.content.decode()
    assert not Voice.objects.exists()


def test_a_promise_is_logged_kept_and_stands_again(reader: Client, jana: Voice) -> None:
    html = look(reader, "/log/?text=promised+Jana+to+send+the+list+by+Friday")
    assert '<option value="promise" selected>' in html
    reader.post("/log/write", {"voice": str(jana.pk), "what": "promise", "about": "send the list"})
    promise = Promise.objects.get()
    html = look(reader, f"/people/{jana.pk}/")
    assert "send the list" in html
    answer = reader.post(f"/people/promises/{promise.pk}/settle", {"do": "keep"}, follow=True)
    assert "Kept: “send the list”." in answer.content.decode()
    assert "send the list" not in look(reader, f"/people/{jana.pk}/")
    undo(reader, answer.content.decode())
    assert "send the list" in look(reader, "/people/owed/")
    reader.post(f"/people/promises/{promise.pk}/", {"text": "send both", "due": "2030-01-02"})
    promise.refresh_from_db()
    assert (promise.text, str(promise.due_on)) == ("send both", "2030-01-02")


def test_nobody_named_is_said_and_what_was_typed_stays(reader: Client) -> None:
    typed = {"what": "meeting.mutual", "text": "met somebody", "about": "boats", "minutes": "40"}
    answer = reader.post("/log/write", typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert faults(html) == []
    assert 'value="boats"' in html
    assert 'value="40"' in html
    assert '<option value="meeting.mutual" selected>' in html
    assert "It does not say with whom." in html
    assert 'value="met somebody"' in html
    html = reader.post("/log/write", {"whom": "Quentin"}).content.decode()
    assert "Nobody here is called “Quentin”." in html
    assert 'name="whom" value="Quentin"' in html
    assert Exchange.objects.count() == 0


def test_thanks_are_kept_for_later_written_and_said(reader: Client, jana: Voice) -> None:
    entry = Mark.objects.get().entry_id
    html = look(reader, f"/people/{jana.pk}/thank/?entry={entry}")
    assert 'value="On rubrics"' in html
    told = {"reason": "the rubric", "effect": "My class used it.", "entry": str(entry)}
    answer = reader.post(f"/people/{jana.pk}/thank/", {**told, "do": "later"}, follow=True)
    assert "Kept for later" in answer.content.decode()
    row = Thanks.objects.get()
    Address.objects.create(
        owner=jana.owner, voice=jana, kind="mail", value="jana@example.org", key="jana@example.org"
    )
    html = look(reader, f"/people/thanks/{row.pk}/")
    assert "thank you for the rubric." in html
    assert "My class used it." in html
    assert re.search(r'href="mailto:jana@example.org\?subject=[^"]*body=Dear%20Jana', html)
    answer = reader.post(
        f"/people/thanks/{row.pk}/", {"do": "said", "reason": "the rubric", "wording": "Thanks!"}
    )
    row.refresh_from_db()
    assert (row.wording, row.said_at is None) == ("Thanks!", False)
    assert Exchange.objects.get().entry_id == entry
    undo(reader, look(reader, f"/people/{jana.pk}/"))
    assert Exchange.objects.count() == 0
    answer = reader.post(f"/people/thanks/{row.pk}/settle", {"do": "release"}, follow=True)
    assert "Thanks for" not in look(reader, "/people/owed/")


def test_a_reply_is_followed_and_confirmed(reader: Client, jana: Voice) -> None:
    entry = Mark.objects.get().entry_id
    answer = reader.get(f"/read/{entry}/reply/")
    assert answer["Location"] == "https://words.example/on-rubrics"
    html = look(reader, "/read/")
    assert "Did you reply to “On rubrics”?" in html
    assert "Yes, I replied" in html
    for _ in range(2):
        reader.post(f"/read/{entry}/replied")
    row = Exchange.objects.get()
    assert (row.kind, row.captured, row.voice) == ("reply", "reply", jana)


def test_a_word_that_is_due_is_done_or_put_off(reader: Client, jana: Voice) -> None:
    exchanges.keep_in_touch(jana, circle="inner", touch="", paused=False, now=utc_now() - 40 * DAY)
    assert "A first word" in look(reader, "/people/owed/")
    assert "Losing touch" in look(reader, "/people/")
    answer = reader.post(f"/people/{jana.pk}/snooze", {"days": "7"}, follow=True)
    assert "A first word" not in look(reader, "/people/owed/")
    undo(reader, answer.content.decode())
    assert "A first word" in look(reader, "/people/owed/")
    answer = reader.post(f"/people/{jana.pk}/just-did", {"next": "/people/owed/"}, follow=True)
    assert "Nothing is owed" in answer.content.decode()
    undo(reader, answer.content.decode())
    assert "A first word" in look(reader, "/people/owed/")


def test_an_exchange_is_mended_and_taken_away(reader: Client, jana: Voice) -> None:
    row = exchanges.record(jana, Happened("comment", "given", utc_now() - DAY), utc_now())
    assert row
    look(reader, f"/people/exchanges/{row.pk}/")
    told = {"what": "answer.received", "about": "on rubrics", "day": "2025-01-02"}
    reader.post(f"/people/exchanges/{row.pk}/", told)
    row.refresh_from_db()
    assert (row.kind, row.direction, row.about) == ("answer", "received", "on rubrics")
    assert row.at.date().isoformat() == "2025-01-02"
    answer = reader.post(f"/people/exchanges/{row.pk}/forget", follow=True)
    assert Exchange.objects.count() == 0
    undo(reader, answer.content.decode())
    assert Exchange.objects.get().about == "on rubrics"


def test_people_are_found_by_how_they_stand(reader: Client, jana: Voice, tom: Voice) -> None:
    now = utc_now()
    exchanges.keep_in_touch(jana, circle="inner", touch="", paused=False, now=now - 40 * DAY)
    thanks.owe(tom, "it", now)
    Voice.objects.filter(pk=tom.pk).update(roles=["mentor"], organisation="Museum")
    asked = {
        "circle=inner": "Jana Holt",
        "circle=none": "Tom Reed",
        "show=owed": "Tom Reed",
        "show=overdue": "Jana Holt",
        "role=mentor": "Tom Reed",
        "q=museum": "Tom Reed",
    }
    for query, name in asked.items():
        html = look(reader, f"/people/?{query}")
        assert re.findall(r'class="name" data-open [^>]*>([^<]*)</a>', html) == [name], query
    assert "Nobody fits" in look(reader, "/people/?show=resting")


def test_several_are_changed_at_once_and_that_is_undone(
    reader: Client, jana: Voice, tom: Voice
) -> None:
    both = {"voice": [str(jana.pk), str(tom.pk)]}
    reader.post("/people/change", {**both, "do": "circle.active"}, follow=True)
    reader.post("/people/change", {**both, "do": "label", "labels": "Teaching"}, follow=True)
    assert set(Voice.objects.values_list("circle", "labels__name")) == {("active", "Teaching")}
    answer = reader.post("/people/change", {**both, "do": "let-go"}, follow=True)
    assert "You let go of 2 voices." in answer.content.decode()
    undo(reader, answer.content.decode())
    assert not Voice.objects.filter(state__in=Voice.GONE).exists()


def test_who_rested_rests_again_where_letting_go_is_undone(
    reader: Client, jana: Voice, tom: Voice
) -> None:
    until = utc_now() + 30 * DAY
    deciding.rest(jana, until, utc_now())
    both = {"voice": [str(jana.pk), str(tom.pk)], "do": "let-go"}
    for path, form in (("/people/change", both), (f"/people/{jana.pk}/let-go", {})):
        look(reader, "/people/")  # nothing is left to be told
        undo(reader, reader.post(path, form, follow=True).content.decode())
        jana.refresh_from_db()
        tom.refresh_from_db()
        assert (jana.state, jana.rest_until) == (Voice.State.RESTING, until), path
        assert tom.state in Voice.HEARD
    reader.post(f"/people/{jana.pk}/let-go")
    reader.post(f"/people/{jana.pk}/take-back")
    jana.refresh_from_db()
    assert (jana.state, jana.rest_until) == (Voice.State.ACTIVE, None), "taken back later on"


def test_who_is_in_a_circle_already_is_not_said_to_be_changed(reader: Client, jana: Voice) -> None:
    form = {"voice": str(jana.pk), "do": "circle.outer"}
    assert "1 voice changed." in reader.post("/people/change", form, follow=True).content.decode()
    html = reader.post("/people/change", form, follow=True).content.decode()
    assert "changed." not in html
    assert 'name="before"' not in html


def test_circles_and_labels_given_to_several_can_be_taken_back(
    reader: Client, owner: User, jana: Voice, tom: Voice
) -> None:
    now, both = utc_now(), {"voice": [str(jana.pk), str(tom.pk)]}
    exchanges.keep_in_touch(jana, circle="inner", touch="", paused=False, now=now - 40 * DAY)
    exchanges.snooze(jana, 7, now)
    roster.put_labels(tom, ["Teaching"])
    before = standing()
    for change in (
        {"do": "circle.none"},
        {"do": "circle.outer"},
        {"do": "label", "labels": "Teaching, Boats"},
    ):
        answer = reader.post("/people/change", {**both, **change}, follow=True)
        assert "2 voices changed." in answer.content.decode()
        assert standing() != before, change
        told = re.search(r'name="before" value="([^"]+)"', answer.content.decode())
        assert told
        other = "circles-back" if change["do"] == "label" else "labels-back"
        meddled, there = {**both, "do": other, "before": unescape(told[1])}, standing()
        assert reader.post("/people/change", meddled).status_code == 302
        assert standing() == there, "what undoes the one does not undo the other"
        undo(reader, answer.content.decode())
        assert standing() == before, change
    assert list(owner.labels.values_list("name", flat=True)) == ["Teaching"]
    for odd in ({"do": "circles-back", "before": "x"}, {"do": "labels-back"}):
        reader.post("/people/change", {**both, **odd})
    assert standing() == before


def standing() -> list[tuple[object, ...]]:
    """How all voices stand: circle, touch, labels."""
    facts = ("circle", "touch_since", "touch_snoozed_until", "touch_due_at", "labels__name")
    return sorted(Voice.objects.values_list("pk", *facts))


def test_odd_addresses_moments_and_numbers_break_nothing(reader: Client, jana: Voice) -> None:
    now = utc_now()
    exchanges.record(jana, Happened("comment", "given", now, url="https://[x"), now)
    look(reader, f"/people/{jana.pk}/")
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-13-45", ""):
        look(reader, f"/people/{jana.pk}/?after={quote(moment)}.e1")
        reader.post(f"/people/{jana.pk}/unsnooze", {"until": moment})
    for wanted in ("foo", "?x", "#y", "voice"):
        assert reader.post(f"/people/{jana.pk}/touch", {"next": wanted}).status_code == 302
    huge = "9" * 18
    reader.post(f"/people/{jana.pk}/days", {"day": huge, "month": huge, "year": huge})
    assert reader.post("/log/write", {"new": "\x01", "what": "meeting.mutual"}).status_code == 422
    reader.post("/log/write", {"new": "Ann\nLee", "what": "meeting.mutual"})
    assert Voice.objects.filter(name="Ann Lee").exists()


def test_pages_that_somebody_else_kept_cannot_be_heard(
    reader: Client, other: Client, owner: User, stranger: User, jana: Voice
) -> None:
    kept = Channel.objects.create(address=Channel.kept_by(owner.pk), kind=Channel.KEPT)
    mine = world.voice(stranger, "Mine")
    other.post(f"/people/{mine.pk}/hear", {"address": kept.address})
    assert not kept.followings.exists()
    reader.post(f"/people/{jana.pk}/hear", {"address": kept.address})
    assert kept.followings.get().owner == owner


PRIVATE = (
    *("people/{voice}/tie/", "people/{voice}/thank/", "people/thanks/{thanks}/"),
    *("people/promises/{promise}/", "people/exchanges/{exchange}/", "log/?voice={voice}"),
)
POSTS = (
    *("people/{voice}/tie/", "people/{voice}/notes", "people/{voice}/reach", "people/{voice}/days"),
    *("people/{voice}/touch", "people/{voice}/just-did", "people/{voice}/snooze"),
    *("people/{voice}/unsnooze", "people/{voice}/thank/", "people/thanks/{thanks}/"),
    *("people/thanks/{thanks}/settle", "people/promises/{promise}/settle"),
    *("people/promises/{promise}/", "people/exchanges/{exchange}/", "people/days/{day}/forget"),
    *("people/exchanges/{exchange}/forget", "read/{entry}/replied"),
)


def test_nobody_else_reaches_any_of_it(
    reader: Client, other: Client, owner: User, jana: Voice
) -> None:
    now = utc_now()
    row = exchanges.record(jana, Happened("comment", "given", now, about="secret"), now)
    assert row
    told = {
        "voice": jana.pk,
        "thanks": thanks.owe(jana, "secret", now).pk,
        "promise": promises.promise(owner, "secret", now, voice=jana).pk,
        "exchange": row.pk,
        "entry": Mark.objects.get().entry_id,
        "day": Occasion.objects.create(owner=owner, voice=jana, month=1, day=1).pk,
    }
    for address in PRIVATE:
        path = "/" + address.format(**told)
        assert reader.get(path).status_code == 200, path
        assert other.get(path).status_code == 404, path
    for address in POSTS:
        path = "/" + address.format(**told)
        assert other.post(path, {"do": "keep", "text": "x"}).status_code == 404, path
    other.post("/people/change", {"voice": str(jana.pk), "do": "let-go"})
    assert other.post("/log/write", {"voice": str(jana.pk)}).status_code == 404
    for page in ("/people/", "/people/owed/", "/log/?text=thanked+Jana"):
        html = other.get(page).content.decode()
        assert "secret" not in html
        assert "Jana Holt" not in html
    jana.refresh_from_db()
    assert jana.state in Voice.HEARD
    assert (jana.notes, Exchange.objects.count()) == ("", 1)


def test_a_community_shows_ones_part_in_it(reader: Client, owner: User) -> None:
    club = world.voice(owner, "Rubric Club", world.said("Meeting"), kind="community")
    assert "You have not taken part yet." in look(reader, f"/people/{club.pk}/")
    now = utc_now()
    exchanges.record(club, Happened("answer", "given", now), now)
    html = look(reader, f"/people/{club.pk}/")
    assert "You last took part today. Within 90 days you gave 1 answer." in html


def test_days_that_come_soon_stand_on_people(reader: Client, jana: Voice) -> None:
    today = timezone.localdate()
    soon, later = today + timedelta(days=3), today + timedelta(days=40)
    for day, label in ((soon, "moved here"), (later, "left")):
        told = {"kind": "other", "day": day.day, "month": day.month, "year": 2000, "label": label}
        reader.post(f"/people/{jana.pk}/days", told)
    html = look(reader, "/people/")
    assert f"moved here ({soon.year - 2000})" in html
    assert "left" not in html.partition("Coming up")[2].partition("</section>")[0]
