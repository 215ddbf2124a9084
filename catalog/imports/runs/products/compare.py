"""What a row would change about the catalogue, field by field; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalog.imports.models import ImportRow
from catalog.imports.problems import Problem
from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.pictures.plan import plan_pictures
from catalog.imports.runs.products.attributes import attribute_changes
from catalog.imports.runs.products.existing import Existing
from catalog.imports.runs.products.refusing import notices_of, problems_of
from catalog.imports.runs.products.values import values_of, wanted_values
from catalog.models import Category, Product

Outcome = ImportRow.Outcome


@dataclass(slots=True)
class Comparison:
    """Before and after, as JSON has it: prices as text, categories as lists of names."""

    outcome: Outcome
    product: Product | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def compare(row: ProductRow, existing: Existing, *, fallback: Category | None) -> Comparison:
    """fallback: the category of new products whose row names none."""
    product = existing.product_of(row.sku)
    problems = problems_of(row, product, existing, fallback)
    if problems:
        return Comparison(Outcome.REFUSED, product, problems=problems)
    wanted = wanted_values(row, product, fallback=fallback, existing=existing)
    before = values_of(product, existing, wanted) if product else {}
    changes = {
        name: [before.get(name), value]
        for name, value in wanted.items()
        if product is None or before.get(name) != value
    }
    if differing := attribute_changes(row, product):
        changes["attributes"] = differing
    _compare_pictures(row, product, existing, changes)
    outcome = Outcome.NEW if product is None else Outcome.UNCHANGED
    if product is not None and changes:
        outcome = Outcome.CHANGED
    return Comparison(outcome, product, changes, notices=notices_of(row, product))


def _compare_pictures(
    row: ProductRow, product: Product | None, existing: Existing, changes: dict[str, list[Any]]
) -> None:
    if row.pictures is MISSING:
        return
    images = existing.images.get(product.pk, []) if product else []
    notes = existing.notes.get(product.pk, {}) if product else {}
    plan = plan_pictures(row.pictures, images, notes)
    if plan.is_as_listed:
        return
    changes["pictures"] = [plan.before, [each.source for each in row.pictures]]
