"""Add anything, against real servers."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from kith.core.problems import WORDS, Problem, Trouble
from kith.sources.find import find
from kith.sources.finding import WHYS, Finding
from tests.sources.town import (
    ATOM,
    HTML,
    JSON,
    RSS,
    Said,
    Town,
    a_town,
    atom,
    linked,
    page,
    rss,
    webfinger,
)

FINGER = "/.well-known/webfinger"
PROFILE_REL = "http://webfinger.net/rel/profile-page"


def search(text: str, **hosts: Mapping[str, Said]) -> tuple[Finding, Town]:
    """Find what `text` asks for; `{name}` in it is that host's origin, `[name]` host and port."""

    async def run() -> tuple[Finding, Town]:
        async with a_town(**hosts) as town:
            asked = text
            for name in hosts:
                asked = asked.replace("{" + name + "}", town.at(name, ""))
                asked = asked.replace("[" + name + "]", town.place(name))
            finding = await find(town.door, asked)
            assert len(town.asked) <= 12
            assert {found.why for found in finding.channels} <= set(WHYS)
            return finding, town

    return asyncio.run(run())


def problem(text: str, **hosts: Mapping[str, Said]) -> Problem:
    with pytest.raises(Trouble) as caught:
        search(text, **hosts)
    assert caught.value.problem.code in WORDS
    assert str(caught.value.problem)
    return caught.value.problem


def outline(finding: Finding, town: Town) -> list[tuple[str, str, bool]]:
    """Each channel as (path with host's name, why, ticked)."""
    names = {origin: name for name, origin in town.origins.items()}
    rows = []
    for found in finding.channels:
        origin = "/".join(found.address.split("/")[:3])
        address = names[origin] + found.address.removeprefix(origin)
        rows.append((address, found.why, found.chosen))
    return rows


def test_a_feed_is_the_feed() -> None:
    finding, town = search(
        "{a}/feed.xml", a={"/feed.xml": atom("Jana's blog", "x", author="Jana Novak", url="{a}/")}
    )
    (found,) = finding.channels
    assert outline(finding, town) == [("a/feed.xml", "is-feed", True)]
    assert (finding.title, finding.voice_kind) == ("Jana Novak", "person")
    assert finding.home == found.home == town.at("a")
    assert [entry.title for entry in found.feed.entries] == ["x"]
    assert found.validators is not None
    assert found.validators.etag == '"one"'
    assert len(found.digest) == 64
    assert finding.problem is None
    assert town.asked == ["a/feed.xml"]


def test_a_feed_that_does_not_look_like_one() -> None:
    finding, town = search("{a}/news?x=1", a={"/news": rss("News", "x")})
    assert outline(finding, town) == [("a/news?x=1", "is-feed", True)]


def test_a_moved_feed_is_kept_where_it_moved_for_good() -> None:
    hosts = {
        "a": {
            "/old": Said(status=301, headers={"Location": "{b}/new"}),
            "/away": Said(status=302, headers={"Location": "{b}/new"}),
        },
        "b": {"/new": atom("New", "x")},
    }
    assert outline(*search("{a}/old", **hosts)) == [("b/new", "is-feed", True)]
    assert outline(*search("{a}/away", **hosts)) == [("a/away", "is-feed", True)]


def test_a_page_names_its_feeds_posts_before_comments_twins_behind() -> None:
    head = (
        linked("/comments/feed", RSS, "Blog » Comments")
        + linked("/rss", RSS)
        + linked("/atom", ATOM)
        + linked("/edu", ATOM, "Only education")
    )
    finding, town = search(
        "{a}/2025/a-post",
        a={
            "/2025/a-post": page(head, title="A post"),
            "/comments/feed": rss("Comments on Blog", "c1", "c2"),
            "/rss": rss("Blog", "x", "y", "z"),
            "/atom": atom("Blog", "x", "y", "z"),
            "/edu": atom("Blog: education", "y"),
        },
    )
    assert outline(finding, town) == [
        ("a/atom", "link", True),
        ("a/edu", "link", False),
        ("a/rss", "link", False),
        ("a/comments/feed", "link", False),
    ]
    by_path = {found.address.removeprefix(town.at("a", "")): found for found in finding.channels}
    assert by_path["/rss"].twin_of == town.at("a", "/atom")
    assert by_path["/comments/feed"].comments
    assert finding.title == "Blog"


