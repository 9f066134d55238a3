"""Store what a channel said: decide, clean outside any transaction, then write in short ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from kith.core import intake
from kith.core.feeds import ParsedEntry
from kith.core.intake import Keys, Known
from kith.core.minutes import count_words
from kith.db import search
from kith.db.models import Channel, Edit, Entry, EntryText, Following, Mark
from kith.net import html

BATCH = 500  # rows a transaction: pages of a reader wait for one at the most
UNREAD_AT_FIRST = 5
EDITS_KEPT = 5
MEMORY = 10_000  # of a channel's newest entries, those that can be recognised

T = TypeVar("T")


@dataclass(slots=True)
class Prepared:
    """Rows that are ready to be written, in the order they are to be written in."""

    new: list[tuple[Entry, str]]  # with the plain text
    edited: list[tuple[Entry, str]]
    unread: set[int]  # keys of the new entries that are shown as unread


def prepare(channel: Channel, entries: Sequence[ParsedEntry], now: datetime) -> Prepared:
    """Decide what is new or edited, and clean it. Reads, but writes nothing.

    A channel's first document leaves its newest entries unread and archives the rest.
    """
    decision = intake.decide(known_of(channel), entries)
    rows = [_row(channel, entry, keys, now) for entry, keys in reversed(decision.new)]
    if channel.succeeded_at is None:
        newest = sorted(rows, key=lambda row: row[0].at)[-UNREAD_AT_FIRST:]
    else:
        newest = rows
    edited = []
    for pk, entry, keys in decision.edited:
        row, text = _row(channel, entry, keys, now)
        row.pk = pk
        edited.append((row, text))
    return Prepared(rows, edited, {row.key for row, _ in newest})


def known_of(channel: Channel) -> list[Known]:
    """The channel's newest entries, as far as recognising them needs."""
    rows = Entry.objects.filter(channel=channel).order_by("-pk")[:MEMORY]
    fields = rows.values_list("pk", "key", "url_key", "text_key", "digest", "guid")
    return [
        Known(pk, Keys(key, url, text, digest), bool(guid))
        for pk, key, url, text, digest, guid in fields
    ]


def _row(channel: Channel, entry: ParsedEntry, keys: Keys, now: datetime) -> tuple[Entry, str]:
    base = entry.base or entry.url or channel.home or channel.address
    summary = html.clean(entry.summary, base)
    content = html.clean(entry.content, base) if entry.content != entry.summary else summary
    text = html.text(content or summary)
    row = Entry(
        channel=channel,
        key=keys.key,
        url_key=keys.url,
        text_key=keys.text,
        digest=keys.digest,
        guid=entry.guid,
        url=entry.url,
        title=entry.title,
        author=entry.author,
        summary=summary,
        content=content,
        excerpt=html.excerpt(html.text(summary) if entry.summary else text),
        rules=html.RULES_VERSION,
        language=entry.language[:40],
        image=entry.image,
        comments_url=entry.comments_url,
        comments_feed=entry.comments_feed,
        reply_to=entry.reply_to[:4000],
        categories=list(entry.categories),
        enclosures=[asdict(enclosure) for enclosure in entry.enclosures],
        words=count_words(text),
        seconds=entry.seconds,
        published_at=entry.published,
        updated_at=entry.updated,
        first_seen_at=now,
        at=min(entry.published or now, now),
    )
    return row, text


def write(channel: Channel, prepared: Prepared, now: datetime) -> None:
    """Write what was prepared, in transactions of at most BATCH rows.

    A process killed between two of them repeats nothing: what is written is recognised next time,
    and the channel is not marked as read up to here until the caller says so.
    """
    listeners = list(Following.objects.filter(channel=channel).values_list("owner_id", "voice_id"))
    for batch in _batches(prepared.new):
        with transaction.atomic():
            _insert(batch, listeners, prepared.unread)
    for batch in _batches(prepared.edited):
        with transaction.atomic():
            _rewrite(batch, now)


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _insert(
    batch: Iterable[tuple[Entry, str]], listeners: Sequence[tuple[int, int]], unread: set[int]
) -> None:
    batch = list(batch)
    entries = Entry.objects.bulk_create([entry for entry, _ in batch])
    EntryText.objects.bulk_create(EntryText(entry_id=entry.pk, body=text) for entry, text in batch)
    search.add((entry.pk, entry.title, entry.author, text) for entry, text in batch)
    Mark.objects.bulk_create(
        Mark(
            owner_id=owner,
            voice_id=voice,
            entry_id=entry.pk,
            at=entry.at,
            state=Mark.State.UNREAD if entry.key in unread else Mark.State.ARCHIVED,
        )
        for owner, voice in listeners
        for entry in entries
    )


_REWRITTEN = [
    *("key", "url_key", "text_key", "digest", "guid", "url", "title", "author", "summary"),
    *("content", "excerpt", "rules", "image", "comments_url", "comments_feed", "reply_to"),
    *("categories", "enclosures", "words", "seconds", "published_at", "updated_at", "at"),
]


def _rewrite(batch: Sequence[tuple[Entry, str]], now: datetime) -> None:
    """Bring edited entries up to date; what they said before is kept, their marks stay."""
    before = Entry.objects.select_related("text").in_bulk([row.pk for row, _ in batch])
    search.forget([_words(old, old.text.body) for old in before.values()])
    kept = []
    for row, _ in batch:
        old = before[row.pk]
        if row.published_at is None:
            row.published_at, row.at = old.published_at, old.at
        if (old.title, old.summary, old.content) != (row.title, row.summary, row.content):
            kept.append(_edit_of(old, now))
    Edit.objects.bulk_create(kept)
    _drop_old_edits([edit.entry_id for edit in kept])
    Entry.objects.bulk_update([row for row, _ in batch], _REWRITTEN)
    EntryText.objects.bulk_update(
        [EntryText(entry_id=row.pk, body=t) for row, t in batch], ["body"]
    )
    search.add(_words(row, text) for row, text in batch)
    moved = [row for row, _ in batch if row.at != before[row.pk].at]
    for row in moved:
        Mark.objects.filter(entry=row.pk).update(at=row.at)


def _words(entry: Entry, text: str) -> search.Words:
    return entry.pk, entry.title, entry.author, text


def _edit_of(old: Entry, now: datetime) -> Edit:
    return Edit(
        entry_id=old.pk, seen_at=now, title=old.title, summary=old.summary, content=old.content
    )


def _drop_old_edits(entries: Sequence[int]) -> None:
    edits = Edit.objects.filter(entry__in=entries).only("pk", "entry_id").order_by("-pk")
    seen: dict[int, int] = {}
    surplus = []
    for edit in edits:
        seen[edit.entry_id] = seen.get(edit.entry_id, 0) + 1
        if seen[edit.entry_id] > EDITS_KEPT:
            surplus.append(edit.pk)
    Edit.objects.filter(pk__in=surplus).delete()
