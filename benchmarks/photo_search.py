"""Photo search end to end over HTTP: upload, validation, cache, worker, vector search, JSON."""

from __future__ import annotations

from benchmarks.environment import embed_all, fill_catalogue, picture_files, start_web, start_worker
from benchmarks.load import drive, photo_posts, timed
from benchmarks.report import percentiles, spread, table
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import open_picture
from embeddings.worker.encoder_cache import encoder_for

PICTURES = 96
SEARCHES = 100


def run() -> None:
    """Print latency with one and with four clients, and its ratio to the bare encoding."""
    fill_catalogue(PICTURES)
    embed_all()
    files = (picture_files(PICTURES) * 2)[:SEARCHES]
    space = EmbeddingSpace.objects.live()
    assert space is not None
    encoder = encoder_for(space)
    image = open_picture(files[0], min_side=encoder.min_side)
    encoder.encode([image])
    bare = timed(lambda: encoder.encode([image]), times=15)
    web, worker = start_web(), start_worker("photos")
    try:
        drive(photo_posts(files[:5]), clients=1)
        rows = [["bare encoding of one picture, this process", "", spread([1e3 * s for s in bare])]]
        for clients in (1, 4):
            seconds, wall, refused = drive(photo_posts(files), clients=clients)
            p50, p95, p99 = percentiles(seconds)
            rows.append(
                [
                    f"photo search, {clients} client(s)",
                    f"{len(files) / wall:.1f}/s, {refused} refused",
                    f"p50 {p50}, p95 {p95}, p99 {p99}",
                ]
            )
            if clients == 1:
                ratio = sorted(seconds)[len(seconds) // 2] / sorted(bare)[len(bare) // 2]
    finally:
        worker.stop()
        web.stop()
    table(["", "rate", "ms"], rows)
    print(f"One client's p50 is {ratio:.1f} times the bare encoding.\n")
