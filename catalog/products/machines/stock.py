"""Stock and prices of many products at once: some statements, however many."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.history import Door, record
from catalog.imports.problems import problem
from catalog.imports.rows import ProductRow
from catalog.imports.runs.products.compare import Comparison
from catalog.products.writing import Outcome, write_products


def write_stock(rows: Sequence[ProductRow], *, machine: str) -> list[Comparison]:
    """What became of each row, in their order: changed, unchanged or refused.

    rows: with a stock, a price or both, and each SKU once. An SKU that no product has is refused.
    """
    with transaction.atomic():
        found = write_products(rows)
        record(
            [(each.product, each.changes) for each in found if each.product is not None],
            by=None,
            machine=machine,
            door=Door.API,
        )
    return [_as_stock(row, each) for row, each in zip(rows, found, strict=True)]


def _as_stock(row: ProductRow, found: Comparison) -> Comparison:
    """Of a new product an import would say that it needs a name; here there shall be none."""
    if any(each.code.startswith("new_without") for each in found.problems):
        sentence = _("No product has the SKU %(value)s.")
        told = problem("unknown_sku", sentence, column="sku", value=row.sku)
        return Comparison(Outcome.REFUSED, problems=[told])
    return found
