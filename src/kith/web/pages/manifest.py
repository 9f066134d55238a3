"""What a phone or a browser needs to know to install Kith and to share pages with it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.web.jinja import static, url

PAPER = "#fbfaf7"


@login_not_required
@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """The web app manifest."""
    facts = {
        "id": url("home"),
        "name": "Kith",
        "short_name": "Kith",
        "description": _("The home of your personal learning network."),
        "start_url": url("home"),
        "scope": url("home"),
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("kith/kith.svg"), "sizes": "any", "type": "image/svg+xml"},
            _icon("icon-192.png", 192, "any"),
            _icon("icon-512.png", 512, "any"),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
        "share_target": {
            "action": url("keep"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(facts, content_type="application/manifest+json")


def _icon(name: str, pixels: int, purpose: str) -> dict[str, str]:
    return {
        "src": static(f"kith/{name}"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }
