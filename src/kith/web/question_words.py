"""Questions in the reader's words: why somebody is named, whether the ground is prepared, drafts.

The drafts are a beginning: they say what is asked, and why of them; the rest is the reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from kith.core.judgement.asking import ALSO, BEST, BRIDGE, REACH
from kith.queries.asking import Person, Piece
from kith.web import words

MAIL, FORUM, POST = WAYS = ("mail", "forum", "post")
POST_LENGTH = 480  # letters that fit nearly everywhere


@dataclass(frozen=True, slots=True)
class Draft:
    """A wording, and the subject or title that goes with it; a post has none."""

    subject: str
    text: str


def role(name: str) -> str:
    """As what somebody is named."""
    return _roles(get_language())[name]


@cache
def _roles(_language: str | None) -> Mapping[str, str]:
    return {
        BEST: pgettext("whom to ask", "knows most about it"),
        REACH: pgettext("whom to ask", "within reach"),
        BRIDGE: pgettext("whom to ask", "from elsewhere"),
        ALSO: pgettext("whom to ask", "knows about it, too"),
    }


def way(name: str) -> str:
    """A way to ask, for a list to choose from."""
    return {
        MAIL: pgettext("a way to ask", "Mail"),
        FORUM: pgettext("a way to ask", "Forum or group"),
        POST: pgettext("a way to ask", "Post"),
    }[name]


def place(name: str) -> str:
    """Where it was asked: a way, or the name of a place as it was typed."""
    known = {
        MAIL: pgettext("it was asked", "by mail"),
        FORUM: pgettext("it was asked", "in a forum"),
        POST: pgettext("it was asked", "in a post"),
    }
    return known.get(name, name)


def because(person: Person) -> str:
    """The facts that speak for somebody, in a sentence."""
    facts = [_wrote(person), *_passed(person), *_known(person)]
    said = "; ".join(fact for fact in facts if fact)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _wrote(person: Person) -> str:
    if not person.last:
        return ""
    told = {"day": _ago(person.last.at), "title": person.last.title}
    if person.pieces == 1:
        return gettext("wrote “%(title)s” on this, %(day)s") % told
    n = person.pieces
    return ngettext(
        "wrote %(n)s piece on this, the last %(day)s (“%(title)s”)",
        "wrote %(n)s pieces on this, the last %(day)s (“%(title)s”)",
        n,
    ) % {**told, "n": words.number(n)}


def _ago(at: datetime) -> str:
    """How long ago, whatever it was."""
    seconds = (timezone.now() - at).total_seconds()
    return gettext("%(length)s ago") % {"length": words.length(max(seconds, 60))}


def _passed(person: Person) -> list[str]:
    tally = person.tally
    theirs = tally["answer", "received"] + tally["help", "received"]
    yours = tally["answer", "given"] + tally["help", "given"]
    facts = []
    if theirs:
        text = ngettext("helped you once", "helped you %(n)s times", theirs)
        facts.append(text % {"n": words.number(theirs)})
    if yours:
        text = ngettext("you helped them once", "you helped them %(n)s times", yours)
        facts.append(text % {"n": words.number(yours)})
    return facts


def _known(person: Person) -> list[str]:
    facts = []
    if person.passed_about:
        facts.append(gettext("“%(what)s” came up between you") % {"what": person.passed_about})
    if person.noted:
        facts.append(gettext("you noted that they know about it"))
    return facts


def ground(person: Person) -> str:
    """Whether a question would fall on prepared ground, and what would prepare it."""
    ground = person.ground
    if ground.prepared:
        return gettext("The ground is prepared: it went to and fro between you, and you gave.")
    if not ground.connected:
        if person.kind == "community":
            return gettext(
                "You have not taken part there yet: a first word would come well before."
            )
        return gettext("Nothing has passed between you yet: a first word would come well before.")
    if not ground.contributed:
        return gettext("They gave so far: a word of thanks or a comment would come well before.")
    return gettext("It did not go to and fro yet: a small question is answered best.")


def draft(
    way: str, text: str, details: str, writer: str, person: str, piece: Piece | None
) -> Draft:
    """A first wording, to somebody or (`person` empty) to a place."""
    if way == POST:
        return Draft("", _post(text, details))
    parts = [gettext("Hello %(name)s,") % {"name": person} if person else gettext("Hello,"), text]
    parts += [details] if details else []
    if person and piece and piece.title:
        said = gettext("I ask you because you wrote “%(title)s”.") % {"title": piece.title}
        parts.append(f"{said}\n{piece.url}" if piece.url else said)
    if way == MAIL:
        parts.append(gettext("A line or two would help, and there is no hurry."))
    else:
        parts.append(gettext("Pointers to what I should read are as welcome as answers."))
    return Draft(text, "\n\n".join([*parts, gettext("Thank you!") + f"\n{writer}"]))


def _post(text: str, details: str) -> str:
    whole = f"{text}\n\n{details}" if details else text
    return whole if len(whole) <= POST_LENGTH else text[:POST_LENGTH]


FILTERS = {
    "asked_place": place,
    "because_of": because,
    "ground": ground,
    "named_as": role,
    "way_to_ask": way,
}
