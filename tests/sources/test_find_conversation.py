"""Watch anything: addresses, pages and feeds, and what is said where nothing can be watched."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from kith.core.problems import Trouble
from kith.sources.find_conversation import find_conversation
from kith.sources.finding import Found
from tests.sources.test_conversations import said
from tests.sources.town import ATOM, JSON, Said, a_town, atom, linked, page

WORDPRESS = '<meta name="generator" content="WordPress 6.7">'


def find(path: str, pages: Mapping[str, Said]) -> tuple[Found, list[str]]:
    """What was found in a town at this path of its only host, and what it took."""

    async def run() -> tuple[Found, list[str]]:
        async with a_town(a=pages) as town:
            found = await find_conversation(town.door, town.at("a", path))
            return found, [one.removeprefix("a") for one in town.asked]

    return asyncio.run(run())


def path_of(found: Found) -> str:
    return "/" + found.address.split("/", 3)[3]


def trouble(path: str, pages: Mapping[str, Said]) -> str:
    with pytest.raises(Trouble) as told:
        find(path, pages)
    return told.value.problem.code


def topic() -> Said:
    return Said(json.dumps(json.loads(said("discourse", "topic.json"))[0]), JSON)


def test_an_address_that_shows_what_it_is_takes_no_look_at_the_page() -> None:
    found, asked = find("/t/words/812/4", {"/t/812.json": topic()})
    assert (found.kind, path_of(found), asked) == ("discourse", "/t/812.json", ["/t/812.json"])
    assert len(found.feed.entries) == 4


def test_a_page_of_a_software_that_is_known() -> None:
    post, comments = json.loads(said("lemmy", "post.json"))
    pages = {
        "/post/4711": page('<link rel="icon" href="/lemmy.svg">'),
        "/api/v3/post": Said(json.dumps(post), JSON),
        "/api/v3/comment/list": Said(json.dumps(comments), JSON),
    }
    found, _ = find("/post/4711", pages)
    assert (found.kind, found.title) == ("lemmy", "What did you unlearn?")


def test_the_interface_of_wordpress_is_asked_before_its_feed() -> None:
    comments, post = json.loads(said("wordpress", "comments.json"))
    link = '<link rel="alternate" type="application/json" href="{a}/wp-json/wp/v2/posts/12">'
    pages = {
        "/2026/questions/": page(WORDPRESS + link),
        "/wp-json/wp/v2/comments": Said(json.dumps(comments), JSON),
        "/wp-json/wp/v2/posts/12": Said(json.dumps(post), JSON),
    }
    assert find("/2026/questions/", pages)[0].kind == "wordpress"
    del pages["/wp-json/wp/v2/comments"]
    pages["/2026/questions/feed/"] = atom("Comments on: Questions", "one", "two")
    found, _ = find("/2026/questions/", pages)
    assert (found.kind, path_of(found)) == ("feed", "/2026/questions/feed/")


def test_the_feed_of_a_pages_own_comments_and_never_that_of_all_of_a_site() -> None:
    every = linked("/comments/feed/", title="A blog » Comments Feed")
    own = linked("/2026/one/feed/", title="A blog » One Comments Feed")
    feed = atom("Comments on: One", "a", "b")
    pages = {"/2026/one/": page(every + own), "/2026/one/feed/": feed, "/comments/feed/": feed}
    assert path_of(find("/2026/one/", pages)[0]) == "/2026/one/feed/"
    pages["/2026/one/"] = page(every)
    assert trouble("/2026/one/", pages) == "nothing-to-watch"
    blogger = {
        "/2026/03/one.html": page(linked("/feeds/77/comments/default", title="Comments")),
        "/feeds/77/comments/default": feed,
    }
    assert path_of(find("/2026/03/one.html", blogger)[0]) == "/feeds/77/comments/default"


def test_a_feed_is_a_conversation_where_it_is_given_as_one() -> None:
    found, asked = find("/talk.atom", {"/talk.atom": atom("Comments", "a")})
    assert (found.kind, asked) == ("feed", ["/talk.atom"])


def test_a_page_that_only_looks_like_a_topic_is_read_as_a_page() -> None:
    pages = {
        "/t/words/812": page(linked("/t/words/812/feed", title="Comments on this")),
        "/t/words/812/feed": atom("Comments", "a"),
    }
    found, _ = find("/t/words/812", pages)
    assert (found.kind, path_of(found)) == ("feed", "/t/words/812/feed")


def test_a_page_that_names_its_canonical_address() -> None:
    pages = {
        "/short": page('<link rel="canonical" href="{a}/t/words/812">'),
        "/t/812.json": topic(),
    }
    assert find("/short", pages)[0].kind == "discourse"


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ({}, "not-found"),
        ({"/x": page()}, "nothing-to-watch"),
        ({"/x": Said("", status=401)}, "sign-in-needed"),
        ({"/x": Said("", status=429)}, "asked-to-wait"),
        ({"/x": Said("<feed", ATOM)}, "malformed"),
    ],
)
def test_what_keeps_a_conversation_away_is_said(pages: Mapping[str, Said], code: str) -> None:
    assert trouble("/x", pages) == code


def test_a_wall_is_told_by_what_the_place_itself_says() -> None:
    closed = {"/t/812.json": Said('{"error_type":"not_logged_in"}', JSON, 403)}
    assert trouble("/t/words/812", closed | {"/t/words/812": page()}) == "forbidden"
    later = {"/t/812.json": Said("", JSON, 503, {"Retry-After": "60"})}
    assert trouble("/t/words/812", later | {"/t/words/812": page()}) == "asked-to-wait"
    with pytest.raises(Trouble, match="is not a web address"):
        asyncio.run(_nowhere())


async def _nowhere() -> None:
    async with a_town() as town:
        await find_conversation(town.door, "jana at home")
