"""A shop's own encoder, loaded once per process and run in batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.encoders.facts import LAST
from embeddings.pipeline.images.preprocess import get_preprocessing
from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.weights.files import WeightsRefusedError, open_checked
from infra.bounded_cache import BoundedCache
from infra.process_state import PerProcess

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Look = Callable[[Floats], npt.ArrayLike]
"""(N, 3, H, W) float32, normalised -> (N, D)"""

MICROBATCH = 8  # pictures per look, as for our own networks on a processor
MAX_RUNNERS = 3
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
            raise _refuse("failed", name=self.name, reason=reason) from error
        if rows.shape != (len(pixels), self.dimensions):
            raise _refuse("wrong_output", name=self.name, found=rows.shape, wanted=self.dimensions)
        return rows


def load_runner(declared: Declaration, *, sha256: str, threads: int | None = None) -> Runner:
    """Make an encoder ready, and have it look at one picture; the second call is free.

    Raises WeightsMissingError or WeightsRefusedError: the file is absent, is not the one with this
    sha256, or what comes out is not what was declared.
    """
    return runners.get().get((declared, sha256), lambda: _load(declared, sha256, threads))


runners: PerProcess[BoundedCache[tuple[Declaration, str], Runner]] = PerProcess(
    lambda: BoundedCache(MAX_RUNNERS)
)


def _load(declared: Declaration, sha256: str, threads: int | None) -> Runner:
    with open_checked(declared.file, sha256) as stream:
        try:
            look = _make_look(declared, stream.read(), threads)
        except EncoderRefusedError as error:
            raise WeightsRefusedError(str(error)) from error
    preprocessing = get_preprocessing(declared.to_encoder().preprocessing)
    mean, std = (
        np.array(values, dtype=np.float32).reshape(1, 3, 1, 1) * 255
        for values in (preprocessing.mean, preprocessing.std)
    )
    runner = Runner(
        name=declared.name, dimensions=declared.dimensions, mean=mean, std=std, look=look
    )
    grey = np.full((1, declared.size, declared.size, 3), 127, dtype=np.uint8)
    if not np.isfinite(runner.run(grey)[OUTPUT]).all():
        raise _refuse("not_finite", name=declared.name)
    return runner


def _make_look(declared: Declaration, data: bytes, threads: int | None) -> Look:
    # Each brings a runtime along that the others can do without.
    if declared.loader:
        from embeddings.pipeline.plugins.python_runner import load_python

        return load_python(declared)
    if declared.timm:
        from embeddings.pipeline.plugins.timm_runner import load_timm

        return load_timm(declared, data, threads=threads)
    from embeddings.pipeline.plugins.onnx_runner import load_onnx

    return load_onnx(declared, data, threads=threads)


def _refuse(code: str, **parameters: object) -> WeightsRefusedError:
    return WeightsRefusedError(str(EncoderRefusedError(code, **parameters)))
