"""A batch of changes is taken back: product by product, and not where somebody changed it since."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from catalog.bulk_edits.change import Change
from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.bulk_edits.planning import Planner
from catalog.bulk_edits.records import record_changes
from catalog.imports.runs.products.restore import changed_fields, restore_fields
from catalog.models import Product
from catalog.products.saving import save_products


def undo_products(edit: BulkEdit, rows: Sequence[BulkEditRow]) -> None:
    """Within a transaction; what became of each is set on its row and saved."""
    locked = Product.objects.filter(pk__in=[row.product_id for row in rows]).defer("search")
    locked = locked.order_by("pk").select_for_update(of=("self",))
    products = {each.pk: each for each in locked}
    existing = Planner(Change()).existing(products.values())
    restored: list[Product] = []
    fields: set[str] = set()
    for row in rows:
        product = products.get(row.product_id)
        if product is None:
            row.why_not_undone = _("The product has been deleted since.")
        elif names := changed_fields(row.changes, product, existing):
            told = ", ".join(names)
            row.why_not_undone = _("Changed since: %(fields)s.") % {"fields": told}
        else:
            fields.update(restore_fields(row.changes, product, existing))
            restored.append(product)
            row.is_undone = True
    if restored:
        save_products(restored, fields)
    BulkEditRow.objects.bulk_update(rows, ["is_undone", "why_not_undone"])
    record_changes(edit, [row for row in rows if row.is_undone], is_undone=True)
