"""Setting the fields of a product as a comparison found them."""

from __future__ import annotations

from decimal import Decimal

from catalog.imports.rows import ProductRow
from catalog.imports.runs.products.attributes import merged_attributes
from catalog.imports.runs.products.compare import Comparison
from catalog.imports.runs.products.existing import Existing
from catalog.imports.translated import has_language, with_text
from catalog.models import Product

_PLAIN = ("name", "slug", "description", "brand", "family", "stock", "is_published")


def set_fields(
    product: Product,
    content: ProductRow,
    existing: Existing,
    found: Comparison,
    categories: list[int],
) -> set[str]:
    """Set what changes; the names of these fields. New categories are added to the ids."""
    touched = set()
    for name in _PLAIN:
        if name in found.changes:
            setattr(product, name, found.changes[name][1])
            touched.add(name)
    for name in filter(has_language, found.changes):
        product.translations = with_text(product.translations, name, found.changes[name][1])
        touched.add("translations")
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
