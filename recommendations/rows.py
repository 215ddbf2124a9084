"""Similar items as a product page shows them: its own kind, and the same look in other kinds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.models import Product
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import Answer, Candidate
from recommendations.more_like import more_like
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions
from recommendations.request.refinement import Refinement
from recommendations.similar import similar_products


@dataclass(frozen=True, kw_only=True)
class SimilarRows:
    """Two rows; what stands in one does not stand in the other."""

    similar: Answer
    """Products of the same kind; of any kind where kinds are not told apart."""
    other_kinds: list[Candidate]
    """Products of other kinds that share the look."""


def similar_rows(
    product: Product,
    *,
    other_kinds: int,
    refined: Refinement | None = None,
    space: SearchedSpace | None = None,
) -> SimilarRows:
    """The similar items of a product, `other_kinds` or fewer of them in a row of their own.

    What staff have moved stays in the first row, where they put it. A second search is made only
    where all that is near is of the product's kind. Whoever gives examples of another kind has
    asked for that kind as well. `space`: the live one, where it is known already.
    Raises BlockWeightsInvalidError, WordsRefusedError.
    """
    refined = refined or Refinement()
    options = SearchOptions(other_kinds=other_kinds, wish=refined.wish, weights=refined.weights)
    answer = _answer(product, refined, options, space)
    own = own_row(answer)
    if not own or not _told_apart(answer):
        return SimilarRows(similar=answer, other_kinds=[])
    others = answer.other_kinds
    if len(others) < other_kinds and len(own) == len(answer.results):
        wished = replace(options, kind=KindWish.OTHER, limit=other_kinds, other_kinds=0)
        others = _answer(product, refined, wished, space).results
    moved = {each.product_id for each in own if each.moved}
    apart = [each for each in others if each.product_id not in moved]
    return SimilarRows(similar=replace(answer, results=own), other_kinds=apart)


def _answer(
    product: Product, refined: Refinement, options: SearchOptions, space: SearchedSpace | None
) -> Answer:
    if refined.more or refined.less:
        return more_like([product, *refined.more], refined.less, options, beside=product)
    return similar_products(product, options, space=space)


def own_row(answer: Answer) -> list[Candidate]:
    """Of an answer that was asked for other kinds as well, what stands in a page's first row."""
    if not _told_apart(answer):
        return answer.results
    return [each for each in answer.results if each.same_kind or each.moved]


def _told_apart(answer: Answer) -> bool:
    known = any(each.same_kind is not None for each in answer.results)
    return known or bool(answer.other_kinds)
