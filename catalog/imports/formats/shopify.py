"""Shopify's product CSV: several lines a product, one for each variant and for each picture.

Columns by https://help.shopify.com/en/manual/products/import-export/using-csv, which has had two
sets of names: Handle, Variant SKU, Image Src; and URL handle, SKU, Product image URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.base import Format
from catalog.imports.formats.cells import split_path
from catalog.imports.formats.fields import price_of, stock_of
from catalog.imports.formats.finishing import finish
from catalog.imports.formats.line import Line
from catalog.imports.formats.source import Source
from catalog.imports.mapping import ATTRIBUTE
from catalog.imports.rows import (
    MISSING,
    Attributes,
    Missing,
    Outcome,
    PictureReference,
    ProductRow,
    RefusedRow,
)

MAX_LINES = 5_000
"""Of one product; Shopify allows 2,048 variants and 250 pictures."""
_OPTIONS = (1, 2, 3)


def read(source: Source) -> Iterator[Outcome]:
    """Lines that follow each other with one handle are one product; its variants are a family."""
    group: list[Line] = []
    for line in source.all_lines():
        if isinstance(line, RefusedRow):
            yield line
            continue
        if group and line.plain("handle") != group[0].plain("handle"):
            yield from _variants(group)
            group = []
        if not group:
            source.hold(line)
        group.append(line)
        if len(group) > MAX_LINES:
            line.refuse("too_many_lines", _("A product has more than 5,000 lines."))
            yield finish(ProductRow(sku=line.plain("sku"), lines=(line.number,)), line)
            group.pop()
    if group:
        yield from _variants(group)


def _variants(group: Sequence[Line]) -> Iterator[Outcome]:
    head = group[0]
    handle = head.plain("handle")
    product = _shared(group)
    shared_problems, head.problems = head.problems, []
    variants = [line for line in group if _is_variant(line)] or [head]
    names = [head.plain(f"option{number}_name") for number in _OPTIONS]
    pictures = _pictures(group)
    of_variants = {line.plain("variant_picture") for line in variants} - {""}
    for line in variants:
        line.problems = [*shared_problems, *line.problems]
        options = _options(line, names)
        price, currency = price_of(line)
        row = replace(
            product,
            sku=_sku(line, handle, options),
            name=_name(product, options),
            slug=(handle or MISSING) if line is variants[0] else MISSING,
            price=price,
            currency=currency,
            family="" if len(variants) == 1 else handle,
            attributes={**product.attributes, **options},
            stock=_stock(line),
            pictures=_of_variant(line, pictures, of_variants)
            if head.has("picture") or head.has("variant_picture")
            else MISSING,
        )
        yield finish(row, line, beside=group)


def _shared(group: Sequence[Line]) -> ProductRow:
    """What the first line says of all variants."""
    head = group[0]
    if head.text("name") == "" and not _is_variant(head):
        head.refuse(
            "scattered",
            _("The lines of %(value)s do not stand together, or its first one is missing."),
            meaning="handle",
            value=head.plain("handle"),
        )
    return ProductRow(
        sku="",
        lines=(head.number,),
        name=head.text("name"),
        description=head.text("description"),
        category=_category(head),
        brand=head.text("brand"),
        attributes=head.filled_attributes(),
        is_published=_is_published(head),
    )


def _is_variant(line: Line) -> bool:
    return any(line.plain(meaning) for meaning in ("sku", "option1_value", "price"))


def _options(line: Line, names: Sequence[str]) -> Attributes:
    """{"Colour": "Red"}; a product without options has one that says Title: Default Title."""
    return {
        name: value
        for number, name in zip(_OPTIONS, names, strict=True)
        if name
        and (value := line.plain(f"option{number}_value"))
        and (name.casefold(), value.casefold()) != ("title", "default title")
    }


def _sku(line: Line, handle: str, options: Attributes) -> str:
    """Shopify can do without SKUs; then it is made of the handle and the variant's options."""
    sku = line.plain("sku")
    if sku or not handle:
        return sku
    made = "-".join([handle, *(re.sub(r"\s+", "-", str(value)) for value in options.values())])
    line.tell("sku_made", _("It has no SKU, so it is called %(sku)s here."), sku=made)
    return made


def _name(product: ProductRow, options: Attributes) -> str | Missing:
    if not product.name or product.name is MISSING or not options:
        return product.name
    return f"{product.name} – {' / '.join(str(value) for value in options.values())}"


def _category(head: Line) -> tuple[str, ...] | Missing:
    """Shopify's taxonomy, or else the shop's own type; without either the product stays."""
    path = split_path(head.plain("category"))
    return path or ((head.plain("type"),) if head.plain("type") else MISSING)


def _stock(line: Line) -> int | Missing:
    """Without a tracker Shopify does not count."""
    if line.has("tracker") and not line.plain("tracker"):
        return MISSING
    return stock_of(line)


def _is_published(head: Line) -> bool | Missing:
    """An empty cell publishes; a draft is not published whatever else is said."""
    flags = [head.flag(meaning) for meaning in ("status", "published") if head.has(meaning)]
    return all(flag is not False for flag in flags) if flags else MISSING


def _pictures(group: Sequence[Line]) -> list[PictureReference]:
    placed = []
    for order, line in enumerate(group):
        if source := line.plain("picture"):
            digits = line.plain("picture_position")
            place = int(digits) if digits.isdecimal() and len(digits) < 6 else order
            placed.append((place, order, PictureReference(source, line.text("picture_alts"))))
    return [picture for _place, _order, picture in sorted(placed, key=lambda each: each[:2])]


def _of_variant(
    line: Line, pictures: Sequence[PictureReference], of_variants: set[str]
) -> tuple[PictureReference, ...]:
    """A variant's own picture first, and none of those that show another variant."""
    own = line.plain("variant_picture")
    alts = {picture.source: picture.alt for picture in pictures}
    first = [PictureReference(own, alts.get(own, MISSING))] if own else []
    rest = [each for each in pictures if each.source not in of_variants] if own else list(pictures)
    return tuple({each.source: each for each in (*first, *rest)}.values())


FORMAT = Format(
    name="shopify",
    label=_("Shopify products (CSV)"),
    marks=(
        frozenset({"handle", "title", "variant price"}),
        frozenset({"handle", "variant sku"}),
        frozenset({"handle", "title", "image src"}),
        frozenset({"title", "url handle"}),
    ),
    columns={
        **{"handle": "handle", "url handle": "handle", "title": "name"},
        **{"body (html)": "description", "description": "description", "vendor": "brand"},
        **{"product category": "category", "type": "type", "status": "status"},
        **{"published": "published", "published on online store": "published"},
        **{"variant sku": "sku", "sku": "sku", "variant price": "price", "price": "price"},
        **{"variant inventory tracker": "tracker", "inventory tracker": "tracker"},
        **{"variant inventory qty": "stock", "inventory quantity": "stock"},
        **{"image src": "picture", "product image url": "picture"},
        **{"image position": "picture_position", "image alt text": "picture_alts"},
        **{"variant image": "variant_picture", "variant image url": "variant_picture"},
    },
    patterns=(
        (re.compile(r"option([123]) (name|value)"), r"option\1_\2"),
        # Metafields, which Shopify exports as "Color (product.metafields.shopify.color-pattern)".
        (re.compile(r"(.+?) \(product\.metafields\..+\)"), rf"{ATTRIBUTE}\1"),
    ),
    read=read,
)
