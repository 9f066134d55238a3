"""The words of why an entry is not in today's session: one row a code, each a whole sentence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from kith.queries.judging import Because
from kith.queries.sentences import day_words, quoted

Params = Mapping[str, Any]
Says = Callable[[Params, date], str]


def sentences(reasons: Iterable[Because], today: date) -> list[str]:
    """Why it is not in today's session."""
    return [SAYS[one.code](one.params, today) for one in reasons]


def _in_session(_given: Params, _today: date) -> str:
    return gettext("It is in your session.")


def _too_deep(_given: Params, _today: date) -> str:
    return gettext(
        "Much came after it: only the newest, and the newest few of every voice, compete."
    )


def _folded(given: Params, _today: date) -> str:
    return gettext("“%(title)s” by %(voice)s tells the same, and stands for it.") % given


def _same_read(given: Params, today: date) -> str:
    facts = {"title": given["title"], "when": day_words(given["at"], today)}
    same = gettext("It says much the same as “%(title)s”, which you read %(when)s.") % facts
    if not given["new"]:
        return same
    return f"{same} {gettext('New here: %(terms)s.') % {'terms': quoted(given['new'])}}"


def _others_first(given: Params, _today: date) -> str:
    words = ngettext(
        "%(n)s of %(of)s unread entries is worth more to you.",
        "%(n)s of %(of)s unread entries are worth more to you.",
        given["n"],
    )
    return words % {"n": number_format(given["n"]), "of": number_format(given["of"])}


def _not_for_me(given: Params, today: date) -> str:
    return gettext("You said %(when)s that it is not for you.") % {
        "when": day_words(given["at"], today)
    }


def _read_already(given: Params, today: date) -> str:
    if not given["at"]:
        return gettext("You have read it.")
    return gettext("You read it %(when)s.") % {"when": day_words(given["at"], today)}


def _put_away(_given: Params, _today: date) -> str:
    return gettext("It is put away; only what is unread competes.")


def _voice_released(_given: Params, _today: date) -> str:
    return gettext("You let go of its voice.")


def _voice_rests(_given: Params, _today: date) -> str:
    return gettext("Its voice is at rest: fetched, but silent.")


SAYS: Mapping[str, Says] = {
    "in-session": _in_session,
    "too-deep": _too_deep,
    "folded": _folded,
    "same-read": _same_read,
    "others-first": _others_first,
    "not-for-me": _not_for_me,
    "read-already": _read_already,
    "put-away": _put_away,
    "voice-released": _voice_released,
    "voice-rests": _voice_rests,
}
