"""Which products may stand in an answer, apart from how similar they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Func, Q

from catalog.attributes.condition import has_attribute
from catalog.categories.condition import stands_in
from catalog.categories.tree import subtree_of
from catalog.models import Product
from catalog.querysets import ProductQuerySet

# What is given up first when too few products meet all conditions: the kind of thing matters most
# to a shopper, its finer qualities least. Stock is never given up: what is not there, nobody buys.
RELAX_ORDER = ("attributes", "brand", "price", "category")

_GIVEN_UP: dict[str, dict[str, object]] = {
    "attributes": {"attributes": ()},
    "brand": {"brands": ()},
    "price": {"price_min": None, "price_max": None},
    "category": {"category_ids": ()},
}


Condition = Q | Func
ATTRIBUTE = "attribute:"
"""How the names of conditions on attributes begin."""


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """A shopper's conditions; sold-out products stay out unless asked for.

    Of several categories, of several brands and of several values of one attribute, any will do.
    A value: equal conditions are equal and hash alike, and none of them holds a row or a query.
    Each engine of `embeddings.index` compiles it for itself; pages and lists use `apply`.
    """

    category_ids: tuple[int, ...] = ()
    """Products of one of these categories or of any below them."""
    brands: tuple[str, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values as texts: ("colour", "red"), ("width", "24"), ("washable", "true")."""
    in_stock: bool = True
    only_ids: frozenset[int] | None = None
    """No products but these."""
    of_categories: frozenset[int] | None = None
    """No products but those of these very categories, by id; what is below them is not meant."""
    not_of_categories: frozenset[int] = frozenset()
    """No products of these very categories."""

    @property
    def narrow(self) -> bool:
        """Whether the conditions may leave few products of the catalogue."""
        return self != ProductFilter(in_stock=self.in_stock)

    def apply(self) -> ProductQuerySet:
        """The published products that meet the conditions."""
        return self.apply_to(Product.objects.published())

    def apply_to(self, products: ProductQuerySet) -> ProductQuerySet:
        """Those of the products that meet the conditions."""
        return products.filter(*self.conditions(self.subtree()).values())

    def apply_within(self, subtree: str) -> ProductQuerySet:
        """As `apply`, where the category's `subtree` is known."""
        return Product.objects.published().filter(*self.conditions(subtree).values())

    def conditions(self, subtree: str) -> dict[str, Condition]:
        """What a product must meet, facet by facet; only what was asked for is there.

        An attribute's is named attribute:colour, `subtree` as `subtree()` has it.
        """
        asked: dict[str, Condition] = {}
        if subtree:
            asked["category"] = stands_in(subtree)
        if self.brands:
            asked["brand"] = Q(brand__in=self.brands)
        if self.price_min is not None:
            asked["price"] = Q(price__gte=self.price_min)
        if self.price_max is not None:
            asked["price"] = asked.get("price", Q()) & Q(price__lte=self.price_max)
        for name, values in self.values_by_attribute().items():
            asked[f"{ATTRIBUTE}{name}"] = has_attribute(name, values)
        if self.in_stock:
            asked["in_stock"] = Q(stock__gt=0)
        if self.only_ids is not None:
            asked["only_ids"] = Q(pk__in=self.only_ids)
        if self.of_categories is not None:
            asked["of_categories"] = Q(category__in=sorted(self.of_categories))
        if self.not_of_categories:
            asked["not_of_categories"] = ~Q(category__in=sorted(self.not_of_categories))
        return asked

    def subtree(self) -> str:
        """The ids of the categories and of all below as PostgreSQL writes an array, or empty."""
        return subtree_of(*self.category_ids) if self.category_ids else ""

    def values_by_attribute(self) -> dict[str, list[str]]:
        """The values that will do, by the attribute that is asked for one of them."""
        asked: dict[str, list[str]] = {}
        for name, value in self.attributes:
            asked.setdefault(name, []).append(value)
        return asked

    def among(self, ids: Iterable[int]) -> ProductFilter:
        """The same conditions for these products alone."""
        chosen = frozenset(ids)
        return replace(self, only_ids=chosen if self.only_ids is None else chosen & self.only_ids)

    def priced_around(self, price: Decimal, within: Decimal) -> ProductFilter:
        """With a band of so many percent around a price, inside the limits there already are."""
        share = within / 100
        low, high = price * (1 - share), price * (1 + share)
        return replace(
            self,
            price_min=low if self.price_min is None else max(low, self.price_min),
            price_max=high if self.price_max is None else min(high, self.price_max),
        )

    def relaxed(self) -> Iterator[tuple[str, ProductFilter]]:
        """Wider and wider: what was given up last, and the conditions that are left."""
        kept = self
        for name in RELAX_ORDER:
            wider = replace(kept, **_GIVEN_UP[name])  # type: ignore[arg-type]
            if wider != kept:
                kept = wider
                yield name, kept