def test_silent_feeds_stand_behind_speaking_ones() -> None:
    finding, town = search(
        "{a}/",
        a={
            "/": page(linked("/empty") + linked("/full")),
            "/empty": atom("E"),
            "/full": atom("F", "x"),
        },
    )
    assert [row[0] for row in outline(finding, town)] == ["a/full", "a/empty"]


def test_a_page_with_only_comments_ticks_nothing() -> None:
    finding, town = search(
        "{a}/",
        a={
            "/": page(linked("/comments/feed", title="Comments")),
            "/comments/feed": atom("Comments for A", "x"),
        },
    )
    assert outline(finding, town) == [("a/comments/feed", "link", False)]


def test_an_ordinary_link_to_a_feed() -> None:
    finding, town = search(
        "{a}/", a={"/": page(body='<a href="/my-feed.xml">RSS</a>'), "/my-feed.xml": atom("A", "x")}
    )
    assert outline(finding, town) == [("a/my-feed.xml", "anchor", True)]


@pytest.mark.parametrize("path", ["/feed", "/rss.xml", "/index.xml", "/blog/feed"])
def test_usual_paths_when_the_page_is_silent(path: str) -> None:
    finding, town = search("{a}/", a={"/": page(), path: atom("A", "x")})
    assert outline(finding, town) == [("a" + path, "usual-path", True)]


def test_usual_paths_near_the_page_come_first() -> None:
    finding, town = search(
        "{a}/~jana/about.html",
        a={
            "/~jana/about.html": page(),
            "/~jana/index.xml": atom("Jana", "x"),
            "/feed": atom("University", "y"),
        },
    )
    assert outline(finding, town) == [("a/~jana/index.xml", "usual-path", True)]


def test_no_usual_paths_when_the_page_names_a_feed() -> None:
    _, town = search("{a}/", a={"/": page(linked("/x")), "/x": atom("A", "x")})
    assert town.asked == ["a/", "a/x"]


def test_a_word_with_its_address_as_people_share_it() -> None:
    finding, _ = search(
        "Read this: {a}/ (so good).", a={"/": page(linked("/x")), "/x": atom("A", "x")}
    )
    assert finding.title == "A"


def test_without_a_scheme_http_is_tried_after_https() -> None:
    for text in ("[a]/x", "feed://[a]/x"):
        finding, town = search(text, a={"/x": atom("A", "x")})
        assert outline(finding, town) == [("a/x", "is-feed", True)]


def test_software_known_by_its_page() -> None:
    finding, town = search(
        "{a}/c/teaching/5",
        a={
            "/c/teaching/5": page('<meta name="generator" content="Discourse 3.4.0">'),
            "/c/teaching/5.rss": rss("Teaching - Forum topics", "x"),
        },
    )
    assert outline(finding, town) == [("a/c/teaching/5.rss", "site", True)]
    assert finding.voice_kind == "community"


def test_a_page_shut_to_programs_whose_feed_is_open() -> None:
    finding, town = search("{a}/", a={"/": Said(status=403), "/feed": atom("A", "x")})
    assert outline(finding, town) == [("a/feed", "usual-path", True)]


def test_the_feed_a_page_promised_is_down() -> None:
    hosts = {
        "a": {
            "/": page(linked("/broken") + linked("/fine")),
            "/broken": Said(status=500),
            "/fine": atom("A", "x"),
        }
    }
    finding, _ = search("{a}/", **hosts)
    assert finding.problem is not None
    assert finding.problem.code == "server-error"
    only = {"a": {"/": page(linked("/broken")), "/broken": Said(status=500)}}
    assert problem("{a}/", **only).code == "server-error"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(status=404), "not-found"),
        (Said(status=410), "gone"),
        (Said(status=401), "sign-in-needed"),
        (Said(status=403), "forbidden"),
        (Said(status=500), "server-error"),
        (Said(status=429, headers={"Retry-After": "60"}), "asked-to-wait"),
        (page(), "nothing-found"),
        (Said("", HTML), "nothing-found"),
        (Said("hello", "text/plain"), "nothing-found"),
        (Said('{"a":1}', JSON), "nothing-found"),
        (Said(status=302, headers={"Location": "{a}/x"}), "redirect-loop"),
    ],
)
def test_what_the_door_said_is_told(said: Said, code: str) -> None:
    assert problem("{a}/x", a={"/x": said}).code == code


