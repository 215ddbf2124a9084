"""A product made of another, for what differs in little."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from catalog.addresses.free import free_slug
from catalog.images.saving import add_picture
from catalog.images.storage import picture_storage
from catalog.images.validation import PictureRefusedError, ValidationBusyError, as_it_is
from catalog.models import Product, ProductImage
from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError

_COPIED = ("description", "brand", "category_id", "price", "stock", "family")


@dataclass(frozen=True, slots=True)
class Duplicate:
    product: Product
    pictures_left_out: int
    """How many could not be copied, because their file is missing or cannot be read now."""


def duplicate(source: Product, *, sku: str, name: str, with_pictures: bool) -> Duplicate:
    """A draft with what the other product has, under a SKU, a name and an address of its own.

    Its pictures are copies: what is done to one product's does nothing to the other's. Raises
    IntegrityError where the SKU is taken, StorageUnavailableError where a file cannot be written.
    """
    slug = free_slug(Product, (slugify(name) or slugify(sku) or "product")[:155])
    with transaction.atomic():
        made = Product(sku=sku, name=name, slug=slug, is_published=False)
        for field in _COPIED:
            setattr(made, field, getattr(source, field))
        made.attributes = dict(source.attributes) if isinstance(source.attributes, dict) else {}
        # Descriptions: the name is another thing's.
        for language, texts in source.translations.items():
            if texts.get("description"):
                made.translations[language] = {"description": texts["description"]}
        made.save()
        pictures = list(source.images.all()) if with_pictures else []
        copied = sum(_copy(picture, made) for picture in pictures)
    return Duplicate(made, len(pictures) - copied)


def _copy(picture: ProductImage, product: Product) -> bool:
    try:
        with picture_storage().open_stored(picture.image.name or "") as file:
            found = as_it_is(file.read())
    except StorageAwayError as error:
        raise StorageUnavailableError(error) from error
    except (OSError, PictureRefusedError, ValidationBusyError):
        return False
    made = add_picture(product, found, alt=picture.alt, position=picture.position)
    ProductImage.objects.filter(pk=made.pk).update(compare=picture.compare)
    return True
