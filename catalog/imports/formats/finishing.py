"""The last look at a row: whether the catalogue has room for what a format made of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from catalog.descriptions.visible import is_visible
from catalog.imports.formats.line import Line
from catalog.imports.rows import MISSING, Missing, ProductRow, RefusedRow
from catalog.imports.skus import clean_sku
from catalog.imports.translated import field_and_language
from catalog.models import Category, Product, ProductImage

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
MAX_PICTURES = 100
"""Of one product."""
MAX_SOURCE = 2_000
"""Bytes of an address or a path of a picture, as UTF-8; no index holds more than 2,704."""
MAX_DEPTH = 32
"""Categories inside each other."""
MAX_ATTRIBUTE_NAME = 120


def finish(row: ProductRow, line: Line, *, beside: Sequence[Line] = ()) -> ProductRow | RefusedRow:
    """The row with what was noted about its line, or its refusal with every reason.

    beside: all lines that have to be sent again for this row to be read again.
    """
    sku = clean_sku(row.sku)
    if sku != row.sku.strip():
        line.tell("sku_cleaned", _("The SKU %(sku)s held characters that cannot be seen."), sku=sku)
    if line.date_in("sku"):
        line.refuse(
            "date",
            _(
                "%(column)s is a date in the spreadsheet: %(value)s. Format the column as text and "
                "type the SKU again."
            ),
            meaning="sku",
            value=row.sku,
        )
    if not sku:
        line.refuse("empty", _("The %(column)s is empty."), meaning="sku")
    row = replace(row, sku=sku)
    for field in ("sku", "name", "slug", "brand", "family"):
        _check_length(line, field, getattr(row, field), meaning=field)
    for meaning, text in row.texts.items():
        if field_and_language(meaning)[0] == "name":
            _check_length(line, "name", text, meaning=meaning)
    _check_nameable(line, row)
    _check_category(line, row)
    _check_pictures(line, row)
    for name in row.attributes:
        if not 0 < len(name) <= MAX_ATTRIBUTE_NAME:
            line.refuse(
                "too_long", _("The name of an attribute is too long: %(value)s."), value=name
            )
    row = replace(
        row,
        lines=(line.number,),
        notices=tuple(line.notices),
        records=tuple(each.record for each in beside or (line,)),
    )
    return row.refused(*line.problems) if line.problems else row


def _longest(model: type[Model], field: str) -> int:
    """Characters that the catalogue keeps of a field."""
    return int(getattr(model._meta.get_field(field), "max_length", 0))


def _check_length(line: Line, field: str, value: str | Missing, *, meaning: str) -> None:
    most = _longest(Product, field)
    if value is not MISSING and len(value) > most:
        line.refuse(
            "too_long",
            _("%(column)s has %(length)s characters; at most %(most)s: %(value)s"),
            meaning=meaning,
            value=value,
            length=len(value),
            most=most,
        )


def _check_nameable(line: Line, row: ProductRow) -> None:
    if row.name is not MISSING and not is_visible(row.name):
        line.refuse("empty", _("The %(column)s is empty."), meaning="name")
    if row.slug is not MISSING and not _SLUG.fullmatch(row.slug):
        line.refuse(
            "slug",
            _("%(column)s may hold letters, digits, - and _ only: %(value)s."),
            meaning="slug",
            value=row.slug,
        )


def _check_category(line: Line, row: ProductRow) -> None:
    if row.category is MISSING:
        return
    most, meaning = _longest(Category, "name"), "category"
    if not row.category:
        line.refuse("empty", _("The %(column)s is empty."), meaning=meaning)
    if len(row.category) > MAX_DEPTH or not all(
        len(each) <= most and is_visible(each) for each in row.category
    ):
        line.refuse(
            "too_long",
            _("%(column)s is too deep, or a name in it is empty or too long: %(value)s."),
            meaning=meaning,
            value=" > ".join(row.category),
        )


def _check_pictures(line: Line, row: ProductRow) -> None:
    if row.pictures is MISSING:
        return
    meaning = "pictures"
    most = _longest(ProductImage, "alt")
    if len(row.pictures) > MAX_PICTURES:
        line.refuse(
            "too_many_pictures",
            _("%(column)s names %(pictures)s pictures; at most %(most)s."),
            meaning=meaning,
            pictures=len(row.pictures),
            most=MAX_PICTURES,
        )
    for picture in row.pictures:
        if len(picture.source.encode(errors="replace")) > MAX_SOURCE:
            line.refuse(
                "too_long",
                _("An address in %(column)s is too long: %(value)s."),
                meaning=meaning,
                value=picture.source,
            )
        if picture.alt is not MISSING and len(picture.alt) > most:
            line.refuse(
                "too_long",
                _("The description of a picture has more than %(most)s characters: %(value)s"),
                meaning="picture_alts",
                value=picture.alt,
                most=most,
            )
