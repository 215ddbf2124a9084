"""Whether a search is a shopper's, and counts: in vain for staff, answered for suggestions."""

from __future__ import annotations

from django.http import HttpRequest

from catalog.search.finding import Reading, WordSearch
from monitoring.searches.counting import count_answered, count_unanswered
from web.rate_limits import is_within_rate


def note_search(request: HttpRequest, searched: WordSearch) -> None:
    """Count a search by words, unless a browser only looked ahead, or somebody floods.

    In vain was one whose words no product has together, whatever was shown instead; a slip of the
    finger was neither. Costs two short questions to the cache; answers are the same without it.
    """
    looks_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    later_page = request.GET.get("page", "1") != "1" or bool(request.GET.get("cursor"))
    if request.method != "GET" or looks_ahead or not searched.words.strip():
        return
    in_vain = searched.reading in (Reading.SOME_WORDS, Reading.NOTHING)
    answered = searched.reading == Reading.AS_TYPED and not later_page
    if (in_vain or answered) and is_within_rate(request, "unanswered"):
        (count_unanswered if in_vain else count_answered)(searched.typed)
