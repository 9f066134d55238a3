"""Answer with a page, or with one block of it where htmx asks for a fragment."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django_htmx.middleware import HtmxDetails

from kith.db.models import User
from kith.queries import sampling
from kith.web import spoken

_TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


class Request(HttpRequest):
    """A request as pages see it: signed in, and knowing whether htmx asks."""

    user: User
    htmx: HtmxDetails


def page(
    request: HttpRequest,
    template: str,
    /,
    *,
    here: str = "",
    block: str = "",
    status: int = 200,
    bare: bool = False,
    **context: object,
) -> HttpResponse:
    """Render a template for the reader; only its `block` where one is named.

    `here` is the word of the navigation that the page belongs to (see nav.py). A `bare` page asks
    nobody who is reading, for that takes a database that answers.
    """
    known = _known(request, bare=bare) | {"here": here} | context
    found = spoken.template(template)
    parts = found.blocks[block](found.new_context(known)) if block else [found.render(known)]
    return HttpResponse("".join(parts), status=status)


def _known(request: HttpRequest, *, bare: bool) -> dict[str, object]:
    user = None if bare else getattr(request, "user", None)
    reader = user if user is not None and user.is_authenticated else None
    token = SimpleLazyObject(lambda: get_token(request))
    return {
        "request": request,
        "bare": bare,
        "reader": reader,
        "theme": reader.preferences.get("theme", "") if reader else "",
        "language": getattr(request, "LANGUAGE_CODE", "en"),
        "notices": lambda: notices(request),
        "sample_is_loaded": lambda: reader is not None and sampling.is_loaded(reader),
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: format_html(_TOKEN, token)),
    }


@dataclass(frozen=True, slots=True)
class Notice:
    """What an action did, and the form that undoes it (no address: it cannot be undone)."""

    text: str
    bad: bool
    address: str
    fields: Mapping[str, str]
    word: str  # what its button says; empty: that it is undone


def ask(
    request: HttpRequest, text: str, word: str, address: str, fields: Mapping[str, str]
) -> None:
    """Ask the reader on their next page; `word` is what its button says, which posts `fields`."""
    tags = json.dumps({"undo": address, "fields": dict(fields), "word": word})
    messages.info(request, text, extra_tags=tags)


def say(
    request: HttpRequest, text: str, *, undo: str = "", fields: Mapping[str, str] | None = None
) -> None:
    """Tell the reader on their next page what was done; `undo` is posted `fields` to take it back.

    The form adds the token against forgery and `next`, the page it stands on, by itself.
    """
    tags = json.dumps({"undo": undo, "fields": dict(fields or {})}) if undo else ""
    messages.info(request, text, extra_tags=tags)


def complain(request: HttpRequest, text: str) -> None:
    """Tell the reader on their next page what could not be done."""
    messages.error(request, text)


def notices(request: HttpRequest) -> Iterator[Notice]:
    """What is to be told, once; what was clicked twice is told once as well."""
    if not hasattr(request, "_messages"):
        return
    told: list[Notice] = []
    for message in messages.get_messages(request):
        notice = _notice(message)
        if notice not in told:
            told.append(notice)
            yield notice


def _notice(message: Message) -> Notice:
    way = json.loads(message.extra_tags) if message.extra_tags else {}
    return Notice(
        text=str(message.message),
        bad=message.level >= messages.ERROR,
        address=way.get("undo", ""),
        fields=way.get("fields", {}),
        word=way.get("word", ""),
    )
