"""Which colours the thing in a picture has, without the background that it stands before."""

from __future__ import annotations

import numpy as np
from PIL import Image

from embeddings.pipeline.encoders.lab_color import to_lab
from hygiene.measuring.basic_colours import NAMES, basic_colours

_SIDE = 96  # px that are looked at
# CIELAB: so near its middle lie three quarters of the border; the thing may reach the rest.
_PLAIN, _BORDER = 8.0, 75
_APART = 14.0  # CIELAB: what lies so far from the background belongs to the thing
_LEAST_THING = 0.03  # of all points


def thing_colours(image: Image.Image) -> dict[str, float]:
    """RGB Image -> share of the thing's points by basic colour; {} where no thing can be told.

    A thing is told only before a plain background. Shares below a hundredth are left out. A
    white thing on white is not told either: its shadows would be taken for its colour.
    """
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    lab = to_lab(np.asarray(small))
    border = np.concatenate([lab[:3].reshape(-1, 3), lab[-3:].reshape(-1, 3),
                             lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])  # fmt: skip
    ground = np.median(border, axis=0)
    if np.percentile(np.linalg.norm(border - ground, axis=1), _BORDER) > _PLAIN:
        return {}
    thing = lab[np.linalg.norm(lab - ground, axis=2) > _APART]
    if len(thing) < _LEAST_THING * _SIDE * _SIDE:
        return {}
    counts = np.bincount(basic_colours(thing), minlength=len(NAMES)) / len(thing)
    return {
        name: round(float(share), 3)
        for name, share in zip(NAMES, counts, strict=True)
        if share >= 0.01
    }
