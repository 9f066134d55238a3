"""What every kind in the table must do, checked for each by itself.

A kind brings recorded answers: files in tests/sources/answers/<kind>/, the first of their lines
being the content type the server gave.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.feeds import ParsedFeed
from kith.core.problems import Trouble
from kith.net.addresses import normalise
from kith.net.door import Answer, Validators
from kith.sources import KINDS, Kind, kind_named
from tests.sources.town import Said, a_town, atom

ANSWERS = Path(__file__).parent / "answers"

each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def an_answer(body: bytes, content_type: str) -> Answer:
    return Answer(
        status=200,
        address="https://a.example/x",
        moved_to="",
        headers={},
        body=body,
        content_type=content_type,
        validators=Validators(),
        wait=None,
        max_age=None,
    )


def recorded(kind: Kind) -> Iterator[tuple[str, Answer]]:
    for path in sorted((ANSWERS / kind.name).iterdir()):
        content_type, _, body = path.read_bytes().partition(b"\n")
        yield path.name, an_answer(body, content_type.decode())


def test_names_are_unlike_and_found() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind_named(kind.name) is kind for kind in KINDS)
    with pytest.raises(KeyError):
        kind_named("no such kind")


@each_kind
def test_it_has_a_label_and_recognises_its_examples(kind: Kind) -> None:
    assert kind.label
    assert kind.examples
    for example in kind.examples:
        candidate = kind.recognise(example)
        assert candidate is not None, example
        assert candidate.address
        again = kind.recognise(candidate.address)
        assert again is None or again.address == candidate.address


@each_kind
@pytest.mark.parametrize(
    "text", ["", " ", "\0", "hello", "https://", "https://a.example/", "@" * 99]
)
def test_it_leaves_alone_what_is_not_its_own(kind: Kind, text: str) -> None:
    assert kind.recognise(text) is None


@each_kind
def test_no_example_belongs_to_two_kinds(kind: Kind) -> None:
    for example in kind.examples:
        assert [other.name for other in KINDS if other.recognise(example)] == [kind.name]


@each_kind
def test_it_reads_its_recorded_answers(kind: Kind) -> None:
    names = []
    for name, answer in recorded(kind):
        feed = kind.parse(answer)
        assert isinstance(feed, ParsedFeed)
        assert feed.title, name
        assert feed.entries, name
        assert all(entry.guid or entry.url or entry.title for entry in feed.entries), name
        names.append(name)
    assert names


@each_kind
@given(body=st.binary(max_size=300), content_type=st.sampled_from(["", "text/html", "text/xml"]))
def test_it_raises_nothing_but_trouble(kind: Kind, body: bytes, content_type: str) -> None:
    with suppress(Trouble):
        kind.parse(an_answer(body, content_type))


@each_kind
@given(text=st.text(max_size=60) | st.from_regex(r"(?:feed|https?)://\S{0,30}"))
def test_recognising_raises_nothing_but_trouble(kind: Kind, text: str) -> None:
    with suppress(Trouble):
        kind.recognise(text)


@each_kind
def test_recorded_answers_cut_short_raise_nothing_but_trouble(kind: Kind) -> None:
    for _, answer in recorded(kind):
        for end in range(0, len(answer.body), max(1, len(answer.body) // 25)):
            with suppress(Trouble):
                kind.parse(an_answer(answer.body[:end], answer.content_type))


def test_a_feed_is_fetched_with_what_was_kept_of_the_last_look() -> None:
    (kind,) = (kind for kind in KINDS if kind.name == "feed")
    hosts = {"a": {"/feed": atom("A", "x"), "/gone": Said(status=410)}}

    async def run() -> None:
        async with a_town(**hosts) as town:
            first = await kind.fetch(town.door, town.at("a", "/feed"), None)
            assert kind.parse(first).title == "A"
            assert first.validators.etag == '"one"'
            again = await kind.fetch(town.door, town.at("a", "/feed"), first.validators)
            assert (again.status, again.body) == (304, b"")
            gone = await kind.fetch(town.door, town.at("a", "/gone"), None)
            assert gone.status == 410

    asyncio.run(run())


def test_the_feed_kind_knows_a_feed_by_its_look() -> None:
    kind = kind_named("feed")
    for text, address in (
        ("https://a.example/blog/feed", "https://a.example/blog/feed"),
        ("https://a.example/?x", None),
        ("https://a.example/feedback", None),
        ("https://a.example/rss.xml?x=1#top", "https://a.example/rss.xml?x=1"),
        ("https://a.example/@jana.rss", "https://a.example/@jana.rss"),
        ("podcast://a.example/show", "https://a.example/show"),
        ("feed:http://a.example/x", "http://a.example/x"),
        ("a.example/feed", None),
    ):
        candidate = kind.recognise(text)
        assert (candidate and candidate.address) == (address and normalise(address)), text
