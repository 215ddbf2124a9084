"""Imports and bulk edits in the background, and housekeeping of what is kept in files."""

from __future__ import annotations

import logging

from celery import Task, shared_task
from django.db.models import Q

from catalog.bulk_edits import retention, transitions, working
from catalog.categories.renaming import rename_in_products
from catalog.conf import conf
from catalog.feeds.arriving import fetch
from catalog.feeds.checked import go_on
from catalog.feeds.timetable import take_due
from catalog.images.held.expiry import forget_held_pictures
from catalog.images.storage import picture_storage
from catalog.imports.requested import working as requested
from catalog.imports.requested.asking import wake as wake_fetching
from catalog.imports.requested.claims import waiting as waiting_pictures
from catalog.imports.runs.queue.claims import is_any_waiting
from catalog.imports.runs.retention import forget_old_runs
from catalog.imports.runs.transitions import wake
from catalog.imports.runs.working import work
from catalog.models import HeldPicture, ProductImage
from catalog.products.timetable import keep_due
from catalog.vocabulary import counting
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)


@shared_task
def sweep_files() -> int:
    """Delete picture files without a row, left by a process that died between the two."""
    deleted = 0
    try:
        for names in picture_storage().old_pictures(older_than_seconds=conf.PICTURE_ORPHAN_SECONDS):
            deleted += _delete_orphans(names)
    except StorageAwayError as error:
        logger.warning("picture files were not swept: %s", error.strerror)
    if deleted:
        logger.warning("deleted %d picture files that no product uses", deleted)
    return deleted


def _delete_orphans(names: list[str]) -> int:
    kept = {
        name
        # In this order: what a form holds becomes a product's at any moment, and never the reverse.
        for rows in (HeldPicture.objects, ProductImage.objects)
        # Both names of a picture in one look: each becomes the other at any moment.
        for pair in rows.filter(Q(image__in=names) | Q(original__in=names)).values_list(
            "image", "original"
        )
        for name in pair
    }
    orphans = [name for name in names if name not in kept]
    for name in orphans:
        picture_storage().delete_picture(name)
    return len(orphans)


@shared_task
def forget_unsaved_pictures() -> int:
    """Hourly: delete pictures of forms that were not saved for long; how many."""
    return forget_held_pictures()


# A slice of an import ends by itself; reading up to where a long file stands comes on top of it.
@shared_task(bind=True, time_limit=1_800)
def work_on_imports(self: Task[[], None]) -> None:
    """Work on the import that is due, for a slice of time; what is left asks for the next."""
    work(token=str(self.request.id), seconds=conf.IMPORT_SLICE_SECONDS)
    go_on()
    if is_any_waiting():
        wake()


@shared_task(time_limit=1_800)
def fetch_feeds() -> int:
    """Every minute: fetch the feeds whose time has come, one after the other; how many."""
    fetched = 0
    while feed := take_due():
        fetch(feed)
        fetched += 1
    return fetched


@shared_task
def keep_timetable() -> int:
    """Every minute: put products into the shop, or take them out, at their time; how many."""
    return keep_due()


@shared_task
def sweep_imports() -> None:
    """Every few seconds: wake for imports that wait, should a message be lost or a worker dead."""
    go_on()
    if is_any_waiting():
        wake()


@shared_task(time_limit=600)
def forget_imports() -> int:
    """Nightly: delete the rows and files of imports that can no longer be undone; how many."""
    return forget_old_runs()


@shared_task(time_limit=600)
def fetch_requested_pictures() -> None:
    """Fetch pictures that the API was given by address, for a slice of time."""
    if requested.work(seconds=conf.IMPORT_SLICE_SECONDS):
        wake_fetching()


@shared_task
def sweep_requested_pictures() -> None:
    """Every few seconds: wake for those that wait, should a message be lost or a worker dead."""
    if waiting_pictures().exists():
        wake_fetching()


@shared_task(time_limit=600)
def forget_requested_pictures() -> int:
    """Nightly: delete what came of old requests, not the pictures; how many."""
    return requested.forget_old()


@shared_task(time_limit=600)
def work_on_bulk_edits() -> None:
    """Work on what was asked of many products, for a slice of time; what is left asks again."""
    if working.work(seconds=conf.IMPORT_SLICE_SECONDS):
        transitions.wake()


@shared_task
def sweep_bulk_edits() -> None:
    """Every few seconds: wake for those that wait, should a message be lost or a worker dead."""
    if working.waiting().exists():
        transitions.wake()


@shared_task(time_limit=600)
def forget_bulk_edits() -> int:
    """Nightly: delete what can no longer be undone, and what nobody confirmed; how many."""
    return retention.forget_old_edits()


@shared_task
def rename_categories() -> int:
    """Every minute: let products be found by their category's new name; how many were written."""
    return rename_in_products()


@shared_task(time_limit=600)
def count_words() -> int:
    """Every few hours: count in how many products each word stands; how many words."""
    return counting.count_words()
