"""Products as imports and the API describe them, brought into the catalogue.

A few statements, however many. Each is compared with what is there, so nothing is written that is
as it was, and what was changed is known field by field.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow
from catalog.imports.problems import problem
from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.products.compare import Comparison, compare
from catalog.imports.runs.products.existing import Existing, read_existing
from catalog.imports.runs.products.setting import set_fields
from catalog.imports.runs.products.slugs import slugs_of, take_slug
from catalog.models import Category, Product
from catalog.products.saving import save_products

Outcome = ImportRow.Outcome


def write_products(
    rows: Sequence[ProductRow],
    *,
    fallback: Category | None = None,
    made: list[int] | None = None,
) -> list[Comparison]:
    """Bring products in, within a transaction; what became of each row, in their order.

    fallback: the category of new products whose row names none. made: the ids of categories that
    had to be made are added to it. What the database itself refuses is refused row by row.
    """
    try:
        with transaction.atomic():
            return _write(rows, fallback, made)
    except (IntegrityError, DataError) as error:
        if len(rows) == 1:
            sentence = _("The database refuses it: %(why)s")
            why = str(error).strip().splitlines()[0]
            return [Comparison(Outcome.REFUSED, problems=[problem("database", sentence, why=why)])]
    return [found for row in rows for found in write_products([row], fallback=fallback, made=made)]


def _write(
    rows: Sequence[ProductRow],
    fallback: Category | None,
    made: list[int] | None,
) -> list[Comparison]:
    existing = read_existing(
        [row.sku for row in rows],
        # A row without a name makes no new product, which would need one.
        slugs=[
            slug
            for row in rows
            if row.name is not MISSING or row.slug is not MISSING
            for slug in slugs_of(row)
        ],
        for_update=True,
        with_pictures=any(row.pictures is not MISSING for row in rows),
    )
    new: list[Product] = []
    changed: dict[int, Product] = {}
    fields: set[str] = set()
    categories: list[int] = []
    outcomes: list[Comparison] = []
    for row in rows:
        found = compare(row, existing, fallback=fallback)
        outcomes.append(found)
        if found.outcome == Outcome.REFUSED:
            continue
        product = found.product or _new_product(row, existing, found)
        touched = set_fields(product, row, existing, found, categories)
        if found.product is None:
            new.append(product)
            found.product = product
        elif touched:
            changed[product.pk] = product
            fields |= touched
    Product.objects.bulk_create(new)
    save_products(list(changed.values()), fields)
    if made is not None:
        made += categories
    return outcomes


def _new_product(row: ProductRow, existing: Existing, found: Comparison) -> Product:
    slug = take_slug(row, existing)
    found.changes["slug"] = [None, slug]
    return Product(sku=row.sku, slug=slug)
