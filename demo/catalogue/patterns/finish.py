"""Finish: a pattern laid on a surface, however that surface bends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from demo.catalogue.palette import COLOURWAYS, Colourway
from demo.catalogue.patterns import (
    geometric,  # noqa: F401  (they fill the list of patterns)
    organic,  # noqa: F401  (they fill the list of patterns)
)
from demo.catalogue.patterns.tiles import TILE_UNITS, tile
from demo.catalogue.records import Design
from demo.catalogue.scene.studio import Field, Region

_SMALLEST_TILE_PX, _LARGEST_TILE_PX = 128, 1024
_WHOLE_TILES_PX = 16 * _LARGEST_TILE_PX
# Each pixel is the mean of four looks at the tile, or edges would be jagged.
_SUBPIXELS = ((-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25))


class Finish:
    """The colours and the pattern of one product."""

    def __init__(self, design: Design, px_per_unit: float) -> None:
        self.colours: Colourway = COLOURWAYS[design.colour]
        self._design = design
        self._px_per_unit = px_per_unit

    @property
    def plain(self) -> bool:
        return self._design.pattern == "plain"

    def over(
        self, region: Region, u: Field | None = None, v: Field | None = None, *, scale: float = 1.0
    ) -> NDArray[np.uint8]:
        """Colour a region; u and v are the surface's coordinates: -> (H, W, 3 or 4) uint8."""
        height, width = region.alpha.shape
        if self.plain:
            return np.broadcast_to(
                np.array(self.colours.ground, dtype=np.uint8), (height, width, 3)
            )
        side = self._tile_px(scale)
        per_unit = np.float32(side / (TILE_UNITS * scale))
        packed = tile(self._design.pattern, self._design.colour, side)
        column = _Coordinate(region.x if u is None else u, per_unit)
        row = _Coordinate(region.y if v is None else v, per_unit)
        wrap = np.int32(side - 1)
        looks = [
            packed.take(
                (row.at(dx, dy) & wrap) * np.int32(side) + (column.at(dx, dy) & wrap), mode="clip"
            )
            for dx, dy in _SUBPIXELS
        ]
        mean = _halfway(_halfway(looks[0], looks[3]), _halfway(looks[1], looks[2]))
        return np.broadcast_to(mean, (height, width)).view(np.uint8).reshape(height, width, 4)

    def _tile_px(self, scale: float) -> int:
        wanted = TILE_UNITS * scale * self._px_per_unit * 2
        side = 2 ** int(np.ceil(np.log2(wanted)) - 0.3)
        return int(np.clip(side, _SMALLEST_TILE_PX, _LARGEST_TILE_PX))


class _Coordinate:
    """One coordinate of a surface in texels, at each pixel and between pixels."""

    def __init__(self, along: Field, per_unit: np.float32) -> None:
        # Coordinates are shifted by whole tiles until they are above zero: there, cutting off the
        # fraction rounds down.
        self._texel = (along * per_unit + np.float32(_WHOLE_TILES_PX)).astype(np.float32)
        self._right, self._down = _slope(self._texel, 1), _slope(self._texel, 0)

    def at(self, dx: float, dy: float) -> NDArray[np.int32]:
        shift = self._right * np.float32(dx) + self._down * np.float32(dy)
        return (self._texel + shift).astype(np.int32)


def _slope(field: Field, axis: int) -> Field:
    return np.zeros((1, 1), np.float32) if field.shape[axis] < 2 else np.gradient(field, axis=axis)


def _halfway(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Mean of four bytes at once: what both share, plus half of where they differ."""
    return (first & second) + (((first ^ second) & np.uint32(0xFEFEFEFE)) >> np.uint32(1))
