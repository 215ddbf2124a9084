"""Turned pieces: whatever comes round off a potter's wheel or a lathe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from demo.catalogue.palette import Colour, darker
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import Outline, ellipse, spline
from demo.catalogue.scene.light import gleam, grain, lambert, ramp
from demo.catalogue.scene.studio import Field, Region, Studio

_PITCH = 0.125  # units between the entries of the radius table: finer than any pixel
_EASE = 81  # entries over which slopes are averaged, or facets would show in the highlights


class Profile:
    """The half outline of a turned piece: (height, radius) from top to bottom, about an axis."""

    def __init__(
        self, knots: Sequence[tuple[float, float]], *, cx: float = 500, sharp: bool = False
    ) -> None:
        line = np.array(knots, dtype=float) if sharp else spline(knots)
        self.cx, self.top, self.bottom = cx, float(line[0, 0]), float(line[-1, 0])
        heights = np.arange(self.top, self.bottom + _PITCH, _PITCH)
        self.heights = heights
        self.radii = np.interp(heights, line[:, 0], line[:, 1])
        eased = np.pad(np.gradient(self.radii, _PITCH), _EASE // 2, mode="edge")
        self.slopes = np.convolve(eased, np.full(_EASE, 1 / _EASE), mode="valid")
        self._radius_table = self.radii.astype(np.float32)
        self._slope_table = self.slopes.astype(np.float32)

    def outlines(self, tilt: float) -> list[Outline]:
        """The piece's silhouette from a little above: its flank, and its lowest and top circles."""
        rise = np.clip(tilt * self.slopes, -1, 1)
        across = self.radii * np.sqrt(1 - rise**2)
        down = self.heights - tilt * self.radii * rise
        right = np.stack([self.cx + across, down], axis=1)
        left = np.stack([self.cx - across, down], axis=1)
        flank = np.concatenate([right[::16], right[-1:], left[::-16], left[:1]])
        first, last = self.radii[0], self.radii[-1]
        return [
            flank,
            ellipse(self.cx, self.top, first, first * tilt),
            ellipse(self.cx, self.bottom, last, last * tilt),
        ]

    def unroll(self, region: Region, tilt: float) -> tuple[Field, Field, Field, Field]:
        """Where on the surface each pixel is: side (-1 to 1), front, height, slope there."""
        height = np.broadcast_to(region.y, region.alpha.shape)
        side = front = np.zeros(1, np.float32)
        for _ in range(2 if tilt < 0.2 else 3):  # height depends on radius: a fixed point
            entry = self._entry(height)
            radius = np.maximum(self._radius_table[entry], 1)
            side = np.clip((region.x - self.cx) / radius, -1, 1)
            front = np.sqrt(1 - side * side)
            height = region.y - np.float32(tilt) * radius * front
        return side, front, height, self._slope_table[self._entry(height)]

    def _entry(self, height: Field) -> NDArray[np.int32]:
        entry = (height - np.float32(self.top)) * np.float32(1 / _PITCH)
        rows: NDArray[np.int32] = np.clip(entry, 0, len(self._radius_table) - 1).astype(np.int32)
        return rows


def turn(
    studio: Studio,
    finish: Finish | Colour,
    profile: Profile,
    *,
    gloss: float = 0.5,
    scale: float = 1.0,
    roughness: float = 0.012,
    shine_through: float = 0.0,
) -> None:
    """Put a turned piece before the camera; `shine_through` lights it up from inside."""
    tilt = studio.view.tilt
    region = studio.region(*profile.outlines(tilt))
    side, front, height, slope = profile.unroll(region, tilt)
    length = np.sqrt(1 + slope * slope)
    nx, ny, nz = side / length, -slope / length, front / length
    shade = lambert(nx, ny, nz) * grain(region, roughness)
    shade += 0.07 * ramp(side, 0.75, 1.0)  # light that the room throws back
    if shine_through:
        warm = 1.12 - 0.25 * np.abs(side) + 0.12 * ramp(height, profile.top, profile.bottom)
        shade = shade + (warm - shade) * shine_through
    glow = gleam(nx, ny, nz, sharpness=26) * np.float32(0.55 * gloss)
    window = ramp(side, -0.62, -0.52) * (1 - ramp(side, -0.40, -0.30)) * ramp(nz, 0.5, 0.8)
    glow = glow + window * np.float32(0.20 * gloss)
    if isinstance(finish, Finish):
        around = np.arcsin(side) * np.float32(profile.radii.max()) + np.float32(studio.view.turn)
        colours = finish.over(region, around, height, scale=scale)
        studio.paint(region, colours, shade=shade, glow=glow)
    else:
        studio.paint(region, finish, shade=shade, glow=glow)


def open_top(
    studio: Studio, profile: Profile, colour: Colour, *, wall: float = 9, depth: float = 0.5
) -> None:
    """Show the mouth of a turned piece: its lip, and the dark inside."""
    tilt, radius = studio.view.tilt, profile.radii[0]
    lip = studio.region(ellipse(profile.cx, profile.top, radius, radius * tilt))
    studio.paint(
        lip, colour, shade=1.06, glow=0.12 * ramp(-lip.x * np.ones_like(lip.y), -500, -400)
    )
    inside = radius - wall
    mouth = studio.region(
        ellipse(profile.cx, profile.top + wall * tilt * 0.4, inside, inside * tilt)
    )
    across = (mouth.x - np.float32(profile.cx)) / np.float32(inside)
    down = (mouth.y - np.float32(profile.top)) / np.float32(inside * tilt)
    shade = (1 - depth) + depth * 0.62 * (ramp(across, -0.9, 1.0) + 0.5 * ramp(down, -1, 1))
    studio.paint(mouth, darker(colour, 0.25), shade=shade)


def stand(studio: Studio, profile: Profile, *, spread: float = 1.0) -> None:
    """Cast the shadow of a turned piece on the floor: dark where it touches, soft to the right."""
    tilt, foot, y = studio.view.tilt, profile.radii[-1], profile.bottom
    widest = profile.radii.max() * spread
    reach = ellipse(profile.cx + widest * 0.34, y + 6, widest * 0.96, widest * max(tilt, 0.16))
    studio.shadow(reach, blur=34, opacity=0.26)
    contact = ellipse(profile.cx + 8, y + 5, foot * 1.06, foot * tilt * 1.1 + 5)
    studio.shadow(contact, blur=9, opacity=0.45)
