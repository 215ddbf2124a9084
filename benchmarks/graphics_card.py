"""A worker on an NVIDIA card, whose pace decoding should bound; skipped where there is no card.

Beside it in each round: its decoders alone, and the tutorial's loop with its network on the card.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from django.conf import settings

from benchmarks.environment import add_products, picture_files, start_worker
from benchmarks.load import timed
from benchmarks.report import spread, table
from benchmarks.throughput import tutorial_loop
from embeddings.conf import EmbeddingsConf, conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import SpaceEncoder, find_weights, get_encoder, open_picture
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.queue import Job
from embeddings.queue.wake import wake_workers
from embeddings.worker.decoders import decoders
from embeddings.worker.encoder_cache import encoder_for, weight_folders
from embeddings.worker.prepare import prepare_jobs

PICTURES = 1024
TUTORIAL_PICTURES = 64
COMPARED_PICTURES = 64
PROCESSES = (1, 2, 3)
ROUNDS = 5


def run() -> None:
    """Print how near workers come to what their decoders allow, and how true the card computes."""
    if not torch.cuda.is_available():
        print("Skipped: PyTorch finds no NVIDIA card.")
        return
    size = decoders.get().size = min(count_cores(), int(EmbeddingsConf.DECODERS.at_most or 1))
    add_products(list(_distinct(picture_files(PICTURES), PICTURES)))
    space = EmbeddingSpace.objects.get(state="live")
    print(
        f"{torch.cuda.get_device_name()}, {count_cores()} cores, {size} "
        f"decoders a process; {PICTURES} pictures, {ROUNDS} rounds, torch {torch.__version__}.\n"
    )
    _compare_with_processor(space)
    _network_alone(space)
    jobs = _jobs(space)
    _decode(jobs, space)  # starts the decoders
    tutorial = tutorial_loop("cuda")
    files = [Path(settings.MEDIA_ROOT) / job.file for job in jobs[:TUTORIAL_PICTURES]]
    tutorial(files[0])
    rows = []
    for processes in PROCESSES:
        worker = start_worker(
            "embeddings",
            processes=processes,
            env={"VITRINE_DECODERS": str(size)},
        )
        _embed(space)  # loads the networks
        alone, embedded, theirs = [], [], []
        for _ in range(ROUNDS):
            alone.append(_decode(jobs, space))
            embedded.append(_embed(space))
            theirs.append(len(files) / sum(timed(lambda: [*map(tutorial, files)], times=1)))
        worker.stop()
        shares = [100 * each / most for each, most in zip(embedded, alone, strict=True)]
        ratios = [each / other for each, other in zip(embedded, theirs, strict=True)]
        rows.append([processes, *map(spread, (alone, embedded)), spread(shares, 0), spread(ratios)])
    table(
        [
            "processes",
            "decoders alone, images/s",
            "worker: file to row, images/s",
            "share of it, %",
            "times the tutorial's loop on the card",
        ],
        rows,
    )


def _distinct(files: list[bytes], count: int) -> Iterator[bytes]:
    """So many JPEGs that look like these, each with a comment of its own: no two are the same."""
    for number in range(count):
        file = files[number % len(files)]
        yield file[:2] + b"\xff\xfe\x00\x0a%08d" % number + file[2:]


def _compare_with_processor(space: EmbeddingSpace) -> None:
    """Print the cosine of the card's vectors with those that the processor computes in fp32."""
    networks = {get_encoder(part.encoder).network for part in space.parts} - {""}
    weights = {name: find_weights(name, folders=weight_folders()).path for name in networks}
    exact = SpaceEncoder(space.parts, weights=weights, device="cpu", precision="fp32")
    images = [open_picture(file) for file in picture_files(COMPARED_PICTURES)]
    here, there = (each.compose(each.encode(images)) for each in (exact, encoder_for(space)))
    cosines = np.sum(here * there, axis=1)
    print(f"Cosine with fp32 on the processor, {len(images)} pictures: {spread(cosines, 5)}.")


def _network_alone(space: EmbeddingSpace) -> None:
    encoder = encoder_for(space)
    size = conf.EMBED_BATCH_PICTURES_GPU
    images = [open_picture(file) for file in picture_files(size)]
    prepared = [encoder.prepare(image) for image in images]
    prepared = [prepared[number % len(prepared)] for number in range(size)]
    encoder.encode_prepared(prepared)
    seconds = timed(lambda: encoder.encode_prepared(prepared), times=20)
    print(
        f"Its network alone, {size} at a time: {spread([size / s for s in seconds], 0)} images/s."
    )


def _jobs(space: EmbeddingSpace) -> list[Job]:
    rows = ImageEmbedding.objects.filter(space=space).order_by("pk")
    return [Job(*row) for row in rows.values_list("pk", "image_id", "image__image", "digest")]


def _decode(jobs: list[Job], space: EmbeddingSpace) -> float:
    """Images/s that the decoders make ready, in batches as a worker takes them."""
    encoder, size = encoder_for(space), conf.EMBED_BATCH_PICTURES_GPU
    started = time.perf_counter()
    for start in range(0, len(jobs), size):
        prepare_jobs(jobs[start : start + size], encoder)
    return len(jobs) / (time.perf_counter() - started)


def _embed(space: EmbeddingSpace) -> float:
    """Images/s of whatever workers run, from the file to the stored row."""
    rows = ImageEmbedding.objects.filter(space=space)
    rows.update(state="pending", attempts=0, vector=None, features=None)
    started = time.perf_counter()
    wake_workers(even_if_sent=True)
    while rows.filter(state="pending").exists():
        time.sleep(0.005)
    return rows.count() / (time.perf_counter() - started)
