"""Pictures that wait for a click: nothing is asked of anybody before it."""

import re
from collections.abc import Iterator
from html import escape, unescape

from django.utils.translation import gettext as _
from markupsafe import Markup

_TAG = re.compile(r'<(/?)(a|img)\b([^>"]*(?:"[^"]*"[^>"]*)*)>')
_VALUE = re.compile(r'([a-z]+)="([^"]*)"')  # of every attribute, for one's value may end in src=


def waiting(html: str) -> Markup:
    """Clean HTML with a button in the place of each picture; within a link, behind the link.

    The buttons hold no text, so that the words of the text stay what they are.
    """
    return Markup("".join(_parts(html)))  # noqa: S704 - clean HTML with buttons of ours


def _parts(html: str) -> Iterator[str]:
    last, held, linked = 0, "", False
    for tag in _TAG.finditer(html):
        closing, name, given = tag.groups()
        yield html[last : tag.start()]
        last = tag.end()
        if name == "a":
            linked = not closing
            yield tag.group() + held
            held = ""
        elif linked:
            yield _name(given)
            held += _button(given)
        else:
            yield _button(given)
    yield html[last:] + held


def _told(given: str) -> tuple[str, str, str]:
    """The address of a picture, what it shows, and what the button says."""
    values = {name: unescape(value) for name, value in _VALUE.findall(given)}
    alt = values.get("alt", "")
    words = _("Load the picture: %(alt)s") % {"alt": alt} if alt else _("Load the picture")
    return escape(values.get("src", "")), escape(alt), escape(words)


def _button(given: str) -> str:
    src, alt, words = _told(given)
    if not src:
        return ""
    named = f'aria-label="{words}" data-words="{words}"'
    kept = f'data-src="{src}" data-alt="{alt}"'
    return f'<button type="button" class="picture" {kept} {named}></button>'


def _name(given: str) -> str:
    """So that a link that held nothing but a picture still has a name."""
    alt = _told(given)[1] or escape(_("Picture"))
    return f'<span class="pictured" role="img" aria-label="{alt}" data-words="{alt}"></span>'
