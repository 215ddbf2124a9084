"""Which products may stand in an answer, apart from how similar they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.categories.tree import subtree_of
from catalog.models import Product
from catalog.querysets import ProductQuerySet

# What is given up first when too few products meet all conditions: the kind of thing matters most
# to a shopper, its finer qualities least. Stock is never given up: what is not there, nobody buys.
RELAX_ORDER = ("attributes", "brand", "price", "category")

_GIVEN_UP: dict[str, dict[str, object]] = {
    "attributes": {"attributes": ()},
    "brand": {"brand": ""},
    "price": {"price_min": None, "price_max": None},
    "category": {"category_id": None},
}


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """A shopper's conditions; sold-out products stay out unless asked for.

    A value: equal conditions are equal and hash alike, and none of them holds a row or a query.
    Each engine of `embeddings.index` compiles it for itself; pages and lists use `apply`.
    """

    category_id: int | None = None
    """Products of this category or of any below it."""
    brand: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values, such as ("colour", "red")."""
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
        return self.apply_within(self.subtree())

    def apply_within(self, subtree: str) -> ProductQuerySet:
        """As `apply`, where the category's `subtree` is known."""
        found = Product.objects.published()
        found = found.priced(at_least=self.price_min, at_most=self.price_max)
        if subtree:
            found = found.in_subtree(subtree)
        if self.brand:
            found = found.filter(brand=self.brand)
        for name, value in self.attributes:
            found = found.with_attribute(name, value)
        if self.only_ids is not None:
            found = found.filter(pk__in=self.only_ids)
        if self.of_categories is not None:
            found = found.filter(category__in=sorted(self.of_categories))
        if self.not_of_categories:
            found = found.exclude(category__in=sorted(self.not_of_categories))
        return found.in_stock() if self.in_stock else found

    def subtree(self) -> str:
        """The ids of the category and of all below it as PostgreSQL writes an array, or empty."""
        return "" if self.category_id is None else subtree_of(self.category_id)

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
