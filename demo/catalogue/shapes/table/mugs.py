"""Mugs: five cups, each with a handle of its own."""

from __future__ import annotations

from demo.catalogue.palette import INK, RUBBER, Colour, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, path
from demo.catalogue.scene.light import puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import shape
from demo.catalogue.shapes.turned import Profile, open_top, stand, turn

_STRAIGHT = Profile([(360, 172), (400, 170), (740, 168), (775, 160), (800, 138)], cx=460)
_ROUND = Profile(
    [(390, 150), (430, 160), (540, 192), (650, 190), (750, 150), (790, 112), (800, 110)], cx=460
)
_TAPERED = Profile([(350, 190), (500, 168), (700, 138), (785, 124), (800, 116)], cx=460)
_SMALL = Profile([(500, 128), (560, 130), (680, 122), (760, 94), (800, 70)], cx=470)
_ENAMEL = Profile(
    [(376, 186), (380, 180), (384, 176), (790, 170), (797, 165), (800, 158)], cx=460, sharp=True
)

_NEAR = View(zoom=1.36, focus=(530, 596))
_NEARER = View(zoom=1.6, focus=(490, 646))

_LOOP = path("M 620 450 C 740 430 770 520 750 590 C 735 660 680 690 612 680")
_EAR = path("M 632 480 C 760 440 800 560 740 630 C 710 665 670 680 620 690")
_ANGLE = path("M 628 420 L 770 420 L 690 640 L 596 640")
_RING = ellipse(628, 600, 56, 60)
_SLIM = path("M 630 440 C 700 430 770 440 766 500 L 752 640 C 744 690 700 690 624 690")


def _mug(
    studio: Studio,
    finish: Finish,
    profile: Profile,
    handle: Outline,
    *,
    width: float = 32,
    gloss: float = 0.7,
    handle_colour: Colour | None = None,
) -> None:
    stand(studio, profile)
    ear = studio.stroke(handle, width=width)
    colour = handle_colour or finish.colours.ground
    studio.paint(ear, colour, shade=puff(ear, width * 0.42 * studio.camera.px_per_unit))
    turn(studio, finish, profile, gloss=gloss, scale=0.86)
    open_top(studio, profile, lighter(colour, 0.35), wall=11, depth=0.35)


@shape("straight mug", front=_NEAR, focus=(450, 590))
def draw_straight(studio: Studio, finish: Finish) -> None:
    """A cylinder with a loop."""
    _mug(studio, finish, _STRAIGHT, _LOOP)


@shape("round mug", front=_NEAR, focus=(450, 590))
def draw_round(studio: Studio, finish: Finish) -> None:
    """A belly with an ear."""
    _mug(studio, finish, _ROUND, _EAR, width=36, gloss=0.9)


@shape("tapered mug", front=_NEAR, focus=(450, 540))
def draw_tapered(studio: Studio, finish: Finish) -> None:
    """A cone with an angular handle, half dipped in white."""
    _mug(studio, finish, _TAPERED, _ANGLE, width=26, gloss=0.3)


@shape("espresso cup", front=_NEARER, focus=(450, 650), zoom=2.3)
def draw_espresso(studio: Studio, finish: Finish) -> None:
    """A small cup with a ring, on its saucer."""
    saucer = Profile([(776, 232), (792, 190), (812, 110), (820, 96)], cx=470)
    stand(studio, saucer)
    turn(studio, finish.colours.ground, saucer, gloss=0.5)
    tilt = studio.view.tilt
    dish = studio.region(ellipse(470, 776, 228, 228 * tilt))
    studio.paint(dish, lighter(finish.colours.ground, 0.14))
    well = studio.region(ellipse(470, 780, 150, 150 * tilt))
    studio.paint(well, finish.colours.ground, shade=0.94)
    studio.shadow(ellipse(500, 790, 100, 26), blur=9, opacity=0.4)
    _mug(studio, finish, _SMALL, _RING, width=22, gloss=0.8)


@shape("enamel mug", front=_NEAR, focus=(450, 590))
def draw_enamel(studio: Studio, finish: Finish) -> None:
    """A camping mug with a dark rim."""
    _mug(studio, finish, _ENAMEL, _SLIM, width=22, gloss=1.0, handle_colour=RUBBER)
    tilt = studio.view.tilt
    for y, radius in ((376, 184), (800, 158)):
        end = 180 if y == 800 else 360
        rim = studio.stroke(ellipse(460, y, radius, radius * tilt, end=end), width=7)
        studio.paint(rim, INK)
