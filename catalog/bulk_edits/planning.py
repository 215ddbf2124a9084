"""What a change would do to products: the parts of an import compare, nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalog.bulk_edits.change import Change
from catalog.bulk_edits.pricing import PriceRefusedError
from catalog.categories.paths import CategoryPaths
from catalog.imports.rows import ProductRow
from catalog.imports.runs.products.compare import Comparison, Outcome, compare
from catalog.imports.runs.products.existing import Existing
from catalog.imports.skus import fold_sku
from catalog.models import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One product: from what to what, or why not."""

    product: Product
    row: ProductRow | None = None
    found: Comparison | None = None
    reason: str = ""
    """Why it is refused; empty where it is not."""

    @property
    def changes(self) -> dict[str, list[Any]]:
        """Field -> [before, after], as `Comparison` has them."""
        return self.found.changes if self.found and not self.reason else {}


@dataclass
class Planner:
    """Plans for one change, batch by batch; the categories are read once."""

    change: Change
    paths: CategoryPaths = field(default_factory=CategoryPaths)

    def plan(self, products: Sequence[Product]) -> list[Planned]:
        """products: with all that a comparison reads; `search` may be left out."""
        existing = self.existing(products)
        return [self._plan(product, existing) for product in products]

    def existing(self, products: Iterable[Product]) -> Existing:
        """The products as an import's parts ask for them."""
        by_key: dict[str, list[Product]] = {}
        for product in products:
            by_key.setdefault(fold_sku(product.sku), []).append(product)
        return Existing(self.paths, by_key)

    def _plan(self, product: Product, existing: Existing) -> Planned:
        try:
            row = self.change.row_of(product, existing)
        except PriceRefusedError as refusal:
            return Planned(product=product, reason=str(refusal))
        if row.category == ():
            return Planned(product=product, reason=_("The category is no longer there."))
        found = compare(row, existing, fallback=None)
        reason = " ".join(each.reason for each in found.problems)
        return Planned(product=product, row=row, found=found, reason=reason)


def is_changed(planned: Planned) -> bool:
    return planned.found is not None and planned.found.outcome == Outcome.CHANGED
