"""A change as the form shows it, for whoever looks at the preview and wants it otherwise."""

from __future__ import annotations

from typing import Any

from backoffice.attributes.typed import as_text
from catalog.bulk_edits.change import Change
from catalog.models import BulkEdit


def initial_of(edit: BulkEdit) -> dict[str, Any]:
    """By the names of the form's fields."""
    change = Change.from_json(edit.change)
    held: dict[str, Any] = {"category": change.category_id}
    if price := change.price:
        held |= {"price": price.operation, "ending": price.ending}
        held["amount"] = None if price.operation == "round" else price.value
    if change.brand is not None:
        held |= {"brand": "set" if change.brand else "clear", "brand_name": change.brand}
    if change.is_published is not None:
        held["published"] = "yes" if change.is_published else "no"
    for name, value in change.attributes.items():
        kind, text = as_text(value)
        held |= {"attribute": "set", "attribute_name": name}
        held |= {"attribute_value": text, "attribute_kind": kind}
    for name in change.cleared:
        held |= {"attribute": "clear", "attribute_name": name}
    return held
