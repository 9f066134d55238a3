"""Passkeys: what a device signs is checked, and nothing else gets in."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from fido2.webauthn import AuthenticatorData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.actions import passkeys
from kith.actions.clock import utc_now
from kith.actions.passkeys import NotAccepted, Site
from kith.db.models import Passkey, User
from kith.web.pages import passkeys as pages
from tests.web.accounts import at, owner, somebody
from tests.web.device import Device
from tests.web.markup import faults

pytestmark = pytest.mark.django_db

HERE = {"Host": "localhost"}
SITE = Site("localhost", "http://localhost")


def ask(client: Client, what: str, body: object = None, host: str = "localhost") -> Any:
    return client.post(
        f"/passkeys/{what}",
        json.dumps({} if body is None else body),
        content_type="application/json",
        headers={"Host": host},
    )


def add(user: User, device: Device, name: str = "Laptop") -> Any:
    client = at(user)
    options = ask(client, "begin-add").json()
    return ask(client, "complete-add", {"credential": device.makes(options), "name": name})


def sign_in(device: Device, client: Client | None = None, **more: str) -> Any:
    client = client or at()
    options = ask(client, "begin-sign-in").json()
    return ask(client, "complete-sign-in", {"credential": device.signs(options), **more})


def test_a_passkey_is_made_and_signs_in() -> None:
    user, device, client = owner(), Device(), at()
    assert add(user, device).json() == {"next": "/settings/#passkeys"}
    passkey = Passkey.objects.get()
    assert (passkey.user, passkey.name, passkey.used_at) == (user, "Laptop", None)
    assert sign_in(device, client, next="/people/").json() == {"next": "/people/"}
    assert client.get("/settings/").status_code == 200
    passkey.refresh_from_db()
    assert passkey.used_at


def test_the_options_ask_for_a_passkey_that_needs_no_name() -> None:
    user = owner()
    add(user, device := Device())
    options = ask(at(user), "begin-add").json()
    assert options["rp"] == {"name": "Kith", "id": "localhost"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["excludeCredentials"][0]["id"] == device.makes(options)["id"]
    assert str(user.pk) != options["user"]["id"]
    options = ask(at(), "begin-sign-in").json()
    assert "allowCredentials" not in options
    assert options["userVerification"] == "preferred"


def test_next_stays_at_home() -> None:
    add(owner(), device := Device())
    assert sign_in(device, next="https://evil.example/").json() == {"next": "/"}


def test_an_answer_works_once() -> None:
    add(owner(), device := Device())
    client = at()
    options = ask(client, "begin-sign-in").json()
    body = {"credential": device.signs(options)}
    assert ask(client, "complete-sign-in", body).status_code == 200
    assert ask(client, "complete-sign-in", body).status_code == 422


def test_an_answer_belongs_to_its_session() -> None:
    add(owner(), device := Device())
    body = {"credential": device.signs(ask(at(), "begin-sign-in").json())}
    other = at()
    ask(other, "begin-sign-in")
    assert ask(other, "complete-sign-in", body).status_code == 422
    assert ask(at(), "complete-sign-in", body).status_code == 422


def test_a_challenge_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    add(owner(), device := Device())
    client = at()
    options = ask(client, "begin-sign-in").json()
    later = utc_now() + timedelta(minutes=pages.MINUTES + 1)
    monkeypatch.setattr(pages, "utc_now", lambda: later)
    body = {"credential": device.signs(options)}
    assert ask(client, "complete-sign-in", body).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "http://localhost:1"},
        {"origin": "https://localhost"},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": AuthenticatorData.FLAG.UV},  # nobody was there
        {"key": Device().key},
        {"identifier": b"unknown"},
    ],
)
def test_what_is_not_right_does_not_get_in(change: dict[str, Any]) -> None:
    add(owner(), device := Device())
    for name, value in change.items():
        setattr(device, name, value)
    client = at()
    answer = sign_in(device, client)
    assert answer.status_code == 422
    assert "could not be used" in answer.json()["problem"]
    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://evil.example"),
        Device(host="evil.example"),
        Device(flags=AuthenticatorData.FLAG(0)),
    ],
)
def test_what_is_not_right_is_not_kept(device: Device) -> None:
    assert add(owner(), device).status_code == 422
    assert not Passkey.objects.exists()


def test_one_passkey_opens_one_account() -> None:
    device = Device()
    add(owner(), device)
    assert add(somebody(), device).status_code == 422
    assert add(owner(), device).status_code == 422
    assert Passkey.objects.count() == 1


def test_a_closed_account_stays_out() -> None:
    user, device = somebody(), Device()
    add(user, device)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign_in(device).status_code == 422


def test_another_way_to_write_the_answer_is_no_way_in() -> None:
    client = at(owner())
    bodies: list[object] = [[], "x", {}, {"credential": 1}, {"credential": {}}]
    for body in [*bodies, {"credential": {"id": "x"}}]:
        ask(client, "begin-add")
        ask(client, "begin-sign-in")
        assert ask(client, "complete-add", body).status_code == 422
        assert ask(client, "complete-sign-in", body).status_code == 422
    deep = "[" * 30_000
    for what in ("complete-add", "complete-sign-in"):
        ask(client, what.replace("complete", "begin"))
        answer = client.post(f"/passkeys/{what}", deep, content_type="application/json")
        assert answer.status_code == 422


GARBAGE = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["AAAA", "oWNmbXQ", "gg"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
FIELDS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(FIELDS), st.binary(max_size=200), GARBAGE)
def test_garbage_is_not_accepted_and_breaks_nothing(
    part: str, noise: bytes, garbage: object
) -> None:
    user = owner()
    options, state = passkeys.begin_add(user, SITE)
    for wrong in (noise.hex(), garbage):
        answer = Device().makes(dict(options))
        answer["response"][part] = wrong
        with_more = {**answer, "response": garbage or answer["response"]}
        for one in (answer, with_more):
            try:
                passkeys.complete_add(user, SITE, state, one, name="", now=utc_now())
            except NotAccepted:
                continue
            assert one["response"]["attestationObject"] != wrong
    Passkey.objects.all().delete()


def test_needs_an_account_to_add_and_a_token_always() -> None:
    for what in ("begin-add", "complete-add"):
        assert ask(at(), what)["Location"].startswith("/sign-in/")
    for what in ("begin-add", "complete-add", "begin-sign-in", "complete-sign-in"):
        assert ask(at(owner(), csrf=True), what).status_code == 403
        assert at(owner()).get(f"/passkeys/{what}").status_code == 405


def test_two_kiths_on_one_machine_have_handles_of_their_own(settings: Any) -> None:
    user = owner()
    one = ask(at(user), "begin-add").json()["user"]["id"]
    settings.SECRET_KEY = "another installation"
    assert ask(at(user), "begin-add").json()["user"]["id"] != one


def test_somebody_with_a_passkey_can_come_in_from_outside() -> None:
    from kith.queries import accounts

    owner()
    assert not accounts.has_credentials()
    add(owner(), Device())
    assert accounts.has_credentials()


def test_the_door_offers_what_there_is() -> None:
    assert "Use a passkey" not in at().get("/sign-in/", headers=HERE).content.decode()
    add(owner(), Device())
    assert "Use a passkey" in at().get("/sign-in/", headers=HERE).content.decode()
    at_number = at().get("/sign-in/", headers={"Host": "127.0.0.1:8420"}).content.decode()
    assert "http://localhost:8420/sign-in/" in at_number


def test_from_the_number_to_the_name_still_signed_in() -> None:
    client = at(owner())
    answer = client.post("/passkeys/move", headers={"Host": "127.0.0.1:8420"})
    html = answer.content.decode()
    assert faults(html) == []
    found = re.search(r'href="http://localhost:8420(/sign-in/[^"]+)"', html)
    assert found
    there = at()
    assert there.get(found[1], headers={"Host": "localhost:8420"})["Location"] == "/settings/"
    assert client.post("/passkeys/move", headers={"Host": "kith.example"}).status_code == 404
    assert at().post("/passkeys/move")["Location"].startswith("/sign-in/")
