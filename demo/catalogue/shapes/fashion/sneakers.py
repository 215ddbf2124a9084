"""Sneakers, from the side: toe to the right, heel to the left."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import GUM, INK, RUBBER, Colour, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, path, polygon, spline
from demo.catalogue.scene.light import folds, grain, puff, ramp
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import shape

_SIDE = View(zoom=1.14, focus=(512, 505))
_OTHER_SIDE = View(yaw=24, mirrored=True, zoom=1.18, focus=(512, 505))

_LOW = path(
    "M 160 650 C 146 570 156 500 166 440 C 172 408 200 396 222 408 C 262 446 330 462 372 446 "
    "C 404 432 430 396 452 372 C 470 356 492 360 502 380 C 540 436 610 478 680 500 "
    "C 770 526 850 548 866 620 L 868 660 Z"
)
_LOW_MOUTH = path(
    "M 206 410 C 240 372 400 352 466 374 C 440 420 400 450 366 458 C 320 466 250 450 206 410 Z"
)
_HIGH = path(
    "M 160 650 C 150 540 166 440 176 300 C 178 262 200 250 226 254 C 290 270 360 264 420 244 "
    "C 444 236 462 246 464 268 C 470 340 520 420 600 470 C 690 520 850 530 866 620 L 868 660 Z"
)
_HIGH_MOUTH = path("M 186 262 C 250 226 390 214 450 244 C 390 282 260 286 186 262 Z")
_SLIP = path(
    "M 160 650 C 146 580 156 520 172 470 C 180 446 204 440 226 450 C 300 480 360 470 420 440 "
    "C 470 418 520 430 570 456 C 660 500 850 520 866 620 L 868 660 Z"
)
_SLIP_MOUTH = path(
    "M 206 448 C 250 408 400 396 476 426 C 430 440 400 452 366 464 C 310 480 250 470 206 448 Z"
)


def _part(
    studio: Studio, outline: Outline, colour: Colour, *, soft: float = 9, shade: float = 1.0
) -> None:
    region = studio.region(outline)
    light = puff(region, soft * studio.camera.px_per_unit) * np.float32(shade)
    studio.paint(region, colour, shade=light * grain(region, 0.008))


def _upper(studio: Studio, finish: Finish, outline: Outline, mouth: Outline) -> None:
    unit = studio.camera.px_per_unit
    opening = studio.region(mouth)
    studio.paint(opening, darker(finish.colours.ground, 0.55), shade=puff(opening, 8 * unit))
    region = studio.region(outline)
    shade = puff(region, 52 * unit, strength=0.85) * grain(region, 0.014)
    shade *= 1 - 0.12 * ramp(region.y * np.ones_like(region.x), 560, 660)
    shade += 0.022 * folds(region, 4, length_px=90 * unit, width_px=40 * unit, angle=60)
    studio.paint(region, finish.over(region, scale=0.62), shade=shade)
    seam = studio.stroke(outline, width=4)
    studio.paint(seam, darker(finish.colours.ground, 0.4), opacity=0.35)


def _flat_sole(studio: Studio, line: Colour) -> None:
    sole = path(
        "M 148 632 C 300 644 700 650 868 606 C 894 624 900 664 872 688 C 854 704 826 712 786 712 "
        "L 204 712 C 150 712 132 680 148 632 Z"
    )
    _part(studio, sole, RUBBER, soft=12)
    foxing = studio.stroke(path("M 152 664 C 300 676 720 680 884 640"), width=9)
    studio.paint(foxing, line)
    tread = studio.stroke(path("M 190 706 L 800 706"), width=8)
    studio.paint(tread, darker(RUBBER, 0.25))
    edge = studio.stroke(path("M 152 634 C 300 646 700 652 866 609"), width=5)
    studio.paint(edge, darker(RUBBER, 0.35), opacity=0.5)


def _ground(studio: Studio, y: float) -> None:
    studio.shadow(ellipse(530, y + 4, 370, 22), blur=26, opacity=0.34)
    studio.shadow(ellipse(500, y, 330, 9), blur=7, opacity=0.5)


def _laces(studio: Studio, start: tuple[float, float], end: tuple[float, float], rows: int) -> None:
    for k in range(rows):
        x = start[0] + (end[0] - start[0]) * k / (rows - 1)
        y = start[1] + (end[1] - start[1]) * k / (rows - 1)
        line = path(f"M {x - 46} {y + 40} Q {x - 20} {y + 2} {x + 20} {y - 6}")
        studio.shadow(line + (3, 6), blur=3, opacity=0.3)
        lace = studio.stroke(line, width=13)
        studio.paint(lace, RUBBER, shade=puff(lace, 5 * studio.camera.px_per_unit))
        eye = studio.region(ellipse(x - 46, y + 40, 7, 7))
        studio.paint(eye, INK, opacity=0.75)


def _heel(studio: Studio, finish: Finish, tab: str) -> None:
    _part(studio, path(tab), finish.colours.accent, soft=10)


def _stitched(studio: Studio, line: Outline, colour: Colour) -> None:
    stitches = studio.stroke(line, width=4, dashes=(1, 1))
    studio.paint(stitches, colour, opacity=0.8)


@shape("low sneaker", floor=716, front=_SIDE, focus=(560, 560), zoom=1.9, angle=_OTHER_SIDE)
def draw_low(studio: Studio, finish: Finish) -> None:
    """A court shoe: flat rubber sole, rubber toe, laces."""
    _ground(studio, 712)
    tongue = path(
        "M 430 420 C 440 370 450 340 476 336 C 506 334 524 356 530 400 L 560 450 L 470 470 Z"
    )
    _part(studio, tongue, lighter(finish.colours.ground, 0.25), soft=12)
    _upper(studio, finish, _LOW, _LOW_MOUTH)
    toe = path(
        "M 742 640 C 736 590 746 550 772 524 C 830 540 860 570 868 622 C 830 636 780 640 742 640 Z"
    )
    _part(studio, toe, RUBBER, soft=14)
    _heel(
        studio, finish, "M 158 650 C 146 580 154 510 166 438 L 214 436 C 220 520 232 590 250 650 Z"
    )
    stay = path(
        "M 420 430 C 450 470 560 540 660 560 L 690 506 C 610 478 540 440 502 382 L 460 372 Z"
    )
    _part(studio, stay, lighter(finish.colours.ground, 0.14), soft=7)
    _stitched(studio, path("M 424 438 C 460 480 560 546 656 568"), finish.colours.ink)
    _laces(studio, (500, 400), (664, 512), 5)
    _flat_sole(studio, finish.colours.accent)


@shape(
    "high-top sneaker",
    floor=716,
    front=View(zoom=1.14, focus=(512, 480)),
    focus=(460, 480),
    zoom=1.8,
    angle=_OTHER_SIDE,
)
def draw_high(studio: Studio, finish: Finish) -> None:
    """A basketball shoe that covers the ankle, with a round badge."""
    _ground(studio, 712)
    tongue = path(
        "M 400 300 C 410 230 420 196 446 192 C 480 190 492 220 494 270 L 520 360 L 440 380 Z"
    )
    _part(studio, tongue, lighter(finish.colours.ground, 0.25), soft=12)
    _upper(studio, finish, _HIGH, _HIGH_MOUTH)
    toe = path(
        "M 732 640 C 726 590 740 540 770 520 C 830 536 860 566 868 622 C 830 636 780 640 732 640 Z"
    )
    _part(studio, toe, RUBBER, soft=14)
    _heel(
        studio, finish, "M 160 650 C 150 540 166 440 176 296 L 210 290 C 208 440 220 560 240 650 Z"
    )
    stay = path(
        "M 404 262 C 420 380 500 500 640 560 L 668 506 C 560 460 476 370 464 262 L 440 244 Z"
    )
    _part(studio, stay, lighter(finish.colours.ground, 0.14), soft=7)
    _laces(studio, (462, 280), (640, 500), 7)
    for radius, colour in ((46, RUBBER), (37, finish.colours.accent)):
        studio.paint(studio.region(ellipse(290, 380, radius, radius)), colour)
    diamond = polygon((290, 354), (312, 380), (290, 406), (268, 380))
    studio.paint(studio.region(diamond), RUBBER)
    _flat_sole(studio, finish.colours.accent)


@shape("slip-on sneaker", floor=716, front=_SIDE, focus=(600, 560), zoom=1.9, angle=_OTHER_SIDE)
def draw_slip_on(studio: Studio, finish: Finish) -> None:
    """A shoe without laces, with elastic gores at the sides."""
    _ground(studio, 712)
    _upper(studio, finish, _SLIP, _SLIP_MOUTH)
    gore = path(
        "M 400 452 C 420 520 430 560 470 596 C 500 560 516 500 520 436 C 480 424 440 430 400 452 Z"
    )
    _part(studio, gore, darker(finish.colours.ground, 0.45), soft=6)
    for k in range(5):
        rib = studio.stroke(
            path(f"M {416 + k * 20} 452 Q {430 + k * 14} 520 {464 + k * 5} 580"), width=3
        )
        studio.paint(rib, finish.colours.ground, opacity=0.5)
    pad = studio.stroke(
        path("M 172 478 C 180 446 204 440 226 450 C 300 480 360 470 410 446"), width=22
    )
    colour = lighter(finish.colours.accent, 0.1)
    studio.paint(pad, colour, shade=puff(pad, 9 * studio.camera.px_per_unit))
    _flat_sole(studio, finish.colours.accent)


@shape("running shoe", floor=742, front=_SIDE, focus=(520, 580), zoom=1.8, angle=_OTHER_SIDE)
def draw_runner(studio: Studio, finish: Finish) -> None:
    """A light shoe on a thick waved sole, with two flashes at the side."""
    _ground(studio, 738)
    tongue = path(
        "M 430 420 C 440 370 450 330 476 326 C 506 324 524 356 530 400 L 560 450 L 470 470 Z"
    )
    _part(studio, tongue, lighter(finish.colours.accent, 0.1), soft=12)
    _upper(studio, finish, _LOW, _LOW_MOUTH)
    _part(
        studio,
        path(
            "M 160 640 C 148 560 154 480 168 420 C 190 390 220 404 230 440 C 240 520 "
            "290 590 360 640 Z"
        ),
        finish.colours.accent,
        soft=14,
    )
    _part(
        studio,
        path("M 700 640 C 720 570 760 540 800 536 C 850 556 866 600 868 640 Z"),
        finish.colours.accent,
        soft=14,
    )
    for shift in (0, 74):
        flash = path(
            f"M {400 + shift} 640 C {420 + shift} 560 {450 + shift} 520 {490 + shift} 490 "
            f"L {522 + shift} 510 C {486 + shift} 540 {460 + shift} 590 {446 + shift} 640 Z"
        )
        _part(studio, flash, RUBBER, soft=6)
    _laces(studio, (500, 396), (650, 504), 5)
    wave = [(140, 640), (230, 622), (340, 640), (470, 652), (620, 640), (760, 626), (884, 606)]
    top = spline(wave)
    bottom = path("M 904 640 C 890 700 840 732 780 734 L 240 738 C 170 738 140 716 128 680")
    _part(studio, np.concatenate([top, bottom]), RUBBER, soft=22)
    line = studio.stroke(top + (0, 34), width=9)
    studio.paint(line, lighter(finish.colours.ground, 0.15))
    outsole = studio.stroke(path("M 170 726 C 300 738 700 738 830 724"), width=16)
    studio.paint(outsole, GUM)
