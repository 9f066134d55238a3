"""The full text of an entry: fetched once for all who have it, found, and as long as it is."""

from collections.abc import Iterator

import pytest

from kith.actions import features, full_text, keeping, roster
from kith.core.feeds import ParsedEntry
from kith.core.problems import Trouble
from kith.db.models import Entry, EntryText, Feature, FullText
from kith.net import html
from tests.actions.world import NOW, follow, found, hear, owner, post
from tests.web.sites import site

pytestmark = pytest.mark.django_db

FEED = "https://e.example/feed"
LONG = "<p>" + "A word about gardens and those who keep them in the rain. " * 40 + "</p>"
PAGES = {
    "/piece": ("text/html", f"<title>P</title><article><p>Cut short.</p>{LONG}<a href=/on>On</a>"),
    "/paper.pdf": ("application/pdf", "%PDF-1.7"),
    "/bare": ("text/html", "<title>Bare</title><nav>Menu</nav>"),
    "/evil": (
        "text/html",
        "<article><p onclick=x()>Fine words<script>x()</script><svg onload=x()>",
    ),
}


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with site(PAGES) as address:
        yield address


def entry(address: str, **more: object) -> Entry:
    follow(FEED)
    hear(FEED, [heard(address, **more)])
    return Entry.objects.get(guid="urn:1")


def heard(address: str, **more: object) -> ParsedEntry:
    return post(1, url=address, **{"content": "<p>Cut short.</p>", **more})


def test_it_is_fetched_cleaned_counted_and_found(home: str) -> None:
    cut = entry(f"{home}/piece")
    assert found("gardens") == set()
    full = full_text.fetch(cut, NOW)
    assert "A word about gardens" in full.body
    assert f'href="{home}/on"' in full.body
    assert (full.rules, full.fetched_at) == (html.RULES_VERSION, NOW)
    cut.refresh_from_db()
    assert cut.content == "<p>Cut short.</p>"
    assert cut.words == full.words > 400
    assert found("gardens") == found("short") == {"urn:1"}


def test_it_is_judged_by_all_its_words_from_then_on(home: str) -> None:
    cut = entry(f"{home}/piece")
    features.catch_up(NOW)
    before = bytes(Feature.objects.get().novelty)
    full_text.fetch(cut, NOW)
    assert features.catch_up(NOW) == 1
    assert len(bytes(Feature.objects.get().novelty)) > len(before)


def test_fetching_again_leaves_nothing_behind(home: str) -> None:
    cut = entry(f"{home}/piece")
    full_text.fetch(cut, NOW)
    full_text.fetch(cut, NOW)
    assert FullText.objects.count() == 1
    before = EntryText.objects.get().body
    assert before.count("Cut short.") == 1
    assert found("gardens") == {"urn:1"}


def test_it_outlives_what_the_feed_says_later(home: str) -> None:
    cut = entry(f"{home}/piece")
    full_text.fetch(cut, NOW)
    hear(FEED, [heard(cut.url, content="<p>Cut shorter.</p>")])
    cut.refresh_from_db()
    assert cut.content == "<p>Cut shorter.</p>"
    assert cut.words == cut.full.words
    assert found("gardens") == found("shorter") == {"urn:1"}
    assert found("short") == {"urn:1"}  # it stands in the full text


@pytest.mark.parametrize(
    ("path", "code"),
    [("/paper.pdf", "not-a-page"), ("/missing", "not-found"), ("/bare", "no-text")],
)
def test_what_goes_wrong_changes_nothing(home: str, path: str, code: str) -> None:
    cut = entry(f"{home}{path}")
    with pytest.raises(Trouble) as trouble:
        full_text.fetch(cut, NOW)
    assert trouble.value.problem.code == code
    assert not FullText.objects.exists()
    assert found("short") == {"urn:1"}


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "file:///etc/passwd", "nonsense"])
def test_what_is_no_address_on_the_web_is_not_fetched(address: str) -> None:
    cut = entry("https://e.example/1")
    cut.url = address
    with pytest.raises(Trouble):
        full_text.fetch(cut, NOW)


def test_nothing_in_it_can_run(home: str) -> None:
    full = full_text.fetch(entry(f"{home}/evil"), NOW)
    assert "Fine words" in full.body
    for gone in ("script", "onclick", "onload", "svg", "x()"):
        assert gone not in full.body


def test_a_page_kept_without_its_text_gets_it_later() -> None:
    with site({}) as gone:
        mark = keeping.keep_page(owner(), f"{gone}/piece", NOW).mark
    port = int(gone.rpartition(":")[2])
    assert mark.entry.title == f"{gone}/piece"
    pages = {"/piece": ("text/html", f"<title>The piece</title><article>{LONG}")}
    with site(pages, port=port):
        full_text.fetch(mark.entry, NOW)
    kept = Entry.objects.get(pk=mark.entry_id)
    assert kept.title == "The piece"
    assert kept.excerpt.startswith("A word about gardens")
    assert found("gardens") == found("piece") == {f"{gone}/piece"}


def test_a_voice_can_be_asked_for_full_texts_always() -> None:
    voice = follow(FEED)
    roster.fetch_full_texts(voice, always=True)
    voice.refresh_from_db()
    assert voice.full_text
