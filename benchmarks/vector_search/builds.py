"""What the shop's own index takes to be built: time, room and memory, and how they grow.

BUILD_IMAGES=20000,200000 builds others than 100,000 and 1,000,000; SEARCH_FEATURES keeps the
features of the real pictures.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from django.db import connection

from benchmarks.data import catalogue
from benchmarks.data.shop import PROJECTED, read_settings
from benchmarks.data.synthetic import VISUAL, RealPictures, read_real_pictures, synthesise
from benchmarks.environment import read_numbers
from benchmarks.report import print_growth
from benchmarks.resources.server_memory import sampled_memory
from embeddings.index.pgvector.maintenance.build import build_index
from embeddings.index.pgvector.tuning import tuning_of_shop
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import fit_projection

_FITTED_ON = 8_000
_TABLE = ImageEmbedding._meta.db_table


class Build(NamedTuple):
    """What one build took; in the order of the table's columns."""

    pictures: int
    loaded_seconds: float
    seconds: float
    index_mb: float
    peak_mb: float
    segments_mb: float
    own_mb: float
    buffers_mb: float


HEAD = [
    "pictures",
    "loaded in s",
    "index built in s",
    "index MB",
    "server's memory at its peak, MB",
    "of it the graph, shared by workers",
    "processes' own",
    "shared buffers",
]


def run() -> None:
    """Print each size as soon as it is built, and by how much the last is more than the first."""
    sizes = read_numbers("BUILD_IMAGES", 100_000, 1_000_000)
    real = read_real_pictures()
    print(f"{PROJECTED}-d. {read_settings()}\n")
    print_growth(HEAD, (measure_build(real, images=images) for images in sizes))


def measure_build(real: RealPictures, *, images: int) -> Build:
    """Load so many rows, build their index, and leave nothing."""
    started = time.perf_counter()
    space = _load(real, images)
    loaded = time.perf_counter() - started
    with sampled_memory() as peak:
        started = time.perf_counter()
        assert build_index(space, anew=False, tuning=tuning_of_shop())
        seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s) / 1048576.0", [space.index_name])
        (size,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {space.index_name}")
        cursor.execute(f"TRUNCATE {_TABLE}")
    space.delete()
    memory = peak.memory
    return Build(
        images, loaded, seconds, float(size), memory.total, memory.segments, memory.own,
        memory.buffers,
    )  # fmt: skip


def _load(real: RealPictures, images: int) -> EmbeddingSpace:
    """A space of projected vectors; a build reads only these, so there is no catalogue."""
    space = EmbeddingSpace.objects.create(
        name=f"{images} pictures", recipe="", components=[], dimensions=PROJECTED
    )
    with connection.cursor() as cursor:
        # Without foreign keys, whose products and pictures are not there.
        cursor.execute("SET session_replication_role = replica")
    projection = None
    loaded = 0
    for features, owners in synthesise(real, pictures=images):
        visual = features[:, VISUAL]
        projection = projection or fit_projection(visual[:_FITTED_ON], dimensions=PROJECTED)
        short = projection.apply(visual)
        short /= np.linalg.norm(short, axis=1, keepdims=True)
        catalogue.copy_embeddings(short.astype(np.float16), owners, space=space, first=loaded + 1)
        loaded += len(owners)
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")
    catalogue.finish_loading([_TABLE])
    return space
