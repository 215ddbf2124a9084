"""Housekeeping of the media folder."""

from __future__ import annotations

import logging

from celery import shared_task

from catalog.conf import conf
from catalog.images.storage import picture_storage
from catalog.models import ProductImage

logger = logging.getLogger(__name__)


@shared_task
def sweep_files() -> int:
    """Delete picture files without a row, left by a process that died between the two."""
    storage = picture_storage()
    names = storage.old_pictures(older_than_seconds=conf.PICTURE_ORPHAN_SECONDS)
    kept = set(ProductImage.objects.filter(image__in=names).values_list("image", flat=True))
    orphans = [name for name in names if name not in kept]
    for name in orphans:
        storage.delete_picture(name)
    if orphans:
        logger.warning("deleted %d picture files that no product uses", len(orphans))
    return len(orphans)
