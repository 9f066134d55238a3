"""Questions on their pages: written, asked, answered, closed, found again; nobody else's."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from kith.actions import exchanges, features, questions, reading, threads
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.core.identity import place_key
from kith.db.models import (
    Address,
    Answer,
    Asking,
    Exchange,
    Interest,
    Mark,
    Question,
    Thanks,
    User,
    Voice,
)
from tests.actions import conversing
from tests.sources.test_conversations import said as recorded
from tests.web import world
from tests.web.markup import faults
from tests.web.sites import site
from tests.web.world import said

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ASKED = "How do I grade group work with a rubric?"


def look(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    html = answer.content.decode()
    assert faults(html) == []
    return html


def post(client: Client, address: str, form: dict[str, str] | None = None) -> str:
    """Send a form; the page it leads to."""
    answer = client.post(address, form or {})
    assert answer.status_code == 302, answer.content.decode()
    return look(client, answer["Location"].partition("#")[0])


def undo(client: Client, html: str) -> str:
    """Press the button of the notice; the page it leads to."""
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)Undo', html, re.DOTALL)
    assert form
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form[2])
    return post(client, form[1], {name: unescape(value) for name, value in fields})


def wonder(user: User, text: str = ASKED) -> Question:
    return questions.add(user, text, utc_now())


def experts(user: User) -> Voice:
    """Somebody who writes about it, and others who do not."""
    now = utc_now()
    world.voice(user, "Gardener", said("Beans in June"), said("Slugs"), said("The last frost"))
    world.voice(user, "Sailor", said("A knot a day"), said("Wind against tide"))
    return world.voice(
        user,
        "Ana Novak",
        said("A rubric for group work", at=now - 12 * DAY),
        said("Rubrics for group work compared", at=now - 30 * DAY),
    )


def test_a_question_is_written_and_its_page_says_what_is_known(reader: Client, owner: User) -> None:
    ana = experts(owner)
    html = post(reader, "/questions/add", {"text": ASKED})
    assert f'<h1 dir="auto">{ASKED}</h1>' in html
    assert "<mark>rubric</mark> for <mark>group</mark> <mark>work</mark>" in html
    assert "Wrote 2 pieces on this, the last 12 days ago (“A rubric for group work”)." in html
    assert "Nothing has passed between you yet" in html
    assert "knows most about it" in html
    piece = Mark.objects.get(entry__title="A rubric for group work").entry_id
    assert f"/ask/?voice={ana.pk}&amp;piece={piece}" in html
    assert 'href="/search/?q=group+work"' in html


def test_an_empty_list_says_what_belongs_there_and_others_stand_in_it(
    reader: Client, owner: User
) -> None:
    html = look(reader, "/questions/")
    assert "No question yet" in html
    row = wonder(owner)
    questions.ask(row, utc_now(), voice=None, place="mail")
    done = wonder(owner, "What is OER?")
    questions.close(done, "Open educational resources.", [], utc_now())
    html = look(reader, "/questions/")
    assert re.findall(r"data-open [^>]*>([^<]*)</a>", html) == [ASKED, "What is OER?"]
    assert "by mail" in html
    assert "Open educational resources." in html


def test_many_closed_ones_come_in_pages(reader: Client, owner: User) -> None:
    for number in range(22):
        questions.close(wonder(owner, f"Question {number}?"), "", [], utc_now())
    assert "Page 1 of 2" in look(reader, "/questions/")
    html = look(reader, "/questions/?page=2")
    assert html.count("data-row") == 2
    assert "Page 2 of 2" in look(reader, "/questions/?page=99999999999")


def test_what_cannot_be_asked_is_asked_for_again(reader: Client, owner: User) -> None:
    answer = reader.post("/questions/add", {"text": "  "})
    assert answer.status_code == 422
    assert "There is no question in this." in answer.content.decode()
    row = wonder(owner)
    for where, form, text in (
        ("reword", {"text": ""}, "There is no question in this."),
        ("asked", {"way": ""}, "It does not say whom, or where"),
        ("asked", {"name": "Nobody Here"}, "Nobody here is called “Nobody Here”."),
        ("answer", {}, "An answer needs a name"),
        ("answer", {"name": "Nobody", "text": "Yes"}, "Nobody here is called “Nobody”."),
    ):
        answer = reader.post(f"/questions/{row.pk}/{where}", form)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert faults(html) == []
        assert text in html
    assert "Yes</textarea>" in html, "what was typed stays"
    assert not Asking.objects.exists()
    assert not Answer.objects.exists()


def test_it_comes_up_while_reading(reader: Client, owner: User) -> None:
    experts(owner)
    entry = Mark.objects.get(entry__title="Slugs").entry_id
    page = look(reader, f"/read/{entry}/")
    assert f'href="/questions/?entry={entry}" data-key="q"' in page
    html = look(reader, f"/questions/?entry={entry}")
    assert f'name="entry" value="{entry}"' in html
    html = post(reader, "/questions/add", {"text": "Do slugs sleep?", "entry": str(entry)})
    assert "It came up while reading" in html
    assert Question.objects.get().entry_id == entry


@pytest.mark.parametrize(
    ("kind", "value", "way", "held"),
    [
        ("mail", "ana@words.example", "mail", "mailto:ana@words.example?subject=How%20do%20I"),
        ("profile", "https://town.example/@ana", "post", "Open town.example/@ana"),
    ],
)
def test_the_draft_is_for_the_way_it_takes(
    reader: Client, owner: User, kind: str, value: str, way: str, held: str
) -> None:
    ana, row = experts(owner), wonder(owner)
    Address.objects.create(owner=owner, voice=ana, kind=kind, value=value, key=value)
    piece = Mark.objects.get(entry__title="A rubric for group work").entry_id
    html = look(reader, f"/questions/{row.pk}/ask/?voice={ana.pk}&piece={piece}")
    assert held in html
    assert f'name="way" value="{way}"' in html
    html = look(reader, f"/questions/{row.pk}/ask/?voice={ana.pk}&piece={piece}&way=mail")
    assert "Hello Ana Novak," in html
    assert "I ask you because you wrote “A rubric for group work”." in html
    html = look(reader, f"/questions/{row.pk}/ask/?voice={ana.pk}&way=post")
    assert f'dir="auto">{ASKED}</textarea>' in html


def test_somebody_else_and_places_can_be_asked(reader: Client, owner: User) -> None:
    ana, row = experts(owner), wonder(owner)
    html = look(reader, f"/questions/{row.pk}/ask/?name=ana+NOVAK")
    assert "Ask Ana Novak" in html
    assert "Nobody here is called “Xaver”." in look(
        reader, f"/questions/{row.pk}/ask/?name=Xaver", 404
    )
    html = look(reader, f"/questions/{row.pk}/ask/?name=")
    assert "Ask in a place" in html
    html = post(reader, f"/questions/{row.pk}/asked", {"way": "forum", "place": "Librarians"})
    assert "Asked: Librarians." in html
    post(reader, f"/questions/{row.pk}/asked", {"way": "mail", "voice": str(ana.pk)})
    assert Asking.objects.filter(voice=ana, place="mail").count() == 1


def test_asking_is_an_exchange_and_taken_back_and_back_again(reader: Client, owner: User) -> None:
    ana, row = experts(owner), wonder(owner)
    form = {
        "way": "post",
        "voice": str(ana.pk),
        "wording": "Hello",
        "address": "https://t.example/1",
    }
    html = post(reader, f"/questions/{row.pk}/asked", form)
    assert "Asked: Ana Novak." in html
    assert "in a post" in html
    assert "Whom else to ask" in html
    assert "Whom to ask</h2>" not in html
    before = Exchange.objects.get()
    assert before.chat
    html = undo(reader, html)
    assert not Exchange.objects.exists()
    html = undo(reader, html)
    assert "As you worded it" in html
    again = Exchange.objects.get()
    assert (again.at, again.chat, again.about) == (before.at, True, ASKED)
    html = look(reader, f"/questions/{row.pk}/?whom=1")
    assert "Whom to ask</h2>" in html
    assert "knows most about it" not in html, "who was asked is not named again"


def test_an_answer_is_noted_and_taken_back_and_back_again(reader: Client, owner: User) -> None:
    ana, row = experts(owner), wonder(owner)
    questions.ask(row, utc_now(), voice=ana, place="mail")
    form = {
        "name": "Ana Novak",
        "text": "With four lines.\nTry it.",
        "address": "https://t.example/2",
    }
    html = post(reader, f"/questions/{row.pk}/answer", form)
    assert "With four lines.\nTry it." in html
    assert Exchange.objects.filter(kind="answer", direction="received").count() == 1
    html = undo(reader, html)
    assert not Answer.objects.exists()
    undo(reader, html)
    assert Answer.objects.get().voice == ana
    assert Exchange.objects.filter(kind="answer").count() == 1


def test_closing_owes_thanks_and_the_search_finds_the_card(reader: Client, owner: User) -> None:
    ana, row = experts(owner), wonder(owner)
    noted = questions.answer(row, utc_now(), voice=ana, text="Make a checklist.")
    html = post(
        reader,
        f"/questions/{row.pk}/close",
        {"outcome": "Four lines on paper suffice.", "helped": str(noted.pk)},
    )
    assert "Closed. Thanks to Ana Novak stand among what is owed." in html
    assert "What came of it" in html
    assert f'href="/people/thanks/{Thanks.objects.get().pk}/"' in html
    assert "thanks are owed" in html
    assert f"Thanks for the answer to “{ASKED}”" in look(reader, "/people/owed/")
    assert "Note an answer" not in html
    for words, marked in (
        ("suffice", "paper <mark>suffice</mark>"),
        ("checklist rubric", "Make a <mark>checklist</mark>."),
        ("rubr*", "with a <mark>rubric</mark>?"),
        ("rubric -garden", "<mark>rubric</mark>"),
    ):
        found = look(reader, f"/search/?q={words}")
        assert "Your questions" in found
        assert marked in found
    for words in ("voice:ana rubric", "title:rubric", "kept: rubric", "rubric -suffice", "-rubric"):
        assert "Your questions" not in look(reader, f"/search/?q={words}")
    year = utc_now().year
    assert "Your questions" in look(reader, f"/search/?q=rubric after:{year}")
    assert "Your questions" not in look(reader, f"/search/?q=rubric before:{year}")
    html = undo(reader, html)
    assert "Open again." in html
    assert "Four lines on paper suffice.</textarea>" in html


def test_without_an_outcome_it_is_closed_all_the_same(reader: Client, owner: User) -> None:
    row = wonder(owner)
    html = post(reader, f"/questions/{row.pk}/close", {"outcome": "", "helped": "x"})
    assert "Nothing was written down." in html
    assert "None was noted." in html


def test_it_is_worded_anew_and_belongs_to_an_interest(reader: Client, owner: User) -> None:
    row = wonder(owner)
    mine = Interest.objects.create(
        owner=owner, name="Feedback", terms=["feedback"], created_at=utc_now()
    )
    form = {
        "text": "How do I grade?",
        "details": "Adults.\nSmall groups.",
        "interest": str(mine.pk),
    }
    html = post(reader, f"/questions/{row.pk}/reword", form)
    assert "Adults.\nSmall groups." in html
    assert f'href="/interests/{mine.pk}/"' in html


def test_only_what_nobody_was_asked_is_removed(reader: Client, owner: User) -> None:
    row = questions.add(owner, ASKED, utc_now(), details="Adults.")
    html = post(reader, f"/questions/{row.pk}/forget")
    assert not Question.objects.exists()
    html = undo(reader, html)
    assert "Adults." in html
    row = Question.objects.get()
    questions.ask(row, utc_now(), voice=None, place="mail")
    html = post(reader, f"/questions/{row.pk}/forget")
    assert "Somebody was asked: close it" in html
    assert "Remove it" not in html


def test_what_was_asked_before_is_remembered(reader: Client, owner: User) -> None:
    old = wonder(owner, "Which rubric for group work?")
    questions.close(old, "The one with four lines.", [], utc_now())
    row = wonder(owner)
    html = look(reader, f"/questions/{row.pk}/")
    assert "you asked that before" in html
    assert "The one with four lines." in html


def test_the_ground_is_said_to_be_prepared_where_it_is(reader: Client, owner: User) -> None:
    ana, row = experts(owner), wonder(owner)
    for kind, way in (("answer", "received"), ("comment", "given")):
        exchanges.record(ana, Happened(kind, way, utc_now() - DAY), utc_now())
    html = look(reader, f"/questions/{row.pk}/")
    assert "The ground is prepared" in html
    assert "helped you once" in html


@pytest.mark.usefixtures("ally")
def test_a_stranger_reaches_nothing_of_it(other: Client, owner: User, stranger: User) -> None:
    ana, row = experts(owner), wonder(owner)
    asked = questions.ask(row, utc_now(), voice=ana, place="mail")
    noted = questions.answer(row, utc_now(), voice=ana, text="Secretly")
    for address in (f"/questions/{row.pk}/", f"/questions/{row.pk}/ask/"):
        assert other.get(address).status_code == 404
    for address in (
        *(f"/questions/{row.pk}/{verb}" for verb in ("reword", "forget", "asked", "answer")),
        *(f"/questions/{row.pk}/{verb}" for verb in ("close", "reopen")),
        f"/questions/askings/{asked.pk}/forget",
        f"/questions/answers/{noted.pk}/forget",
    ):
        assert other.post(address, {"text": "x", "place": "x"}).status_code == 404
    assert ASKED not in look(other, "/questions/")
    assert "Your questions" not in look(other, "/search/?q=rubric")
    own = wonder(stranger)
    html = look(other, f"/questions/{own.pk}/")
    assert "Ana Novak" not in html
    assert "Secretly" not in html
    assert "you ask that as well" not in html
    for form in ({"voice": str(ana.pk)}, {"name": "Ana Novak"}):
        assert other.post(f"/questions/{own.pk}/asked", {"way": "mail", **form}).status_code in {
            404,
            422,
        }
        assert other.post(f"/questions/{own.pk}/answer", form).status_code in {404, 422}
    assert other.get(f"/questions/{own.pk}/ask/?voice={ana.pk}").status_code == 404
    entry = Mark.objects.filter(owner=owner)[0].entry_id
    assert "came up" not in look(other, f"/questions/?entry={entry}")
    mine = Interest.objects.create(owner=owner, name="Mine", terms=["mine"], created_at=utc_now())
    form = {"text": "x", "interest": str(mine.pk)}
    assert other.post(f"/questions/{own.pk}/reword", form).status_code == 404
    assert Answer.objects.count() == Asking.objects.count() == 1


def test_signed_out_nothing_is_shown(owner: User) -> None:
    row = wonder(owner)
    assert Client().get(f"/questions/{row.pk}/").status_code in {302, 404}


def test_the_database_is_asked_as_often_for_many_as_for_few(
    reader: Client, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ana, row = experts(owner), wonder(owner)
    for name in ("Beth", "Carl"):
        voice = world.voice(owner, name, said(f"{name} on rubrics for group work"))
    exchanges.record(voice, Happened("meeting", "mutual", utc_now()), utc_now())
    features.catch_up(utc_now())
    questions.ask(row, utc_now(), voice=ana, place="mail")
    questions.answer(row, utc_now(), voice=ana, text="Yes")
    pages = ("/questions/", f"/questions/{row.pk}/", f"/questions/{row.pk}/?whom=1")
    for address in pages:
        look(reader, address)
    counts = []
    for address in pages:
        with CaptureQueriesContext(connection) as asked:
            look(reader, address)
        counts.append(len(asked))
    for number in range(12):
        voice = world.voice(owner, f"Expert {number}", said(f"Rubric {number} for group work"))
        exchanges.record(voice, Happened("answer", "received", utc_now()), utc_now())
        if number < 6:
            questions.ask(row, utc_now(), voice=voice, place="mail")
            questions.answer(row, utc_now(), voice=voice, text="Yes")
        questions.ask(wonder(owner, f"Question {number}?"), utc_now(), voice=voice)
    features.catch_up(utc_now())
    for address, count in zip(pages, counts, strict=True):
        with django_assert_max_num_queries(count):
            look(reader, address)


def test_answers_in_a_watched_conversation_are_noted_once(reader: Client, owner: User) -> None:
    hanne = world.voice(owner, "Hanne", said("On slugs"))
    page = f"{conversing.PLACE}/u/hanne"
    Address.objects.create(
        owner=owner, voice=hanne, kind="profile", value=page, key=place_key(page)
    )
    threads.set_accounts(owner, ["@jana@forum.example"], utc_now())
    row = wonder(owner)
    began = conversing.said(1, "jana", "How do I grade?")
    asked = questions.ask(
        row, utc_now(), voice=None, place="forum", address=conversing.HOME, at=conversing.hours(1)
    )
    questions.follow(asked, conversing.watch(owner, began))
    later = conversing.said(40, "hanne", "With four lines.", to=1)
    conversing.goes_on([began, later], conversing.hours(41))
    html = look(reader, f"/questions/{row.pk}/")
    assert "1 new post there" in html
    assert "With four lines." in html
    (link,) = re.findall(r'href="(/questions/\d+/\?post=\d+)#note"', html)
    html = look(reader, link)
    assert 'name="name" value="Hanne"' in html
    form = {"name": "Hanne", "text": "With four lines.", "address": f"{conversing.HOME}/40"}
    html = post(reader, f"/questions/{row.pk}/answer", form)
    assert "Note it as an answer" not in html
    assert list(Exchange.objects.filter(voice=hanne).values_list("kind")) == [("answer",)]
    undo(reader, html)
    assert Exchange.objects.filter(voice=hanne).count() == 1, "it was seen there all the same"


def test_where_it_was_asked_is_watched(reader: Client, owner: User) -> None:
    row = wonder(owner)
    topic = json.dumps(json.loads(recorded("discourse", "topic.json"))[0])
    with site({"/t/812.json": ("application/json", topic)}) as forum:
        form = {"way": "forum", "place": "Town", "watch": "yes", "address": f"{forum}/t/words/812"}
        assert 'href="/threads/' in post(reader, f"/questions/{row.pk}/asked", form)
        assert Asking.objects.get().thread
        html = post(
            reader, f"/questions/{row.pk}/asked", {**form, "address": f"{forum}/t/nothing/1"}
        )
    assert 'class="notice bad"' in html
    assert Asking.objects.filter(thread=None).count() == 1, "it was asked there all the same"


def test_a_kept_line_comes_back_alike(reader: Client, owner: User) -> None:
    experts(owner)
    row = wonder(owner)
    mark = Mark.objects.get(entry__title="A rubric for group work")
    reading.keep(mark, utc_now())
    answer = reader.post(
        f"/read/{mark.entry_id}/mark?shelf=all&q={ASKED}",
        {"do": "let-go"},
        headers={"HX-Request": "true", "HX-Target": "x"},
    )
    assert "<mark>rubric</mark>" in answer.content.decode()
    assert look(reader, f"/questions/{row.pk}/")
