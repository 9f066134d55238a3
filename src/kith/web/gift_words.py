"""What could be given, in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kith.core import gifts as core
from kith.queries import because
from kith.queries.gifts import Gift
from kith.web.jinja import url


@dataclass(frozen=True, slots=True)
class Told:
    """A gift as it is shown: what to do, where, and why."""

    gift: Gift
    text: str
    link: str
    because: str


def told(gifts: Iterable[Gift], voice: int, today: date) -> list[Told]:
    """Gifts to a voice as they are shown."""
    return [
        Told(one, text(one), link(one, voice), because.sentence(one.because, today))
        for one in gifts
    ]


def text(gift: Gift) -> str:
    """What to do: "Send them “A checklist”"."""
    named, plain = _TEXTS[gift.kind]()
    return named % {"title": gift.title} if gift.title else plain


def link(gift: Gift, voice: int) -> str:
    """Where it is done or looked at; empty where there is no such place."""
    if gift.kind == core.THANKS:
        return url("thank", voice, reason=gift.title or None, entry=gift.entry)
    if gift.kind == core.INTRODUCE and gift.voice:
        return url("voice", gift.voice)
    return url("entry", gift.entry) if gift.entry else ""


_TEXTS: Mapping[str, Callable[[], tuple[str, str]]] = {  # with a title, and without
    core.ASKED_YOU: lambda: (
        _("Answer what they asked: “%(title)s”"),
        _("Answer what they asked you"),
    ),
    core.THANKS: lambda: (
        _("Thank them for “%(title)s”, and say what came of it"),
        _("Thank them, and say what came of it"),
    ),
    core.ANSWER: lambda: (_("Answer “%(title)s”"), _("Answer their question")),
    core.INTRODUCE: lambda: (_("Introduce them to %(title)s"), _("Introduce them to somebody")),
    core.PIECE: lambda: (_("Send them “%(title)s”"), _("Send them something")),
    core.CREDIT: lambda: (
        _("Name them where you write of “%(title)s”"),
        _("Name them where you write"),
    ),
}
