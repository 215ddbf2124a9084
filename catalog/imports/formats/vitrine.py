"""Vitrine's own CSV and XLSX, and any other table with a product in each line.

Columns are known in English and German, by the names that people give them. Whatever is not known
becomes an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.base import Format
from catalog.imports.formats.cells import read_attribute, read_list, read_path
from catalog.imports.formats.fields import pictures_of, price_of
from catalog.imports.formats.finishing import finish
from catalog.imports.formats.line import Line
from catalog.imports.formats.source import Source
from catalog.imports.mapping import ATTRIBUTE, IGNORE
from catalog.imports.rows import (
    CLEARED,
    MISSING,
    Attributes,
    Missing,
    Outcome,
    PictureReference,
    ProductRow,
    RefusedRow,
)
from catalog.imports.translated import field_and_language, text_columns

_NAMES = {
    "sku": "sku, article number, article no, item number, product code, artikelnummer, artikel nr",
    "name": "name, title, product name, product title, bezeichnung, artikelname, titel",
    "slug": "slug, url key, handle",
    "description": "description, body, beschreibung, text",
    "price": "price, preis, unit price, regular price, verkaufspreis",
    "currency": "currency, währung",
    "category": "category, categories, category path, kategorie, product type, warengruppe",
    "brand": "brand, vendor, manufacturer, marke, hersteller",
    "family": "family, group, item group id, parent sku, familie",
    "stock": "stock, quantity, qty, inventory, bestand, lagerbestand, menge",
    "published": "published, is published, active, online, veröffentlicht, aktiv",
    "pictures": "pictures, picture, images, image, photos, photo, image url, image link, "
    "bilder, bild, picture 1, picture 2, picture 3, picture 4, image 1, image 2, image 3, image 4",
    "picture_alts": "picture descriptions, alt texts, alt text, alt",
    IGNORE: "reason, line, id",
}
_ATTRIBUTE_COLUMN = re.compile(r"\s*attribute\s*:\s*(.+?)\s*", re.IGNORECASE | re.DOTALL)
# A comma or semicolon separates pictures only where what stands between them is one.
_PICTURES = re.compile(
    r"\s*[^,;]+\.(?:jpe?g|jfif|png|webp|avif|gif|heic)(?:\?[^,;]*)?"
    r"(?:\s*[,;]\s*[^,;]+\.(?:jpe?g|jfif|png|webp|avif|gif|heic)(?:\?[^,;]*)?)+\s*",
    re.IGNORECASE,
)


def read(source: Source) -> Iterator[Outcome]:
    """Each line is a product. An empty cell clears a text, a list or an attribute."""
    for line in source.all_lines():
        yield line if isinstance(line, RefusedRow) else _product(line)


def _product(line: Line) -> Outcome:
    price, currency = price_of(line)
    stock = line.count("stock")
    if stock is not None and stock < 0:
        line.refuse(
            "negative", _("%(column)s is below zero: %(value)s."), meaning="stock", value=stock
        )
    is_published = line.flag("published")
    for meaning, value in (("stock", stock), ("published", is_published)):
        if value is None and line.has(meaning) and not line.plain(meaning):
            line.refuse("empty", _("The %(column)s is empty."), meaning=meaning)
    row = ProductRow(
        sku=line.plain("sku"),
        lines=(line.number,),
        name=line.text("name"),
        # An empty one is made from the name.
        slug=line.plain("slug") or MISSING,
        description=line.plain("description", strip=False) if line.has("description") else MISSING,
        price=price,
        currency=currency,
        category=_category(line),
        brand=line.text("brand"),
        family=line.text("family"),
        attributes=_attributes(line),
        texts=_texts(line),
        stock=MISSING if stock is None else stock,
        is_published=MISSING if is_published is None else is_published,
        pictures=_pictures(line),
    )
    return finish(row, line)


def _category(line: Line) -> tuple[str, ...] | Missing:
    if not line.has("category"):
        return MISSING
    try:
        return read_path(line.plain("category"))
    except ValueError:
        _refuse_json(line, line.column_of("category"), line.plain("category"), "category")
        return MISSING


def _texts(line: Line) -> dict[str, str]:
    """Names and descriptions in the shop's other languages, for which the file has columns."""
    said = ((meaning, *field_and_language(meaning)) for meaning in line.layout.positions)
    return {
        meaning: line.plain(meaning, strip=field == "name") for meaning, field, code in said if code
    }


def _attributes(line: Line) -> Attributes:
    """Numbers and flags have types: those of the cells in a spreadsheet, else by their looks."""
    values: Attributes = {}
    for position, name in line.layout.attributes.items():
        cell = line.record.cells[position]
        text = line.raw_text(position).strip()
        if isinstance(cell, bool | int | float):
            values[name] = cell
        elif not text:
            values[name] = CLEARED
        elif line.layout.kind == "xlsx" and not text.startswith(("json:", "'")):
            values[name] = text
        else:
            try:
                values[name] = read_attribute(text)
            except ValueError:
                _refuse_json(line, line.layout.header[position], text, "")
    return values


def _pictures(line: Line) -> tuple[PictureReference, ...] | Missing:
    if not line.has("pictures"):
        return MISSING
    try:
        sources = [
            source
            for text in line.texts("pictures")
            for source in (
                re.split(r"[,;]", text) if _PICTURES.fullmatch(text) else read_list(text)
            )
        ]
        alts = [alt for text in line.texts("picture_alts") for alt in read_list(text)]
    except ValueError:
        _refuse_json(line, line.column_of("pictures"), line.plain("pictures"), "pictures")
        return MISSING
    return pictures_of(sources, alts if line.has("picture_alts") else MISSING)


def _refuse_json(line: Line, column: str, text: str, meaning: str) -> None:
    line.refuse(
        "json",
        _("What follows json: in %(name)s is no JSON, or not what belongs there: %(value)s."),
        meaning=meaning,
        value=text,
        name=column,
    )


FORMAT = Format(
    name="vitrine",
    label=_("A product in each line (CSV or XLSX)"),
    marks=tuple(frozenset({name}) for name in _NAMES["sku"].split(", ")),
    columns={name: meaning for meaning, names in _NAMES.items() for name in names.split(", ")},
    patterns=((_ATTRIBUTE_COLUMN, rf"{ATTRIBUTE}\1"),),
    by_settings=lambda: text_columns(_NAMES),
    unknown="attribute",
    read=read,
)
