"""Whether a search that found nothing is a shopper's, and counts."""

from __future__ import annotations

from django.http import HttpRequest

from monitoring.searches.counting import count_unanswered
from web.rate_limits import is_within_rate


def note_unanswered(request: HttpRequest, typed: str) -> None:
    """Count a search without results, unless a browser only looked ahead, or somebody floods.

    Costs two short questions to the cache; answers are the same without it.
    """
    looks_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not looks_ahead and is_within_rate(request, "unanswered"):
        count_unanswered(typed)
