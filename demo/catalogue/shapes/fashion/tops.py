"""Tops: shirts and knits laid out flat."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import RUBBER, Colour, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import Outline, ellipse, mirrored, path
from demo.catalogue.scene.light import folds, grain, puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import ASKEW, shape

_BODY = "C 706 560 704 720 712 856 C 640 868 560 872 500 872"
_TEE = mirrored(
    path(
        f"M 500 232 C 550 232 590 214 604 182 L 692 214 "
        f"C 760 262 830 340 872 412 L 776 474 L 706 410 {_BODY}"
    )
)
_LONG = mirrored(
    path(
        f"M 500 232 C 550 232 590 214 604 182 L 690 210 "
        f"C 750 240 780 300 800 380 L 866 760 L 782 778 L 708 440 {_BODY}"
    )
)
_TANK = mirrored(
    path(
        "M 500 330 C 570 330 596 280 604 160 L 660 160 C 662 290 690 360 720 400 "
        "C 712 560 710 720 716 856 C 640 868 560 872 500 872"
    )
)


def _cloth(
    studio: Studio,
    finish: Finish,
    outline: Outline,
    *,
    minus: tuple[Outline, ...] = (),
    scale: float = 1.0,
    seed: int = 1,
) -> None:
    """Lay out a garment: a soft edge, and the long creases of a shirt on a table."""
    unit = studio.camera.px_per_unit
    studio.shadow(outline, blur=16, opacity=0.3, shift=(10, 18))
    region = studio.region(outline, minus=minus)
    shade = puff(region, 26 * unit, strength=0.7) * grain(region, 0.014)
    for angle, depth in ((82, 0.035), (55, 0.03), (120, 0.02)):
        crease = folds(region, seed + angle, length_px=300 * unit, width_px=60 * unit, angle=angle)
        shade = shade + np.float32(depth) * crease
    studio.paint(region, finish.over(region, scale=scale), shade=shade)


def _inside(studio: Studio, finish: Finish, y: float = 190) -> None:
    """The inner back of the collar, seen through the neck."""
    neck = studio.region(ellipse(500, y, 104, 44))
    studio.paint(neck, darker(finish.colours.ground, 0.32))


def _rib(studio: Studio, line: Outline, colour: Colour, width: float) -> None:
    band = studio.stroke(line, width=width)
    ribs = 1 + 0.06 * np.sin(band.x * 0.9) * np.ones_like(band.y)
    studio.paint(band, colour, shade=(puff(band, width * 0.4 * studio.camera.px_per_unit) * ribs))


def _seam(studio: Studio, finish: Finish, *lines: str) -> None:
    for line in lines:
        for side in (path(line), path(line) * (-1, 1) + (1000, 0)):
            stitch = studio.stroke(side, width=4)
            studio.paint(stitch, darker(finish.colours.ground, 0.45), opacity=0.45)


_NECK = path("M 398 184 C 412 216 450 234 500 234 C 550 234 588 216 602 184")
_ARMHOLE = "M 690 214 C 672 280 684 360 706 412"


@shape("crew-neck T-shirt", focus=(500, 400), zoom=1.9, angle=ASKEW, lies=True)
def draw_tee(studio: Studio, finish: Finish) -> None:
    """A T-shirt with a round neck."""
    _inside(studio, finish)
    _cloth(studio, finish, _TEE)
    _seam(studio, finish, _ARMHOLE, "M 852 400 L 766 456", "M 500 850 C 560 850 640 846 711 834")
    _rib(studio, _NECK, finish.colours.ground, 20)


@shape("pocket T-shirt", focus=(540, 420), zoom=2.0, angle=ASKEW, lies=True)
def draw_pocket(studio: Studio, finish: Finish) -> None:
    """A T-shirt with a chest pocket and contrast bands."""
    _inside(studio, finish)
    _cloth(studio, finish, _TEE, seed=5)
    _seam(studio, finish, _ARMHOLE, "M 500 850 C 560 850 640 846 711 834")
    for cuff in ("M 862 406 L 772 466", "M 138 406 L 228 466"):
        _rib(studio, path(cuff), finish.colours.accent, 22)
    _rib(studio, _NECK, finish.colours.accent, 20)
    pocket = studio.region(path("M 552 380 L 652 380 L 652 470 L 602 496 L 552 470 Z"))
    colour = lighter(finish.colours.accent, 0.06)
    studio.paint(pocket, colour, shade=puff(pocket, 6 * studio.camera.px_per_unit))


@shape("long-sleeved shirt", focus=(500, 440), zoom=1.8, angle=ASKEW, lies=True)
def draw_long(studio: Studio, finish: Finish) -> None:
    """A shirt with long sleeves and a boat neck."""
    _inside(studio, finish)
    _cloth(studio, finish, _LONG, seed=3)
    _seam(
        studio, finish, "M 690 212 C 676 290 690 380 708 440", "M 500 850 C 560 850 640 846 711 834"
    )
    _rib(studio, _NECK, lighter(finish.colours.ground, 0.2), 16)


@shape("sweatshirt", focus=(500, 420), zoom=1.8, angle=ASKEW, lies=True)
def draw_sweatshirt(studio: Studio, finish: Finish) -> None:
    """A thick jumper with ribbed cuffs and hem."""
    _inside(studio, finish)
    _cloth(studio, finish, _LONG, scale=1.15, seed=8)
    _seam(studio, finish, "M 604 196 C 660 280 690 360 708 440")
    rib = darker(finish.colours.ground, 0.14)
    _rib(studio, path("M 300 850 C 420 866 580 866 700 850"), rib, 44)
    for cuff in ("M 792 752 L 854 740", "M 208 752 L 146 740"):
        _rib(studio, path(cuff), rib, 46)
    _rib(studio, _NECK, rib, 34)


@shape("polo shirt", focus=(500, 360), zoom=2.0, angle=ASKEW, lies=True)
def draw_polo(studio: Studio, finish: Finish) -> None:
    """A shirt with a turned-down collar and three buttons."""
    _inside(studio, finish)
    _cloth(studio, finish, _TEE, seed=11)
    _seam(studio, finish, _ARMHOLE, "M 500 850 C 560 850 640 846 711 834")
    unit = studio.camera.px_per_unit
    for cuff in ("M 862 406 L 772 466", "M 138 406 L 228 466"):
        _rib(studio, path(cuff), finish.colours.accent, 22)
    placket = studio.region(path("M 478 236 L 524 236 L 524 420 L 478 420 Z"))
    studio.paint(placket, lighter(finish.colours.ground, 0.1), shade=puff(placket, 5 * unit))
    for y in (280, 335, 390):
        button = studio.region(ellipse(501, y, 10, 10))
        studio.paint(button, RUBBER, shade=puff(button, 4 * unit))
    flap = path("M 600 176 C 590 210 560 232 502 240 L 566 320 C 620 290 650 240 646 194 Z")
    for collar in (flap, flap * (-1, 1) + (1000, 0)):
        studio.shadow(collar, blur=6, opacity=0.35, shift=(3, 7))
        wing = studio.region(collar)
        studio.paint(wing, finish.colours.accent, shade=puff(wing, 9 * unit))


@shape("tank top", focus=(500, 460), zoom=1.9, angle=ASKEW, lies=True)
def draw_tank(studio: Studio, finish: Finish) -> None:
    """A sleeveless top with a low neck."""
    back = studio.region(
        path("M 400 165 C 420 250 580 250 600 165 L 640 300 L 500 350 L 360 300 Z")
    )
    studio.paint(back, darker(finish.colours.ground, 0.3))
    _cloth(studio, finish, _TANK, seed=2)
    _seam(studio, finish, "M 500 850 C 560 850 640 846 714 834")
    edge = lighter(finish.colours.accent, 0.05)
    _rib(studio, path("M 400 162 C 404 280 430 332 500 332 C 570 332 596 280 600 162"), edge, 14)
    for armhole in (path("M 658 162 C 662 290 690 360 718 398"),):
        _rib(studio, armhole, edge, 14)
        _rib(studio, armhole * (-1, 1) + (1000, 0), edge, 14)
