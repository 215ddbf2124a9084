"""Writing a batch of products: a few statements, however many rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.problems import problem
from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.products.compare import Comparison, Outcome, compare, merged_attributes
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.existing import Existing, read_existing
from catalog.models import Product

_PLAIN = ("name", "slug", "description", "brand", "family", "stock", "is_published")


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
                _refuse(run, row, [problem("database", sentence, why=why).as_json()])


def _write(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    contents = {row.pk: from_content(row.content) for row in rows}
    slugs = [slug for each in contents.values() for slug in _slugs_of(each)]
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
        touched = _set(product, content, existing, found, categories)
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
    for row, found in settled:
        _note(run, row, found)
    ImportRow.objects.bulk_update(
        rows,
        ["outcome", "product", "changes", "problems", "notices", "is_applied", "pictures_pending"],
    )


def _new_product(content: ProductRow, existing: Existing, found: Comparison) -> Product:
    product = Product(sku=content.sku)
    slug = next(each for each in _slugs_of(content) if each not in existing.slugs)
    existing.slugs[slug] = -1  # the next row of this batch takes another
    product.slug = slug
    found.changes["slug"] = [None, slug]
    return product


def _set(
    product: Product,
    content: ProductRow,
    existing: Existing,
    found: Comparison,
    categories: list[int],
) -> set[str]:
    """The names of the fields that were set."""
    touched = set()
    for name in _PLAIN:
        if name in found.changes:
            setattr(product, name, found.changes[name][1])
            touched.add(name)
    if "price" in found.changes:
        product.price = Decimal(found.changes["price"][1])
        touched.add("price")
    if "category" in found.changes:
        category, made = existing.paths.ensure(found.changes["category"][1])
        categories += [each.pk for each in made]
        product.category = category
        touched.add("category")
    if "attributes" in found.changes:
        product.attributes = merged_attributes(content, found.product)
        touched.add("attributes")
    return touched


def _slugs_of(content: ProductRow) -> list[str]:
    """What a new product's address may be, the best first; the last one nobody else has."""
    if content.slug is not MISSING:
        return [content.slug]
    name = "" if content.name is MISSING else content.name
    slug = slugify(name)[:140].strip("-") or slugify(content.sku)[:140] or "product"
    digest = hashlib.sha256(content.sku.encode()).hexdigest()[:12]
    return list(
        dict.fromkeys([slug, f"{slug[:95]}-{slugify(content.sku)[:60]}", f"{slug}-{digest}"])
    )


def _note(run: ImportRun, row: ImportRow, found: Comparison) -> None:
    if found.outcome == Outcome.REFUSED:
        _refuse(run, row, [each.as_json() for each in found.problems], save=False)
        return
    # Pictures are looked at afterwards, whatever was expected of them.
    found.changes.pop("pictures", None)
    outcome = found.outcome
    if outcome == Outcome.CHANGED and not found.changes:
        outcome = Outcome.UNCHANGED
    count_as(run, row, outcome)
    row.product, row.changes, row.notices = found.product, found.changes, found.notices
    row.is_applied = True


def count_as(run: ImportRun, row: ImportRow, outcome: str) -> None:
    """Give a row another outcome, and keep the run's counts in step."""
    if row.outcome != outcome:
        run.counts[row.outcome] = run.counts.get(row.outcome, 0) - 1
        run.counts[outcome] = run.counts.get(outcome, 0) + 1
        row.outcome = outcome


def _refuse(
    run: ImportRun, row: ImportRow, problems: list[dict[str, str]], *, save: bool = True
) -> None:
    count_as(run, row, Outcome.REFUSED)
    row.problems, row.pictures_pending, row.changes = problems, False, {}
    if save:
        row.save(update_fields=["outcome", "problems", "pictures_pending", "changes"])
