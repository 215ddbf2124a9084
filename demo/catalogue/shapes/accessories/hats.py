"""Hats: a bobble hat, a cap, a bucket hat, a sun hat and a beret."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import ellipse, path
from demo.catalogue.scene.light import folds, grain, puff, ramp
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import CORNER, shape
from demo.catalogue.shapes.turned import Profile, turn


def _ground(studio: Studio, y: float, reach: float) -> None:
    studio.shadow(ellipse(540, y + 8, reach * 1.05, 34), blur=30, opacity=0.3)
    studio.shadow(ellipse(508, y, reach * 0.95, 13), blur=9, opacity=0.45)


@shape("bobble hat", focus=(480, 560), zoom=1.8)
def draw_bobble(studio: Studio, finish: Finish) -> None:
    """A knitted hat with a turned-up brim and a pompom."""
    _ground(studio, 806, 240)
    unit = studio.camera.px_per_unit
    colour = finish.colours.accent
    brim = Profile([(636, 240), (644, 252), (720, 256), (790, 252), (806, 240)])
    turn(studio, colour, brim, gloss=0.0, roughness=0.03)
    crown = Profile([(300, 30), (316, 90), (370, 160), (480, 212), (600, 228), (640, 230)])
    turn(studio, finish, crown, gloss=0.0, roughness=0.05)
    tilt = studio.view.tilt
    for k in range(-16, 17):
        angle = np.radians(k * 5.4)
        x, drop = 500 + 252 * np.sin(angle), 252 * tilt * np.cos(angle)
        rib = studio.stroke(path(f"M {x} {646 + drop} L {x} {800 + drop}"), width=4)
        studio.paint(rib, darker(colour, 0.35), opacity=0.45)
    generator = np.random.default_rng(4)
    wool = lighter(colour, 0.12)
    ball = [ellipse(500, 262, 82, 82)]
    for angle in np.arange(0, 360, 7.0):
        reach = 84 + 10 * generator.random()
        x, y = 500 + reach * np.cos(np.radians(angle)), 262 + reach * np.sin(np.radians(angle))
        ball.append(ellipse(x, y, 11, 11))
    pompom = studio.region(*ball)
    shade = puff(pompom, 40 * unit) * grain(pompom, 0.05)
    shade += 0.09 * folds(pompom, 3, length_px=12 * unit, width_px=12 * unit, angle=30)
    studio.paint(pompom, wool, shade=shade)


@shape(
    "baseball cap",
    floor=720,
    front=View(zoom=1.12, focus=(560, 515)),
    focus=(420, 520),
    zoom=1.8,
    angle=View(yaw=26, mirrored=True, zoom=1.1, focus=(560, 515)),
)
def draw_cap(studio: Studio, finish: Finish) -> None:
    """A cap with a stiff peak, from the side."""
    _ground(studio, 716, 330)
    unit = studio.camera.px_per_unit
    crown = path(
        "M 190 690 C 170 480 270 330 440 326 C 610 330 690 450 700 640 C 600 690 330 716 190 690 Z"
    )
    region = studio.region(crown)
    shade = puff(region, 86 * unit) * grain(region, 0.014)
    dx, dy = (region.x - 440) / 260, (region.y - 620) / 300
    bulge = 1 + 0.3 * (dx * dx + dy * dy)
    u, v = 440 + 260 * dx * bulge, 620 + 300 * dy * bulge
    studio.paint(region, finish.over(region, u, v, scale=0.85), shade=shade)
    seam_colour = darker(finish.colours.ground, 0.45)
    for line in (
        "M 440 328 C 400 430 390 580 400 704",
        "M 440 328 C 560 390 610 520 616 668",
        "M 440 328 C 300 380 250 520 250 696",
    ):
        seam = studio.stroke(path(line), width=5)
        studio.paint(seam, seam_colour, opacity=0.5)
    for x, y in ((345, 430), (520, 440)):
        studio.paint(studio.region(ellipse(x, y, 8, 8)), seam_colour)
    peak = path(
        "M 452 706 C 500 664 620 632 704 636 C 806 646 896 684 938 720 C 944 734 932 740 914 736 "
        "C 820 716 640 716 500 728 C 462 730 446 722 452 706 Z"
    )
    brim_colour = darker(finish.colours.ground, 0.1)
    studio.shadow(peak, blur=10, opacity=0.3, shift=(0, 10))
    bill = studio.region(peak)
    studio.paint(bill, brim_colour, shade=puff(bill, 9 * unit))
    for drop in (0, 15, 30):
        row = path(
            f"M {540 + drop} {676 + drop * 0.6} C 620 {642 + drop} 740 {640 + drop} "
            f"{890 - drop} {706 - drop * 0.1}"
        )
        stitch = studio.stroke(row, width=3, dashes=(1, 1))
        studio.paint(stitch, lighter(brim_colour, 0.5), opacity=0.6)
    button = studio.region(ellipse(440, 326, 20, 12))
    studio.paint(button, finish.colours.accent, shade=puff(button, 6 * unit))


@shape("bucket hat", floor=760, front=View(zoom=1.24, focus=(500, 560)), focus=(470, 480), zoom=1.8)
def draw_bucket(studio: Studio, finish: Finish) -> None:
    """A soft hat whose brim slopes down all round."""
    _ground(studio, 748, 330)
    tilt = studio.view.tilt
    brim = Profile([(566, 214), (600, 240), (680, 300), (736, 336)])
    turn(studio, finish, brim, gloss=0.0, roughness=0.02)
    for k, radius in enumerate((258, 286, 314)):
        ring = studio.stroke(ellipse(500, 622 + 39 * k, radius, radius * tilt, end=180), width=3)
        studio.paint(ring, darker(finish.colours.ground, 0.5), opacity=0.4)
    crown = Profile([(352, 150), (362, 172), (400, 184), (500, 200), (580, 216)])
    turn(studio, finish, crown, gloss=0.0, roughness=0.02)
    lid = studio.region(ellipse(500, 356, 158, 158 * tilt))
    studio.paint(lid, finish.over(lid, lid.x, lid.y / np.float32(tilt)), shade=1.08)
    band = studio.stroke(ellipse(500, 574, 214, 214 * tilt, end=180), width=9)
    studio.paint(band, darker(finish.colours.ground, 0.3))


@shape("sun hat", floor=760, front=View(zoom=1.1, focus=(500, 520)), focus=(470, 560), zoom=1.7)
def draw_sun(studio: Studio, finish: Finish) -> None:
    """A straw hat with a wide brim and a patterned ribbon."""
    _ground(studio, 724, 400)
    tilt = studio.view.tilt + 0.06
    straw = (230, 200, 146)
    unit = studio.camera.px_per_unit
    brim = studio.region(ellipse(500, 660, 420, 420 * tilt))
    out = np.hypot(brim.x - 500, (brim.y - 660) / tilt)
    plait = (
        1 + 0.05 * np.sin(out * 0.55) + 0.03 * np.sin(np.arctan2(brim.y - 660, brim.x - 500) * 90)
    )
    studio.paint(brim, straw, shade=(puff(brim, 10 * unit) * plait).astype(np.float32))
    studio.shadow(ellipse(540, 660, 250, 250 * tilt), blur=18, opacity=0.35)
    crown = Profile([(372, 110), (384, 150), (420, 178), (520, 200), (650, 214)])
    turn(studio, straw, crown, gloss=0.05, roughness=0.06)
    lid = studio.region(ellipse(500, 378, 118, 118 * studio.view.tilt))
    studio.paint(lid, lighter(straw, 0.2), shade=puff(lid, 8 * unit))
    ribbon = Profile([(560, 207), (648, 217)], sharp=True)
    turn(studio, finish, ribbon, gloss=0.15, scale=0.6)
    for tail in (
        "M 690 660 C 720 690 730 720 724 760 L 756 748 C 760 710 744 680 706 640 Z",
        "M 696 650 C 740 670 770 690 790 724 L 806 700 C 780 670 750 650 708 634 Z",
    ):
        end = studio.region(path(tail))
        studio.paint(end, finish.over(end, scale=0.6), shade=puff(end, 7 * unit))
    knot = studio.region(ellipse(698, 645, 18, 24))
    studio.paint(knot, finish.colours.ground, shade=puff(knot, 9 * unit))


@shape(
    "beret",
    floor=720,
    front=View(zoom=1.2, focus=(508, 525)),
    focus=(470, 540),
    zoom=1.8,
    angle=CORNER,
)
def draw_beret(studio: Studio, finish: Finish) -> None:
    """A flat, round wool hat, worn to one side."""
    _ground(studio, 716, 250)
    unit = studio.camera.px_per_unit
    band = studio.region(
        path("M 300 640 C 330 700 640 720 700 640 L 704 690 C 650 750 340 740 306 690 Z")
    )
    studio.paint(band, darker(finish.colours.ground, 0.3), shade=puff(band, 12 * unit))
    top = path(
        "M 146 600 C 120 500 300 410 520 396 C 720 386 900 450 872 560 C 850 640 720 694 500 694 "
        "C 280 694 168 670 146 600 Z"
    )
    region = studio.region(top)
    shade = puff(region, 90 * unit) * grain(region, 0.03)
    shade -= 0.12 * ramp(region.y * np.ones_like(region.x), 600, 690)
    v = 396 + (region.y - 396) * np.float32(1.9)
    studio.paint(region, finish.over(region, region.x, v, scale=1.1), shade=shade)
    stalk = studio.stroke(path("M 528 400 C 526 380 532 366 544 356"), width=13)
    studio.paint(stalk, finish.colours.accent, shade=puff(stalk, 5 * unit))
