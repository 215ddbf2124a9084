"""Scarves: a long one in a loop, a silk square, a folded throw and a snood."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import Colour, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.curves import Outline, ellipse, path, rounded
from demo.catalogue.scene.light import folds, grain, puff, ramp
from demo.catalogue.scene.studio import Field, Studio
from demo.catalogue.shapes.registry import ASKEW, shape


def _wool(
    studio: Studio,
    finish: Finish,
    outline: Outline,
    *,
    soft: float,
    seed: int,
    angle: float,
    depth: float = 0.05,
    along: tuple[Field, Field] | None = None,
) -> None:
    """One length of cloth; `angle` is the way its folds run."""
    unit = studio.camera.px_per_unit
    region = studio.region(outline)
    shade = puff(region, soft * unit) * grain(region, 0.028)
    shade += np.float32(depth) * folds(
        region, seed, length_px=420 * unit, width_px=30 * unit, angle=angle
    )
    u, v = along or (region.x, region.y)
    c, s = np.float32(np.cos(np.radians(angle - 90))), np.float32(np.sin(np.radians(angle - 90)))
    colours = finish.over(region, u * c + v * s, v * c - u * s, scale=0.8)
    studio.paint(region, colours, shade=shade)


def _fringe(studio: Studio, x0: float, x1: float, y: float, colour: Colour, lean: float) -> None:
    for k, x in enumerate(np.arange(x0, x1, 13)):
        sway = lean + (-4, 3, 0, 5, -2)[k % 5]
        thread = studio.stroke(
            path(f"M {x} {y} Q {x + sway} {y + 26} {x + sway} {y + 54}"), width=8
        )
        studio.paint(thread, darker(colour, 0.08 * (k % 3)))


@shape("wool scarf", focus=(480, 600), zoom=1.8, angle=View(yaw=34, zoom=1.02), lies=True)
def draw_wool(studio: Studio, finish: Finish) -> None:
    """A long scarf, laid once round an unseen neck, with fringed ends."""
    colour = finish.colours.accent
    loop = path(
        "M 300 300 C 320 150 680 150 700 300 "
        "C 706 360 660 400 600 410 L 400 410 C 340 400 294 360 300 300 Z"
    )
    hollow = path(
        "M 392 290 C 410 232 590 232 608 290 C 604 330 560 344 500 344 C 440 344 396 330 392 290 Z"
    )
    left = path(
        "M 356 360 C 430 340 520 350 540 390 L 470 846 "
        "C 420 856 350 848 300 830 C 330 700 350 520 356 360 Z"
    )
    right = path(
        "M 480 372 C 540 340 620 350 650 370 C 660 520 690 640 716 770 "
        "C 660 796 600 804 546 800 C 530 660 500 520 480 372 Z"
    )
    studio.shadow(loop, left, right, blur=20, opacity=0.32, shift=(16, 26))
    _fringe(studio, 552, 708, 786, colour, 6)
    _wool(studio, finish, right, soft=30, seed=3, angle=82)
    studio.shadow(left, blur=14, opacity=0.4, shift=(14, 12))
    _fringe(studio, 308, 468, 838, colour, -8)
    _wool(studio, finish, left, soft=30, seed=5, angle=97)
    unit = studio.camera.px_per_unit
    inside = studio.region(hollow)
    studio.paint(inside, darker(finish.colours.ground, 0.45), shade=puff(inside, 20 * unit))
    collar = studio.region(loop, minus=[hollow])
    shade = puff(collar, 42 * unit) * grain(collar, 0.028)
    dx, dy = collar.x - 500, (collar.y - 300) * np.float32(1.25)
    around, out = np.arctan2(dy, dx) * np.float32(160), np.hypot(dx, dy)
    shade += (0.045 * np.sin(out * 0.16 + np.sin(around * 0.012) * 2)).astype(np.float32)
    studio.shadow(
        path("M 330 390 C 420 430 580 430 670 390 L 640 430 L 360 430 Z"), blur=10, opacity=0.4
    )
    studio.paint(collar, finish.over(collar, around, out, scale=0.8), shade=shade)


@shape("silk square", focus=(360, 380), zoom=1.9, angle=View(roll=45, zoom=0.86), lies=True)
def draw_silk(studio: Studio, finish: Finish) -> None:
    """A square of silk with a rolled edge and a broad border."""
    outer = rounded(160, 160, 840, 840, 10)
    studio.shadow(outer, blur=15, opacity=0.3, shift=(12, 20))
    unit = studio.camera.px_per_unit
    frames: tuple[tuple[float, Colour | None], ...] = (
        (160, finish.colours.accent),
        (212, finish.colours.ink),
        (224, None),
    )
    for inset, colour in frames:
        part = studio.region(rounded(inset, inset, 1000 - inset, 1000 - inset, 8))
        sheen = 0.07 * folds(part, 12, length_px=420 * unit, width_px=120 * unit, angle=32)
        sheen += 0.025 * np.cos((part.x + part.y - 1000) * np.float32(0.011))
        cloth = finish.over(part, scale=1.15) if colour is None else colour
        studio.paint(part, cloth, shade=(1.0 + sheen).astype(np.float32))
    for line in ("M 160 500 L 840 500", "M 500 160 L 500 840"):
        crease = studio.stroke(path(line), width=9)
        studio.paint(crease, (255, 255, 255), opacity=0.13)
    edge = studio.stroke(np.concatenate([outer, outer[:1]]), width=9)
    studio.paint(edge, darker(finish.colours.accent, 0.2), shade=puff(edge, 4 * unit))


@shape("blanket scarf", focus=(450, 520), zoom=1.8, angle=ASKEW, lies=True)
def draw_blanket(studio: Studio, finish: Finish) -> None:
    """A wide scarf, folded into a soft pile."""
    unit = studio.camera.px_per_unit
    layers = ((742, 0.82, 8), (640, 0.92, 5), (540, 1.0, 0))
    studio.shadow(rounded(190, 260, 810, 800, 50), blur=26, opacity=0.36, shift=(18, 30))
    _fringe(studio, 214, 790, 776, finish.colours.accent, 0)
    for bottom, dim, shift in layers:
        fold = rounded(190 + shift, 240, 810 - shift, bottom + 54, 46)
        studio.shadow(fold, blur=10, opacity=0.34, shift=(2, 9))
        region = studio.region(fold)
        shade = puff(region, 34 * unit) * grain(region, 0.028) * np.float32(dim)
        crease = folds(region, int(bottom), length_px=400 * unit, width_px=60 * unit, angle=4)
        cloth = finish.over(region, region.x, region.y + np.float32(bottom * 0.7), scale=1.2)
        studio.paint(region, cloth, shade=shade + 0.025 * crease)
    label = studio.region(rounded(640, 500, 730, 552, 5))
    studio.paint(label, lighter(finish.colours.accent, 0.1), shade=puff(label, 4 * unit))


@shape("snood", focus=(420, 560), zoom=1.9, angle=View(roll=-14, zoom=1.0), lies=True)
def draw_snood(studio: Studio, finish: Finish) -> None:
    """A ring of thick knit that is pulled over the head."""
    unit = studio.camera.px_per_unit
    outer = path(
        "M 150 500 C 150 330 320 250 500 250 C 680 250 850 330 850 500 C 860 690 700 780 500 780 "
        "C 300 780 140 690 150 500 Z"
    )
    hole = ellipse(500, 440, 196, 92)
    studio.shadow(outer, blur=26, opacity=0.34, shift=(18, 30))
    inside = studio.region(ellipse(500, 440, 204, 100))
    shade = 0.5 + 0.3 * ramp(inside.y * np.ones_like(inside.x), 360, 540)
    studio.paint(inside, finish.colours.ground, shade=shade)
    ring = studio.region(outer, minus=[hole])
    dx, dy = (ring.x - 500), (ring.y - 450) * np.float32(1.3)
    around, out = np.arctan2(dy, dx), np.hypot(dx, dy)
    rolls = 0.09 * np.sin(out * 0.085 + 0.9 * np.sin(around * 2 + 0.6))
    ribs = 0.03 * np.sin(around * 150)
    light = puff(ring, 60 * unit) * grain(ring, 0.03) + (rolls + ribs).astype(np.float32)
    cloth = finish.over(ring, around * np.float32(230), out, scale=0.9)
    studio.paint(ring, cloth, shade=light)
