"""What came of a row's pictures, written in one transaction; at its end as the file has them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.functions import Now

from catalog.images.saving import stored_files
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.pictures import FoundPicture, PictureResult, RefusedPicture
from catalog.imports.rows import MISSING
from catalog.imports.runs.pictures.found import is_new, keep_found
from catalog.imports.runs.pictures.leaving import take_away
from catalog.imports.runs.pictures.noting import note_refused, note_unchanged, record
from catalog.imports.runs.pictures.plan import PicturePlan, alt_differs, plan_pictures
from catalog.imports.runs.pictures.there import PicturesThere
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.outcomes import count_as
from catalog.imports.runs.queue.lease import Lease
from catalog.models import Product, ProductImage

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
        new = [each for each in results if isinstance(each, FoundPicture) and is_new(there, each)]
        with stored_files([each.picture for each in new]) as names:
            stored = {each.reference: name for each, name in zip(new, names, strict=True)}
            for result in results:
                if isinstance(result, FoundPicture):
                    name = stored.get(result.reference, "")
                    keep_found(run, row, product, there, result, stored=name)
                elif isinstance(result, RefusedPicture):
                    note_refused(run, row, result)
                else:
                    note_unchanged(there, result)
            if is_whole:
                _settle(run, row, product, there)
            row.save(update_fields=_TOUCHED)


def _settle(run: ImportRun, row: ImportRow, product: Product, there: PicturesThere) -> None:
    references = from_content(row.content).pictures
    plan = plan_pictures(
        () if references is MISSING else references,
        there.images,
        there.notes,
    )
    _describe(run, row, plan)
    staying = [*plan.staying, *take_away(run, row, plan)]
    _put_in_order(run, row, plan, there.images, staying)
    if row.picture_changes:
        Product.objects.filter(pk=product.pk).update(updated_at=Now())
        if row.outcome == ImportRow.Outcome.UNCHANGED:
            count_as(run, row, ImportRow.Outcome.CHANGED)
    row.pictures_pending = False


def _describe(run: ImportRun, row: ImportRow, plan: PicturePlan) -> None:
    for listed in plan.listed:
        image, alt = listed.image, listed.reference.alt
        if image is not None and alt is not MISSING and alt_differs(listed):
            record(run, row, {"op": "described", "image": image.pk, "alts": [image.alt, alt]})
            ProductImage.objects.filter(pk=image.pk).update(alt=alt)


def _put_in_order(
    run: ImportRun,
    row: ImportRow,
    plan: PicturePlan,
    held: list[ProductImage],
    staying: list[ProductImage],
) -> None:
    listed = [each.image.pk for each in plan.listed if each.image]
    order = list(dict.fromkeys([*listed, *(each.pk for each in staying)]))
    before = [each.pk for each in held if each.pk in order]
    if before == order:
        return
    added = {each["image"] for each in row.picture_changes if each["op"] == "added"}
    if [pk for pk in before if pk not in added] != [pk for pk in order if pk not in added]:
        record(run, row, {"op": "ordered", "before": before, "after": order})
    for position, pk in enumerate(order):
        ProductImage.objects.filter(pk=pk).exclude(position=position).update(position=position)
