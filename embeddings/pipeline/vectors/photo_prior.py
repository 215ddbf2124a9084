"""The mean of photos before a shop has seen ten: measured once on photos taken at home.

The numbers in photo_prior.npz are means of the unit features of several hundred photos of clothes,
by encoder, pooling, preprocessing and framing; no photo can be made of them.
benchmarks/data/photo_prior.py measures them anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.component import Component

Floats = npt.NDArray[np.float32]

PRIOR_FILE = Path(__file__).with_name("photo_prior.npz")
WHOLE = "whole"


def prior_mean(component: Component, framing: str) -> Floats | None:
    """The mean of photos in one component; None for an encoder of which none was measured.

    Photos in a framing that was not measured are taken for whole ones. (F,) float32
    """
    means = _read()
    for framed in (framing, WHOLE):
        if (found := means.get(prior_key(component, framed))) is not None:
            return found
    return None


def prior_key(component: Component, framing: str) -> str:
    """What the numbers of a component go by in the file."""
    return f"{component.encoder}/{component.pooling}/{component.preprocessing}/{framing}"


@cache  # what is in a file of the code never changes
def _read() -> dict[str, Floats]:
    with np.load(PRIOR_FILE, allow_pickle=False) as file:
        return {key: file[key].astype(np.float32) for key in file.files}
