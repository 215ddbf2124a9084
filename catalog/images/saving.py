"""Putting pictures into the catalogue, from wherever they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max

from catalog.images.held.models import HeldPicture
from catalog.images.storage import picture_storage
from catalog.images.validation import ValidatedPicture
from catalog.models import Product, ProductImage, SetAside


@contextmanager
def stored_files(pictures: Sequence[ValidatedPicture]) -> Iterator[list[str]]:
    """Store pictures' files together, for rows that are written in the block; their names.

    They go again where the block fails. Raises StorageUnavailableError when they cannot be written.
    """
    storage = picture_storage()
    names = storage.save_pictures(pictures) if pictures else []
    try:
        yield names
    except BaseException:
        for name in names:
            storage.delete_picture(name)
        raise


def add_picture(
    product: Product,
    picture: ValidatedPicture,
    *,
    alt: str = "",
    position: int | None = None,
    stored: str = "",
) -> ProductImage:
    """Give a product a new picture; file and row appear together or not at all.

    stored: the name of its file, within `stored_files`. Raises StorageUnavailableError when the
    file cannot be written.
    """
    if position is None:
        position = next_position(product)
    image = ProductImage(product=product, alt=alt, position=position)
    set_picture(image, picture, stored=stored)
    return image


def next_position(product: Product) -> int:
    """The place after a product's last picture; 0 where it has none."""
    last: int | None = product.images.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def set_picture(
    image: ProductImage | HeldPicture, picture: ValidatedPicture, *, stored: str = ""
) -> None:
    """Store a picture's file and save its row; a replaced file goes once the change is certain.

    stored: the name of its file, within `stored_files`. Raises StorageUnavailableError when the
    file cannot be written.
    """
    replaced = image.image.name or ""
    with stored_files([] if stored else [picture]) as names:
        try:
            _save(image, picture, name=stored or names[0])
        except BaseException:
            image.image.name = replaced
            raise


def adopt_file(image: ProductImage, held: HeldPicture) -> None:
    """Give a picture of a product the file that was held for it, which the held row loses."""
    _save(image, held, name=held.image.name or "")
    held.image.name = ""  # so that deleting the row leaves the file


def _save(
    image: ProductImage | HeldPicture, picture: ValidatedPicture | HeldPicture, *, name: str
) -> None:
    replaced = image.image.name or ""
    with transaction.atomic(savepoint=False):
        image.image.name = name
        image.width, image.height = picture.width, picture.height
        image.sha256, image.phash = picture.sha256, picture.phash
        if isinstance(image, ProductImage):
            image.set_aside = SetAside.BLANK if picture.is_blank else ""
            image.set_aside_group, image.is_examined = "", False
            image.placeholder = ""
        else:
            image.is_blank = picture.is_blank
        image.save()
        if replaced:
            transaction.on_commit(lambda: picture_storage().delete_picture(replaced))
