"""A folder of pictures as a catalogue: sub-folders are categories, pictures are products.

Pictures of one folder whose names differ only in a trailing number or view (`bag-1.jpg`,
`bag-2.jpg`, `bag_alt.jpg`) show one product, in the order of their names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from catalog.images.saving import add_picture
from catalog.images.validation import PictureRefusedError, validate_picture
from catalog.models import Category, Product

EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".mpo"}
# What cameras (IMG_2041) and databases (hashes, UUIDs) call pictures says nothing to a shopper.
_NO_NAME = re.compile(
    r"(img|dscn?|dscf|pxl)?[-_ \d]*|[0-9a-f]{8,}([-_ ]?[0-9a-f]{4,})*", re.IGNORECASE
)
_VIEW = re.compile(r"[-_ ](\d{1,2}|alt\d*|back|front|main|side)$", re.IGNORECASE)


@dataclass(frozen=True)
class FolderProduct:
    """A product as a folder shows it."""

    category: tuple[str, ...]
    """The names of the folders it lies in, outermost first."""
    name: str
    pictures: tuple[Path, ...]

    @property
    def sku(self) -> str:
        """The same for the same place in the folder, whatever its length or alphabet."""
        return hashlib.sha256("/".join([*self.category, self.name]).encode()).hexdigest()[:16]


@dataclass
class Report:
    """What an import did; refusals are (file, sentence)."""

    added: int = 0
    present: int = 0
    refused: list[tuple[Path, str]] = field(default_factory=list)


def find_products(folder: Path) -> list[FolderProduct]:
    """The products of a folder and its sub-folders; hidden files and links are passed over."""
    groups: dict[tuple[tuple[str, ...], str], list[Path]] = {}
    for path in sorted(_pictures(folder)):
        category = path.relative_to(folder).parts[:-1] or (folder.name,)
        groups.setdefault((category, _VIEW.sub("", path.stem) or path.stem), []).append(path)
    return [FolderProduct(*key, tuple(paths)) for key, paths in groups.items()]


def import_product(product: FolderProduct, report: Report) -> None:
    """Add a product with those of its pictures that the gate lets in, unless it is there.

    Raises StorageUnavailableError, ValidationBusyError.
    """
    if Product.objects.filter(sku=product.sku).exists():
        report.present += 1
        return
    validated = []
    for path in product.pictures:
        try:
            with path.open("rb") as file:
                validated.append(validate_picture(file))
        except PictureRefusedError as refusal:
            report.refused.append((path, str(refusal)))
        except OSError as error:
            report.refused.append((path, f"The file cannot be read: {error.strerror}."))
    if not validated:
        return
    with transaction.atomic():
        category = _ensure_category(product.category)
        name = _name_of(product, category)
        row = Product.objects.create(
            sku=product.sku,
            slug=_free_slug(name, sku=product.sku),
            name=name,
            category=category,
            price=Decimal(0),  # none is known; pages leave it out
            stock=1,
        )
        for picture in validated:
            add_picture(row, picture, alt=row.name)
    report.added += 1


def _pictures(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _pictures(path)
        elif path.suffix.lower() in EXTENSIONS:
            yield path


def _ensure_category(names: tuple[str, ...]) -> Category:
    parent: Category | None = None
    slug = ""
    for name in names:
        slug = f"{slug}-{slugify(name) or hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")
        parent, _ = Category.objects.get_or_create(
            slug=slug[-120:], defaults={"name": _in_words(name)[:120], "parent": parent}
        )
    assert parent is not None  # a product lies in a folder
    return parent


def _name_of(product: FolderProduct, category: Category) -> str:
    """The file's name in words; "Shirts 12" where that says nothing."""
    if _NO_NAME.fullmatch(product.name):
        return f"{category.name} {category.products.count() + 1}"
    return _in_words(product.name)[:200]


def _free_slug(name: str, *, sku: str) -> str:
    slug = slugify(name)[:140] or "product"
    taken = Product.objects.filter(slug=slug).exists()
    return f"{slug}-{sku}" if taken else slug


def _in_words(name: str) -> str:
    words = re.sub(r"[\x00-\x1f_-]+", " ", name.encode(errors="replace").decode()).strip()
    return (words[:1].upper() + words[1:]) or "Unnamed"
