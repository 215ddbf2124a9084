"""Nearly the same picture twice: saved again, made smaller, or cropped a little."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalog.images.validation.phash import hash_distance
from catalog.models import ProductImage
from embeddings.comparing.likeness import NEARLY_THE_SAME
from hygiene.checking.batch import Batch
from hygiene.findings.models import Finding, FindingKind
from hygiene.kinds.base import Found, Kind
from hygiene.kinds.pictures.two_pictures import MENDS, found_between, may_share, where_they_stand
from hygiene.measuring.bands import probes_of
from hygiene.measuring.models import PictureMeasures

# Bits of 64; over 10 are different pictures.
_ALIKE = 10
_MOST_HELD = 40  # candidates that one picture is held to, so that a crowded band costs no more


def _find(batch: Batch) -> Iterator[Found]:
    told: set[str] = set()
    for image in batch.pictures:
        if image.set_aside or not image.phash:
            continue
        for other in near_pictures(image):
            if may_share(batch.by_id[image.product_id], other.product):
                continue
            likeness = batch.likeness(image.pk, other.pk)
            if likeness is None or likeness < NEARLY_THE_SAME:
                continue
            bits = hash_distance(image.phash, other.phash)
            found = found_between(
                image,
                other,
                FindingKind.NEAR_PICTURE,
                confidence=_confidence(bits, likeness),
                bits=bits,
                likeness=round(likeness, 4),
            )
            if found.subject not in told:
                told.add(found.subject)
                yield found


def near_pictures(image: ProductImage) -> list[ProductImage]:
    """Pictures of published products whose hash nearly agrees, by the index of bands."""
    met = PictureMeasures.objects.filter(bands__overlap=probes_of(image.phash)).values("image")
    others = (
        ProductImage.objects.filter(pk__in=met, product__is_published=True, set_aside="")
        .exclude(sha256=image.sha256)
        .select_related("product")
        .defer("product__description", "product__search", "product__attributes")
        .order_by("pk")[: 10 * _MOST_HELD]
    )
    near = [each for each in others if hash_distance(image.phash, each.phash) <= _ALIKE]
    return sorted(near, key=lambda each: hash_distance(image.phash, each.phash))[:_MOST_HELD]


def _confidence(bits: int, likeness: float) -> float:
    """Two measures that hardly depend on each other: each that is perfect halves the doubt."""
    doubt = 0.3 * (0.5 + 0.5 * bits / _ALIKE) * (0.5 + 0.5 * (1 - likeness) / (1 - NEARLY_THE_SAME))
    return round(1 - doubt, 2)


def _tell(finding: Finding) -> list[str]:
    told = _(
        "Their fingerprints differ in %(bits)d of 64 bits, and their features agree by %(share)s."
    )
    share = number_format(finding.evidence["likeness"], 3)
    return [told % {"bits": finding.evidence["bits"], "share": share}, where_they_stand(finding)]


KIND = Kind(kind=FindingKind.NEAR_PICTURE, find=_find, tell=_tell, mends=MENDS)
