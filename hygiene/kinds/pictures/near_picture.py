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
from hygiene.kinds.base import Found, Kind, pair
from hygiene.kinds.pictures.two_pictures import MENDS, found_between, may_share, where_they_stand
from hygiene.measuring.bands import probes_of
from hygiene.measuring.laid_over import difference
from hygiene.measuring.models import PictureMeasures

# Bits of 64; over 10 are different pictures.
_ALIKE = 10
# Of 255, at 48 px. 210 copies (saved again at quality 60, made smaller by a third, cropped by 2 %)
# have 0.7 at most, and pictures of one thing from two sides 9 and more.
_SAME_POINTS = 3.0
_MOST_HELD = 40  # candidates that one picture is held to, so that a crowded band costs no more


def _find(batch: Batch) -> Iterator[Found]:
    told: set[str] = set()
    for image in batch.pictures:
        if image.set_aside or not image.phash:
            continue
        product = batch.by_id[image.product_id]
        others = [each for each in near_pictures(image) if not may_share(product, each.product)]
        batch.read_features(each.pk for each in (image, *others))
        for other in others:
            subject = pair(image.pk, other.pk, of="pictures")
            if subject in told:
                continue
            found = _compare(image, other, batch)
            if found:
                told.add(subject)
                yield found


def _compare(image: ProductImage, other: ProductImage, batch: Batch) -> Found | None:
    """The quick measures first: of what passes one, the next looks closer."""
    likeness = batch.likeness(image.pk, other.pk)
    if likeness is None or likeness < NEARLY_THE_SAME:
        return None
    apart = difference(image, other)
    if apart is None or apart > _SAME_POINTS:
        return None
    return found_between(
        image,
        other,
        FindingKind.NEAR_PICTURE,
        confidence=round(1 - 0.15 * apart / _SAME_POINTS, 2),
        likeness=round(likeness, 4),
        apart=round(apart, 2),
    )


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


def _tell(finding: Finding) -> list[str]:
    told = _(
        "Laid over each other they differ by %(apart)s of 255 levels of grey, cropped as fits."
    )
    apart = number_format(finding.evidence["apart"], 1)
    return [told % {"apart": apart}, where_they_stand(finding)]


KIND = Kind(kind=FindingKind.NEAR_PICTURE, find=_find, tell=_tell, mends=MENDS)
