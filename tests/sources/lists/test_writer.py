"""What is written can be read, here and elsewhere."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kith.core.problems import Trouble
from kith.net.addresses import key, normalise
from kith.sources.lists import Outline, join_label, read_list, split_label, write_opml
from kith.sources.lists.gathering import ordinary

NOW = datetime(2025, 3, 9, 14, 5, tzinfo=UTC)

names = st.text(st.characters() | st.sampled_from("/∕<&\"' \n"), min_size=1, max_size=12)
labels = st.lists(names, min_size=1, max_size=4).map(join_label)
addresses = st.integers(0, 10**6).map("https://h{0}.example/feed?a=1&b=2".format)
accounts = st.integers(0, 10**6).map("@u{0}@social.example".format)
outlines = st.one_of(
    st.builds(
        Outline,
        addresses,
        st.text(),
        st.just("https://home.example/"),
        st.lists(labels, max_size=3).map(tuple),
        st.sampled_from(["feed", "page"]),
    ),
    st.builds(Outline, accounts, st.text(), labels=st.tuples(labels), kind=st.just("account")),
)


def cleaned(outline: Outline) -> tuple[object, ...]:
    """What a reader may rely on: the same address, title, home, kind and set of labels."""
    title = join_label([outline.title]).replace("∕", "/")
    own = {label for label in outline.labels if label}
    return (outline.address, title, outline.home, own, outline.kind)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(outlines, min_size=1, max_size=8, unique_by=lambda outline: outline.address), st.text()
)
def test_reading_back_gives_the_same_list(written: list[Outline], title: str) -> None:
    brought = read_list(write_opml(title, "Ada", written, now=NOW))
    assert brought.left_out == ()
    by_address = {entry.address: cleaned(entry) for entry in brought.entries}
    assert by_address == {outline.address: cleaned(outline) for outline in written}


@given(st.lists(names, max_size=4))
def test_labels_and_folders_are_two_spellings_of_one_thing(folders: list[str]) -> None:
    label = join_label(folders)
    assert join_label(split_label(label)) == label


@given(
    st.from_regex(
        r"https?://(www\.)?[a-z0-9.-]{1,20}\.[a-z]{2,4}/[\w/.~?=&-]{0,20}", fullmatch=True
    )
)
def test_the_short_way_with_addresses_leads_where_the_long_one_does(address: str) -> None:
    try:
        normal = normalise(address)
    except Trouble:
        return
    assert ordinary(address) == (key(normal), normal)


def test_it_is_opml_2() -> None:
    entries = [
        Outline("https://a.example/feed", "A & <B>", "https://a.example/", ("X/Y", "Z", "a∕b")),
        Outline("https://p.example/", "Page", kind="page"),
        Outline("@jana@social.example", kind="account"),
    ]
    root = etree.fromstring(write_opml("Mine", "Ada", entries, now=NOW))
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "Mine"
    assert root.findtext("head/ownerName") == "Ada"
    assert root.findtext("head/dateCreated") == "Sun, 09 Mar 2025 14:05:00 +0000"
    assert len(root.findall(".//outline[@type='rss']")) == 3
    assert root.find("body/outline[@text='X']/outline[@text='Y']/outline") is not None
    assert root.find("body/outline[@text='a/b']/outline") is not None
    assert all(outline.get("text") for outline in root.iter("outline"))
    feed = root.find("body/outline[@text='Z']/outline")
    assert feed is not None
    assert {str(name): value for name, value in feed.attrib.items()} == {
        "text": "A & <B>",
        "title": "A & <B>",
        "type": "rss",
        "xmlUrl": "https://a.example/feed",
        "htmlUrl": "https://a.example/",
    }


def test_a_long_address_is_not_cut() -> None:
    long = "https://a.example/" + "x" * 2000
    (entry,) = read_list(write_opml("", "", [Outline(long)], now=NOW)).entries
    assert entry.address == long
