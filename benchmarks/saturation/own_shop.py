"""A shop for the measurement alone: its own servers, the drawn catalogue, one worker for photos."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.environment import (
    PORT,
    Server,
    embed_all,
    prepare_environment,
    start_web,
    start_worker,
)


@contextmanager
def own_shop(*, products: int) -> Iterator[str]:
    """The address of a shop of so many products, whose rate limits are off."""
    print("Preparing a shop of its own: a minute or two.", flush=True)
    prepare_environment()
    from django.conf import settings
    from django.core.management import call_command

    from demo.space import INSTEAD, has_weights
    from embeddings.models import EmbeddingSpace
    from embeddings.spaces.lifecycle import create_space

    recipe = next(filter(has_weights, (settings.VITRINE_ENCODER, *INSTEAD)))
    create_space(recipe)
    call_command("seed_demo", limit=products, quiet=True)
    embed_all()
    live = EmbeddingSpace.objects.live()
    print(f"{products} products, {live}; 2 web processes of 4 threads, 1 worker for photos.\n")
    servers: list[Server] = []
    try:
        servers += [start_web(), start_worker("photos")]
        yield f"http://127.0.0.1:{PORT}"
    finally:
        for server in servers:
            server.stop()
