"""What else could find the nearest vectors: scikit-learn as the tutorial does, FAISS, hnswlib.

All of them hold every vector in the memory of the process that asks, know neither products nor
filters, and start empty; they are peers for the speed and recall of the bare search alone.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.neighbors import NearestNeighbors

Floats = npt.NDArray[np.float32]
Search = Callable[[Floats], npt.NDArray[np.int64]]

# As pgvector's own defaults, which the shop's index is built with.
M = 16
EF_CONSTRUCTION = 64
EF_SEARCH = 40


@dataclass(frozen=True)
class Peer:
    """A built index: what it is called, how it is asked, what it took."""

    name: str
    search: Search
    """(D,) -> row numbers, nearest first"""
    build_seconds: float
    megabytes: float
    is_slow: bool = False


def build_peers(vectors: Floats, *, k: int) -> list[Peer]:
    """All that are installed, to be asked for k rows; says which are not."""
    builders = [
        lambda: brute_force(vectors, metric="cosine", k=k),
        lambda: brute_force(vectors, metric="euclidean", k=k),
        lambda: faiss_flat(vectors, k=k),
        lambda: faiss_hnsw(vectors, k=k),
        lambda: hnswlib_index(vectors, k=k),
    ]
    built = []
    for build in builders:
        try:
            built.append(build())
        except ImportError as error:
            print(f"Without {error.name}, which is not installed (requirements-bench.txt).\n")
    return built


def brute_force(vectors: Floats, *, metric: str, k: int) -> Peer:
    """scikit-learn's NearestNeighbors(algorithm="brute"), as in the well-known tutorial."""
    started = time.perf_counter()
    model = NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric).fit(vectors)

    def search(vector: Floats) -> npt.NDArray[np.int64]:
        return model.kneighbors(vector[None], return_distance=False)[0]

    seconds = time.perf_counter() - started
    return Peer(f"scikit-learn brute force, {metric}", search, seconds, _mb(vectors.nbytes), True)


def faiss_flat(vectors: Floats, *, k: int) -> Peer:
    """FAISS's exact scan."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    seconds = time.perf_counter() - started
    return Peer("FAISS Flat", _of_faiss(index, k), seconds, _mb(vectors.nbytes), True)


def faiss_hnsw(vectors: Floats, *, k: int) -> Peer:
    """FAISS's HNSW on float32."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexHNSWFlat(vectors.shape[1], M, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = EF_CONSTRUCTION
    index.add(vectors)
    seconds = time.perf_counter() - started
    index.hnsw.efSearch = EF_SEARCH
    with tempfile.NamedTemporaryFile() as file:
        faiss.write_index(index, file.name)
        size = Path(file.name).stat().st_size
    return Peer(f"FAISS HNSW, ef {EF_SEARCH}", _of_faiss(index, k), seconds, _mb(size))


def _of_faiss(index, k: int) -> Search:  # type: ignore[no-untyped-def]
    def search(vector: Floats) -> npt.NDArray[np.int64]:
        return index.search(vector[None], k)[1][0]

    return search


def hnswlib_index(vectors: Floats, *, k: int) -> Peer:
    """hnswlib on float32."""
    import hnswlib

    started = time.perf_counter()
    index = hnswlib.Index(space="ip", dim=vectors.shape[1])
    index.init_index(len(vectors), M=M, ef_construction=EF_CONSTRUCTION)
    index.add_items(vectors, num_threads=os.cpu_count() or 1)
    seconds = time.perf_counter() - started
    index.set_ef(EF_SEARCH)
    index.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        index.save_index(f"{folder}/index")
        size = Path(f"{folder}/index").stat().st_size

    def search(vector: Floats) -> npt.NDArray[np.int64]:
        return index.knn_query(vector, k=k)[0][0].astype(np.int64)

    return Peer(f"hnswlib, ef {EF_SEARCH}", search, seconds, _mb(size))


def _mb(size: int) -> float:
    return size / 1024**2
