"""Faults of each kind, put into a shop on purpose, so that who has which is known.

Each product gets one fault at most. They are drawn with a seed: the same ones in every run.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable
from itertools import islice

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from catalog.images.saving import add_picture, set_picture
from catalog.images.storage import picture_storage
from catalog.images.validation import ValidatedPicture, validate_picture
from catalog.models import Category, Product, ProductImage
from hygiene.kinds.products.colour_words import colour_attribute
from hygiene.models import FindingKind

Planted = dict[FindingKind, set[int]]
"""Kind -> ids of the products that have such a fault."""
# Of so many products that have none already.
COUNTS = {
    FindingKind.WRONG_CATEGORY: 20,
    FindingKind.SAME_PRODUCT: 12,
    FindingKind.WRONG_COLOUR: 20,
    FindingKind.MISSING_ATTRIBUTE: 12,
    FindingKind.CAPITALS: 12,
    FindingKind.SAME_PICTURE: 10,
    FindingKind.NEAR_PICTURE: 18,
    FindingKind.BLANK: 6,
    FindingKind.TINY: 8,
    FindingKind.BLURRED: 16,
    FindingKind.REPEATED: 6,
    FindingKind.SIDEWAYS: 16,
}

_dice = np.random.default_rng(0)


def plant() -> Planted:
    """Put every kind of fault into the shop as it stands."""
    global _dice
    _dice = np.random.default_rng(0)
    products = list(Product.objects.prefetch_related("images").order_by("pk"))
    drawn = iter([products[place] for place in _dice.permutation(len(products))])
    planted: Planted = defaultdict(set)
    for kind, count in COUNTS.items():
        fitting = (product for product in drawn if PLANTERS[kind](product))
        planted[kind] = {product.pk for product in islice(fitting, count)}
    return planted


# Each says whether the product could be given its fault.


def _move(product: Product) -> bool:
    leaves = Category.objects.exclude(pk=product.category_id).filter(products__isnull=False)
    ids = sorted(set(leaves.values_list("pk", flat=True)))
    product.category_id = ids[_dice.integers(len(ids))]
    product.save()
    return True


def _double(product: Product) -> bool:
    """The same again, under another SKU, with the words of its name in another order."""
    pixels = _pixels(product.images.all()[0])
    twin = Product.objects.create(
        sku=f"{product.sku}-AGAIN",
        slug=f"{product.slug[:150]}-again",
        name=" ".join(reversed(product.name.replace(",", "").split())),
        brand=product.brand,
        category=product.category,
        price=product.price,
        stock=product.stock,
        attributes=product.attributes,
    )
    _add(twin, pixels, quality=70)
    return True


def _recolour(product: Product) -> bool:
    stated = colour_attribute(product.attributes)
    if stated is None:
        return False
    name, (value, *_others) = stated
    column = f"attributes__{name}"
    known = set(Product.objects.values_list(column, flat=True)) - {value, None, ""}
    others = sorted(each for each in known if isinstance(each, str))
    product.attributes[name] = others[_dice.integers(len(others))]
    # As a shop does whose names do not say the colour.
    product.name = product.name.replace(f", {value}", "").replace(f" {value}", "")
    product.save()
    return True


def _forget(product: Product) -> bool:
    names = sorted(product.attributes)
    if names:
        del product.attributes[names[_dice.integers(len(names))]]
        product.save()
    return bool(names)


def _shout(product: Product) -> bool:
    product.name = product.name.upper()
    product.save()
    return True


def _copy(product: Product) -> bool:
    """The same bytes, as when one file is uploaded twice."""
    first = product.images.all()[0]
    with picture_storage().open_stored(first.image.name or "") as file:
        jpeg = file.read()
    again = ValidatedPicture(
        image=_pixels(first),
        jpeg=jpeg,
        width=first.width,
        height=first.height,
        sha256=first.sha256,
        phash=first.phash,
        is_blank=False,
    )
    add_picture(product, again)
    return True


def _copy_nearly(product: Product) -> bool:
    """Saved again, made smaller, or cropped by 2 %, in turn."""
    image = _pixels(product.images.all()[0])
    width, height = image.size
    match product.pk % 3:
        case 0:
            _add(product, image, quality=60)
        case 1:
            _add(product, image.resize((width * 7 // 10, height * 7 // 10)))
        case _:
            edge = width // 50
            _add(product, image.crop((edge, edge, width - edge, height - edge)))
    return True


def _show(image: Callable[[], Image.Image]) -> Callable[[Product], bool]:
    def show(product: Product) -> bool:
        _add(product, image())
        return True

    return show


def _change_first(change: Callable[[Image.Image], Image.Image]) -> Callable[[Product], bool]:
    def replace(product: Product) -> bool:
        first = product.images.all()[0]
        data = io.BytesIO()
        change(_pixels(first)).save(data, "JPEG", quality=90)
        set_picture(first, validate_picture(data.getvalue()))
        return True

    return replace


def _blur(image: Image.Image) -> Image.Image:
    """By 4 to 7 px of 1,000, as a camera that missed its subject."""
    radius = (4 + 3 * _dice.random()) * max(image.size) / 1_000
    return image.filter(ImageFilter.GaussianBlur(radius))


def _shrink(image: Image.Image) -> Image.Image:
    image.thumbnail((160, 160))
    return image


def _turn(image: Image.Image) -> Image.Image:
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)
    return image.transpose(turns[_dice.integers(2)])


def _white() -> Image.Image:
    return Image.new("RGB", (600, 600), "white")


def _chart() -> Image.Image:
    """A size chart, which tells nothing of what it stands with."""
    image = Image.new("RGB", (600, 450), "white")
    pen = ImageDraw.Draw(image)
    for row in range(8):
        pen.line((30, 45 + 45 * row, 570, 45 + 45 * row), fill="black", width=3)
        for column in range(6):
            pen.text((45 + 90 * column, 57 + 45 * row), f"{row * 7 + column * 13}", fill="black")
    return image


PLANTERS: dict[FindingKind, Callable[[Product], bool]] = {
    FindingKind.WRONG_CATEGORY: _move,
    FindingKind.SAME_PRODUCT: _double,
    FindingKind.WRONG_COLOUR: _recolour,
    FindingKind.MISSING_ATTRIBUTE: _forget,
    FindingKind.CAPITALS: _shout,
    FindingKind.SAME_PICTURE: _copy,
    FindingKind.NEAR_PICTURE: _copy_nearly,
    FindingKind.BLANK: _show(_white),
    FindingKind.TINY: _change_first(_shrink),
    FindingKind.BLURRED: _change_first(_blur),
    FindingKind.REPEATED: _show(_chart),
    FindingKind.SIDEWAYS: _change_first(_turn),
}


def _pixels(picture: ProductImage) -> Image.Image:
    with picture_storage().open_stored(picture.image.name or "") as file, Image.open(file) as image:
        return image.convert("RGB")


def _add(product: Product, image: Image.Image, *, quality: int = 90) -> None:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    add_picture(product, validate_picture(data.getvalue()))
