"""Which products may stand in an answer, apart from how similar they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from catalog.models import Category, Product
from catalog.querysets import ProductQuerySet, branch_of
from embeddings.search import write_products

# What is given up first when too few products meet all conditions: the kind of thing matters most
# to a shopper, its finer qualities least. Stock is never given up: what is not there, nobody buys.
RELAX_ORDER = ("attributes", "brand", "price", "category")

_GIVEN_UP: dict[str, dict[str, object]] = {
    "attributes": {"attributes": ()},
    "brand": {"brand": ""},
    "price": {"price_min": None, "price_max": None},
    "category": {"category": None},
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """A shopper's conditions; sold-out products stay out unless asked for."""

    category: Category | None = None
    brand: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values, such as ("colour", "red")."""
    in_stock: bool = True

    @property
    def narrow(self) -> bool:
        """Whether the conditions may leave few products of the catalogue."""
        return self != Filters(in_stock=self.in_stock)

    def apply(self) -> ProductQuerySet:
        """The published products that meet the conditions."""
        return _apply(self, self._branch())

    def write(self) -> str:
        """These products as SQL; see `write_products`."""
        return _write(self, self._branch())

    def _branch(self) -> str:
        return "" if self.category is None else branch_of(self.category)

    def priced_around(self, price: Decimal, within: Decimal) -> Filters:
        """With a band of so many percent around a price, inside the limits there already are."""
        share = within / 100
        low, high = price * (1 - share), price * (1 + share)
        return replace(
            self,
            price_min=low if self.price_min is None else max(low, self.price_min),
            price_max=high if self.price_max is None else min(high, self.price_max),
        )

    def relaxed(self) -> Iterator[tuple[str, Filters]]:
        """Wider and wider: what was given up last, and the conditions that are left."""
        kept = self
        for name in RELAX_ORDER:
            wider = replace(kept, **_GIVEN_UP[name])  # type: ignore[arg-type]
            if wider != kept:
                kept = wider
                yield name, kept


def _apply(filters: Filters, branch: str) -> ProductQuerySet:
    found = Product.objects.published()
    found = found.priced(at_least=filters.price_min, at_most=filters.price_max)
    if branch:
        found = found.in_branch(branch)
    if filters.brand:
        found = found.filter(brand=filters.brand)
    for name, value in filters.attributes:
        found = found.with_attribute(name, value)
    return found.in_stock() if filters.in_stock else found


# The text follows from the two alone, and Django takes half a millisecond to write it.
@lru_cache(maxsize=1_000)
def _write(filters: Filters, branch: str) -> str:
    return write_products(_apply(filters, branch))
