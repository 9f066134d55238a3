"""Stories that several voices tell: in a list the first is shown, and the others under it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kith.db.models import Mark, User
from kith.queries import reading
from kith.queries.judging import candidates
from kith.queries.reading import PAGE, Line


def folded(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page; what other voices tell alike is in the `also` of the one shown.

    What a voice tells twice is shown twice.
    """
    told = candidates.stories(line.entry for line in lines)
    stories: dict[int, list[Line]] = defaultdict(list)
    shown = []
    for line in lines:
        story = stories[told.get(line.entry, line.entry)]
        if story and line.voice != story[0].voice:
            story.append(line)
            continue
        shown.append(line)
        story[:] = story or [line]
    also = {first.entry: tuple(others) for first, *others in stories.values() if others}
    return [replace(line, also=also.get(line.entry, ())) for line in shown]


def again(user: User, line: Line, also: Sequence[int]) -> Line:
    """A line with the same entries under it as before, if they are the account's."""
    if not also:
        return line
    rows = Mark.objects.filter(owner=user, entry__in=also[:PAGE])
    return replace(line, also=tuple(reading.lines(rows.order_by("-at", "-entry_id"))))
