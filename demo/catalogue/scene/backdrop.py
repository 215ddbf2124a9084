"""Backdrops: the plain studio sweep, and coloured sets with an arch or a sun."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from demo.catalogue.palette import Colour, darker, mix
from demo.catalogue.scene.camera import PICTURE_SIZE_PX
from demo.catalogue.scene.curves import Outline, ellipse, polygon, rounded
from demo.catalogue.scene.light import ramp
from demo.catalogue.scene.studio import Field, resized, soften

Planes = NDArray[Any]

_HORIZON = 0.70  # where the wall meets the floor, as a share of the height
_PAPER: Colour = (245, 242, 237)
_SETS: tuple[tuple[Colour, Colour, str], ...] = (
    ((226, 190, 170), (243, 222, 205), "arch"),
    ((171, 190, 176), (205, 218, 205), "sun"),
    ((176, 198, 214), (213, 226, 234), "arch"),
    ((236, 212, 160), (248, 233, 200), "sun"),
    ((196, 186, 212), (224, 217, 234), "arch"),
    ((222, 168, 152), (238, 201, 186), "sun"),
)


def plain_backdrop(tint: Colour, lying: bool) -> Planes:
    """A paper sweep with a breath of the product's colour: (3, H, W) float32, 0-255."""
    paper = np.array(mix(_PAPER, tint, 0.07), dtype=np.float32)
    return paper[:, None, None] * _daylight(lying) + _dither()


@lru_cache(maxsize=2)
def _daylight(lying: bool) -> Field:
    """Light on the paper sweep; even where products lie flat, with a floor where they stand."""
    x, y = _grid()
    if lying:
        return 1.0 - 0.07 * ramp(np.hypot(x - 0.4, y - 0.36), 0.2, 1.0)
    light = 1.0 - 0.045 * ramp(y, _HORIZON - 0.06, _HORIZON + 0.05)
    light += 0.05 * ramp(y, _HORIZON, 1.0)
    return light - 0.06 * ramp(np.hypot(x - 0.42, (y - 0.42) * 1.1), 0.25, 0.95)


@lru_cache(maxsize=12)
def styled_backdrop(number: int, lying: bool) -> Planes:
    """A coloured set, one of a few, lit through a window: (3, H, W) uint8, 0-255."""
    wall, shape, motif = _SETS[number % len(_SETS)]
    x, y = _grid()
    side = PICTURE_SIZE_PX
    pixels = np.empty((3, side, side), dtype=np.float32)
    pixels[:] = np.array(wall, dtype=np.float32)[:, None, None]
    if motif == "arch":
        outline = rounded(0.2, 0.13, 0.8, 1.2 if not lying else 0.87, 0.299)
    else:
        outline = ellipse(0.5, 0.5 if lying else 0.44, 0.36, 0.36)
    _lay(pixels, _cover(outline, 0), shape)
    light = 1.0 - 0.12 * ramp(np.hypot(x - 0.4, y - 0.4), 0.3, 1.0)
    if not lying:
        floor = ramp(y, _HORIZON - 0.003, _HORIZON + 0.003) * np.ones_like(x)
        _lay(pixels, floor, mix(darker(wall, 0.10), shape, 0.25))
        light -= 0.10 * ramp(y, _HORIZON, _HORIZON + 0.02) * (1 - ramp(y, _HORIZON, 0.86))
    panes = [
        polygon((a, -0.05), (a + 0.16, -0.05), (a + 0.52, 0.86), (a + 0.36, 0.86))
        for a in (-0.02, 0.19)
    ]
    daylight = np.maximum(*[_cover(pane, 10) for pane in panes])
    return np.clip(pixels * (light + 0.055 * daylight) + _dither(), 0, 255).astype(np.uint8)


def accent_for(colour: Colour) -> int:
    """The set on which a colour stands out best."""
    distances = [np.abs(np.subtract(colour, wall)).sum() for wall, _, _ in _SETS]
    order = np.argsort(distances)[::-1]
    return int(order[sum(colour) % 4])


def _grid() -> tuple[Field, Field]:
    line = (np.arange(PICTURE_SIZE_PX, dtype=np.float32) + 0.5) / PICTURE_SIZE_PX
    return line[None, :], line[:, None]


def _cover(outline: Outline, blur_px: float) -> Field:
    sheet = Image.new("L", (PICTURE_SIZE_PX * 2, PICTURE_SIZE_PX * 2))
    flat = [tuple(p) for p in (outline * PICTURE_SIZE_PX * 2).tolist()]
    ImageDraw.Draw(sheet).polygon(flat, fill=255)
    if not blur_px:
        return np.asarray(sheet.reduce(2), dtype=np.float32) / 255
    small = soften(np.asarray(sheet.reduce(8), dtype=np.float32) / 255, blur_px / 4)
    return resized(small, PICTURE_SIZE_PX, PICTURE_SIZE_PX)


def _lay(pixels: Planes, cover: Field, colour: Colour) -> None:
    for plane, tone in zip(pixels, colour, strict=True):
        plane += (tone - plane) * cover


@lru_cache(maxsize=1)
def _dither() -> Field:
    """A trace of noise: it keeps soft gradients from showing steps once they are 8 bits deep."""
    generator = np.random.default_rng(3)
    return generator.random((PICTURE_SIZE_PX, PICTURE_SIZE_PX), dtype=np.float32) - np.float32(0.5)