def test_a_site_that_is_down_says_so() -> None:
    assert problem("http://127.0.3.250:9/").code == "unreachable"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "address-unusable"),
        ("ftp://a.example/", "address-unusable"),
        ("two words", "address-unusable"),
        ("https://x.com/jana", "site-without-feeds"),
        ("http://10.0.0.1/", "address-refused"),
    ],
)
def test_what_cannot_be_asked_for(text: str, code: str) -> None:
    assert problem(text).code == code


def account_host(**more: Said) -> dict[str, Said]:
    return {
        FINGER: webfinger(
            {"rel": PROFILE_REL, "type": "text/html", "href": "{a}/@jana"},
            {"rel": "self", "type": "application/activity+json", "href": "{a}/users/jana"},
        ),
        **more,
    }


@pytest.mark.parametrize("text", ["@jana@[a]", "jana@[a]", "acct:jana@[a]", " @Jana@[a] "])
def test_an_account_by_webfinger(text: str) -> None:
    finding, town = search(text, a=account_host(**{"/@jana.rss": rss("Jana ✨", "x")}))
    assert outline(finding, town) == [("a/@jana.rss", "webfinger", True)]
    assert (finding.title, finding.voice_kind) == ("Jana ✨", "person")
    assert finding.home == town.at("a", "/@jana")


def test_an_account_on_software_that_keeps_feeds_elsewhere() -> None:
    finding, town = search("@jana@[a]", a=account_host(**{"/@jana/feed.rss": rss("Jana", "x")}))
    assert outline(finding, town) == [("a/@jana/feed.rss", "webfinger", True)]


def test_an_account_whose_profile_page_names_the_feed() -> None:
    finding, town = search(
        "@jana@[a]",
        a=account_host(**{"/@jana": page(linked("/f/7")), "/f/7": atom("Jana", "x")}),
    )
    assert outline(finding, town) == [("a/f/7", "link", True)]
    assert finding.voice_kind == "person"


def test_an_account_whose_server_names_the_feed() -> None:
    finger = webfinger(
        {
            "rel": "http://schemas.google.com/g/2010#updates-from",
            "type": ATOM,
            "href": "{a}/feed/jana",
        }
    )
    finding, town = search("jana@[a]", a={FINGER: finger, "/feed/jana": atom("Jana", "x")})
    assert outline(finding, town) == [("a/feed/jana", "webfinger", True)]


def test_a_group_account_is_a_community() -> None:
    finding, _ = search("!edu@[a]", a=account_host(**{"/@jana.rss": rss("Edu", "x")}))
    assert finding.voice_kind == "community"


@pytest.mark.parametrize(
    ("finger", "code"),
    [
        (Said(status=404), "account-unknown"),
        (Said(status=410), "account-unknown"),
        (Said(status=422), "account-unknown"),
        (page(), "account-unknown"),
        (Said("[]", JSON), "account-unknown"),
        (Said('{"links":[{"rel":3},4]}', JSON), "account-unknown"),
        (Said("[" * 50_000, JSON), "account-unknown"),
        (Said(status=503), "server-error"),
    ],
)
def test_an_account_that_is_not_there(finger: Said, code: str) -> None:
    found = problem("@jana@[a]", a={FINGER: finger})
    assert found.code == code
    if code == "account-unknown":
        assert str(found.params["account"]).startswith("@jana@127.0.3.1")


def test_an_account_without_any_feed() -> None:
    assert problem("@jana@[a]", a=account_host(**{"/@jana": page()})).code == "nothing-found"


def me(*places: str) -> str:
    return "".join(f'<link rel="me" href="{place}">' for place in places)


