"""A picture that came: new to its product, or in the place of an older one."""

from __future__ import annotations

from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import ValidatedPicture
from catalog.imports.models import ImportedPicture, ImportRow
from catalog.imports.pictures import FoundPicture
from catalog.imports.runs.pictures.kept import keep_picture
from catalog.imports.runs.pictures.noting import record, validator_fields
from catalog.imports.runs.queue.lease import Lease
from catalog.models import Product, ProductImage


def keep_found(lease: Lease, row: ImportRow, found: FoundPicture) -> None:
    """Give the product its picture, and note where it came from, in one transaction."""
    with lease.step() as run:
        product = (
            Product.objects.select_for_update(of=("self",)).filter(pk=row.product_id or 0).first()
        )
        if product is None:  # deleted this very moment
            return
        notes = ImportedPicture.objects.select_related("image")
        note = notes.filter(product=product, path=found.reference).first()
        if note is not None and note.image is None:  # deleted by staff, and stays so
            return
        image = note.image if note else None
        if note is not None and image is not None:
            if note.sha256 != found.validators.sha256:
                kept = keep_picture(run.pk, image)
                change = {"op": "replaced", "image": image.pk, "kept": kept}
                set_picture(image, found.picture)
                record(run, row, {**change, "path": found.reference, "sha256": image.sha256})
        else:
            image = _same_picture(product, found.picture)
            if image is None:
                image = add_picture(product, found.picture)
                change = {"op": "added", "image": image.pk, "path": found.reference}
                record(run, row, {**change, "sha256": image.sha256})
        ImportedPicture.objects.update_or_create(
            product=product,
            path=found.reference,
            defaults={"image": image, "folder": "", **validator_fields(found.validators)},
        )


def _same_picture(product: Product, picture: ValidatedPicture) -> ProductImage | None:
    """This very picture, where staff have uploaded it before; variants differ by colour alone."""
    return product.images.filter(imported=None, sha256=picture.sha256).first()
