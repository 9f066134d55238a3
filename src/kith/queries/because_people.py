"""The words of reasons that are about people: what is owed, what passed, what could be given."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from kith.queries.exchange_words import times
from kith.queries.sentences import date_words, day_words, listed, quoted, since_words

Params = Mapping[str, Any]
Says = Callable[[Params, date], str]


def _promised(given: Params, today: date) -> str:
    facts = {"name": given["name"], "when": day_words(given["at"], today)}
    named = gettext("you promised it to %(name)s %(when)s")
    said = (named if given["name"] else gettext("you promised it %(when)s")) % facts
    if not given["due"]:
        return said
    due = date.fromisoformat(given["due"])
    by = gettext("%(said)s, and it was due %(day)s")
    if due >= today:
        by = gettext("%(said)s, and it is due %(day)s")
    return by % {"said": said, "day": date_words(due, today)}


def _your_turn(given: Params, today: date) -> str:
    facts = {"when": day_words(given["at"], today), "who": listed(given["who"])}
    if not given["who"]:
        return gettext("the last word there came %(when)s, and the next is yours") % facts
    if given["asks"]:
        return gettext("%(who)s asked something %(when)s, and the next word is yours") % facts
    return gettext("%(who)s wrote %(when)s, and the next word is yours") % facts


def _thanks_wait(given: Params, today: date) -> str:
    return gettext("you kept it for later %(when)s") % {"when": day_words(given["at"], today)}


def _gave_more(given: Params, _today: date) -> str:
    facts = {"name": given["name"], "what": _counted(given["received"])}
    said = gettext("from %(name)s came %(what)s within 90 days") % facts
    if not given["given"]:
        return said
    yours = {"said": said, "what": _counted(given["given"])}
    return gettext("%(said)s, from you %(what)s") % yours


def _counted(told: Iterable[str]) -> str:
    """Of "answer:3", "share:1": "3 answers, 1 share"."""
    pairs = (one.partition(":") for one in told)
    return ", ".join(times(kind, int(n)) for kind, _, n in pairs)


def _last_word(given: Params, today: date) -> str:
    facts = {"when": day_words(given["at"], today), "rhythm": _rhythm(given["days"])}
    return gettext("the last word between you was %(when)s, and you want one %(rhythm)s") % facts


def _no_word_yet(given: Params, _today: date) -> str:
    rhythm = {"rhythm": _rhythm(given["days"])}
    return gettext("you want a word %(rhythm)s, and none has passed between you yet") % rhythm


def _rhythm(days: int) -> str:
    usual = {
        7: gettext("every week"),
        30: gettext("every month"),
        90: gettext("every three months"),
        91: gettext("every quarter"),
        182: gettext("twice a year"),
        365: gettext("once a year"),
    }
    return usual.get(days) or gettext("every %(n)s days") % {"n": number_format(days)}


def _asked(given: Params, today: date) -> str:
    facts = {"voice": given["voice"], "when": day_words(given["at"], today)}
    return gettext("it was asked in %(voice)s %(when)s, and no answer is known") % facts


def _silent_there(given: Params, today: date) -> str:
    words = ngettext(
        "you have read %(n)s piece of %(voice)s since %(day)s and said nothing there yet",
        "you have read %(n)s pieces of %(voice)s since %(day)s and said nothing there yet",
        given["n"],
    )
    return words % _read(given, today)


def _read(given: Params, today: date) -> dict[str, str]:
    return {
        "n": number_format(given["n"]),
        "voice": given.get("voice", ""),
        "day": since_words(given["at"], today),
    }


def _read_for_long(given: Params, today: date) -> str:
    words = ngettext(
        "you have read %(n)s piece of theirs since %(day)s, and no word has passed between you",
        "you have read %(n)s pieces of theirs since %(day)s, and no word has passed between you",
        given["n"],
    )
    return words % _read(given, today)


def _asked_you(given: Params, today: date) -> str:
    when = {"when": day_words(given["at"], today)}
    return gettext("they asked you %(when)s, and no answer of yours is noted") % when


def _unthanked(given: Params, today: date) -> str:
    when = {"when": day_words(given["at"], today)}
    said = {
        "introduction": gettext("they introduced you %(when)s, and no thanks are noted since"),
        "feedback": gettext("they gave you feedback %(when)s, and no thanks are noted since"),
        "help": gettext("they helped you %(when)s, and no thanks are noted since"),
    }.get(given["kind"], gettext("they answered you %(when)s, and no thanks are noted since"))
    return said % when


def _asked_by_them(given: Params, today: date) -> str:
    when = {"when": day_words(given["at"], today)}
    return gettext("they asked it %(when)s, and no answer is known") % when


def _near_theirs(given: Params, today: date) -> str:
    facts = {"title": given["theirs"], "when": day_words(given["at"], today)}
    kept = {
        "highlighted": gettext("you highlighted words in it %(when)s"),
        "noted": gettext("you wrote a note on it %(when)s"),
    }.get(given["how"], gettext("you kept it %(when)s"))
    if not given["theirs"]:
        close = gettext("it is about what they know")
    elif given["terms"]:
        facts["terms"] = quoted(given["terms"])
        close = gettext("it speaks of %(terms)s, as their “%(title)s” does")
    else:
        close = gettext("it is close to their “%(title)s”")
    return gettext("%(one)s, and %(other)s") % {"one": kept % facts, "other": close % facts}


def _both_know(given: Params, _today: date) -> str:
    facts = {"topic": given["topic"]}
    return gettext("both know of “%(topic)s”, and nothing tells that they have met") % facts


def _both_write(given: Params, _today: date) -> str:
    facts = {"one": given["one"], "other": given["other"], "terms": quoted(given["terms"])}
    said = gettext("“%(one)s” and “%(other)s” are close, and nothing tells that they have met")
    if given["terms"]:
        said = gettext(
            "both write of %(terms)s, in “%(one)s” and “%(other)s”, and nothing tells that they "
            "have met"
        )
    return said % facts


def _used(given: Params, today: date) -> str:
    facts = {"when": day_words(given["at"], today), "n": number_format(given["passages"])}
    if not given["passages"]:
        return gettext("you kept it %(when)s") % facts
    words = ngettext(
        "you kept it %(when)s and highlighted a passage",
        "you kept it %(when)s and highlighted %(n)s passages",
        given["passages"],
    )
    return words % facts


def _bring(given: Params, today: date) -> str:
    """A gift with its own reason: "you could send them “A list”: you kept it yesterday"."""
    thanks = gettext("you could thank them for “%(what)s”")
    gift = {
        "asked-you": gettext("you could answer what they asked"),
        "thanks": thanks if given["what"] else gettext("you could thank them"),
        "answer": gettext("you could answer their “%(what)s”"),
        "introduce": gettext("you could introduce them to %(what)s"),
        "piece": gettext("you could send them “%(what)s”"),
        "credit": gettext("you could name them where you write of “%(what)s”"),
    }[given["gift"]]
    facts = {"gift": gift % {"what": given["what"]}, "why": SAYS[given["why"]](given, today)}
    return gettext("%(gift)s: %(why)s") % facts


SAYS: Mapping[str, Says] = {
    "promised": _promised,
    "your-turn": _your_turn,
    "thanks-wait": _thanks_wait,
    "gave-more": _gave_more,
    "last-word": _last_word,
    "no-word-yet": _no_word_yet,
    "asked": _asked,
    "silent-there": _silent_there,
    "read-for-long": _read_for_long,
    # a gift
    "bring": _bring,
    "asked-you": _asked_you,
    "unthanked": _unthanked,
    "asked-by-them": _asked_by_them,
    "near-theirs": _near_theirs,
    "both-know": _both_know,
    "both-write": _both_write,
    "used": _used,
}
