"""What pages, profiles and servers say of whose they are."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.core.identity import Claim, written_by
from kith.core.problems import Trouble
from kith.sources.feed import parse
from kith.sources.identity import MOST_REQUESTS, whose
from tests.sources.town import Said, Town, a_town, page

ACTIVITY = "application/activity+json"


def said(name: str, path: str = "/", **hosts: Mapping[str, Said]) -> tuple[list[Claim], Town]:
    """What is said at a place, and the town in which it is said."""

    async def ask() -> tuple[list[Claim], Town]:
        async with a_town(**hosts) as town:
            return await whose(town.door, town.at(name, path)), town

    return asyncio.run(ask())


def test_links_and_the_card_of_a_page() -> None:
    body = """<a rel="me" href="https://code.example/ann">code</a>
        <a rel="me" href="{home}/">myself</a>
        <p class="h-card"><a class="u-url" href="/">Ann</a>
        <a class="u-url" href="https://social.example/@ann">there</a>
        <a class="u-email" href="mailto:ann@post.example">mail</a></p>"""
    found, town = said("home", home={"/": page(body=body)})
    at = town.at("home")
    assert found == [
        Claim("rel-me", "https://code.example/ann", at),
        Claim("card", "https://social.example/@ann", at),
        Claim("mail", "mailto:ann@post.example", at),
    ]
    assert town.asked == ["home/"]


def test_a_profile_drawn_by_scripts_and_its_server() -> None:
    link = '<link rel="alternate" type="application/activity+json" href="{social}/users/ann">'
    value = '<a href="https://ann.example" rel="me nofollow">ann.example</a>'
    actor = {"attachment": [{"type": "PropertyValue", "value": value}]}
    told = {
        "subject": "acct:ann@example.org",
        "aliases": ["{social}/@ann", "https://example.org/@ann"],
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": "{social}/users/ann"}
        ],
    }
    found, town = said(
        "social",
        "/@ann",
        social={
            "/@ann": page(link),
            "/users/ann": Said(json.dumps(actor), ACTIVITY),
            "/.well-known/webfinger": Said(json.dumps(told), "application/jrd+json"),
        },
    )
    at = town.at("social", "/@ann")
    assert found == [
        Claim("field", "https://ann.example/", at),
        Claim("alias", "acct:ann@example.org", at),
    ], "the address of the page, and what the two share, are no news"
    assert len(town.asked) < MOST_REQUESTS


def test_a_page_that_says_nothing_of_itself() -> None:
    guest = '<p class="h-card"><a class="u-url" href="https://guest.example/">A guest</a></p>'
    assert said("home", home={"/": page(body=guest)})[0] == []


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(Trouble) as trouble:
        said("home", "/gone", home={})
    assert trouble.value.problem.code == "not-found"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>
<author><name>Ann</name><uri>https://ann.example/</uri><email>ann@post.example</email></author>
<entry><id>1</id><title>One</title></entry>
<entry><id>2</id><title>Two</title>{more}</entry></feed>"""
RSS = """<rss version="2.0"><channel><title>Notes</title>
<managingEditor>ann@post.example (Ann)</managingEditor>
<item><title>One</title></item></channel></rss>"""


def claims(document: str) -> list[tuple[str, str]]:
    feed = parse(document.encode())
    return [(claim.how, claim.value) for claim in written_by(feed)]


def test_who_writes_a_feed() -> None:
    assert claims(ATOM.format(more="")) == [
        ("author", "https://ann.example/"),
        ("mail", "ann@post.example"),
    ]
    assert claims(RSS) == [("mail", "ann@post.example")]
    guest = "<author><name>Bea</name><uri>https://bea.example/</uri></author>"
    assert claims(ATOM.format(more=guest)) == [], "several write it"


def test_pages_of_the_author_of_every_entry() -> None:
    entries = [ParsedEntry(author="Ann", author_url=f"https://{n}.example") for n in "aabcde"]
    feed = ParsedFeed("json", entries=entries)
    found = [claim.value for claim in written_by(feed)]
    assert found == ["https://a.example", "https://b.example", "https://c.example"]
