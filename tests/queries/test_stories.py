"""Stories in a list: one telling is shown, and the others lie under it."""

from datetime import timedelta

import pytest

from kith.db.models import Feature, Mark
from kith.queries import reading, stories
from kith.queries.reading import Line, Where
from tests.actions.world import NOW, follow, hear, mark, owner, post, somebody

pytestmark = pytest.mark.django_db
A, B, C = (f"https://{name}.example/feed" for name in "abc")


def world() -> None:
    """Three voices tell one story; the first of them tells it again, and something else."""
    for number, address in enumerate((A, B, C, A, A), 1):
        follow(address)
        hear(address, [post(number, published=NOW - timedelta(hours=number))])
    Mark.objects.update(state=Mark.State.UNREAD)
    for number in range(1, 6):
        entry = mark(number).entry_id
        story = mark(3).entry_id if number < 5 else entry
        facts = {"version": 1, "profile": b"", "novelty": b"", "story": story}
        Feature.objects.create(entry_id=entry, **facts)


def told(lines: list[Line]) -> dict[int, list[int]]:
    return {line.entry: [one.entry for one in line.also] for line in lines}


def test_other_voices_lie_under_the_newest_and_one_voice_speaks_for_itself() -> None:
    world()
    of = {number: mark(number).entry_id for number in range(1, 6)}
    lines = reading.page(owner(), Where()).lines
    assert told(stories.folded(lines)) == {of[1]: [of[2], of[3]], of[4]: [], of[5]: []}
    assert told(stories.folded(lines[1:])) == {of[2]: [of[3], of[4]], of[5]: []}
    Feature.objects.all().delete()
    assert stories.folded(lines) == lines, "what was not looked at yet is no story"
    assert stories.folded([]) == []


def test_a_line_comes_back_with_what_lay_under_it_if_it_is_the_readers_own() -> None:
    world()
    (line, *_) = stories.folded(reading.page(owner(), Where()).lines)
    bare, under = reading.line(mark(1)), [one.entry for one in line.also]
    assert stories.again(owner(), bare, under) == line
    assert stories.again(owner(), bare, []) == bare
    assert stories.again(somebody(), bare, under) == bare
