"""What one document of a channel brings: new, edited, or nothing to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kith.core.feeds import Enclosure, ParsedEntry
from kith.core.intake import Decision, Known, decide, digest, keys_of

DAY = datetime(2026, 3, 1, tzinfo=UTC)


class Memory:
    """A channel's entries as the database would keep them, without the database."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[Known, ParsedEntry]] = {}

    def hear(self, *entries: ParsedEntry) -> Decision:
        found = decide([known for known, _ in self.rows.values()], entries)
        for entry, keys in reversed(found.new):
            pk = len(self.rows) + 1
            self.rows[pk] = Known(pk, keys, bool(entry.guid)), entry
        for pk, entry, keys in found.edited:
            self.rows[pk] = Known(pk, keys, bool(entry.guid)), entry
        return found

    def counts(self, *entries: ParsedEntry) -> tuple[int, int, int]:
        found = self.hear(*entries)
        return len(found.new), len(found.edited), found.unchanged


def post(number: int = 1, **facts: object) -> ParsedEntry:
    told: dict[str, object] = {
        "guid": f"urn:{number}",
        "url": f"https://e.example/{number}",
        "title": f"Post {number}",
        "content": f"<p>Text {number}</p>",
    }
    return ParsedEntry(**{**told, **facts})  # type: ignore[arg-type]


def heard(*entries: ParsedEntry) -> Memory:
    memory = Memory()
    memory.hear(*entries)
    return memory


def test_everything_is_new_to_a_channel_without_entries() -> None:
    found = decide([], [post(2), post(1)])
    assert [entry.title for entry, _ in found.new] == ["Post 2", "Post 1"]
    assert (found.edited, found.unchanged) == ([], 0)


def test_nothing_is_new_in_a_document_heard_before() -> None:
    assert heard(post(1), post(2)).counts(post(1), post(2)) == (0, 0, 2)


def test_an_empty_document_changes_nothing() -> None:
    assert heard(post(1)).counts() == (0, 0, 0)


def test_a_guid_tells_an_entry_whose_link_title_and_text_changed() -> None:
    moved = post(1, url="https://new.example/1", title="Other", content="Other")
    assert heard(post(1), post(2)).counts(moved, post(2)) == (0, 1, 1)


def test_without_a_guid_the_link_tells() -> None:
    assert heard(post(1, guid="")).counts(post(1, guid="", content="Corrected")) == (0, 1, 0)


def test_without_guid_and_link_the_text_tells() -> None:
    bare = post(1, guid="", url="")
    assert heard(bare).counts(bare, replace(bare, title="Another")) == (1, 0, 1)


def test_the_date_tells_texts_apart_that_are_the_same_every_week() -> None:
    first = post(1, guid="", url="", published=DAY)
    second = replace(first, published=DAY.replace(day=8))
    assert heard(first).counts(second, first) == (1, 0, 1)


def test_every_field_a_reader_sees_makes_an_edit() -> None:
    changes: list[dict[str, object]] = [
        {"title": "x"},
        {"url": "https://e.example/x"},
        {"author": "x"},
        {"summary": "x"},
        {"content": "x"},
        {"enclosures": (Enclosure("https://e.example/a.mp3"),)},
    ]
    for change in changes:
        assert heard(post(1)).counts(post(1, **change)) == (0, 1, 0), change


def test_what_a_reader_does_not_see_makes_no_edit() -> None:
    touched = post(1, updated=DAY, published=DAY, comments_url="https://e.example/c", seconds=9)
    assert heard(post(1)).counts(touched) == (0, 0, 1)


def test_a_repetition_in_one_document_is_taken_once() -> None:
    assert Memory().counts(post(1), post(1), post(1)) == (1, 0, 0)


def test_one_guid_for_everything_leaves_it_to_the_links() -> None:
    entries = [post(n, guid="same") for n in range(3)]
    memory = Memory()
    assert memory.counts(*entries) == (3, 0, 0)
    assert memory.counts(*entries) == (0, 0, 3)
    edited = replace(entries[1], content="Corrected")
    assert memory.counts(entries[0], edited, entries[2]) == (0, 1, 2)


def test_one_guid_and_one_link_for_everything_leave_it_to_the_text() -> None:
    entries = [post(n, guid="same", url="https://e.example/") for n in range(3)]
    memory = Memory()
    assert memory.counts(*entries) == (3, 0, 0)
    assert memory.counts(*entries) == (0, 0, 3)
    assert memory.counts(*entries[1:]) == (0, 0, 2)
    assert memory.counts(entries[2]) == (0, 0, 1)


def test_one_link_for_everything_does_not_matter_where_guids_tell() -> None:
    entries = [post(n, url="https://e.example/") for n in range(3)]
    memory = Memory()
    assert memory.counts(*entries[:2]) == (2, 0, 0)
    assert memory.counts(*entries) == (1, 0, 2)


def test_an_entry_that_comes_alone_with_the_link_of_all_is_new() -> None:
    entries = [post(n, url="https://e.example/") for n in range(3)]
    memory = heard(entries[0])
    assert memory.counts(entries[1]) == (1, 0, 0)
    assert memory.counts(entries[2]) == (1, 0, 0)


def test_guids_that_change_with_every_look_make_nothing_new() -> None:
    memory = heard(*(post(n, guid=f"a{n}") for n in range(4)))
    for look in "bcd":
        churned = [post(n, guid=f"{look}{n}") for n in range(4)]
        assert memory.counts(*churned) == (0, 0, 4)


