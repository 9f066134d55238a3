"""The sample network: real formats, dates that stay, and the properties planted in it."""

import asyncio
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net import html
from kith.net.door import Answer, Door, DoorOptions, Validators
from kith.sources import kind_named
from kith.sources.lists import Outline, read_list
from kith.sources.sample_files import LIST, address_of, read
from kith.sources.sample_history import CONTACTS, HISTORY, history

KIND = kind_named("sample")
DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=14)
MISSING = "https://rasmus-lindqvist.example/index.xml"
OUTSIDERS = {"hanwick-repair.example", "wanjiru-ledger.example"}  # cited, and no voice of its own
HREF = re.compile(r'href="(https?://([^/"]+)[^"]*)"')
FOLDER = Path(str(files("kith.sources").joinpath("sample")))


@dataclass(frozen=True)
class Said:
    """One entry of one channel."""

    channel: str
    entry: ParsedEntry

    @property
    def text(self) -> str:
        entry = self.entry
        return html.text(html.clean(entry.content or entry.summary, entry.url))

    @property
    def days(self) -> float:
        """Days since noon; negative before it."""
        assert self.entry.published
        return (self.entry.published - NOON) / timedelta(days=1)


def fetched(address: str, now: datetime = NOON, validators: Validators | None = None) -> Answer:
    door = Door(DoorOptions("tests"), lambda: now)
    return asyncio.run(KIND.fetch(door, address, validators))


@cache
def outlines() -> tuple[Outline, ...]:
    return read_list(read(LIST) or b"", LIST).entries


def addresses(since: date = DAY) -> list[str]:
    return [address_of(one.address, since) for one in outlines() if one.address != MISSING]


@cache
def feeds(now: datetime = NOON, since: date = DAY) -> dict[str, ParsedFeed]:
    return {
        address.partition("?")[0]: KIND.parse(fetched(address, now)) for address in addresses(since)
    }


@cache
def said(now: datetime = NOON) -> tuple[Said, ...]:
    return tuple(Said(name, entry) for name, feed in feeds(now).items() for entry in feed.entries)


def of(host: str, now: datetime = NOON) -> list[Said]:
    """What one voice said, oldest first."""
    own = [one for one in said(now) if one.channel.startswith(f"sample:{host}/")]
    return sorted(own, key=lambda one: one.days)


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "sample:ines-kowalczyk/feed.xml?from=2026-02-30",
        "sample:ines-kowalczyk/feed.xml?since=2026-11-22",
        "sample:../ines-kowalczyk/feed.xml",
        "sample:ines-kowalczyk/../feed.xml",
        "sample:ines-kowalczyk/feed.opml",
        "sample:ines-kowalczyk",
        "sample:",
        "https://ines-kowalczyk.example/feed.xml",
    ],
)
def test_nothing_else_is_recognised(address: str) -> None:
    assert KIND.recognise(address) is None


def test_an_address_stands_for_one_on_the_web() -> None:
    address = address_of("https://ines-kowalczyk.example/feed.xml", DAY)
    assert address == "sample:ines-kowalczyk/feed.xml?from=2026-11-22"
    assert KIND.recognise(address)
    answer = fetched(address)
    assert (answer.status, answer.address) == (200, "https://ines-kowalczyk.example/feed.xml")
    assert answer.content_type == "text/xml"


def test_a_file_that_is_not_there_is_not_found() -> None:
    answer = fetched(address_of(MISSING, DAY))
    assert (answer.status, answer.address, answer.body) == (404, MISSING, b"")
    assert fetched("sample:../feed.xml").status == 404


def test_an_address_without_a_day_counts_from_today() -> None:
    entries = KIND.parse(fetched("sample:ines-kowalczyk/feed.xml")).entries
    assert entries == feeds()["sample:ines-kowalczyk/feed.xml"].entries


