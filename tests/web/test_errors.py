"""When there is no page to show."""

import pytest
from django.test import Client, RequestFactory

from kith.db.models import User
from kith.web.pages import errors
from tests.web.accounts import at
from tests.web.markup import faults


def test_nothing_here_in_plain_words(reader: Client) -> None:
    answer = reader.get("/no/such/page/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Nothing here" in html
    assert "To the first page" in html
    assert faults(html) == []


def test_the_address_of_a_form_says_so(reader: Client) -> None:
    answer = reader.get("/bring/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    html = answer.content.decode()
    assert "press the button again" in html
    assert "To the first page" in html
    assert faults(html) == []


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken for this test")

    monkeypatch.setattr("kith.queries.people.roster", broken)


@pytest.mark.usefixtures("breaking")
def test_a_fault_of_ours_shows_a_page_that_needs_no_database(owner: User) -> None:
    client = at(owner)
    client.raise_request_exception = False
    answer = client.get("/people/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "Something broke" in html
    assert "RuntimeError" not in html
    assert faults(html) == []


def test_it_shows_even_where_the_database_is_what_is_broken() -> None:
    request = RequestFactory().get("/read/")
    answer = errors.broken(request)  # nothing asks the database: this test may not
    assert answer.status_code == 500
    assert b"Something broke" in answer.content


def test_pages_tell_the_browser_what_they_never_do(reader: Client) -> None:
    answer = reader.get("/people/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_page_speaks_the_readers_language_and_keeps_their_theme(owner: User) -> None:
    owner.preferences = {"language": "de", "time_zone": "Pacific/Auckland", "theme": "dark"}
    owner.save()
    answer = at(owner).get("/people/")
    assert answer.headers["Content-Language"] == "de"
    assert '<html lang="de" data-theme="dark">' in answer.content.decode()
    owner.preferences = {"language": "tlh", "time_zone": "Nowhere/At-All"}
    owner.save()
    assert at(owner).get("/people/").headers["Content-Language"] == "en"


def test_static_files_have_an_address_for_ever(reader: Client) -> None:
    html = reader.get("/people/").content.decode()
    address = html.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = reader.get(address)
    assert answer.status_code == 200
    answer.close()
    assert "max-age=31536000" in answer.headers["Cache-Control"]
