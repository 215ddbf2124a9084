"""Networks of the timm library, with weights from a file of the shop's own; nothing is fetched."""

from __future__ import annotations

import io
from typing import Any

import torch
from torch import nn

from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.plugins.runtimes.runner import Floats, Look


def load_timm(declared: Declaration, data: bytes, *, threads: int | None) -> Look:
    """Make a network ready, cut before its classifier; raises EncoderRefusedError."""
    try:
        import timm
    except ImportError as error:
        raise EncoderRefusedError("timm_missing", reason=error) from error
    if not timm.is_model(declared.timm):
        raise EncoderRefusedError("timm_unknown", name=declared.timm, version=timm.__version__)
    if threads and threads != torch.get_num_threads():
        torch.set_num_threads(threads)
    # num_classes=0 leaves the classifier out; pretrained=False asks nobody for weights.
    model: nn.Module = timm.create_model(declared.timm, pretrained=False, num_classes=0)
    classifier = str(getattr(model, "default_cfg", {}).get("classifier") or "classifier")
    state = {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in _read(declared, data).items()
        if not name.startswith(f"{classifier}.")
    }
    try:
        model.load_state_dict(state, strict=True)
    except RuntimeError as error:
        raise _refuse(declared, error) from error
    model.eval().requires_grad_(False)

    @torch.inference_mode()
    def look(x: Floats) -> Any:
        return model(torch.from_numpy(x)).numpy()

    return look


def _read(declared: Declaration, data: bytes) -> dict[str, torch.Tensor]:
    try:
        if declared.file.suffix == ".safetensors":
            from safetensors.torch import load

            return load(data)
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    # The unpicklers raise whatever a damaged byte leads to.
    except Exception as error:
        raise _refuse(declared, error) from error
    if not isinstance(state, dict) or not all(torch.is_tensor(value) for value in state.values()):
        raise _refuse(declared, "no table of tensors")
    return state


def _refuse(declared: Declaration, reason: object) -> EncoderRefusedError:
    said = " ".join(str(reason).split())[:300]
    return EncoderRefusedError(
        "not_weights", file=declared.file.name, name=declared.timm, reason=said
    )
