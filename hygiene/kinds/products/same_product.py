"""One product that stands in the catalogue twice, under two SKUs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product, ProductImage
from embeddings.comparing.likeness import NEARLY_THE_SAME
from hygiene.checking.batch import Batch
from hygiene.checking.models import CheckedProduct
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind, Mend, pair
from hygiene.kinds.products.mends import lock_product
from hygiene.kinds.products.names import name_key
from hygiene.kinds.products.twins import Twins, compare
from hygiene.measuring.models import PictureMeasures
from hygiene.refusals import field_changed

_HELD_PICTURES = 3
_MOST_HELD = 20  # products that one is held to: more of one name are a range, not a mistake


def _find(batch: Batch) -> Iterator[Found]:
    told: set[str] = set()
    for product in batch.products:
        others = _candidates(product, batch)
        batch.read_features(image.pk for each in (product, *others) for image in _held(each))
        for other in others:
            subject = pair(product.pk, other.pk, of="products")
            if subject in told or not (
                twins := compare(product, other, _likeness(batch, product, other))
            ):
                continue
            told.add(subject)
            first, second = sorted((product, other), key=lambda each: each.pk)
            yield _found(first, second, twins, subject)


def _found(first: Product, second: Product, twins: Twins, subject: str) -> Found:
    """The product that came later is the one to be taken out."""
    return Found(
        subject=subject,
        product_id=second.pk,
        other_product_id=first.pk,
        confidence=twins.confidence,
        evidence={
            "names": round(twins.names, 2),
            "likeness": None if twins.likeness is None else round(twins.likeness, 3),
            "prices": [str(second.price), str(first.price)],
        },
        basis=(FindingKind.SAME_PRODUCT, *(_basis(each) for each in (first, second))),
    )


def _basis(product: Product) -> list[Any]:
    digests = sorted(image.sha256 for image in product.images.all())
    return [product.name, product.brand, product.price, product.attributes, digests]


def _candidates(product: Product, batch: Batch) -> list[Product]:
    """Published products of the same words, of the same picture, or near by look."""
    found: set[int] = set()
    if key := name_key(product.name):
        named = CheckedProduct.objects.filter(name_key=key).order_by("pk")
        found |= set(named.values_list("pk", flat=True)[:_MOST_HELD])
    digests = [image.sha256 for image in _telling(product)]
    same = PictureMeasures.objects.filter(sha256__in=digests).order_by("pk")
    found |= set(same.values_list("image__product", flat=True)[:_MOST_HELD])
    found |= {hit.product_id for hit in batch.neighbours(product)[:_NEAREST]}
    found.discard(product.pk)
    others = Product.objects.published().filter(pk__in=found).defer("description", "search")
    return list(others.prefetch_related("images"))


_NEAREST = 5


def _likeness(batch: Batch, one: Product, other: Product) -> float | None:
    """Of their two most alike pictures, 1 for the same bytes; None where it cannot be told."""
    mine, theirs = _held(one), _held(other)
    if {image.sha256 for image in mine} & {image.sha256 for image in theirs}:
        return 1.0
    pairs = (batch.likeness(image.pk, each.pk) for image in mine for each in theirs)
    return max((found for found in pairs if found is not None), default=None)


def _held(product: Product) -> list[ProductImage]:
    """Those that are held to another product's, one by one."""
    return _telling(product)[:_HELD_PICTURES]


def _telling(product: Product) -> list[ProductImage]:
    """Its pictures without those that are not compared: a size chart is no sign of one product."""
    return [image for image in product.images.all() if image.is_compared]


def _tell(finding: Finding) -> list[str]:
    evidence = finding.evidence
    told = [
        _("Their names share %(share)s of their words.") % {"share": f"{evidence['names']:.0%}"}
    ]
    if evidence["likeness"] == 1:
        told.append(_("They show the same picture."))
    elif evidence["likeness"] is not None:
        known = {"likeness": number_format(evidence["likeness"], 3)}
        if evidence["likeness"] >= NEARLY_THE_SAME:
            told.append(_("Their pictures are nearly the same (%(likeness)s).") % known)
        else:
            told.append(_("Their pictures agree by %(likeness)s.") % known)
    return told


def _unpublish(finding: Finding, pk: int | None, other: int | None) -> str:
    # Both at once, in order: two people who unpublish one each would leave the shop with none.
    products = {each: lock_product(each) for each in sorted((pk or 0, other or 0))}
    for product in products.values():
        if not product.is_published:
            raise field_changed(product, _("“Published”"))
    product = products[pk or 0]
    product.is_published = False
    product.save(update_fields=["is_published", "updated_at"])
    return _("%(product)s (%(sku)s) is not published any more.") % {
        "product": product,
        "sku": product.sku,
    }


KIND = Kind(
    kind=FindingKind.SAME_PRODUCT,
    find=_find,
    tell=_tell,
    mends=(
        Mend(
            name="unpublish",
            label=gettext_lazy("Unpublish the first"),
            permissions=("catalog.change_product",),
            apply=lambda finding: _unpublish(finding, finding.product_id, finding.other_product_id),
        ),
        Mend(
            name="unpublish_other",
            label=gettext_lazy("Unpublish the second"),
            permissions=("catalog.change_product",),
            apply=lambda finding: _unpublish(finding, finding.other_product_id, finding.product_id),
        ),
    ),
)
