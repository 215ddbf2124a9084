"""How much each place of a photo belongs to the thing that it was taken of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.subject.model_file import SIDE, read_subject_model

Mask = npt.NDArray[np.float32]
"""(SIDE, SIDE), 0 to 1, stretched over the whole photo."""

# What the network was trained with: ImageNet's, RGB, 0 to 1.
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_STD = np.array([0.229, 0.224, 0.225], dtype=np.float32)


class SubjectNetworkMissingError(Exception):
    """onnxruntime is not there, or cannot run the network; the message says which."""


class SubjectNetwork:
    """The network, loaded: 150 MB; without the runtime's arena 75, for 15 % more time."""

    def __init__(self, path: Path, *, threads: int) -> None:
        """Raises WeightsMissingError, WeightsRefusedError, SubjectNetworkMissingError."""
        self._session = _open_session(read_subject_model(path), threads)
        self._input = self._session.get_inputs()[0].name
        # The first output is the one that all depths of the network have agreed on.
        self._output = self._session.get_outputs()[0].name

    def mask(self, image: Image.Image) -> Mask:
        """Look at a photo once. RGB of any size -> (SIDE, SIDE) float32, 0 to 1"""
        small = image.resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
        pixels = (np.asarray(small, dtype=np.float32) / 255 - _MEAN) / _STD
        batch = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])
        (found,) = self._session.run([self._output], {self._input: batch})
        mask: Mask = np.clip(found[0, 0], 0, 1, dtype=np.float32)
        return mask


def _open_session(model: bytes, threads: int) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise SubjectNetworkMissingError(f"onnxruntime cannot be imported: {error}.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait by spinning take the core from whoever computes meanwhile.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # onnxruntime's own exceptions have no common class that a type checker knows.
    except Exception as error:
        raise SubjectNetworkMissingError(f"onnxruntime cannot run the network: {error}.") from error
