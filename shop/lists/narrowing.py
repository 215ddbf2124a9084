"""What there is to choose from in a list, counted, and what is chosen of it already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.categories.tree import CategoryTree
from catalog.facets.counting import Facets
from catalog.facets.listed import ListFacets
from catalog.models import Category
from catalog.querysets import ProductQuerySet
from catalog.vocabulary.translated import AttributeWords
from shop.lists.chips import Chip, chips_of
from shop.lists.choice import ListChoice
from shop.lists.facets import FacetGroup, facet_groups
from shop.lists.loosening import Loosened, ways_out
from shop.money import price_label


@dataclass(frozen=True, kw_only=True)
class PriceLink:
    """A range of prices to choose at once."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What the templates of filters, chips and of an empty list show."""

    choice: ListChoice
    facets: Facets
    groups: list[FacetGroup]
    prices: list[PriceLink]
    chips: list[Chip]
    ways_out: list[Loosened]

    @property
    def query(self) -> str:
        return self.choice.query()

    @property
    def cleared(self) -> str:
        """The query of the same list with nothing chosen."""
        kept = {name: getattr(self.choice, name) for name in ("words", "ordering", "beside")}
        return ListChoice(**kept).query()

    @property
    def offers_stock(self) -> bool:
        """Whether there is a difference between all and what can be had."""
        return self.choice.in_stock or 0 < self.facets.in_stock < self.facets.total

    @property
    def offers_filters(self) -> bool:
        return bool(self.groups or self.prices or self.chips or self.offers_stock)


def narrow(
    base: ProductQuerySet,
    choice: ListChoice,
    *,
    counted: ListFacets,
    tree: CategoryTree,
    below: Category | None = None,
) -> Narrowing:
    """What each choice would leave of `base`, as it is `counted`; one statement if that is nothing.

    One more for the words of another language than the shop's own. below: the category whose page
    it is, or None for all of the shop.
    """
    facets, attributes = counted.facets, counted.attributes
    pairs = [(each.name, value) for each in attributes for value, _count in each.values]
    words = AttributeWords.read(word for pair in (*pairs, *choice.attributes) for word in pair)
    chips = chips_of(choice, words)
    return Narrowing(
        choice=choice,
        facets=facets,
        groups=facet_groups(
            choice, facets=facets, attributes=attributes, tree=tree, below=below, words=words
        ),
        prices=_prices(choice, facets),
        chips=chips,
        ways_out=[] if facets.total or not choice.narrows else ways_out(base, choice, chips),
    )


def _prices(choice: ListChoice, facets: Facets) -> list[PriceLink]:
    """The steps of prices that there are; none where all products are in one."""
    chosen = (choice.price_min, choice.price_max)
    if len(facets.prices) < 2 and chosen == (None, None):
        return []
    return [
        PriceLink(
            label=price_label(low, high),
            count=count,
            query=replace(choice, price_min=low or None, price_max=high).query(),
            is_chosen=chosen == (low or None, high),
        )
        for low, high, count in facets.prices
    ]
