"""What the kinds have in common that lay two pictures beside each other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product, ProductImage
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Mend, pair
from hygiene.kinds.pictures.mends import deleting
from hygiene.kinds.products.names import name_key


def found_between(
    one: ProductImage, other: ProductImage, kind: FindingKind, *, confidence: float, **evidence: Any
) -> Found:
    """A finding about two pictures; the later one of a product, or of the shop, goes first."""
    if one.product_id == other.product_id:
        kept, extra = sorted((one, other), key=lambda each: (each.position, each.pk))
    else:
        kept, extra = sorted((one, other), key=lambda each: each.pk)
    return Found(
        subject=pair(one.pk, other.pk, of="pictures"),
        product_id=extra.product_id,
        picture_id=extra.pk,
        other_product_id=kept.product_id,
        other_picture_id=kept.pk,
        confidence=confidence,
        evidence={
            "picture_sha256": extra.sha256,
            "other_picture_sha256": kept.sha256,
            **evidence,
        },
        basis=(kind, *sorted((one.sha256, other.sha256))),
    )


def may_share(one: Product, other: Product) -> bool:
    """Whether two products may well show one picture: variants of one design.

    Those are of one family, or their names have the same words; whether such two are one product is
    asked by another kind.
    """
    if one.pk == other.pk:
        return False
    if one.family and one.family == other.family:
        return True
    return name_key(one.name) == name_key(other.name)


def where_they_stand(finding: Finding) -> str:
    if finding.product_id == finding.other_product_id:
        return _("Both are pictures of this product.")
    return _("They are pictures of two products that are not variants of one design.")


MENDS = (
    Mend(
        name="delete",
        label=gettext_lazy("Delete the first"),
        permissions=("catalog.delete_productimage",),
        apply=deleting(both=True),
    ),
    Mend(
        name="delete_other",
        label=gettext_lazy("Delete the second"),
        permissions=("catalog.delete_productimage",),
        apply=deleting("other_picture", both=True),
    ),
)
