"""A picture that came: new to its product, or in the place of an older one."""

from __future__ import annotations

from catalog.images.saving import add_picture, set_picture
from catalog.imports.models import ImportedPicture, ImportRow, ImportRun
from catalog.imports.pictures import FoundPicture
from catalog.imports.runs.pictures.kept import keep_picture
from catalog.imports.runs.pictures.noting import record, validator_fields
from catalog.imports.runs.pictures.there import PicturesThere
from catalog.models import Product


def is_new(there: PicturesThere, found: FoundPicture) -> bool:
    """Whether the product gets a file that it has not."""
    note = there.notes.get(found.reference)
    if note is None:
        return there.same_as(found.picture.sha256) is None
    return there.image_of(note) is not None and note.sha256 != found.validators.sha256


def keep_found(
    run: ImportRun,
    row: ImportRow,
    product: Product,
    there: PicturesThere,
    found: FoundPicture,
    *,
    stored: str,
) -> None:
    """Give the product its picture, and note where it came from. Within a transaction.

    stored: the name of its file, where it is new.
    """
    note = there.notes.get(found.reference)
    if note is None:
        image = there.same_as(found.picture.sha256)
        if image is None:
            image = add_picture(product, found.picture, position=there.next_position, stored=stored)
            there.images.append(image)
            change = {"op": "added", "image": image.pk, "path": found.reference}
            record(run, row, {**change, "sha256": image.sha256})
        note = ImportedPicture(product=product, path=found.reference, image=image)
    elif (older := there.image_of(note)) is None:  # deleted by staff, and stays so
        return
    elif note.sha256 != found.validators.sha256:
        change = {"op": "replaced", "image": older.pk, "kept": keep_picture(run.pk, older)}
        set_picture(older, found.picture, stored=stored)
        record(run, row, {**change, "path": found.reference, "sha256": older.sha256})
    note.folder = ""
    for name, value in validator_fields(found.validators).items():
        setattr(note, name, value)
    note.save()
    there.notes[found.reference] = note