def test_unchanged_until_something_new_is_said() -> None:
    address = address_of("https://ines-kowalczyk.example/feed.xml", DAY)
    first = fetched(address)
    again = fetched(address, NOON + timedelta(hours=5), first.validators)
    assert (again.status, again.body, again.validators) == (304, b"", first.validators)
    assert fetched(address, LATER, first.validators).status == 200


# --- files --------------------------------------------------------------------------------------


def test_the_list_names_about_two_dozen_voices_with_labels() -> None:
    assert 22 <= len({one.title for one in outlines()}) <= 26
    assert all(one.labels and one.home for one in outlines())
    assert len({label for one in outlines() for label in one.labels}) == 5


def test_every_file_is_listed_or_a_blogroll() -> None:
    listed = {f"{one.address.split('/')[2].removesuffix('.example')}" for one in outlines()}
    behind = {HISTORY, CONTACTS, *(one.file for one in history().threads)}  # the year behind it
    for path in FOLDER.rglob("*"):
        name = path.relative_to(FOLDER).as_posix()
        if path.is_dir():
            assert path.name in listed
        elif path.suffix == ".opml":
            assert read_list(path.read_bytes()).entries
        elif name not in behind:
            assert f"sample:{name}" in feeds()


@pytest.mark.parametrize("now", [NOON, LATER])
def test_every_file_is_well_formed(now: datetime) -> None:
    for name, feed in feeds(now).items():
        assert not feed.mended, name
        assert feed.title, name
        assert feed.url.startswith("https://"), name
        assert feed.language in {"en", "de", "es", "ja"}, name
        assert len(feed.entries) >= 3, name
        guids = [entry.guid for entry in feed.entries]
        assert all(guids), name
        assert len(set(guids)) == len(guids), name


def test_every_entry_has_what_a_reader_needs() -> None:
    for one in said(LATER):
        entry = one.entry
        host = one.channel.removeprefix("sample:").partition("/")[0]
        assert entry.title, one
        assert entry.url.startswith(f"https://{host}.example/"), one
        assert entry.published, one
        assert len(one.text) >= 10, one
        assert "{{" not in entry.content + entry.summary, one
        assert "<img" not in entry.content, one


def test_there_is_enough_to_look_around_in() -> None:
    assert 250 <= len(said()) <= 350
    assert sum(len(one.text.split()) >= 60 for one in said()) >= 50
    assert 15 <= len(said(LATER)) - len(said()) <= 50
    assert all(one.days <= 0 for one in said())


def test_every_format_speaks() -> None:
    assert {feed.format for feed in feeds().values()} == {"rss", "rdf", "atom", "json"}
    assert {feed.language for feed in feeds().values()} == {"en", "de", "es", "ja"}
    podcasts = [feed for feed in feeds().values() if feed.podcast]
    assert podcasts
    for entry in (entry for feed in podcasts for entry in feed.entries):
        assert entry.seconds, entry
        assert entry.enclosures[0].type == "audio/mpeg"
        assert entry.enclosures[0].url.startswith("https://media.slow-feedback.example/")


def test_all_that_prose_needs_is_used() -> None:
    whole = "".join(one.entry.content for one in said())
    for tag in ("<table", "<pre", "<ul", "<ol", "<blockquote", "<em", "<strong", "<code"):
        assert tag in whole, tag


# --- dates --------------------------------------------------------------------------------------


def test_dates_count_from_the_day_it_was_loaded() -> None:
    week = timedelta(days=7)
    shifted = feeds(NOON + week, DAY + week)
    for name, feed in feeds().items():
        times = [entry.published and entry.published + week for entry in feed.entries]
        assert [entry.published for entry in shifted[name].entries] == times


def test_what_was_said_stays_the_same_on_later_days() -> None:
    later = {(one.channel, one.entry.guid): one.entry for one in said(LATER)}
    edited = []
    for one in said():
        same = later[one.channel, one.entry.guid]
        assert (same.url, same.title, same.published) == (
            one.entry.url,
            one.entry.title,
            one.entry.published,
        )
        if same.content != one.entry.content:
            edited.append(one.channel)
            assert same.updated
            assert same.published
            assert same.updated > same.published
    assert edited == ["sample:ines-kowalczyk/feed.xml"]


