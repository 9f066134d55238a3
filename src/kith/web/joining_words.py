"""Why two voices may be one, in the reader's words."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext

from kith.web.tie_words import short_address


def reason(told: Mapping[str, Any]) -> str:
    """The sentence of a reason, given as a proposal keeps it."""
    params = {name: short_address(value) for name, value in told["params"].items()}
    return _sentences(get_language())[told["code"]] % params


@cache
def _sentences(_language: str | None) -> Mapping[str, str]:
    """Remembered by language."""
    return {
        "both-ways": gettext("%(page)s and %(place)s name each other as theirs."),
        "rel-me": gettext("%(page)s names %(place)s as its own. Nothing there says so too."),
        "card": gettext("The card on %(page)s gives %(place)s as an address of theirs."),
        "field": gettext("The profile at %(page)s links to %(place)s as its own page."),
        "author": gettext("The feed %(page)s gives %(place)s as its author’s page."),
        "alias": gettext("The server of %(page)s says that %(place)s is the same account."),
        "handle": gettext("%(page)s goes by a name that only the owner of %(place)s can have."),
        "noted": gettext("You noted %(place)s as an address of theirs."),
        "same-mail": gettext("Both have the mail address %(mail)s."),
        "same-home": gettext("%(place)s is the home page of both."),
        "both-name": gettext("Both name %(place)s as theirs."),
        "same-name": gettext("Both are called %(name)s."),
    }


FILTERS = {"joining_reason": reason}
