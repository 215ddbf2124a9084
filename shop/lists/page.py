"""A list of products on a page: one card a family, facets, chips, order and pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.categories.tree import CategoryTree
from catalog.facets.counting import Facets
from catalog.facets.listed import list_facets
from catalog.models import Category
from catalog.product_cards import ProductCard
from catalog.product_ordering import ProductOrdering
from catalog.querysets import ProductQuerySet
from shop.lists.chips import Chip, chips_of
from shop.lists.choice import ListChoice
from shop.lists.facets import FacetGroup, facet_groups
from shop.lists.labels import price_label
from shop.lists.loosening import Loosened, ways_out
from shop.pages import page_of

ORDERINGS: dict[ProductOrdering, str | Promise] = {
    ProductOrdering.NEWEST: _("Newest"),
    ProductOrdering.CHEAPEST: _("Price, low to high"),
    ProductOrdering.DEAREST: _("Price, high to low"),
}


@dataclass(frozen=True, kw_only=True)
class PriceLink:
    """A range of prices to choose at once."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ProductList:
    """Everything that the list's templates show."""

    choice: ListChoice
    facets: Facets
    groups: list[FacetGroup]
    prices: list[PriceLink]
    chips: list[Chip]
    orderings: list[tuple[str, str | Promise]]
    page: Page[ProductCard]
    ways_out: list[Loosened]

    @property
    def query(self) -> str:
        return self.choice.query()

    @property
    def cleared(self) -> str:
        """The query of the same list with nothing chosen."""
        return ListChoice(words=self.choice.words, ordering=self.choice.ordering).query()

    @property
    def offers_stock(self) -> bool:
        """Whether there is a difference between all and what can be had."""
        return self.choice.in_stock or 0 < self.facets.in_stock < self.facets.total

    @property
    def offers_filters(self) -> bool:
        return bool(self.groups or self.prices or self.chips or self.offers_stock)

    @property
    def pages(self) -> list[int | str]:
        """Numbers of pages, and an ellipsis where some are left out."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1))


def product_list(
    base: ProductQuerySet,
    choice: ListChoice,
    *,
    number: str | None,
    tree: CategoryTree,
    below: Category | None = None,
    ranked: bool = False,
) -> ProductList:
    """The part of `base` that is chosen, a page of it.

    number: of the page, as it was typed. ranked: `base` comes best first, as a search has it. Four
    statements, two more where facets are counted anew, and one where nothing is left.
    """
    conditions = choice.conditions
    counted = list_facets(base, conditions, families=True)
    facets = counted.facets
    default = None if ranked else ProductOrdering.NEWEST
    found = conditions.apply_to(base).one_per_family(choice.ordering or default)
    best: list[tuple[str, str | Promise]] = [("", _("Best match"))] if ranked else []
    return ProductList(
        choice=choice,
        facets=facets,
        groups=facet_groups(
            choice, facets=facets, attributes=counted.attributes, tree=tree, below=below
        ),
        prices=_prices(choice, facets),
        chips=chips_of(choice),
        orderings=best + [(each.value, label) for each, label in ORDERINGS.items()],
        page=page_of(found, number, total=facets.total),
        ways_out=[] if facets.total or not choice.narrows else ways_out(base, choice),
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
