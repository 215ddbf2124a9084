"""Cells of outlines and of colours: which part of a picture gave which of their numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.encoders.hog import BLOCK, CELL, CELLS, hog
from embeddings.pipeline.encoders.lab_color import colours_by_cell
from embeddings.pipeline.images.thumbnail import SIDE, make_thumbnail
from embeddings.pipeline.matching.cells import (
    WHOLE_PICTURE,
    Cells,
    Exactness,
    Frame,
    even_shares,
    unit_parts,
)

Floats = npt.NDArray[np.float32]

COLOUR_CELLS = 8  # along each side
_BLOCKS = CELLS - BLOCK + 1  # along each side


def cells_of_outlines(image: Image.Image) -> Cells:
    """Each block of outlines has numbers of its own, so its part is exact.

    Blocks overlap by half; each is drawn as its middle, 16 of its 32 pixels.
    RGB of any size -> Cells of 7 x 7 parts
    """
    thumbnail = make_thumbnail(image)
    own = np.repeat(np.eye(_BLOCKS**2, dtype=np.float32), BLOCK**2 * 9, axis=1)
    return Cells(
        parts=unit_parts(own * hog(thumbnail)),
        centre_shares=own,
        rows=_BLOCKS,
        columns=_BLOCKS,
        frame=_middles_in(thumbnail.size),
        exactness=Exactness.EXACT,
    )


def _middles_in(size: tuple[int, int]) -> Frame:
    """Where the middles of the blocks lie, in shares of a picture that stands in a square."""
    width, height = size
    edge = CELL // 2
    side = SIDE - 2 * edge
    left, top = edge - (SIDE - width) // 2, edge - (SIDE - height) // 2
    return left / width, top / height, side / width, side / height


def cells_of_colours(image: Image.Image) -> Cells:
    """How much of each colour lies where; the roots that make a cosine of it are shared likewise.

    RGB of any size -> Cells of 8 x 8 parts
    """
    votes = colours_by_cell(make_thumbnail(image), cells=COLOUR_CELLS)
    total = votes.sum(axis=0)
    shares = votes / np.where(total == 0, 1, total)
    return Cells(
        parts=unit_parts((shares * np.sqrt(total)).astype(np.float32)),
        centre_shares=even_shares(len(votes)),
        rows=COLOUR_CELLS,
        columns=COLOUR_CELLS,
        frame=WHOLE_PICTURE,
        exactness=Exactness.SHARED,
    )
