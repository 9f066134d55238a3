"""Ties, exchanges and what is owed, in the reader's words; filters that templates use."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language, gettext, pgettext

from kith.core.exchanges import Balance
from kith.core.ladder import Step
from kith.queries.acquaintance import Yearly
from kith.queries.exchange_words import times
from kith.queries.owed import Owed
from kith.web import words


def circle(name: str) -> str:
    """A circle, in words; empty for none."""
    return _names(get_language()).get(name, "")


def touch(name: str) -> str:
    """How often a word is wanted: "every month"; empty: as the circle has it."""
    return _names(get_language())[name or "as-circle"]


def stage(name: str) -> str:
    """How far two have come, in a word."""
    return _names(get_language())[name]


def role(name: str) -> str:
    """What somebody is to the reader; own words stay as they are."""
    return _names(get_language()).get(f"role {name}", name)


def grade(name: str) -> str:
    """How a tie stands, in a word."""
    return _names(get_language())[name] if name else ""


def state(name: str) -> str:
    """Whether somebody is on trial, or rests."""
    return _names(get_language()).get(f"state {name}", "")


def exchange(kind: str, direction: str) -> str:
    """What passed, in two words: "answered you", "you introduced"."""
    return _said(get_language()).get((kind, direction), kind)


def kind_of_exchange(kind: str) -> str:
    """A kind of exchange, for a list to choose from."""
    return _kinds(get_language())[kind]


def next_step(step: Step) -> str:
    """The next natural step: never a duty."""
    return _steps(get_language())[step.code]


def gave(balance: Balance) -> str:
    """What the reader gave, in words: "2 answers, 1 word of thanks"; empty for nothing."""
    return ", ".join(times(fact.kind, fact.given) for fact in balance.facts if fact.given)


def received(balance: Balance) -> str:
    """What the reader was given, in words."""
    return ", ".join(times(fact.kind, fact.received) for fact in balance.facts if fact.received)


def together(balance: Balance) -> str:
    """What both did, in words."""
    return ", ".join(times(fact.kind, fact.mutual) for fact in balance.facts if fact.mutual)


def give_and_take(balance: Balance) -> str:
    """Within a season, in a sentence: "3 answers from them; 1 answer and … from you"."""
    parts = (
        (received(balance), gettext("from them: %(what)s")),
        (gave(balance), gettext("from you: %(what)s")),
        (together(balance), gettext("together: %(what)s")),
    )
    return "; ".join(text % {"what": what} for what, text in parts if what)


def bar(balance: Balance) -> tuple[int, int]:
    """Give and take as two lengths of at most 100 each, the longer one 100; (0, 0) for nothing."""
    most = max(balance.out, balance.into)
    if not most:
        return 0, 0
    return round(100 * balance.out / most), round(100 * balance.into / most)


def owed(one: Owed) -> str:
    """What is owed, in a line."""
    if one.kind == "promise":
        return one.text
    if one.kind == "reply":
        return gettext("A reply in “%(title)s”") % {"title": one.text or words.host(one.address)}
    if one.kind == "thanks":
        answered = one.text.endswith(("?", "？"))  # they bear the words of the question
        text = gettext("Thanks for the answer to “%(what)s”") if answered else ""
        return (text or gettext("Thanks for %(what)s")) % {"what": one.text}
    return gettext("A word, whichever") if one.passed else gettext("A first word")


def owed_since(one: Owed) -> str:
    """Since when, or by when."""
    if one.kind == "promise":
        if one.due:
            day = words.when(one.due)
            text = gettext("was due %(day)s") if one.late else gettext("due %(day)s")
            return text % {"day": day}
        return gettext("promised %(day)s") % {"day": words.when(one.since)}
    if one.kind == "reply":
        return gettext("your turn since %(day)s") % {"day": words.when(one.since)}
    if one.kind == "thanks":
        return gettext("kept for later %(day)s") % {"day": words.when(one.since)}
    if not one.passed:
        return gettext("nothing has passed between you yet")
    return gettext("the last was %(day)s") % {"day": words.when(one.since)}


@cache
def _names(_language: str | None) -> dict[str, str]:
    return {
        "inner": pgettext("circle", "inner circle"),
        "active": pgettext("circle", "active circle"),
        "outer": pgettext("circle", "outer circle"),
        "as-circle": pgettext("a word is wanted", "as the circle has it"),
        "weekly": pgettext("a word is wanted", "every week"),
        "monthly": pgettext("a word is wanted", "every month"),
        "quarterly": pgettext("a word is wanted", "every quarter"),
        "twice-a-year": pgettext("a word is wanted", "twice a year"),
        "yearly": pgettext("a word is wanted", "once a year"),
        "never": pgettext("a word is wanted", "when it comes"),
        "noticed": pgettext("stage", "noticed"),
        "following": pgettext("stage", "following"),
        "connected": pgettext("stage", "connected"),
        "conversing": pgettext("stage", "conversing"),
        "collaborating": pgettext("stage", "collaborating"),
        "close": pgettext("a tie is", "close"),
        "warm": pgettext("a tie is", "warm"),
        "cooling": pgettext("a tie is", "cooling"),
        "quiet": pgettext("a tie is", "quiet"),
        "role expert": pgettext("role", "expert"),
        "role peer": pgettext("role", "peer"),
        "role mentor": pgettext("role", "mentor"),
        "role mentee": pgettext("role", "mentee"),
        "role colleague": pgettext("role", "colleague"),
        "role friend": pgettext("role", "friend"),
        "role host": pgettext("role", "host"),
        "state trial": pgettext("a voice is", "on trial"),
        "state resting": pgettext("a voice is", "resting"),
        "state released": pgettext("a voice is", "released"),
    }


@cache
def _said(_language: str | None) -> Mapping[tuple[str, str], str]:
    return {
        ("answer", "given"): gettext("you answered"),
        ("answer", "received"): gettext("answered you"),
        ("introduction", "given"): gettext("you introduced"),
        ("introduction", "received"): gettext("introduced you"),
        ("help", "given"): gettext("you helped"),
        ("help", "received"): gettext("helped you"),
        ("collaboration", "mutual"): gettext("made together"),
        ("feedback", "given"): gettext("you gave feedback"),
        ("feedback", "received"): gettext("gave you feedback"),
        ("meeting", "mutual"): gettext("you met"),
        ("comment", "given"): gettext("you commented"),
        ("comment", "received"): gettext("commented"),
        ("reply", "given"): gettext("you replied"),
        ("reply", "received"): gettext("replied to you"),
        ("share", "given"): gettext("you shared"),
        ("share", "received"): gettext("shared with you"),
        ("thanks", "given"): gettext("you said thanks"),
        ("thanks", "received"): gettext("thanked you"),
        ("message", "given"): gettext("you wrote"),
        ("message", "received"): gettext("wrote to you"),
        ("message", "mutual"): gettext("you were in touch"),
        ("boost", "given"): gettext("you passed it on"),
        ("boost", "received"): gettext("passed yours on"),
        ("like", "given"): gettext("you liked it"),
        ("like", "received"): gettext("liked yours"),
        ("question", "given"): gettext("you asked"),
        ("question", "received"): gettext("asked you"),
    }


@cache
def _kinds(_language: str | None) -> Mapping[str, str]:
    return {
        "answer": pgettext("kind of exchange", "Answer"),
        "introduction": pgettext("kind of exchange", "Introduction"),
        "help": pgettext("kind of exchange", "Help"),
        "collaboration": pgettext("kind of exchange", "Work together"),
        "feedback": pgettext("kind of exchange", "Feedback"),
        "meeting": pgettext("kind of exchange", "Meeting"),
        "comment": pgettext("kind of exchange", "Comment"),
        "reply": pgettext("kind of exchange", "Reply"),
        "share": pgettext("kind of exchange", "Share"),
        "thanks": pgettext("kind of exchange", "Thanks"),
        "message": pgettext("kind of exchange", "A word"),
        "boost": pgettext("kind of exchange", "Boost"),
        "like": pgettext("kind of exchange", "Like"),
        "question": pgettext("kind of exchange", "Question"),
    }


@cache
def _steps(_language: str | None) -> Mapping[str, str]:
    return {
        "follow": gettext("Hear what they say: add an address where they speak."),
        "say-hello": gettext("A first word on something they wrote."),
        "reply": gettext("They spoke to you: a word back."),
        "ask": gettext("One small question; it is easier to answer than praise."),
        "go-on": gettext("It went both ways: another word."),
        "meet": gettext("Half an hour together."),
        "make-together": gettext("Something small, made by both."),
        "credit": gettext("Say in public what they brought you."),
        "take-part": gettext("A first word there."),
        "answer-there": gettext("Answer a question there."),
        "comment": gettext("A comment on what they brought."),
    }


def yearly(day: Yearly) -> str:
    """A day that comes back each year, in words: "birthday (46)"."""
    known = {"birthday": gettext("birthday"), "anniversary": gettext("anniversary")}
    word = day.label or known.get(day.kind, gettext("a day"))
    return f"{word} ({day.years})" if day.years else word


def short_address(value: str) -> str:
    """An address as people say it: a profile without "https://"."""
    return value.removeprefix("https://").removeprefix("http://").rstrip("/")


FILTERS = {
    "bar": bar,
    "circle": circle,
    "gave": gave,
    "give_and_take": give_and_take,
    "grade": grade,
    "next_step": next_step,
    "owed": owed,
    "owed_since": owed_since,
    "received": received,
    "role": role,
    "short_address": short_address,
    "stage": stage,
    "together": together,
    "touch": touch,
    "voice_state": state,
    "yearly": yearly,
}
