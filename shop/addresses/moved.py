"""Pages whose address was changed: the old one leads to the new."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

_KEPT_SECONDS = 3_600
"""Browsers keep a 301 for ever otherwise, and another product may have the old address one day."""


def redirect_moved(request: HttpRequest, name: str, slug: str | None) -> HttpResponse:
    """301 to the page of this slug, its parameters kept; raises Http404 where there is none."""
    if slug is None:
        raise Http404
    address = reverse(name, args=[slug])
    if query := request.META.get("QUERY_STRING"):
        address += f"?{query}"
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = f"max-age={_KEPT_SECONDS}"
    return response
