"""A product's fields as they were before an import, unless somebody has changed them since."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from catalog.imports.runs.products.existing import Existing
from catalog.imports.runs.products.values import values_of
from catalog.imports.translated import has_language, with_text
from catalog.models import Product


def changed_fields(
    changes: Mapping[str, list[Any]], product: Product, existing: Existing
) -> list[str]:
    """The names of what no longer is as the import left it."""
    now = values_of(product, existing, changes)
    differ = [
        name
        for name, (_before, after) in changes.items()
        if name != "attributes" and now.get(name) != after
    ]
    before, after = changes.get("attributes", [{}, {}])
    held = product.attributes if isinstance(product.attributes, dict) else {}
    for name in {**before, **after}:
        if (name in held) != (name in after) or held.get(name) != after.get(name):
            differ.append(name)
    return differ


def restore_fields(
    changes: Mapping[str, list[Any]], product: Product, existing: Existing
) -> list[str]:
    """Set what was before; the names of the fields, to be saved."""
    fields = []
    for name, (before, after) in changes.items():
        if name == "attributes":
            held = {key: value for key, value in product.attributes.items() if key not in after}
            product.attributes = {**held, **before}
        elif name == "price":
            product.price = Decimal(before)
        elif name == "category":
            # Should staff have deleted it meanwhile, it is made again.
            product.category, _made = existing.paths.ensure(before)
        elif has_language(name):
            product.translations = with_text(product.translations, name, before)
            name = "translations"
        else:
            setattr(product, name, before)
        fields.append(name)
    return fields
