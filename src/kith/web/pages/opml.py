"""The account's list as OPML: a file to take away, and a private address that stays up to date."""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kith.actions.clock import utc_now
from kith.db.models import User
from kith.queries import roster
from kith.sources.lists import Outline, write_opml
from kith.web.render import Request

OPML = "text/x-opml; charset=utf-8"


@require_safe
def export(request: Request) -> HttpResponse:
    """The list as a file with today's date in its name."""
    body = _document(request.user, roster.listed(request.user))
    name = f"kith-{timezone.localdate().isoformat()}.opml"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(body, content_type=OPML, headers={"Content-Disposition": disposition})


@login_not_required
@require_safe
def live(request: HttpRequest, key: str) -> HttpResponse:
    """The list for whoever knows the private address: other readers, and the account's devices."""
    user = roster.account_by_opml_key(key)
    if user is None:
        raise Http404
    entries = roster.listed(user)
    etag = quote_etag(sha256(repr((str(user), entries)).encode()).hexdigest()[:32])
    response = HttpResponse(_document(user, entries), content_type=OPML)
    response.headers["ETag"] = f"W/{etag}"  # the time in it differs, the list does not
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, f"W/{etag}", response=response) or response


def _document(user: User, entries: list[Outline]) -> bytes:
    return write_opml(f"Kith: {user}", str(user), entries, now=utc_now())
