"""Colour of the product, not of its backdrop: a Lab histogram of the foreground. No weights.

Lab (CIE 1976) because equal distances in it look about equally different to people. Background is
what looks like the dominant colour of the picture's border. Square roots of the shares make the
cosine of two pictures their Bhattacharyya coefficient (the "Hellinger kernel").
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.images.thumbnail import make_thumbnail

REDUCE = 2  # 64 pixels along the longer side tell colours as well as 128 do
BORDER = 0.04  # of the longer side
# A pixel this far from the border's colour (delta E; 2.3 is just noticeable) counts 63 %.
BACKGROUND_SPREAD = 10.0
# What even a pure background pixel counts: it decides only where nothing else is there to see, as
# in a white shirt on white.
BACKGROUND_FLOOR = 0.02
# Histogram bins. Clothes are mostly muted, so the bins along a and b are finer near grey: their
# grid is even in sign(x) * sqrt(|x|). Odd numbers put grey in the middle of a bin.
L_BINS, A_BINS, B_BINS = 6, 7, 7
A_REACH, B_REACH = 100.0, 110.0  # sRGB holds a from -86 to 98 and b from -108 to 95

Floats = npt.NDArray[np.float32]


def lab_color(image: Image.Image) -> Floats:
    """Describe the colours of the product in a picture and how much there is of each.

    RGB of any size -> (294,) float32, 0-1, unit length
    """
    shares = colours_by_cell(image, cells=1)[0]
    return np.asarray(np.sqrt(shares / shares.sum()), dtype=np.float32)


def colours_by_cell(image: Image.Image, *, cells: int) -> Floats:
    """How much of each colour there is in each cell of a grid of `cells` by `cells` on a picture.

    RGB of any size -> (cells * cells, 294) float32; rows from left to right, then down
    """
    lab = to_lab(np.asarray(make_thumbnail(image).reduce(REDUCE)))
    weights = _foreground(lab)
    down, right = (np.arange(side) * cells // side for side in lab.shape[:2])
    cell_of = (down[:, None] * cells + right).reshape(-1)
    return _soft_histogram(lab.reshape(-1, 3), weights.reshape(-1), cell_of, cells**2)


def to_lab(rgb: npt.NDArray[np.uint8]) -> Floats:
    """(H, W, 3) uint8 sRGB -> (H, W, 3) float32: L 0-100, a and b about -100 to 100 (D65)."""
    xyz = _LINEAR[rgb] @ _TO_XYZ
    # CIE: the cube root, with a straight line near black where its slope would be infinite.
    curve = np.where(xyz > 216 / 24389, np.cbrt(xyz), xyz * (841 / 108) + 4 / 29)
    x, y, z = curve[..., 0], curve[..., 1], curve[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def _linear_light() -> Floats:
    """(256,): sRGB levels as amounts of light, 0-1 (IEC 61966-2-1)."""
    level = np.arange(256) / 255
    light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return np.array(light, dtype=np.float32)


_LINEAR = _linear_light()
# Rows R, G, B to columns X, Y, Z (IEC 61966-2-1), divided by D65 white so that white is 1, 1, 1.
_TO_XYZ = np.array(
    [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
) / np.array([0.9505, 1.0, 1.089])
_TO_XYZ = _TO_XYZ.astype(np.float32)


def _foreground(lab: Floats) -> Floats:
    """(H, W, 3) -> (H, W), 0-1: how little each pixel looks like the border."""
    height, width = lab.shape[:2]
    ring = max(1, round(BORDER * max(height, width)))
    inside = np.zeros((height, width), dtype=bool)
    inside[ring : height - ring, ring : width - ring] = True
    border = lab[~inside]
    # Dominant: the fullest cell of a coarse grid, so that a sleeve reaching the edge has no say.
    cells = np.round(border / 12).astype(np.intp) @ np.array([10_000, 100, 1])
    _, members, counts = np.unique(cells, return_inverse=True, return_counts=True)
    background = border[members == counts.argmax()].mean(axis=0)
    # A border of many colours is a room, not a backdrop: then its colour says little.
    share = counts.max() / len(border)
    distance = np.square(lab - background).sum(axis=-1) / BACKGROUND_SPREAD**2
    return np.asarray(1 - share * (1 - BACKGROUND_FLOOR) * np.exp(-distance), dtype=np.float32)


def _soft_histogram(
    lab: Floats, weights: Floats, cell_of: npt.NDArray[np.intp], cells: int
) -> Floats:
    """(P, 3), (P,), (P,) -> (cells, 294): each pixel shared among the 8 bins around it."""
    a, b = (np.sign(x) * np.sqrt(np.abs(x)) for x in (lab[:, 1], lab[:, 2]))
    axes = (
        lab[:, 0] / 100 * (L_BINS - 1),
        (a / np.sqrt(A_REACH) + 1) / 2 * (A_BINS - 1),
        (b / np.sqrt(B_REACH) + 1) / 2 * (B_BINS - 1),
    )
    bins_in_all = L_BINS * A_BINS * B_BINS
    histogram = np.zeros(cells * bins_in_all)
    lower, share = [], []
    for position, bins in zip(axes, (L_BINS, A_BINS, B_BINS), strict=True):
        position = position.clip(0, bins - 1)
        floor = np.minimum(position.astype(np.intp), bins - 2)
        lower.append(floor)
        share.append(position - floor)
    for corner in np.ndindex(2, 2, 2):
        index = cell_of.copy()
        votes = weights  # trilinear
        for axis, bins in enumerate((L_BINS, A_BINS, B_BINS)):
            index = index * bins + lower[axis] + corner[axis]
            votes = votes * (share[axis] if corner[axis] else 1 - share[axis])
        histogram += np.bincount(index, votes, minlength=histogram.size)
    return histogram.astype(np.float32).reshape(cells, bins_in_all)
