"""Products as the cells of Vitrine's own files; `catalog.imports.formats.vitrine` reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from catalog.imports.formats.cells import guarded, write_attribute, write_list, write_path
from catalog.imports.rows import (
    MISSING,
    AttributeValue,
    Cleared,
    Missing,
    PictureReference,
    ProductRow,
)
from catalog.imports.translated import text_header

FIELDS: Final = (
    *("sku", "name", "slug", "description", "price", "currency", "category", "brand", "family"),
    *("stock", "published", "pictures", "picture descriptions"),
)
"""The columns of a whole catalogue; attributes follow, each with one of its own."""

ExportCell = str | int | float | bool | Decimal
"""Text files take `str()` of it; spreadsheets know the types."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file holds of each product; what it does not hold, importing it leaves as it is."""

    fields: Sequence[str] = FIELDS
    attributes: Sequence[str] = ()
    """Names of attributes; a product without one has an empty cell."""
    texts: Sequence[str] = ()
    """What is said in other languages: `text_meanings` of some of the shop's."""

    @property
    def header(self) -> list[str]:
        return [
            *self.fields,
            *map(text_header, self.texts),
            *(guarded(f"attribute:{name}") for name in self.attributes),
        ]

    def cells_of(self, row: ProductRow) -> list[ExportCell]:
        """As many as the header has. Texts are guarded from being run as formulas."""
        attributes = [
            _attribute(row.attributes[name]) if name in row.attributes else ""
            for name in self.attributes
        ]
        texts = [guarded(row.texts.get(meaning, "")) for meaning in self.texts]
        return [*(_WRITERS[field](row) for field in self.fields), *texts, *attributes]


def _attribute(value: AttributeValue | Cleared) -> ExportCell:
    if isinstance(value, Cleared):
        return ""
    text = write_attribute(value)
    is_plain = isinstance(value, bool | int | float) and not text.startswith("json:")
    return value if is_plain and isinstance(value, bool | int | float) else text


def _text(value: str | Missing) -> str:
    return "" if value is MISSING else guarded(value)


def _alts(pictures: tuple[PictureReference, ...] | Missing) -> str:
    found = () if pictures is MISSING else pictures
    alts = ["" if each.alt is MISSING else each.alt for each in found]
    return write_list(alts) if any(alts) else ""


_WRITERS: Mapping[str, Callable[[ProductRow], ExportCell]] = {
    "sku": lambda row: guarded(row.sku),
    "name": lambda row: _text(row.name),
    "slug": lambda row: _text(row.slug),
    "description": lambda row: _text(row.description),
    "price": lambda row: "" if row.price is MISSING else row.price,
    "currency": lambda row: _text(row.currency),
    "category": lambda row: "" if row.category is MISSING else write_path(row.category),
    "brand": lambda row: _text(row.brand),
    "family": lambda row: _text(row.family),
    "stock": lambda row: "" if row.stock is MISSING else row.stock,
    "published": lambda row: (
        "" if row.is_published is MISSING else "yes" if row.is_published else "no"
    ),
    "pictures": lambda row: (
        "" if row.pictures is MISSING else write_list([each.source for each in row.pictures])
    ),
    "picture descriptions": lambda row: _alts(row.pictures),
}
