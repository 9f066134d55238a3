"""Store what a channel said: decide, clean outside any transaction, then write in short ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from kith.core import intake
from kith.core.feeds import ParsedEntry
from kith.core.intake import Decision, Keys, Known
from kith.core.minutes import count_words
from kith.db import bulk, search
from kith.db.fit import fit, plain, storable
from kith.db.models import Channel, Edit, Entry, EntryText, Following, FullText, Mark
from kith.net import html

BATCH = 500  # rows a transaction: pages of a reader wait for one at the most
UNREAD_AT_FIRST = 5
EDITS_KEPT = 5
MEMORY = 10_000  # of a channel's newest entries, those that can be recognised

T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """An entry ready to be written: its attributes, and its words for the search index."""

    facts: dict[str, Any]
    text: str
    unread: bool = True

    @property
    def words(self) -> tuple[str, str, str]:
        """Title, author and text, as they are indexed."""
        return self.facts["title"], self.facts["author"], self.text


@dataclass(slots=True)
class Prepared:
    """Rows that are ready to be written, in the order they are to be written in."""

    new: list[Row]
    edited: list[tuple[int, Row]]  # by the entry's number

    def __len__(self) -> int:
        """How many rows it takes to write it."""
        return len(self.new) + len(self.edited)


def prepare(channel: Channel, entries: Sequence[ParsedEntry], now: datetime) -> Prepared:
    """Decide what is new or edited, and clean it. Reads, but writes nothing.

    A channel's first document leaves its newest entries unread and archives the rest.
    """
    decision = _decide(channel, entries)
    new = [_row(channel, entry, keys, now) for entry, keys in reversed(decision.new)]
    edited = [(pk, _row(channel, entry, keys, now)) for pk, entry, keys in decision.edited]
    if channel.succeeded_at is None:
        new.sort(key=lambda row: row.facts["at"])  # killed midway, the newest are still to come
        for row in new[:-UNREAD_AT_FIRST]:
            row.unread = False
    return Prepared(new, edited)


def _decide(channel: Channel, entries: Sequence[ParsedEntry]) -> Decision:
    known = known_of(Entry.objects.filter(channel=channel).order_by("-pk")[:MEMORY])
    decision = intake.decide(known, entries)
    if len(known) < MEMORY or not decision.new:
        return decision
    keys = [keys.key for _, keys in decision.new]  # what seems new may only be older than memory
    known += known_of(Entry.objects.filter(channel=channel, key__in=keys))
    return intake.decide(known, entries)


def known_of(rows: QuerySet[Entry]) -> list[Known]:
    """Entries of a channel, as far as recognising them needs."""
    fields = rows.values_list("pk", "key", "url_key", "text_key", "digest", "guid")
    return [
        Known(pk, Keys(key, url, text, digest), bool(guid))
        for pk, key, url, text, digest, guid in fields
    ]


def _row(channel: Channel, entry: ParsedEntry, keys: Keys, now: datetime) -> Row:
    base = entry.base or entry.url or channel.home or channel.address
    summary = html.clean(storable(entry.summary), base)
    same = entry.content == entry.summary
    content = summary if same else html.clean(storable(entry.content), base)
    text = storable(html.text_of_cleaned(content or summary))
    facts = {
        "channel_id": channel.pk,
        "key": keys.key,
        "url_key": keys.url,
        "text_key": keys.text,
        "digest": keys.digest,
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "author": entry.author,
        "author_url": entry.author_url,
        "summary": summary,
        "content": content,
        "excerpt": html.excerpt(
            html.text_of_cleaned(summary) if summary and content != summary else text
        ),
        "rules": html.RULES_VERSION,
        "language": entry.language,
        "image": entry.image,
        "comments_url": entry.comments_url,
        "comments_feed": entry.comments_feed,
        "reply_to": entry.reply_to,
        "categories": plain(entry.categories),
        "enclosures": [plain(asdict(enclosure)) for enclosure in entry.enclosures],
        "words": count_words(text),
        "seconds": entry.seconds,
        "published_at": entry.published,
        "updated_at": entry.updated,
        "first_seen_at": now,
        "at": min(entry.published or now, now),
    }
    return Row(fit(Entry, facts), text)


def write(channel: Channel, prepared: Prepared, now: datetime) -> None:
    """Write what was prepared of one channel; see `write_all`."""
    write_all([(channel, prepared)], now)


def write_all(heard: Sequence[tuple[Channel, Prepared]], now: datetime) -> None:
    """Write what was prepared of some channels, in transactions of at most BATCH rows.

    A process killed between two of them repeats nothing: what is written is recognised next time,
    and no channel is marked as read up to here until the caller says so.
    """
    listeners = _listeners([channel.pk for channel, _ in heard])
    for batch in _batches([row for _, prepared in heard for row in prepared.new]):
        with transaction.atomic(savepoint=False):
            _insert(batch, listeners)
    for edits in _batches([edit for _, prepared in heard for edit in prepared.edited]):
        with transaction.atomic(savepoint=False):
            _rewrite(edits, now)


def _listeners(channels: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """The accounts that listen to each channel, and the voice it belongs to there."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = Following.objects.filter(channel__in=channels).order_by()
    for channel, owner, voice in rows.values_list("channel_id", "owner_id", "voice_id"):
        found.setdefault(channel, []).append((owner, voice))
    return found


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _insert(batch: Sequence[Row], listeners: Mapping[int, Sequence[tuple[int, int]]]) -> None:
    ids = bulk.next_ids(Entry, len(batch))
    numbered = list(zip(ids, batch, strict=True))
    bulk.insert(Entry, [{"id": pk, **row.facts} for pk, row in numbered])
    bulk.insert(EntryText, [{"entry_id": pk, "body": row.text} for pk, row in numbered])
    search.add((pk, *row.words) for pk, row in numbered)
    bulk.insert(
        Mark,
        [
            {
                "owner_id": owner,
                "voice_id": voice,
                "entry_id": pk,
                "at": row.facts["at"],
                "state": Mark.State.UNREAD if row.unread else Mark.State.ARCHIVED,
            }
            for pk, row in numbered
            for owner, voice in listeners.get(row.facts["channel_id"], ())
        ],
    )


