"""`kith watch` and `kith threads`."""

import json
from collections.abc import Iterator

import pytest

from kith.actions import threads
from kith.actions.clock import utc_now
from tests.actions.conversing import said as post
from tests.actions.conversing import watch
from tests.cli.test_commands import run, told
from tests.sources.test_conversations import said
from tests.web.sites import site
from tests.worker.rounds import somebody

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = json.dumps(json.loads(said("discourse", "topic.json"))[0])


@pytest.fixture(scope="module")
def forum() -> Iterator[str]:
    with site({"/t/812.json": ("application/json", TOPIC)}) as address:
        yield address


def test_watching_says_what_is_watched(forum: str) -> None:
    title = "Retrieval practice in week one?"
    assert run("watch", f"{forum}/t/words/812").output == f"Watched: {title}\n"
    assert run("watch", f"{forum}/t/812/3").output == f"Watched already: {title}\n"
    assert run("threads").output.startswith(f"{title}  nobody's turn\n  {forum}/t/")


def test_watching_tells_in_json_for_an_account(forum: str) -> None:
    somebody("jana")
    (one,) = told("watch", f"{forum}/t/words/812", "--as", "jana")
    assert list(one) == ["asked", "watched", "problem", "already", "thread"]
    assert (one["watched"], one["already"], one["thread"]["posts"]) == (True, False, 4)
    assert told("threads", "--as", "jana") == [one["thread"]]
    assert told("threads") == []


def test_what_cannot_be_watched_is_said(forum: str) -> None:
    result = run("watch", f"{forum}/t/words/9", f"{forum}/t/words/812")
    assert result.exit_code == 1
    assert "Not watched: There is nothing at this address" in result.output
    assert "Watched: Retrieval" in result.output


def test_the_list_begins_with_your_turn_and_ends_with_what_is_snoozed() -> None:
    user = somebody("jana")
    threads.set_accounts(user, ["@jana@forum.example"], utc_now())
    watch(user, post(1, "jana"), address="https://forum.example/t/1.json", title="Theirs")
    watch(
        user,
        post(1, "jana"),
        post(2, "hanne", to=1),
        address="https://x.example/t/2.json",
        title="Mine",
    )
    later = watch(user, post(1, "hanne"), address="https://x.example/t/3.json", title="Later")
    threads.snooze(later, utc_now().replace(year=2200))
    done = watch(user, post(1, "hanne"), address="https://x.example/t/4.json", title="Done")
    threads.close(done, utc_now())
    lines = run("threads", "--as", "jana").output.splitlines()[::2]
    assert [line.split(",")[0] for line in lines] == [
        "Mine  your turn",
        "Theirs  their turn",
        "Later  snoozed",
    ]
    assert run("threads", "--closed", "--as", "jana").output.startswith("Done  closed\n")
    (mine, *_) = told("threads", "--as", "jana")
    assert (mine["turn"], mine["owed"], mine["new"]) == ("mine", ["Hanne"], 0)
