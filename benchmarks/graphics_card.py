"""A worker on an NVIDIA card, whose pace decoding should bound; skipped where there is no card.

Beside it in each round: decoding alone, and the tutorial's loop with its network on the card.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from benchmarks.environment import add_products, picture_files, start_worker
from benchmarks.load import timed
from benchmarks.report import spread, table
from benchmarks.throughput import tutorial_loop
from catalog.models import ProductImage
from embeddings.conf import EmbeddingsConf, conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import SpaceEncoder, find_weights, get_encoder, open_picture
from embeddings.pipeline.runtime.processor import count_cores
from embeddings.queue import Job, queue_in_space
from embeddings.queue.wake import wake_workers
from embeddings.worker.decoder import write_line, write_message
from embeddings.worker.decoders import COMMAND, decoders
from embeddings.worker.encoder_cache import encoder_for, weight_folders
from embeddings.worker.prepare import prepare_jobs

ORIGINALS, COPIES = 96, 10
DECODED_PICTURES = 64
TUTORIAL_PICTURES = 64
COMPARED_PICTURES = 64
PROCESSES = (1, 2, 3)
ROUNDS = 5


def run() -> None:
    """Print how near workers come to what decoding allows, and how true the card computes."""
    if not torch.cuda.is_available():
        print("Skipped: PyTorch finds no NVIDIA card.")
        return
    size = decoders.get().size = min(count_cores(), int(EmbeddingsConf.DECODERS.at_most or 1))
    add_products(picture_files(ORIGINALS))
    space = EmbeddingSpace.objects.get(state="live")
    _copy_pictures(space)
    jobs = _jobs(space)
    print(
        f"{torch.cuda.get_device_name()}, {count_cores()} cores, {size} decoders a process; "
        f"{len(jobs)} pictures, {ROUNDS} rounds, torch {torch.__version__}.\n"
    )
    _compare_with_processor(space)
    _network_alone(space)
    _prepare(jobs, space)  # starts the decoders
    tutorial = tutorial_loop("cuda")
    files = [Path(default_storage.path(job.file)) for job in jobs[:TUTORIAL_PICTURES]]
    tutorial(files[0])
    rows = []
    for processes in PROCESSES:
        worker = start_worker(
            "embeddings", processes=processes, env={"VITRINE_DECODERS": str(size)}
        )
        _embed(space)  # loads the networks
        limits, prepared, embedded, theirs = [], [], [], []
        for _ in range(ROUNDS):
            limits.append(_decode(jobs, space))
            prepared.append(_prepare(jobs, space))
            embedded.append(_embed(space))
            theirs.append(len(files) / sum(timed(lambda: [*map(tutorial, files)], times=1)))
        worker.stop()
        shares = [100 * each / most for each, most in zip(embedded, limits, strict=True)]
        ratios = [each / other for each, other in zip(embedded, theirs, strict=True)]
        rates = map(spread, (limits, prepared, embedded))
        rows.append([processes, *rates, spread(shares, 0), spread(ratios)])
    table(
        [
            "processes",
            "decoding alone, images/s",
            "read and decoded by one process",
            "file to stored row",
            "% of decoding alone",
            "times the tutorial's loop on the card",
        ],
        rows,
    )


def _copy_pictures(space: EmbeddingSpace) -> None:
    """Add pictures that look like those there are; a comment gives each bytes of its own."""
    for image in list(ProductImage.objects.all()):
        data = Path(image.image.path).read_bytes()
        for copy in range(1, COPIES):
            file = data[:2] + b"\xff\xfe\x00\x06%04d" % copy + data[2:]
            image.pk, image.position = None, copy
            image.image.name = default_storage.save(image.image.name, ContentFile(file))
            image.sha256 = hashlib.sha256(file).hexdigest()
            image.save()
    queue_in_space(space, list(ProductImage.objects.all()))


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
    """Images/s of decoders that are fed from a file and answer nobody, one for each core."""
    encoder = encoder_for(space)
    asked = write_line({"looks": encoder.looks, "min_side": encoder.min_side, "seconds": 5})
    with tempfile.NamedTemporaryFile() as questions:
        for job in jobs[:DECODED_PICTURES]:
            write_message(questions, [asked, Path(default_storage.path(job.file)).read_bytes()])
        seconds = _answer_all(questions.name) - _answer_all(os.devnull)
    return count_cores() * DECODED_PICTURES / seconds


def _answer_all(questions: str) -> float:
    """Seconds until a decoder for each core has started and answered a file of questions."""
    command = [*COMMAND, str(conf.DECODER_MEGABYTES * 1024**2)]
    started = time.perf_counter()
    running = []
    for _ in range(count_cores()):
        with Path(questions).open("rb") as file:
            running.append(subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL))
    if [process for process in running if process.wait()]:
        raise RuntimeError("a decoder broke off")
    return time.perf_counter() - started


def _prepare(jobs: list[Job], space: EmbeddingSpace) -> float:
    """Images/s that this process makes ready as a worker does, in batches as it takes them."""
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
