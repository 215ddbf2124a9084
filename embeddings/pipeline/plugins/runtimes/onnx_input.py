"""Whether an ONNX model takes the pictures that its declaration says it takes."""

from __future__ import annotations

from typing import Any

from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError


def check_input(session: Any, declared: Declaration) -> Any:
    """The model's one input; raises EncoderRefusedError when it does not fit."""
    inputs = session.get_inputs()
    wanted = (3, declared.size, declared.size)
    first = inputs[0]
    fits = len(inputs) == 1 and first.type == "tensor(float)" and len(first.shape) == 4
    # A side without a number takes any.
    sides = zip(first.shape[1:], wanted, strict=False)
    fits = fits and all(not isinstance(has, int) or has == side for has, side in sides)
    if not fits:
        found = ", ".join(f"{each.name} {each.type} {each.shape}" for each in inputs)
        raise EncoderRefusedError(
            "wrong_input",
            file=declared.file.name,
            found=found,
            wanted=f"float32 (N, 3, {declared.size}, {declared.size})",
        )
    return first
