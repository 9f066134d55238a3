"""The template engine: what every template may call."""

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from kith.web import (
    contact_words,
    joining_words,
    lines,
    question_words,
    review_words,
    session_words,
    tie_words,
    words,
)
from kith.web.nav import FOOT, MAIN


@cache
def static(path: str) -> str:
    """The address of a file that ships with Kith; it changes when the file does."""
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(path)
    digest = sha256(Path(found).read_bytes()).hexdigest()[:12]
    return f"{settings.STATIC_URL}{path}?v={digest}"


@lru_cache(maxsize=10_000)
def url(name: str, *args: str | int, **query: str | int | None) -> str:
    """The address of a page by its name; what is empty is left out of the query."""
    given = {key: value for key, value in query.items() if value not in {None, ""}}
    return reverse(name, args=args) + (f"?{urlencode(given)}" if given else "")


def _gettext(words: str) -> str:
    return _said(words, translation.get_language())


@lru_cache(maxsize=5000)
def _said(words: str, _language: str | None) -> str:
    """Remembered, for every page says some dozens of the same words."""
    return translation.gettext(words)


def environment(**options: Any) -> Environment:
    """Made once by Django; an unknown name in a template is an error, not an empty string."""
    options["undefined"] = StrictUndefined
    env = Environment(  # noqa: S701 - Django's backend passes autoescape=True
        **options,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.globals.update(static=static, url=url, MAIN=MAIN, FOOT=FOOT)
    env.globals.update(exchange_words=tie_words.exchange)
    env.globals.update(lines_of=lines.lines, found_lines=lines.found)
    env.filters.update(words.FILTERS)
    env.filters.update(contact_words.FILTERS)
    env.filters.update(joining_words.FILTERS)
    env.filters.update(session_words.FILTERS)
    env.filters.update(question_words.FILTERS)
    env.filters.update(tie_words.FILTERS)
    env.filters.update(review_words.FILTERS)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_gettext,
        ngettext=translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    return env
