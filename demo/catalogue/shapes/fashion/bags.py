"""Bags: a tote, a backpack, a saddle bag, a bucket and a weekender."""

from __future__ import annotations

from demo.catalogue.palette import BRASS, LEATHER, Colour, darker
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, path, rounded
from demo.catalogue.scene.light import folds, grain, puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import CORNER, shape
from demo.catalogue.shapes.turned import Profile, open_top, stand, turn


def _body(
    studio: Studio, finish: Finish, outline: Outline, *, soft: float = 30, seed: int = 1
) -> None:
    unit = studio.camera.px_per_unit
    region = studio.region(outline)
    shade = puff(region, soft * unit) * grain(region, 0.014)
    shade += 0.022 * folds(region, seed, length_px=200 * unit, width_px=60 * unit, angle=78)
    studio.paint(region, finish.over(region, scale=0.9), shade=shade)


def _leather(studio: Studio, outline: Outline, colour: Colour = LEATHER, soft: float = 7) -> None:
    region = studio.region(outline)
    light = puff(region, soft * studio.camera.px_per_unit) * grain(region, 0.018)
    studio.paint(region, colour, shade=light)


def _strap(studio: Studio, line: str, width: float, colour: Colour = LEATHER) -> None:
    strap = studio.stroke(path(line), width=width)
    studio.paint(strap, colour, shade=puff(strap, width * 0.4 * studio.camera.px_per_unit))


def _stitches(studio: Studio, line: str) -> None:
    thread = studio.stroke(path(line), width=4, dashes=(1, 1))
    studio.paint(thread, (244, 226, 196), opacity=0.8)


def _floor(studio: Studio, y: float, reach: float) -> None:
    studio.shadow(ellipse(530, y + 6, reach * 1.05, 26), blur=28, opacity=0.32)
    studio.shadow(ellipse(508, y, reach * 0.92, 11), blur=8, opacity=0.45)


def _brass(studio: Studio, outline: Outline) -> None:
    metal = studio.region(outline)
    studio.paint(metal, BRASS, shade=puff(metal, 5 * studio.camera.px_per_unit, strength=1.3))


@shape("tote bag", focus=(480, 560), zoom=1.9, angle=CORNER)
def draw_tote(studio: Studio, finish: Finish) -> None:
    """An open shopper with two long handles."""
    _floor(studio, 846, 270)
    _strap(studio, "M 400 420 C 400 130 600 130 600 420", 26, darker(LEATHER, 0.3))
    inside = studio.region(path("M 240 400 C 340 376 660 376 760 400 L 750 424 L 250 424 Z"))
    studio.paint(inside, darker(finish.colours.ground, 0.5))
    _body(
        studio,
        finish,
        path(
            "M 240 402 C 340 420 660 420 760 402 L 786 826 "
            "C 786 846 770 850 750 850 "
            "L 250 850 C 230 850 214 846 214 826 Z"
        ),
        soft=26,
    )
    _strap(studio, "M 380 500 L 380 400 C 384 80 616 80 620 400 L 620 500", 28)
    for x in (380, 620):
        _leather(studio, rounded(x - 24, 470, x + 24, 540, 8))
        _brass(studio, ellipse(x, 508, 8, 8))
    _stitches(studio, "M 244 424 C 340 442 660 442 757 424")


@shape("backpack", front=View(zoom=1.1, focus=(500, 482)), focus=(480, 660), zoom=1.9, angle=CORNER)
def draw_backpack(studio: Studio, finish: Finish) -> None:
    """A round-shouldered backpack with a front pocket."""
    _floor(studio, 862, 250)
    _strap(studio, "M 440 180 C 440 90 560 90 560 180", 24)
    for side in ("M 270 400 C 200 480 206 640 262 760", "M 730 400 C 800 480 794 640 738 760"):
        _strap(studio, side, 36, darker(LEATHER, 0.2))
    _body(
        studio,
        finish,
        path(
            "M 260 800 C 246 640 250 420 280 310 C 310 190 400 160 500 160 "
            "C 600 160 690 190 720 310 C 750 420 754 640 740 800 "
            "C 736 850 710 862 670 862 L 330 862 C 290 862 264 850 260 800 Z"
        ),
        soft=50,
    )
    zip_line = studio.stroke(
        path("M 290 470 C 300 290 380 230 500 230 C 620 230 700 290 710 470"), width=12
    )
    studio.paint(zip_line, darker(finish.colours.ground, 0.55))
    teeth = studio.stroke(
        path("M 290 470 C 300 290 380 230 500 230 C 620 230 700 290 710 470"),
        width=5,
        dashes=(1, 1),
    )
    studio.paint(teeth, BRASS)
    _leather(studio, rounded(694, 462, 722, 520, 8))
    pocket = path(
        "M 320 600 C 320 560 340 548 380 548 L 620 548 C 660 548 680 560 680 600 L 684 790 "
        "C 684 820 664 832 640 832 L 360 832 C 336 832 316 820 316 790 Z"
    )
    studio.shadow(pocket, blur=12, opacity=0.42, shift=(4, 10))
    _body(studio, finish, pocket, soft=26, seed=4)
    _leather(
        studio,
        path(
            "M 314 590 C 314 548 340 540 380 540 L 620 540 C 660 540 686 548 686 590 "
            "L 682 650 C 600 676 400 676 318 650 Z"
        ),
    )
    _stitches(studio, "M 330 640 C 400 662 600 662 670 640")
    _leather(studio, rounded(482, 620, 518, 720, 8), darker(LEATHER, 0.25))
    _brass(studio, rounded(474, 676, 526, 704, 6))


