"""The sample network is loaded, looked at like anything else, and leaves no trace."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from kith.actions import exchanges, joining, reading, roster, sample
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Channel, Entry, Following, Label, Mark, User, Voice
from kith.queries import channels, sampling
from kith.queries.roster import listed
from kith.worker.round import Round
from tests.worker.rounds import follow, is_whole, look, owner, somebody, states

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_to_find"),
]


def rows() -> dict[str, int]:
    """How many rows each table has, and the search index."""
    models = apps.get_app_config("db").get_models(include_auto_created=True)
    counts = {model._meta.db_table: model._default_manager.count() for model in models}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM entry_search_docsize")
            counts["entry_search"] = cursor.fetchone()[0]
    return counts


def load(user: User | None = None, days_ago: int = 0) -> list[int]:
    return sample.load(user or owner(), utc_now() - timedelta(days=days_ago))


def load_and_hear(user: User | None = None, days_ago: int = 0) -> None:
    """Load it, and look at a few of its channels; all of them would take long."""
    load(user, days_ago)
    some = ("elif-aydin", "graham-pell", "samuel-okonkwo", "rasmus-lindqvist")
    heard = Channel.objects.filter(address__regex=f"^sample:({'|'.join(some)})/")
    ids = list(heard.values_list("pk", flat=True))
    Round(lambda: ids).run()


def test_it_is_heard_like_anything_else() -> None:
    assert not sampling.is_loaded(owner())
    ids = load()
    assert sampling.is_loaded(owner())
    assert sorted(ids) == sorted(Channel.objects.values_list("pk", flat=True))
    summary = look()
    assert summary.looked_at == len(ids)
    assert summary.new == Entry.objects.count() > 250
    assert [problem.code for _, problem in summary.problems] == ["not-found"]
    assert 80 < states()["unread"] <= 5 * len(ids)
    is_whole()


def test_voices_have_names_kinds_homes_and_labels() -> None:
    load()
    look()
    heard = Voice.objects.exclude(name="Rasmus Lindqvist").exclude(followings=None)
    assert set(heard.values_list("kind", flat=True)) == set(Voice.Kind.values)
    assert not heard.filter(home="").exists()
    assert not heard.filter(labels=None).exists()
    people = {"Inês Kowalczyk", "Marit Solheim", "Graham Pell", "高原 澪", "Annegret Tiedemann"}
    kinds = dict(heard.values_list("name", "kind"))
    assert {kinds[name] for name in people} == {"person"}
    communities = {"The Study Circle", "Volunteer Leads", "Code Review Club"}
    assert {name for name, kind in kinds.items() if kind == "community"} == communities
    (samuel,) = heard.filter(name="Samuel Okonkwo")
    assert samuel.followings.count() == 2


def test_health_has_something_to_show() -> None:
    load()
    look()
    shown = {one.name: one for one in channels.health(owner(), utc_now())}
    assert shown["Rasmus Lindqvist"].problem
    assert shown["Fiona MacAskill"].silent
    assert len(shown) == 2


def test_the_list_to_take_away_is_without_it() -> None:
    follow("https://a.example/feed")
    load()
    assert [one.address for one in listed(owner())] == ["https://a.example/feed"]


def test_a_second_look_brings_nothing_new() -> None:
    load(days_ago=3)
    look()
    summary = look()
    assert (summary.new, summary.edited, summary.failed) == (0, 0, 1)


def test_loading_twice_is_harmless() -> None:
    load_and_hear(days_ago=2)
    before = rows()
    waiting = Channel.objects.filter(looked_at=None)
    assert sorted(load()) == sorted(waiting.values_list("pk", flat=True))
    assert rows() == before


def test_what_was_not_looked_at_yet_is_named_again() -> None:
    assert load() == load()


def test_removing_leaves_no_trace() -> None:
    owner()
    before = rows()
    load_and_hear()
    for mark in Mark.objects.order_by("pk")[:5]:
        reading.open_entry(mark, utc_now())
        reading.keep(mark, utc_now())
    voices = Voice.objects.count()
    assert sample.remove(owner(), utc_now()) == voices
    assert not sampling.is_loaded(owner())
    assert rows() == before
    assert sample.remove(owner(), utc_now()) == 0


def test_removing_before_the_first_look_leaves_no_trace() -> None:
    owner()
    before = rows()
    load()
    sample.remove(owner(), utc_now())
    assert rows() == before


def test_it_can_come_back() -> None:
    load_and_hear()
    count = Entry.objects.count()
    sample.remove(owner(), utc_now())
    load_and_hear()
    assert Entry.objects.count() == count
    is_whole()


def test_what_the_account_made_itself_stays() -> None:
    own = follow("https://a.example/feed", name="Jana Novak", labels=["Libraries", "Friends"])
    before = rows()
    load_and_hear()
    sample.remove(owner(), utc_now())
    assert rows() == before
    assert Voice.objects.get() == own
    assert set(own.labels.values_list("name", flat=True)) == {"Libraries", "Friends"}


def test_a_voice_that_is_heard_elsewhere_too_stays() -> None:
    load_and_hear()
    voice = Voice.objects.get(name="Elif Aydın")
    roster.follow(owner(), [Speaking("https://elif.example/feed")], utc_now(), voice=voice)
    sample.remove(owner(), utc_now())
    assert Voice.objects.get() == voice
    assert Following.objects.get().channel.address == "https://elif.example/feed"
    assert not Mark.objects.exists()
    assert Label.objects.get().name == "Adult learning"


def test_a_voice_let_go_of_goes_too() -> None:
    owner()
    before = rows()
    load_and_hear()
    for voice in Voice.objects.all()[:3]:
        roster.let_go(voice, utc_now())
    sample.remove(owner(), utc_now())
    assert rows() == before


def test_another_account_keeps_its_own() -> None:
    other = somebody()
    load_and_hear()
    load_and_hear(other)
    entries, marks = Entry.objects.count(), Mark.objects.filter(owner=other)
    kept = marks.order_by("pk")[0]
    reading.keep(kept, utc_now())
    heard = marks.count()
    sample.remove(owner(), utc_now())
    assert (Entry.objects.count(), marks.count()) == (entries, heard)
    kept.refresh_from_db()
    assert kept.kept_at
    assert sampling.is_loaded(other)
    assert not Mark.objects.filter(owner=owner()).exists()
    is_whole()
    sample.remove(other, utc_now())
    assert not Entry.objects.exists()
    assert not Channel.objects.exists()


def test_accounts_that_load_it_on_different_days_have_dates_of_their_own() -> None:
    other = somebody()
    load_and_hear(days_ago=7)
    load_and_hear(other)
    said = Entry.objects.filter(title="The learner who nods")
    week_old, fresh = (said.get(marks__owner=user) for user in (owner(), other))
    assert week_old.published_at
    assert fresh.published_at
    assert fresh.published_at - week_old.published_at == timedelta(days=7)
    sample.remove(other, utc_now())
    assert said.get() == week_old
    is_whole()


def test_whom_one_joined_with_a_voice_of_the_sample_stays() -> None:
    now = utc_now()
    load_and_hear()
    theirs = Voice.objects.filter(owner=owner(), followings__channel__kind=sample.KIND)[0]
    real = Voice.objects.create(owner=owner(), name="Real", notes="Tea.", created_at=now)
    joining.join(theirs, real, now)
    exchanges.just_did(real, now)
    sample.remove(owner(), now)
    assert Voice.objects.get() == real
    real.refresh_from_db()
    assert (real.notes, real.state) == ("Tea.", Voice.State.ACTIVE)
