"""A batch of products is deleted with their pictures; which ones is kept, they themselves not."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.bulk_edits.records import record_deletions
from catalog.bulk_edits.steps.changing import row_of
from catalog.models import Product

Outcome = BulkEditRow.Outcome


def delete_products(edit: BulkEdit, ids: Sequence[int]) -> list[BulkEditRow]:
    """Within a transaction; the rows of those that were deleted or refused, not saved yet."""
    chosen = Product.objects.filter(pk__in=ids).defer("search", "description").order_by("pk")
    products = {each.pk: each for each in chosen.select_for_update(of=("self",))}
    ordered = [products[pk] for pk in ids if pk in products]
    try:
        with transaction.atomic():
            return _delete(edit, ordered)
    except (ProtectedError, RestrictedError):
        return [row for product in ordered for row in _delete_alone(edit, product)]


def _delete_alone(edit: BulkEdit, product: Product) -> list[BulkEditRow]:
    try:
        with transaction.atomic():
            return _delete(edit, [product])
    except (ProtectedError, RestrictedError):
        reason = _("Something else in the shop rests on this product.")
        return [row_of(edit, product, Outcome.REFUSED, reason=reason)]


def _delete(edit: BulkEdit, products: Sequence[Product]) -> list[BulkEditRow]:
    rows = [row_of(edit, product, Outcome.DELETED) for product in products]
    record_deletions(edit, products)
    Product.objects.filter(pk__in=[product.pk for product in products]).delete()
    return rows
