"""From the numbers of a picture to light, and back to those of sRGB."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Transfer = Callable[[Floats], Floats]
"""Numbers from 0 to 1 -> linear light of the same shape; 1.0 is the white of a page."""

# Paper white in HDR pictures, in cd/m2 (ITU-R BT.2408-7, section 2).
WHITE_NITS = 203.0
HLG_PEAK_NITS = 1_000.0


def srgb(value: Floats) -> Floats:
    """IEC 61966-2-1."""
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def srgb_inverse(light: Floats) -> Floats:
    """Linear light, clipped to 0 to 1, as numbers of sRGB from 0 to 1."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def power(value: Floats, *, exponent: float) -> Floats:
    return np.asarray(value**exponent)


def smpte_240m(value: Floats) -> Floats:
    """SMPTE ST 240, as ITU-T H.273 gives it (transfer characteristics 7)."""
    return np.where(value < 0.0913, value / 4.0, ((value + 0.1115) / 1.1115) ** (1 / 0.45))


def pq(value: Floats) -> Floats:
    """SMPTE ST 2084: light up to 10,000 cd/m2, which is 49 times the white of a page."""
    root = value ** (1 / 78.84375)
    light = np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
    return np.asarray(light ** (1 / 0.1593017578125) * (10_000.0 / WHITE_NITS))


def hlg(value: Floats) -> Floats:
    """ITU-R BT.2100-2, table 5: hybrid log-gamma, on a screen of 1,000 cd/m2.

    The screen's own curve is taken for each colour alone and not by luminance, which hardly
    differs but in the most colourful highlights.
    """
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(value <= 0.5, value**2 / 3, (np.exp((value - c) / a) + b) / 12)
    return np.asarray(scene**1.2 * (HLG_PEAK_NITS / WHITE_NITS))
