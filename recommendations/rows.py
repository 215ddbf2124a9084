"""Similar items as a product page shows them: its own kind, and the same look in other kinds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.models import Product
from recommendations.candidate import Answer, Candidate
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.request.wish import Wish
from recommendations.similar import similar_products


@dataclass(frozen=True, kw_only=True)
class SimilarRows:
    """Two rows; what stands in one does not stand in the other."""

    similar: Answer
    """Products of the same kind; of any kind where kinds are not told apart."""
    other_kinds: list[Candidate]
    """Products of other kinds that share the look."""


def similar_rows(product: Product, *, other_kinds: int, wish: Wish | None = None) -> SimilarRows:
    """The similar items of a product, `other_kinds` or fewer of them in a row of their own.

    What staff have moved stays in the first row, where they put it. A second search is made only
    where all that is near is of the product's kind. Who wishes for another look gets one row.
    Raises WordsRefusedError.
    """
    if wish:
        wished_for = similar_products(product, SearchOptions(wish=wish))
        return SimilarRows(similar=wished_for, other_kinds=[])
    answer = similar_products(product, SearchOptions(other_kinds=other_kinds))
    told_apart = any(each.same_kind is not None for each in answer.results) or answer.other_kinds
    if not told_apart:
        return SimilarRows(similar=answer, other_kinds=[])
    own = [each for each in answer.results if each.same_kind or each.moved]
    others = answer.other_kinds
    if len(others) < other_kinds and len(own) == len(answer.results):
        wished = SearchOptions(kind=KindWish.OTHER, limit=other_kinds)
        others = similar_products(product, wished).results
    moved = {each.product_id for each in own if each.moved}
    apart = [each for each in others if each.product_id not in moved]
    return SimilarRows(similar=replace(answer, results=own), other_kinds=apart)
