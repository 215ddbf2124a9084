"""What else could find the nearest vectors: scikit-learn as the tutorial does, FAISS, hnswlib.

All of them hold every vector in the memory of the process that asks, know neither products nor
filters, and start empty; they are baselines for the speed and recall of the bare search alone.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.neighbors import NearestNeighbors

from embeddings.index.pgvector.tuning import Tuning

Vectors = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Search = Callable[[Floats], Ints]

# As the shop's own index.
M = Tuning().m
EF_CONSTRUCTION = Tuning().ef_construction
_CHUNK = 50_000


@dataclass(frozen=True)
class Baseline:
    """A built index: what it is called, how it is asked, what it took."""

    name: str
    search: Search
    """(D,) -> row numbers, nearest first"""
    build_seconds: float
    megabytes: float
    is_slow: bool = False
    widen: Callable[[int], None] | None = None
    """Search with so many candidates from now on; None for an exact one."""


Builder = partial[Baseline]


def baseline_builders(vectors: Vectors, *, k: int) -> list[Builder]:
    """What builds each of them, to be asked for k rows."""
    return [
        partial(brute_force, vectors, metric="cosine", k=k),
        partial(brute_force, vectors, metric="euclidean", k=k),
        partial(faiss_flat, vectors, k=k),
        partial(faiss_hnsw, vectors, k=k),
        partial(hnswlib_index, vectors, k=k),
    ]


def brute_force(vectors: Vectors, *, metric: str, k: int) -> Baseline:
    """scikit-learn's NearestNeighbors(algorithm="brute"), as in the well-known tutorial."""
    widened = vectors.astype(np.float32)
    started = time.perf_counter()
    model = NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric).fit(widened)

    def search(vector: Floats) -> Ints:
        rows: Ints = model.kneighbors(vector[None], return_distance=False)[0]
        return rows

    seconds = time.perf_counter() - started
    return Baseline(
        f"scikit-learn brute force, {metric}", search, seconds, _mb(widened.nbytes), True
    )


def faiss_flat(vectors: Vectors, *, k: int) -> Baseline:
    """FAISS's exact scan."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexFlatIP(vectors.shape[1])
    _make_room(index, vectors)
    for chunk in _chunks(vectors):
        index.add(chunk)
    seconds = time.perf_counter() - started
    return Baseline("FAISS Flat", _of_faiss(index, k), seconds, _mb(2 * vectors.nbytes), True)


def faiss_hnsw(vectors: Vectors, *, k: int) -> Baseline:
    """FAISS's HNSW on float32."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexHNSWFlat(vectors.shape[1], M, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = EF_CONSTRUCTION
    _make_room(faiss.downcast_index(index.storage), vectors)
    for chunk in _chunks(vectors):
        index.add(chunk)
    seconds = time.perf_counter() - started

    def widen(candidates: int) -> None:
        index.hnsw.efSearch = candidates

    with tempfile.NamedTemporaryFile() as file:
        faiss.write_index(index, file.name)
        size = Path(file.name).stat().st_size
    return Baseline("FAISS HNSW", _of_faiss(index, k), seconds, _mb(size), widen=widen)


def _make_room(flat, vectors: Vectors) -> None:  # type: ignore[no-untyped-def]
    """Reserve what will be added: growing, FAISS needs up to three times as much."""
    flat.codes.resize(2 * vectors.nbytes)


def _of_faiss(index, k: int) -> Search:  # type: ignore[no-untyped-def]
    def search(vector: Floats) -> Ints:
        rows: Ints = index.search(vector[None], k)[1][0]
        return rows

    return search


def hnswlib_index(vectors: Vectors, *, k: int) -> Baseline:
    """hnswlib on float32."""
    import hnswlib

    started = time.perf_counter()
    index = hnswlib.Index(space="ip", dim=vectors.shape[1])
    index.init_index(len(vectors), M=M, ef_construction=EF_CONSTRUCTION)
    for chunk in _chunks(vectors):
        index.add_items(chunk, num_threads=os.cpu_count() or 1)
    seconds = time.perf_counter() - started
    index.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        index.save_index(f"{folder}/index")
        size = Path(f"{folder}/index").stat().st_size

    def search(vector: Floats) -> Ints:
        rows: Ints = index.knn_query(vector, k=k)[0][0].astype(np.int64)
        return rows

    return Baseline("hnswlib", search, seconds, _mb(size), widen=index.set_ef)


def _chunks(vectors: Vectors) -> Iterator[Floats]:
    """Float32 a part at a time: a million raw vectors take 8 GB once, not twice."""
    for start in range(0, len(vectors), _CHUNK):
        yield vectors[start : start + _CHUNK].astype(np.float32)


def _mb(size: int) -> float:
    return size / 1024**2
