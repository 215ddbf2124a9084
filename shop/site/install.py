"""What lets a phone keep the shop: its manifest, and the worker that keeps the last pages."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from web.languages.addresses import languages_of

FILES = ("base.css", "cards.css", "product.css", "home.css", "photo.css", "favicon.svg")
"""Of static/shop: what pages need to look like pages."""
_PAPER, _BRAND = "#f6f2ec", "#1f4a42"
_ONE_HOUR = 3_600


@require_safe
@cache_control(public=True, max_age=_ONE_HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """How the shop stands on a phone's first screen, in the language of the address."""
    icons = [
        {"src": static("shop/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("shop/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("shop/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("shop/icon-512.png"), "sizes": "512x512", "type": "image/png"}
        | {"purpose": "maskable"},
    ]
    answer = {
        "id": "/",
        "name": "Vitrine",
        "short_name": "Vitrine",
        "description": _("A shop window that finds what looks alike."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("shop:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _BRAND,
        "icons": icons,
        "shortcuts": [{"name": _("Search with a photo"), "url": reverse("shop:photo")}],
    }
    return JsonResponse(answer, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages; it lies at the root, for it looks after all below it."""
    files = json.dumps([static(f"shop/{name}") for name in FILES])
    offline = json.dumps(
        {
            "" if each.is_default else each.code: each.path
            for each in languages_of(reverse("shop:offline"))
        }
    )
    script = str(
        render_to_string("shop/worker.js", {"version": "", "files": files, "offline": offline})
    )
    version = hashlib.sha256(script.encode()).hexdigest()[:12]
    script = script.replace('VERSION = ""', f'VERSION = "{version}"')
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that was never looked at, while there is no network."""
    return render(request, "shop/offline.html")
