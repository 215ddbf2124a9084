"""What came of a row's pictures, written in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.imports.models import ImportRow
from catalog.imports.pictures import FoundPicture, PictureResult, RefusedPicture
from catalog.imports.runs.pictures.found import keep_found
from catalog.imports.runs.pictures.noting import note_refused, note_unchanged
from catalog.imports.runs.pictures.settling import settle_row
from catalog.imports.runs.pictures.there import PicturesThere
from catalog.imports.runs.queue.lease import Lease
from catalog.models import Product

_TOUCHED = ["picture_changes", "problems", "notices", "outcome", "pictures_pending"]


def write_pictures(
    lease: Lease, row: ImportRow, results: Sequence[PictureResult], *, is_whole: bool
) -> None:
    """Keep what came, and where that is all, describe and order it as the file does.

    is_whole: whether everything that the row names has come or been refused. Raises as
    `Lease.step` does, StorageUnavailableError and OSError.
    """
    with lease.step() as run:
        products = Product.objects.defer("search").select_for_update(of=("self",))
        product = products.filter(pk=row.product_id or 0).first()
        if product is None:  # deleted this very moment
            return
        there = PicturesThere.of(product.pk)
        for result in results:
            if isinstance(result, FoundPicture):
                keep_found(run, row, product, there, result)
            elif isinstance(result, RefusedPicture):
                note_refused(run, row, result)
            else:
                note_unchanged(there, result)
        if is_whole:
            settle_row(run, row, there)
        row.save(update_fields=_TOUCHED)
