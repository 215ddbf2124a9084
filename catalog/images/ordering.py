"""Two pictures that were given one place."""

from __future__ import annotations

from collections.abc import Collection

from catalog.models import Product, ProductImage


def settle_places(product: Product, moved: Collection[int]) -> None:
    """Where two pictures claim one place, the one that was just moved there comes first.

    So whoever types the cover's number beside another picture has a new cover. Without such a
    claim nothing is written.
    """
    images = list(product.images.only("position"))
    if len({image.position for image in images}) == len(images):
        return
    images.sort(key=lambda image: (image.position, image.pk not in moved, image.pk))
    for place, image in enumerate(images):
        if image.position != place:
            ProductImage.objects.filter(pk=image.pk).update(position=place)
