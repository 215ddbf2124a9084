"""How a question about similar items is to be answered, and all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from catalog.categories.kin import read_kin
from catalog.product_filter import ProductFilter
from recommendations.conf import conf
from recommendations.request.floors import Floors, choose_floors
from recommendations.request.kinds import AskedKinds, KindWish, ReadKin
from recommendations.request.query import Query
from recommendations.request.wish import Wish


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How to answer; the defaults are what a product page shows."""

    limit: int = conf.SIMILAR_LIMIT
    offset: int = 0
    """So many of the best are left out: the next page."""
    filters: ProductFilter = field(default_factory=ProductFilter)
    price_within: Decimal | None = None
    """Percent of the asked product's own price, up and down."""
    min_match: int | None = None
    """0 to 100; None is the shop's own floor, below which nothing counts as similar."""
    diversity: float = 0.0
    """0: the most similar first; 1: each as unlike those before it as can be."""
    wish: Wish = field(default_factory=Wish)
    """What is wished for in words, beside what is asked with or instead of it."""
    weights: Mapping[str, float] | None = None
    """How much each block counts ("visual", "colour") instead of the space's own weights."""
    kind: KindWish = KindWish.ANY
    """Whether only the kind of thing that is asked with is wanted, or only others."""
    by_score: bool = False
    """Whether the order is by score alone, without regard to kinds and to the nearest's nearest."""
    other_kinds: int = 0
    """So many products of other kinds stand beside the answer, as an answer of their own."""
    counted: int = 0
    """So many of the first are named beside the answer, whether or not the page shows them."""
    relax: bool = False
    """Whether filters may be given up, one by one, to fill the answer."""
    explain: bool = False
    """Whether each position is to be accounted for."""

    @property
    def wanted(self) -> int:
        """How many products there are up to the end of the page."""
        return self.offset + self.limit

    def priced_around(self, price: Decimal) -> SearchOptions:
        """With `price_within` made into limits around a price."""
        if self.price_within is None:
            return self
        return replace(self, filters=self.filters.priced_around(price, self.price_within))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is searched with, how to answer, and what follows: all that a stage may know."""

    query: Query
    options: SearchOptions
    leave_out: tuple[int, ...]
    """Ids of products that are never answered: what is asked with, and what staff hid."""
    floors: Floors
    """Points of calibrated score below which nothing counts as similar."""
    pool: int
    """How many candidates to retrieve: the page and what later stages may use up."""
    needed: int = 0
    """How many of them the page and the rules need; the others are there to be put in order."""
    reorders: bool = False
    """Whether the nearest are put in order among themselves."""
    kinds_first: bool = False
    """Whether the same kind of thing comes first."""
    kinds: AskedKinds | None = None
    """The kinds that are asked with; None where the nearest have to say them."""

    @property
    def filters(self) -> ProductFilter:
        return self.options.filters

    def with_filters(self, filters: ProductFilter, *, pool: int) -> Question:
        """The same question under other conditions."""
        needed = pool
        if self.reorders or self.kinds_first:
            pool = max(pool, conf.REORDERED_CANDIDATES)
        return replace(
            self, options=replace(self.options, filters=filters), pool=pool, needed=needed
        )

    @property
    def of_own_kind(self) -> Question:
        """The same question for what is of the asked kind, as it came from the search."""
        own = self.kinds.same if self.kinds else frozenset()
        filters = replace(self.filters, of_categories=own)
        return replace(self, options=replace(self.options, filters=filters))

    def of_kind(self, asked: AskedKinds) -> Question:
        """The same question for things of these kinds alone, or of others, as is wished."""
        if self.options.kind == KindWish.SAME:
            narrower = replace(self.filters, of_categories=asked.same)
        else:
            others = self.filters.not_of_categories | asked.same
            narrower = replace(self.filters, not_of_categories=others)
        return replace(self, options=replace(self.options, filters=narrower), kinds=asked)


def make_question(
    query: Query,
    options: SearchOptions,
    *,
    leave_out: tuple[int, ...],
    spare: int,
    floor: int | None = None,
    categories: Sequence[int] = (),
    read_kin: ReadKin = read_kin,
) -> Question:
    """Settle what a question leaves open; raises BlockWeightsInvalidError.

    `spare` candidates are retrieved beyond the page, for rules to use up. `floor` takes the place
    of the shop's own; a shopper's `min_match` goes before both. `categories` are those of the
    things that are asked with, as far as they have any.
    """
    pool = max(options.wanted, options.counted) + spare
    if options.diversity:
        pool = max(pool, conf.DIVERSIFIED_CANDIDATES)
    needed = pool
    ordered = not (options.by_score or query.exact)  # what is far has no neighbourhood
    reorders = ordered and conf.REORDER and query.space.learnt_within
    prior = query.space.kind_prior
    kinds_first = ordered and conf.KINDS_FIRST and prior is not None and prior.says_something
    if reorders or kinds_first:
        pool = max(pool, conf.REORDERED_CANDIDATES)
    asks_kinds = kinds_first or options.kind != KindWish.ANY
    return Question(
        query=query.weighted(options.weights),
        options=options,
        leave_out=leave_out,
        floors=choose_floors(
            query,
            min_match=options.min_match,
            floor=floor,
            has_weights=options.weights is not None,
        ),
        pool=pool,
        needed=needed,
        reorders=reorders,
        kinds_first=kinds_first,
        kinds=AskedKinds.of(categories, read=read_kin) if asks_kinds else None,
    )
