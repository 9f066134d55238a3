"""Take one's people away: vCard or a table, for any other address book."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.core.contacts import Card
from kith.queries.cards import cards
from kith.sources.contacts import write_table, write_vcards
from kith.web.render import Request, page

Writer = Callable[[Sequence[Card]], Iterable[bytes]]


def _vcard3(some: Sequence[Card]) -> Iterable[bytes]:
    return write_vcards(some, version="3.0")


# What is written, the ending of the file's name, and what the file is.
FORMATS: Mapping[str, tuple[Writer, str, str]] = {
    "vcard4": (write_vcards, "vcf", "text/vcard; charset=utf-8"),
    "vcard3": (_vcard3, "vcf", "text/vcard; charset=utf-8"),
    "csv": (write_table, "csv", "text/csv; charset=utf-8"),
}


@require_safe
def take(request: Request) -> HttpResponse:
    """Ask what to write."""
    return page(request, "contacts_take.html", here="people")


@require_safe
def file(request: Request) -> HttpResponse:
    """The account's people as a file with today's date in its name."""
    name = request.GET.get("format", "")
    write, ending, kind = FORMATS.get(name, FORMATS["vcard4"])
    found = cards(request.user, notes="notes" in request.GET, everybody="everybody" in request.GET)
    called = f"kith-people-{timezone.localdate().isoformat()}.{ending}"
    disposition = f'attachment; filename="{called}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(b"".join(write(found)), content_type=kind, headers=headers)
