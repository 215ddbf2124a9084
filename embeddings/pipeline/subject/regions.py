"""From a map of how much each place belongs to a thing to the boxes of the things. NumPy alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.subject.box import Box

Map = npt.NDArray[np.float32]

THING = (
    0.5  # from here on a place belongs to a thing; the network's maps are nearly black and white
)
CELLS = 40  # things are told apart on so many cells a side: 1/40 of a photo is a gap
MIN_AREA = 0.01  # share of the photo: smaller ones are specks
MIN_SHARE = 0.1  # of the largest thing's cells: beside it a smaller one is no thing of its own
MAX_BOXES = 4
MARGIN = 0.05  # of a box's own sides, on each side: masks end a little early


def propose_boxes(found: Map, *, threshold: float = THING) -> list[Box]:
    """The boxes of the things in a photo, the largest first; none where nothing stands out.

    (H, W) float, 0 to 1, H and W multiples of `CELLS` or smaller than it -> at most 4 boxes
    """
    cells = _shrink(found)
    labels, count = label(cells >= threshold)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    smallest = max(MIN_AREA * cells.size, MIN_SHARE * sizes.max(initial=0))
    # A stable order, so that the same photo always gets the same boxes.
    order = np.argsort(-sizes, kind="stable")[:MAX_BOXES]
    return [_box(labels == one + 1, cells) for one in order if sizes[one] >= smallest]


def label(on: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], int]:
    """Number the connected parts of a small map, from 1 on, row by row; 0 is what is off.

    Places touch by their sides, not by their corners. SciPy could do it, for 30 MB in each worker.
    """
    labels = np.zeros(on.shape, dtype=np.int64)
    count = 0
    for start in zip(*np.nonzero(on), strict=True):
        if labels[start]:
            continue
        count += 1
        reached = [start]
        labels[start] = count
        while reached:
            row, column = reached.pop()
            for at in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                inside = 0 <= at[0] < on.shape[0] and 0 <= at[1] < on.shape[1]
                if inside and on[at] and not labels[at]:
                    labels[at] = count
                    reached.append(at)
    return labels, count


def _shrink(found: Map) -> Map:
    """The mean of each cell."""
    rows, columns = (max(1, side // CELLS) for side in found.shape)
    height, width = found.shape[0] // rows, found.shape[1] // columns
    trimmed = found[: height * rows, : width * columns]
    mean: Map = trimmed.reshape(height, rows, width, columns).mean(axis=(1, 3))
    return mean


def _box(part: npt.NDArray[np.bool_], cells: Map) -> Box:
    """The box around a part, with a margin, within the photo."""
    rows, columns = np.nonzero(part)
    height, width = part.shape
    x, right = _widen(columns.min() / width, (columns.max() + 1) / width)
    y, bottom = _widen(rows.min() / height, (rows.max() + 1) / height)
    return Box(
        x=x,
        y=y,
        width=round(right - x, 4),
        height=round(bottom - y, 4),
        score=round(float(cells[part].mean()), 3),
    )


def _widen(low: float, high: float) -> tuple[float, float]:
    margin = MARGIN * (high - low)
    return round(float(max(0.0, low - margin)), 4), round(float(min(1.0, high + margin)), 4)
