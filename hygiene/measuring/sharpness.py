"""How wide the edges of a picture are: a sharp one's some 2 px, whatever it shows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

SIDE = 512  # px of the longer side that is measured; pages show little more
_REACH = 8  # px to each side of an edge within which it has to end
_EDGES = 0.003  # of the points: the steepest, in which an edge is seen and no texture
_LEAST_STEP = 40.0  # of 255, else there is no edge to measure

Floats = npt.NDArray[np.float32]


def edge_width(image: Image.Image) -> float | None:
    """RGB Image of any size -> px at SIDE, the median over its steepest edges; None without any.

    An edge is as wide as the step that it makes, divided by how steep it is: an edge that was
    blurred by a Gaussian of s px has 2.5 s. Seldom more than 16, which is as far as is looked.
    """
    grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    light = np.asarray(grey, dtype=np.float32)
    if min(light.shape) < 4 * _REACH:
        return None
    across = (light[1:-1, 2:] - light[1:-1, :-2]) / 2
    down = (light[2:, 1:-1] - light[:-2, 1:-1]) / 2
    steep = np.hypot(across, down)
    most = max(1, round(_EDGES * steep.size))
    bound = np.partition(steep.ravel(), -most)[-most]
    step = _range(light)[1:-1, 1:-1]
    edges = (steep >= bound) & (step >= _LEAST_STEP)
    if not edges.any():
        return None
    return round(float(np.median(step[edges] / steep[edges])), 2)


def _range(light: Floats) -> Floats:
    """The brightest less the darkest point around each."""
    high, low = light, light
    for axis in (0, 1):
        high, low = _extreme(high, axis, np.maximum), _extreme(low, axis, np.minimum)
    return high - low


def _extreme(values: Floats, axis: int, pick: np.ufunc) -> Floats:
    width = [(0, 0), (0, 0)]
    width[axis] = (_REACH, _REACH)
    padded = np.pad(values, width, mode="edge")
    size = values.shape[axis]
    found = values
    for shift in range(2 * _REACH + 1):
        found = pick(found, padded.take(range(shift, shift + size), axis=axis))
    return found
