"""A small encoder of a shop's own: an ONNX model and its declaration, right or wrong on purpose."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIZE = 32
DIMENSIONS = 24


def write_encoder(
    folder: Path,
    *,
    kernel: float = 1.0,
    side: int = SIZE,
    outputs: int = DIMENSIONS,
    batch: int | str = "pictures",
    external: bool = False,
    **declared: Any,
) -> Path:
    """Write model.onnx and encoder.json into a folder; `declared` replaces what the latter says.

    `kernel` scales the model's numbers, and NaN spoils them; a key that is None is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    model = _make_model(kernel=kernel, side=side, outputs=outputs, batch=batch)
    if external:
        onnx.save_model(
            model, path, save_as_external_data=True, location="numbers.bin", size_threshold=0
        )
    else:
        onnx.save_model(model, path)
    values: dict[str, Any] = {
        "name": "tiny",
        "file": "model.onnx",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": "CC0-1.0",
        "dimensions": outputs,
        "size": side,
        "mean": [0.5, 0.5, 0.5],
        "std": [0.5, 0.5, 0.5],
    } | declared
    values = {key: value for key, value in values.items() if value is not None}
    (folder / "encoder.json").write_text(json.dumps(values))
    return path


def _make_model(*, kernel: float, side: int, outputs: int, batch: int | str) -> onnx.ModelProto:
    """Patches of 8 x 8 pixels, each asked how it looks; how strongly, on average."""
    random = np.random.default_rng(0)
    weights = (random.normal(size=(outputs, 3, 8, 8)) * kernel).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["picture", "weights"], ["seen"], strides=[8, 8]),
            helper.make_node("Relu", ["seen"], ["strong"]),
            helper.make_node("GlobalAveragePool", ["strong"], ["mean"]),
            helper.make_node("Flatten", ["mean"], ["vector"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, [batch, 3, side, side])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [batch, outputs])],
        [numpy_helper.from_array(weights, "weights")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
