"""Finish: a pattern laid on a surface, however that surface bends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalog.demo import geometric, organic  # noqa: F401  (they fill the list of patterns)
from catalog.demo.palette import COLOURWAYS, Colourway
from catalog.demo.patterns import TILE_UNITS, tile
from catalog.demo.records import Design
from catalog.demo.studio import Field, Region, resized

_SMALLEST_TILE_PX, _LARGEST_TILE_PX = 128, 1024
_OVER = 2  # surfaces are looked up this many times finer than they are shown


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
        """Colour a region; u and v are the surface's own coordinates: -> (H, W, 3) uint8, 0-255."""
        height, width = region.alpha.shape
        if self.plain:
            return np.broadcast_to(
                np.array(self.colours.ground, dtype=np.uint8), (height, width, 3)
            )
        side = self._tile_px(scale)
        per_unit = np.float32(side / (TILE_UNITS * scale))
        column = self._look_up(region.x if u is None else u, region, per_unit, side)
        row = self._look_up(region.y if v is None else v, region, per_unit, side)
        packed = tile(self._design.pattern, self._design.colour, side)
        fine = np.take(packed, row * np.int32(side) + column, mode="clip")
        rgbx = fine.view(np.uint8).reshape(height * _OVER, width * _OVER, 4)
        return np.asarray(Image.fromarray(rgbx, "RGBX").reduce(_OVER))[..., :3]

    def _tile_px(self, scale: float) -> int:
        wanted = TILE_UNITS * scale * self._px_per_unit * _OVER
        side = 2 ** int(np.ceil(np.log2(wanted)) - 0.3)
        return int(np.clip(side, _SMALLEST_TILE_PX, _LARGEST_TILE_PX))

    def _look_up(
        self, along: Field, region: Region, per_unit: np.float32, side: int
    ) -> NDArray[np.int32]:
        height, width = region.alpha.shape
        rows = 1 if along.shape[0] == 1 else height * _OVER
        columns = 1 if along.shape[1] == 1 else width * _OVER
        fine = resized(along * per_unit, columns, rows)
        return np.floor(fine).astype(np.int32) & np.int32(side - 1)
