"""`kith people`, `kith owed`, `kith log`."""

import json
from datetime import timedelta

import pytest

from kith.actions import accounts, deciding, exchanges, looks, promises, reading, roster, thanks
from kith.actions.clock import utc_now
from kith.actions.looks import Heard, Manner
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.db.models import Channel, Exchange, Mark, Promise, User, Voice
from tests.cli.test_commands import run, told
from tests.docs.markdown import DOCS, blocks, read, section
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


def test_the_roster_is_looked_through(user: User) -> None:
    now = utc_now()
    tom, jana = voice(user, "Tom Reed"), voice(user, "Jana Holt")
    Voice.objects.filter(pk=jana.pk).update(trial_until=now - timedelta(days=1))
    deciding.keep(tom, now, "writes well")
    room = "You hear 2 people, with room for 50, and 0 publications and communities, with room for"
    brought = "Nothing was heard of them within a year. Nothing has passed between you."
    assert run("people", "review").output.splitlines() == [
        *(f"{room} 100.", "Jana Holt", f"  Its trial ended yesterday. {brought}"),
    ]
    found = told("people", "review")
    (documented,) = blocks(section(read(DOCS / "commands.md"), "kith people review"), "json")
    example = json.loads(documented.text)
    assert list(found) == list(example)
    assert list(found["voices"][0]) == list(example["voices"][0])
    assert found["room"]["people"] == {"heard": 2, "of": 50}
    assert [one["name"] for one in found["voices"]] == ["Jana Holt"]
    assert run("people", "review", "--show", "resting").output.endswith("Nobody is at rest.\n")
    assert run("people", "review", "--show", "decided").output.splitlines()[1:] == [
        "Tom Reed",
        "  kept · today · writes well",
    ]
    assert told("people", "review", "--show", "decided")["decided"][0]["what"] == "keep"
    assert told("people", "review", "--as", somebody("jana").username)["voices"] == []


def test_whom_there_is_room_for_is_said_and_thirty_are_a_page(user: User) -> None:
    for number in range(32):
        voice(user, f"Voice {number:02}")
    Voice.objects.exclude(name="Voice 07").update(state="active", trial_until=None)
    address = "https://voice-07.example/feed"
    looks.heard([heard(address)], utc_now(), lambda: 0.5)
    mark = Mark.objects.get()
    reading.open_entry(mark, utc_now())
    reading.finish(mark, utc_now())
    said = run("people", "review").output.splitlines()
    assert said[1:3] == ["There is room. Keep? Voice 07", "  1 piece, 1 opened."]
    assert said[-1] == "Page 1 of 2."
    assert [len(told("people", "review", "--page", page)["voices"]) for page in "12"] == [30, 1]


def heard(address: str) -> Heard:
    """A channel that said one thing just now."""
    channel = Channel.objects.get(address=address)
    said = ParsedEntry(guid="1", url=f"{address}/1", title="A title", published=utc_now())
    feed = ParsedFeed("rss", title="A voice", entries=[said])
    return Heard(channel, *looks.understand(channel, feed, utc_now()), Manner())


def test_a_list_needs_not_be_asked_for_by_name(user: User) -> None:
    voice(user, "Review of Books")
    assert run("people").output == run("people", "list").output
    assert [one["name"] for one in told("people", "list", "review")] == ["Review of Books"]
    assert "review" in run("people", "--help").output
    result = run("people", "--show", "owed", "review")
    assert result.exit_code == 2
    assert "kith people list review" in result.output


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
