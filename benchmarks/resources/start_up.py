"""How soon a web process answers and a worker works, from the command on; the weights are there.

A worker is there when it takes messages, and at work when the first picture has its vector.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.environment import Server, embed_all, fill_catalogue, start_web, start_worker
from benchmarks.report import spread, table
from embeddings.models import ImageEmbedding
from embeddings.queue.wake import wake_workers

ROUNDS = 5


def run() -> None:
    """Print seconds until each is there, least to most of five starts, and a page's first time."""
    fill_catalogue(8)
    embed_all()
    for start in (start_web, _embed_first):
        _seconds(start)  # writes the bytecode, as an image is built with
    web = [_seconds(start_web) for _ in range(ROUNDS)]
    worker = [_seconds(lambda: start_worker("photos")) for _ in range(ROUNDS)]
    at_work = [_seconds(_embed_first) for _ in range(ROUNDS)]
    table(
        ["", "s"],
        [
            ["web: answers", spread(web, 2)],
            ["worker: takes messages", spread(worker, 2)],
            ["worker: the first picture has its vector", spread(at_work, 2)],
        ],
    )


def _seconds(start: Callable[[], Server]) -> float:
    """From the command to a server that is there."""
    began = time.perf_counter()
    server = start()
    took = time.perf_counter() - began
    server.stop()
    return took


def _embed_first() -> Server:
    """A worker that has made one vector since it was started."""
    picture = ImageEmbedding.objects.order_by("pk")[:1].get()
    picture.state, picture.vector, picture.features = "pending", None, None
    picture.attempts = 0
    picture.save()
    worker = start_worker("embeddings")
    wake_workers(even_if_sent=True)
    while ImageEmbedding.objects.pending().exists():
        time.sleep(0.02)
    return worker
