"""Invitations, and coming in with one."""

import re
from datetime import timedelta

import pytest

from kith.actions import accounts
from kith.actions.clock import utc_now
from kith.db.models import Ticket, User
from tests.web.accounts import PASSWORD, at, owner, somebody
from tests.web.markup import faults

pytestmark = pytest.mark.django_db


def invitation() -> str:
    return f"/join/{accounts.invite(owner(), utc_now())}/"


def form(**fields: str) -> dict[str, str]:
    return {"username": "jun", "name": "Jun Watanabe", "password": PASSWORD} | fields


def test_the_owner_gets_a_link_that_is_shown_once() -> None:
    client = at(owner())
    assert client.post("/settings/invite")["Location"] == "/settings/#people"
    html = client.get("/settings/").content.decode()
    found = re.search(r'value="http://testserver(/join/[\w-]+/)"', html)
    assert found
    assert faults(html) == []
    assert at().get(found[1]).status_code == 200
    again = client.get("/settings/").content.decode()
    assert "/join/" not in again
    assert "Somebody you invited" in again


def test_nobody_else_invites_or_withdraws() -> None:
    user = somebody()
    invitation()
    ticket = Ticket.objects.get(used_at=None)
    assert at(user).post("/settings/invite").status_code == 403
    assert at(user).post(f"/settings/invite/{ticket.pk}/withdraw").status_code == 403
    assert Ticket.objects.filter(used_at=None).count() == 1


def test_an_invitation_can_be_withdrawn() -> None:
    address = invitation()
    ticket = Ticket.objects.get()
    at(owner()).post(f"/settings/invite/{ticket.pk}/withdraw")
    assert at().get(address).status_code == 404


def test_coming_in_makes_one_account_and_signs_it_in() -> None:
    address, client = invitation(), at()
    assert faults(client.get(address).content.decode()) == []
    assert client.post(address, form(username="Jun.W"))["Location"] == "/"
    user = User.objects.get(username="jun.w")
    assert (user.name, user.is_owner, user.check_password(PASSWORD)) == (
        "Jun Watanabe",
        False,
        True,
    )
    assert client.get("/settings/").status_code == 200
    for again in (at().get(address), at().post(address, form(username="second"))):
        assert again.status_code == 404
        assert "no longer works" in again.content.decode()


def test_looking_does_not_use_it_up() -> None:
    address = invitation()
    for client in (at(), at(owner())):
        assert client.head(address).status_code == 200
        assert client.get(address).status_code == 200
    assert at().post(address, form()).status_code == 302


def test_a_taken_name_is_said_and_the_invitation_stays_good() -> None:
    taken = somebody().username
    address = invitation()
    for name in (taken, taken.upper(), "owner", "OWNER"):
        answer = at().post(address, form(username=name))
        html = answer.content.decode()
        assert answer.status_code == 200
        assert faults(html) == []
        assert "Somebody here is called that already." in html
    assert at().post(address, form()).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        {"username": ""},
        {"username": "a b"},
        {"username": "a/b"},
        {"username": "x" * 61},
        {"username": "<b>"},
        {"password": "short"},
        {"password": ""},
        {"username": "watanabe-jun", "password": "watanabe-jun"},
    ],
)
def test_what_does_not_fit_is_said_in_words(fields: dict[str, str]) -> None:
    address = invitation()
    answer = at().post(address, form(**fields))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert faults(html) == []
    assert 'aria-invalid="true"' in html
    assert "Jun Watanabe" in html, "what was typed is not lost"
    assert PASSWORD not in html
    assert User.objects.count() == 1


def test_letters_of_any_script_and_one_spelling() -> None:
    at().post(invitation(), form(username="Ünal"))
    assert User.objects.filter(username="ünal").exists()
    answer = at().post(invitation(), form(username="U\u0308NAL"))
    assert "called that already" in answer.content.decode()


def test_an_old_invitation_a_made_up_one_and_a_sign_in_link() -> None:
    old = invitation()
    Ticket.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    link = accounts.make_ticket(owner(), utc_now())
    for address in (old, "/join/made-up/", f"/join/{link}/"):
        for answer in (at().get(address), at().post(address, form())):
            assert answer.status_code == 404
            assert faults(answer.content.decode()) == []


def test_the_log_keeps_no_good_invitation(caplog: pytest.LogCaptureFixture) -> None:
    address = invitation()
    at().post(address, form(password="short"))
    assert address not in caplog.text


def test_needs_a_token() -> None:
    assert at(csrf=True).post(invitation(), form()).status_code == 403