# --- links --------------------------------------------------------------------------------------


def links(entries: Iterable[Said]) -> Iterator[tuple[Said, str, str]]:
    """Each link with the entry that holds it and the host it leads to."""
    for one in entries:
        for address, host in HREF.findall(one.entry.content + one.entry.summary):
            yield one, address, host


def test_links_between_voices_lead_to_what_they_said() -> None:
    known = {one.entry.url for one in said()} | {one.home for one in outlines()}
    between = Counter[str]()
    for one, address, host in links(said(LATER)):
        assert address in known or host in OUTSIDERS, (one.entry.title, address)
        between[one.channel] += host not in OUTSIDERS
    assert between.total() >= 30
    assert sum(count > 0 for count in between.values()) >= 12


def test_two_outsiders_are_cited_by_several_voices() -> None:
    citing: dict[str, set[str]] = {}
    for one, _, host in links(said()):
        citing.setdefault(host, set()).add(one.channel)
    assert all(len(citing[host]) >= 2 for host in OUTSIDERS)


# --- what is planted ----------------------------------------------------------------------------


@pytest.mark.parametrize("story", ["merrow", "recallkit", "brennick"])
def test_a_story_is_told_by_several_voices_within_two_days(story: str) -> None:
    told = sorted((one.days, one.channel) for one in said() if story in one.entry.categories)
    first = told[0][0]
    assert 4 <= len({channel for days, channel in told if days <= first + 2}) <= 7


def test_one_voice_is_very_loud() -> None:
    last = [one for one in of("learning-wire") if -10 <= one.days <= -1]
    per_day = Counter(math.floor(one.days) for one in last)
    assert set(per_day.values()) <= {5, 6, 7, 8}
    assert len(last) > 60
    others = Counter(one.channel for one in said() if -10 <= one.days <= -1)
    assert sorted(others.values())[-2] * 4 < len(last)


def test_one_voice_is_rare_and_has_something_to_say() -> None:
    rare = of("elif-aydin")
    assert len(rare) == 3
    assert rare[-1].days - rare[0].days > 90
    assert all(250 <= len(one.text.split()) <= 450 for one in rare)


def test_one_voice_repeats_itself_and_no_other_does() -> None:
    rates = {
        name: repeated(of(name.removeprefix("sample:").partition("/")[0])[-12:]) for name in feeds()
    }
    assert rates.pop("sample:graham-pell/feed.xml") == 9
    assert max(rates.values()) <= 5


def repeated(own: list[Said]) -> int:
    """How many entries are close to an earlier one, by the words that tell a voice's own apart."""
    bags = [set(re.findall(r"\w{4,}", f"{one.entry.title} {one.text}".lower())) for one in own]
    common = Counter(word for bag in bags for word in bag)
    bags = [{word for word in bag if common[word] <= len(own) / 2} for bag in bags]
    close = 0
    for place, bag in enumerate(bags):
        near = (len(bag & old) / math.sqrt(len(bag) * len(old) or 1) for old in bags[:place])
        close += max(near, default=0) >= 0.2
    return close


def test_one_voice_went_silent_five_months_ago() -> None:
    assert -165 < of("fiona-macaskill", LATER)[-1].days < -145


def test_some_feeds_give_only_the_beginning() -> None:
    for host in ("caetano-brandao", "assessment-weekly"):
        assert any(one.text.endswith("[…]") for one in of(host))
        assert not any(one.entry.content for one in of(host))


def test_communities_have_many_authors() -> None:
    for host in ("studycircle", "volunteer-leads", "code-review-club"):
        assert len({one.entry.author for one in of(host)}) >= 5
    raw = (read("studycircle/latest.rss") or b"") + (read("volunteer-leads/list.atom") or b"")
    assert b"<slash:comments>" in raw
    assert b"<thr:total>" in raw
    assert any(one.entry.reply_to for one in of("volunteer-leads"))
