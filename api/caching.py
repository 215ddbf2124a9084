"""Answers that browsers and CDNs may keep: for how long, by which name, and compressed.

Whatever anybody may read is the same for everybody, so a cache in front of the shop may answer it.
It does so for API_CACHE_SECONDS; a browser asks each time, and hears 304 where nothing has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from api.conf import conf

# How long an answer took differs each time and is no part of what it says. Within a text a
# quotation mark is escaped, so this is never found there.
_TOOK = re.compile(rb'"took_ms":[0-9.]+')
_GZIP = re.compile(r"(?:^|[\s,])(?:gzip|\*)\s*(?:;\s*q=(?:1|0\.0*[1-9])[0-9.]*\s*)?(?:,|$)")
# Shorter ones fill one packet anyway.
_MIN_COMPRESSED_BYTES = 1_000
# Half the time of zlib's own 6, for answers that are 3 % longer.
_LEVEL = 4


class CachingMiddleware:
    """Add ETag and Cache-Control to answers below /api/, say 304, and compress."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith("/api/") or response.streaming:
            return response
        _say_how_long(request, response)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            if not response.has_header("ETag") and "no-store" not in response["Cache-Control"]:
                response["ETag"] = _name_of(response.content)
            if etag := response.get("ETag"):
                response = _unless_known(request, etag, response)
        return _compressed(request, response)


def _say_how_long(request: HttpRequest, response: HttpResponse) -> None:
    """Cache-Control, unless the view has its own."""
    if response.has_header("Cache-Control"):
        return
    public = request.method in ("GET", "HEAD") and response.status_code in (200, 304)
    if not public:
        response["Cache-Control"] = "no-store"
    elif "Authorization" in request.headers:
        response["Cache-Control"] = "private, no-cache"
    else:
        seconds = conf.API_CACHE_SECONDS
        response["Cache-Control"] = (
            f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"
        )


def _name_of(content: bytes) -> str:
    """Weak: the same to read, though not byte by byte."""
    said = _TOOK.sub(b"", content)
    return f'W/"{hashlib.blake2b(said, digest_size=12).hexdigest()}"'


def _unless_known(request: HttpRequest, etag: str, response: HttpResponse) -> HttpResponse:
    """304 to whoever has this answer already; what is left of the limit is told all the same."""
    answer = get_conditional_response(request, etag, None, response) or response
    for name, value in response.items():
        if name.startswith("RateLimit-"):
            answer[name] = value
    return answer


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Public answers hold no secret that their length could betray (BREACH)."""
    if response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if len(response.content) < _MIN_COMPRESSED_BYTES:
        return response
    if _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response.content = gzip.compress(response.content, compresslevel=_LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response
