"""A shop's own encoder, loaded once per process and run in batches."""

from __future__ import annotations

import numpy as np

from embeddings.pipeline.images.preprocess import get_preprocessing
from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.runtimes.choose import make_look
from embeddings.pipeline.plugins.runtimes.refuse import refuse
from embeddings.pipeline.plugins.runtimes.runner import OUTPUT, Runner
from embeddings.pipeline.weights.files import WeightsRefusedError, open_checked
from infra.bounded_cache import BoundedCache
from infra.process_state import PerProcess

MAX_RUNNERS = 3


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
            look = make_look(declared, stream.read(), threads)
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
        raise refuse("not_finite", name=declared.name)
    return runner
