"""Cells of a network's feature map: what each place gave to the pooled features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.encoders.pooling import GEM_FLOOR, GEM_POWER
from embeddings.pipeline.images.preprocess import get_preprocessing
from embeddings.pipeline.matching.cells import Cells, Exactness, Frame, even_shares, unit_parts

Floats = npt.NDArray[np.float32]


def cells_of_map(
    feature_map: Floats, *, pooling: str, preprocessing: str, size: tuple[int, int]
) -> Cells:
    """Share the pooled features of a picture out among the places of its map.

    The mean is a plain sum, and so its parts are exact. Of a generalised mean each place has the
    share that its power has, of a maximum those that reach it have all. size: of the picture, px.
    (h, w, C) -> Cells of h * w parts
    """
    rows, columns, channels = feature_map.shape
    values = np.asarray(feature_map, dtype=np.float64).reshape(-1, channels)
    if pooling == "average":
        parts = values / len(values)
    elif pooling == "gem":
        powers = values.clip(min=GEM_FLOOR) ** GEM_POWER
        total = powers.sum(axis=0)
        parts = powers / total * (total / len(values)) ** (1 / GEM_POWER)
    else:
        highest = values.max(axis=0)
        reaching = values == highest
        parts = reaching / reaching.sum(axis=0) * highest
    return Cells(
        parts=unit_parts(parts.astype(np.float32)),
        centre_shares=even_shares(len(values)),
        rows=rows,
        columns=columns,
        frame=frame_of(preprocessing, size),
        exactness=Exactness.EXACT if pooling == "average" else Exactness.SHARED,
    )


def frame_of(preprocessing: str, size: tuple[int, int]) -> Frame:
    """Which part of a picture a network gets to see, in shares of its sides."""
    width, height = size
    left, top, right, bottom = get_preprocessing(preprocessing).seen_box(size)
    return left / width, top / height, (right - left) / width, (bottom - top) / height
