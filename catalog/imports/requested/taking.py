"""A picture that came: new to its product, in the place of an older one, or there already."""

from __future__ import annotations

from django.db import transaction

from catalog.history import Door, record
from catalog.images.ordering import settle_places
from catalog.images.saving import add_picture, set_picture
from catalog.imports.models import ImportedPicture
from catalog.imports.pictures import FoundPicture
from catalog.imports.requested.claims import settle
from catalog.imports.requested.models import RequestedPicture, RequestedState
from catalog.imports.runs.pictures.noting import validator_fields
from catalog.models import Product, ProductImage


def take_picture(row: RequestedPicture, found: FoundPicture) -> None:
    """Keep it and note where it came from, in one transaction.

    Raises StorageUnavailableError.
    """
    with transaction.atomic():
        locked = Product.objects.select_for_update(of=("self",)).filter(pk=row.product_id)
        product = locked.defer("search").first()
        if product is None:  # deleted this very moment
            return
        image = _keep(product, row, found)
        place_picture(image, alt=row.alt, position=row.position)
        ImportedPicture.objects.update_or_create(
            product=product,
            path=row.address,
            defaults={"image": image, "folder": "", **validator_fields(found.validators)},
        )
        if not settle(row, state=RequestedState.TAKEN, image=image, code="", error=""):
            transaction.set_rollback(True)


def leave_picture(row: RequestedPicture, image: ProductImage) -> None:
    """It is as it was the last time."""
    with transaction.atomic():
        place_picture(image, alt=row.alt, position=row.position)
        settle(row, state=RequestedState.TAKEN, image=image, code="", error="")


def place_picture(image: ProductImage, *, alt: str | None, position: int | None) -> None:
    """Set what is said of a kept picture; of two at one place the one just put there is first."""
    if alt is not None and alt != image.alt:
        image.alt = alt
        ProductImage.objects.filter(pk=image.pk).update(alt=alt)
    if position is not None and position != image.position:
        image.position = position
        ProductImage.objects.filter(pk=image.pk).update(position=position)
        settle_places(image.product, {image.pk})


def _keep(product: Product, row: RequestedPicture, found: FoundPicture) -> ProductImage:
    note = (
        ImportedPicture.objects.select_related("image")
        .filter(product=product, path=row.address)
        .first()
    )
    image = note.image if note else None
    if note is not None and image is not None:
        if note.sha256 != found.validators.sha256:
            before = {"sha256": image.sha256}
            set_picture(image, found.picture)
            _note(product, row, image, before, {"sha256": image.sha256})
        return image
    image = product.images.filter(sha256=found.picture.sha256).first()
    if image is None:
        image = add_picture(product, found.picture, alt=row.alt or "")
        _note(product, row, image, None, {"alt": image.alt})
    return image


def _note(
    product: Product,
    row: RequestedPicture,
    image: ProductImage,
    before: dict[str, str] | None,
    after: dict[str, str],
) -> None:
    changes = {f"images:{image.pk}": [before, after]}
    record([(product, changes)], by=None, machine=row.machine, door=Door.API)
