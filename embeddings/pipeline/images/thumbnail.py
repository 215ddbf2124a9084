"""The small version of a picture that the hand-crafted features look at: whole, never cropped."""

from __future__ import annotations

from PIL import Image

SIDE = 128  # pixels, the longer side


def make_thumbnail(image: Image.Image) -> Image.Image:
    """Shrink a picture, all of it, to thumbnail size; a thumbnail comes back as it is.

    Smaller pictures grow, so that the same product scanned small or large gives the same features.
    RGB of any size -> RGB, longer side 128, shorter side 1-128
    """
    longer = max(image.size)
    if longer == SIDE:
        return image
    width, height = (max(1, round(SIDE * length / longer)) for length in image.size)
    # reducing_gap lets Pillow average whole blocks first: twice as fast, and 3.0 is, by Pillow's
    # documentation, hardly distinguishable from a plain resize.
    return image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=3.0)
