"""Outlines: the lines along which shapes are cut, as (N, 2) arrays of points.

Shapes are drawn on a sheet of 1000 x 1000 units, x to the right and y down, whatever size the
picture will have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Outline = NDArray[np.float64]

_STEPS = 18  # points on one curved piece: smooth at twice the size of the sheet


def ellipse(
    cx: float, cy: float, rx: float, ry: float, *, start: float = 0, end: float = 360
) -> Outline:
    """An oval, or an arc of it; degrees run clockwise from three o'clock."""
    count = max(8, int(abs(end - start) / 5))
    angle = np.radians(np.linspace(start, end, count + 1))
    return np.stack([cx + rx * np.cos(angle), cy + ry * np.sin(angle)], axis=1)


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> Outline:
    """A rectangle with round corners."""
    corners = (
        (x1 - radius, y0 + radius, -90),
        (x1 - radius, y1 - radius, 0),
        (x0 + radius, y1 - radius, 90),
        (x0 + radius, y0 + radius, 180),
    )
    return np.concatenate(
        [ellipse(x, y, radius, radius, start=at, end=at + 90) for x, y, at in corners]
    )


def polygon(*points: tuple[float, float]) -> Outline:
    """A shape with straight sides."""
    return np.array(points, dtype=float)


def mirrored(half: Outline, cx: float = 500) -> Outline:
    """A symmetrical shape from its right half, listed from top to bottom."""
    return np.concatenate([half, (half * (-1, 1) + (2 * cx, 0))[::-1]])


def spline(points: Sequence[tuple[float, float]], *, closed: bool = False) -> Outline:
    """A soft line through all points (uniform Catmull-Rom)."""
    knots = np.array(points, dtype=float)
    ring = (
        np.concatenate([knots[-1:], knots, knots[:2]])
        if closed
        else np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    )
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    p0, p1, p2, p3 = (ring[i : len(ring) - 3 + i, None] for i in range(4))
    pieces = 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    line = pieces.reshape(-1, 2)
    return line if closed else np.concatenate([line, knots[-1:]])


@lru_cache(maxsize=512)
def path(commands: str) -> Outline:
    """An outline in the notation of SVG paths: M, L, Q, C with absolute numbers, Z to close."""
    points: list[Outline] = []
    for letter, numbers in _commands(commands):
        stops = np.array(numbers, dtype=float).reshape(-1, 2)
        if letter in "ML":
            points.append(stops)
            continue
        degree = 2 if letter == "Q" else 3
        for i in range(0, len(stops), degree):
            points.append(_bezier(np.concatenate([points[-1][-1:], stops[i : i + degree]])))
    return np.concatenate(points)


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    letter = ""
    numbers: list[float] = []
    for word in text.replace(",", " ").split():
        if word.isalpha():
            if letter and numbers:
                yield letter, numbers
            letter, numbers = word, []
        else:
            numbers.append(float(word))
    if letter and numbers:
        yield letter, numbers


def _bezier(knots: Outline) -> Outline:
    t = np.linspace(0, 1, _STEPS + 1)[1:, None]
    if len(knots) == 3:
        a, b, c = knots
        curve: Outline = a * (1 - t) ** 2 + 2 * b * t * (1 - t) + c * t**2
        return curve
    a, b, c, d = knots
    curve = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
    return curve
