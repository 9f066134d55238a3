"""Who speaks? By table."""

import pytest

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.core.voices import Facts, clean_name, facts_of, guess


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Jana Novak", "Jana Novak"),
        ("  Jana \n Novak ", "Jana Novak"),
        ("Posts by Jana Novak", "Jana Novak"),
        ("Stories by Jana Novak on Medium", "Jana Novak"),
        ("Jana Novak - Medium", "Jana Novak"),
        ("Jana Novak (@jana@social.example)", "Jana Novak"),
        ("Jana Novak @jana@social.example", "Jana Novak"),
        ("Jana Novak's blog", "Jana Novak"),
        ("Jana Novak’s Weblog", "Jana Novak"),
        ("Students' Newsletter", "Students"),
        ("Learning Notes RSS Feed", "Learning Notes"),
        ("Learning Notes (RSS)", "Learning Notes"),
        ("Learning Notes - Atom", "Learning Notes"),
        ("Learning Notes » Feed", "Learning Notes"),
        ("RSS feed for Learning Notes", "Learning Notes"),
        ("Learning Notes | Blog", "Learning Notes"),
        ("jana@mail.example (Jana Novak)", "Jana Novak"),
        ("Notes from the Web", "Notes from the Web"),
        ("Spiderweb", "Spiderweb"),
        ("The Split Atom", "The Split Atom"),
        ("Teaching on YouTube", "Teaching on YouTube"),
        ("Blog", "Blog"),
        ("RSS", "RSS"),
        ("Medium", "Medium"),
        ("Atomic Habits of Class", "Atomic Habits of Class"),
        ("The Daily Feed", "The Daily Feed"),
        ("", ""),
    ],
)
def test_names_lose_their_furniture(title: str, name: str) -> None:
    assert clean_name(title) == name


JANA, LEO = "Jana Novak", "Leo Adler"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(title="Notes on teaching", authors=(JANA, JANA)), "person"),
        (Facts(title="Notes on teaching", authors=(JANA, "", JANA.upper())), "person"),
        (Facts(title="Notes on teaching", author=JANA), "person"),
        (Facts(title="Jana Novak's blog", author="Jana Novak"), "person"),
        (Facts(title="Notes on teaching", authors=(JANA, LEO)), "publication"),
        (Facts(title="Notes on teaching", author=JANA, authors=(JANA, LEO)), "publication"),
        (Facts(title="Notes on teaching"), "publication"),
        (Facts(title="City Library", authors=("City Library",)), "publication"),
        (Facts(title="The Weekly", authors=("Editorial Team",)), "publication"),
        (Facts(title="The Weekly", authors=("admin",)), "publication"),
        (Facts(title="The Weekly", authors=("weekly.example",)), "publication"),
        (Facts(title="Teach Better", author=JANA, podcast=True), "publication"),
        (Facts(title="The Jana Novak Show", author=JANA, podcast=True), "person"),
        (Facts(title="Latest topics", generator="Discourse 3.3"), "community"),
        (Facts(title="Teachers' forum", authors=(JANA,)), "community"),
        (Facts(title="Jana", generator="Mastodon v4.3.0"), "person"),
        (Facts(title="Notes", authors=(JANA,), hint="community"), "community"),
        (Facts(title="r/teachers", authors=(JANA, LEO), hint="community"), "community"),
        (Facts(title="Anything", hint="person"), "person"),
    ],
)
def test_kinds(facts: Facts, kind: str) -> None:
    assert guess(facts).kind == kind


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (Facts(title="Posts by X Y"), "X Y"),
        (Facts(site_name="Learning Notes"), "Learning Notes"),
        (Facts(author="jana@mail.example (Jana)"), "Jana"),
        (Facts(authors=("", "Jana")), "Jana"),
        (Facts(title="Notes on teaching", authors=(JANA, JANA)), JANA),
        (Facts(title="Notes on teaching", authors=("jana", "jana")), "Notes on teaching"),
        (Facts(title="Jana ✨", authors=(JANA,), hint="person"), "Jana ✨"),
        (Facts(), ""),
    ],
)
def test_a_name_is_found_where_there_is_one(facts: Facts, name: str) -> None:
    assert guess(facts).name == name


def test_facts_of_a_feed_and_its_page() -> None:
    feed = ParsedFeed(
        "rss", title="T", generator="G", podcast=True, entries=[ParsedEntry(author=JANA)]
    )
    assert facts_of(feed, site_name="S", author=LEO, hint="person") == Facts(
        "T", "S", LEO, (JANA,), "G", "person", podcast=True
    )
