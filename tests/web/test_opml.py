"""The list as OPML: to take away, and live."""

import pytest
from django.utils import timezone

from kith.actions.clock import utc_now
from kith.actions.roster import let_go
from kith.db.models import Channel, User
from kith.sources.lists import read_list
from tests.web.accounts import at, follows, labelled, owner, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    user = owner()
    labelled(user, "https://ines.example/feed", "Ines & co", "Teaching/Assessment")
    return user


def live(user: User) -> str:
    return f"/opml/{user.opml_key}/kith.opml"


def test_takes_the_list_away(user: User) -> None:
    follows(somebody(), "https://private.example/feed")
    answer = at(user).get("/settings/voices.opml")
    assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
    day = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="kith-{day}.opml"'
    (one,) = read_list(answer.content).entries
    assert (one.address, one.title) == ("https://ines.example/feed", "Ines & co")
    assert one.labels == ("Teaching/Assessment",)
    assert at().get("/settings/voices.opml").status_code == 302


def test_the_live_list_needs_no_account(user: User) -> None:
    answer = at().get(live(user))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/x-opml")
    assert "noindex" in answer["X-Robots-Tag"]
    assert [one.address for one in read_list(answer.content).entries] == [
        "https://ines.example/feed"
    ]
    assert not answer.cookies


def test_the_live_list_says_when_nothing_has_changed(user: User) -> None:
    etag = at().get(live(user))["ETag"]
    same = at().get(live(user), headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    follows(user, "https://new.example/feed")
    assert at().get(live(user), headers={"If-None-Match": etag}).status_code == 200


def test_what_was_let_go_leaves_the_list(user: User) -> None:
    let_go(user.voices.get(), utc_now())
    assert b"ines.example" not in at().get(live(user)).content


def test_pages_still_searched_for_a_feed_leave_as_pages(user: User) -> None:
    Channel.objects.update(kind=Channel.SEEK)
    (one,) = read_list(at().get(live(user)).content).entries
    assert one.kind == "page"


def test_a_new_address_ends_the_old_one(user: User) -> None:
    old = live(user)
    client = at(user)
    client.post("/settings/list-address")
    assert at().get(old).status_code == 404
    user.refresh_from_db()
    assert live(user) != old
    assert live(user) in client.get("/settings/").content.decode()
    assert at().get(live(user)).status_code == 200


def test_a_closed_account_has_no_list(user: User) -> None:
    User.objects.update(is_active=False)
    assert at().get(live(user)).status_code == 404


def test_an_unknown_key_is_nothing() -> None:
    assert at().get("/opml/unknown/kith.opml").status_code == 404
