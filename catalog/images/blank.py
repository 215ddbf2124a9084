"""Whether there is anything to see in a picture."""

from __future__ import annotations

import numpy as np
from PIL import Image

SIDE = 64  # px of what is looked at: the noise of a camera averages out
# Of 255, after what changes slowly over the whole picture is taken off: a shadow across an empty
# wall or a darker corner is no subject. JPEG and the noise of a camera leave up to 9; 1,426
# pictures of products have 50 and more.
LEAST_CONTRAST = 10.0
# How much a point tells of the one beside it: of random points JPEG leaves up to 0.3 at quality 40.
# The same 1,438 pictures, photos at home among them, have 0.65 and more, and 0.4 at SIDE.
LEAST_LIKENESS = 0.3
# Of 255, between the strongest and the weakest of red, green and blue. A plain picture of a strong
# colour, such as a swatch of cloth, has its colour to be compared by.
LEAST_COLOUR = 24.0


def is_blank(image: Image.Image) -> bool:
    """Say whether a picture shows nothing: plain white, grey or black, or random points.

    RGB Image of any size -> bool
    A subject that is tiny or hardly stands out is one all the same, and so is a fine texture.
    """
    small = image.resize((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    pixels = np.asarray(small, dtype=np.float64).reshape(-1, 3)
    residual = pixels - _SLOW @ (_SLOW.T @ pixels)
    if np.abs(residual).max() > LEAST_CONTRAST and not (_is_noise(small) and _is_noise(image)):
        return False
    mean = pixels.mean(axis=0)
    return bool(mean.max() - mean.min() < LEAST_COLOUR)


def _is_noise(image: Image.Image) -> bool:
    """Whether no point has anything to do with the one beside it or below it."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    grey -= grey.mean()
    variance = float(np.square(grey).mean())
    beside, below = (grey[:, 1:] * grey[:, :-1]).mean(), (grey[1:] * grey[:-1]).mean()
    return max(abs(float(beside)), abs(float(below))) < LEAST_LIKENESS * variance


def _slow_changes() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """An orthonormal basis of all quadratic surfaces over the picture: (SIDE * SIDE, 6)."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    surfaces = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    basis, _ = np.linalg.qr(surfaces.reshape(-1, 6))
    return basis


_SLOW = _slow_changes()
