"""How a refusal is told to whoever wanted the weights of an encoder."""

from __future__ import annotations

from embeddings.pipeline.plugins.errors import EncoderRefusedError
from embeddings.pipeline.weights.files import WeightsRefusedError


def refuse(code: str, **parameters: object) -> WeightsRefusedError:
    """What to raise for an encoder that is not what was declared."""
    return WeightsRefusedError(str(EncoderRefusedError(code, **parameters)))