def test_other_places_are_ticked_only_where_they_link_back() -> None:
    finding, town = search(
        "{a}/",
        a={
            "/": page(linked("/feed") + me("{b}/jana", "{c}/jana", "{d}/", "https://x.com/jana")),
            "/feed": atom("Jana", "x"),
        },
        b={"/jana": page(linked("/jana.atom") + me("{a}")), "/jana.atom": atom("Jana codes", "y")},
        c={"/jana": page(linked("/jana.atom")), "/jana.atom": atom("Some Jana", "z")},
        d={"/": page()},
    )
    assert outline(finding, town) == [
        ("a/feed", "link", True),
        ("b/jana.atom", "rel-me", True),
        ("c/jana.atom", "rel-me-claim", False),
    ]
    assert finding.title == "Jana"
    assert finding.channels[1].home == town.at("b", "/jana")


def test_nobody_is_confirmed_by_passing_for_somebody_else() -> None:
    finding, town = search(
        "{a}/",
        a={
            "/": page('<link rel="canonical" href="{c}/">' + linked("/feed") + me("{b}/jana")),
            "/feed": atom("Jana", "x", url="{c}/"),
        },
        b={"/jana": page(linked("/jana.atom") + me("{c}/")), "/jana.atom": atom("Jana", "y")},
        c={},
    )
    assert outline(finding, town)[1] == ("b/jana.atom", "rel-me-claim", False)


def test_a_place_drawn_by_scripts_confirms_through_activitypub() -> None:
    actor = {
        "attachment": [
            {"name": "Blog", "value": '<a href="{a}/" rel="me nofollow">blog</a>'},
            {"name": "Not mine", "value": '<a href="{c}/">friend</a>'},
            "odd",
        ]
    }
    activity = '<link rel="alternate" type="application/activity+json" href="/users/jana">'
    finding, town = search(
        "{a}/",
        a={"/": page(linked("/feed") + me("{b}/@jana")), "/feed": atom("Jana", "x")},
        b={
            "/@jana": page(activity + linked("/@jana.rss", RSS)),
            "/@jana.rss": rss("Jana ✨", "y"),
            "/users/jana": Said(json.dumps(actor), "application/activity+json"),
        },
    )
    assert outline(finding, town) == [
        ("a/feed", "link", True),
        ("b/@jana.rss", "rel-me", True),
    ]


def test_an_account_brings_the_blog_it_names() -> None:
    actor = {"attachment": [{"value": '<a href="{b}/" rel="me">blog</a>'}]}
    finding, town = search(
        "@jana@[a]",
        a=account_host(
            **{
                "/@jana.rss": rss("Jana ✨", "x"),
                "/users/jana": Said(json.dumps(actor), "application/activity+json"),
            }
        ),
        b={"/": page(linked("/feed") + me("{a}/@jana")), "/feed": atom("Jana's blog", "y")},
    )
    assert outline(finding, town) == [
        ("a/@jana.rss", "webfinger", True),
        ("b/feed", "rel-me", True),
    ]


def test_a_page_of_links_only_leads_on_without_trusting() -> None:
    finding, town = search(
        "{a}/",
        a={"/": page(me("{b}/jana"))},
        b={"/jana": page(linked("/jana.atom")), "/jana.atom": atom("Jana", "y")},
    )
    assert outline(finding, town) == [("b/jana.atom", "rel-me-claim", False)]


def test_a_page_with_a_thousand_links_costs_a_dozen_requests() -> None:
    links = "".join(linked(f"/{n}") for n in range(1000)) + me(
        *("{b}/" + str(n) for n in range(99))
    )
    finding, town = search("{a}/", a={"/": page(links), "/0": atom("A", "x")}, b={})
    assert finding.title == "A"
    assert len(town.asked) <= 12


def test_one_address_is_asked_for_once() -> None:
    finding, town = search(
        "{a}/feed", a={"/feed": page(linked("/feed") + linked("/x")), "/x": atom("A", "x")}
    )
    assert outline(finding, town) == [("a/x", "link", True)]
    assert town.asked == ["a/feed", "a/x"]
