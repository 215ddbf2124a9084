"""Where values lie in a drawing, and which of them its axis names."""

from __future__ import annotations

from math import ceil, floor, log10

WIDTH, HEIGHT = 420, 150
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 12, 26
"""Room for the words beside the drawing, in its own units."""


def nice_top(most: float) -> float:
    """The top of an axis: 1, 2 or 5 times a power of ten, at least 1 for an axis of nothing."""
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most * (1 - 1e-9))


def place_y(value: float, top: float) -> float:
    """How far from the upper edge."""
    share = min(1.0, max(0.0, value / top))
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def place_x(share: float) -> float:
    """share: 0 at the left end of the axis, 1 at the right."""
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def few_of(count: int, *, most: int) -> list[int]:
    """At which places of so many words stand, from the first on, so that none meets another."""
    step = max(1, ceil(count / most))
    return list(range(0, count, step))
