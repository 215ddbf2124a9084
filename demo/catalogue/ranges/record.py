"""How a range is written down: its pieces, and the families made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A shape as merchandise: what it is, of what, how large, for how much, and how to keep it."""

    shape: str
    story: str
    material: str
    size: str
    price: int
    care: str


@dataclass(frozen=True)
class Family:
    """One design in several colours; the colours are names from the palette, in the order shown."""

    line: str
    shape: str
    pattern: str
    colours: str


@dataclass(frozen=True)
class Range:
    """All that one category sells; `made` is how a pattern gets on these pieces ("glazed")."""

    category: str
    code: str
    brands: tuple[str, ...]
    made: str
    pieces: tuple[Piece, ...]
    families: tuple[Family, ...]
