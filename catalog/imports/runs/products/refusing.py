"""Why a row that can be read may not enter this catalogue, and what staff should know of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.imports.problems import Problem, problem
from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.products.existing import Existing
from catalog.models import Category, Product


def problems_of(
    row: ProductRow, product: Product | None, existing: Existing, fallback: Category | None
) -> list[Problem]:
    """Nothing where the row may enter."""
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


def notices_of(row: ProductRow, product: Product | None) -> list[str]:
    """Sentences."""
    notices = [str(each) for each in row.notices]
    if product is not None and product.sku != row.sku:
        notices.append(
            _("The SKU %(sku)s is %(ours)s in the shop.") % {"sku": row.sku, "ours": product.sku}
        )
    return notices
