"""What people paste."""

import pytest

from kith.sources.asked import (
    account,
    account_in_page,
    address_in,
    is_reader_address,
    names_scheme,
    trimmed,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@jana@social.example", "@jana@social.example"),
        ("jana@Social.Example", "@jana@social.example"),
        ("acct:jana@social.example", "@jana@social.example"),
        ("acct:@jana.n_1@social.example", "@jana.n_1@social.example"),
        (" @jana@social.example. ", "@jana@social.example"),
        ("@jana@localhost:8000", "@jana@localhost:8000"),
        ("@jana@127.0.0.1:80", "@jana@127.0.0.1:80"),
        ("@jana@[::1]:80", "@jana@[::1]:80"),
        ("!edu@lemmy.example", "@edu@lemmy.example"),
    ],
)
def test_accounts(text: str, shown: str) -> None:
    assert str(account(text)) == shown


@pytest.mark.parametrize(
    "text",
    ["", "jana", "@jana", "@jana.example", "https://jana@social.example/", "a b@c.example"],
)
def test_what_is_no_account(text: str) -> None:
    assert account(text) is None


@pytest.mark.parametrize(
    "text", ["jana@host", "@jana@-", "mailto:jana@social.example", "jana@social.example/x"]
)
def test_what_only_resembles_an_account(text: str) -> None:
    assert account(text) is None


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost:80", True), ("[::1]", True), ("social.example", False)],
)
def test_where_no_certificate_can_be_had(host: str, local: bool) -> None:
    somebody = account(f"@jana@{host}")
    assert somebody is not None
    assert somebody.local is local


def test_groups_and_their_uri() -> None:
    group = account("!edu@lemmy.example")
    assert group is not None
    assert group.group
    assert group.uri == "acct:edu@lemmy.example"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/@jana@social.example", "@jana@social.example"),
        ("https://a.example/web/@jana@social.example/", "@jana@social.example"),
        ("https://a.example/@jana", "None"),
        ("https://a.example/@jana@social.example/123", "None"),
    ],
)
def test_accounts_in_the_pages_of_other_servers(address: str, shown: str) -> None:
    assert str(account_in_page(address)) == shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://a.example/x ", "https://a.example/x"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("“https://a.example/x”", "https://a.example/x"),
        ("A title\nhttps://a.example/x?y=1.", "https://a.example/x?y=1"),
        ("see https://a.example/x, and more", "https://a.example/x"),
        ("@jana.bsky.social", "https://bsky.app/profile/jana.bsky.social"),
        ("at://did:plc:ab12/app.bsky.feed.post/3", "https://bsky.app/profile/did:plc:ab12"),
        ("r/Teachers", "https://www.reddit.com/r/Teachers/"),
        ("/u/jana_n/", "https://www.reddit.com/user/jana_n/"),
        ("feed://a.example/x", "feed://a.example/x"),
        ("two words", "two words"),
        ("", ""),
    ],
)
def test_the_address_in_a_text(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://a.example/x).", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("https://a.example/x_(y))!", "https://a.example/x_(y)"),
        ("https://a.example/[x]]", "https://a.example/[x]"),
        ("...", ""),
    ],
)
def test_punctuation_that_only_follows(text: str, kept: str) -> None:
    assert trimmed(text) == kept


def test_schemes() -> None:
    assert is_reader_address("feed:https://a.example/")
    assert is_reader_address(" ITPC://a.example/ ")
    assert not is_reader_address("https://a.example/feed:x")
    assert not is_reader_address("feed:")
    assert names_scheme("HTTPS://a.example")
    assert not names_scheme("a.example")
    assert not names_scheme("feed://a.example")
