"""A part of a picture, as shares of its sides, and how sure the shop is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

Rectangle = tuple[float, float, float, float]
"""x, y, width, height as shares of the picture's sides, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where a thing is: shares of the upright picture's width and height, 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    score: float  # 0 to 1: how sure it is that there is a thing

    @property
    def sides(self) -> Rectangle:
        """x, y, width, height."""
        return self.x, self.y, self.width, self.height

    @property
    def area(self) -> float:
        """Share of the picture that it covers, 0 to 1."""
        return self.width * self.height


def around(parts: Sequence[Rectangle]) -> Rectangle:
    """The smallest box that all of these lie in."""
    x, y = min(part[0] for part in parts), min(part[1] for part in parts)
    right = max(part[0] + part[2] for part in parts)
    bottom = max(part[1] + part[3] for part in parts)
    return x, y, round(right - x, 4), round(bottom - y, 4)


def pixels_of(sides: Rectangle, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels of a picture; at least one pixel each way."""
    x, y, width, height = sides
    left = min(round(x * size[0]), size[0] - 1)
    top = min(round(y * size[1]), size[1] - 1)
    right = min(max(round((x + width) * size[0]), left + 1), size[0])
    bottom = min(max(round((y + height) * size[1]), top + 1), size[1])
    return left, top, right, bottom


def crop(image: Image.Image, sides: Rectangle) -> Image.Image:
    """That part of a picture, and nothing else of it."""
    return image.crop(pixels_of(sides, image.size))
