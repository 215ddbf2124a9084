"""Adding a folder's products to the catalogue, and later what has come or changed since."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.addresses.free import old_slugs
from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import PictureRefusedError, ValidatedPicture, validate_picture
from catalog.images.validation.limits import CATALOG_LIMITS
from catalog.images.validation.phash import hash_distance
from catalog.imports.folder.categories import ensure_category
from catalog.imports.folder.names import composed, in_words, says_nothing
from catalog.imports.folder.products import FolderProduct
from catalog.imports.folder.report import Report
from catalog.models import Category, ImportedPicture, Product, ProductImage
from infra.files.regular import open_regular_file

# Bits of the perceptual hash in which one picture, coded anew by another version, may differ.
SAME_PICTURE_BITS = 2


def import_product(found: FolderProduct, report: Report) -> None:
    """Add a product with its pictures; of one that is there, the new and the changed pictures.

    What staff changed stays: names, prices, and pictures that they deleted. Raises
    StorageUnavailableError, ValidationBusyError.
    """
    files = _read_files(found, report)
    sku = _sku_for(found, set(files.values()))
    product = Product.objects.filter(sku=sku).first()
    if product:
        report.present += 1
        _update(product, found, files, report)
        return
    validated = _validate(found, list(files), report)
    if not validated:
        return
    with transaction.atomic():
        category = ensure_category(found.category, found.category_names)
        name = _name_of(found, category)
        product = Product.objects.create(
            sku=sku,
            slug=_free_slug(name, sku=sku),
            name=name,
            category=category,
            price=Decimal(0),  # none is known; pages leave it out
            stock=1,
        )
        for path, picture in validated.items():
            image = add_picture(product, picture, alt=product.name)
            _note(found, path, files[path], product, image)
    report.added += 1


def _read_files(found: FolderProduct, report: Report) -> dict[Path, str]:
    """Path below the folder -> sha256 of the file's content, for those that can be read."""
    digests = {}
    for path in found.pictures:
        try:
            with open_regular_file(found.folder, path) as file:
                # No more is read than can ever be accepted: a film that is called .jpg takes no
                # memory.
                data = file.read(CATALOG_LIMITS.max_bytes + 1)
            digests[path] = hashlib.sha256(data).hexdigest()
        except OSError as error:
            report.refused.append((path, _unreadable(error)))
    return digests


def _unreadable(error: OSError) -> str:
    return _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}


def _sku_for(found: FolderProduct, digests: set[str]) -> str:
    """The SKU of the product that this is, or is to become.

    A product of the same place in another folder is this one if the folder has moved, which a
    picture in common shows; otherwise it is another supplier's, and this one gets its own SKU.
    """
    notes = list(
        ImportedPicture.objects.filter(product__sku=found.sku).values_list("folder", "sha256")
    )
    folder = _folder_of(found)
    if notes and not any(root == folder or sha256 in digests for root, sha256 in notes):
        return found.sku_of_folder
    return found.sku


def _update(product: Product, found: FolderProduct, files: dict[Path, str], report: Report) -> None:
    notes = {note.path: note for note in product.imported_pictures.select_related("image")}
    changed = [
        path
        for path, sha256 in files.items()
        if (note := notes.get(_path_of(path))) is None or note.sha256 != sha256
    ]
    unnoted = list(product.images.filter(imported=None)) if changed else []
    for path, picture in _validate(found, changed, report).items():
        note = notes.get(_path_of(path))
        with transaction.atomic():
            image = note.image if note else _same_picture(picture, unnoted)
            if note and image:
                set_picture(image, picture)
                report.pictures_replaced += 1
            elif image:
                unnoted.remove(image)  # imported before notes were taken
            else:
                image = add_picture(product, picture, alt=product.name)
                report.pictures_added += 1
            _note(found, path, files[path], product, image)


def _validate(
    found: FolderProduct, paths: list[Path], report: Report
) -> dict[Path, ValidatedPicture]:
    validated = {}
    for path in paths:
        try:
            with open_regular_file(found.folder, path) as file:
                validated[path] = validate_picture(file, limits=CATALOG_LIMITS)
            if validated[path].is_blank:
                report.blank.append(path)
        except PictureRefusedError as refusal:
            report.refused.append((path, str(refusal)))
        except OSError as error:
            report.refused.append((path, _unreadable(error)))
    return validated


def _same_picture(picture: ValidatedPicture, images: list[ProductImage]) -> ProductImage | None:
    """The one of these that shows what was just read, if any."""
    return next(
        (
            image
            for image in images
            if image.sha256 == picture.sha256
            or hash_distance(image.phash, picture.phash) <= SAME_PICTURE_BITS
        ),
        None,
    )


def _note(
    found: FolderProduct, path: Path, sha256: str, product: Product, image: ProductImage
) -> None:
    ImportedPicture.objects.update_or_create(
        product=product,
        path=_path_of(path),
        defaults={"image": image, "folder": _folder_of(found), "sha256": sha256},
    )


def _path_of(path: Path) -> str:
    """A path as PostgreSQL can keep it, one for each: bytes that are no UTF-8 as \\udc…"""
    return composed(str(path)).encode(errors="backslashreplace").decode()


def _folder_of(found: FolderProduct) -> str:
    return _path_of(found.folder)


def _name_of(found: FolderProduct, category: Category) -> str:
    """The file's name in words; "Shirts 12" where that says nothing."""
    if says_nothing(found.name):
        return f"{category.name[:180]} {category.products.count() + 1}"
    return in_words(found.name)[:200]


def _free_slug(name: str, *, sku: str) -> str:
    slug = slugify(name)[:140] or "product"
    taken = Product.objects.filter(slug=slug).exists() or old_slugs(Product, [slug])
    return f"{slug}-{sku}" if taken else slug
