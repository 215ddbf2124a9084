"""Small grey copies of pictures, to be laid over each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

UPRIGHT_SIDE = 16  # points each way

Floats = npt.NDArray[np.float32]


def small_grey(image: Image.Image) -> bytes:
    """RGB Image of any shape -> 256 bytes, row after row."""
    grey = image.convert("L").resize((UPRIGHT_SIDE, UPRIGHT_SIDE), Image.Resampling.BOX)
    return grey.tobytes()


def unit_rows(copies: Sequence[bytes | memoryview]) -> Floats:
    """N copies, as the database gives bytes -> (N, 256), so that their products are correlations.

    Without their mean, and of length 1.
    """
    rows = np.array(
        [np.frombuffer(copy, dtype=np.uint8) for copy in copies], dtype=np.float32
    ).reshape(-1, UPRIGHT_SIDE**2)
    rows -= rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-6), dtype=np.float32)
