"""Google Merchant feeds, as XML and as tab-separated text.

By the product data specification: https://support.google.com/merchants/answer/7052112
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.base import Format
from catalog.imports.formats.cells import split_path
from catalog.imports.formats.fields import deepest, pictures_of, price_of
from catalog.imports.formats.finishing import finish
from catalog.imports.formats.line import Line
from catalog.imports.formats.source import Source
from catalog.imports.mapping import ATTRIBUTE
from catalog.imports.rows import MISSING, Missing, Outcome, ProductRow, RefusedRow

_AVAILABILITY = {
    **dict.fromkeys(("in stock", "in_stock", "available for order", "limited availability"), True),
    **dict.fromkeys(("out of stock", "out_of_stock", "preorder", "pre-order"), False),
    **dict.fromkeys(("backorder", "back order", "back_order", "discontinued"), False),
}
ATTRIBUTES = {
    "color": "colour",
    "size": "size",
    "material": "material",
    "pattern": "pattern",
    "gender": "gender",
    "age_group": "age group",
}
"""Google's names -> the product's attributes."""
# Between addresses, which may have commas of their own.
_BETWEEN = re.compile(r"[\s,]+(?=https?://)", re.IGNORECASE)


def read(source: Source) -> Iterator[Outcome]:
    """Each item is a product; those of one item_group_id are a family."""
    for line in source.all_lines():
        yield line if isinstance(line, RefusedRow) else _product(line)


def _product(line: Line) -> Outcome:
    price, currency = price_of(line)
    available = line.flag("availability", words=_AVAILABILITY)
    more = [each for text in line.texts("more_pictures") for each in _BETWEEN.split(text)]
    pictures = pictures_of([line.plain("pictures"), *more])
    row = ProductRow(
        sku=line.plain("sku"),
        lines=(line.number,),
        name=line.text("name"),
        description=line.text("description"),
        price=price,
        currency=currency,
        category=_category(line),
        brand=line.text("brand"),
        family=line.text("family"),
        attributes=line.attributes(),
        in_stock=MISSING if available is None else available,
        pictures=pictures if line.has("pictures") else MISSING,
    )
    return finish(row, line)


def _category(line: Line) -> tuple[str, ...] | Missing:
    """The shop's own path; Google's, unless that is but a number, where there is none."""
    text = line.plain("category")
    paths = text.split("\n") if line.layout.kind == "xml" else _split_paths(text)
    own = [split_path(path) for path in paths]
    googles = line.plain("google_category")
    path = deepest(own, line) or (() if googles.isdecimal() else split_path(googles))
    # Neither is required; without one the product stays where it is.
    return path or MISSING


def _split_paths(text: str) -> list[str]:
    """A > B, C > D -> both paths; a comma within a name has no path on one of its sides."""
    paths = [""]
    for part in text.split(","):
        if ">" in paths[-1] and ">" in part:
            paths.append(part)
        else:
            paths[-1] += f",{part}" if paths[-1] else part
    return paths


FORMAT = Format(
    name="google",
    label=_("Google Merchant feed (XML or TSV)"),
    marks=(
        frozenset({"id", "title", "image link"}),
        frozenset({"id", "title", "availability"}),
        frozenset({"id", "price", "availability"}),
    ),
    columns={
        "id": "sku",
        "title": "name",
        "description": "description",
        "price": "price",
        "sale price": "sale_price",
        "sale price effective date": "sale_starts",
        "availability": "availability",
        "brand": "brand",
        "product type": "category",
        "google product category": "google_category",
        "item group id": "family",
        "image link": "pictures",
        "additional image link": "more_pictures",
        **{google.replace("_", " "): f"{ATTRIBUTE}{ours}" for google, ours in ATTRIBUTES.items()},
    },
    read=read,
)
