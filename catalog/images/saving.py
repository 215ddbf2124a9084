"""Putting pictures into the catalogue, from wherever they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

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
    image: ProductImage | HeldPicture,
    picture: ValidatedPicture,
    *,
    stored: str = "",
    original: str = "",
) -> None:
    """Store a picture's file and save its row; a replaced file goes once the change is certain.

    stored: the name of its file, within `stored_files`. original: the name of one of its files so
    far, to be kept as what it was made of. Raises StorageUnavailableError when the file cannot be
    written.
    """
    before = image.image.name or "", image.original
    with stored_files([] if stored else [picture]) as names:
        try:
            _save(image, picture, name=stored or names[0], original=original)
        except BaseException:
            image.image.name, image.original = before
            raise


def adopt_file(image: ProductImage, held: HeldPicture) -> None:
    """Give a picture of a product the files that were held for it, which the held row loses."""
    _save(image, held, name=held.image.name or "", original=held.original)
    held.image.name = held.original = ""  # so that deleting the row leaves the files


def _save(
    image: ProductImage | HeldPicture,
    picture: ValidatedPicture | HeldPicture,
    *,
    name: str,
    original: str = "",
) -> None:
    gone = {image.image.name or "", image.original} - {"", name, original}
    with transaction.atomic(savepoint=False):
        image.image.name, image.original = name, original
        image.width, image.height = picture.width, picture.height
        image.sha256, image.phash = picture.sha256, picture.phash
        if isinstance(image, ProductImage):
            image.set_aside = SetAside.BLANK if picture.is_blank else ""
            image.set_aside_group, image.is_examined = "", False
            image.placeholder = ""
        else:
            image.is_blank = picture.is_blank
        image.save()
        for each in gone:
            transaction.on_commit(partial(picture_storage().delete_picture, each))
        if original:
            transaction.on_commit(partial(picture_storage().delete_renditions, original))
