"""Lamps: shades with light in them, on feet or on a cord."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import BRASS, INK, PALE_WOOD, WOOD, Colour, lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import ellipse, path
from demo.catalogue.scene.light import puff, ramp
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import shape
from demo.catalogue.shapes.turned import Profile, stand, turn

_CONE = Profile([(190, 128), (470, 236)], sharp=True)
_DRUM = Profile([(210, 200), (440, 212)], sharp=True)
_DOME = Profile([(250, 40), (262, 92), (310, 166), (390, 214), (450, 224)])
_BELL = Profile([(430, 34), (444, 70), (500, 108), (590, 138), (680, 200), (720, 248)])
_GOURD = Profile([(470, 24), (520, 50), (580, 86), (640, 74), (700, 108), (770, 128), (822, 90)])
_STALK = Profile([(430, 15), (770, 15)], sharp=True)
_DISC = Profile([(768, 20), (778, 96), (790, 128), (820, 134)])
_COLUMN = Profile([(440, 62), (452, 70), (800, 70), (822, 64)])
_LIGHT: Colour = (255, 236, 190)


def _halo(studio: Studio, y: float, reach: float) -> None:
    """The glow of the lamp on the wall behind it."""
    region = studio.region(ellipse(500, y, reach, reach))
    out = np.hypot(region.x - 500, region.y - y) / reach
    region.alpha *= (1 - ramp(out, 0.25, 1.0)) * np.float32(0.55)
    studio.paint(region, _LIGHT)


def _shade(studio: Studio, finish: Finish, profile: Profile) -> None:
    tilt, low = studio.view.tilt, profile.radii[-1]
    under = studio.region(ellipse(500, profile.bottom, low, low * tilt))
    studio.paint(under, _LIGHT)
    turn(studio, finish, profile, gloss=0.0, shine_through=0.6)
    top = profile.radii[0]
    if top > 60:
        crown = studio.region(ellipse(500, profile.top, top, top * tilt))
        studio.paint(crown, lighter(finish.colours.ground, 0.35), shade=1.05)
        opening = studio.region(ellipse(500, profile.top + 2, top - 9, (top - 9) * tilt))
        studio.paint(opening, (255, 246, 220))


@shape("cone lamp", focus=(480, 380), zoom=1.9)
def draw_cone(studio: Studio, finish: Finish) -> None:
    """A table lamp: a cone on a gourd-shaped ceramic foot."""
    _halo(studio, 380, 400)
    stand(studio, _GOURD, spread=1.2)
    turn(studio, lighter(finish.colours.accent, 0.1), _GOURD, gloss=0.9)
    _shade(studio, finish, _CONE)


@shape("drum lamp", focus=(480, 360), zoom=1.9)
def draw_drum(studio: Studio, finish: Finish) -> None:
    """A table lamp: a wide drum on a turned column of wood."""
    _halo(studio, 360, 400)
    stand(studio, _COLUMN, spread=1.2)
    turn(studio, WOOD, _COLUMN, gloss=0.3)
    _shade(studio, finish, _DRUM)


@shape("dome lamp", focus=(480, 380), zoom=1.9)
def draw_dome(studio: Studio, finish: Finish) -> None:
    """A desk lamp: a half sphere on a slim brass stalk."""
    _halo(studio, 460, 380)
    stand(studio, _DISC)
    turn(studio, BRASS, _DISC, gloss=0.8)
    turn(studio, BRASS, _STALK, gloss=0.8)
    _shade(studio, finish, _DOME)


@shape("pendant lamp", focus=(480, 620), zoom=1.9)
def draw_pendant(studio: Studio, finish: Finish) -> None:
    """A bell on a cord, hung from the ceiling."""
    _halo(studio, 700, 360)
    cord = studio.stroke(path("M 500 -200 L 500 420"), width=7)
    studio.paint(cord, INK)
    cap = Profile([(398, 16), (404, 26), (446, 32)])
    turn(studio, BRASS, cap, gloss=0.8)
    _shade(studio, finish, _BELL)
    low = _BELL.radii[-1]
    rim = studio.stroke(ellipse(500, 720, low, low * studio.view.tilt, end=180), width=6)
    studio.paint(rim, lighter(finish.colours.ground, 0.3))


@shape("tripod lamp", floor=885, focus=(480, 300), zoom=1.9)
def draw_tripod(studio: Studio, finish: Finish) -> None:
    """A floor lamp on three wooden legs."""
    profile = Profile([(110, 150), (330, 190)], sharp=True)
    _halo(studio, 250, 360)
    studio.shadow(ellipse(540, 880, 230, 34), blur=26, opacity=0.28)
    for x0, x1, y1 in ((508, 530, 848), (486, 330, 890), (514, 672, 890)):
        leg = studio.stroke(path(f"M {x0} 380 L {x1} {y1}"), width=19)
        studio.paint(leg, PALE_WOOD, shade=puff(leg, 7 * studio.camera.px_per_unit))
    ring = studio.stroke(path("M 452 530 L 550 530"), width=9)
    studio.paint(ring, BRASS)
    hub = Profile([(340, 24), (400, 30), (416, 22)])
    turn(studio, BRASS, hub, gloss=0.8)
    _shade(studio, finish, profile)
