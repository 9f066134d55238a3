"""How threads stand, as lists and pages are told; whose a page is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.actions import threads as do
from kith.core.identity import place_key
from kith.db.models import Address, User, Voice
from kith.queries import threads
from kith.queries.threads import MOST, PAGE, Shelf
from kith.queries.whose import whose
from tests.actions.conversing import PLACE, again, goes_on, hours, said, watch
from tests.actions.world import NOW, owner, somebody

pytestmark = pytest.mark.django_db


def me() -> User:
    user = owner()
    do.set_accounts(user, ["@jana@forum.example"], NOW)
    return user


def address(number: int) -> str:
    return f"{PLACE}/t/{number}.json"


def test_who_waits_longest_comes_first_and_what_was_said_last_among_the_others() -> None:
    user = me()
    for number in (3, 1, 2):
        asked = said(number, "jana"), said(number + 9, "hanne", to=number)
        watch(user, *asked, address=address(number), title=f"Mine {number}")
        watch(user, said(number, "jana"), address=address(number + 9), title=f"Theirs {number}")
    found = threads.overview(user, NOW)
    assert [line.title for line in found.mine] == ["Mine 1", "Mine 2", "Mine 3"]
    assert [line.title for line in found.theirs] == ["Theirs 3", "Theirs 2", "Theirs 1"]
    assert threads.overview(somebody(), NOW).any is False


def test_what_is_snoozed_comes_back_by_itself() -> None:
    user = me()
    thread = watch(user, said(1, "jana"))
    do.snooze(thread, NOW + timedelta(days=1))
    found = threads.overview(user, NOW)
    assert (found.theirs, found.snoozed, found.any) == ([], 1, True)
    assert [line.thread for line in threads.shelved(user, Shelf.SNOOZED, NOW)] == [thread.pk]
    later = threads.overview(user, NOW + timedelta(days=2))
    assert (len(later.theirs), later.snoozed) == (1, 0)


def test_lists_end() -> None:
    user = me()
    for number in range(MOST + 2):
        watch(user, said(1, "hanne"), address=address(number))
    assert len(threads.overview(user, NOW).nobodys) == MOST


def test_the_newest_are_shown_and_the_rest_page_by_page() -> None:
    user = me()
    posts = [said(0, "hanne", published=hours(n / 60), guid=f"g{n}", url="") for n in range(120)]
    thread = watch(user, *posts)
    found = threads.conversation(user, again(thread))
    assert (len(found.posts), found.earlier, found.later) == (PAGE, 70, 0)
    found = threads.conversation(user, again(thread), PAGE)
    assert (len(found.posts), found.earlier, found.later) == (PAGE, 20, PAGE)
    found = threads.conversation(user, again(thread), 2 * PAGE)
    assert (len(found.posts), found.earlier, found.later) == (20, 0, 100)
    assert threads.conversation(user, again(thread), 1000).posts == []


def test_of_what_is_new_more_is_shown_at_once() -> None:
    user = me()
    thread = watch(user, said(1, "hanne"))
    posts = [said(0, "hanne", published=hours(2 + n / 60), guid=f"g{n}") for n in range(300)]
    goes_on(posts[:90], NOW + timedelta(hours=1))
    found = threads.conversation(user, again(thread))
    assert (len(found.posts), found.earlier) == (91, 0)
    goes_on(posts, NOW + timedelta(hours=2))
    assert len(threads.conversation(user, again(thread)).posts) == 4 * PAGE


def test_a_conversation_takes_as_many_questions_whoever_takes_part() -> None:
    user = me()
    few = again(watch(user, said(1, "jana"), said(2, "hanne", to=1)))
    many = [said(n, f"user{n}", to=n - 1 if n > 1 else None) for n in range(1, 40)]
    other = again(watch(user, *many, address=address(2)))
    counts = []
    for thread in (few, other):
        with CaptureQueriesContext(connection) as queries:
            threads.conversation(user, thread)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def known(user: User, name: str, page: str) -> Voice:
    voice = Voice.objects.create(owner=user, name=name, created_at=NOW)
    Address.objects.create(owner=user, voice=voice, kind="profile", value=page, key=place_key(page))
    return voice


@pytest.mark.parametrize(
    ("noted", "page"),
    [
        ("@hanne@social.example", "https://social.example/@hanne"),
        ("https://social.example/users/hanne", "https://social.example/@hanne/"),
        ("https://github.com/Hanne", "http://www.github.com/hanne"),
        ("@hanne@forum.example", "https://forum.example/u/Hanne"),
        ("https://hanne.example", "https://www.hanne.example/"),
    ],
)
def test_a_voice_is_known_by_what_was_noted_of_it(noted: str, page: str) -> None:
    user = owner()
    voice = known(user, "Hanne", noted)
    assert whose(user, [page, "", "https://else.example"]) == {page: voice.pk}
    assert whose(somebody(), [page]) == {}


def test_a_voice_that_was_joined_to_another_is_that_no_more() -> None:
    user, page = owner(), "https://hanne.example/"
    gone = known(user, "Hanne", page)
    stays = Voice.objects.create(owner=user, name="Hanne", home=page, created_at=NOW)
    assert whose(user, [page]) == {}  # two of them: not told apart
    Voice.objects.filter(pk=gone.pk).update(state=Voice.State.JOINED, joined_to=stays)
    assert whose(user, [page]) == {page: stays.pk}
    assert whose(user, []) == {}
