"""Whether a search is a shopper's, and counts: for staff in vain, for suggestions answered."""

from __future__ import annotations

from django.http import HttpRequest

from monitoring.searches.counting import count_answered, count_unanswered
from web.rate_limits import is_within_rate


def note_unanswered(request: HttpRequest, typed: str) -> None:
    """Count a search without results, unless a browser only looked ahead, or somebody floods.

    Costs two short questions to the cache; answers are the same without it.
    """
    if _counts(request):
        count_unanswered(typed)


def note_answered(request: HttpRequest, typed: str) -> None:
    """Count a search that found products as it was typed, in the same way."""
    if _counts(request):
        count_answered(typed)


def _counts(request: HttpRequest) -> bool:
    looks_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and not looks_ahead and is_within_rate(request, "unanswered")
