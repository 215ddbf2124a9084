"""What a row would change about the catalogue, field by field; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.imports.models import ImportRow
from catalog.imports.problems import Problem, problem
from catalog.imports.rows import MISSING, Cleared, ProductRow
from catalog.imports.runs.pictures.plan import plan_pictures
from catalog.imports.runs.products.existing import Existing
from catalog.models import Category, Product

Outcome = ImportRow.Outcome
STOCK_UNSAID = 1
"""Of a new product whose file has no such column, as for folders: it is there, or it would not be
in the file."""
_PLAIN = ("name", "slug", "description", "brand", "family", "is_published")


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
    problems = _problems(row, product, existing, fallback)
    if problems:
        return Comparison(Outcome.REFUSED, product, problems=problems)
    wanted = wanted_values(row, product, fallback=fallback, existing=existing)
    before = values_of(product, existing) if product else {}
    changes = {
        name: [before.get(name), value]
        for name, value in wanted.items()
        if product is None or before.get(name) != value
    }
    _compare_attributes(row, product, changes)
    _compare_pictures(row, product, existing, changes)
    outcome = Outcome.NEW if product is None else Outcome.UNCHANGED
    if product is not None and changes:
        outcome = Outcome.CHANGED
    return Comparison(outcome, product, changes, notices=_notices(row, product))


def values_of(product: Product, existing: Existing) -> dict[str, Any]:
    """A product's own fields, as `changes` has them; attributes are compared one by one."""
    plain = {name: getattr(product, name) for name in _PLAIN}
    return {
        **plain,
        "sku": product.sku,
        "price": str(product.price.quantize(Decimal("0.01"))),
        "stock": product.stock,
        "category": existing.paths.path_of(product.category_id),
    }


def wanted_values(
    row: ProductRow, product: Product | None, *, fallback: Category | None, existing: Existing
) -> dict[str, Any]:
    """What the row says of fields, and for a new product what they are otherwise."""
    wanted: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(row, name)) is not MISSING
    }
    if row.price is not MISSING:
        wanted["price"] = str(row.price.quantize(Decimal("0.01")))
    if row.category is not MISSING:
        wanted["category"] = list(row.category)
    if row.stock is not MISSING:
        wanted["stock"] = row.stock
    elif row.in_stock is not MISSING:
        there = product.stock if product else 0
        wanted["stock"] = (there or STOCK_UNSAID) if row.in_stock else 0
    if product is None:
        wanted.setdefault("price", "0.00")
        wanted.setdefault("stock", STOCK_UNSAID)
        wanted.setdefault("is_published", True)
        if fallback is not None:
            wanted.setdefault("category", existing.paths.path_of(fallback.pk))
        wanted["sku"] = row.sku
    return wanted


def merged_attributes(row: ProductRow, product: Product | None) -> dict[str, Any]:
    """Those of the product with those of the row; only what the file has columns for changes."""
    held = product.attributes if product and isinstance(product.attributes, dict) else {}
    merged = {**held, **row.attributes}
    return {name: value for name, value in merged.items() if not isinstance(value, Cleared)}


def _compare_attributes(
    row: ProductRow, product: Product | None, changes: dict[str, list[Any]]
) -> None:
    held = product.attributes if product and isinstance(product.attributes, dict) else {}
    merged = merged_attributes(row, product)
    differ = [
        name
        for name in row.attributes
        if (name in held) != (name in merged) or not _same(held.get(name), merged.get(name))
    ]
    if differ:
        changes["attributes"] = [_those(held, differ), _those(merged, differ)]


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


def _problems(
    row: ProductRow, product: Product | None, existing: Existing, fallback: Category | None
) -> list[Problem]:
    found: list[Problem] = []
    if alike := existing.look_alikes(row.sku):
        names = ", ".join(each.sku for each in alike[:3])
        sentence = _("The SKU %(value)s may be any of several products: %(names)s.")
        found.append(problem("look_alike_sku", sentence, column="sku", value=row.sku, names=names))
    if row.slug is not MISSING:
        holder = existing.slugs.get(row.slug)
        if holder is not None and holder != (product.pk if product else None):
            sentence = _("Another product has the address %(value)s.")
            found.append(problem("slug_taken", sentence, column="slug", value=row.slug))
    if product is None and not found:
        if row.name is MISSING:
            sentence = _("There is no product %(value)s, and a new one needs a name.")
            found.append(problem("new_without_name", sentence, column="sku", value=row.sku))
        if row.category is MISSING and fallback is None:
            sentence = _("There is no product %(value)s, and a new one needs a category.")
            found.append(problem("new_without_category", sentence, column="sku", value=row.sku))
    return found


def _notices(row: ProductRow, product: Product | None) -> list[str]:
    notices = [str(each) for each in row.notices]
    if product is not None and product.sku != row.sku:
        notices.append(
            _("The SKU %(sku)s is %(ours)s in the shop.") % {"sku": row.sku, "ours": product.sku}
        )
    return notices


def _same(one: object, other: object) -> bool:
    """As JSON has it: 1, 1.0 and true are three."""
    return type(one) is type(other) and one == other


def _those(values: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}
