"""Small versions of a picture for the hand-crafted features: whole, never cropped."""

from __future__ import annotations

from PIL import Image


def shrink_to_fit(image: Image.Image, *, side: int) -> Image.Image:
    """Shrink a picture, all of it, so that its longer side has `side` pixels.

    Smaller pictures grow to that size, so that the same product scanned small or large gives the
    same features. RGB or grey, any size -> same mode, longer side = `side`, shorter side >= 1
    """
    longer = max(image.size)
    width, height = (max(1, round(side * length / longer)) for length in image.size)
    # reducing_gap lets Pillow average whole blocks first: twice as fast, and 3.0 is, by Pillow's
    # documentation, hardly distinguishable from a plain resize.
    return image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=3.0)
