"""What each kind of step finds, and that the table is whole."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kith
from kith.actions import notes, reading, sessions
from kith.core.judgement.because import CODES
from kith.core.quoting import Quote
from kith.db.models import Channel, Highlight, Session, Step, User
from kith.queries import because
from kith.queries.judging import Because
from kith.queries.sentences import day_words
from kith.queries.steps import (
    VERBS,
    Candidate,
    Group,
    Verb,
    Way,
    candidates,
    finish,
    reflect,
    review,
    tidy,
    verb_named,
)
from tests.actions.world import NOW, follow, hear, mark, owner, post, posts, somebody
from tests.queries.steps import around, said

pytestmark = pytest.mark.django_db
A = "https://a.example/feed"
DAY = timedelta(days=1)
TEMPLATES = Path(kith.__file__).parent / "web" / "templates"


@pytest.fixture
def user(db: None) -> User:  # noqa: ARG001
    follow(A, name="Ada")
    hear(A, [post(9, content="<p>" + "word " * 2000), *posts(4)])
    return owner()


def highlighted(number: int, at: datetime, words: str = "Text") -> Highlight:
    there = mark(number)
    row = notes.highlight(there, there.entry.content, Quote(words), at)
    assert row
    return row


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_kind_of_step_can_be_shown(verb: Verb) -> None:
    row = verb_named(verb.name)
    assert row is verb
    assert len(row.name) <= 20
    assert row.group in set(Group)
    assert str(row.headline) % {"title": "A title"} != str(row.headline)
    assert str(row.action)
    assert (TEMPLATES / "steps" / f"{row.name}.html").exists() == (row.way == Way.PAGE)


def test_names_are_there_once_and_a_lost_one_is_read() -> None:
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    assert verb_named("juggle").name == "read"


def test_many_minutes_hold_more_of_a_kind() -> None:
    verb = verb_named("review")
    assert [verb.limit(n) for n in (5, 10, 20, 40)] == [1, 1, 2, 4]
    assert verb_named("listen").limit(20) is None


def test_a_highlight_comes_back_after_a_day(user: User) -> None:
    row = highlighted(1, NOW)
    assert list(review.find(around(user))) == []
    (found,) = review.find(around(user, NOW + 2 * DAY))
    assert (found.subject, found.title, found.minutes) == (f"highlight:{row.pk}", "Post 1", 1)
    assert said(found, NOW + 2 * DAY) == (
        "you highlighted it on Sunday, and what is not recalled fades."
    )
    sessions.review(row, NOW + 2 * DAY, remembered=True)
    assert list(review.find(around(user, NOW + 3 * DAY))) == []
    (again,) = review.find(around(user, NOW + 5 * DAY))
    assert "you last recalled it on Tuesday" in said(again, NOW + 5 * DAY)


def test_five_highlights_a_day(user: User) -> None:
    rows = [highlighted(n, NOW - 9 * DAY) for n in (1, 2, 3, 4)]
    rows += [highlighted(9, NOW - 8 * DAY, words) for words in ("word word word", "word word")]
    values = [found.value for found in review.find(around(user))]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    for row in rows[:3]:
        sessions.review(row, NOW, remembered=False)
    assert len(list(review.find(around(user)))) == 2
    assert len(list(review.find(around(user, NOW + DAY)))) == 5


def test_a_line_about_what_was_kept_and_highlighted_most(user: User) -> None:
    for number in (1, 2):
        reading.open_entry(mark(number), NOW - DAY)
        reading.keep(mark(number), NOW - DAY)
    reading.keep(mark(3), NOW)  # unread: there is nothing to say about it yet
    highlighted(1, NOW - DAY)
    (found,) = reflect.find(around(user))
    assert (found.title, found.minutes) == ("Post 1", 2)
    assert said(found) == (
        "you kept it yesterday, highlighted a passage, and have written nothing about it."
    )
    sessions.reflect(_step(user, found, "reflect"), "It changes how I ask.", NOW)
    (other,) = reflect.find(around(user))
    assert other.title == "Post 2"
    assert said(other) == "you kept it yesterday and have written nothing about it."
    assert list(reflect.find(around(user, NOW + 8 * DAY))) == []


def _step(user: User, found: Candidate, verb: str) -> Step:
    session, _ = Session.objects.get_or_create(
        owner=user, day=NOW.date(), defaults={"minutes": 20, "made_at": NOW}
    )
    return Step.objects.create(
        session=session,
        order=1,
        verb=verb,
        group="grow",
        subject=found.subject,
        title=found.title,
        minutes=found.minutes,
        because=[],
        entry_id=found.entry,
        voice_id=found.voice,
    )


def test_what_was_left_in_the_middle(user: User) -> None:
    reading.open_entry(mark(9), NOW - DAY)
    reading.open_entry(mark(1), NOW - DAY)
    assert list(finish.find(around(user))) == []
    for number in (1, 9):
        reading.spend(mark(number), 180)
    (found,) = finish.find(around(user))
    assert (found.title, found.minutes) == ("Post 9", 5)
    assert said(found) == "you began it yesterday; about 5 minutes are left."
    assert list(finish.find(around(user, NOW - timedelta(hours=20)))) == [], "only just left"
    reading.finish(mark(9), NOW)
    assert list(finish.find(around(user))) == []


def test_an_episode_stopped_on_the_way(user: User) -> None:
    hear(A, [post(8, seconds=1800)])
    reading.open_entry(mark(8), NOW - 2 * DAY)
    reading.set_place(mark(8), 600)
    (found,) = finish.find(around(user))
    assert found.minutes == 20


def test_a_channel_that_fails_for_long(user: User) -> None:
    rows = Channel.objects.filter(address=A)
    rows.update(failing_since=NOW - 3 * DAY, failures=9)
    assert list(tidy.find(around(user))) == []
    rows.update(failing_since=datetime(2025, 12, 1, tzinfo=UTC))
    (found,) = tidy.find(around(user))
    assert found.title == "Ada"
    assert said(found) == ("nothing could be read from it since it began to fail on December 1.")
    step = _step(user, found, "tidy")
    sessions.not_now(step, NOW)
    assert list(tidy.find(around(user))) == []
    assert len(list(tidy.find(around(user, NOW + 15 * DAY)))) == 1
    rows.update(gone=True, failing_since=None)
    assert said(next(iter(tidy.find(around(user, NOW + 15 * DAY))))).endswith("away for good.")


def test_what_was_not_for_the_reader_is_not_brought_up(user: User) -> None:
    row = highlighted(1, NOW - 9 * DAY)
    found = list(candidates(around(user)))
    assert [one.subject for _, one in found] == [f"highlight:{row.pk}"]
    sessions.not_for_me(_step(user, found[0][1], "review"), NOW)
    assert list(candidates(around(user))) == []
    later = [one.subject for _, one in candidates(around(user, NOW + 91 * DAY))]
    assert f"highlight:{row.pk}" in later


def test_nothing_of_anybody_else(user: User) -> None:
    highlighted(1, NOW - 9 * DAY)
    reading.open_entry(mark(1), NOW - DAY)
    reading.keep(mark(1), NOW - DAY)
    Channel.objects.update(gone=True)
    other = somebody("stranger")
    follow("https://b.example/feed", user=other)
    assert list(candidates(around(user)))
    assert list(candidates(around(other))) == []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["A"], "A tells the same."),
        (["A", "B"], "A and B tell the same."),
        (["A", "B", "C"], "A, B and C tell the same."),
        (["A", "B", "C", "D"], "A, B and 2 others tell the same."),
    ],
)
def test_names_in_a_row(names: Sequence[str], words: str) -> None:
    reason = Because("also-in", {"names": list(names)})
    assert because.sentence([reason], NOW.date()) == words


def test_every_reason_of_the_judgement_has_words() -> None:
    assert set(CODES) <= set(because.SAYS)


def _varied(*steps: Sequence[str]) -> list[list[str]]:
    found = because.varied([[Because(code) for code in codes] for codes in steps])
    return [[one.code for one in reasons] for reasons in found]


def test_what_is_true_of_many_steps_is_not_said_of_each() -> None:
    steps = [["terms-named", "fresh"]] * 4
    assert _varied(*steps) == [["terms-named", "fresh"]] * 2 + [["terms-named"]] * 2


def test_of_what_is_weak_the_less_heard_is_said() -> None:
    assert _varied(["fresh"], ["fresh"], ["fresh", "rare"]) == [["fresh"], ["fresh"], ["rare"]]
    assert _varied(*[["fresh"]] * 5) == [["fresh"]] * 5, "each step has a reason"


def test_the_same_terms_are_named_once() -> None:
    terms = {"terms": ["library"]}
    reasons = [Because("terms-kept", {**terms, "pieces": 2}), Because("terms-named", terms)]
    (said,) = because.varied([[*reasons, Because("fresh")]])
    assert [one.code for one in said] == ["terms-kept", "fresh"]


def test_what_it_is_about_goes_first_and_nothing_is_said_at_length() -> None:
    reasons = ["fresh", "near-kept", "terms-named", "rare"]
    assert _varied(reasons) == [["near-kept", "terms-named"]]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (["retrieval practice"], "it speaks of “Retrieval practice”, which you want"),
        (["practice"], "you want to learn about Retrieval practice, and it speaks of “practice”"),
        (["retrieval", "practice"], "you want to learn about Retrieval practice, and it speaks of"),
    ],
)
def test_a_name_is_not_said_twice(terms: list[str], words: str) -> None:
    reason = Because("terms-named", {"interest": "Retrieval practice", "terms": terms})
    assert because.sentence([reason], NOW.date()).startswith(words)


@pytest.mark.parametrize(("pace", "words"), [(0, "once a month"), (3, "3 times a month")])
def test_how_seldom_a_voice_speaks(pace: int, words: str) -> None:
    reason = Because("rare", {"voice": "Ada", "pace": pace})
    said = because.sentence([reason], NOW.date())
    assert said == f"Ada seldom speaks, about {words}."


def test_a_reason_of_a_newer_version_is_left_out() -> None:
    reasons = [Because("of-the-future"), Because("channel-gone")]
    assert because.sentence(reasons, NOW.date()).startswith("its publisher")
    assert because.sentence(reasons[:1], NOW.date()) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (3, "on Thursday"), (20, "on February 9")],
)
def test_days_within_a_sentence(days: int, words: str) -> None:
    assert day_words((NOW - days * DAY).isoformat(), NOW.date()) == words
