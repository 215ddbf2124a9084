"""Cushions: stuffed covers with seams, buttons and tassels."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import Colour, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, path, polygon
from demo.catalogue.scene.light import folds, grain, puff, ramp
from demo.catalogue.scene.studio import Field, Region, Studio
from demo.catalogue.shapes.registry import ASKEW, shape

_SQUARE = path(
    "M 205 215 Q 232 222 260 232 C 400 262 600 262 740 232 Q 768 222 795 215 Q 788 242 778 270 "
    "C 748 410 748 610 778 750 Q 788 778 795 805 Q 768 798 740 788 C 600 758 400 758 260 788 "
    "Q 232 798 205 805 Q 212 778 222 750 C 252 610 252 410 222 270 Q 212 242 205 215 Z"
)
_LONG = path(
    "M 110 345 Q 140 352 170 358 C 400 378 600 378 830 358 Q 860 352 890 345 Q 880 372 874 400 "
    "C 858 480 858 560 874 640 Q 880 668 890 695 Q 860 688 830 682 C 600 662 400 662 170 682 "
    "Q 140 688 110 695 Q 120 668 126 640 C 142 560 142 480 126 400 Q 120 372 110 345 Z"
)


def _cloth(studio: Studio, finish: Finish, outline: Outline, seed: int, scale: float) -> Region:
    """Stuff a cover: round light, creases that pull at the corners, the weave's grain."""
    unit = studio.camera.px_per_unit
    studio.shadow(outline, blur=34, opacity=0.34, shift=(22, 40))
    region = studio.region(outline)
    shade = puff(region, 86 * unit, strength=0.9) * grain(region, 0.016)
    edge = 1 - puff(region, 18 * unit)
    crease = folds(region, seed, length_px=150 * unit, width_px=44 * unit, angle=40)
    shade = shade - 0.4 * np.abs(edge) + 0.03 * crease
    colours = finish.over(region, *_bulged(region), scale=scale)
    studio.paint(region, colours, shade=shade)
    return region


def _bulged(region: Region) -> tuple[Field, Field]:
    """The cover's own coordinates: the stuffing stretches its middle towards us."""
    dx, dy = region.x - 500, region.y - 510
    stretch = 1 + 0.22 * ((dx / 300) ** 2 + (dy / 300) ** 2) ** 0.5 - 0.16
    return 500 + dx * stretch, 510 + dy * stretch


def _piping(studio: Studio, outline: Outline, colour: Colour) -> None:
    seam = studio.stroke(np.concatenate([outline, outline[:1]]), width=9)
    studio.paint(seam, colour, shade=puff(seam, 4 * studio.camera.px_per_unit))


@shape("square cushion", focus=(420, 430), angle=ASKEW, lies=True)
def draw_square(studio: Studio, finish: Finish) -> None:
    """A square cushion with piped edges."""
    _cloth(studio, finish, _SQUARE, 3, 1.25)
    _piping(studio, _SQUARE, darker(finish.colours.ground, 0.18))


@shape("tasselled cushion", focus=(420, 430), angle=View(roll=45, zoom=0.86), lies=True)
def draw_tasselled(studio: Studio, finish: Finish) -> None:
    """A square cushion with a tassel at each corner."""
    colour = finish.colours.accent
    for x, y, dx, dy in (
        (212, 222, -1, -1),
        (788, 222, 1, -1),
        (212, 798, -1, 1),
        (788, 798, 1, 1),
    ):
        for k in range(-3, 4):
            reach = 62 - abs(k) * 2
            tip = (x + dx * reach + dy * k * 9, y + dy * reach - dx * k * 9)
            thread = studio.stroke(polygon((x, y), tip), width=7)
            studio.paint(thread, darker(colour, 0.06 * (k % 3)))
    _cloth(studio, finish, _SQUARE, 9, 1.25)
    for x, y in ((214, 224), (786, 224), (214, 796), (786, 796)):
        knot = studio.region(ellipse(x, y, 17, 17))
        studio.paint(knot, colour, shade=puff(knot, 8))


@shape("bolster cushion", focus=(380, 500), angle=View(roll=-12), lies=True)
def draw_long(studio: Studio, finish: Finish) -> None:
    """A long cushion with a fringe at both ends."""
    for side, x in ((-1, 128), (1, 872)):
        for y in range(352, 690, 11):
            bow = 10 * (((y - 520) / 170) ** 2)
            start = x + side * bow
            thread = studio.stroke(path(f"M {start} {y} L {start + side * 46} {y + 3}"), width=6)
            shade = 0.92 + 0.08 * (y % 2)
            studio.paint(thread, lighter(finish.colours.ground, 0.4), shade=shade)
    _cloth(studio, finish, _LONG, 5, 1.2)


@shape("round cushion", focus=(420, 440), angle=ASKEW, lies=True)
def draw_round(studio: Studio, finish: Finish) -> None:
    """A round cushion, gathered to a button."""
    unit = studio.camera.px_per_unit
    outline = ellipse(500, 510, 290, 290)
    studio.shadow(outline, blur=34, opacity=0.34, shift=(22, 40))
    region = studio.region(outline)
    dx, dy = region.x - 500, region.y - 510
    out = np.hypot(dx, dy)
    pleats = np.cos(np.arctan2(dy, dx) * 24) * 0.05 * (1 - ramp(out, 60, 230)) * ramp(out, 18, 60)
    dip = 0.20 * (1 - ramp(out, 10, 90)) * (1 + (dx + dy) / 90)
    shade = puff(region, 90 * unit) * grain(region, 0.016) + pleats - dip
    colours = finish.over(region, *_bulged(region), scale=1.25)
    studio.paint(region, colours, shade=shade.astype(np.float32))
    _piping(studio, outline, darker(finish.colours.ground, 0.15))
    button = studio.region(ellipse(500, 510, 26, 26))
    studio.paint(button, finish.colours.accent, shade=puff(button, 11 * unit))