_REWRITTEN = [
    *("key", "url_key", "text_key", "digest", "guid", "url", "title", "author", "summary"),
    *("content", "excerpt", "rules", "image", "comments_url", "comments_feed", "reply_to"),
    "author_url",
    *("categories", "enclosures", "words", "seconds", "published_at", "updated_at", "at"),
]


def _rewrite(batch: Sequence[tuple[int, Row]], now: datetime) -> None:
    """Bring edited entries up to date; what they said before is kept, their marks stay."""
    before = Entry.objects.select_related("text").in_bulk([pk for pk, _ in batch])
    forget(before.values())
    changed = [before[pk] for pk, row in batch if _reads_differently(before[pk], row)]
    Edit.objects.bulk_create(_edit_of(old, now) for old in changed)
    _drop_old_edits([old.pk for old in changed])
    for pk, row in batch:
        old = before[pk]
        if row.facts["published_at"] is None:
            row.facts |= {"published_at": old.published_at, "at": old.at}
        if row.facts["at"] != old.at:
            Mark.objects.filter(entry=pk).update(at=row.facts["at"])
    _with_full_texts(batch)
    entries = [Entry(pk=pk, **row.facts) for pk, row in batch]
    Entry.objects.bulk_update(entries, _REWRITTEN)
    texts = [EntryText(entry_id=pk, body=row.text) for pk, row in batch]
    EntryText.objects.bulk_update(texts, ["body"])
    search.add((pk, *row.words) for pk, row in batch)


def _with_full_texts(batch: Sequence[tuple[int, Row]]) -> None:
    """Where a full text was fetched, it stays: found by its words, and as long as it is."""
    there = FullText.objects.filter(entry__in=[pk for pk, _ in batch])
    full = {one.pk: one for one in there}
    for pk, row in batch:
        if pk in full:
            row.text = searched(row.text, storable(html.text(full[pk].body)))
            row.facts["words"] = full[pk].words


def searched(text: str, full: str) -> str:
    """The words by which an entry with a full text is found: the feed's, and those."""
    return full if not text or full.startswith(text) else f"{text}\n{full}"


def _reads_differently(old: Entry, row: Row) -> bool:
    return any(getattr(old, name) != row.facts[name] for name in ("title", "summary", "content"))


def forget(entries: Iterable[Entry]) -> None:
    """Take entries out of the search index, before they are rewritten or deleted."""
    search.forget([(one.pk, one.title, one.author, one.text.body) for one in entries])


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
