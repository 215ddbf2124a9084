"""The end of a row: its pictures as the file describes them, and in its order."""

from __future__ import annotations

from django.db.models.functions import Now

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.rows import MISSING
from catalog.imports.runs.pictures.leaving import take_away
from catalog.imports.runs.pictures.noting import record
from catalog.imports.runs.pictures.plan import PicturePlan, alt_differs, plan_pictures
from catalog.imports.runs.pictures.there import PicturesThere
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.outcomes import count_as
from catalog.models import Product, ProductImage


def settle_row(run: ImportRun, row: ImportRow, there: PicturesThere) -> None:
    """Once all that the row names has come or been refused; the row is saved by whoever calls."""
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
        Product.objects.filter(pk=row.product_id or 0).update(updated_at=Now())
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
