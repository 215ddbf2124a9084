"""WooCommerce's product CSV: variable products, and their variations in lines of their own.

Columns by https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema; shops in
other languages export their names in these, which staff then choose by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.base import Format
from catalog.imports.formats.cells import split_path
from catalog.imports.formats.fields import deepest, first_filled, pictures_of, price_of, stock_of
from catalog.imports.formats.finishing import finish
from catalog.imports.formats.line import Line
from catalog.imports.formats.source import Source
from catalog.imports.mapping import IGNORE
from catalog.imports.on_disk import Notes
from catalog.imports.rows import (
    MISSING,
    Attributes,
    Missing,
    Outcome,
    ProductRow,
    RefusedRow,
)

_PUBLISHED = {"1": True, "0": False, "-1": False, "true": True, "false": False, "2": True}
_IN_STOCK = {"1": True, "0": False, "true": True, "false": False, "backorder": False}
# A comma in a name is written \, there.
_COMMA = re.compile(r"(?<!\\),")


def read(source: Source) -> Iterator[Outcome]:
    """Variations are products of one family; they take from their parent what they lack."""
    source.look_ahead(_note)
    for each in source.all_lines():
        yield each if isinstance(each, RefusedRow) else _outcome(each, source.notes)


def _note(line: Line, notes: Notes) -> None:
    """Variable products, by SKU and by id, and that they have variations."""
    kinds = _kinds(line)
    if "variation" in kinds:
        notes.note(f"has variations {line.plain('parent')}", True)
    elif "variable" in kinds:
        kept = {
            "family": line.plain("sku") or f"wc-{line.plain('id')}",
            "name": line.plain("name"),
            "description": line.plain("description") or line.plain("short_description"),
            "brand": line.plain("brand"),
            "categories": line.plain("category"),
            "pictures": line.plain("pictures"),
            "published": line.plain("published"),
        }
        for key in _keys(line):
            notes.note(f"parent {key}", kept)


def _outcome(line: Line, notes: Notes) -> Outcome:
    kinds = _kinds(line)
    if "grouped" in kinds:
        return line.passed_over("set", _("This is a set of other products."))
    if "variable" in kinds and any(notes.get(f"has variations {key}") for key in _keys(line)):
        return line.passed_over(
            "parent", _("Its variations are products, and this is their family.")
        )
    kept = notes.get(f"parent {line.plain('parent')}") if "variation" in kinds else None
    return _product(line, kept if isinstance(kept, dict) else {}, is_variation="variation" in kinds)


def _product(line: Line, parent: dict[str, str], *, is_variation: bool) -> Outcome:
    price, currency = price_of(line)
    sku = line.plain("sku")
    if not sku and line.plain("id"):
        sku = f"wc-{line.plain('id')}"
        line.tell("sku_made", _("It has no SKU, so it is called %(sku)s here."), sku=sku)
    family = parent.get("family") or line.plain("parent").replace("id:", "wc-")
    flags = [line.flag("published", words=_PUBLISHED)]
    if parent.get("published"):
        flags.append(_PUBLISHED.get(parent["published"].casefold()))
    available = line.flag("in_stock", words=_IN_STOCK)
    row = ProductRow(
        sku=sku,
        lines=(line.number,),
        name=first_filled(line.text("name"), parent.get("name", MISSING)),
        description=first_filled(
            line.text("description"),
            line.text("short_description"),
            parent.get("description", MISSING),
        ),
        price=price,
        currency=currency,
        category=_category(line, parent),
        brand=first_filled(line.text("brand"), parent.get("brand", MISSING)),
        family=family if is_variation else ("" if line.has("parent") else MISSING),
        attributes=_attributes(line),
        stock=stock_of(line),
        in_stock=MISSING if available is None else available,
        is_published=all(flag is not False for flag in flags) if line.has("published") else MISSING,
        pictures=pictures_of(_split(line.plain("pictures") or parent.get("pictures", "")))
        if line.has("pictures")
        else MISSING,
    )
    return finish(row, line)


def _category(line: Line, parent: dict[str, str]) -> tuple[str, ...] | Missing:
    """Without any the product stays where it is."""
    texts = line.plain("category") or parent.get("categories", "")
    return deepest([split_path(text) for text in _split(texts)], line) or MISSING


def _attributes(line: Line) -> Attributes:
    """Those in numbered columns; of several values a list is made: blue|gray."""
    values = line.filled_attributes()
    for meaning in line.layout.positions:
        if found := re.fullmatch(r"attribute_name:(\d+)", meaning):
            name = line.plain(meaning)
            texts = _split(line.plain(f"attribute_values:{found[1]}"))
            if name and texts:
                values[name] = "|".join(texts)
    return values


def _kinds(line: Line) -> set[str]:
    return {kind.strip() for kind in line.plain("type").casefold().split(",")}


def _keys(line: Line) -> list[str]:
    """How variations name their parent: by its SKU or by its id."""
    sku, number = line.plain("sku"), line.plain("id")
    return [key for key in (sku, f"id:{number}" if number else "") if key]


def _split(text: str) -> list[str]:
    return [part.replace("\\,", ",").strip() for part in _COMMA.split(text) if part.strip()]


FORMAT = Format(
    name="woocommerce",
    label=_("WooCommerce products (CSV)"),
    marks=(
        frozenset({"type", "sku", "name", "regular price"}),
        frozenset({"type", "sku", "name", "parent"}),
        frozenset({"id", "type", "sku", "name", "published"}),
        frozenset({"id", "typ", "artikelnummer", "name", "veröffentlicht"}),
    ),
    columns={
        **{"id": "id", "type": "type", "typ": "type", "sku": "sku", "artikelnummer": "sku"},
        **{"name": "name", "published": "published", "veröffentlicht": "published"},
        **{"short description": "short_description", "kurzbeschreibung": "short_description"},
        **{"description": "description", "beschreibung": "description"},
        **{"regular price": "price", "regulärer preis": "price"},
        **{"sale price": "sale_price", "angebotspreis": "sale_price"},
        **{"date sale price starts": "sale_starts", "date sale price ends": "sale_ends"},
        **{"in stock?": "in_stock", "vorrätig?": "in_stock", "stock": "stock", "lager": "stock"},
        **{"categories": "category", "kategorien": "category", "brands": "brand", "brand": "brand"},
        **{"marken": "brand", "images": "pictures", "bilder": "pictures"},
        **{"parent": "parent", "übergeordnetes produkt": "parent", "position": IGNORE},
    },
    patterns=(
        (re.compile(r"attribute (\d+) name"), r"attribute_name:\1"),
        (re.compile(r"attribute (\d+) value\(s\)"), r"attribute_values:\1"),
    ),
    read=read,
)
