"""The assortment: every family in each of its colours, named, priced, described and pictured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from zlib import crc32

from demo.catalogue.ranges import RANGES, Family, Piece, Range
from demo.catalogue.records import DemoPicture, DemoProduct, Design
from demo.catalogue.words import describe_pattern

_SOLD_OUT_IN_100 = 6
_VIEW_WORDS = {
    "front": "seen from the front",
    "angle": "seen from another side",
    "detail": "close-up",
    "styled": "on a coloured set",
}


@lru_cache(maxsize=1)
def _assortment() -> tuple[DemoProduct, ...]:
    # From every range in turn, so that the shop is a mixed one from its first minute, and so is
    # what it calls new.
    entries = sorted(
        (entry for range_ in RANGES for entry in _entries(range_)), key=itemgetter(0, 1)
    )
    return tuple(product for _, _, product in entries)


def demo_products() -> list[DemoProduct]:
    """All products of the demo shop, the same ones at every call."""
    return list(_assortment())


def _entries(range_: Range) -> Iterator[tuple[int, int, DemoProduct]]:
    """Each product after its place in its family and the family's in its range."""
    pieces = {piece.shape: piece for piece in range_.pieces}
    for number, family in enumerate(range_.families, start=1):
        code = f"{range_.code}-{number:02d}"
        brand = range_.brands[number % len(range_.brands)]
        for position, colour in enumerate(family.colours.split()):
            piece = pieces[family.shape]
            product = _product(range_, family, piece, code, brand, colour, position)
            yield position, number, product


def _product(
    range_: Range,
    family: Family,
    piece: Piece,
    code: str,
    brand: str,
    colour: str,
    position: int,
) -> DemoProduct:
    sku = f"{code}-{colour[:3].upper()}"
    look = colour if family.pattern == "plain" else f"{colour} {family.pattern}"
    name = f"{family.line} {family.shape}, {look}"
    return DemoProduct(
        sku=sku,
        slug=re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        name=name,
        brand=brand,
        category_slug=range_.category,
        description=" ".join(
            (piece.story, describe_pattern(family.pattern, colour, range_.made), _closing(piece))
        ),
        price=_price(piece, family),
        stock=_stock(sku),
        attributes={
            "colour": colour,
            "pattern": family.pattern,
            "material": piece.material,
            "shape": family.shape,
            "size": piece.size,
        },
        family=code,
        pictures=tuple(
            DemoPicture(f"{name}, {_VIEW_WORDS[view]}", view) for view in _views(sku, position)
        ),
        design=Design(family.shape, family.pattern, colour),
    )


def _closing(piece: Piece) -> str:
    return f"{piece.material[0].upper()}{piece.material[1:]}, {piece.size}. {piece.care}"


def _price(piece: Piece, family: Family) -> Decimal:
    """A pattern costs a tenth more than none, a whole number less five cents."""
    whole = piece.price if family.pattern == "plain" else round(piece.price * 1.1)
    return Decimal(whole) - Decimal("0.05")


def _stock(sku: str) -> int:
    draw = crc32(sku.encode())
    return 0 if draw % 100 < _SOLD_OUT_IN_100 else 2 + draw // 100 % 58


def _views(sku: str, position: int) -> list[str]:
    """The first colour of a family is shown from all sides, some of the others from two."""
    draw = crc32(sku.encode()) >> 8
    if position == 0:
        return ["front", "angle", "detail", *(["styled"] if draw % 3 else [])]
    return ["front", *([], ["angle"], [], ["styled"], ["detail"], [])[draw % 6]]
