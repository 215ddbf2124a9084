"""Measuring pictures whose files have not been measured yet."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable

from PIL import Image

from catalog.images.storage import picture_storage
from catalog.models import ProductImage
from hygiene.measuring.bands import bands_of
from hygiene.measuring.models import PictureMeasures
from hygiene.measuring.sharpness import edge_width
from hygiene.measuring.small_grey import small_grey
from hygiene.measuring.thing_colours import thing_colours
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

_SIDE = 512  # px of the shorter side from which a JPEG is decoded, a quarter of the work


def measure_pictures(pictures: Collection[ProductImage]) -> dict[int, PictureMeasures]:
    """What each picture measures, by id; a file that was not measured yet is opened, 25 ms each.

    Those that cannot be read are left out: whoever embeds them says why.
    """
    kept = PictureMeasures.objects.in_bulk([image.pk for image in pictures])
    found = {
        image.pk: kept[image.pk]
        for image in pictures
        if image.pk in kept and kept[image.pk].sha256 == image.sha256
    }
    missing = [image for image in pictures if image.pk not in found]
    measured = list(_measure(missing))
    PictureMeasures.objects.bulk_create(
        measured,
        update_conflicts=True,
        unique_fields=["image"],
        update_fields=["sha256", "bands", "edge_width", "colours", "upright"],
    )
    return found | {each.image_id: each for each in measured}


def _measure(pictures: Iterable[ProductImage]) -> Iterable[PictureMeasures]:
    storage = picture_storage()
    # One that was deleted meanwhile has no row to hang its measures on.
    there = set(
        ProductImage.objects.filter(pk__in=[image.pk for image in pictures]).values_list(
            "pk", flat=True
        )
    )
    for image in pictures:
        if image.pk not in there:
            continue
        try:
            with (
                storage.open_stored(image.image.name or "") as file,
                Image.open(file, formats=["JPEG"]) as opened,
            ):
                opened.draft("RGB", (_SIDE, _SIDE))
                pixels = opened.convert("RGB")
        except StorageAwayError:
            raise  # says nothing of this picture
        except OSError as error:
            logger.warning("could not measure %s: %s", image.image.name, error)
            continue
        yield PictureMeasures(
            image_id=image.pk,
            sha256=image.sha256,
            bands=bands_of(image.phash),
            edge_width=edge_width(pixels),
            colours=thing_colours(pixels),
            upright=small_grey(pixels),
        )
