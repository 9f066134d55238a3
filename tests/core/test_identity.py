"""Which addresses are the same, and which voices may be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.identity import (
    LONGEST_KEY,
    Claim,
    Proposal,
    Somebody,
    mail_key,
    place_key,
    proposals,
)

BLOG, ACCOUNT = "https://jana.example/", "https://social.example/@jana"


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "https://jana.example",
            "http://jana.example/",
            "HTTPS://WWW.Jana.Example:443/",
            "jana.example",
            "https://m.jana.example/index.html",
            "https://mobile.jana.example/#about",
            "https://jana.example/?utm_source=feed&fbclid=1",
        ),
        (
            "@jana@social.example",
            "acct:Jana@social.example",
            "jana@social.example",
            "https://social.example/@jana",
            "https://social.example/@Jana/",
            "http://social.example/users/jana",
            "https://other.example/@jana@social.example",
            "https://other.example/web/@jana@social.example",
        ),
        ("https://jana.example/caf%c3%a9/%7Ejo", "https://jana.example/caf\u00e9/~jo/"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example"),
        ("https://twitter.com/Jana", "https://x.com/jana"),
        ("https://old.reddit.com/user/Jana/", "https://www.reddit.com/user/jana"),
        ("https://jana.example/a%2fb", "https://jana.example/a%2Fb"),
        ("https://jana.example:8443/a", "http://www.jana.example:8443/a/"),
    ],
)
def test_spellings_of_one_place(spellings: tuple[str, ...]) -> None:
    assert len({place_key(one) for one in spellings}) == 1, [place_key(one) for one in spellings]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://jana.example", "https://jana.example/about"),
        ("https://jana.example/A", "https://jana.example/a"),
        ("https://jana.example/?p=1", "https://jana.example/?p=2"),
        ("https://jana.example/a/b", "https://jana.example/a%2Fb"),
        ("https://blog.jana.example", "https://jana.example"),
        ("https://www.example", "https://example"),
        ("https://social.example/@jana", "https://social.example/@jan"),
        ("https://social.example/@jana", "https://social.example/@jana/1234"),
        ("https://one.example/@jana", "https://two.example/@jana"),
        ("https://jana.example:8443/", "https://jana.example/"),
    ],
)
def test_places_that_differ(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


def test_mail_addresses() -> None:
    assert mail_key(" Jana@Post.Example ") == mail_key("mailto:jana@post.example?subject=Hello")
    assert place_key("mailto:Jana@post.example") == mail_key("jana@post.example")
    assert mail_key("jana@post.example") != place_key("@jana@post.example"), "mail is no account"


def test_nothing_has_no_key() -> None:
    assert place_key("") == place_key("  ") == ""


@given(st.text(max_size=80))
def test_whatever_it_is_it_has_a_key_that_stays(text: str) -> None:
    key = place_key(text)
    assert len(key) <= LONGEST_KEY
    assert key.encode().decode() == key


def test_a_long_address_has_a_key_that_fits() -> None:
    one, other = (place_key(f"https://jana.example/{'a' * 900}{end}") for end in "bc")
    assert len(one) <= LONGEST_KEY
    assert one != other


def blog(voice: int = 1, *claims: Claim, name: str = "Jana", home: str = BLOG) -> Somebody:
    return Somebody(voice, name, (home,), (f"{home}feed.xml",), claims)


def account(voice: int = 2, *claims: Claim, name: str = "notes", at: str = ACCOUNT) -> Somebody:
    return Somebody(voice, name, (at,), (f"{at}.rss",), claims)


def codes(found: list[Proposal]) -> list[tuple[int, int, list[str]]]:
    return [(one.one, one.other, [reason.code for reason in one.reasons]) for one in found]


def test_both_name_each_other() -> None:
    there, back = Claim("rel-me", ACCOUNT, BLOG), Claim("field", "http://jana.example", ACCOUNT)
    (found,) = proposals([account(7, back), blog(3, there)])
    assert (found.one, found.other) == (3, 7)
    (reason,) = found.reasons
    assert (reason.code, dict(reason.params)) == ("both-ways", {"page": BLOG, "place": ACCOUNT})


def test_one_names_the_other() -> None:
    for how in ("rel-me", "card", "field", "author", "alias"):
        (found,) = proposals([blog(1, Claim(how, "acct:jana@social.example", BLOG)), account()])
        (reason,) = found.reasons
        assert (reason.code, reason.params["page"]) == (how, BLOG)
    both = proposals(
        [blog(1, Claim("rel-me", ACCOUNT, BLOG)), account(2, Claim("card", BLOG, "x"))]
    )
    one = proposals([blog(1, Claim("rel-me", ACCOUNT, BLOG)), account()])
    assert both[0].strength > one[0].strength


def test_whoever_names_is_said_to() -> None:
    (found,) = proposals([blog(1), account(2, Claim("field", BLOG, ACCOUNT))])
    assert dict(found.reasons[0].params) == {"page": ACCOUNT, "place": BLOG}


def test_a_channel_is_a_place_too() -> None:
    named = Claim("rel-me", "https://jana.example/feed.xml", ACCOUNT)
    assert codes(proposals([blog(), account(2, named)])) == [(1, 2, ["rel-me"])]


def test_never_by_name_alone() -> None:
    assert proposals([blog(1, name="Jana Novak"), account(2, name="Jana Novak")]) == []
    there = Claim("rel-me", ACCOUNT, BLOG)
    named = [blog(1, there, name="Jana Nov\u00e1k"), account(2, name="jana  novak")]
    assert codes(proposals(named)) == [(1, 2, ["rel-me", "same-name"])]
    nameless = [blog(1, there, name=""), account(2, name="")]
    assert codes(proposals(nameless)) == [(1, 2, ["rel-me"])]


def test_the_same_home() -> None:
    podcast = Somebody(
        2, "The Jana Hour", ("http://www.jana.example",), ("https://pods.example/7",)
    )
    assert codes(proposals([blog(), podcast])) == [(1, 2, ["same-home"])]


def test_a_house_of_many_is_nobody() -> None:
    columns = [Somebody(n, f"Column {n}", (BLOG,), (f"{BLOG}{n}.xml",)) for n in range(4)]
    assert proposals(columns) == []
    assert len(proposals(columns[:3])) == 3
    fans = [account(n, Claim("rel-me", BLOG, "x"), at=f"{ACCOUNT}{n}") for n in range(10, 14)]
    named = [*columns, *fans]
    assert proposals(named) == []


def test_the_same_mail_address_but_not_an_office() -> None:
    def with_mail(address: str) -> list[Proposal]:
        spelled = Claim("mail", address.upper())
        return proposals([blog(1, Claim("mail", address, "feed")), account(2, spelled)])

    (found,) = with_mail("jana@post.example")
    assert (found.reasons[0].code, dict(found.reasons[0].params)) == (
        "same-mail",
        {"mail": "jana@post.example"},
    )
    for office in ("info@jana.example", "no-reply@jana.example", "editor@jana.example"):
        assert with_mail(office) == [], office


def test_both_name_a_third_place() -> None:
    third = "https://code.example/jana"
    found = proposals(
        [blog(1, Claim("rel-me", third, BLOG)), account(2, Claim("field", third, "x"))]
    )
    assert codes(found) == [(1, 2, ["both-name"])]
    assert found[0].reasons[0].params["place"] == third


def test_an_address_that_the_reader_noted() -> None:
    noted = Claim("noted", "@jana@social.example")
    (found,) = proposals([blog(1, noted), account()])
    assert (found.reasons[0].code, found.reasons[0].params["place"]) == ("noted", noted.value)
    said = proposals([blog(1, noted), account(2, Claim("field", BLOG, ACCOUNT))])
    assert codes(said) == [(1, 2, ["field"])], "what the place says itself is the better reason"


def test_a_host_as_a_name_on_bluesky() -> None:
    sky = Somebody(
        2,
        "sky",
        ("https://bsky.app/profile/jana.example",),
        ("https://bsky.app/profile/jana.example/rss",),
    )
    assert codes(proposals([blog(), sky])) == [(1, 2, ["handle"])]
    usual = Somebody(3, "jo", ("https://bsky.app/profile/jo.bsky.social",))
    house = Somebody(4, "Bluesky", ("https://jo.bsky.social",))
    assert proposals([usual, house]) == []


def test_what_one_says_of_oneself_is_no_news() -> None:
    assert proposals([blog(1, Claim("rel-me", BLOG, BLOG)), account()]) == []
    both = Somebody(1, "Jana", (BLOG, ACCOUNT), (), (Claim("rel-me", ACCOUNT, BLOG),))
    assert proposals([both]) == []


def test_the_likeliest_come_first() -> None:
    weak = [blog(1, Claim("rel-me", "https://a.example/@jo", BLOG))]
    weak += [account(2, at="https://a.example/@jo")]
    strong = [blog(3, Claim("rel-me", ACCOUNT, "y"), home="https://z.example/")]
    strong += [account(4, Claim("field", "https://z.example", ACCOUNT))]
    found = proposals([*weak, *strong])
    assert [(one.one, one.other) for one in found] == [(3, 4), (1, 2)]
    assert proposals([*strong, *weak]) == found
