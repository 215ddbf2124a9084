"""One product written or deleted by a machine, unless it is not as the machine believes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from catalog.history import Change, Door, record
from catalog.imports.rows import ProductRow
from catalog.models import Product
from catalog.products.machines.errors import (
    ProductInUseError,
    ProductMissingError,
    ProductRefusedError,
)
from catalog.products.machines.expected import Expected
from catalog.products.machines.finding import find_by_sku
from catalog.products.writing import Outcome, write_products

Describe = Callable[[Product | None], ProductRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    product: Product
    is_new: bool


def write_product(
    sku: str,
    describe: Describe,
    *,
    machine: str,
    expected: Expected,
    may_create: bool,
) -> Written:
    """Write what `describe` says of the product as it is now, or of a new one (None).

    Raises ProductMissingError, VersionMismatchError and ProductRefusedError.
    """
    with transaction.atomic():
        product = find_by_sku(sku, for_update=True)
        expected.check(product)
        if product is None and not may_create:
            raise ProductMissingError
        (found,) = write_products([describe(product)])
        if found.problems or found.product is None:
            raise ProductRefusedError(found.problems)
        is_new = found.outcome == Outcome.NEW
        action = Change.Action.ADDED if is_new else Change.Action.CHANGED
        record(
            [(found.product, found.changes)],
            by=None,
            machine=machine,
            door=Door.API,
            action=action,
        )
    return Written(product=found.product, is_new=is_new)


def delete_product(sku: str, *, machine: str, expected: Expected) -> None:
    """With its pictures. Raises ProductMissingError, VersionMismatchError, ProductInUseError."""
    with transaction.atomic():
        product = find_by_sku(sku, for_update=True)
        expected.check(product)
        if product is None:
            raise ProductMissingError
        gone = {"sku": [product.sku, None], "name": [product.name, None]}
        record(
            [(product, gone)],
            by=None,
            machine=machine,
            door=Door.API,
            action=Change.Action.DELETED,
        )
        try:
            product.delete()
        except (ProtectedError, RestrictedError):
            raise ProductInUseError from None
