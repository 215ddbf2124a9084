"""Rugs: woven pieces seen from above; from the other side they lie on the floor."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import Colour, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, polygon, rounded
from demo.catalogue.scene.light import puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import FLOOR, shape


def _weave(
    studio: Studio, finish: Finish, outline: Outline, border: Outline, *, scale: float = 1.5
) -> None:
    """Weave a field inside a border; the ribs of the weft show as fine level lines."""
    studio.shadow(outline, blur=14, opacity=0.36, shift=(10, 16))
    unit = studio.camera.px_per_unit
    for edge, colours in ((outline, None), (border, finish)):
        region = studio.region(edge)
        ribs = 1 + 0.035 * np.sin(region.y * 0.9) * np.cos(region.x * 0.35)
        thickness = 1 + 0.4 * (puff(region, 5 * unit) - 1)
        shade = (ribs * thickness).astype(np.float32)
        cloth = finish.colours.accent if colours is None else finish.over(region, scale=scale)
        studio.paint(region, cloth, shade=shade)
    line = studio.stroke(np.concatenate([border, border[:1]]), width=6)
    studio.paint(line, finish.colours.ink)


def _fringe(studio: Studio, x0: float, x1: float, y: float, side: int, colour: Colour) -> None:
    lines = []
    for k, x in enumerate(np.arange(x0 + 8, x1 - 4, 12)):
        lean = (-3, 2, 0, 4, -1)[k % 5]
        lines.append(polygon((x, y), (x + lean, y + side * (34 + 3 * (k % 3)))))
    for shift, shade in ((2.0, 0.7), (0.0, 1.0)):
        threads = studio.stroke(*[line + shift for line in lines], width=6)
        studio.paint(threads, colour, shade=shade)


@shape("rectangular rug", focus=(420, 420), angle=FLOOR, lies=True)
def draw_rectangle(studio: Studio, finish: Finish) -> None:
    """A rug with a border and a fringe at either end."""
    cream = lighter(finish.colours.ground, 0.6)
    _fringe(studio, 230, 770, 132, -1, cream)
    _fringe(studio, 230, 770, 868, 1, cream)
    _weave(studio, finish, rounded(230, 130, 770, 870, 6), rounded(264, 166, 736, 834, 3))


@shape("runner", focus=(480, 420), angle=FLOOR, lies=True)
def draw_runner(studio: Studio, finish: Finish) -> None:
    """A long narrow rug for the hall."""
    cream = lighter(finish.colours.ground, 0.6)
    _fringe(studio, 365, 635, 122, -1, cream)
    _fringe(studio, 365, 635, 878, 1, cream)
    border = rounded(388, 144, 612, 856, 3)
    _weave(studio, finish, rounded(365, 120, 635, 880, 5), border, scale=1.2)


@shape("round rug", focus=(420, 420), angle=View(pitch=50, zoom=1.05), lies=True)
def draw_round(studio: Studio, finish: Finish) -> None:
    """A round rug with a braided edge."""
    outline = ellipse(500, 500, 352, 352)
    _weave(studio, finish, outline, ellipse(500, 500, 318, 318))
    braid = studio.stroke(ellipse(500, 500, 336, 336), width=16, dashes=(1, 1))
    studio.paint(braid, lighter(finish.colours.accent, 0.35), opacity=0.7)


@shape("half-moon mat", focus=(450, 480), angle=View(pitch=44, roll=-8), lies=True)
def draw_half_moon(studio: Studio, finish: Finish) -> None:
    """A mat for the doorstep, straight on one side."""
    outline = np.concatenate([ellipse(500, 690, 380, 380, start=180, end=360)])
    border = np.concatenate([ellipse(500, 662, 338, 324, start=180, end=360)])
    _weave(studio, finish, outline, border, scale=1.3)
