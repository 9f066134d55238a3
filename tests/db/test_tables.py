"""The tables, the search index beside them, and writing many rows at once."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kith.db import bulk, search, upkeep
from kith.db.fit import fit, plain, storable
from kith.db.models import Channel, Entry, EntryText, User
from tests.actions.world import NOW, found, owner

pytestmark = pytest.mark.django_db


def entry(channel: Channel, key: int, **facts: object) -> dict[str, object]:
    told: dict[str, object] = {
        "channel_id": channel.pk,
        "key": key,
        "url_key": 0,
        "text_key": key,
        "digest": key,
        "guid": f"urn:{key}",
        "rules": 1,
        "categories": [],
        "published_at": None,
        "first_seen_at": NOW,
        "at": NOW,
    }
    strings = ("url", "title", "author", "summary", "content", "excerpt", "language", "image")
    more = ("comments_url", "comments_feed", "reply_to")
    return dict.fromkeys((*strings, *more), "") | {"enclosures": [], "words": 0} | told | facts


def test_the_models_are_what_the_migrations_make() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert upkeep.pending() == 0
    upkeep.migrate()


def test_there_is_one_owner_at_the_most() -> None:
    owner()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="x", is_owner=True, created_at=NOW, opml_key="x")


def test_rows_written_at_once_are_read_as_they_were() -> None:
    channel = Channel.objects.create(address="https://a.example/")
    odd = datetime(1987, 6, 5, 4, 3, 2, 1, tzinfo=UTC)
    strange = 'it\'s "100%" ünïcode 🙂 \\ ; -- %s'
    ids = bulk.next_ids(Entry, 2)
    rows = [
        entry(channel, 1, title=strange, published_at=odd, categories=["ä", "b"]),
        entry(channel, 2, enclosures=[{"url": "x", "length": None}]),
    ]
    bulk.insert(Entry, [{"id": pk, **row} for pk, row in zip(ids, rows, strict=True)])
    first, second = Entry.objects.order_by("key")
    assert [first.pk, second.pk] == ids
    assert (first.title, first.published_at, first.categories) == (strange, odd, ["ä", "b"])
    assert (second.published_at, second.at) == (None, NOW)
    assert second.enclosures == [{"url": "x", "length": None}]


def test_numbers_are_given_once_and_go_on_where_django_gives_its_own() -> None:
    channel = Channel.objects.create(address="https://a.example/")
    ids = bulk.next_ids(Entry, 3)
    bulk.insert(Entry, [{"id": pk, **entry(channel, pk)} for pk in ids])
    own = Entry.objects.create(**entry(channel, 10**6))
    assert own.pk not in ids
    assert not set(bulk.next_ids(Entry, 3)) & {*ids, own.pk}


def test_nothing_is_written_of_nothing() -> None:
    bulk.insert(Entry, [])
    assert Entry.objects.count() == 0


def test_what_is_forgotten_is_not_found() -> None:
    channel = Channel.objects.create(address="https://a.example/")
    for key, word in ((1, "iridium"), (2, "osmium")):
        row = Entry.objects.create(**entry(channel, key, title=word))
        EntryText.objects.create(entry=row, body=f"about {word}")
        search.add([(row.pk, word, "Lena", f"about {word}")])
    assert found("about") == found("lena") == {"urn:1", "urn:2"}
    gone = Entry.objects.get(key=1)
    search.forget([(gone.pk, "iridium", "Lena", "about iridium")])
    gone.delete()
    assert found("iridium") == set()
    assert found("about") == {"urn:2"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain", "plain"),
        ("ünï 🙂", "ünï 🙂"),
        ("a\0b", "ab"),
        ("\ud83d\ude42", "🙂"),
        ("a\ud800b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_a_text_becomes_one_that_both_databases_hold(text: str, kept: str) -> None:
    assert storable(text) == kept
    assert plain({"a": [text, (text,)], "n": 1}) == {"a": [kept, [kept]], "n": 1}
    json.dumps(plain(text)).encode()


def test_facts_are_cut_to_their_columns() -> None:
    facts = fit(Entry, {"title": "x" * 5000, "summary": "y" * 5000, "words": 5000, "guid": ""})
    assert {name: len(str(value)) for name, value in facts.items()} == {
        "title": 1000,
        "summary": 5000,
        "words": 4,
        "guid": 0,
    }


def test_nothing_in_a_title_is_an_order_to_a_terminal() -> None:
    told = "\x1b]0;mine\x07\x1b[31mred\x9b0m\u00a0and\u200d\x7f blue"
    facts = fit(Entry, {"title": told, "summary": "two\nlines"})
    assert facts == {"title": "]0;mine[31mred0m\u00a0and\u200d blue", "summary": "two\nlines"}


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_to_writers_at_the_same_time() -> None:
    channel = Channel.objects.create(address="https://a.example/")
    start = threading.Barrier(4)

    def write(worker: int) -> None:
        start.wait()
        for turn in range(5):
            with transaction.atomic():
                ids = bulk.next_ids(Entry, 10)
                keys = [worker * 1000 + turn * 10 + n for n in range(10)]
                rows = [entry(channel, key) for key in keys]
                bulk.insert(Entry, [{"id": pk, **row} for pk, row in zip(ids, rows, strict=True)])
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 200
