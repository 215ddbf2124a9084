"""Which products may stand in an answer, apart from how similar they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Category, Product
from catalog.querysets import ProductQuerySet


@dataclass(frozen=True, kw_only=True)
class Filters:
    """A shopper's conditions; sold-out products stay out unless asked for."""

    category: Category | None = None
    brand: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool = True

    @property
    def narrow(self) -> bool:
        """Whether the conditions may leave few products of the catalogue."""
        return self != Filters(in_stock=self.in_stock)

    def apply(self) -> ProductQuerySet:
        """The published products that meet the conditions."""
        found = Product.objects.published().priced(at_least=self.price_min, at_most=self.price_max)
        if self.category is not None:
            found = found.in_category(self.category)
        if self.brand:
            found = found.filter(brand=self.brand)
        return found.in_stock() if self.in_stock else found
