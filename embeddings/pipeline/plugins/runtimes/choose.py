"""Which runtime an encoder needs; only that one is imported."""

from __future__ import annotations

from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.runtimes.runner import Look


def make_look(declared: Declaration, data: bytes, threads: int | None) -> Look:
    """Load an encoder by its runtime; raises EncoderRefusedError."""
    # Each brings a runtime along that the others can do without.
    if declared.loader:
        from embeddings.pipeline.plugins.runtimes.python_runner import load_python

        return load_python(declared)
    if declared.timm:
        from embeddings.pipeline.plugins.runtimes.timm_runner import load_timm

        return load_timm(declared, data, threads=threads)
    from embeddings.pipeline.plugins.runtimes.onnx_runner import load_onnx

    return load_onnx(declared, data, threads=threads)