@shape(
    "saddle bag", front=View(zoom=1.12, focus=(500, 446)), focus=(480, 580), zoom=1.9, angle=CORNER
)
def draw_saddle(studio: Studio, finish: Finish) -> None:
    """A half-round bag with a flap, on a long strap."""
    _floor(studio, 806, 220)
    _strap(studio, "M 240 470 C 190 120 460 70 500 70 C 540 70 810 120 760 470", 18)
    shell = path(
        "M 226 470 C 226 440 250 430 290 430 L 710 430 C 750 430 774 440 774 470 C 776 640 740 "
        "810 500 810 C 260 810 224 640 226 470 Z"
    )
    _body(studio, finish, shell, soft=36)
    flap = path(
        "M 218 466 C 218 424 250 416 290 416 L 710 416 C 750 416 782 424 782 466 C 780 560 700 "
        "670 500 676 C 300 670 220 560 218 466 Z"
    )
    studio.shadow(flap, blur=12, opacity=0.45, shift=(2, 12))
    _leather(studio, flap, finish.colours.accent, soft=14)
    _stitches(studio, "M 238 474 C 242 560 320 646 500 652 C 680 646 758 560 762 474")
    _leather(studio, rounded(474, 600, 526, 724, 12), darker(finish.colours.accent, 0.3))
    _brass(studio, ellipse(500, 690, 19, 19))
    for x in (240, 760):
        _brass(studio, ellipse(x, 462, 16, 20))


_BUCKET = Profile([(410, 190), (440, 196), (640, 214), (780, 204), (826, 188)])


@shape("bucket bag", front=View(zoom=1.12, focus=(500, 456)), focus=(480, 640), zoom=1.9)
def draw_bucket(studio: Studio, finish: Finish) -> None:
    """A round bag drawn together with a cord."""
    stand(studio, _BUCKET)
    _strap(studio, "M 320 440 C 290 110 440 70 500 70 C 560 70 710 110 680 440", 22)
    turn(studio, finish, _BUCKET, gloss=0.05, roughness=0.02, scale=0.9)
    open_top(studio, _BUCKET, finish.colours.ground, wall=10, depth=0.5)
    base = Profile([(764, 207), (790, 203), (828, 188)])
    turn(studio, LEATHER, base, gloss=0.15, roughness=0.02)
    tilt = studio.view.tilt
    cord = studio.stroke(ellipse(500, 470, 199, 199 * tilt, start=4, end=176), width=11)
    studio.paint(cord, LEATHER, shade=puff(cord, 5))
    for end in ("M 486 492 C 470 560 462 590 466 640", "M 512 494 C 520 560 540 580 536 620"):
        _strap(studio, end, 11)
        x, y = path(end)[-1]
        _leather(studio, ellipse(x, y + 12, 15, 20))


@shape("weekender", focus=(420, 640), zoom=1.8, angle=CORNER)
def draw_weekender(studio: Studio, finish: Finish) -> None:
    """A wide travel bag with leather corners."""
    _floor(studio, 812, 370)
    _strap(studio, "M 380 480 C 370 290 630 290 620 480", 24, darker(LEATHER, 0.35))
    body = path(
        "M 130 760 C 110 620 130 500 180 450 C 300 420 700 420 820 450 C 870 500 890 620 870 760 "
        "C 866 800 840 816 800 816 L 200 816 C 160 816 134 800 130 760 Z"
    )
    _body(studio, finish, body, soft=52)
    for side in (1, -1):
        corner = path("M 131 700 C 180 700 240 740 250 816 L 200 816 C 160 816 130 800 130 760 Z")
        tab = path("M 176 456 C 200 560 200 600 168 640 L 122 620 C 126 550 146 490 176 456 Z")
        for part in (corner, tab):
            _leather(studio, part if side > 0 else part * (-1, 1) + (1000, 0), soft=10)
    _stitches(studio, "M 200 458 C 320 436 680 436 800 458")
    _strap(studio, "M 350 800 L 350 500 C 350 270 650 270 650 500 L 650 800", 28)
    _strap(studio, "M 430 322 C 460 302 540 302 570 322", 40)
    for x in (350, 650):
        _brass(studio, rounded(x - 20, 530, x + 20, 562, 6))
