"""HOG: the outlines of a picture as histograms of edge directions. No weights needed.

Dalal & Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005: unsigned
gradients, 9 directions, 2 x 2 cells to a block, blocks overlapping by half, L2-Hys norm.
Their 8-pixel cells on a 64 x 128 window would give 8,100 numbers on ours; 16-pixel cells give
7 x 7 blocks x 4 cells x 9 directions = 1,764.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.images.thumbnail import SIDE, make_thumbnail

CELL = 16  # pixels
CELLS = SIDE // CELL
BLOCK = 2  # cells
DIRECTIONS = 9  # of 20 degrees each; opposite directions count as one
CLIP = 0.2  # L2-Hys: no direction may dominate its block
# Blocks this faint count half, much fainter ones not at all: the norm would blow up the noise of a
# plain backdrop to full size. One grey level of 255 of noise gives 0.0025.
NOISE = 1e-2

Floats = npt.NDArray[np.float32]


def hog(image: Image.Image) -> Floats:
    """Describe the shapes in a picture by the directions of its edges.

    A picture without any edge gives zeros.
    RGB of any size -> (1764,) float32, 0-1, not normalised as a whole
    """
    return _blocks(_cells(_letterbox(image)))


def _letterbox(image: Image.Image) -> Floats:
    """RGB -> (128, 128) float32, 0-1: the whole picture, its outermost pixels filling the rest."""
    grey = np.asarray(make_thumbnail(image).convert("L"), dtype=np.float32) / 255
    height, width = grey.shape
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    # Repeated edge pixels make no edge of their own where the picture ends; bars would.
    return np.pad(grey, ((top, SIDE - height - top), (left, SIDE - width - left)), mode="edge")


def _cells(grey: Floats) -> Floats:
    """(128, 128) -> (8, 8, 9): gradient strength by direction, shared softly between cells."""
    down, right = np.zeros_like(grey), np.zeros_like(grey)
    down[1:-1] = grey[2:] - grey[:-2]
    right[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    strength = np.hypot(right, down)
    direction = np.arctan2(down, right) * (DIRECTIONS / np.pi) - 0.5
    lower = np.floor(direction)
    share = direction - lower
    first = lower.astype(np.intp) % DIRECTIONS
    second = (first + 1) % DIRECTIONS
    votes = np.zeros((SIDE * SIDE, DIRECTIONS), dtype=np.float32)
    pixels = np.arange(SIDE * SIDE)
    votes[pixels, first.ravel()] = (strength * (1 - share)).ravel()
    votes[pixels, second.ravel()] = (strength * share).ravel()
    rows = np.einsum("cy,ykd->ckd", _CELL_SHARES, votes.reshape(SIDE, SIDE, DIRECTIONS))
    return np.asarray(np.einsum("cx,rxd->rcd", _CELL_SHARES, rows), dtype=np.float32)


def _cell_shares() -> Floats:
    """(8, 128): how much of each pixel's vote goes to each cell along one axis (bilinear)."""
    centres = np.arange(CELLS)[:, None] * CELL + (CELL - 1) / 2
    distance = np.abs(np.arange(SIDE)[None, :] - centres) / CELL
    return (np.maximum(0, 1 - distance) / CELL).astype(np.float32)


_CELL_SHARES = _cell_shares()


def _blocks(cells: Floats) -> Floats:
    """(8, 8, 9) -> (1764,): every 2 x 2 cells normalised together (L2-Hys)."""
    steps = range(BLOCK)
    last = CELLS - BLOCK + 1
    blocks = np.stack([cells[y : y + last, x : x + last] for y in steps for x in steps], axis=2)
    flat = blocks.reshape(last * last, -1)
    lengths = np.linalg.norm(flat, axis=1, keepdims=True)
    clipped = np.minimum(flat / np.maximum(lengths, 1e-12), CLIP)
    units = clipped / np.maximum(np.linalg.norm(clipped, axis=1, keepdims=True), 1e-12)
    seen = lengths / np.hypot(lengths, NOISE)
    return np.asarray(units * seen, dtype=np.float32).reshape(-1)
