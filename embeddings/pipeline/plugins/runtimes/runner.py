"""A loaded encoder of a shop's own, held to what was declared of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.encoders.facts import LAST
from embeddings.pipeline.plugins.runtimes.refuse import refuse

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Look = Callable[[Floats], npt.ArrayLike]
"""(N, 3, H, W) float32, normalised -> (N, D)"""

MICROBATCH = 8  # pictures per look, as for our own networks on a processor
OUTPUT = (LAST, "")


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A loaded encoder, and what it has to keep to."""

    name: str
    dimensions: int
    mean: Floats  # (1, 3, 1, 1), 0-255
    std: Floats
    look: Look

    def run(
        self, pixels: Pixels, wanted: Sequence[tuple[str, str]] = (OUTPUT,)
    ) -> dict[tuple[str, str], Floats]:
        """Look at a batch of pictures; there is one reading of them.

        Raises WeightsRefusedError when what comes is not what was declared.
        (N, H, W, 3) uint8, 0-255 -> {reading: (N, D) float32, not normalised}
        """
        steps = range(0, len(pixels), MICROBATCH)
        rows = np.concatenate([self._look(pixels[i : i + MICROBATCH]) for i in steps])
        return dict.fromkeys(wanted, rows)

    def _look(self, pixels: Pixels) -> Floats:
        x = (pixels.transpose(0, 3, 1, 2).astype(np.float32) - self.mean) / self.std
        try:
            rows = np.asarray(self.look(np.ascontiguousarray(x)), dtype=np.float32)
        # Each runtime has errors of its own.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise refuse("failed", name=self.name, reason=reason) from error
        if rows.shape != (len(pixels), self.dimensions):
            raise refuse("wrong_output", name=self.name, found=rows.shape, wanted=self.dimensions)
        return rows
