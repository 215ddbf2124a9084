"""Tableware: bowls, plates, teapots and jugs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from demo.catalogue.palette import PALE_WOOD, RUBBER, WOOD, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import ellipse, path
from demo.catalogue.scene.light import gleam, grain, puff, ramp
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import ASKEW, LOW, shape
from demo.catalogue.shapes.turned import Profile, open_top, stand, turn

_BOWL = Profile([(520, 262), (560, 256), (660, 212), (740, 140), (776, 96), (800, 92)])
_POT = Profile(
    [(430, 84), (450, 110), (520, 178), (610, 204), (700, 180), (770, 120), (800, 100)], cx=480
)
_LID = Profile([(378, 12), (392, 34), (412, 74), (432, 94)], cx=480)
_KNOB = Profile([(336, 18), (346, 26), (362, 24), (380, 12)], cx=480)
_JUG = Profile(
    [(250, 104), (330, 92), (420, 100), (540, 146), (650, 160), (750, 132), (800, 110)], cx=480
)


@shape("deep bowl", front=LOW, focus=(470, 640), zoom=1.9)
def draw_bowl(studio: Studio, finish: Finish) -> None:
    """A half sphere on a small foot, seen a little from above."""
    studio.view = replace(studio.view, tilt=studio.view.tilt + 0.12)
    stand(studio, _BOWL)
    turn(studio, finish, _BOWL, gloss=0.7)
    open_top(studio, _BOWL, lighter(finish.colours.ground, 0.45), wall=12, depth=0.22)


@shape("dinner plate", focus=(360, 360), angle=ASKEW, lies=True)
def draw_plate(studio: Studio, finish: Finish) -> None:
    """A plate with a patterned rim, from straight above."""
    rim = ellipse(500, 500, 330, 330)
    studio.shadow(rim, blur=26, opacity=0.32, shift=(20, 30))
    region = studio.region(rim)
    dx, dy = (region.x - 500) / 330, (region.y - 500) / 330
    out = np.hypot(dx, dy)
    shade = (1 + 0.06 * (-dx - dy) * ramp(out, 0.6, 1.0)) * grain(region, 0.01)
    gloss = gleam(-dx * 0.8, -dy * 0.8, 1 - 0.4 * out, sharpness=14) * np.float32(0.18)
    studio.paint(region, finish.over(region, scale=0.9), shade=shade, glow=gloss)
    well = studio.region(ellipse(500, 500, 216, 216))
    dx, dy = (well.x - 500) / 216, (well.y - 500) / 216
    depth = 1 + 0.13 * (dx + dy) * 0.7 * ramp(np.hypot(dx, dy), 0.78, 1.0)
    studio.paint(well, lighter(finish.colours.ground, 0.62), shade=depth)
    for radius, colour in ((328, finish.colours.ink), (217, finish.colours.accent)):
        ring = studio.stroke(ellipse(500, 500, radius, radius), width=5)
        studio.paint(ring, colour, opacity=0.85)


@shape("teapot", front=LOW, focus=(470, 610), zoom=1.9)
def draw_teapot(studio: Studio, finish: Finish) -> None:
    """A round pot with a spout, a lid and a wooden handle."""
    stand(studio, _POT)
    ground = finish.colours.ground
    spout = studio.region(
        path("M 330 650 C 270 610 270 520 214 452 L 258 432 C 320 480 320 520 380 560 Z")
    )
    studio.paint(spout, ground, shade=puff(spout, 22 * studio.camera.px_per_unit))
    tip = studio.stroke(path("M 216 452 L 256 434"), width=9)
    studio.paint(tip, ground, shade=0.6)
    handle = studio.stroke(
        path("M 630 520 C 740 460 810 540 766 620 C 740 670 690 690 640 690"), width=28
    )
    studio.paint(handle, WOOD, shade=puff(handle, 11 * studio.camera.px_per_unit))
    turn(studio, finish, _POT, gloss=0.9, scale=0.9)
    turn(studio, ground, _LID, gloss=0.9)
    turn(studio, WOOD, _KNOB, gloss=0.4)


@shape("jug", focus=(470, 600))
def draw_jug(studio: Studio, finish: Finish) -> None:
    """A tall jug with a lip and one long handle."""
    stand(studio, _JUG)
    ground = finish.colours.ground
    handle = studio.stroke(
        path("M 570 300 C 690 260 760 360 720 470 C 700 530 670 580 620 620"), width=32
    )
    studio.paint(handle, ground, shade=puff(handle, 12 * studio.camera.px_per_unit))
    spout = studio.region(
        path("M 386 330 C 384 290 366 256 322 230 C 340 224 372 226 400 232 L 440 250 L 440 330 Z")
    )
    studio.paint(spout, ground, shade=puff(spout, 10 * studio.camera.px_per_unit))
    turn(studio, finish, _JUG, gloss=0.8)
    open_top(studio, _JUG, lighter(ground, 0.3), depth=0.4)
    channel = studio.region(path("M 336 234 C 360 232 390 236 412 246 L 412 256 L 392 258 Z"))
    studio.paint(channel, darker(ground, 0.3))


_BOARD = path(
    "M 300 420 C 300 390 320 370 350 370 L 650 370 C 680 370 700 390 700 420 L 700 800 "
    "C 700 830 680 850 650 850 L 350 850 C 320 850 300 830 300 800 Z"
)


@shape("serving board", focus=(470, 600), angle=ASKEW, lies=True)
def draw_board(studio: Studio, finish: Finish) -> None:
    """A board of pale wood, its lower half painted."""
    neck = path("M 455 380 L 462 200 C 462 130 538 130 538 200 L 545 380 Z")
    hole = ellipse(500, 190, 15, 15)
    studio.shadow(_BOARD, neck, blur=20, opacity=0.34, shift=(16, 24))
    wood = studio.region(_BOARD, neck, minus=[hole])
    rings = 1 + 0.045 * np.sin(wood.x * 0.21 + 2.2 * np.sin(wood.y * 0.006)) * np.ones_like(wood.y)
    light = puff(wood, 7 * studio.camera.px_per_unit)
    studio.paint(wood, PALE_WOOD, shade=rings * light)
    painted = studio.region(_BOARD)
    painted.alpha *= ramp(painted.y * np.ones_like(painted.x), 559, 561)
    shade = puff(painted, 7 * studio.camera.px_per_unit)
    studio.paint(painted, finish.over(painted, scale=0.9), shade=shade)
    thread = studio.stroke(
        path("M 500 190 C 480 130 470 90 500 60 C 530 90 520 130 500 190"), width=6
    )
    studio.paint(thread, RUBBER, shade=0.82)
