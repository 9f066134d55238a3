"""The words of a *because*: one row a code, for pages, the shell, calendars and mail alike.

A reason is a code and plain parameters, so that it can be kept and said again in any language. Its
sentence goes on after the word "Because". Moments are ISO texts; names and titles are as they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from kith.queries import because_people
from kith.queries.judging import Because
from kith.queries.sentences import day_words, listed, others, quoted

WEAK = frozenset({"fresh", "rare", "trusted", "new"})  # true of many steps of a session
OFTEN = 2  # times
MOST = 2  # reasons of a step, without what is added by its kind

Params = Mapping[str, Any]
Says = Callable[[Params, date], str]


def sentence(reasons: Iterable[Because], today: date) -> str:
    """What follows "Because": the reasons one after the other, with a full stop."""
    said = "; ".join(filter(None, (_said(one, today) for one in reasons)))
    return f"{said}." if said and said[-1] not in ".!?…" else said


def varied(steps: Iterable[Sequence[Because]]) -> Iterator[list[Because]]:
    """Of the reasons of each step of a session, those that are said: MOST at the most.

    What it is about goes first. What is true of many (WEAK) is said where nothing else is, or while
    it is not yet said OFTEN, and once a step: of several, the one that was said least.
    """
    told: Counter[str] = Counter()
    for reasons in steps:
        said = [one for one in _apart(reasons) if one.code not in WEAK][:MOST]
        others = [one for one in reasons if one.code in WEAK]
        least = min(others, key=lambda one: told[one.code], default=None)
        if least and len(said) < MOST and (not said or told[least.code] < OFTEN):
            said.append(least)
        told.update(one.code for one in said)
        yield said


def _apart(reasons: Sequence[Because]) -> Iterator[Because]:
    """Reasons without one that names the same terms as one before it."""
    named: list[set[str]] = []
    for one in reasons:
        terms = _words(_strings(one.params.get("terms")))
        if not terms or terms not in named:
            named.append(terms)
            yield one


def _strings(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list) else []


def _said(reason: Because, today: date) -> str:
    says = SAYS.get(reason.code)
    return says(reason.params, today) if says else ""  # written by a newer version


def _near_kept(given: Params, today: date) -> str:
    facts = {"title": given["title"], "when": day_words(given["at"], today)}
    said = {
        "highlighted": gettext("it is close to “%(title)s”, where you highlighted words %(when)s"),
        "noted": gettext("it is close to “%(title)s”, where you wrote a note %(when)s"),
        "finished": gettext("it is close to “%(title)s”, which you read to the end %(when)s"),
    }.get(given.get("how", ""), gettext("it is close to “%(title)s”, which you kept %(when)s"))
    terms = given.get("terms", [])
    if not terms:
        return said % facts
    both = gettext("; both speak of %(terms)s") % {"terms": quoted(terms)}
    return said % facts + both


def _terms_named(given: Params, _today: date) -> str:
    facts = {"interest": given.get("interest", ""), "terms": quoted(given.get("terms", []))}
    if not given.get("terms"):
        return gettext("it is about %(interest)s, which you want to learn") % facts
    if [term.casefold() for term in given["terms"]] == [facts["interest"].casefold()]:
        return gettext("it speaks of “%(interest)s”, which you want to learn about") % facts
    return gettext("you want to learn about %(interest)s, and it speaks of %(terms)s") % facts


def _words(names: Iterable[str]) -> set[str]:
    return {word.casefold() for name in names for word in name.split()}


def _terms_kept(given: Params, _today: date) -> str:
    facts = {"n": number_format(given.get("pieces", 2)), "terms": quoted(given["terms"])}
    return gettext("it speaks of %(terms)s, as %(n)s pieces do that you gave time to") % facts


def _trusted(given: Params, _today: date) -> str:
    return gettext("you trust %(voice)s") % {"voice": given["voice"]}


def _rare(given: Params, _today: date) -> str:
    if "pace" not in given:
        return gettext("%(voice)s seldom speaks") % {"voice": given["voice"]}
    words = ngettext(
        "%(voice)s seldom speaks, about once a month",
        "%(voice)s seldom speaks, about %(n)s times a month",
        max(1, given["pace"]),
    )
    return words % {"voice": given["voice"], "n": number_format(given["pace"])}


def _fresh(given: Params, today: date) -> str:
    facts = {"voice": given.get("voice", ""), "when": day_words(given["at"], today)}
    if not facts["voice"]:
        return gettext("it is fresh, published %(when)s") % facts
    return gettext("it is fresh: %(voice)s published it %(when)s") % facts


def _new(_given: Params, _today: date) -> str:
    return gettext("nothing that you read says this")


def _explored(_given: Params, _today: date) -> str:
    return gettext("Kith is not sure that it is for you; one step in ten is drawn from such")


def _unread(given: Params, today: date) -> str:
    facts = {"voice": given["voice"], "when": day_words(given["at"], today)}
    return gettext("%(voice)s published it %(when)s, and you have not read it") % facts


def _repeats(given: Params, _today: date) -> str:
    facts = {"n": number_format(given["n"]), "of": number_format(given["of"])}
    return gettext("%(n)s of the last %(of)s return to what was written before") % facts


def _highlighted(given: Params, today: date) -> str:
    when = {"when": day_words(given["at"], today)}
    return gettext("you highlighted it %(when)s, and what is not recalled fades") % when


def _recalled(given: Params, today: date) -> str:
    when = day_words(given["at"], today)
    return gettext("you last recalled it %(when)s, and it is about to fade") % {"when": when}


def _kept_silently(given: Params, today: date) -> str:
    when, n = day_words(given["at"], today), given["passages"]
    if not n:
        return gettext("you kept it %(when)s and have written nothing about it") % {"when": when}
    words = ngettext(
        "you kept it %(when)s, highlighted a passage, and have written nothing about it",
        "you kept it %(when)s, highlighted %(n)s passages, and have written nothing about it",
        n,
    )
    return words % {"when": when, "n": number_format(n)}


def _begun(given: Params, today: date) -> str:
    words = ngettext(
        "you began it %(when)s; about %(n)s minute is left",
        "you began it %(when)s; about %(n)s minutes are left",
        given["left"],
    )
    return words % {"when": day_words(given["at"], today), "n": number_format(given["left"])}


def _also_in(given: Params, _today: date) -> str:
    names = list(given["names"])
    words = ngettext("%(names)s tells the same", "%(names)s tell the same", len(names))
    if len(names) > 3:
        names = [*names[:2], others(len(names) - 2)]
    return words % {"names": listed(names)}


def _channel_fails(given: Params, today: date) -> str:
    when = day_words(given["at"], today)
    return gettext("nothing could be read from it since it began to fail %(when)s") % {"when": when}


def _channel_gone(_given: Params, _today: date) -> str:
    return gettext("its publisher has taken the channel away for good")


def _trial_over(given: Params, today: date) -> str:
    facts = {"when": day_words(given["at"], today), "offered": number_format(given["offered"])}
    for name in ("opened", "kept"):
        facts[name] = number_format(given[name]) if given[name] else gettext("none")
    if not given["offered"]:
        return gettext("its trial ended %(when)s, and it has said nothing so far") % facts
    words = ngettext(
        "its trial ended %(when)s; of %(offered)s piece you opened %(opened)s and kept %(kept)s",
        "its trial ended %(when)s; of %(offered)s pieces you opened %(opened)s and kept %(kept)s",
        given["offered"],
    )
    return words % facts


def _roster_due(given: Params, _today: date) -> str:
    facts = {"n": number_format(given["n"]), "unread": number_format(given["unread"])}
    if not given["unread"]:
        return gettext("there are %(n)s voices that you have not looked at for a quarter") % facts
    return gettext("of %(n)s voices, you have read nothing of %(unread)s for three months") % facts


SAYS: Mapping[str, Says] = {
    # an entry
    "near-kept": _near_kept,
    "terms-kept": _terms_kept,
    "terms-named": _terms_named,
    "trusted": _trusted,
    "rare": _rare,
    "fresh": _fresh,
    "new": _new,
    "also-in": _also_in,
    "explored": _explored,
    "unread": _unread,
    # another step
    "highlighted": _highlighted,
    "recalled": _recalled,
    "kept-silently": _kept_silently,
    "begun": _begun,
    "channel-fails": _channel_fails,
    "channel-gone": _channel_gone,
    "repeats": _repeats,
    "trial-over": _trial_over,
    "roster-due": _roster_due,
    **because_people.SAYS,
}
