"""The plan of today in the shell: the same as on the page."""

import pytest

from kith.actions import pausing
from kith.actions import sessions as actions
from kith.actions.clock import utc_now
from kith.db.models import Session, User
from kith.queries import sessions
from tests.cli.test_commands import run, told
from tests.web import accounts, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(db: None) -> User:  # noqa: ARG001
    user = accounts.owner()
    world.library(user)
    world.unread(user)
    return user


def test_json_has_exactly_this_shape(owner: User) -> None:
    found = told("today")
    assert list(found) == ["minutes", "steps"]
    assert found["minutes"] == 20
    keys = ["verb", "title", "address", "voice", "minutes", "group", "because"]
    assert found["steps"]
    for step in found["steps"]:
        assert list(step) == keys
        assert step["because"].endswith(".")
        assert step["because"][0].islower() or step["because"][0].isupper()
    assert sum(step["minutes"] for step in found["steps"]) <= 20
    assert owner.pk


def test_it_is_the_plan_of_the_page(owner: User) -> None:
    titles = [step["title"] for step in told("today")["steps"]]
    html = accounts.at(owner).get("/today/").content.decode()
    assert all(title in html for title in titles)
    assert Session.objects.get().steps.count() == len(titles)


def test_on_days_off_nothing_is_planned(owner: User) -> None:
    until = pausing.begin(owner, 5, utc_now()).until
    assert "Days off: nothing is planned before" in run("today").output
    assert told("today") == {"minutes": 0, "steps": [], "pause_until": until.isoformat()}
    assert not Session.objects.exists()


def test_other_minutes(owner: User) -> None:
    assert told("today", "--minutes", "5")["minutes"] == 5
    assert sum(step["minutes"] for step in told("today")["steps"]) <= 5
    assert run("today", "--minutes", "0").exit_code == 2
    assert Session.objects.get(owner=owner).minutes == 5


def test_printed_for_people(owner: User) -> None:
    text = " ".join(run("today").output.split())
    session = Session.objects.get(owner=owner)
    assert "of your 20 minutes, chosen from" in text
    assert "READ" in text
    lines = {line.strip() for line in run("today").output.splitlines()}
    for step in sessions.shown(session).steps:
        assert step.voice_name in lines, "on a line of its own"
        assert step.headline in text
        assert " ".join(f"Because {step.because}".split()) in text


def test_where_nothing_fits_it_says_so(owner: User) -> None:
    run("today")
    Session.objects.get(owner=owner).steps.update(state="not-now")
    assert run("today").output.startswith("Nothing fits:")


def test_after_its_end_nothing_is_to_be_done(owner: User) -> None:
    assert told("today")["steps"]
    actions.finish(Session.objects.get(owner=owner), utc_now())
    assert told("today")["steps"] == []
    assert run("today").output.startswith("That was today.")


def test_for_another_account_and_with_nothing_to_do(owner: User) -> None:
    other = accounts.somebody("ally")
    assert told("today", "--as", other.username)["steps"] == []
    assert "There is nothing to do" in run("today", "--as", other.username).output
    assert owner.pk
