"""A whole question, as every stage of the pipeline sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.product_filter import ProductFilter
from recommendations import conf
from recommendations.request.options import SearchOptions
from recommendations.request.query import Query


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is searched with, how to answer, and what follows from the two."""

    query: Query
    options: SearchOptions
    leave_out: tuple[int, ...]
    """Ids of products that are never answered: what is asked with, and what staff hid."""
    floor: int
    """Points of calibrated score, 0 to 100, below which nothing counts as similar."""
    pool: int
    """How many candidates to retrieve: the page and what later stages may use up."""

    @property
    def filters(self) -> ProductFilter:
        return self.options.filters

    def with_filters(self, filters: ProductFilter, *, pool: int) -> Question:
        """The same question under other conditions."""
        return replace(self, options=replace(self.options, filters=filters), pool=pool)


def make_question(
    query: Query,
    options: SearchOptions,
    *,
    leave_out: tuple[int, ...],
    spare: int,
    floor: int,
) -> Question:
    """Settle what a question leaves open; raises BlockWeightsInvalidError.

    `spare` candidates are retrieved beyond the page, for rules to use up. `floor` is the shop's
    own; a shopper's `min_match` goes before it.
    """
    if options.min_match is not None:
        floor = options.min_match
    elif not query.space.calibration:
        floor = 0  # nobody knows yet what chance would give
    pool = options.wanted + spare
    if options.diversity:
        pool = max(pool, conf.DIVERSIFIED_CANDIDATES)
    return Question(
        query=query.weighted(options.weights),
        options=options,
        leave_out=leave_out,
        floor=floor,
        pool=pool,
    )
