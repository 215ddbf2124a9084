"""Planters: pots, each with something growing in it."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import BRASS, WOOD, Colour, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import Outline, ellipse, path, spline
from demo.catalogue.scene.light import puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import shape
from demo.catalogue.shapes.turned import Profile, open_top, stand, turn

_LEAF: Colour = (74, 122, 84)
_DEEP: Colour = (44, 92, 72)
_PALE: Colour = (128, 164, 104)
_SOIL: Colour = (74, 54, 44)

_CYLINDER = Profile([(560, 148), (600, 148), (800, 144), (822, 134)])
_CONE = Profile([(560, 166), (640, 150), (800, 108), (822, 100)])
_BALL = Profile([(570, 128), (600, 152), (680, 178), (760, 152), (815, 104), (822, 100)])
_RAISED = Profile([(520, 152), (560, 152), (680, 146), (716, 128), (724, 116)])


def _leaf(studio: Studio, outline: Outline, colour: Colour, rib: Outline | None = None) -> None:
    blade = studio.region(outline)
    studio.paint(blade, colour, shade=puff(blade, 14 * studio.camera.px_per_unit, strength=1.2))
    if rib is not None:
        vein = studio.stroke(rib, width=4)
        studio.paint(vein, lighter(colour, 0.35), opacity=0.7)


def _blade(
    base: tuple[float, float], tip: tuple[float, float], width: float, bend: float
) -> tuple[Outline, Outline]:
    """A leaf from its base to its tip, bent sideways: outline and middle rib."""
    (x0, y0), (x1, y1) = base, tip
    t = np.linspace(0, 1, 24)[:, None]
    control = np.array([(x0 + x1) / 2 + bend, (y0 + y1) / 2])
    rib = np.array(base) * (1 - t) ** 2 + 2 * control * t * (1 - t) + np.array(tip) * t**2
    along = np.gradient(rib, axis=0)
    normal = along[:, ::-1] * (-1, 1) / np.linalg.norm(along, axis=1, keepdims=True)
    half = width * np.sin(np.pi * t**0.8) ** 0.8
    return np.concatenate([rib + normal * half, (rib - normal * half)[::-1]]), rib


def _snake_plant(studio: Studio, y: float) -> None:
    tips = (
        (390, 250, -30),
        (620, 220, 30),
        (450, 150, -12),
        (560, 120, 14),
        (330, 380, -30),
        (670, 360, 24),
        (505, 230, 0),
    )
    for i, (x, top, bend) in enumerate(tips):
        outline, rib = _blade((500 + (x - 500) * 0.35, y + 20), (x, top), 30, bend)
        _leaf(studio, outline, (_DEEP, _LEAF)[i % 2], rib)


def _rubber_plant(studio: Studio, y: float) -> None:
    stem = studio.stroke(path(f"M 500 {y + 10} C 490 400 510 300 500 180"), width=12)
    studio.paint(stem, WOOD, shade=0.8)
    for i, (at, tip_x, tip_y) in enumerate(
        (
            (470, 330, 400),
            (450, 676, 380),
            (380, 320, 270),
            (350, 690, 250),
            (280, 372, 150),
            (250, 634, 140),
            (210, 500, 70),
        )
    ):
        outline, rib = _blade((500, at), (tip_x, tip_y), 46, 0 if i == 6 else -30)
        _leaf(studio, outline, (_LEAF, _DEEP, _PALE)[i % 3], rib)


def _cactus(studio: Studio, y: float) -> None:
    arms = ("M 470 430 C 380 440 370 400 372 330", "M 540 370 C 630 380 640 340 636 270")
    for line in arms:
        arm = studio.stroke(path(line), width=56)
        studio.paint(arm, _LEAF, shade=puff(arm, 20 * studio.camera.px_per_unit))
    body = studio.stroke(spline([(505, y - 42), (505, 400), (505, 200)]), width=120)
    ridges = 1 + 0.10 * np.sin(body.x * 0.26) * np.ones_like(body.y)
    studio.paint(body, _LEAF, shade=puff(body, 42 * studio.camera.px_per_unit) * ridges)
    for x, top in ((505, 138), (372, 300), (636, 240)):
        for turn_by in range(5):
            angle = np.radians(turn_by * 72 - 90)
            cx, cy = x + 14 * np.cos(angle), top + 14 * np.sin(angle)
            studio.paint(studio.region(ellipse(cx, cy, 11, 11)), (238, 130, 140))
        studio.paint(studio.region(ellipse(x, top, 8, 8)), (250, 214, 120))


def _succulent(studio: Studio, y: float) -> None:
    for ring, (count, reach, width) in enumerate(((9, 190, 40), (7, 135, 36), (5, 80, 28))):
        colour = lighter(_PALE, 0.12 * ring)
        for i in range(count):
            angle = np.radians(-180 + 180 * (i + 0.5) / count)
            tip = (500 + reach * np.cos(angle), y - 20 + reach * 0.95 * np.sin(angle) - 20)
            outline, rib = _blade((500, y + 6), tip, width, 0)
            _leaf(studio, outline, colour, rib if ring == 2 else None)


def _pot(studio: Studio, finish: Finish, profile: Profile, gloss: float) -> float:
    turn(studio, finish, profile, gloss=gloss)
    open_top(studio, profile, lighter(finish.colours.ground, 0.1), wall=12)
    tilt, radius = studio.view.tilt, profile.radii[0] - 16
    soil = studio.region(ellipse(500, profile.top + 10, radius, radius * tilt * 0.9))
    studio.paint(soil, _SOIL)
    return float(profile.top)


@shape("cylinder planter", focus=(480, 690))
def draw_cylinder(studio: Studio, finish: Finish) -> None:
    """A straight pot with a snake plant."""
    stand(studio, _CYLINDER, spread=1.15)
    _snake_plant(studio, _pot(studio, finish, _CYLINDER, 0.4))


@shape("tapered planter", focus=(480, 680))
def draw_cone(studio: Studio, finish: Finish) -> None:
    """A tapered pot with a rubber plant."""
    stand(studio, _CONE, spread=1.15)
    _rubber_plant(studio, _pot(studio, finish, _CONE, 0.3))


@shape("round planter", focus=(480, 690))
def draw_ball(studio: Studio, finish: Finish) -> None:
    """A round pot with a cactus in flower."""
    stand(studio, _BALL, spread=1.1)
    _cactus(studio, _pot(studio, finish, _BALL, 0.7))


@shape("footed planter", floor=830, focus=(480, 640))
def draw_footed(studio: Studio, finish: Finish) -> None:
    """A low pot in a wooden stand, with a succulent."""
    for x0, x1 in ((420, 408), (580, 592)):
        leg = studio.stroke(path(f"M {x0} 640 L {x1} 790"), width=16)
        studio.paint(leg, darker(WOOD, 0.3))
    studio.shadow(ellipse(530, 832, 190, 26), blur=22, opacity=0.34)
    _succulent(studio, _pot(studio, finish, _RAISED, 0.4))
    for x0, x1 in ((340, 322), (660, 678)):
        leg = studio.stroke(path(f"M {x0} 560 L {x1} 826"), width=20)
        studio.paint(leg, WOOD, shade=puff(leg, 8 * studio.camera.px_per_unit))
    band = studio.stroke(path("M 336 660 C 420 694 580 694 664 660"), width=14)
    studio.paint(band, WOOD, shade=puff(band, 5))


@shape("hanging planter", focus=(500, 640))
def draw_hanging(studio: Studio, finish: Finish) -> None:
    """A bowl on three cords, with trailing leaves."""
    profile = Profile([(560, 160), (600, 164), (680, 150), (760, 96), (790, 40)])
    for x in (346, 654):
        cord = studio.stroke(path(f"M 500 -200 L 500 40 L {x} 560"), width=6)
        studio.paint(cord, BRASS, shade=0.95)
    studio.shadow(ellipse(580, 700, 150, 110), blur=40, opacity=0.16)
    top = _pot(studio, finish, profile, 0.6)
    drops = ((352, 800), (404, 700), (470, 650), (560, 690), (606, 740), (652, 880))
    for i, (x, drop) in enumerate(drops):
        start = 500 + (x - 500) * 0.85
        out = x + (x - 500) * 0.14
        line = path(f"M {start} {top + 8} C {out} {top - 70} {out + 12} {top + 60} {x} {drop}")
        vine = studio.stroke(line, width=5)
        studio.paint(vine, _DEEP)
        beads = spline([tuple(p) for p in line[::3]])[::14]
        for k, (px, py) in enumerate(beads):
            side = 1 if (k + i) % 2 else -1
            outline, _ = _blade((px, py), (px + side * 44, py + 26), 17, 0)
            _leaf(studio, outline, (_LEAF, _PALE, _DEEP)[(k + i) % 3])
