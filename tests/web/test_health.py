"""The silent and the failing, and what can be done about each."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kith.actions.clock import utc_now
from kith.db.models import Channel, Following, User
from tests.web import world
from tests.web.markup import faults
from tests.web.sites import site


@pytest.fixture
def blog() -> Iterator[str]:
    with site() as address:
        yield address


def look(client: Client) -> str:
    answer = client.get("/health/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def of(name: str) -> Following:
    return Following.objects.select_related("channel").get(voice__name=name)


def rest() -> None:
    """Nothing was looked at within the last five minutes."""
    Channel.objects.update(looked_at=utc_now() - timedelta(minutes=6))


def test_lists_the_failing_and_the_silent_with_reasons(reader: Client, owner: User) -> None:
    world.library(owner)
    html = look(reader)
    first, second, third = (
        html.index(part)
        for part in ("what should become of them?", "Failing just now", "Gone quiet")
    )
    assert first < html.index(">Somewhere Else</a>") < second
    assert second < html.index(">Jun Watanabe</a>") < third
    assert third < html.index(">An old friend</a>")
    assert "There is nothing at this address any more (404)." in html
    assert "2 looks in a row have failed, since today." in html
    assert "Ines" not in html
    assert "All the others answer." in html


def test_all_channels_answer(reader: Client, owner: User) -> None:
    world.voice(owner, "Somebody", world.said("Here"))
    html = look(reader)
    assert "All channels answer" in html
    assert "Bring a list" not in html


def test_others_fare_differently(other: Client, owner: User) -> None:
    world.library(owner)
    html = look(other)
    assert "No channels yet" in html
    assert "Bring a list" in html
    lost = of("Somewhere Else")
    for verb in ("look", "replace", "let-go"):
        assert other.post(f"/channels/{lost.pk}/{verb}").status_code == 404, verb


def test_looking_again_by_hand_cools_down(reader: Client, owner: User) -> None:
    world.library(owner)
    lost = of("Somewhere Else")
    answer = reader.post(f"/channels/{lost.pk}/look", {"next": "/health/"}, follow=True)
    assert "it can do so again in five minutes" in answer.content.decode()
    rest()
    answer = reader.post(f"/channels/{lost.pk}/look", {"next": "/health/"}, follow=True)
    assert "Kith looks at it again in a moment." in answer.content.decode()
    lost.channel.refresh_from_db()
    assert lost.channel.due_at
    assert lost.channel.due_at <= utc_now()


def test_a_host_that_asked_to_wait_is_left_alone(reader: Client, owner: User) -> None:
    world.library(owner)
    lost = of("Somewhere Else")
    rest()
    Channel.objects.filter(pk=lost.channel_id).update(held_until=utc_now() + timedelta(hours=2))
    assert "in 2 hours, as its host asked" in look(reader)
    answer = reader.post(f"/channels/{lost.pk}/look", follow=True)
    assert "asked to be left alone until" in answer.content.decode()


def test_all_that_fail_are_looked_at_again(reader: Client, owner: User) -> None:
    world.library(owner)
    answer = reader.post("/health/look", follow=True)
    assert "They were all asked just now." in answer.content.decode()
    rest()
    answer = reader.post("/health/look", follow=True)
    assert "Kith looks at 2 channels again in a moment." in answer.content.decode()
    assert Channel.objects.filter(due_at__lte=utc_now()).count() == 3, "and one never heard"


def test_a_new_address_replaces_the_old_one(reader: Client, owner: User, blog: str) -> None:
    world.library(owner)
    lost = of("Somewhere Else")
    form = {"address": blog + "/", "next": "/health/"}
    html = reader.post(f"/channels/{lost.pk}/replace", form, follow=True).content.decode()
    assert faults(html) == []
    assert f"It is heard at {blog}/feed.xml now." in html
    assert ">Somewhere Else</a>" not in html
    assert of("Somewhere Else").channel.address == f"{blog}/feed.xml"
    assert "The last thing heard" in reader.get("/read/?shelf=all").content.decode()


def test_an_address_that_leads_nowhere_changes_nothing(
    reader: Client, owner: User, blog: str
) -> None:
    world.library(owner)
    lost = of("Somewhere Else")
    form = {"address": f"{blog}/nothing-here", "next": "/health/"}
    html = reader.post(f"/channels/{lost.pk}/replace", form, follow=True).content.decode()
    assert '<div class="notice bad">' in html
    assert of("Somewhere Else").channel_id == lost.channel_id


def test_queries_do_not_grow_with_channels(
    reader: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.library(owner)
    look(reader)
    with django_assert_num_queries(4):
        look(reader)
    for i in range(10):
        world.fails(world.voice(owner, f"Voice {i}", world.said("Here")), 2)
    with django_assert_num_queries(4):
        look(reader)
