"""Taking an import back: row by row, and not where somebody changed since what it wrote."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.made_categories import remove_categories
from catalog.imports.runs.pictures.undoing import changed_pictures, undo_pictures
from catalog.imports.runs.products.compare import Outcome
from catalog.imports.runs.products.existing import Existing, read_existing
from catalog.imports.runs.products.restore import changed_fields, restore_fields
from catalog.imports.runs.queue.lease import Lease
from catalog.models import Product

BATCH = 50


def undo_rows(lease: Lease) -> bool:
    """Go on with an undo where it stands, the last row first; has it come to the end?

    Raises as `Lease.step` does.
    """
    while True:
        with lease.step() as run:
            todo = run.rows.filter(is_applied=True, is_undone=False, why_not_undone="")
            rows = list(todo.order_by("-number")[:BATCH])
            if not rows:
                remove_categories(run)
                run.cursor = run.total
                return True
            existing = read_existing([row.sku for row in rows], for_update=True)
            for row in rows:
                _undo(run, row, existing)
            run.cursor += len(rows)
        if lease.is_over:
            return False


def _undo(run: ImportRun, row: ImportRow, existing: Existing) -> None:
    # By its id: the SKU may be another's by now.
    product = Product.objects.select_for_update(of=("self",)).filter(pk=row.product_id or 0).first()
    row.why_not_undone = _reason_against(row, product, existing)
    if product is not None and not row.why_not_undone:
        try:
            with transaction.atomic():
                if row.outcome == Outcome.NEW:
                    product.delete()
                else:
                    _restore(run, row, product, existing)
        except ProtectedError:
            row.why_not_undone = _("Something else in the shop rests on this product.")
        except OSError:
            row.why_not_undone = _("A picture that it had is no longer kept.")
    row.is_undone = not row.why_not_undone
    name = "undone" if row.is_undone else "not_undone"
    run.counts[name] = run.counts.get(name, 0) + 1
    if row.outcome == Outcome.NEW and row.is_undone:
        row.product = None
    row.save(update_fields=["why_not_undone", "is_undone", "product"])


def _reason_against(row: ImportRow, product: Product | None, existing: Existing) -> str:
    if product is None:
        return "" if row.outcome == Outcome.NEW else _("The product has been deleted since.")
    names = changed_fields(row.changes, product, existing)
    if changed_pictures(row, product):
        names.append("pictures")
    if names:
        return _("Changed since the import: %(fields)s.") % {"fields": ", ".join(names)}
    return ""


def _restore(run: ImportRun, row: ImportRow, product: Product, existing: Existing) -> None:
    changes: dict[str, list[Any]] = row.changes
    fields = restore_fields(changes, product, existing)
    if fields or row.picture_changes:
        product.updated_at = timezone.now()
        product.save(update_fields=[*fields, "updated_at"])
    undo_pictures(run.pk, row, product)
