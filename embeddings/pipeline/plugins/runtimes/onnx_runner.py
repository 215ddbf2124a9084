"""Models in the ONNX format, run by onnxruntime: a graph of known operators, never code."""

from __future__ import annotations

from typing import Any

import numpy as np

from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.runtimes.onnx_file import has_external_data
from embeddings.pipeline.plugins.runtimes.onnx_input import check_input
from embeddings.pipeline.plugins.runtimes.runner import Floats, Look
from embeddings.pipeline.runtime.processor import count_cores


def load_onnx(declared: Declaration, data: bytes, *, threads: int | None) -> Look:
    """Make a model ready; raises EncoderRefusedError.

    It takes one input, (N, 3, size, size) float32, and its first output is taken, (N, D).
    """
    file = declared.file.name
    if has_external_data(data):
        raise EncoderRefusedError("external_data", file=file)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or count_cores()
    options.inter_op_num_threads = 1
    # Threads that wait by spinning take the core from whoever computes meanwhile.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    # onnxruntime's own exceptions have no common class.
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise EncoderRefusedError("not_onnx", file=file, reason=reason) from error
    takes = check_input(session, declared)
    gives = session.get_outputs()[0].name
    # Some models were saved for one picture at a time.
    at_once = 1 if takes.shape[0] == 1 else None

    def look(x: Floats) -> Any:
        step = at_once or len(x)
        found = [
            session.run([gives], {takes.name: x[i : i + step]})[0] for i in range(0, len(x), step)
        ]
        return np.concatenate(found)

    return look
