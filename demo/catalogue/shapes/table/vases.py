"""Vases: five bodies off one wheel."""

from __future__ import annotations

import numpy as np

from demo.catalogue.palette import lighter
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.curves import ellipse, path
from demo.catalogue.scene.light import puff
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes.registry import LOW, shape
from demo.catalogue.shapes.turned import Profile, open_top, stand, turn

_BELLIED = Profile(
    [
        (190, 74),
        (206, 66),
        (270, 62),
        (345, 92),
        (450, 158),
        (560, 186),
        (680, 158),
        (790, 104),
        (825, 96),
    ]
)
_BOTTLE = Profile(
    [
        (150, 48),
        (166, 40),
        (260, 36),
        (400, 40),
        (500, 78),
        (580, 132),
        (690, 150),
        (790, 128),
        (825, 116),
    ]
)
_GLOBE = Profile(
    [(388, 86), (400, 78), (425, 84), (480, 160), (570, 216), (670, 214), (765, 150), (825, 92)]
)
_FLARED = Profile(
    [(180, 176), (240, 148), (340, 112), (470, 88), (620, 84), (740, 104), (800, 128), (825, 134)]
)
_DRUMS = [
    Profile([(top, radius - 5), (top + 5, radius), (bottom, radius)], sharp=True)
    for top, bottom, radius in ((520, 822, 158), (358, 520, 116), (208, 358, 76))
]
_AMPHORA = Profile(
    [
        (200, 92),
        (214, 80),
        (240, 66),
        (310, 62),
        (360, 96),
        (440, 158),
        (540, 176),
        (660, 138),
        (770, 84),
        (800, 82),
        (825, 96),
    ]
)


def _vase(studio: Studio, finish: Finish, profile: Profile, gloss: float) -> None:
    stand(studio, profile)
    turn(studio, finish, profile, gloss=gloss)
    open_top(studio, profile, lighter(finish.colours.ground, 0.12))


@shape("tall bellied vase")
def draw_bellied(studio: Studio, finish: Finish) -> None:
    """A tall vase with a round belly and a narrow neck."""
    _vase(studio, finish, _BELLIED, 0.8)


@shape("bottle vase", focus=(480, 660))
def draw_bottle(studio: Studio, finish: Finish) -> None:
    """A long neck on a low body."""
    _vase(studio, finish, _BOTTLE, 0.7)


@shape("globe vase", front=LOW, focus=(470, 600))
def draw_globe(studio: Studio, finish: Finish) -> None:
    """A ball with a small mouth."""
    _vase(studio, finish, _GLOBE, 0.9)


@shape("flared vase", focus=(480, 420))
def draw_flared(studio: Studio, finish: Finish) -> None:
    """A trumpet that opens upwards."""
    _vase(studio, finish, _FLARED, 0.5)


@shape("stepped vase", focus=(480, 600))
def draw_stepped(studio: Studio, finish: Finish) -> None:
    """Three cylinders, one on another."""
    stand(studio, _DRUMS[0])
    tilt = studio.view.tilt
    for drum in _DRUMS:
        turn(studio, finish, drum, gloss=0.25)
        radius = drum.radii[0]
        ledge = studio.region(ellipse(500, drum.top, radius, radius * tilt))
        cloth = finish.over(ledge, ledge.x, ledge.y / np.float32(tilt))
        studio.paint(ledge, cloth, shade=1.07)
        if drum is not _DRUMS[-1]:
            studio.shadow(
                ellipse(512, drum.top, radius * 0.74, radius * tilt * 0.74), blur=8, opacity=0.35
            )
    open_top(studio, _DRUMS[-1], lighter(finish.colours.ground, 0.12))


@shape("amphora vase")
def draw_amphora(studio: Studio, finish: Finish) -> None:
    """An urn with a handle at either side."""
    stand(studio, _AMPHORA)
    for line in ("M 560 260 C 660 230 700 320 636 420", "M 440 260 C 340 230 300 320 364 420"):
        handle = studio.stroke(path(line), width=30)
        studio.paint(handle, finish.colours.ground, shade=puff(handle, 12))
    turn(studio, finish, _AMPHORA, gloss=0.4)
    open_top(studio, _AMPHORA, lighter(finish.colours.ground, 0.12))
