"""The door to what looks as words say, where a search by words finds little or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommendations.candidate import Candidate
from recommendations.more_like import more_like
from recommendations.request.question import SearchOptions
from recommendations.request.wish import MAX_WORDS_CHARACTERS, Wish, WordsRefusedError

EXAMPLES = 3


@dataclass(frozen=True, kw_only=True)
class LooksOfWords:
    """Products beside those that words find."""

    results: list[Candidate]
    by_examples: bool
    """Whether they look like what was found, rather than as the words say by themselves."""


def looks_of_words(words: str, *, found: Sequence[int], limit: int) -> LooksOfWords | None:
    """Products that look as words say, or like the first of those found; `found` are left out.

    Pictures are searched with the words where the shop has learnt what these look like; else with
    the products that the nearest words found. None where neither says anything.
    """
    wish = Wish(words=words[:MAX_WORDS_CHARACTERS])
    options = SearchOptions(wish=wish, limit=limit + len(found))
    try:
        results, by_examples = more_like([], [], options).results, False
    except WordsRefusedError:
        by_id = Product.objects.published().in_bulk(list(found[:EXAMPLES]))
        examples = [by_id[pk] for pk in found[:EXAMPLES] if pk in by_id]
        if not examples:
            return None
        answer = more_like(examples, [], SearchOptions(limit=limit + len(found)))
        results, by_examples = ([] if answer.fallback else answer.results), True
    others = [each for each in results if each.product_id not in set(found)][:limit]
    return LooksOfWords(results=others, by_examples=by_examples) if others else None
