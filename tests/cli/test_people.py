"""`kith people`, `kith owed`, `kith log`."""

from datetime import timedelta

import pytest

from kith.actions import accounts, exchanges, promises, roster, thanks
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Exchange, Promise, User, Voice
from tests.cli.test_commands import run, told
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def voice(user: User, name: str) -> Voice:
    speaking = Speaking(f"https://{name.lower().replace(' ', '-')}.example/feed")
    return roster.follow(user, [speaking], utc_now(), name=name, kind="person").voice


@pytest.fixture
def user() -> User:
    return accounts.owner(utc_now())


def test_people_are_told_and_narrowed(user: User) -> None:
    jana = voice(user, "Jana Holt")
    voice(user, "Tom Reed")
    long_ago = utc_now() - timedelta(days=40)
    exchanges.keep_in_touch(jana, circle="inner", touch="", paused=False, now=long_ago)
    thanks.owe(jana, "the list", utc_now())
    (one,) = told("people", "--circle", "inner")
    assert (one["name"], one["circle"], one["touch"], one["owed"]) == (
        *("Jana Holt", "inner", "due", True),
    )
    assert [one["name"] for one in told("people")] == ["Jana Holt", "Tom Reed"]
    assert [one["name"] for one in told("people", "reed")] == ["Tom Reed"]
    said = run("people", "--show", "owed").output.splitlines()
    assert said == ["Jana Holt", "  inner circle · on trial · something is owed · a word is due"]
    assert told("people", "--as", somebody("jana").username) == []


def test_what_is_owed_is_told(user: User) -> None:
    assert run("owed").output == "Nothing is owed.\n"
    jana = voice(user, "Jana Holt")
    promises.promise(user, "send the list", utc_now(), voice=jana, due=utc_now().date())
    thanks.owe(jana, "the rubric", utc_now())
    assert [(one["kind"], one["voice"], one["what"]) for one in told("owed")] == [
        ("promise", "Jana Holt", "send the list"),
        ("thanks", "Jana Holt", "Thanks for the rubric"),
    ]
    assert run("owed").output.splitlines()[:2] == ["send the list", "  Jana Holt · due today"]


def test_a_line_is_understood_and_kept(user: User) -> None:
    voice(user, "Jana Holt")
    result = run("log", "thanked", "Jana", "for", "the", "checklist", "yesterday")
    assert result.exit_code == 0
    first, last = result.output.splitlines()
    assert first == "you said thanks · Jana Holt · yesterday · the checklist"
    assert last == "Kept."
    assert Exchange.objects.get().about == "the checklist"
    facts = told("log", "promised Jana to send the list by tomorrow")
    assert (facts["kind"], facts["voices"], facts["about"]) == (
        *("promise", ["Jana Holt"], "send the list"),
    )
    assert Promise.objects.get().due_on == utc_now().date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("met Quentin", "nobody here is called Quentin."),
        ("met Jana", "several are called Jana: write the whole name."),
        ("the weather", "it does not say what happened"),
        ("met", "It does not say with whom."),
    ],
)
def test_what_is_not_clear_is_said_and_not_kept(user: User, line: str, words: str) -> None:
    voice(user, "Jana Holt")
    voice(user, "Jana Berg")
    result = run("log", line)
    assert result.exit_code == 1
    assert words in result.output
    assert Exchange.objects.count() == 0
