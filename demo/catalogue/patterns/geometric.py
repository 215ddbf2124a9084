"""Patterns made with a ruler: bands, checks, zigzags, diamonds."""

from __future__ import annotations

import itertools

from demo.catalogue.palette import mix
from demo.catalogue.patterns.tiles import TileBrush, pattern


@pattern("plain")
def paint_plain(brush: TileBrush) -> None:
    """One colour."""


@pattern("stripes")
def paint_stripes(brush: TileBrush) -> None:
    """Even level stripes."""
    brush.rows(*((i / 4, i / 4 + 0.125, brush.ink) for i in range(4)))


@pattern("fine stripes")
def paint_fine_stripes(brush: TileBrush) -> None:
    """Thin level lines, far apart."""
    brush.rows(*((i / 6 + 0.05, i / 6 + 0.092, brush.ink) for i in range(6)))


@pattern("pinstripes")
def paint_pinstripes(brush: TileBrush) -> None:
    """Thin upright lines."""
    brush.columns(*((i / 8 + 0.04, i / 8 + 0.07, brush.ink) for i in range(8)))


@pattern("bands")
def paint_bands(brush: TileBrush) -> None:
    """Bands of unequal height in three colours."""
    brush.rows(
        (0.04, 0.24, brush.ink),
        (0.30, 0.35, brush.accent),
        (0.52, 0.62, brush.accent),
        (0.62, 0.72, brush.ink),
        (0.86, 0.90, brush.ink),
    )


@pattern("zigzag")
def paint_zigzag(brush: TileBrush) -> None:
    """Chevrons in level rows."""
    for row in range(4):
        _zigzag(brush, row / 4, 0.095, brush.accent if row % 4 == 2 else brush.ink)


def _zigzag(brush: TileBrush, top: float, height: float, colour: tuple[int, int, int]) -> None:
    teeth, rise = 4, 0.11
    for i in range(teeth):
        x0, x1, x2 = i / teeth, (i + 0.5) / teeth, (i + 1) / teeth
        upper = [(x0, top), (x1, top + rise), (x2, top)]
        lower = [(x, y + height) for x, y in reversed(upper)]
        brush.polygon(upper + lower, colour)


@pattern("gingham")
def paint_gingham(brush: TileBrush) -> None:
    """Small checks, as woven from two threads."""
    half = mix(brush.ground, brush.ink, 0.5)
    cell = 1 / 8
    for i in range(0, 8, 2):
        brush.rows((i * cell, (i + 1) * cell, half))
    for i in range(0, 8, 2):
        brush.columns((i * cell, (i + 1) * cell, half))
    for i in range(0, 8, 2):
        for j in range(0, 8, 2):
            x, y = i * cell, j * cell
            corners = [(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)]
            brush.polygon(corners, brush.ink)


_SETT: tuple[tuple[float, float, str, float], ...] = (
    (0.00, 0.20, "ink", 0.55),
    (0.28, 0.32, "accent", 0.9),
    (0.44, 0.52, "ink", 0.4),
)
_SETT += ((0.60, 0.64, "accent", 0.9), (0.72, 0.76, "ink", 0.75))


@pattern("tartan")
def paint_tartan(brush: TileBrush) -> None:
    """A checked cloth: one sett of bands, woven both ways."""
    threads = {"ink": brush.ink, "accent": brush.accent}
    cuts = sorted({edge for band in _SETT for edge in band[:2]} | {0.0, 1.0})
    spans = list(itertools.pairwise(cuts))
    for x0, x1 in spans:
        for y0, y1 in spans:
            colour = brush.ground
            for at in ((y0 + y1) / 2, (x0 + x1) / 2):
                for low, high, thread, share in _SETT:
                    if low < at < high:
                        colour = mix(colour, threads[thread], share * 0.7)
            brush.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)


@pattern("argyle")
def paint_argyle(brush: TileBrush) -> None:
    """Diamonds with crossing lines."""
    for i, j in ((0, 0), (1, 0), (0, 1), (1, 1)):
        x, y = i / 2 + 0.25, j / 2 + 0.25
        colour = brush.ink if (i + j) % 2 else brush.accent
        brush.polygon([(x - 0.25, y), (x, y - 0.25), (x + 0.25, y), (x, y + 0.25)], colour)
    thread = mix(brush.ground, brush.ink, 0.55)
    for i in range(2):
        for slope in (1, -1):
            for k in range(24):
                a, b = k / 24, (k + 0.5) / 24
                y0, y1 = slope * a + i / 2, slope * b + i / 2
                line = [(a, y0 - 0.008), (b, y1 - 0.008), (b, y1 + 0.008), (a, y0 + 0.008)]
                brush.polygon(line, thread)


@pattern("harlequin")
def paint_harlequin(brush: TileBrush) -> None:
    """Tall diamonds, point to point."""
    for i in range(4):
        for j in range(2):
            x, y = i / 4 + 0.125, j / 2 + 0.25
            colour = brush.accent if (i + 2 * j) % 4 == 0 else brush.ink
            brush.polygon([(x - 0.11, y), (x, y - 0.22), (x + 0.11, y), (x, y + 0.22)], colour)


@pattern("blocks")
def paint_blocks(brush: TileBrush) -> None:
    """Triangles and half circles, as on a tiled floor."""
    cell = 0.25
    for i in range(4):
        for j in range(4):
            x, y, kind = i * cell, j * cell, (i * 3 + j * 5) % 4
            far_x, far_y = x + cell, y + cell
            if kind == 0:
                brush.polygon([(x, y), (far_x, y), (x, far_y)], brush.ink)
            elif kind == 1:
                brush.polygon([(far_x, y), (far_x, far_y), (x, far_y)], brush.accent)
            elif kind == 2:
                brush.disc(x + cell / 2, y + cell / 2, cell * 0.4, brush.ink)


@pattern("dashes")
def paint_dashes(brush: TileBrush) -> None:
    """Short strokes that lean left and right in turn, as in herringbone."""
    for i in range(8):
        lean = 0.03 if i % 2 else -0.03
        for j in range(8):
            x, y = (i + 0.5) / 8, (j + (0.5 if i % 4 < 2 else 0.0)) / 8
            stroke = [(-0.014 - lean, -0.05), (0.014 - lean, -0.05)]
            stroke += [(0.014 + lean, 0.05), (-0.014 + lean, 0.05)]
            brush.polygon([(x + dx, y + dy) for dx, dy in stroke], brush.ink)
