"""Pictures as they were before an import."""

from __future__ import annotations

from typing import Any

from catalog.images.saving import add_picture, set_picture
from catalog.imports.models import ImportedPicture, ImportRow
from catalog.imports.runs.pictures.kept import read_kept
from catalog.models import Product, ProductImage


def changed_pictures(row: ImportRow, product: Product) -> bool:
    """Whether somebody has changed since what the import did to a product's pictures."""
    images = {image.pk: image for image in product.images.all()}
    last: dict[int, str] = {}
    for each in row.picture_changes:
        if each["op"] in ("added", "replaced"):
            last[each["image"]] = each["sha256"]
    if any(pk not in images or images[pk].sha256 != sha256 for pk, sha256 in last.items()):
        return True
    if row.outcome == ImportRow.Outcome.NEW:
        return set(images) != set(last)  # what staff added would go with the product
    for each in row.picture_changes:
        if each["op"] == "described":
            image = images.get(each["image"])
            if image is None or image.alt != each["alts"][1]:
                return True
        if each["op"] == "ordered" and list(images) != each["after"]:
            return True
    return False


def undo_pictures(run_id: int, row: ImportRow, product: Product) -> None:
    """The last change first. Raises OSError where a picture is no longer kept."""
    for change in reversed(row.picture_changes):
        _UNDO[change["op"]](run_id, change, product)


def _unadd(run_id: int, change: dict[str, Any], product: Product) -> None:
    # Without its note, or the next import would take it for one that staff did not want.
    ImportedPicture.objects.filter(product=product, path=change["path"]).delete()
    for image in ProductImage.objects.filter(pk=change["image"]):
        image.delete()


def _unreplace(run_id: int, change: dict[str, Any], product: Product) -> None:
    set_picture(ProductImage.objects.get(pk=change["image"]), read_kept(run_id, change["kept"]))
    # What was imported then is no longer known, so the next import looks again.
    ImportedPicture.objects.filter(product=product, path=change["path"]).update(
        sha256="", etag="", last_modified=""
    )


def _unremove(run_id: int, change: dict[str, Any], product: Product) -> None:
    image = add_picture(
        product,
        read_kept(run_id, change["kept"]),
        alt=change["alt"],
        position=change["position"],
    )
    if change["compare"] != image.compare:
        image.compare = change["compare"]
        image.save()
    if change["path"]:
        ImportedPicture.objects.update_or_create(
            product=product,
            path=change["path"],
            defaults={"image": image, "folder": "", "sha256": ""},
        )


def _undescribe(run_id: int, change: dict[str, Any], product: Product) -> None:
    ProductImage.objects.filter(pk=change["image"]).update(alt=change["alts"][0])


def _unorder(run_id: int, change: dict[str, Any], product: Product) -> None:
    for position, pk in enumerate(change["before"]):
        ProductImage.objects.filter(pk=pk).update(position=position)


_UNDO = {
    "added": _unadd,
    "replaced": _unreplace,
    "removed": _unremove,
    "described": _undescribe,
    "ordered": _unorder,
}
