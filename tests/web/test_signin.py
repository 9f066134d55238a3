"""The door: links, passwords, the way out, the first question."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from kith.actions import accounts
from kith.actions.clock import utc_now
from kith.db.models import Attempt, Ticket, User
from tests.web.accounts import PASSWORD, at, follows, owner, somebody
from tests.web.markup import faults

pytestmark = pytest.mark.django_db


def link(user: User) -> str:
    return f"/sign-in/{accounts.make_ticket(user, utc_now())}/"


def test_a_link_signs_in_once() -> None:
    user, client = owner(), at()
    address = link(user)
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/settings/").status_code == 200
    again = at().get(address)
    assert again.status_code == 404
    html = again.content.decode()
    assert faults(html) == []
    assert "no longer works" in html
    assert "kith signin" in html


def test_whoever_is_signed_in_already_can_go_on() -> None:
    client = at()
    address = link(owner())
    client.get(address)
    assert "you are signed in" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_a_prefetch_does_not_use_it_up(
    headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    address = link(owner())
    answer = at().get(address, headers=headers)
    assert answer.status_code == 503, "an answer that could be used would be used"
    assert not answer.cookies
    assert address not in caplog.text
    assert at().get(address).status_code == 302


def test_head_does_not_use_it_up(caplog: pytest.LogCaptureFixture) -> None:
    address = link(owner())
    client = at()
    assert not client.head(address).cookies
    assert address not in caplog.text
    assert client.get(address).status_code == 302


def test_a_post_is_no_way_in() -> None:
    assert at().post(link(owner())).status_code == 405


def test_an_old_link_and_a_made_up_one() -> None:
    address = link(owner())
    Ticket.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    for one in (address, "/sign-in/made-up/"):
        answer = at().get(one)
        assert answer.status_code == 404
        assert "_auth_user_id" not in at().session


def test_an_invitation_signs_nobody_in() -> None:
    secret = accounts.invite(owner(), utc_now())
    assert at().get(f"/sign-in/{secret}/").status_code == 404


RACE = """
import os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "kith.project.settings"
import django
django.setup()
from django.core.management import call_command
from kith.actions import accounts
from kith.actions.clock import utc_now
call_command("migrate", verbosity=0)
secret = accounts.make_ticket(accounts.owner(utc_now()), utc_now())
ready, won = threading.Barrier(8), []
def use():
    ready.wait()
    won.append(accounts.use_ticket(secret, utc_now()))
threads = [threading.Thread(target=use) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(won), len([one for one in won if one]))
"""


def test_two_at_the_same_time_get_one_session(tmp_path: Path) -> None:
    environ = {**os.environ, "KITH_DATA": str(tmp_path), "KITH_DATABASE_URL": ""}
    command = [sys.executable, "-c", RACE]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["8", "1"]


def test_without_a_name_the_question_comes_first() -> None:
    user = accounts.owner(utc_now())
    client = at()
    assert client.get(link(user))["Location"] == "/welcome/"
    assert faults(client.get("/welcome/").content.decode()) == []
    answer = client.post("/welcome/", {"name": " Maren\x00 Holt ", "time_zone": "Europe/Vienna"})
    assert answer["Location"] == "/"
    user.refresh_from_db()
    assert user.name == "Maren Holt"
    assert user.preferences["time_zone"] == "Europe/Vienna"


def test_the_question_is_asked_once() -> None:
    user = accounts.owner(utc_now())
    at(user).post("/welcome/", {"name": "", "time_zone": "Mars/Olympus"})
    user.refresh_from_db()
    assert "time_zone" not in user.preferences
    assert at().get(link(user))["Location"] == "/"


def test_before_anybody_has_a_password_the_page_says_what_to_run() -> None:
    owner()
    html = at().get("/sign-in/").content.decode()
    assert faults(html) == []
    assert "kith signin" in html
    assert "password" not in html.partition("<main")[2].partition("kith signin")[0].replace(
        "a password", ""
    )


def test_a_password_signs_in() -> None:
    user, client = somebody(), at()
    assert faults(client.get("/sign-in/").content.decode()) == []
    form = {"username": f" {user.username.upper()} ", "password": PASSWORD, "next": "/people/"}
    answer = client.post("/sign-in/", form)
    assert answer["Location"] == "/people/"
    assert client.get("/settings/").status_code == 200
    assert client.get("/sign-in/")["Location"] == "/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_next_stays_at_home(wanted: str) -> None:
    user = somebody()
    form = {"username": user.username, "password": PASSWORD, "next": wanted}
    assert at().post("/sign-in/", form)["Location"] == "/"
    assert "evil" not in at().get("/sign-in/", {"next": wanted}).content.decode()
    assert at(user).get("/sign-in/", {"next": wanted})["Location"] == "/"


def test_an_unknown_name_and_a_wrong_password_read_the_same() -> None:
    user = somebody()
    pages = []
    for name in (user.username, "nobody-at-all"):
        answer = at().post("/sign-in/", {"username": name, "password": "wrong"})
        assert answer.status_code == 422
        assert faults(answer.content.decode()) == []
        html = answer.content.decode().replace(name, "NAME")
        pages.append(re.sub(r'value="\w{64}"', "", html))
    assert pages[0] == pages[1]


def test_guessing_ends_soon_and_is_forgiven() -> None:
    user = somebody()
    wrong = {"username": user.username, "password": "wrong"}
    right = {"username": user.username, "password": PASSWORD}
    for _ in range(accounts.GUESSES - 1):
        at().post("/sign-in/", wrong)
    assert at().post("/sign-in/", right).status_code == 302
    assert not Attempt.objects.exists()
    for _ in range(accounts.GUESSES):
        at().post("/sign-in/", wrong)
    answer = at().post("/sign-in/", right)
    assert answer.status_code == 429
    assert "Wait a quarter of an hour" in answer.content.decode()
    Attempt.objects.update(at=utc_now() - accounts.GUESS_PAUSE)
    assert at().post("/sign-in/", right).status_code == 302


def test_another_spelling_of_the_name_has_no_guesses_of_its_own() -> None:
    user = somebody()
    for _ in range(accounts.GUESSES):
        at().post("/sign-in/", {"username": user.username, "password": "wrong"})
    form = {"username": user.username.upper(), "password": PASSWORD}
    assert at().post("/sign-in/", form).status_code == 429


def test_an_account_that_was_closed_stays_out() -> None:
    user = somebody()
    address = link(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert at().get(address).status_code == 404
    form = {"username": user.username, "password": PASSWORD}
    assert at().post("/sign-in/", form).status_code == 422


def test_sign_out_ends_the_session() -> None:
    client = at(owner())
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/settings/").status_code == 302
    assert not Session.objects.exists()


def test_forms_need_their_token() -> None:
    user = somebody()
    form = {"username": user.username, "password": PASSWORD}
    assert at(csrf=True).post("/sign-in/", form).status_code == 403
    assert at(user, csrf=True).post("/sign-out/").status_code == 403
    assert at(user, csrf=True).post("/welcome/").status_code == 403


def test_a_page_asked_for_without_an_account_comes_after_the_door() -> None:
    user, client = somebody(), at()
    follows(user, "https://a.example/feed")
    there = client.get("/people/")["Location"]
    assert there == "/sign-in/?next=/people/"
    html = client.get(there).content.decode()
    assert 'name="next" value="/people/"' in html
