"""Conversations: what each kind makes of its recorded answers, and how it asks."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kith.core.feeds import ParsedFeed
from kith.core.problems import Trouble
from kith.net.answers import AskedToWait, check
from kith.net.door import Answer, Validators
from kith.net.html import clean
from kith.net.pages import read_page
from kith.sources import KINDS, kind_named
from tests.sources.test_kinds import ANSWERS, an_answer
from tests.sources.town import JSON, Said, Town, a_town

CONVERSATIONS = [kind for kind in KINDS if kind.conversation]
PLACES = {
    "discourse": "https://forum.example/t/812.json",
    "github-discussion": "https://github.com/jana/notes/discussions/7?sort=new",
}


def heard(kind: str, name: str) -> ParsedFeed:
    content_type, _, body = (ANSWERS / kind / name).read_bytes().partition(b"\n")
    answer = an_answer(body, content_type.decode())
    answer.address = PLACES.get(kind, "https://a.example/x")
    feed = kind_named(kind).parse(answer)
    feed.entries.reverse()  # as they were said
    return feed


def said(kind: str, name: str) -> str:
    return (ANSWERS / kind / name).read_text().partition("\n")[2]


def lines(feed: ParsedFeed) -> list[tuple[str, str, str]]:
    """Of each post who speaks, where they have a page, and whom they answer."""
    authors = {post.guid: post.author for post in feed.entries}
    return [
        (post.author, post.author_url, authors.get(post.reply_to, post.reply_to))
        for post in feed.entries
    ]


def test_discourse() -> None:
    feed = heard("discourse", "topic.json")
    assert feed.title == "Retrieval practice in week one?"
    assert feed.url == "https://forum.example/t/retrieval-practice-in-week-one/812"
    assert lines(feed) == [
        ("Oluwaseun Ade", "https://forum.example/u/oluwaseun", ""),
        ("Hanne Vik", "https://forum.example/u/hanne", ""),
        ("Oluwaseun Ade", "https://forum.example/u/oluwaseun", "Hanne Vik"),
        ("ravi_k", "https://forum.example/u/ravi_k", "Oluwaseun Ade"),
    ]
    first, last = feed.entries[0], feed.entries[-1]
    assert (first.title, last.title) == (feed.title, "")
    assert last.url == feed.url + "/5"
    assert last.published == datetime(2026, 3, 3, 7, tzinfo=UTC)
    assert "alert" not in clean(last.content, last.base)
    longer = heard("discourse", "long-topic.json")
    assert (len(longer.entries), longer.entries[-1].guid) == (5, "https://forum.example/t/812/24")


def test_reddit() -> None:
    feed = heard("reddit", "comments.json")
    home = "https://www.reddit.com/user/"
    assert lines(feed) == [
        ("quiet_owl", home + "quiet_owl", ""),
        ("hanne_v", home + "hanne_v", "quiet_owl"),
        ("quiet_owl", home + "quiet_owl", "hanne_v"),
        ("tea_time", home + "tea_time", "t1_k3"),  # what it answers is gone
    ]
    assert feed.entries[0].title == "How do you begin a course?"
    same = heard("reddit", "comments.atom")
    assert [post.guid for post in same.entries] == ["t3_1abc2d", "t1_k1"]
    assert lines(same)[1] == ("hanne_v", home + "hanne_v", "")
    assert [post.title for post in same.entries] == ["How do you begin a course?", ""]


def test_issues_pull_requests_and_other_forges() -> None:
    issue = heard("github", "issue.json")
    assert [post.author for post in issue.entries] == ["oluwaseun", "jana", "oluwaseun"]
    assert issue.entries[1].author_url == "https://github.com/jana"
    pull = heard("github", "pull.json")
    assert [(post.author, post.reply_to[-4:]) for post in pull.entries] == [
        ("hanne-v", ""),
        ("jana", ""),
        ("jana", ""),
        ("jana", ""),
        ("hanne-v", "_r51"),
    ]
    forge = heard("github", "forge.json")
    answer = forge.entries[-1]
    assert answer.content == (
        "<blockquote><p>for the evenings</p></blockquote><p>Will look at it &lt;soon&gt;.</p>"
    )
    assert answer.published == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_discussions() -> None:
    feed = heard("github-discussion", "discussion.html")
    assert (feed.title, feed.url) == (
        "How do you keep notes?",
        "https://github.com/jana/notes/discussions/7",
    )
    assert lines(feed) == [
        ("jana", "https://github.com/jana", ""),
        ("ravi", "https://github.com/ravi", ""),
        ("jana", "https://github.com/jana", "ravi"),
    ]


def test_lemmy() -> None:
    feed = heard("lemmy", "post.json")
    assert lines(feed) == [
        ("jana", "https://talk.example/u/jana", ""),
        ("Hanne", "https://talk.example/u/hanne", "jana"),
        ("ravi", "https://elsewhere.example/u/ravi", "Hanne"),
    ]
    assert len(heard("lemmy", "comment.json").entries) == 3  # the comment stands in both answers


def test_mastodon() -> None:
    feed = heard("mastodon", "status.json")
    assert feed.title == "Hanne Vik: What is the best first question of a course?"
    assert feed.url == "https://there.example/@jana/101"
    assert lines(feed) == [
        ("Hanne Vik", "https://social.example/@hanne", ""),
        ("Jana 🌱", "https://there.example/@jana", "Hanne Vik"),
        ("Hanne Vik", "https://social.example/@hanne", "Jana 🌱"),
        ("ravi@third.example", "https://third.example/@ravi", "Jana 🌱"),
    ]
    assert feed.entries[2].content.startswith("<p>teaching</p>")
    assert feed.entries[3].content.endswith("<p>A board full of cards</p>")


def test_wordpress() -> None:
    feed = heard("wordpress", "comments.json")
    assert feed.title == "Questions that open – and close"
    assert lines(feed) == [
        ("", "", ""),
        ("Ravi & co", "", ""),
        ("Hanne Vik", "https://hanne.example", "Ravi & co"),
    ]
    assert feed.entries[1].reply_to == feed.url
    assert len(heard("wordpress", "no-comments.json").entries) == 1


def test_hacker_news() -> None:
    feed = heard("hacker-news", "story.json")
    page = "https://news.ycombinator.com/user?id="
    assert lines(feed) == [
        ("owl", page + "owl", ""),
        ("hanne", page + "hanne", "owl"),
        ("owl", page + "owl", "hanne"),
    ]


def test_bluesky() -> None:
    feed = heard("bluesky", "thread.json")
    assert feed.title == "Hanne Vik: What is the best first question? Of a course, that is."
    assert feed.url == "https://bsky.app/profile/jana.example/post/3k2"
    assert lines(feed) == [
        ("Hanne Vik", "https://bsky.app/profile/hanne.example", ""),
        ("Jana", "https://bsky.app/profile/jana.example", "Hanne Vik"),
        ("Hanne Vik", "https://bsky.app/profile/hanne.example", "Jana"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("https://forum.example/t/a-b/12/3?u=x#y", "discourse", "https://forum.example/t/12.json"),
        ("https://forum.example/t/12/3", "discourse", "https://forum.example/t/12.json"),
        ("forum.example/talk/t/12", "discourse", "https://forum.example/talk/t/12.json"),
        ("https://dev.example/t/python", "", ""),
        ("old.reddit.com/r/a/comments/1x", "reddit", "https://www.reddit.com/r/a/comments/1x/"),
        (
            "https://www.reddit.com/r/a/comments/1x/t/k2/?context=3",
            "reddit",
            "https://www.reddit.com/r/a/comments/1x/_/k2/",
        ),
        ("https://www.reddit.com/r/a/", "", ""),
        ("github.com/a/b/pull/2/files", "github", "https://api.github.com/repos/a/b/issues/2"),
        ("https://github.com/a/b/issues", "", ""),
        ("https://github.com/a/b/issues/new", "", ""),
        (
            "https://codeberg.org/a/b/pulls/3",
            "github",
            "https://codeberg.org/api/v1/repos/a/b/issues/3",
        ),
        ("https://beehaw.org/post/5", "lemmy", "https://beehaw.org/api/v3/post?id=5"),
        ("https://blog.example/post/5", "", ""),
        ("https://s.example/@a/109", "mastodon", "https://s.example/api/v1/statuses/109"),
        ("https://s.example/@a/words-1", "", ""),
        (
            "https://news.ycombinator.com/item?id=1",
            "hacker-news",
            "https://hn.algolia.com/api/v1/items/1",
        ),
        ("https://news.ycombinator.com/", "", ""),
    ],
)
def test_addresses(text: str, kind: str, address: str) -> None:
    found = {one.name: candidate for one in CONVERSATIONS if (candidate := one.recognise(text))}
    assert {name: one.address for name, one in found.items()} == ({kind: address} if kind else {})


def test_pages_that_tell_more_than_their_address() -> None:
    def seen(kind: str, head: str, address: str) -> str:
        html = f"<html><head>{head}</head></html>"
        look = kind_named(kind).on_page
        assert look
        return look(read_page(html.encode(), "text/html", address), html)

    lemmy = '<script src="/static/lemmy-ui.js"></script>'
    assert seen("lemmy", lemmy, "https://a.example/post/5") == "https://a.example/api/v3/post?id=5"
    assert seen("lemmy", "", "https://a.example/post/5") == ""
    akkoma = '<meta name="generator" content="Akkoma 3">'
    status = "https://a.example/api/v1/statuses/Ab1"
    assert seen("mastodon", akkoma, "https://a.example/notice/Ab1") == status
    link = '<link rel="alternate" type="application/json" href="{}/wp-json/wp/v2/posts/12">'
    post = "https://a.example/wp-json/wp/v2/posts/12"
    assert seen("wordpress", link.format("https://a.example"), "https://a.example/x/") == post
    assert seen("wordpress", link.format("https://b.example"), "https://a.example/x/") == ""


async def ask(town: Town, kind: str, path: str, told: Validators | None = None) -> Answer:
    return await kind_named(kind).fetch(town.door, town.at("a", path), told)


def in_town(pages: Mapping[str, Said], visit: Callable[[Town], Any]) -> Any:
    async def run() -> Any:
        async with a_town(a=pages) as town:
            return await visit(town)

    return asyncio.run(run())


def json_said(value: Any, **headers: str) -> Said:
    return Said(json.dumps(value), JSON, headers=headers)


def test_an_unchanged_conversation_costs_one_request() -> None:
    around, status = json.loads(said("mastodon", "status.json"))
    pages = {
        "/api/v1/statuses/1/context": json_said(around, ETag='"a"'),
        "/api/v1/statuses/1": json_said(status, ETag='"b"'),
    }

    async def visit(town: Town) -> None:
        first = await ask(town, "mastodon", "/api/v1/statuses/1")
        assert len(kind_named("mastodon").parse(first).entries) == 4
        assert first.validators.etag == '"a"'
        again = await ask(town, "mastodon", "/api/v1/statuses/1", first.validators)
        assert again.status == 304
        assert len(town.asked) == 3

    in_town(pages, visit)


def test_a_long_topic_brings_its_newest_posts() -> None:
    topic, newest = json.loads(said("discourse", "long-topic.json"))
    topic["post_stream"]["stream"] = list(range(1, 151))
    asked = "&".join(f"post_ids[]={one}" for one in range(71, 151))
    pages = {"/t/812.json": json_said(topic), f"/t/812/posts.json?{asked}": json_said(newest)}

    async def visit(town: Town) -> None:
        answer = await ask(town, "discourse", "/t/812.json")
        assert kind_named("discourse").parse(answer).entries[0].guid == town.at("a", "/t/812/24")

    in_town(pages, visit)


def test_an_issue_brings_its_last_page_and_a_pull_request_its_reviews() -> None:
    issue, comments = json.loads(said("github", "issue.json"))
    pull, talk, lines_, reviews = json.loads(said("github", "pull.json"))
    issue["comments"] = 201
    place, forge = "/github/repos/j/n", "/api/v1/repos/j/n"
    pages = {
        f"{place}/issues/1": json_said(issue),
        f"{place}/issues/1/comments?per_page=100&page=3": json_said(comments),
        f"{place}/issues/2": json_said(pull),
        f"{place}/issues/2/comments?per_page=100&page=1": json_said(talk),
        f"{place}/pulls/2/comments": json_said(lines_),
        f"{place}/pulls/2/reviews": json_said(reviews),
        f"{forge}/issues/3": json_said(issue | {"comments": 0}),
        f"{forge}/issues/3/comments": json_said([]),
    }

    async def visit(town: Town) -> None:
        for path, count in ((f"{place}/issues/1", 3), (f"{place}/issues/2", 5)):
            answer = await ask(town, "github", path)
            assert len(kind_named("github").parse(answer).entries) == count
        answer = await ask(town, "github", f"{forge}/issues/3")
        assert len(kind_named("github").parse(answer).entries) == 1

    in_town(pages, visit)


def test_enough_asked_this_hour_is_a_plea_to_wait() -> None:
    reset = int(datetime.now(UTC).timestamp()) + 1800
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    pages = {"/repos/j/n/issues/1": Said("{}", JSON, 403, headers)}

    async def visit(town: Town) -> None:
        answer = await ask(town, "github", "/repos/j/n/issues/1")
        with pytest.raises(AskedToWait) as told:
            check(answer)
        assert 1700 < (told.value.wait or 0) <= 1800
        with pytest.raises(AskedToWait):
            await ask(town, "github", "/repos/j/n/issues/2")
        assert len(town.asked) == 1  # nor is the host asked for anything else

    in_town(pages, visit)


def test_a_repository_that_lets_nobody_in_says_so() -> None:
    async def visit(town: Town) -> None:
        with pytest.raises(Trouble, match="does not let Kith in"):
            check(await ask(town, "github", "/repos/j/n/issues/1"))

    in_town({"/repos/j/n/issues/1": Said("{}", JSON, 403)}, visit)


def test_reddit_is_read_as_a_feed_where_its_json_is_refused() -> None:
    pages = {
        "/r/a/comments/1/.json": Said("<html>blocked</html>", status=403),
        "/r/a/comments/1/.rss": Said(said("reddit", "comments.atom"), "application/atom+xml"),
        "/r/a/comments/2/.json": Said(said("reddit", "comments.json"), JSON),
        "/r/a/comments/3/.json": Said("", JSON, 429, {"Retry-After": "120"}),
    }

    async def visit(town: Town) -> None:
        for number, count in ((1, 2), (2, 4)):
            answer = await ask(town, "reddit", f"/r/a/comments/{number}/")
            assert len(kind_named("reddit").parse(answer).entries) == count
        with pytest.raises(AskedToWait):
            check(await ask(town, "reddit", "/r/a/comments/3/"))

    in_town(pages, visit)


def test_what_is_said_below_a_post_of_lemmy_and_of_wordpress() -> None:
    post, comments = json.loads(said("lemmy", "post.json"))
    replies, article = json.loads(said("wordpress", "comments.json"))
    pages = {
        "/api/v3/post": json_said(post),
        "/api/v3/comment/list": json_said(comments),
        "/wp-json/wp/v2/comments": json_said(replies),
        "/wp-json/wp/v2/posts/12": json_said(article),
    }

    async def visit(town: Town) -> None:
        answer = await ask(town, "lemmy", "/api/v3/post?id=4711")
        assert len(kind_named("lemmy").parse(answer).entries) == 3
        answer = await ask(town, "wordpress", "/wp-json/wp/v2/posts/12")
        assert len(kind_named("wordpress").parse(answer).entries) == 3
        assert "post=12" in town.asked[2]
        assert "post_id=4711" in town.asked[1]

    in_town(pages, visit)


@pytest.mark.parametrize("kind", CONVERSATIONS, ids=[kind.name for kind in CONVERSATIONS])
@pytest.mark.parametrize(
    ("body", "type_", "code"),
    [
        ("", JSON, "empty"),
        ("<html><form><input type=password></form></html>", "text/html", "no-conversation"),
        ("{}", JSON, "no-conversation"),
        ("[]", JSON, "no-conversation"),
        ("null", JSON, "no-conversation"),
        ("7", JSON, "no-conversation"),
        ('{"post_stream": 3, "thread": [], "id": "x"}', JSON, "no-conversation"),
        ("[" * 100_000, JSON, "no-conversation"),
        ('[[{"data": {"children": 1}}], {"data": null}]', JSON, "no-conversation"),
    ],
)
def test_what_is_no_conversation_is_said_to_be_none(
    kind: Any, body: str, type_: str, code: str
) -> None:
    with pytest.raises(Trouble) as told:
        kind.parse(an_answer(body.encode(), type_))
    expected = "no-conversation" if kind.name == "github-discussion" else code
    assert told.value.problem.code == expected


def wrong(value: Any) -> Any:
    """Every text a number, every number a list, every list a text."""
    if isinstance(value, dict):
        return {
            name: wrong(inner) if isinstance(inner, dict) else {"x": 1}
            for name, inner in value.items()
        }
    return [wrong(one) for one in value] if isinstance(value, list) else [value]


RECORDED = [path for kind in CONVERSATIONS for path in (ANSWERS / kind.name).glob("*.json")]


@pytest.mark.parametrize("path", sorted(RECORDED), ids=lambda path: path.name)
def test_values_of_the_wrong_type_do_no_harm(path: Path) -> None:
    kind = kind_named(path.parent.name)
    whole = json.loads(path.read_text().partition("\n")[2])
    for document in (wrong(whole), {"a": whole}, [whole, whole]):
        try:
            feed = kind.parse(an_answer(json.dumps(document).encode(), JSON))
        except Trouble:
            continue
        assert all(post.guid for post in feed.entries)


def test_a_crowd_is_kept_to_its_newest() -> None:
    items = [
        {"id": n, "author": "a", "text": "x", "created_at_i": n, "created_at": "", "parent_id": 1}
        for n in range(2, 1600)
    ]
    story = {"id": 1, "author": "b", "title": "Long", "children": items}
    feed = kind_named("hacker-news").parse(an_answer(json.dumps(story).encode(), JSON))
    assert (len(feed.entries), feed.left_out) == (1000, 599)
