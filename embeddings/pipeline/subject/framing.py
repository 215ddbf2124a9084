"""How a photo is shown to the encoder: as it is, cut to the thing, or the thing on white."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.subject.box import Rectangle, pixels_of

Framing = Literal["whole", "box", "white"]
"""whole: as it was taken; box: cut to a part; white: the thing cut out and set on white."""

WHOLE: Rectangle = (0.0, 0.0, 1.0, 1.0)

# What the encoders' own resize and crop cut off all around (256 to 224 px): a thing set on white
# gets so much room that nothing of it is lost.
MARGIN = 0.08  # of the longer side of the thing, on each side
# Of 256 steps. A studio's white, its shadows and a JPEG's noise stay below; a room does not.
PLAIN_SPREAD = 16.0
LIGHT = 192.0


def set_on_white(
    image: Image.Image, mask: npt.NDArray[np.float32], sides: Rectangle
) -> Image.Image:
    """The thing in a part of a photo, alone in the middle of a white square.

    RGB; (H, W) float 0 to 1, stretched over the whole photo -> RGB, square
    """
    left, top, right, bottom = pixels_of(sides, image.size)
    thing = image.crop((left, top, right, bottom))
    whole = Image.fromarray((mask * 255).round().astype(np.uint8))
    rows, columns = mask.shape
    scale_x, scale_y = columns / image.width, rows / image.height
    part = (left * scale_x, top * scale_y, right * scale_x, bottom * scale_y)
    opacity = whole.resize(thing.size, Image.Resampling.BILINEAR, box=part)
    side = round(max(thing.size) * (1 + 2 * MARGIN))
    white = Image.new("RGB", (side, side), "white")
    white.paste(thing, ((side - thing.width) // 2, (side - thing.height) // 2), opacity)
    return white


def covered(mask: npt.NDArray[np.float32], sides: Rectangle) -> float:
    """How much of a part of a photo is things, 0 to 1."""
    rows, columns = mask.shape
    left, top, right, bottom = pixels_of(sides, (columns, rows))
    return float(mask[top:bottom, left:right].mean())


def has_plain_background(image: Image.Image, mask: npt.NDArray[np.float32]) -> bool:
    """Whether all around the thing is one light colour, as in a studio: nothing to take away.

    RGB; (H, W) float 0 to 1, stretched over the photo
    """
    rows, columns = mask.shape
    small = np.asarray(
        image.resize((columns, rows), Image.Resampling.BILINEAR, reducing_gap=3.0), dtype=np.float32
    )
    around = small[mask < 0.1]  # (N, 3)
    if len(around) < mask.size // 50:  # the thing fills the photo
        return True
    return bool(around.std(axis=0).max() < PLAIN_SPREAD and around.mean(axis=0).min() > LIGHT)
