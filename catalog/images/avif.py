"""Pictures as AVIF, in half the bytes: drawn bit by bit while workers have nothing else to do.

An import is not to wait for them, so they come after it (docs/adr/0037-avif-in-the-background.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from PIL import Image

from catalog.images.storage import RENDITION_WIDTHS, picture_storage
from catalog.models import ImportRun, ProductImage
from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

NONE_CAN_BE = "-"
"""The placeholder of a picture whose file cannot be read."""


def is_import_at_work() -> bool:
    """Whether an import is on its way, which has the processor first."""
    return ImportRun.objects.filter(state__in=ImportRun.WORKING).exists()


def draw_due(*, go_on: Callable[[], bool]) -> int:
    """Draw what is missing, the newest first, until nothing is or `go_on` says no; how many.

    Each picture is a transaction of its own: whoever dies at it leaves it as it was.
    """
    drawn = 0
    try:
        while go_on() and _draw_next():
            drawn += 1
    except (StorageAwayError, StorageUnavailableError) as error:
        logger.warning("no AVIF can be drawn now: %s", error)
    return drawn


def _draw_next() -> bool:
    """Whether there was one."""
    with transaction.atomic():
        due = ProductImage.objects.filter(placeholder="").order_by("-pk")
        image = due.select_for_update(skip_locked=True, no_key=True).first()
        if image is None:
            return False
        ProductImage.objects.filter(pk=image.pk).update(placeholder=_draw(image))
    return True


def _draw(image: ProductImage) -> str:
    """Write a picture's AVIF renditions; its placeholder.

    Raises StorageUnavailableError, and StorageAwayError where it cannot be read just now.
    """
    storage, name = picture_storage(), image.image.name or ""
    try:
        with storage.open_stored(name) as file, Image.open(file) as picture:
            picture.draft("RGB", (2 * RENDITION_WIDTHS[-1],) * 2)  # decoded no larger than needed
            upright = picture.convert("RGB")
    except StorageAwayError:
        raise  # says nothing of this picture
    except (OSError, Image.DecompressionBombError) as error:
        logger.warning("no AVIF of picture %d: %s", image.pk, error)
        return NONE_CAN_BE
    storage.save_avif(name, upright)
    red, green, blue = upright.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"
