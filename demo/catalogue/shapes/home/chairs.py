"""Seats: armchairs, a dining chair and a pouf."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import PALE_WOOD, WOOD, Colour, darker
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import Outline, ellipse, path
from demo.catalogue.scene.light import folds, grain, puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import CORNER, LOW, shape
from demo.catalogue.shapes.turned import Profile, stand, turn


def _cushion(
    studio: Studio,
    finish: Finish,
    outline: Outline,
    *,
    soft: float,
    shade: float = 1.0,
    seed: int = 1,
) -> None:
    """One upholstered part; `soft` is how round its edges are, in units."""
    unit = studio.camera.px_per_unit
    region = studio.region(outline)
    light = puff(region, soft * unit) * grain(region, 0.014) * np.float32(shade)
    light += 0.02 * folds(region, seed, length_px=130 * unit, width_px=50 * unit, angle=12)
    studio.paint(region, finish.over(region, scale=0.8), shade=light)
    seam = studio.stroke(np.concatenate([outline, outline[:1]]), width=5)
    studio.paint(seam, darker(finish.colours.ground, 0.6), opacity=0.28)


def _legs(studio: Studio, colour: Colour, *legs: str, width: float = 24) -> None:
    for line in legs:
        leg = studio.stroke(path(line), width=width)
        studio.paint(leg, colour, shade=puff(leg, width * 0.4 * studio.camera.px_per_unit))


@shape("lounge armchair", floor=870, focus=(480, 500), zoom=1.9, angle=CORNER)
def draw_lounge(studio: Studio, finish: Finish) -> None:
    """An armchair with a high back and round arms on splayed wooden legs."""
    studio.shadow(ellipse(530, 872, 320, 34), blur=30, opacity=0.36)
    _legs(studio, darker(WOOD, 0.25), "M 360 740 L 350 836", "M 640 740 L 650 836")
    _cushion(
        studio,
        finish,
        path(
            "M 290 640 C 270 420 280 200 350 170 C 420 140 580 140 650 170 "
            "C 720 200 730 420 710 640 Z"
        ),
        soft=44,
        seed=2,
    )
    _legs(studio, WOOD, "M 270 770 L 236 872", "M 730 770 L 764 872")
    _cushion(
        studio,
        finish,
        path("M 270 690 L 730 690 C 750 690 756 800 730 806 L 270 806 C 244 800 250 690 270 690 Z"),
        soft=20,
        shade=0.86,
    )
    studio.shadow(path("M 310 600 L 690 600 L 690 640 L 310 640 Z"), blur=14, opacity=0.35)
    _cushion(
        studio,
        finish,
        path(
            "M 300 620 C 300 580 330 574 360 574 L 640 574 "
            "C 670 574 700 580 700 620 "
            "L 704 690 C 704 720 680 724 650 724 L 350 724 C 320 724 296 720 296 690 Z"
        ),
        soft=34,
        shade=1.06,
        seed=4,
    )
    for side in (1, -1):
        arm = path(
            "M 196 520 C 190 470 230 450 262 452 C 306 456 322 490 320 530 L 312 780 "
            "C 310 806 290 812 262 812 C 226 812 212 800 208 770 Z"
        )
        if side < 0:
            arm = arm * (-1, 1) + (1000, 0)
        _cushion(studio, finish, arm, soft=36, seed=6 + side)


@shape("tub chair", floor=850, focus=(480, 520), zoom=1.9, angle=CORNER)
def draw_tub(studio: Studio, finish: Finish) -> None:
    """A round shell of channelled velvet that holds a deep seat."""
    studio.shadow(ellipse(530, 868, 300, 34), blur=30, opacity=0.38)
    shell = path(
        "M 190 520 C 180 330 320 250 500 250 C 680 250 820 330 810 520 L 770 820 "
        "C 700 862 300 862 230 820 Z"
    )
    _cushion(studio, finish, shell, soft=60)
    hollow = path(
        "M 270 530 C 262 400 360 330 500 330 C 640 330 738 400 730 530 L 716 640 L 284 640 Z"
    )
    _cushion(studio, finish, hollow, soft=26, shade=0.8)
    unit = studio.camera.px_per_unit
    for k in range(-3, 4):
        seam = studio.stroke(
            path(f"M {500 + k * 52} 336 Q {500 + k * 66} 440 {500 + k * 64} 600"), width=4
        )
        studio.paint(seam, darker(finish.colours.ground, 0.4), opacity=0.55)
    studio.shadow(path("M 290 600 L 710 600 L 700 640 L 300 640 Z"), blur=12, opacity=0.4)
    seat = path(
        "M 268 640 C 270 592 330 584 500 584 C 670 584 730 592 732 640 L 726 690 "
        "C 700 716 300 716 274 690 Z"
    )
    _cushion(studio, finish, seat, soft=30, shade=1.06)
    rim = studio.stroke(
        path("M 214 560 C 190 350 330 276 500 276 C 670 276 810 350 786 560"), width=46
    )
    colours = finish.over(rim, scale=0.8)
    studio.paint(rim, colours, shade=puff(rim, 19 * unit, strength=1.1) * 1.04)


@shape("dining chair", floor=905, focus=(490, 400), zoom=1.9, angle=CORNER)
def draw_dining(studio: Studio, finish: Finish) -> None:
    """A wooden chair with an upholstered seat and back."""
    studio.shadow(ellipse(530, 912, 250, 26), blur=26, opacity=0.3)
    _legs(studio, darker(PALE_WOOD, 0.25), "M 390 610 L 384 850", "M 610 610 L 616 850", width=20)
    _legs(studio, PALE_WOOD, "M 352 600 L 366 170", "M 648 600 L 634 170", width=24)
    _cushion(
        studio,
        finish,
        path(
            "M 344 190 C 340 140 400 130 500 130 C 600 130 660 140 656 190 "
            "L 650 360 C 646 400 600 404 500 404 "
            "C 400 404 354 400 350 360 Z"
        ),
        soft=26,
    )
    _legs(studio, PALE_WOOD, "M 326 640 L 306 908", "M 674 640 L 694 908", width=26)
    apron = studio.region(path("M 316 610 L 684 610 L 690 668 L 310 668 Z"))
    studio.paint(apron, PALE_WOOD, shade=0.86)
    _cushion(
        studio,
        finish,
        path(
            "M 316 590 C 330 540 360 536 500 536 C 640 536 670 540 684 590 "
            "C 706 640 690 650 500 650 "
            "C 310 650 294 640 316 590 Z"
        ),
        soft=24,
        shade=1.04,
    )


_POUF = Profile(
    [(512, 120), (520, 180), (548, 236), (610, 274), (690, 280), (770, 256), (815, 206)]
)


@shape("pouf", front=LOW, focus=(470, 660))
def draw_pouf(studio: Studio, finish: Finish) -> None:
    """A round seat without legs."""
    stand(studio, _POUF)
    turn(studio, finish, _POUF, gloss=0.05, roughness=0.03)
    tilt = studio.view.tilt
    lid = studio.region(ellipse(500, 516, 128, 128 * tilt))
    studio.paint(lid, finish.over(lid, lid.x, lid.y / np.float32(tilt)), shade=1.12)
    unit = studio.camera.px_per_unit
    for degrees in range(6, 180, 28):  # the seams of its gores, from the button down
        side = np.cos(np.radians(degrees))
        front = tilt * np.sin(np.radians(degrees))
        line = np.stack([500 + _POUF.radii * side, _POUF.heights + _POUF.radii * front], axis=1)
        seam = studio.stroke(line[::48], width=5)
        studio.paint(seam, darker(finish.colours.ground, 0.4), opacity=0.5)
    button = studio.region(ellipse(500, 514, 34, max(34 * tilt, 9)))
    studio.paint(button, finish.colours.accent, shade=puff(button, 7 * unit))
