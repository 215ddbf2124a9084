"""Three kinds of things that look unlike each other, one of them in the wrong category."""

from __future__ import annotations

import numpy as np

from catalog.models import Product, ProductImage
from embeddings.spaces.measured.kinds import measure_kinds
from tests.builders.spaces import make_space, store_vectors
from tests.factories import CategoryFactory, PictureFactory, ProductFactory

EACH = 18
KINDS = (("mugs", "red"), ("lamps", "blue"), ("rugs", "green"))


def make_three_kinds() -> list[Product]:
    """Products of three categories by turns, each kind in a corner of the space.

    The first looks like a mug and stands among the lamps. All of a kind share one file.
    """
    dice = np.random.default_rng(1)
    categories = [CategoryFactory.create(slug=slug) for slug, _ in KINDS]
    products = [
        ProductFactory.create(name=f"Thing {n}", category=categories[n % 3 if n else 1])
        for n in range(3 * EACH)
    ]
    shown = [
        PictureFactory.create(product=products[kind], colour=colour)
        for kind, (_, colour) in enumerate(KINDS)
    ]
    shown += ProductImage.objects.bulk_create(
        ProductImage(
            product=product,
            image=shown[n % 3].image.name,
            width=640,
            height=640,
            sha256=f"{n:064}",
        )
        for n, product in enumerate(products[3:], start=3)
    )
    space = make_space(dimensions=16, name="corners", recipe="corners", state="live")
    corners = np.eye(3, 16)[np.arange(3 * EACH) % 3]
    store_vectors(space, shown, corners + dice.normal(0, 0.12, corners.shape))
    measure_kinds(space)
    return products
