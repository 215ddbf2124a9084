"""A batch of products is changed, and what each had before is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.bulk_edits.change import Change
from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.bulk_edits.planning import Planned, Planner, is_changed
from catalog.bulk_edits.records import record_changes
from catalog.imports.runs.products.setting import set_fields
from catalog.models import Product
from catalog.products.saving import save_products

Outcome = BulkEditRow.Outcome


def change_products(edit: BulkEdit, ids: Sequence[int]) -> list[BulkEditRow]:
    """Within a transaction; the rows of those that were changed or refused, not saved yet.

    What the database itself refuses is refused product by product.
    """
    try:
        with transaction.atomic():
            return _change(edit, ids)
    except (IntegrityError, DataError):
        return [row for pk in ids for row in _change_alone(edit, pk)]


def _change_alone(edit: BulkEdit, pk: int) -> list[BulkEditRow]:
    try:
        with transaction.atomic():
            return _change(edit, [pk])
    except (IntegrityError, DataError) as error:
        product = Product.objects.get(pk=pk)
        why = str(error).strip().splitlines()[0]
        reason = _("The database refuses it: %(why)s") % {"why": why}
        return [row_of(edit, product, Outcome.REFUSED, reason=reason)]


def _change(edit: BulkEdit, ids: Sequence[int]) -> list[BulkEditRow]:
    locked = Product.objects.filter(pk__in=ids).defer("search").order_by("pk")
    products = {each.pk: each for each in locked.select_for_update(of=("self",))}
    planner = Planner(Change.from_json(edit.change))
    plans = planner.plan([products[pk] for pk in ids if pk in products])
    changed = [planned for planned in plans if is_changed(planned)]
    fields = {name for planned in changed for name in _set(planner, planned)}
    if changed:
        save_products([planned.product for planned in changed], fields)
    rows = [
        row_of(
            edit,
            each.product,
            Outcome.REFUSED if each.reason else Outcome.CHANGED,
            changes=each.changes,
            reason=each.reason,
        )
        for each in plans
        if each.reason or is_changed(each)
    ]
    record_changes(edit, [row for row in rows if row.outcome == Outcome.CHANGED])
    return rows


def _set(planner: Planner, planned: Planned) -> set[str]:
    if planned.row is None or planned.found is None:
        return set()
    existing = planner.existing([planned.product])
    return set_fields(planned.product, planned.row, existing, planned.found, [])


def row_of(
    edit: BulkEdit, product: Product, outcome: str, *, changes: object = None, reason: str = ""
) -> BulkEditRow:
    """number: given by whoever saves it."""
    return BulkEditRow(
        edit=edit,
        number=0,
        product_id=product.pk,
        sku=product.sku,
        name=product.name,
        outcome=outcome,
        changes=changes or {},
        reason=reason,
    )
