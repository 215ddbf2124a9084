"""Pictures of a product, sent, described, put in order and deleted by a machine."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from catalog.history import Door, record
from catalog.images.saving import add_picture
from catalog.images.validation import ValidatedPicture
from catalog.imports.requested.taking import place_picture
from catalog.models import Product, ProductImage
from catalog.products.machines.errors import OrderRefusedError, PictureMissingError


def send_picture(
    product: Product,
    picture: ValidatedPicture,
    *,
    alt: str | None,
    position: int | None,
    machine: str,
) -> tuple[ProductImage, bool]:
    """Add a picture, unless the product has this very one; it, and whether it is new.

    Raises StorageUnavailableError.
    """
    with transaction.atomic():
        _lock(product)
        held = product.images.filter(sha256=picture.sha256).first()
        image = held or add_picture(product, picture, alt=alt or "")
        place_picture(image, alt=alt, position=position)
        if held is None:
            _note(product, image, [None, {"alt": image.alt}], machine)
    return image, held is None


def describe_picture(product: Product, pk: int, *, alt: str, machine: str) -> ProductImage:
    """Raises PictureMissingError."""
    with transaction.atomic():
        image = _find(product, pk)
        if image.alt != alt:
            _note(product, image, [{"alt": image.alt}, {"alt": alt}], machine)
            place_picture(image, alt=alt, position=None)
    return image


def delete_picture(product: Product, pk: int, *, machine: str) -> None:
    """Raises PictureMissingError."""
    with transaction.atomic():
        image = _find(product, pk)
        _note(product, image, [{"alt": image.alt}, None], machine)
        image.delete()


def order_pictures(product: Product, ids: Sequence[int], *, machine: str) -> None:
    """The first is the cover. Raises OrderRefusedError unless each is named once."""
    with transaction.atomic():
        _lock(product)
        places = dict(product.images.values_list("pk", "position"))
        if sorted(ids) != sorted(places):
            raise OrderRefusedError
        changes = {}
        for place, pk in enumerate(ids):
            if places[pk] != place:
                ProductImage.objects.filter(pk=pk).update(position=place)
                changes[f"images:{pk}"] = [{"position": places[pk]}, {"position": place}]
        record([(product, changes)], by=None, machine=machine, door=Door.API)


def _lock(product: Product) -> None:
    """So that two who add pictures do not take one place."""
    Product.objects.select_for_update(of=("self",)).only("pk").get(pk=product.pk)


def _find(product: Product, pk: int) -> ProductImage:
    image = product.images.select_for_update(of=("self",)).filter(pk=pk).first()
    if image is None:
        raise PictureMissingError
    return image


def _note(product: Product, image: ProductImage, sides: list[object], machine: str) -> None:
    changes = {f"images:{image.pk}": sides}
    record([(product, changes)], by=None, machine=machine, door=Door.API)
