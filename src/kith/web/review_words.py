"""The roster review and what is decided in it, in the reader's words; filters for templates."""

from datetime import datetime

from django.utils.translation import gettext, ngettext, pgettext

from kith.actions import deciding
from kith.core.capacity import Room
from kith.core.judgement.rehash import LEAST
from kith.db.models import Decision, Voice
from kith.queries.evidence import Evidence
from kith.queries.judging import Figures
from kith.queries.review import Reviewed
from kith.web.words import cadence, minutes_in_full, number, when


def brought(told: Evidence) -> str:
    """What a voice brought within a year: "14 pieces, 5 opened, 2 kept. 23 minutes."."""
    if not told.offered:
        return gettext("Nothing was heard of them within a year.")
    n = told.offered
    parts = [ngettext("%(n)s piece", "%(n)s pieces", n) % {"n": number(n)}]
    opened = gettext("%(n)s opened") % {"n": number(told.opened)}
    parts.append(opened if told.opened else gettext("none opened"))
    if told.kept:
        parts.append(gettext("%(n)s kept") % {"n": number(told.kept)})
    if told.used:
        parts.append(gettext("%(n)s used") % {"n": number(told.used)})
    said = f"{', '.join(parts)}."
    if not told.minutes:
        return said
    spent = gettext("You spent %(time)s with them.") % {"time": minutes_in_full(told.minutes)}
    return f"{said} {spent}"


def brought_in_all(figures: Figures) -> str:
    """The same of figures, which do not know what was made of the pieces."""
    counts = (figures.offered, figures.opened, figures.kept)
    return brought(Evidence(*counts, minutes=figures.minutes))


def missed(told: Evidence) -> str:
    """What there would not have been without a voice; empty where nothing was kept of it."""
    if not told.kept:
        return ""
    if not told.missed:
        return gettext("What you kept of theirs, others whom you hear told as well.")
    words = ngettext(
        "Of %(kept)s piece that you kept, %(n)s was told by nobody else whom you hear.",
        "Of %(kept)s pieces that you kept, %(n)s were told by nobody else whom you hear.",
        told.kept,
    )
    return words % {"kept": number(told.kept), "n": number(told.missed)}


def repeated(figures: Figures) -> str:
    """How new and how repetitive a voice is; empty where too little was published to tell."""
    if not figures.last:
        return ""
    if figures.returns:
        words = ngettext(
            "%(n)s of the last %(of)s returns to what was written before.",
            "%(n)s of the last %(of)s return to what was written before.",
            figures.returns,
        )
    else:
        words = gettext("None of the last %(of)s returns to what was written before.")
    said = words % {"n": number(figures.returns), "of": number(figures.last)}
    if figures.new is None:
        return said
    new = gettext("%(share)s %% of the last ones said what you had not read elsewhere.")
    return f"{said} {new % {'share': figures.new}}"


def can_be_told(told: Evidence) -> bool:
    """Whether enough was published to tell how new a voice is."""
    return told.offered >= LEAST


def passed(one: Reviewed) -> str:
    """When something last passed; that nothing did is said of people only."""
    if one.last_exchange_at:
        return gettext("The last exchange was %(day)s.") % {"day": when(one.last_exchange_at)}
    return gettext("Nothing has passed between you.") if one.kind == Voice.Kind.PERSON else ""


def stands(one: Reviewed, now: datetime) -> str:
    """Whether a voice is on trial or rests, and until when; empty for any other."""
    if one.state == Voice.State.TRIAL and one.trial_until:
        words = gettext("on trial until %(day)s")
        if one.trial_until <= now:
            words = gettext("its trial ended %(day)s")
        return words % {"day": when(one.trial_until)}
    if one.state == Voice.State.RESTING and one.rest_until:
        return gettext("rests until %(day)s") % {"day": when(one.rest_until)}
    return gettext("rests until you wake them") if one.state == Voice.State.RESTING else ""


def decided(what: str) -> str:
    """What was decided, in a word."""
    return {
        "keep": pgettext("decided about a voice", "kept"),
        "slow": pgettext("decided about a voice", "slowed down"),
        "rest": pgettext("decided about a voice", "at rest"),
        "release": pgettext("decided about a voice", "released"),
    }[what]


def sentence(name: str, voice: Voice, decision: Decision) -> str:
    """What was decided about a voice, as a notice says it."""
    facts = {"name": name, "cadence": cadence(voice.cadence), "day": when(voice.rest_until)}
    if decision.what == Decision.What.SLOW:
        return gettext("%(name)s is looked for %(cadence)s from now on.") % facts
    if decision.what == Decision.What.RELEASE:
        return gettext("You let go of %(name)s. Its history stays.") % facts
    if decision.what == Decision.What.REST:
        until = gettext("%(name)s rests until %(day)s: fetched, but silent.")
        woken = gettext("%(name)s rests until you wake them: fetched, but silent.")
        return (until if voice.rest_until else woken) % facts
    if deciding.woke(decision):
        return gettext("You hear %(name)s again. The newest five are unread.") % facts
    return gettext("You keep %(name)s.") % facts


def people(room: Room) -> str:
    """How many people are heard, and how many there is room for."""
    words = ngettext(
        "%(n)s person, with room for %(of)s", "%(n)s people, with room for %(of)s", room.heard
    )
    return words % {"n": number(room.heard), "of": number(room.of)}


def sources(room: Room) -> str:
    """How many publications and communities are heard, and how many there is room for."""
    words = ngettext(
        "%(n)s publication or community, with room for %(of)s",
        "%(n)s publications and communities, with room for %(of)s",
        room.heard,
    )
    return words % {"n": number(room.heard), "of": number(room.of)}


FILTERS = {
    "brought": brought,
    "brought_in_all": brought_in_all,
    "can_be_told": can_be_told,
    "decided": decided,
    "missed": missed,
    "passed": passed,
    "repeated": repeated,
    "room_of_people": people,
    "room_of_sources": sources,
    "stands": stands,
}
