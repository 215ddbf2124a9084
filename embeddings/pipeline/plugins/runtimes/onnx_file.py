"""What an ONNX file says of itself, read off its bytes without a runtime.

The format is Protocol Buffers: fields of a number, a kind and a content, nested. Field numbers are
those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
"""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.pipeline.plugins.runtimes.protobuf import read_fields

_MAX_DEPTH = 32


@dataclass(frozen=True)
class _Message:
    """Which fields of a message lead on, and which say that its numbers are elsewhere."""

    leads_to: dict[int, str]
    external: int = 0  # TensorProto.external_data


_MESSAGES = {
    "model": _Message({7: "graph", 20: "training", 25: "function"}),
    "training": _Message({1: "graph", 2: "graph"}),
    "function": _Message({7: "node"}),
    "graph": _Message({1: "node", 5: "tensor", 15: "sparse"}),
    "node": _Message({5: "attribute"}),
    "attribute": _Message(
        {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"}
    ),
    "sparse": _Message({1: "tensor", 2: "tensor"}),
    "tensor": _Message({}, external=13),
}


def has_external_data(data: bytes) -> bool:
    """Whether part of a model's numbers lie in other files, which nobody has hashed.

    What is no such file at all is left to the runtime to refuse.
    """
    try:
        return _has_external(memoryview(data), "model", depth=0)
    except (IndexError, ValueError):
        return False


def _has_external(data: memoryview, kind: str, *, depth: int) -> bool:
    if depth > _MAX_DEPTH:
        return True  # nobody nests so deep; what cannot be looked through is not taken
    message = _MESSAGES[kind]
    for number, content in read_fields(data):
        if number == message.external:
            return True
        inner = message.leads_to.get(number)
        if inner and _has_external(content, inner, depth=depth + 1):
            return True
    return False
