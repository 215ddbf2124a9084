"""What the numbers of a picture mean as light: its primaries, its white and its transfer curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from catalog.images.colour.transfer import Transfer, hlg, power, pq, smpte_240m, srgb

Point = tuple[float, float]
"""x and y of CIE 1931."""

D65: Point = (0.3127, 0.3290)
_C: Point = (0.310, 0.316)


@dataclass(frozen=True, slots=True)
class Primaries:
    """The three lights that a picture is mixed of, and the white that all of them give."""

    red: Point
    green: Point
    blue: Point
    white: Point = D65

    def to_xyz(self) -> npt.NDArray[np.float64]:
        """Linear RGB, 0 to 1, as CIE XYZ with Y of white 1: (3, 3), for column vectors.

        SMPTE RP 177. Raises ValueError for three lights that mix no white.
        """
        lights = np.array([_xyz(each) for each in (self.red, self.green, self.blue)]).T
        try:
            shares = np.linalg.solve(lights, _xyz(self.white))
        except np.linalg.LinAlgError as error:
            raise ValueError("no white can be mixed of these primaries") from error
        return np.asarray(lights * shares)


def _xyz(point: Point) -> npt.NDArray[np.float64]:
    x, y = point
    if y <= 0:
        raise ValueError("a chromaticity needs a y above 0")
    return np.array([x / y, 1.0, (1 - x - y) / y])


BT709 = Primaries((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
"""Of sRGB as well."""
DISPLAY_P3 = Primaries((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))


@dataclass(frozen=True, slots=True)
class ColourEncoding:
    """How numbers from 0 to 1 become light."""

    primaries: Primaries
    transfer: Transfer
    full_range: bool = True
    """Whether black is 0 and white 255; otherwise they are 16 and 235, as in video."""

    @property
    def is_hdr(self) -> bool:
        """Whether it holds light that is brighter than the white of a page."""
        return self.transfer in (pq, hlg)


# ITU-T H.273 (07/2024), table 2.
_PRIMARIES: Mapping[int, Primaries] = MappingProxyType(
    {
        1: BT709,
        4: Primaries((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C),
        5: Primaries((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
        6: Primaries((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
        7: Primaries((0.630, 0.340), (0.310, 0.595), (0.155, 0.070)),
        8: Primaries((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C),
        9: Primaries((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
        11: Primaries((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
        12: DISPLAY_P3,
        22: Primaries((0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
    }
)
# Table 3. The curves of BT.709 and BT.2020 (1, 6, 14, 15) describe a camera and not what a screen
# makes of it. Browsers show still pictures that name them with the curve of sRGB, and so do we.
# The logarithmic ones (9, 10) are left out: no still picture has them.
_TRANSFERS: Mapping[int, Transfer] = MappingProxyType(
    {
        **dict.fromkeys((1, 2, 6, 11, 12, 13, 14, 15), srgb),
        4: partial(power, exponent=2.2),
        5: partial(power, exponent=2.8),
        7: smpte_240m,
        8: partial(power, exponent=1.0),
        16: pq,
        17: partial(power, exponent=2.6),
        18: hlg,
    }
)


def encoding_of_code_points(
    primaries: int, transfer: int, *, full_range: bool = True
) -> ColourEncoding | None:
    """What two code points of ITU-T H.273 mean; None where they say nothing that is known here.

    2 is "unspecified" and means sRGB's, where the other of the two says something.
    """
    if primaries == transfer == 2:
        return None
    lights, curve = _PRIMARIES.get(1 if primaries == 2 else primaries), _TRANSFERS.get(transfer)
    if lights is None or curve is None:
        return None
    return ColourEncoding(lights, curve, full_range)
