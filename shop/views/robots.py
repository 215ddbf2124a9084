"""What search engines are asked to leave alone, and where the list of pages is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from web.languages.addresses import languages_of
from web.public_address import public_url


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    pages = [
        language.path
        for name in ("shop:search", "shop:photo")
        for language in languages_of(reverse(name))
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/api/", *pages)),
        "",
        f"Sitemap: {public_url(request, reverse('site:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
