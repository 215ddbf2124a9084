"""What is asked of many products at once; whatever is not named stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from catalog.bulk_edits.pricing import PriceChange
from catalog.imports.rows import CLEARED, MISSING, Attributes, AttributeValue, ProductRow
from catalog.imports.runs.products.existing import Existing
from catalog.models import Product


@dataclass(frozen=True, kw_only=True)
class Change:
    """Of each field None (or nothing) where it is not asked for."""

    price: PriceChange | None = None
    category_id: int | None = None
    brand: str | None = None
    """Empty: the brand is taken away."""
    is_published: bool | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    """Set; all others of the product stay."""
    cleared: tuple[str, ...] = ()
    """Names of attributes that are taken away."""

    def __bool__(self) -> bool:
        return bool(self.as_json())

    def row_of(self, product: Product, existing: Existing) -> ProductRow:
        """As if a file asked it of this product, to be compared and written as an import's.

        Raises PriceRefusedError.
        """
        attributes: Attributes = {**self.attributes, **dict.fromkeys(self.cleared, CLEARED)}
        return ProductRow(
            sku=product.sku,
            lines=(),
            price=MISSING if self.price is None else self.price.of(product.price),
            category=(
                MISSING
                if self.category_id is None
                else tuple(existing.paths.path_of(self.category_id))
            ),
            brand=MISSING if self.brand is None else self.brand,
            is_published=MISSING if self.is_published is None else self.is_published,
            attributes=attributes,
        )

    def as_json(self) -> dict[str, Any]:
        """Only what is asked; empty where nothing is."""
        held: dict[str, Any] = {}
        if self.price is not None:
            held["price"] = self.price.as_json()
        for name in ("category_id", "brand", "is_published"):
            if (value := getattr(self, name)) is not None:
                held[name] = value
        if self.attributes:
            held["attributes"] = dict(self.attributes)
        if self.cleared:
            held["cleared"] = list(self.cleared)
        return held

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Self:
        price = held.get("price")
        return cls(
            price=PriceChange.from_json(price) if price else None,
            category_id=held.get("category_id"),
            brand=held.get("brand"),
            is_published=held.get("is_published"),
            attributes=held.get("attributes", {}),
            cleared=tuple(held.get("cleared", ())),
        )
