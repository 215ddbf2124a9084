"""A fingerprint that stays nearly the same when a picture is resized or saved again."""

from __future__ import annotations

import numpy as np
from PIL import Image

SIDE = 32  # pixels of the thumbnail
LOW = 8  # lowest frequencies kept, each way

# Orthonormal DCT-II as a matrix: row k, column n is cos(pi / SIDE * (n + 1/2) * k), scaled.
_DCT = np.cos(np.pi / SIDE * np.outer(np.arange(LOW), np.arange(SIDE) + 0.5)) * np.sqrt(2 / SIDE)
_DCT[0] /= np.sqrt(2)


def perceptual_hash(image: Image.Image) -> str:
    """Fingerprint a picture by its coarse light and shade: RGB Image -> 16 hex digits (64 bits).

    The DCT hash of C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions"
    (2010), section 3.2.1: the signs of the 8 x 8 lowest frequencies against their median.
    """
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    low = _DCT @ np.asarray(grey, dtype=np.float64) @ _DCT.T
    # Flat areas leave rounding noise where a frequency is absent: without this, noise sets bits.
    low = np.round(low, 3)
    median = np.median(low.ravel()[1:])  # the first is the mean brightness, far above the others
    return np.packbits(low.ravel() > median).tobytes().hex()


def hash_distance(one: str, other: str) -> int:
    """Count the bits in which two fingerprints differ: 0 (alike) to 64; over 10 are different."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
