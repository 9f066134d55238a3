"""Settings: name and looks, password, passkeys, people, about."""

from pathlib import Path

import pytest
from django.conf import settings

from kith.actions import accounts
from kith.actions.clock import utc_now
from kith.db.models import User
from tests.web.accounts import PASSWORD, at, owner, somebody
from tests.web.markup import faults

pytestmark = pytest.mark.django_db

NEW = "another corner by the door"


def shown(user: User) -> str:
    answer = at(user).get("/settings/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert faults(html) == []
    return html


def test_the_owner_sees_everything() -> None:
    html = shown(owner())
    for words in ("Your name", "Passkeys", "Password", "Private address", "People of this Kith"):
        assert words in html
    assert str(settings.KITH.data) in html


def test_others_see_neither_people_nor_places() -> None:
    user, other = somebody(), somebody("other")
    html = shown(user)
    assert "People of this Kith" not in html
    assert str(settings.KITH.data) not in html
    assert other.username not in html
    assert other.opml_key not in html


def test_keeps_name_zone_and_theme() -> None:
    user = owner()
    form = {"name": "Maren\nHolt", "time_zone": "Asia/Tokyo", "theme": "dark"}
    assert at(user).post("/settings/profile", form)["Location"] == "/settings/"
    user.refresh_from_db()
    assert user.name == "Maren Holt"
    html = shown(user)
    assert '<html lang="en" data-theme="dark"' in html
    assert "<option selected>Asia/Tokyo</option>" in html


def test_leaves_out_what_does_not_exist() -> None:
    user = owner()
    form = {"name": "M" * 500, "time_zone": "Mars", "theme": "<script>", "language": "xx"}
    at(user).post("/settings/profile", form)
    user.refresh_from_db()
    assert len(user.name) == 120
    assert not any(user.preferences[key] for key in ("time_zone", "theme", "language"))


def test_the_first_password_asks_for_no_old_one() -> None:
    user = owner()
    here, elsewhere = at(user), at(user)
    answer = here.post("/settings/password", {"password": NEW})
    assert answer["Location"] == "/settings/#way-in"
    assert "Your password is set." in here.get("/settings/").content.decode()
    assert elsewhere.get("/settings/").status_code == 302, "other sessions have ended"
    form = {"username": user.username, "password": NEW}
    assert at().post("/sign-in/", form).status_code == 302


def test_changing_it_asks_for_the_old_one() -> None:
    user = somebody()
    client = at(user)
    for old in ("", "wrong"):
        answer = client.post("/settings/password", {"old": old, "password": NEW})
        assert answer.status_code == 422
        html = answer.content.decode()
        assert faults(html) == []
        assert "This is not your password so far." in html
    answer = client.post("/settings/password", {"old": PASSWORD, "password": NEW})
    assert answer.status_code == 302


def test_the_old_one_cannot_be_guessed_here_either() -> None:
    user = somebody()
    client = at(user)
    for _ in range(accounts.GUESSES):
        client.post("/settings/password", {"old": "wrong", "password": NEW})
    answer = client.post("/settings/password", {"old": PASSWORD, "password": NEW})
    assert "Wait a quarter of an hour" in answer.content.decode()


@pytest.mark.parametrize("password", ["", "short", "password123", "1234567890"])
def test_a_weak_password_is_refused_in_words(password: str) -> None:
    answer = at(owner()).post("/settings/password", {"password": password})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert faults(html) == []
    assert 'aria-invalid="true"' in html
    assert "<details open>" in html
    assert password not in html.partition("password-error")[0] or not password


def test_a_passkey_is_listed_and_removed_by_its_owner_only() -> None:
    user = owner()
    passkey = accounts.add_passkey(user, "Laptop <1>", b"id", b"data", utc_now())
    html = shown(user)
    assert "Laptop &lt;1&gt;" in html
    assert "never used" in html
    at(somebody()).post(f"/passkeys/{passkey.pk}/drop")
    assert user.passkeys.exists()
    at(user).post(f"/passkeys/{passkey.pk}/drop")
    assert not user.passkeys.exists()


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1:8420", "Go on at localhost"),
        ("192.168.1.20", "Open Kith under a host name"),
        ("[::1]:8420", "Go on at localhost"),
        ("kith.example", "over https only"),
        ("localhost:8420", "Add a passkey"),
    ],
)
def test_says_where_passkeys_work(host: str, words: str) -> None:
    html = at(owner()).get("/settings/", headers={"Host": host}).content.decode()
    assert words in html
    assert faults(html) == []


def test_over_https_passkeys_work() -> None:
    answer = at(owner()).get("/settings/", headers={"Host": "kith.example"}, secure=True)
    assert "Add a passkey" in answer.content.decode()


PAGES = ("profile", "password", "list-address", "invite")


@pytest.mark.parametrize("page", PAGES)
def test_needs_an_account_a_post_and_a_token(page: str) -> None:
    assert at().post(f"/settings/{page}")["Location"].startswith("/sign-in/")
    assert at(owner()).get(f"/settings/{page}").status_code == 405
    assert at(owner(), csrf=True).post(f"/settings/{page}").status_code == 403


def test_the_page_is_not_kept_by_the_browser() -> None:
    assert "no-store" in at(owner()).get("/settings/")["Cache-Control"]


def test_only_translated_languages_are_offered() -> None:
    from kith.web.pages.settings import LANGUAGES

    place = Path(settings.LOCALE_PATHS[0])
    translated = {"en", *(one.name for one in place.glob("*") if one.is_dir())}
    assert set(LANGUAGES) <= translated
