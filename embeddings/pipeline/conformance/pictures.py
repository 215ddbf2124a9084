"""What the suite shows to an encoder."""

from __future__ import annotations

import numpy as np
from PIL import Image

_SIZES = [(320, 240), (240, 320), (64, 64), (700, 100), (500, 500), (33, 48)]


def draw_pictures() -> list[Image.Image]:
    """Nine pictures of several sizes, more than a microbatch: the same at every call."""
    random = np.random.default_rng(0)
    made = []
    for number, size in enumerate(_SIZES + _SIZES[:3]):
        coarse = random.integers(0, 256, (4 + number, 5, 3), dtype=np.uint8)
        made.append(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))
    return made
