"""Why an entry stands where it stands, and why it is not in today's session."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kith.core.judgement import novelty, score
from kith.core.judgement.because import NEW, TERMS_NAMED
from kith.core.judgement.signals import novelty as novelty_signal
from kith.db.models import Mark, Session, Step, Voice
from kith.queries.judging import texts
from kith.queries.judging.before import Near
from kith.queries.judging.candidates import Heard
from kith.queries.judging.desk import Desk, alone, but_for, desk
from kith.queries.judging.shapes import IN_SESSION, Because, Kept, Part, Why
from kith.queries.judging.telling import folded, interest_of, reasons_of, titled

_LITTLE = 0.05  # a part of a score that is not worth a word
_CLEARLY, _STRONGLY = 0.4, 1.0  # natural logarithms of the odds, or of the value
_SAME = 0.5  # redundancy from which on an entry says what was read


def why(mark: Mark, now: datetime) -> Why:
    """Why an entry stands where it stands; `mark` comes from access.mark, with entry and voice."""
    user, entry = mark.owner, mark.entry_id
    here, unread = desk(user, now)
    here = but_for(user, here, entry, now)
    heard = Heard(entry, mark.voice_id)
    verdict, row, close = alone(here, heard, now)
    told = score.why(verdict, row)
    reasons = reasons_of(here, verdict, row, heard, mark.at)
    wish, name = interest_of(here.fit, verdict, row)
    if wish is None and any(one.code == TERMS_NAMED for one in reasons):  # weakly, but it is
        wish = here.fit.wishes[told.interest]
        name = here.fit.profiles[told.interest].interest.name
    near = close if close.read and here.limit.redundancy(close) >= _SAME else None
    place = 1 + int((here.verdict.value[unread] > verdict.value[row]).sum())
    is_there = here.rows.get(entry) in set(unread.tolist())
    return Why(
        entry=entry,
        title=titled(entry),
        voice=mark.voice_id,
        voice_name=here.reader.voices[mark.voice_id].name,
        interest=wish,
        interest_name=name,
        because=reasons,
        parts=[_part(one) for one in told.parts if _counts(one, reasons, wish)],
        nearest=_nearest(here, told),
        read=_kept(near.read, here.reader.read.get(near.read)) if near else None,
        place=place if is_there else 0,
        of=len(unread),
        not_now=list(_not_now(here, mark, unread.tolist(), near, place, now)),
    )


def _counts(part: score.Part, reasons: Sequence[Because], wish: int | None) -> bool:
    """Whether a part is worth a word. What is new was not lowered by what was read, and what is
    about none of the interests is not raised by how much one asks for.
    """
    if wish is None and part.signal == score.WEIGHT:
        return False
    is_new = any(one.code == NEW for one in reasons)
    return abs(part.part) > _LITTLE and not (is_new and part.signal == novelty_signal.SIGNAL.name)


def _part(part: score.Part) -> Part:
    size = abs(part.part)
    strength = 3 if size > _STRONGLY else 2 if size > _CLEARLY else 1
    return Part(part.signal, strength, part.part > 0)


def _nearest(here: Desk, told: score.Why) -> Kept | None:
    if told.nearest is None:
        return None
    entry = here.fit.pieces[told.interest][told.nearest]
    return _kept(entry, next(one.at for one in here.reader.acts if one.entry == entry))


def _kept(entry: int, at: datetime | None) -> Kept | None:
    return Kept(entry, titled(entry), at) if at else None


def _not_now(
    here: Desk, mark: Mark, unread: Sequence[int], near: Near | None, place: int, now: datetime
) -> Iterator[Because]:
    """What keeps an entry out of today's session, in the order in which it is decided."""
    today = Session.objects.filter(owner=mark.owner_id, made_at__gte=now - timedelta(days=1))
    if Step.objects.filter(entry=mark.entry_id, session__in=today).exists():
        yield Because(IN_SESSION)
        return
    competed = mark.state == Mark.State.UNREAD or _was_unread(mark, today)
    if mark.state == Mark.State.UNREAD or not competed:
        yield from _settled(mark)
    row = here.rows.get(mark.entry_id)
    if not competed or mark.voice.state not in Voice.HEARD:
        return
    there = [*unread] if row is None or row in set(unread) else [*unread, row]
    if mark.state == Mark.State.UNREAD and (row is None or len(there) > len(unread)):
        yield Because("too-deep", {"of": len(unread)})
        return
    others = None if row is None else _same_story(here, row, there)
    if others is not None:
        voice = here.speaker(others).name
        yield Because("folded", {"title": here.facts[others].title, "voice": voice})
    if near is not None:
        yield _same(here, mark.entry_id, near)
    if place > 1:
        yield Because("others-first", {"n": place - 1, "of": len(there)})


def _was_unread(mark: Mark, sessions: QuerySet[Session]) -> bool:
    """Whether it was read only after the session was made: to ask of it, one has to look at it."""
    made = sessions.order_by("-made_at").values_list("made_at", flat=True).first()
    read = mark.state == Mark.State.READ and not mark.not_for_me_at and mark.read_at
    return bool(made and read and made <= read)


def _settled(mark: Mark) -> Iterator[Because]:
    if mark.not_for_me_at:
        yield Because("not-for-me", {"at": mark.not_for_me_at.isoformat()})
    elif mark.state == Mark.State.READ:
        yield Because("read-already", {"at": mark.read_at.isoformat() if mark.read_at else None})
    elif mark.state == Mark.State.ARCHIVED:
        yield Because("put-away")
    if mark.voice.state == Voice.State.RELEASED:
        yield Because("voice-released")
    elif mark.voice.state == Voice.State.RESTING:
        yield Because("voice-rests")


def _same_story(here: Desk, row: int, unread: Sequence[int]) -> int | None:
    """The entry that stands for the story in its stead."""
    story = here.facts[row].story
    there = [one for one in unread if here.facts[one].story == story]
    there.sort(key=lambda one: (-here.verdict.value[one], one))
    first = next(told[0] for told in folded(here, there) if row in told)
    return first if first != row else None


def _same(here: Desk, entry: int, near: Near) -> Because:
    """It was read before, and what is new here."""
    plain = texts.plain([entry, near.read])
    told = novelty.new_here(here.fit.space, plain.get(entry, ""), [plain.get(near.read, "")])
    at = here.reader.read[near.read].isoformat()
    return Because("same-read", {"title": titled(near.read), "at": at, "new": list(told)})
