"""Watches: a dial on a strap, laid out straight."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import BRASS, INK, STEEL, Colour, brightness, darker, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import Outline, ellipse, path, polygon, rounded
from demo.catalogue.scene.light import grain, puff, ramp
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import ASKEW, shape

_PALE: Colour = (250, 247, 240)
_CX, _CY = 500, 500


def _strap(studio: Studio, finish: Finish, width: float, metal: Colour) -> None:
    """Two lengths of strap with stitched edges, holes and a buckle."""
    unit = studio.camera.px_per_unit
    half, tip = width / 2, width / 2 - 12
    upper = path(
        f"M {500 - half} 440 L {500 - tip} 120 "
        f"C {500 - tip} 116 {500 + tip} 116 {500 + tip} 130 "
        f"L {500 + half} 440 Z"
    )
    lower = path(
        f"M {500 - half} 560 L {500 - tip} 880 "
        f"C {500 - tip} 930 {500 + tip} 930 {500 + tip} 880 "
        f"L {500 + half} 560 Z"
    )
    studio.shadow(upper, lower, blur=14, opacity=0.36, shift=(12, 18))
    for part in (upper, lower):
        region = studio.region(part)
        shade = puff(region, 24 * unit, strength=0.8) * grain(region, 0.02)
        studio.paint(region, finish.over(region, scale=0.5), shade=shade)
    for side in (-1, 1):
        for ends in ((430, 130), (570, 872)):
            inset_from, inset_to = 500 + side * (half - 11), 500 + side * (tip - 11)
            line = np.linspace((inset_from, ends[0]), (inset_to, ends[1]), 40)
            thread = studio.stroke(line, width=3.5, dashes=(1, 1))
            studio.paint(thread, finish.colours.ink, opacity=0.8)
    for y in range(740, 880, 34):
        studio.paint(studio.region(ellipse(500, y, 6, 8)), darker(finish.colours.ground, 0.65))
    buckle = studio.region(
        rounded(500 - half - 8, 80, 500 + half + 8, 142, 18),
        minus=[rounded(500 - half + 8, 96, 500 + half - 8, 126, 8)],
    )
    studio.paint(buckle, metal, shade=puff(buckle, 5 * unit, strength=1.4))
    pin = studio.stroke(path("M 500 88 L 500 138"), width=9)
    studio.paint(pin, metal, shade=puff(pin, 4 * unit))


def _case(studio: Studio, outer: Outline, inner: Outline, metal: Colour, dial: Colour) -> None:
    unit = studio.camera.px_per_unit
    studio.shadow(outer, blur=13, opacity=0.5, shift=(10, 18))
    crown = studio.region(rounded(716, 476, 746, 524, 8))
    studio.paint(crown, metal, shade=puff(crown, 6 * unit))
    for y in (318, 682):
        for x in (408, 592):
            lug = studio.stroke(path(f"M {x} {y} L {x} {500 + (y - 500) * 0.7}"), width=30)
            studio.paint(lug, metal, shade=puff(lug, 11 * unit))
    case = studio.region(outer)
    studio.paint(case, metal, shade=puff(case, 17 * unit, strength=1.3))
    face = studio.region(inner)
    depth = 1 - 0.16 * ramp(-(face.x - 500) - (face.y - 500), 130, 300)
    studio.paint(face, dial, shade=depth.astype(np.float32))


def _markers(studio: Studio, radius: float, colour: Colour, *, minutes: bool) -> None:
    for k in range(60 if minutes else 12):
        hour = k % 5 == 0 if minutes else True
        angle = np.radians(k * (6 if minutes else 30) - 90)
        direction = np.array([np.cos(angle), np.sin(angle)])
        start = np.array([_CX, _CY]) + direction * (radius - (26 if hour else 11))
        mark = studio.stroke(
            np.stack([start, np.array([_CX, _CY]) + direction * radius]), width=9 if hour else 3.5
        )
        studio.paint(mark, colour)


def _hands(studio: Studio, colour: Colour, second: Colour) -> None:
    """Ten past ten, as on every watch in every shop window."""
    for degrees, length, width in ((-150, 92, 15), (-30, 142, 11), (96, 150, 4)):
        direction = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        tail = np.array([_CX, _CY]) - direction * (34 if width < 5 else 14)
        line = np.stack([tail, np.array([_CX, _CY]) + direction * length])
        studio.shadow(
            polygon(*(line + (-3, 8)).tolist(), *(line[::-1] + (3, 8)).tolist()),
            blur=3,
            opacity=0.35,
        )
        hand = studio.stroke(line, width=width)
        studio.paint(hand, second if width < 5 else colour)
    studio.paint(studio.region(ellipse(_CX, _CY, 12, 12)), second)


def _glass(studio: Studio, inner: Outline) -> None:
    glass = studio.region(inner)
    slant = (glass.x - 500) * 0.8 + (glass.y - 500)
    streak = ramp(slant, -130, -122) * (1 - ramp(slant, -62, -54))
    streak = np.maximum(streak, ramp(slant, -44, -38) * (1 - ramp(slant, -22, -16)))
    glass.alpha *= streak * np.float32(0.13)
    studio.paint(glass, (255, 255, 255))


def _legible(dial: Colour) -> Colour:
    return INK if brightness(dial) > 130 else _PALE


@shape("classic watch", focus=(500, 470), zoom=2.2, angle=ASKEW, lies=True)
def draw_classic(studio: Studio, finish: Finish) -> None:
    """A round case with a pale dial and slim markers."""
    _strap(studio, finish, 150, BRASS)
    inner = ellipse(_CX, _CY, 186, 186)
    _case(studio, ellipse(_CX, _CY, 214, 214), inner, BRASS, _PALE)
    _markers(studio, 170, INK, minutes=False)
    _hands(studio, INK, finish.colours.ground)
    _glass(studio, inner)


@shape("diver watch", focus=(500, 470), zoom=2.2, angle=ASKEW, lies=True)
def draw_diver(studio: Studio, finish: Finish) -> None:
    """A steel case with a coloured dial and a turning bezel."""
    _strap(studio, finish, 164, STEEL)
    dial = finish.colours.ground
    _case(
        studio, ellipse(_CX, _CY, 226, 226), ellipse(_CX, _CY, 214, 214), STEEL, darker(dial, 0.55)
    )
    _markers(studio, 204, _PALE, minutes=True)
    ring = ellipse(_CX, _CY, 166, 166)
    studio.paint(studio.region(ellipse(_CX, _CY, 172, 172)), STEEL)
    studio.paint(studio.region(ring), dial)
    for k in range(12):
        angle = np.radians(k * 30 - 90)
        x, y = _CX + 136 * np.cos(angle), _CY + 136 * np.sin(angle)
        size = 17 if k % 3 == 0 else 12
        studio.paint(studio.region(ellipse(x, y, size, size)), _PALE)
    _hands(studio, _legible(dial), finish.colours.accent)
    _glass(studio, ring)


@shape("square watch", focus=(500, 470), zoom=2.2, angle=ASKEW, lies=True)
def draw_square(studio: Studio, finish: Finish) -> None:
    """A square case with round corners and a dial in the strap's colour."""
    _strap(studio, finish, 170, BRASS)
    dial = lighter(finish.colours.ground, 0.78)
    inner = rounded(318, 318, 682, 682, 44)
    _case(studio, rounded(290, 290, 710, 710, 70), inner, BRASS, dial)
    frame = rounded(346, 346, 654, 654, 28)
    line = studio.stroke(np.concatenate([frame, frame[:1]]), width=4)
    studio.paint(line, finish.colours.ground)
    _markers(studio, 140, INK, minutes=False)
    _hands(studio, INK, finish.colours.ground)
    _glass(studio, inner)


@shape("chronograph", focus=(500, 470), zoom=2.2, angle=ASKEW, lies=True)
def draw_chronograph(studio: Studio, finish: Finish) -> None:
    """A steel case with three small dials and two pushers."""
    for y in (404, 596):
        pusher = studio.stroke(path(f"M 690 {y} L 728 {500 + (y - 500) * 1.18}"), width=26)
        studio.paint(pusher, STEEL, shade=puff(pusher, 9))
    _strap(studio, finish, 158, STEEL)
    dial = finish.colours.accent
    inner = ellipse(_CX, _CY, 190, 190)
    _case(studio, ellipse(_CX, _CY, 220, 220), inner, STEEL, dial)
    _markers(studio, 178, _legible(dial), minutes=True)
    for x, y in ((418, 500), (582, 500), (500, 588)):
        for radius, colour in ((58, lighter(dial, 0.5)), (52, darker(dial, 0.25))):
            studio.paint(studio.region(ellipse(x, y, radius, radius)), colour)
        needle = studio.stroke(path(f"M {x} {y} L {x + 20} {y - 34}"), width=5)
        studio.paint(needle, _PALE)
    _hands(studio, _legible(dial), finish.colours.ground)
    _glass(studio, inner)
