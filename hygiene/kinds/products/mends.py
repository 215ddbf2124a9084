"""Changing one field of a product as a finding proposes it, unless somebody else has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Product
from hygiene.findings.models import Finding
from hygiene.refusals import field_changed, product_gone


def lock_product(pk: int | None) -> Product:
    """The product, its row locked until the transaction ends; raises ChangedMeanwhileError."""
    product = Product.objects.select_for_update().filter(pk=pk).first() if pk else None
    if product is None:
        raise product_gone()
    return product


def change_field(finding: Finding, field: str, *, named: str, before: Any, after: Any) -> Product:
    """Set a field that still has the value which was found; raises ChangedMeanwhileError.

    named: the field in words
    """
    product = lock_product(finding.product_id)
    if getattr(product, field) != before:
        raise field_changed(product, named)
    setattr(product, field, after)
    product.save(update_fields=[field.removesuffix("_id"), "updated_at"])
    return product


def change_attribute(finding: Finding, name: str, *, before: Any, after: Any) -> str:
    """The same for one attribute, which may be missing (None)."""
    product = lock_product(finding.product_id)
    if product.attributes.get(name) != before:
        raise field_changed(product, name)
    product.attributes[name] = after
    product.save(update_fields=["attributes", "updated_at"])
    told = _("%(name)s of %(product)s is %(value)s now.")
    return told % {"name": name, "product": product, "value": after}
