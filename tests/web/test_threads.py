"""Threads: the list, one conversation, what is done there; and that all of it is one's own."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kith.actions import looks, threads
from kith.actions.clock import utc_now
from kith.core.identity import place_key
from kith.core.problems import Problem
from kith.db.models import Address, Exchange, Mark, Thread, User, Voice
from tests.actions.conversing import (
    ADDRESS,
    HOME,
    PLACE,
    again,
    goes_on,
    half,
    hours,
    passed,
    said,
    watch,
)
from tests.sources.test_conversations import said as recorded
from tests.web import world
from tests.web.accounts import at
from tests.web.markup import faults
from tests.web.sites import site

pytestmark = pytest.mark.django_db

TOPIC = json.dumps(json.loads(recorded("discourse", "topic.json"))[0])
ME = "@jana@forum.example"


@pytest.fixture(scope="module")
def forum() -> Iterator[str]:
    with site({"/t/812.json": ("application/json", TOPIC)}) as address:
        yield address


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def mine(user: User, *posts: object, address: str = ADDRESS, title: str = "How to begin") -> Thread:
    """A thread in which the user, who is jana there, is asked something."""
    threads.set_accounts(user, [ME], utc_now())
    given = posts or (said(1, "jana", "Who begins?"), said(2, "hanne", "You?", to=1))
    return watch(user, *given, address=address, title=title)  # type: ignore[arg-type]


def page_of(thread: Thread) -> str:
    return reverse("thread", args=[thread.pk])


def do(client: Client, thread: Thread, verb: str, **fields: str) -> str:
    """Do something with a thread; what is said of it."""
    answer = client.post(reverse("thread-change", args=[thread.pk]), {"do": verb, **fields})
    return shown(client, answer["Location"])


def test_the_list_says_what_belongs_there(reader: Client) -> None:
    html = shown(reader, "/threads/")
    assert "No threads yet" in html
    assert "None here" in shown(reader, "/threads/?shelf=closed")


def test_the_list_has_mine_theirs_and_nobodys(reader: Client, owner: User) -> None:
    mine(owner)
    mine(owner, said(1, "jana"), address=f"{PLACE}/t/2.json", title="Theirs")
    mine(owner, said(1, "hanne"), address=f"{PLACE}/t/3.json", title="Quiet one")
    html = shown(reader, "/threads/")
    order = ["Your turn", "How to begin", "Their turn", "Theirs", "Nobody owes", "Quiet one"]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert "<bdi>Hanne</bdi> asks you something" in html
    assert "last word by <bdi>Hanne</bdi>" in html.partition("Nobody owes")[2]
    assert "last word by you" in html.partition("Their turn")[2]


def test_what_is_snoozed_and_closed_stands_elsewhere(reader: Client, owner: User) -> None:
    thread = mine(owner)
    assert "Left alone until" in do(reader, thread, "snooze", days="7")
    assert (
        "How to begin" not in shown(reader, "/threads/").partition("<main")[2].partition("Undo")[2]
    )
    assert "How to begin" in shown(reader, "/threads/?shelf=snoozed")
    do(reader, thread, "wake")
    assert "Closed: “How to begin”." in do(reader, thread, "close")
    assert "How to begin" in shown(reader, "/threads/?shelf=closed")
    assert "no longer looks there" in shown(reader, page_of(thread))
    do(reader, thread, "reopen")
    assert again(thread).closed_at is None


def test_snoozing_can_be_chosen_and_undone(reader: Client, owner: User) -> None:
    thread = mine(owner)
    do(reader, thread, "snooze", days="30")
    until = again(thread).snoozed_until
    assert until
    assert abs(until - utc_now() - timedelta(days=30)) < timedelta(minutes=1)
    do(reader, thread, "snooze", days="365")
    until = again(thread).snoozed_until
    assert until
    assert until < utc_now() + timedelta(days=8)


def test_saying_that_nothing_is_owed_can_be_undone(reader: Client, owner: User) -> None:
    thread = mine(owner)
    html = do(reader, thread, "settle")
    assert "Their turn" in html
    before = html.partition('name="before" value="')[2].partition('"')[0]
    do(reader, thread, "unsettle", before=before)
    assert again(thread).turn == "mine"
    do(reader, thread, "unsettle", before="no moment")
    assert again(thread).settled_at is None


def test_the_conversation_shows_who_said_what(reader: Client, owner: User) -> None:
    thread = mine(
        owner,
        said(1, "jana", "Who <b>begins</b>?"),
        said(2, "hanne", 'You?<script>alert(1)</script> <a href="javascript:x()">here</a>', to=1),
        said(
            3, "ravi", "Indeed.", title="<i>Odd</i>", url="javascript:alert(2)", author="<u>R</u>"
        ),
    )
    html = shown(reader, page_of(thread))
    assert "Your turn, since" in html
    assert "answers you" in html
    assert "Who <b>begins</b>?" in html
    assert "asks you something" in html
    assert f'href="{HOME}/2"' in html
    for bad in ("<script>alert", "javascript:", "<u>R</u>", "<i>Odd</i>"):
        assert bad not in html.partition("<main")[2], bad


def test_looking_at_it_is_having_seen_it(reader: Client, owner: User) -> None:
    thread = mine(owner)
    assert 'id="new"' not in shown(reader, page_of(thread))
    goes_on([said(3, "ravi", "Me too.")], utc_now() + timedelta(minutes=1))
    assert "1 new" in shown(reader, "/threads/")
    assert reader.head(page_of(thread)).status_code == 200
    assert again(thread).summary["new"] == 1
    assert 'id="new"' in shown(reader, page_of(thread))
    assert again(thread).summary["new"] == 0


def test_a_long_one_is_shown_page_by_page(reader: Client, owner: User) -> None:
    posts = [
        said(0, "hanne", f"Word {n}.", published=hours(n / 60), guid=f"g{n}") for n in range(1, 81)
    ]
    html = shown(reader, page_of(mine(owner, *posts)))
    assert ("Word 30." in html, "Word 31." in html) == (False, True)
    assert "30 earlier posts" in html
    earlier = html.partition("?skip=")[2].partition('"')[0]
    html = shown(reader, f"{page_of(Thread.objects.get())}?skip={earlier}")
    assert ("Word 30." in html, "Word 31." in html) == (True, False)
    assert "50 later posts" in html
    assert "Nothing was heard" in shown(reader, f"{page_of(Thread.objects.get())}?skip=9999999")


def test_who_i_am_is_asked_once(reader: Client, owner: User) -> None:
    thread = watch(owner, said(1, "jana", "Who begins?"), said(2, "hanne", "You?", to=1))
    html = shown(reader, page_of(thread))
    assert "Which of them are you?" in html
    assert f'<option value="{ME}">Jana</option>' in html
    me = reverse("thread-me", args=[thread.pk])
    html = shown(reader, reader.post(me, {"chosen": ME})["Location"])
    assert "Your turn" in html
    assert "Which of them are you?" not in html
    assert ME in shown(reader, "/settings/")


@pytest.mark.parametrize("typed", ["jana", "@jana", "jana@forum.example", f"{PLACE}/u/jana"])
def test_who_i_am_may_be_typed(reader: Client, owner: User, typed: str) -> None:
    thread = watch(owner, said(1, "jana"), said(2, "hanne", to=1))
    reader.post(reverse("thread-me", args=[thread.pk]), {"typed": typed})
    assert again(thread).turn == "mine"


def test_a_name_with_blanks_is_one_where_there_are_no_accounts(reader: Client, owner: User) -> None:
    post = said(1, "jana novak", author_url="")
    thread = watch(owner, post, said(2, "hanne"))
    html = shown(reader, page_of(thread))
    name = html.partition('<option value="@jana novak')[2].partition('"')[0]
    reader.post(reverse("thread-me", args=[thread.pk]), {"chosen": f"@jana novak{name}"})
    assert again(thread).turn == "mine"


def test_what_is_no_account_is_said(reader: Client, owner: User) -> None:
    thread = watch(owner, said(1, "jana"))
    answer = reader.post(reverse("thread-me", args=[thread.pk]), {"typed": "a@b@c"})
    assert "found no account in that" in shown(reader, answer["Location"])
    answer = reader.post("/settings/accounts", {"accounts": f"{ME}\nwho knows"})
    assert "found no account in: who knows" in shown(reader, answer["Location"])
    assert shown(reader, "/settings/").count(ME) == 1
    owner.refresh_from_db()
    assert owner.preferences["accounts"] == [ME]
    assert "Saved." in shown(reader, reader.post("/settings/accounts", {})["Location"])


def test_the_way_there_asks_whether_it_was_done(reader: Client, owner: User) -> None:
    thread = mine(owner)
    answer = reader.get(reverse("thread-answer", args=[thread.pk]))
    assert answer["Location"] == HOME
    html = shown(reader, "/threads/")
    assert "Did you answer in “How to begin”?" in html
    assert reverse("thread-answered", args=[thread.pk]) in html


def test_that_i_answered_is_recorded_and_can_be_undone(reader: Client, owner: User) -> None:
    hanne = Voice.objects.create(owner=owner, name="Hanne", created_at=utc_now())
    page = f"{PLACE}/u/hanne"
    Address.objects.create(
        owner=owner, voice=hanne, kind="profile", value=page, key=place_key(page)
    )
    thread = mine(owner)
    done = reverse("thread-answered", args=[thread.pk])
    html = shown(reader, reader.post(done)["Location"])
    assert "Noted, with 1 person you know." in html
    assert ("Hanne", "answer", "given", "said") in passed(owner)
    before = html.partition('name="before" value="')[2].partition('"')[0]
    reader.post(reverse("thread-unanswered", args=[thread.pk]), {"before": before})
    assert again(thread).turn == "mine"
    assert [one[2] for one in passed(owner)] == ["received"]


def test_that_i_answered_is_undone_though_it_was_said_twice(reader: Client, owner: User) -> None:
    thread = mine(owner)
    done = reverse("thread-answered", args=[thread.pk])
    reader.post(done)
    shown(reader, "/threads/")  # nothing is left to be told
    html = shown(reader, reader.post(done)["Location"])
    before = html.partition('name="before" value="')[2].partition('"')[0]
    reader.post(reverse("thread-unanswered", args=[thread.pk]), {"before": before})
    assert again(thread).turn == "mine"


def test_that_i_answered_where_nobody_is_known(reader: Client, owner: User) -> None:
    thread = mine(owner)
    html = shown(reader, reader.post(reverse("thread-answered", args=[thread.pk]))["Location"])
    assert "Noted. It is the others’ turn." in html
    assert "Their turn" in html


def test_looking_again_is_not_for_every_minute(reader: Client, owner: User) -> None:
    thread = mine(owner)
    look = reverse("thread-look", args=[thread.pk])
    looks.failed(thread.channel, Problem("not-found", {"host": "x"}), 3600.0, utc_now(), half)
    assert "asked to be left alone" in shown(reader, reader.post(look)["Location"])
    Thread.objects.get().channel.__class__.objects.update(held_until=None)
    assert "a moment ago" in shown(reader, reader.post(look)["Location"])
    Thread.objects.get().channel.__class__.objects.update(looked_at=None)
    assert "looks at it again in a moment" in shown(reader, reader.post(look)["Location"])


def test_what_cannot_be_read_stands_among_what_fails(reader: Client, owner: User) -> None:
    thread = mine(owner)
    assert "All channels answer" in shown(reader, "/health/") or "No channels" in shown(
        reader, "/health/"
    )
    problem = Problem("not-found", {"host": "forum.example"})
    looks.failed(thread.channel, problem, None, utc_now(), half)
    html = shown(reader, "/health/")
    assert "Conversations that cannot be read" in html
    assert "nothing at this address any more" in html
    assert "It cannot be read just now:" in shown(reader, page_of(thread))
    do(reader, thread, "close")
    assert "Conversations that cannot be read" not in shown(reader, "/health/")


def test_get_asks_before_watching(reader: Client, forum: str) -> None:
    asked = f"/threads/watch/?{urlencode({'text': f'Look: {forum}/t/words/812 there'})}"
    assert f'value="{forum}/t/words/812"' in shown(reader, asked)
    assert not Thread.objects.exists()


def test_post_watches_and_shows_it(reader: Client, owner: User, forum: str) -> None:
    answer = reader.post("/threads/watch/", {"url": f"{forum}/t/words/812"})
    thread = Thread.objects.get(owner=owner)
    assert answer["Location"] == page_of(thread)
    html = shown(reader, answer["Location"])
    assert "Kith watches this now." in html
    assert "no marks, answers right away" in html
    answer = reader.post("/threads/watch/", {"url": f"{forum}/t/812"})
    assert "You watch this already." in shown(reader, answer["Location"])


def test_what_cannot_be_watched_is_said(reader: Client, forum: str) -> None:
    answer = reader.post("/threads/watch/", {"url": f"{forum}/t/words/1"})
    assert answer.status_code == 422
    assert faults(answer.content.decode()) == []
    assert "There is nothing at this address" in answer.content.decode()


def test_the_bookmark_is_a_text_to_copy(reader: Client) -> None:
    html = shown(reader, "/settings/")
    assert "javascript:location.href=&#39;http://testserver/threads/watch/?url=" in html


def entry(user: User, url: str = "https://words.example/piece", comments_url: str = "") -> Mark:
    world.voice(user, "Ines", world.said("A piece", html="", url=url, comments_url=comments_url))
    return Mark.objects.get(owner=user)


def test_w_in_the_reader_watches_what_is_said(reader: Client, owner: User, forum: str) -> None:
    mark = entry(owner, comments_url=f"{forum}/t/words/812")
    where = reverse("entry", args=[mark.entry_id])
    html = shown(reader, where)
    assert 'data-key="w"' in html
    answer = reader.post(reverse("entry-watch", args=[mark.entry_id]))
    thread = Thread.objects.get()
    assert answer["Location"] == page_of(thread)
    assert (thread.entry_id, thread.voice_id) == (mark.entry_id, mark.voice_id)
    assert page_of(thread) in shown(reader, where)


def test_w_never_takes_the_piece_itself_for_what_is_said(
    reader: Client, owner: User, forum: str
) -> None:
    mark = entry(owner, comments_url=f"{forum}/nowhere", url=f"{forum}/t/812")
    reader.post(reverse("entry-watch", args=[mark.entry_id]))
    assert not Thread.objects.exists()


def test_w_is_there_only_where_people_talk(reader: Client, owner: User) -> None:
    mark = entry(owner, url="https://words.example/alone")
    assert 'data-key="w"' not in shown(reader, reverse("entry", args=[mark.entry_id]))


def test_w_where_nothing_can_be_watched_says_why(reader: Client, owner: User, forum: str) -> None:
    mark = entry(owner, comments_url=f"{forum}/nowhere", url="")
    answer = reader.post(reverse("entry-watch", args=[mark.entry_id]))
    assert "There is nothing at this address" in shown(reader, answer["Location"])


def test_a_name_in_a_post_leads_to_the_voice(reader: Client, owner: User) -> None:
    hanne = Voice.objects.create(
        owner=owner, name="Hanne", home=f"{PLACE}/u/hanne", created_at=utc_now()
    )
    html = shown(reader, page_of(mine(owner)))
    assert f'<a href="{reverse("voice", args=[hanne.pk])}">Hanne</a>' in html


def test_what_is_owed_leads_to_the_thread(reader: Client, owner: User) -> None:
    thread = mine(owner)
    html = shown(reader, "/people/owed/")
    assert page_of(thread) in html
    assert reverse("thread-answer", args=[thread.pk]) in html


NAMED = ("thread", "thread-answer")
POSTED = ("thread-answered", "thread-unanswered", "thread-change", "thread-look", "thread-me")


@pytest.mark.parametrize("name", NAMED + POSTED)
def test_allies_and_strangers_have_no_business_there(
    owner: User, ally: User, stranger: User, name: str
) -> None:
    thread = mine(owner)
    watch(ally, said(1, "jana"))  # who watches the same has a thread of their own
    before = Thread.objects.filter(pk=thread.pk).values().get()
    where = reverse(name, args=[thread.pk])
    for user in (ally, stranger):
        client = at(user)
        answer = client.get(where) if name in NAMED else client.post(where, {"do": "close"})
        assert answer.status_code == 404
        assert page_of(thread) not in shown(client, "/threads/")
    assert at().get(page_of(thread)).status_code == 302
    assert Thread.objects.filter(pk=thread.pk).values().get() == before
    assert not Exchange.objects.exists()


def test_an_entry_of_somebody_else_is_not_watched(owner: User, other: Client, forum: str) -> None:
    mark = entry(owner, comments_url=f"{forum}/t/words/812")
    assert other.post(reverse("entry-watch", args=[mark.entry_id])).status_code == 404
    assert not Thread.objects.exists()


def test_forms_need_a_token(owner: User) -> None:
    thread = mine(owner)
    client = at(owner, csrf=True)
    for path in ("/threads/watch/", "/settings/accounts", reverse("thread-look", args=[thread.pk])):
        assert client.post(path, {"url": PLACE}).status_code == 403


def counted(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_query_counts_do_not_grow(reader: Client, owner: User) -> None:
    few = mine(owner)
    reader.get("/threads/")
    before = counted(reader, "/threads/"), counted(reader, page_of(few))
    posts = [said(n, f"user{n}", to=n - 1 or None) for n in range(1, 60)]
    many = mine(owner, *posts, address=f"{PLACE}/t/2.json")
    for n in range(3, 13):
        mine(owner, address=f"{PLACE}/t/{n}.json")
    assert (counted(reader, "/threads/"), counted(reader, page_of(many))) == before


def test_a_title_that_only_names_the_author_or_the_conversation_is_not_said_again(
    reader: Client, owner: User
) -> None:
    thread = mine(
        owner,
        said(1, "jana", "Who begins?", title="How to begin"),
        said(2, "hanne", "You?", to=1, title="Hanne"),
        said(3, "tom", "Me.", to=1, title="An offer"),
    )
    html = shown(reader, f"/threads/{thread.pk}/")
    assert re.findall(r"<h(\d)[^>]*>([^<]*)</h\1>", html.partition("<main")[2])[:2] == [
        *(("1", "How to begin"), ("2", "An offer")),
    ]
