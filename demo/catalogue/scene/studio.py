"""The photo studio: cuts shapes out, casts their shadows and lays them on the backdrop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from demo.catalogue.palette import Colour
from demo.catalogue.scene.camera import PICTURE_SIZE_PX, Camera, View
from demo.catalogue.scene.curves import Outline

Field = NDArray[np.floating[Any]]  # float32 wherever it is large

_FINE, _COARSE = 3, 2  # how many times over outlines are drawn before they are averaged down
_FINE_UP_TO_PX = 250_000


@dataclass
class Region:
    """A part of the picture: where it is, how much of each pixel it covers, and the sheet there."""

    left: int
    top: int
    alpha: Field  # (H, W), 0-1
    x: Field  # sheet units, broadcastable to alpha
    y: Field

    @property
    def slices(self) -> tuple[slice, slice]:
        height, width = self.alpha.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


class Studio:
    """One picture in the making."""

    def __init__(self, view: View, backdrop: NDArray[Any]) -> None:
        self.view = view
        self.camera = Camera(view)
        # One plane a channel: arithmetic on whole planes is several times faster than on triples.
        self.planes = backdrop.astype(np.float32)  # (3, H, W), 0-255

    def region(self, *outlines: Outline, minus: Sequence[Outline] = ()) -> Region:
        """Cut out the union of some outlines, less others; empty where nothing is in sight."""
        drawn = [self.camera.project(outline) for outline in outlines]
        holes = [self.camera.project(outline) for outline in minus]
        box = _box(drawn, 1)
        factor = _factor(box)
        sheet, draw = _blank(box, factor)
        for points, cover in [(p, 255) for p in drawn] + [(p, 0) for p in holes]:
            draw.polygon(_flat(points, box, factor), fill=cover)
        return self._measure(box, sheet.reduce(factor))

    def stroke(
        self, *lines: Outline, width: float, dashes: tuple[int, int] | None = None
    ) -> Region:
        """Draw along some lines with a round pen; `dashes` says how many points are on and off."""
        drawn = [self.camera.project(line) for line in lines]
        wide = max(width * self.camera.px_per_unit, 0.8)
        box = _box(drawn, wide / 2 + 1)
        factor = _factor(box)
        sheet, draw = _blank(box, factor)
        pen = wide * factor
        for points in drawn:
            for piece in _pieces(points, dashes):
                flat = _flat(piece, box, factor)
                draw.line(flat, fill=255, width=max(1, round(pen)), joint="curve")
                for x, y in (flat[0], flat[-1]):
                    draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
        return self._measure(box, sheet.reduce(factor))

    def paint(
        self,
        region: Region,
        colour: Colour | NDArray[np.uint8],
        *,
        shade: Field | float = 1.0,
        glow: Field | float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Lay a colour or a cloth on a region: times `shade`, plus `glow` (0-1 of white)."""
        cover = region.alpha if opacity == 1.0 else region.alpha * np.float32(opacity)
        for channel, plane in enumerate(self.planes):
            target = plane[region.slices]
            flat: Any = colour[..., channel] if isinstance(colour, np.ndarray) else colour[channel]
            fresh = flat * np.asarray(shade, dtype=np.float32)
            if isinstance(glow, np.ndarray):
                fresh = fresh + (255 - np.minimum(fresh, 255)) * glow
            target += (fresh - target) * cover

    def shadow(
        self,
        *outlines: Outline,
        blur: float,
        opacity: float,
        shift: tuple[float, float] = (0, 0),
        colour: Colour = (46, 34, 40),
    ) -> None:
        """Let some outlines cast a soft shadow; `blur` and `shift` in sheet units."""
        moved = [self.camera.project(outline + np.array(shift)) for outline in outlines]
        radius = blur * self.camera.px_per_unit
        left, top, right, bottom = _box(moved, radius * 2 + 4)
        coarse = 4  # a soft shadow has no detail: a quarter of the size is plenty
        width, height = -(-(right - left) // coarse), -(-(bottom - top) // coarse)
        sheet = Image.new("L", (width, height))
        draw = ImageDraw.Draw(sheet)
        for points in moved:
            draw.polygon([((x - left) / coarse, (y - top) / coarse) for x, y in points], fill=255)
        soft = soften(np.asarray(sheet, dtype=np.float32) / 255, radius / coarse)
        cover = resized(soft, width * coarse, height * coarse)[: bottom - top, : right - left]
        cover = cover * np.float32(opacity)
        for channel, plane in enumerate(self.planes):
            target = plane[top:bottom, left:right]
            target += (np.float32(colour[channel]) - target) * cover

    def picture(self) -> Image.Image:
        """Develop the picture."""
        pixels = np.empty((PICTURE_SIZE_PX, PICTURE_SIZE_PX, 3), dtype=np.uint8)
        for channel, plane in enumerate(self.planes):
            pixels[..., channel] = np.clip(plane + np.float32(0.5), 0, 255, out=plane)
        return Image.fromarray(pixels)

    def _measure(self, box: tuple[int, int, int, int], cover: Image.Image) -> Region:
        left, top, right, bottom = box
        x, y = self.camera.sheet_behind(left, top, right - left, bottom - top)
        alpha = np.asarray(cover, dtype=np.float32) / np.float32(255)
        return Region(left, top, alpha, x, y)


def soften(field: Field, radius: float) -> Field:
    """Blur a field, almost as a Gaussian does (three box blurs), repeating its border."""
    reach = max(1, round(radius * 0.9))
    width = 2 * reach + 1
    for _ in (0, 1):  # down the columns, then (turned over) along the rows
        total = np.pad(field, ((3 * reach + 3, 3 * reach), (0, 0)), mode="edge")
        for _ in range(3):
            total = np.cumsum(total, axis=0, dtype=np.float64)
            total = (total[width:] - total[:-width]) / width
        field = np.ascontiguousarray(total[: field.shape[0]].T)
    return field.astype(np.float32)


def resized(field: Field, width: int, height: int) -> Field:
    """Stretch a field to another size, smoothly."""
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32), "F")
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))


def _box(outlines: Sequence[Outline], margin: float) -> tuple[int, int, int, int]:
    low = np.min([o.min(axis=0) for o in outlines], axis=0) - margin
    high = np.max([o.max(axis=0) for o in outlines], axis=0) + margin
    left, top = (int(v) for v in np.clip(np.floor(low), 0, PICTURE_SIZE_PX - 1))
    right, bottom = (int(v) for v in np.clip(np.ceil(high), 1, PICTURE_SIZE_PX))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _factor(box: tuple[int, int, int, int]) -> int:
    return _FINE if (box[2] - box[0]) * (box[3] - box[1]) < _FINE_UP_TO_PX else _COARSE


def _blank(box: tuple[int, int, int, int], factor: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    left, top, right, bottom = box
    sheet = Image.new("L", ((right - left) * factor, (bottom - top) * factor))
    return sheet, ImageDraw.Draw(sheet)


def _flat(points: Outline, box: tuple[int, int, int, int], factor: int) -> list[tuple[float, ...]]:
    return [tuple(p) for p in ((points - (box[0], box[1])) * factor).tolist()]


def _pieces(points: Outline, dashes: tuple[int, int] | None) -> list[Outline]:
    if dashes is None:
        return [points]
    on, off = dashes
    return [points[i : i + on + 1] for i in range(0, len(points) - on, on + off)]
