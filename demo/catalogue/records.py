"""What the demo catalogue is made of: categories, products and the pictures to draw of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class DemoCategory:
    """A category of the demo shop; some stand in a department (the parent)."""

    slug: str
    name: str
    parent_slug: str | None
    description: str


@dataclass(frozen=True)
class DemoPicture:
    """One picture to be drawn: what it shows, in words, and from where it is seen."""

    alt: str
    view: str


@dataclass(frozen=True)
class Design:
    """What a product looks like: everything that the drawing rooms need to know."""

    shape: str
    pattern: str
    colour: str


@dataclass(frozen=True)
class DemoProduct:
    """An article of the demo shop, ready to be put into the catalogue."""

    sku: str
    slug: str
    name: str
    brand: str
    category_slug: str
    description: str
    price: Decimal
    stock: int
    attributes: dict[str, str]
    family: str
    pictures: tuple[DemoPicture, ...]
    design: Design
