"""What a bulk edit leaves in the history of each product: from what to what, and who asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.history import Change, Door, record
from catalog.models import Product


def record_changes(edit: BulkEdit, rows: Sequence[BulkEditRow], *, is_undone: bool = False) -> None:
    """rows: those that were changed, or given back what they had."""
    record(
        [(Product(pk=row.product_id), _changes(row, is_undone)) for row in rows],
        by=edit.user,
        door=Door.BULK,
        batch=edit.batch,
    )


def record_deletions(edit: BulkEdit, products: Sequence[Product]) -> None:
    """Before they are gone: what they were called."""
    record(
        [(each, {"sku": [each.sku, None], "name": [each.name, None]}) for each in products],
        by=edit.user,
        door=Door.BULK,
        action=Change.Action.DELETED,
        batch=edit.batch,
    )


def _changes(row: BulkEditRow, is_undone: bool) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = row.changes
    if not is_undone:
        return changes
    return {name: [after, before] for name, (before, after) in changes.items()}
