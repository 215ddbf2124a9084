"""The script of the widgets at an address that stays: /widgets/v1.js."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from shop.widgets.script import widget_script

# Pages elsewhere name one address for years: an hour is how old their widgets may be. A day more
# for those whose browser asks beside showing them.
CACHING = "public, max-age=3600, stale-while-revalidate=86400"


@require_safe
def widgets(request: HttpRequest) -> HttpResponse:
    """May be loaded by any page; whom the API answers is said by VITRINE_CORS_ORIGINS."""
    script = widget_script()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{script.etag}{"-gzip" if is_packed else ""}"'
    response = HttpResponse(
        script.packed if is_packed else script.plain, content_type="text/javascript; charset=utf-8"
    )
    if is_packed:
        response["Content-Encoding"] = "gzip"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    answer = unchanged if isinstance(unchanged, HttpResponseNotModified) else response
    answer["ETag"] = etag
    answer["Cache-Control"] = CACHING
    answer["Vary"] = "Accept-Encoding"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
