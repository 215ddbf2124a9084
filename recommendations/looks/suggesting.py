"""What else would suit a look: products of other kinds in the same style, one of each kind."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Product
from catalog.product_filter import ProductFilter
from recommendations.candidate import Candidate
from recommendations.more_like import more_like
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions

SUGGESTIONS = 12
_SEARCHED = 36  # so that one search brings several kinds
_SEARCHES = 4
# Much variety brings what shares no style; at 0.3 each of what is alike still comes before others.
_DIVERSITY = 0.3


def suggest(products: Sequence[Product], *, limit: int = SUGGESTIONS) -> list[Candidate]:
    """Products of other kinds that look like all of these together, the nearest kind first.

    One of each category; where there are fewer categories than wanted, then the next of each.
    What is in stock and published alone. Nothing while none of the pictures is compared.
    """
    by_kind: dict[int, list[Candidate]] = {}
    for _search in range(_SEARCHES if products else 0):
        found = _of_other_kinds(products, without=frozenset(by_kind))
        for each in found:
            by_kind.setdefault(each.product.category.pk, []).append(each)
        if not found or len(by_kind) >= limit:
            break
    rounds = max((len(each) for each in by_kind.values()), default=0)
    spread = [each[n] for n in range(rounds) for each in by_kind.values() if n < len(each)]
    return spread[:limit]


def _of_other_kinds(products: Sequence[Product], *, without: frozenset[int]) -> list[Candidate]:
    options = SearchOptions(
        kind=KindWish.OTHER,
        limit=_SEARCHED,
        diversity=_DIVERSITY,
        filters=ProductFilter(not_of_categories=without),
    )
    return more_like(products, [], options).results
