"""How many pictures a worker takes at a time: more where a graphics card looks at them."""

from __future__ import annotations

from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.worker.encoder_cache import encoder_cache


def batch_size(space: EmbeddingSpace) -> int:
    """How many rows of a space this worker claims at once.

    Before the space's networks are loaded nobody knows where they will run: the smaller number.
    """
    if encoder_cache.get().device(space) == "cuda":
        return conf.EMBED_BATCH_PICTURES_GPU
    return conf.EMBED_BATCH_PICTURES
