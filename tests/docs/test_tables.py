"""What the code knows and what the documentation tells of it are the same."""

import re
import tomllib
from typing import cast

import pytest

from kith.core import schedule
from kith.core.problems import WORDS
from kith.project.options import Row
from kith.project.options import table as options
from kith.sources import KINDS
from kith.sources.feed.limits import MAX_ENTRIES
from kith.sources.lists import MOST_MEGABYTES
from kith.sources.visits import MOST
from tests.docs.markdown import DOCS, ROOT, blocks, headings, read, section, table

LISTENING = read(DOCS / "listening.md")
SECURITY = read(DOCS / "security.md")
MACHINES = {"data", "time_zone", "secret_key"}  # their defaults differ from place to place


def flat(text: str) -> str:
    """Prose in one line, so that a phrase may be broken."""
    return " ".join(text.split())


def test_every_option_is_documented_as_it_is() -> None:
    written = table(read(DOCS / "settings.md"), "Every option")
    assert set(written) == {row.variable for row in options()}
    for row in options():
        _, default, secret, meaning = written[row.variable]
        assert meaning == row.meaning, row.variable
        assert secret == ("yes" if row.secret else "no"), row.variable
        if row.name not in MACHINES:
            assert default == shown(row), row.variable


def shown(row: Row) -> str:
    if row.default in ("", ()):
        return "empty"
    return f"`{'yes' if row.default is True else row.default}`"


def test_every_problem_is_documented_as_it_is() -> None:
    written = table(LISTENING, "What each problem means")
    written |= table(LISTENING, "When adding and bringing")
    written |= table(LISTENING, "When bringing contacts")
    written |= table(LISTENING, "When joining and splitting")
    written |= table(LISTENING, "When naming interests")
    assert set(written) == set(WORDS)
    for code, words in WORDS.items():
        sentence, advice = written[code]
        assert sentence == re.sub(r"%\((\w+)\)s", r"‹\1›", words), code
        assert advice.endswith("."), code


def test_every_kind_of_source_is_documented() -> None:
    sources = read(DOCS / "sources.md")
    named = [re.fullmatch(r".+ \(`([\w-]+)`\)", heading) for heading in headings(sources, 2)]
    assert {found[1] for found in named if found} == {kind.name for kind in KINDS}
    for kind in KINDS:
        paragraph = section(sources, f"{kind.label} (`{kind.name}`)")
        assert len(paragraph.split()) >= 10, kind.name
        for example in kind.examples:
            assert f"`{example}`" in paragraph, kind.name


def test_the_layers_are_those_of_the_contract() -> None:
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (order,) = (one["layers"] for one in contracts if one["type"] == "layers")
    layers = {
        package.strip(): number
        for number, layer in enumerate(order, 1)
        for package in layer.split("|")
        if "(" not in package
    }
    house = section(read(DOCS / "architecture.md"), "The house")
    written = re.findall(r"^\| (\d+) \| `(\w+)` \|", house, re.MULTILINE)
    assert {package: int(number) for number, package in written} == layers


def hours(seconds: float) -> str:
    return f"{seconds / schedule.HOUR:.0f}"


def days(seconds: float) -> str:
    return f"{seconds / schedule.DAY:.0f}"


@pytest.mark.parametrize(
    "phrase",
    [
        f"Never sooner than {hours(schedule.SHORTEST)} hour, ",
        f"at the latest after {hours(schedule.LONGEST)} hours",
        f"by at most {schedule.JITTER * 100:.0f} %",
        f"looked at again after {schedule.COOL_DOWN / 60:.0f} minutes",
        f"From {schedule.SHOWN_AFTER} failures in a row",
        f"after {days(schedule.ASKED_AFTER)} days of failing you are asked",
        f"fewer than 3 have a date, after {hours(schedule.interval(None, None, None, ()))} hours",
        f"After a failure: {hours(schedule.back_off(1))} hour, doubled with each further one, ",
        f"to {hours(schedule.back_off(99))} hours at the most",
        f"at most {MAX_ENTRIES} entries are taken",
        f"A file may have {MOST_MEGABYTES} MB",
        f"at most {MOST} requests",
    ],
)
def test_the_numbers_of_listening_are_those_of_the_code(phrase: str) -> None:
    assert phrase in flat(LISTENING)


def test_the_numbers_of_listening_are_the_defaults() -> None:
    default = {row.name: row.default for row in options()}
    assert f"{default['in_flight']} hosts are asked at a time" in flat(LISTENING)
    assert (
        f"may take {default['fetch_seconds']} seconds and bring {default['fetch_megabytes']} MB"
    ) in flat(LISTENING)


def test_every_cadence_is_documented() -> None:
    written = table(LISTENING, "How often Kith looks")
    assert {word: cells[0] for word, cells in written.items()} == {
        word: f"{days(least)} day{'s' * (least > schedule.DAY)}" if least else "nothing further"
        for word, least in schedule.CADENCES.items()
    }


def test_the_numbers_of_entries_are_those_of_the_code() -> None:
    from kith.actions.intake import EDITS_KEPT, UNREAD_AT_FIRST

    assert f"put away but for the newest {UNREAD_AT_FIRST}" in flat(LISTENING)
    assert f"the newest {UNREAD_AT_FIRST} entries are unread" in flat(read(DOCS / "start.md"))
    assert f"the last {EDITS_KEPT} earlier versions" in flat(LISTENING)


def test_the_numbers_of_security_are_those_of_the_code() -> None:
    from django.conf import settings

    from kith.actions import accounts, claims

    text = flat(SECURITY)
    assert f"works once and for {accounts.SIGN_IN_FOR.seconds // 60} minutes" in text
    assert f"works once and for {accounts.INVITED_FOR.days} days" in text
    pause = accounts.GUESS_PAUSE.seconds // 60
    guesses = f"After {accounts.GUESSES} wrong guesses for a name, another may be tried after"
    assert f"{guesses} {pause} minutes" in text
    assert f"A session lasts {settings.SESSION_COOKIE_AGE // 86400} days" in text
    (validator, *_) = cast("list[dict[str, dict[str, int]]]", settings.AUTH_PASSWORD_VALIDATORS)
    least = validator["OPTIONS"]["min_length"]
    assert f"Passwords have at least {least} characters" in text
    lease = f"after {claims.LEASE.seconds // 60} minutes"
    assert lease in section(read(DOCS / "operating.md"), "Several workers")


def test_the_policy_that_is_documented_is_in_force() -> None:
    from kith.web.middleware import POLICIES

    sent = {part.strip() for part in POLICIES["Content-Security-Policy"].split(";")}
    (told,) = blocks(section(SECURITY, "What a page may do"))
    assert set(told.text.splitlines()) <= sent
