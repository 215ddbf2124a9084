"""The basic colours of a picture's points, and which of them a colour's name may mean.

Eleven terms that most languages have (B. Berlin and P. Kay, "Basic Color Terms", 1969) and beige,
told apart in CIE LCh. Their borders are wide on purpose: whatever lies beside a colour may still be
called by its name.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

BASIC_COLOURS = {
    "black": _("black"),
    "grey": _("grey"),
    "white": _("white"),
    "beige": _("beige"),
    "brown": _("brown"),
    "red": _("red"),
    "orange": _("orange"),
    "yellow": _("yellow"),
    "green": _("green"),
    "blue": _("blue"),
    "purple": _("purple"),
    "pink": _("pink"),
}
NAMES = tuple(BASIC_COLOURS)
_NUMBER = {name: number for number, name in enumerate(NAMES)}

# Up to which hue angle, in degrees, a strong colour has its name.
_HUES = (
    *((45, "red"), (72, "orange"), (108, "yellow"), (200, "green")),
    *((309, "blue"), (335, "purple"), (361, "pink")),
)

# What people call by one name and others by the other.
_BESIDE = {
    "black": "grey blue brown",
    "grey": "black white beige blue green",
    "white": "grey beige",
    "beige": "white grey brown yellow",
    "brown": "black beige orange red",
    "red": "pink orange brown",
    "orange": "red yellow brown pink",
    "yellow": "orange beige green",
    "green": "yellow blue grey",
    "blue": "green purple grey black",
    "purple": "blue pink",
    "pink": "red purple orange",
}


def may_mean(name: str) -> frozenset[str]:
    """The basic colours that something called by this one may show."""
    return frozenset((name, *_BESIDE[name].split()))


def basic_colours(lab: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """(N, 3) CIELAB -> (N,) places in NAMES."""
    light = lab[:, 0]
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    found = np.empty(len(lab), dtype=np.intp)
    below = -1.0
    for above, name in _HUES:
        found[(hue > below) & (hue <= above)] = _NUMBER[name]
        below = above
    warm = (hue > 25) & (hue <= 108)
    reddish = (hue <= 45) | (hue > 335)
    found[reddish & (light > 60)] = _NUMBER["pink"]
    found[warm & (light < 55) & (chroma < 50)] = _NUMBER["brown"]
    found[warm & (light >= 55) & (chroma < 32)] = _NUMBER["beige"]
    plain = chroma < 10
    found[plain] = _NUMBER["grey"]
    found[plain & (light > 85)] = _NUMBER["white"]
    found[(light < 22) & (chroma < 18)] = _NUMBER["black"]
    return found
