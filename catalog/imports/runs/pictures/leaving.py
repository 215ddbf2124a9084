"""Pictures that a file no longer lists."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.imports.models import ImportedPicture, ImportRow, ImportRun
from catalog.imports.runs.pictures.kept import keep_picture
from catalog.imports.runs.pictures.noting import record
from catalog.imports.runs.pictures.plan import PicturePlan
from catalog.models import ProductImage


def take_away(run: ImportRun, row: ImportRow, plan: PicturePlan) -> tuple[ProductImage, ...]:
    """Those of the pictures that left the file which stay all the same."""
    if plan.leaving and any(each["code"].startswith("picture_") for each in row.problems):
        # A product is not to stand there without pictures because new ones could not be had.
        row.notices.append(_("Pictures that left the file stay until all new ones have come."))
        return plan.leaving
    for image in plan.leaving:
        note = ImportedPicture.objects.filter(image=image).first()
        record(
            run,
            row,
            {
                "op": "removed",
                "kept": keep_picture(run.pk, image),
                "alt": image.alt,
                "position": image.position,
                "path": note.path if note else "",
                "compare": image.compare,
            },
        )
        if note is not None:
            note.delete()  # should the file list it again it comes again
        image.delete()
    return ()
