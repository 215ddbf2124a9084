"""Patterns made by hand: dots, waves, flowers, leaves, chips of stone."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import mix
from demo.catalogue.patterns.tiles import TileBrush, pattern


@pattern("dots")
def paint_dots(brush: TileBrush) -> None:
    """Large dots in staggered rows."""
    for i in range(4):
        for j in range(4):
            brush.disc((i + (j % 2) / 2 + 0.25) / 4, (j + 0.5) / 4, 0.066, brush.ink)


@pattern("pin dots")
def paint_pin_dots(brush: TileBrush) -> None:
    """Small dots in staggered rows."""
    for i in range(8):
        for j in range(8):
            brush.disc((i + (j % 2) / 2 + 0.25) / 8, (j + 0.5) / 8, 0.019, brush.ink)


@pattern("waves")
def paint_waves(brush: TileBrush) -> None:
    """Level lines that rise and fall like the sea."""
    x = np.linspace(0, 1, 65)
    swell = 0.035 * np.sin(2 * np.pi * 2 * x)
    for row in range(5):
        top = row / 5 + 0.05
        height = 0.085 if row % 5 == 3 else 0.055
        upper = list(zip(x, top + swell, strict=True))
        lower = list(zip(x[::-1], top + swell[::-1] + height, strict=True))
        brush.polygon(upper + lower, brush.accent if row % 5 == 3 else brush.ink)


@pattern("scallops")
def paint_scallops(brush: TileBrush) -> None:
    """Overlapping fans, row upon row."""
    radius = 1 / 8
    for row in range(9):
        for i in range(5):
            x, y = i / 4 + (row % 2) * radius, 1 - row / 8 + radius * 0.0
            for share, colour in ((1.0, brush.ink), (0.86, brush.ground), (0.6, brush.ink)):
                brush.disc(x, y, radius * share, colour)
            brush.disc(x, y, radius * 0.46, brush.ground)
            brush.disc(x, y, radius * 0.2, brush.accent)


_PLACES: tuple[tuple[float, float], ...] = (
    (0.14, 0.16),
    (0.62, 0.08),
    (0.38, 0.40),
    (0.86, 0.36),
    (0.12, 0.66),
    (0.62, 0.70),
)
_PLACES += ((0.38, 0.92), (0.88, 0.90))


@pattern("floral")
def paint_floral(brush: TileBrush) -> None:
    """Open flowers strewn between leaves."""
    leaf = mix(brush.ground, brush.ink, 0.45)
    for k, (x, y) in enumerate(_PLACES):
        for turn in (35 + 70 * k, 155 + 70 * k, 275 + 70 * k):
            a = np.radians(turn)
            brush.oval(x + 0.14 * np.cos(a), y + 0.14 * np.sin(a), 0.058, 0.026, turn, leaf)
        size = 0.074 if k % 2 == 0 else 0.056
        for petal in range(5):
            turn = petal * 72 + 20 * k
            a = np.radians(turn)
            px, py = x + size * np.cos(a), y + size * np.sin(a)
            brush.oval(px, py, size * 0.78, size * 0.56, turn, brush.ink)
        brush.disc(x, y, size * 0.46, brush.accent)


@pattern("leaves")
def paint_leaves(brush: TileBrush) -> None:
    """Upright sprigs of paired leaves."""
    for i in range(3):
        for j in range(2):
            x, y = (i + 0.5) / 3, (j + (0.5 if i % 2 else 0.0)) / 2
            stem = [(x - 0.006, y - 0.2), (x + 0.006, y - 0.2), (x + 0.006, y + 0.2)]
            brush.polygon([*stem, (x - 0.006, y + 0.2)], brush.ink)
            for k in range(5):
                at = y + 0.16 - k * 0.08
                reach = 0.085 - 0.008 * k
                for side in (-1, 1):
                    colour = brush.accent if (k + i) % 3 == 0 else brush.ink
                    middle = x + side * reach * 0.62
                    brush.oval(middle, at - 0.03, reach * 0.62, 0.025, side * -35, colour)
            brush.oval(x, y - 0.215, 0.02, 0.045, 0, brush.ink)


@pattern("terrazzo")
def paint_terrazzo(brush: TileBrush) -> None:
    """Chips of stone set in a ground."""
    generator = np.random.default_rng(11)
    colours = (brush.ink, brush.accent, mix(brush.ground, brush.ink, 0.5), brush.ink)
    placed = np.zeros((0, 3))
    for attempt in range(900):
        x, y = generator.random(2)
        size = 0.022 + 0.034 * generator.random() ** 2
        gap = np.abs(placed[:, :2] - (x, y))
        gap = np.minimum(gap, 1 - gap)  # the tile repeats: the way round may be shorter
        if np.any((gap**2).sum(axis=1) < (placed[:, 2] + size) ** 2):
            continue
        placed = np.concatenate([placed, [(x, y, size)]])
        corners = np.sort(generator.random(6)) * 2 * np.pi
        reach = size * (0.75 + 0.4 * generator.random(6))
        points = zip(x + reach * np.cos(corners), y + reach * np.sin(corners), strict=True)
        brush.polygon(list(points), colours[attempt % 4])


@pattern("speckle")
def paint_speckle(brush: TileBrush) -> None:
    """Fine speckles, as iron leaves them in a glaze."""
    generator = np.random.default_rng(5)
    fleck = mix(brush.ground, brush.accent, 0.75)
    for x, y, size in generator.random((260, 3)):
        brush.disc(x, y, 0.0022 + 0.0075 * size**3, fleck)


@pattern("brush strokes")
def paint_brush_strokes(brush: TileBrush) -> None:
    """Broad dabs of a loaded brush."""
    generator = np.random.default_rng(23)
    for i in range(3):
        for j in range(5):
            x, y = (i + 0.5 + (j % 2) / 2) / 3, (j + 0.5) / 5
            lean = -24 + 16 * generator.random()
            colour = brush.accent if (i + 2 * j) % 5 == 0 else brush.ink
            for k in range(3):
                shift = (k - 1) * 0.022
                reach = 0.105 + 0.03 * generator.random()
                brush.oval(x + shift, y + shift * 0.8, reach, 0.022, lean, colour)
