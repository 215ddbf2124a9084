"""What becomes of one picture that was asked for: new, changed, as it was, or not to be had."""

from __future__ import annotations

from typing import Any

from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import ValidatedPicture
from catalog.images.validation.phash import hash_distance
from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportedPicture, ImportRow, ImportRun
from catalog.imports.pictures import FoundPicture, RefusedPicture, UnchangedPicture
from catalog.imports.problems import problem
from catalog.imports.runs.lease import Lease
from catalog.imports.runs.pictures.kept import keep_picture
from catalog.models import Product, ProductImage
from infra.fetch.answers.results import Validators

SAME_PICTURE_BITS = 2
"""Of the perceptual hash in which one picture, coded anew, may differ."""


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
            defaults={"image": image, "folder": "", **_fields(found.validators)},
        )


def note_unchanged(row: ImportRow, found: UnchangedPicture) -> None:
    """A server may call the same bytes anew."""
    ImportedPicture.objects.filter(product=row.product_id, path=found.reference).update(
        **_fields(found.validators)
    )


def note_refused(lease: Lease, row: ImportRow, refused: RefusedPicture) -> None:
    """The row comes in all the same, and says why its picture did not."""
    with lease.step() as run:
        columns = ColumnMapping.from_json(run.mapping).columns_of("pictures")
        said = problem(
            f"picture_{refused.refusal.code}",
            "%(why)s",
            column=columns[0] if columns else "",
            value=refused.reference,
            why=str(refused.refusal),
        ).as_json()
        if said not in row.problems:
            row.problems.append(said)
            _count(run, "pictures_refused")
            row.save(update_fields=["problems"])


def record(run: ImportRun, row: ImportRow, change: dict[str, Any]) -> None:
    """Note what was done to a product's pictures, so that it can be undone."""
    row.picture_changes.append(change)
    row.save(update_fields=["picture_changes"])
    _count(run, f"pictures_{change['op']}")


def _count(run: ImportRun, name: str) -> None:
    run.counts[name] = run.counts.get(name, 0) + 1


def _same_picture(product: Product, picture: ValidatedPicture) -> ProductImage | None:
    """A picture of the product that shows the same and came from nowhere that is known."""
    for image in product.images.filter(imported=None):
        if (
            image.sha256 == picture.sha256
            or hash_distance(image.phash, picture.phash) <= SAME_PICTURE_BITS
        ):
            return image
    return None


def _fields(validators: Validators) -> dict[str, str]:
    return {
        "sha256": validators.sha256,
        "url": validators.url,
        "etag": validators.etag,
        "last_modified": validators.last_modified,
    }
