"""Fetch what stands at an entry's own address, where its feed gave no more than a beginning."""

from datetime import datetime

from django.db import transaction

from kith.actions import features, intake, reach
from kith.core.minutes import count_words
from kith.core.problems import Trouble
from kith.db import search
from kith.db.fit import fit, storable
from kith.db.models import Channel, Entry, EntryText, FullText
from kith.net import addresses, html
from kith.net.article import article
from kith.net.pages import Page, read_page


def fetch(entry: Entry, now: datetime) -> FullText:
    """Fetch an entry's page and store the article in it, for all who have the entry.

    Fetching it again brings it up to date. Raises Trouble where the page cannot be had, or where
    no text is found in it; then nothing changes.
    """
    answer = reach.page(addresses.split(entry.url).text(user=False))
    page = read_page(answer.body, answer.content_type, answer.address)
    found = storable(article(answer.body, answer.content_type, page.title or entry.title))
    body = html.clean(found, answer.address)
    text = storable(html.text(body))
    if not text.strip():
        raise Trouble("no-text", host=addresses.host(answer.address))
    return _store(entry, page, body, text, now)


@transaction.atomic
def _store(entry: Entry, page: Page, body: str, text: str, now: datetime) -> FullText:
    # Whoever writes the words of an entry waits here for whoever else does.
    EntryText.objects.select_for_update().get(entry=entry.pk)
    before = Entry.objects.select_related("text", "channel").get(pk=entry.pk)
    intake.forget([before])
    facts = {"body": body, "words": count_words(text), "rules": html.RULES_VERSION}
    row, _ = FullText.objects.update_or_create(entry=before, defaults={**facts, "fetched_at": now})
    _describe(before, page, row, text)
    said = html.text(before.content or before.summary)
    before.text.body = intake.searched(said, text)
    before.text.save(update_fields=["body"])
    search.add([(before.pk, before.title, before.author, before.text.body)])
    features.outdate([before.pk])
    return row


def _describe(entry: Entry, page: Page, full: FullText, text: str) -> None:
    """Lists say how long the full text is; a page that was kept without its text gets its name."""
    told = {"words": full.words}
    if entry.channel.kind == Channel.KEPT and not entry.content:
        unnamed = entry.title in {"", entry.url, entry.guid}
        told |= fit(
            Entry,
            {
                "title": page.title if page.title and unnamed else entry.title,
                "author": entry.author or page.card_name or page.author,
                "excerpt": entry.excerpt or html.excerpt(page.description or text),
                "language": entry.language or page.language,
            },
        )
    for name, value in told.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(told))
