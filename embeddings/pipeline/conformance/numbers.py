"""What the numbers that an encoder gives have to keep to; each check gives a problem, or none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Relative to the length of the vector: more would move neighbours.
TOLERANCE = 1e-3


def look_over(
    together: Floats, again: Floats, alone: Floats, *, dimensions: int
) -> Iterator[tuple[str, str]]:
    """Check and problem, for what came of a batch, of it once more, and of each by itself."""
    wanted = (len(alone), dimensions)
    size = "" if together.shape == wanted else f"{together.shape} came for {wanted}"
    yield "right size", size
    if not (np.isfinite(together).all() and together.any(axis=1).all()):
        yield "finite", "some numbers are not finite, or all of them zero"
        return
    yield "finite", ""
    yield "deterministic", _differs(together, again)
    yield "batch equals single", _differs(together, alone)
    yield "tells pictures apart", _alike(together)


def _differs(one: Floats, other: Floats) -> str:
    lengths = np.linalg.norm(one, axis=1).clip(min=1e-12)
    most = float((np.linalg.norm(one - other, axis=1) / lengths).max())
    return "" if most <= TOLERANCE else f"they differ by {most:.2g} of their length"


def _alike(rows: Floats) -> str:
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-12)
    cosines = (units @ units.T)[np.triu_indices(len(units), k=1)]
    same = float(cosines.min()) > 1 - 1e-6
    return "nine different pictures get one and the same vector" if same else ""
