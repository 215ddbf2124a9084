"""Magento 2's (Adobe Commerce's) product CSV: configurable products and their variations.

Columns by https://experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.base import Format
from catalog.imports.formats.fields import deepest, first_filled, pictures_of, price_of, stock_of
from catalog.imports.formats.finishing import finish
from catalog.imports.formats.line import Line
from catalog.imports.formats.source import Source
from catalog.imports.on_disk import Notes
from catalog.imports.rows import (
    MISSING,
    Missing,
    Outcome,
    PictureReference,
    ProductRow,
    RefusedRow,
)
from catalog.imports.skus import fold_sku

ROOT = "default category"
"""What Magento calls the category above all others, unless somebody has renamed it."""
SETS = frozenset({"grouped", "bundle"})
_ONLINE = {"1": True, "2": False, "0": False, "enabled": True, "disabled": False}
_IN_STOCK = {"1": True, "0": False}
# A comma between two pairs, and not one inside of a value: colour=Red, dark,size=XS
_PAIRS = re.compile(r",(?=[A-Za-z][A-Za-z0-9_]*=)")
# Attributes that say how Magento works, and nothing about the product.
_INTERNAL = re.compile(
    r"has_options|required_options|quantity_and_stock_status|links_\w+|samples_\w+|shipment_type|"
    r"gift_\w+|ts_\w+|msrp\w*|tax_class_id|url_path|manufacturer|brand"
)
_NO_PICTURE = "no_selection"


def read(source: Source) -> Iterator[Outcome]:
    """Variations are products of one family; they take from it what they lack."""
    source.look_ahead(_note)
    for each in source.all_lines():
        yield each if isinstance(each, RefusedRow) else _outcome(each, source.notes)


def _note(line: Line, notes: Notes) -> None:
    """Which SKUs are there in the shop's own language, and which belong to which configurable."""
    sku = fold_sku(line.plain("sku"))
    if not line.plain("store"):
        notes.note(f"main {sku}", True)
    notes.note(f"there {sku}", True)
    kept = {
        "family": line.plain("sku"),
        "name": line.plain("name"),
        "description": line.plain("description"),
        "short_description": line.plain("short_description"),
        "categories": line.plain("category"),
        "pictures": [[each.source, line.plain("label")] for each in _pictures(line)],
    }
    for variation in _variations(line):
        notes.note(f"parent {variation}", kept)


def _outcome(line: Line, notes: Notes) -> Outcome:
    sku = fold_sku(line.plain("sku"))
    if line.plain("store") and notes.get(f"main {sku}"):
        return line.passed_over("store_view", _("This is a translation for another store view."))
    if line.plain("type").casefold() in SETS:
        return line.passed_over("set", _("This is a set of other products."))
    if any(notes.get(f"there {variation}") for variation in _variations(line)):
        return line.passed_over(
            "parent", _("Its variations are products, and this is their family.")
        )
    kept = notes.get(f"parent {sku}")
    return _product(line, kept if isinstance(kept, dict) else {})


def _product(line: Line, parent: dict[str, Any]) -> Outcome:
    price, currency = price_of(line)
    more = _more_attributes(line)
    brand = first_filled(line.text("brand"), more.get("brand", more.get("manufacturer", MISSING)))
    online = line.flag("online", words=_ONLINE)
    available = line.flag("in_stock", words=_IN_STOCK)
    pictures = _pictures(line) or tuple(
        PictureReference(str(source), str(alt)) for source, alt in parent.get("pictures", [])
    )
    attributes = line.filled_attributes()
    attributes.update({name: text for name, text in more.items() if not _INTERNAL.fullmatch(name)})
    row = ProductRow(
        sku=line.plain("sku"),
        lines=(line.number,),
        name=first_filled(line.text("name"), parent.get("name", MISSING)),
        slug=line.plain("slug") or MISSING,
        description=first_filled(
            line.text("description"),
            line.text("short_description"),
            parent.get("description", MISSING),
            parent.get("short_description", MISSING),
        ),
        price=price,
        currency=currency,
        category=_category(line, parent),
        brand=brand,
        family=parent.get("family") or MISSING,
        attributes=attributes,
        stock=stock_of(line),
        in_stock=MISSING if available is None else available,
        is_published=MISSING if online is None else online,
        pictures=pictures if line.has("pictures") or line.has("more_pictures") else MISSING,
    )
    return finish(row, line)


def _category(line: Line, parent: dict[str, Any]) -> tuple[str, ...] | Missing:
    """Default Category/Gear/Bags,Default Category/New -> Gear, Bags; without any it stays."""
    text = line.plain("category") or parent.get("categories", "")
    # A slash or comma that is part of a name is written \/ and \,
    paths = [
        [name.replace("\\/", "/").strip() for name in re.split(r"(?<!\\)/", path)]
        for path in re.split(r"(?<!\\),", text)
    ]
    names = [
        tuple(
            name.replace("\\,", ",")
            for level, name in enumerate(path)
            if name and not (level == 0 and name.casefold() == ROOT)
        )
        for path in paths
    ]
    return deepest(names, line) or MISSING


def _more_attributes(line: Line) -> dict[str, str]:
    """color=Blue,size=XS -> {"color": "Blue", "size": "XS"}; several values are Red|Blue there."""
    pairs = (pair.partition("=") for pair in _PAIRS.split(line.plain("attributes")))
    return {
        name.strip(): value.strip().removeprefix('"').removesuffix('"').replace('""', '"')
        for name, _equals, value in pairs
        if name.strip() and value.strip()
    }


def _variations(line: Line) -> list[str]:
    """sku=A-XS,size=XS|sku=A-S,size=S -> the folded SKUs."""
    found = (
        pair.partition("=")
        for variation in line.plain("variations").split("|")
        for pair in variation.split(",")
    )
    return [fold_sku(value) for name, _equals, value in found if name.strip() == "sku"]


def _pictures(line: Line) -> tuple[PictureReference, ...]:
    """The base picture first; the small ones and the swatch show the same."""
    base = [line.plain("pictures"), *line.plain("more_pictures").split(",")]
    labels = [line.plain("label"), *line.plain("more_labels").split(",")]
    has_labels = line.has("label") or line.has("more_labels")
    sources = ["" if source.strip() == _NO_PICTURE else source for source in base]
    return pictures_of(sources, labels if has_labels else MISSING)


FORMAT = Format(
    name="magento",
    label=_("Magento 2 products (CSV)"),
    marks=(
        frozenset({"sku", "product type", "attribute set code"}),
        frozenset({"sku", "product type", "categories"}),
        frozenset({"sku", "store view code"}),
        frozenset({"sku", "additional attributes"}),
    ),
    columns={
        **{"sku": "sku", "store view code": "store", "product type": "type", "name": "name"},
        **{"categories": "category", "description": "description"},
        **{"short description": "short_description", "product online": "online"},
        **{"price": "price", "special price": "sale_price", "url key": "slug"},
        **{"special price from date": "sale_starts", "special price to date": "sale_ends"},
        **{"base image": "pictures", "base image label": "label"},
        **{"additional images": "more_pictures", "additional image labels": "more_labels"},
        **{"additional attributes": "attributes", "manufacturer": "brand", "brand": "brand"},
        **{"qty": "stock", "is in stock": "in_stock", "configurable variations": "variations"},
    },
    read=read,
)
