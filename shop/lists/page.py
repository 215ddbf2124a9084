"""A list of products on a page: one card a family, facets, chips, order and pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.categories.tree import CategoryTree
from catalog.facets.listed import list_facets
from catalog.models import Category
from catalog.product_cards import ProductCard
from catalog.product_ordering import ProductOrdering
from catalog.querysets import ProductQuerySet
from shop.lists.choice import ListChoice
from shop.lists.narrowing import Narrowing, narrow
from shop.pages import page_of

ORDERINGS: dict[ProductOrdering, str | Promise] = {
    ProductOrdering.NEWEST: _("Newest"),
    ProductOrdering.CHEAPEST: _("Price, low to high"),
    ProductOrdering.DEAREST: _("Price, high to low"),
}


@dataclass(frozen=True, kw_only=True)
class ProductList(Narrowing):
    """Everything that the list's templates show."""

    orderings: list[tuple[str, str | Promise]]
    page: Page[ProductCard]

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
    counted = list_facets(base, choice.conditions, families=True)
    narrowing = narrow(base, choice, counted=counted, tree=tree, below=below)
    default = None if ranked else ProductOrdering.NEWEST
    found = choice.conditions.apply_to(base).one_per_family(choice.ordering or default)
    best: list[tuple[str, str | Promise]] = [("", _("Best match"))] if ranked else []
    return ProductList(
        **vars(narrowing),
        orderings=best + [(each.value, label) for each, label in ORDERINGS.items()],
        page=page_of(found, number, total=narrowing.facets.total),
    )
