"""Attributes that nearly all products of a category have, and one has not."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product
from hygiene.checking.batch import Batch
from hygiene.conf import conf
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend
from hygiene.kinds.products.category_attributes import (
    CategoryAttributes,
    read_attributes,
    says_nothing,
)
from hygiene.kinds.products.mends import change_attribute
from hygiene.kinds.products.names import words_of

_LEAST_DESIGNS = 10  # of a category, before anything is usual in it


def _find(batch: Batch) -> Iterator[Found]:
    usual = read_attributes({product.category_id for product in batch.products})
    for product in batch.products:
        category = usual[product.category_id]
        if category.designs < _LEAST_DESIGNS:
            continue
        for name, having in category.having.items():
            share = having / category.designs
            if share < conf.HYGIENE_ATTRIBUTE_SHARE or not says_nothing(
                product.attributes.get(name)
            ):
                continue
            yield Found(
                subject=f"product:{product.pk}:{name}"[:60],
                product_id=product.pk,
                confidence=round(share, 2),
                evidence={
                    "attribute": name,
                    "before": product.attributes.get(name),
                    "having": having,
                    "designs": category.designs,
                    "proposed": propose(product, name, category),
                },
                basis=(FindingKind.MISSING_ATTRIBUTE, product.category_id, name),
            )


def propose(product: Product, attribute: str, category: CategoryAttributes) -> str:
    """The one value of the category that the product's name or description says; else empty.

    A longer value goes before those that it holds: "dark blue" before "blue".
    """
    for text in (product.name, product.description):
        said = f" {' '.join(words_of(text))} "
        found = {
            value: folded
            for value in category.values[attribute]
            if (folded := " ".join(words_of(value))) and f" {folded} " in said
        }
        longest = [
            value
            for value, folded in found.items()
            if not any(
                folded != other and f" {folded} " in f" {other} " for other in found.values()
            )
        ]
        if len(longest) == 1:
            return longest[0]
    return ""


def _tell(finding: Finding) -> list[str]:
    evidence = finding.evidence
    told = [
        _("“%(attribute)s” is known of %(having)d of the category's %(designs)d designs.")
        % evidence
    ]
    if evidence["proposed"]:
        told.append(_("Its text says: %(proposed)s") % evidence)
    return told


def _mend(finding: Finding) -> str:
    evidence = finding.evidence
    return change_attribute(
        finding, evidence["attribute"], before=evidence["before"], after=evidence["proposed"]
    )


KIND = Kind(
    kind=FindingKind.MISSING_ATTRIBUTE,
    find=_find,
    tell=_tell,
    mends=(
        Mend(
            name="set",
            label=gettext_lazy("Set it to what the text says"),
            permissions=("catalog.change_product",),
            apply=_mend,
            offered=lambda finding: bool(finding.evidence["proposed"]),
        ),
    ),
)
