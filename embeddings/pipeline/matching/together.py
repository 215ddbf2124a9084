"""All components' cells on one grid, so that a picture can be looked at as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.matching.cells import WHOLE_PICTURE
from embeddings.pipeline.matching.match import ComponentMatch, Heat

CELLS = 8  # along each side of a picture

Values = npt.NDArray[np.float64]


def add_up(matches: Sequence[ComponentMatch], *, side: int) -> Heat:
    """What each part of a picture adds to the whole cosine, by all components that have cells.

    A cell that lies across several parts is shared out by its area; what reaches beyond the
    picture counts for its edge. So the sum stays what it was. side: 0 for the one, 1 for the other
    """
    total = np.zeros((CELLS, CELLS))
    for match in matches:
        if match.heats:
            heat = match.heats[side]
            left, top, width, height = heat.frame
            values = np.array(heat.values).reshape(heat.rows, heat.columns)
            down = _overlaps(top, height / heat.rows, heat.rows)
            right = _overlaps(left, width / heat.columns, heat.columns)
            total += down.T @ values @ right
    rounded = tuple(round(float(value), 6) for value in total.flat)
    return Heat(frame=WHOLE_PICTURE, rows=CELLS, columns=CELLS, values=rounded)


def _overlaps(start: float, length: float, cells: int) -> Values:
    """Which share of each cell along one side lies in each part: (cells, 8), rows sum to 1."""
    edges = (start + length * np.arange(cells + 1)) * CELLS
    parts = np.arange(CELLS)
    # The first and the last part go on without an end.
    low = np.where(parts == 0, -np.inf, parts)
    high = np.where(parts == CELLS - 1, np.inf, parts + 1)
    inside = np.minimum(edges[1:, None], high) - np.maximum(edges[:-1, None], low)
    return np.asarray(inside.clip(min=0) / (length * CELLS))