def test_guids_of_another_scheme_are_the_same_entries() -> None:
    memory = heard(*(post(n, guid=f"https://e.example/?p={n}") for n in range(4)))
    assert memory.counts(*(post(n, guid=f"tag:e.example,2026:{n}") for n in range(4))) == (0, 0, 4)
    assert len(memory.rows) == 4


def test_guids_that_are_dropped_or_begun_keep_the_entries() -> None:
    assert heard(post(1), post(2)).counts(post(1, guid=""), post(2, guid="")) == (0, 0, 2)
    assert heard(post(1, guid="")).counts(post(1, content="Corrected")) == (0, 1, 0)


def test_an_edit_under_a_new_guid_takes_the_new_guid_along() -> None:
    memory = heard(post(1, guid=""))
    memory.hear(post(1, content="Corrected"))
    away = post(1, url="https://elsewhere.example/", content="Corrected again")
    assert memory.counts(away) == (0, 1, 0)


def test_two_guids_two_texts_and_one_link_are_two_entries() -> None:
    link = "https://e.example/"
    assert heard(post(1, url=link)).counts(post(2, url=link)) == (1, 0, 0)


def test_an_entry_is_never_matched_twice() -> None:
    memory = heard(post(1, guid="", url=""))
    text = {"url": "", "title": "Post 1", "content": "<p>Text 1</p>"}
    found = memory.hear(post(8, **text), post(9, **text))
    assert (len(found.new), found.unchanged) == (1, 1)


def test_a_known_entry_is_left_to_the_one_that_brings_its_key() -> None:
    link = "https://e.example/1"
    memory = heard(post(1, url=link))
    found = memory.hear(post(7, url=link, content="<p>Text 1</p>", title="Post 1"), post(1, url=""))
    assert [entry.guid for entry, _ in found.new] == ["urn:7"]
    assert [entry.guid for _, entry, _ in found.edited] == ["urn:1"]


def test_lone_surrogates_and_nothing_at_all_have_keys() -> None:
    assert keys_of(ParsedEntry(title="\ud800")).key > 0
    assert keys_of(ParsedEntry()).url == 0


@given(st.lists(st.text(), max_size=4))
def test_a_digest_fits_a_signed_column_of_eight_bytes(parts: list[str]) -> None:
    assert 0 <= digest(*parts) < 2**63
    assert digest(*parts) == digest(*parts)


# Few values, so that guids, links and texts coincide in every possible way.
little = st.sampled_from(["", "a", "b", "c"])
links = st.sampled_from(["", "https://e.example/a", "https://e.example/b", "https://e.example/c"])
moments = st.sampled_from([None, DAY, DAY.replace(day=2)])
posts = st.builds(
    ParsedEntry, guid=little, url=links, title=little, content=little, published=moments
)
documents = st.lists(posts, max_size=8)


def texts(entries: Sequence[ParsedEntry]) -> int:
    """How many different things the entries say."""
    return len({keys_of(one).text for one in entries})


def named(entries: Sequence[ParsedEntry]) -> int:
    """How many there are where the same text under another guid or link counts again."""
    return len({(keys_of(one).key, keys_of(one).text) for one in entries})


def remembered(history: Sequence[Sequence[ParsedEntry]]) -> Memory:
    memory = Memory()
    for document in history:
        memory.hear(*document)
    return memory


@given(st.lists(documents, max_size=4), documents)
def test_what_was_decided_need_not_be_decided_again(
    history: list[list[ParsedEntry]], document: list[ParsedEntry]
) -> None:
    memory = remembered(history)
    memory.hear(*document)
    again = memory.hear(*document)
    assert (again.new, again.edited) == ([], [])


@given(st.lists(documents, max_size=5))
def test_no_two_entries_of_a_channel_share_a_key(history: list[list[ParsedEntry]]) -> None:
    rows = remembered(history).rows.values()
    assert len({known.keys.key for known, _ in rows}) == len(rows)


@given(st.lists(documents, max_size=3), documents)
def test_whatever_says_something_else_is_taken_and_no_repetition_is(
    history: list[list[ParsedEntry]], document: list[ParsedEntry]
) -> None:
    found = remembered(history).hear(*document)
    taken = len(found.new) + len(found.edited) + found.unchanged
    assert texts(document) <= taken <= named(document)


@given(st.lists(posts.filter(lambda one: bool(one.guid)), unique_by=lambda one: one.guid))
def test_guids_that_differ_are_as_many_entries(document: list[ParsedEntry]) -> None:
    assert len(decide([], document).new) == len(document)


@given(st.lists(documents, max_size=3), documents)
def test_nothing_known_is_edited_twice(
    history: list[list[ParsedEntry]], document: list[ParsedEntry]
) -> None:
    found = remembered(history).hear(*document)
    assert len({pk for pk, _, _ in found.edited}) == len(found.edited)


@given(st.lists(documents, max_size=3), documents, st.randoms(use_true_random=False))
def test_the_order_of_memory_does_not_matter(
    history: list[list[ParsedEntry]], document: list[ParsedEntry], dice: Random
) -> None:
    known = [row for row, _ in remembered(history).rows.values()]
    shuffled = known[:]
    dice.shuffle(shuffled)
    assert decide(known, document) == decide(shuffled, document)


@given(st.lists(st.integers(0, 30), unique=True), st.randoms(use_true_random=False))
def test_the_order_of_a_document_does_not_matter_where_guids_tell(
    numbers: list[int], dice: Random
) -> None:
    memory = heard(*(post(n) for n in numbers))
    shuffled = numbers[:]
    dice.shuffle(shuffled)
    assert memory.counts(*(post(n) for n in shuffled)) == (0, 0, len(numbers))
