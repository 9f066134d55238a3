"""A prepared query finds what Django's own finds, whatever stands in its blanks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from kith.db import prepared
from kith.db.models import Channel, Following, Session, User, Voice
from kith.db.prepared import Prepared, Values

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
COLUMNS = ("pk", "username", "created_at", "preferences", "last_login")


@pytest.fixture
def users() -> list[User]:
    return [
        User.objects.create(
            username=f"user {n}",
            created_at=MOMENT.replace(day=n),
            preferences={"number": n},
            opml_key=str(n),
        )
        for n in (1, 2, 3)
    ]


def test_converts_as_django_does(users: list[User]) -> None:
    rows = User.objects.order_by("pk")
    asked = Prepared(rows.filter(pk__gt=prepared.ROW).values_list(*COLUMNS), [prepared.ROW])
    for user in users:
        expected = rows.filter(pk__gt=user.pk).values_list(*COLUMNS)
        assert asked.rows({prepared.ROW: user.pk}) == [list(row) for row in expected]
        assert asked.count({prepared.ROW: user.pk}) == len(expected)


def test_moments_and_words_fill_their_blanks_wherever_they_stand(users: list[User]) -> None:
    inner = User.objects.filter(username=prepared.WORDS)
    rows = User.objects.filter(created_at__gte=prepared.MOMENT).exclude(pk__in=inner)
    again = rows.exclude(name=prepared.WORDS).order_by("pk").values_list("username")
    asked = Prepared(again, [prepared.WORDS, prepared.MOMENT])
    values: Values = {prepared.MOMENT: users[1].created_at}
    for words, found in (
        ("user 3", ["user 2"]),
        ("user 2", ["user 3"]),
        ("' OR 1=1 --", ["user 2", "user 3"]),
    ):
        assert [name for (name,) in asked.rows({**values, prepared.WORDS: words})] == found


def test_refuses_a_blank_that_is_nowhere() -> None:
    rows = User.objects.filter(pk=prepared.ROW).values_list("pk")
    with pytest.raises(ValueError, match="blank"):
        Prepared(rows, [prepared.ROW, prepared.OTHER])


@prepared.query
def followings(owner: int) -> QuerySet[Following]:
    rows = Following.objects.select_related("voice__owner", "channel", "brought")
    return rows.filter(owner=owner)


@prepared.query
def voices(owner: int) -> QuerySet[Voice]:
    return Voice.objects.select_related("owner").filter(owner=owner)


def test_objects_come_as_django_gives_them(users: list[User]) -> None:
    voice = Voice.objects.create(owner=users[1], name="Ines", created_at=MOMENT)
    channel = Channel.objects.create(address="https://one.example/feed", due_at=MOMENT)
    there = Following.objects.create(
        owner=users[1], voice=voice, channel=channel, created_at=MOMENT, brought=None
    )
    found = followings.first(users[1].pk)
    assert found == there
    expected = Following.objects.select_related("voice__owner", "channel", "brought").get()
    assert found.__dict__.keys() == expected.__dict__.keys()
    assert found.voice.owner.preferences == {"number": 2}
    assert found.channel.due_at == MOMENT
    assert found.brought is None
    assert followings(users[0].pk) == []
    assert followings.first(users[0].pk) is None


def test_objects_read_with_others_are_not_asked_for_again(
    users: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Voice.objects.create(owner=users[0], name="Ines", created_at=MOMENT)
    with django_assert_num_queries(1):
        found = voices.first(users[0].pk)
        assert found
        assert found.owner == users[0]


def test_days_fill_their_blanks(users: list[User]) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 2)]
    for day in days:
        Session.objects.create(owner=users[0], day=day, minutes=10, made_at=MOMENT)
    for day in days:
        assert [tuple(row) for row in of_day(day)] == [(10, day)]


@prepared.query
def since(name: str, at: datetime, some: Sequence[int]) -> QuerySet[User]:
    return User.objects.filter(created_at__gte=at, pk__in=some).exclude(username=name)


@prepared.query
def names(number: int) -> QuerySet[User, str]:
    return User.objects.filter(pk__gte=number).order_by("pk").values_list("username", flat=True)


@prepared.query
def of_day(day: date) -> QuerySet[Session, tuple[int, date]]:
    return Session.objects.filter(day=day).values_list("minutes", "day")


def test_a_query_answers_as_the_one_that_it_builds(
    users: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    numbers = [user.pk for user in users]
    for size in (3, 1, 2):
        with django_assert_num_queries(1):
            found = since("user 2", MOMENT.replace(day=1), numbers[:size])
        assert found == [user for user in users[:size] if user.username != "user 2"]
        assert found[0].preferences == {"number": 1}
    assert names(users[1].pk) == ["user 2", "user 3"]
    assert names(users[2].pk) == ["user 3"]
    assert names.count(users[1].pk) == 2
    assert names.first(users[1].pk) == "user 2"
    assert names.first(users[2].pk + 1) is None
    Session.objects.create(owner=users[0], day=MOMENT.date(), minutes=20, made_at=MOMENT)
    assert [tuple(row) for row in of_day(MOMENT.date())] == [(20, MOMENT.date())]
    assert of_day(date(2026, 3, 2)) == []


def test_a_query_finds_nothing_among_nothing_and_all_among_very_many(
    users: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert since("", MOMENT.replace(day=1), []) == []
    many = range(users[0].pk, users[0].pk + 2 * prepared.MOST)
    assert since("", MOMENT.replace(day=1), many) == users


def test_a_query_takes_what_it_was_built_for() -> None:
    with pytest.raises(ValueError, match="argument"):
        names(1, 2)  # type: ignore[call-arg]
