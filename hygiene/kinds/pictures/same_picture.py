"""The very same picture twice: on one product, or on two that are not of one design."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.models import ProductImage
from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind
from hygiene.kinds.pictures.two_pictures import MENDS, found_between, may_share, where_they_stand
from hygiene.measuring.models import PictureMeasures

_MOST_COPIES = 5  # of one file that are told; more of them are a filler, and told as one


def _find(batch: Batch) -> Iterator[Found]:
    told: set[str] = set()
    copies = _copies(batch)
    for image in batch.pictures:
        # Each of them beside the first, so that it is the same pair whichever is examined.
        first, *others = copies.get(image.sha256, [image])[: _MOST_COPIES + 1]
        for other in others:
            if image.pk not in (first.pk, other.pk) or may_share(first.product, other.product):
                continue
            found = found_between(first, other, FindingKind.SAME_PICTURE, confidence=1.0)
            if found.subject not in told:
                told.add(found.subject)
                yield found


def _copies(batch: Batch) -> dict[str, list[ProductImage]]:
    """The pictures of published products with the same bytes, by their digest, in one query."""
    digests = {image.sha256 for image in batch.pictures if not image.set_aside}
    measured = PictureMeasures.objects.filter(sha256__in=digests).values("image")
    found: dict[str, list[ProductImage]] = {}
    for other in (
        ProductImage.objects.filter(pk__in=measured, product__is_published=True)
        .filter(sha256__in=digests, set_aside="")
        .select_related("product")
        .defer("product__description", "product__search", "product__attributes")
        .order_by("pk")
    ):
        found.setdefault(other.sha256, []).append(other)
    return found


def _tell(finding: Finding) -> list[str]:
    return [_("The two files are the same, byte for byte."), where_they_stand(finding)]


KIND = Kind(kind=FindingKind.SAME_PICTURE, find=_find, tell=_tell, mends=MENDS)
