"""Patterns: square tiles of two or three colours that repeat without a seam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from demo.catalogue.palette import COLOURWAYS, Colour, Colourway

TILE_UNITS = 320.0  # side of a tile at scale 1
_OVER = 2  # tiles are drawn this many times larger and averaged down
Point = tuple[float, float]


class TileBrush:
    """Paints on a tile in numbers from 0 to 1; what leaves at one side comes in at the other."""

    def __init__(self, size: int, colourway: Colourway) -> None:
        self.ground, self.ink, self.accent = colourway.ground, colourway.ink, colourway.accent
        self._size = size * _OVER
        self.image = Image.new("RGB", (self._size, self._size), self.ground)
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a shape, and again wherever it hangs over the edge."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        for dx in _wraps(min(xs), max(xs)):
            for dy in _wraps(min(ys), max(ys)):
                moved = [((x + dx) * self._size, (y + dy) * self._size) for x, y in points]
                self._draw.polygon(moved, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        self.oval(x, y, radius, radius, 0, colour)

    def oval(
        self, x: float, y: float, rx: float, ry: float, degrees: float, colour: Colour
    ) -> None:
        """Fill an oval turned by some degrees."""
        t = np.linspace(0, 2 * np.pi, 32, endpoint=False)
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        px, py = rx * np.cos(t), ry * np.sin(t)
        self.polygon(list(zip(x + px * c - py * s, y + px * s + py * c, strict=True)), colour)

    def rows(self, *edges: tuple[float, float, Colour]) -> None:
        """Fill level bands from one height to another."""
        for top, bottom, colour in edges:
            self._draw.rectangle(
                (0, top * self._size, self._size, bottom * self._size - 1), fill=colour
            )

    def columns(self, *edges: tuple[float, float, Colour]) -> None:
        """Fill upright bands from one side to another."""
        for left, right, colour in edges:
            self._draw.rectangle(
                (left * self._size, 0, right * self._size - 1, self._size), fill=colour
            )


Painter = Callable[[TileBrush], None]
PATTERNS: dict[str, Painter] = {}


def pattern(name: str) -> Callable[[Painter], Painter]:
    """Put a painter on the list of patterns under the name that shoppers read."""

    def register(painter: Painter) -> Painter:
        PATTERNS[name] = painter
        return painter

    return register


@lru_cache(maxsize=16)
def tile(name: str, colour: str, size: int) -> NDArray[np.uint32]:
    """Paint a tile: (size, size) of packed RGBX, so that one look-up fetches a whole colour."""
    brush = TileBrush(size, COLOURWAYS[colour])
    PATTERNS[name](brush)
    rgbx = brush.image.reduce(_OVER).convert("RGBA")
    return np.asarray(rgbx).view(np.uint32)[..., 0]


def _wraps(low: float, high: float) -> list[int]:
    return [d for d in (-1, 0, 1) if high + d > 0 and low + d < 1]
