"""A heat map as the template draws it: cells on a picture, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.pipeline import Heat

_LEAST_SHOWN = 0.02
_MOST_OPAQUE = 0.85


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A rectangle on a picture, px."""

    x: float
    y: float
    width: float
    height: float
    opacity: float
    kind: str
    """more or less: whether it makes the pictures more alike, or less."""
    percent: float
    """Of the cosine that is shown."""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One picture with its cells."""

    name: str
    address: str
    width: int
    height: int
    rows: list[list[Cell]]
    frame: Cell | None
    """What the encoder saw, where that is not all of the picture."""

    @property
    def strongest(self) -> tuple[int, int, float]:
        """Row and column, from 1, of what adds most, and how many percent."""
        found = max(
            (cell.percent, -row, -column)
            for row, cells in enumerate(self.rows, start=1)
            for column, cell in enumerate(cells, start=1)
        )
        return -found[1], -found[2], found[0]


def draw(
    heat: Heat,
    *,
    name: str,
    address: str,
    size: tuple[int, int],
    most: float,
    cosine: float,
) -> Drawn:
    """Lay a heat map on a picture. most: what is drawn strongest, by which both are measured."""
    left, top, wide, high = heat.frame
    width, height = size
    cell = (wide * width / heat.columns, high * height / heat.rows)
    corner = (left * width, top * height)
    rows = [
        [
            _cell(heat.values[row * heat.columns + column], row, column, corner, cell, most, cosine)
            for column in range(heat.columns)
        ]
        for row in range(heat.rows)
    ]
    seen = _frame(heat, size) if (left, top) != (0.0, 0.0) and left >= 0 and top >= 0 else None
    return Drawn(name=name, address=address, width=width, height=height, rows=rows, frame=seen)


def strongest_of(heats: Sequence[Heat]) -> float:
    """The largest number of any cell, whichever its sign; 1 where all are 0."""
    return max((abs(value) for heat in heats for value in heat.values), default=0.0) or 1.0


def _cell(
    value: float,
    row: int,
    column: int,
    corner: tuple[float, float],
    size: tuple[float, float],
    most: float,
    cosine: float,
) -> Cell:
    strength = abs(value) / most
    return Cell(
        x=round(corner[0] + column * size[0], 2),
        y=round(corner[1] + row * size[1], 2),
        width=round(size[0], 2),
        height=round(size[1], 2),
        opacity=round(_MOST_OPAQUE * strength, 3) if strength >= _LEAST_SHOWN else 0.0,
        kind="more" if value >= 0 else "less",
        percent=round(100 * value / cosine, 1) if cosine else 0.0,
    )


def _frame(heat: Heat, size: tuple[int, int]) -> Cell:
    left, top, wide, high = heat.frame
    return Cell(
        x=round(left * size[0], 2),
        y=round(top * size[1], 2),
        width=round(wide * size[0], 2),
        height=round(high * size[1], 2),
        opacity=0.0,
        kind="frame",
        percent=0.0,
    )
