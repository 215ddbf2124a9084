"""Writing a batch of products: a few statements, however many rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.problems import problem
from catalog.imports.rows import ProductRow
from catalog.imports.runs.products.compare import Comparison, Outcome, compare
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.existing import Existing, read_existing
from catalog.imports.runs.products.outcomes import refuse, settle
from catalog.imports.runs.products.setting import set_fields
from catalog.imports.runs.products.slugs import slugs_of, take_slug
from catalog.models import Product

_SELDOM = ("outcome", "problems", "notices", "pictures_pending")


def write_products(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Bring these rows' products into the catalogue, and note in the rows what was changed.

    Within a transaction. What the database itself refuses is refused row by row.
    """
    try:
        with transaction.atomic():
            _write(run, rows)
    except (IntegrityError, DataError):
        for row in rows:
            try:
                with transaction.atomic():
                    _write(run, [row])
            except (IntegrityError, DataError) as error:
                sentence = _("The database refuses it: %(why)s")
                why = str(error).strip().splitlines()[0]
                refuse(run, row, [problem("database", sentence, why=why).as_json()])


def _write(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    contents = {row.pk: from_content(row.content) for row in rows}
    slugs = [slug for each in contents.values() for slug in slugs_of(each)]
    existing = read_existing([row.sku for row in rows], slugs=slugs, for_update=True)
    made: list[Product] = []
    changed: dict[int, Product] = {}
    fields: set[str] = set()
    settled: list[tuple[ImportRow, Comparison]] = []
    categories = list(run.categories_made)
    for row in rows:
        content = contents[row.pk]
        found = compare(content, existing, fallback=run.category)
        settled.append((row, found))
        if found.outcome == Outcome.REFUSED:
            continue
        product = found.product or _new_product(content, existing, found)
        touched = set_fields(product, content, existing, found, categories)
        if found.product is None:
            made.append(product)
            found.product = product
        elif touched:
            changed[product.pk] = product
            fields |= touched
    run.categories_made = categories
    Product.objects.bulk_create(made)
    if changed:
        now = timezone.now()
        for product in changed.values():
            product.updated_at = now
        Product.objects.bulk_update(list(changed.values()), [*sorted(fields), "updated_at"])
    before = [_seldom(row) for row in rows]
    for row, found in settled:
        settle(run, row, found)
    # Each field costs: mostly the row has become what the dry run said.
    seldom = _SELDOM if before != [_seldom(row) for row in rows] else ()
    ImportRow.objects.bulk_update(rows, ["product", "changes", "is_applied", *seldom])


def _seldom(row: ImportRow) -> list[object]:
    return [getattr(row, name) for name in _SELDOM]


def _new_product(content: ProductRow, existing: Existing, found: Comparison) -> Product:
    slug = take_slug(content, existing)
    found.changes["slug"] = [None, slug]
    return Product(sku=content.sku, slug=slug)
