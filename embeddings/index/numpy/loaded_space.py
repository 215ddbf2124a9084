"""The ready vectors of a space in memory, read anew when a row has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.index.base import Floats
from embeddings.spaces.snapshot import SearchedSpace
from infra.halfvec import halfvec_cursor
from infra.prepared import fetch_prepared

Ints = npt.NDArray[np.int64]
Version = tuple[int, ...]

# The live space, the one before, and two that are compared: 20,000 pictures of 256 numbers take
# 20 MB each.
_MOST_SPACES = 4


@dataclass(frozen=True, eq=False)
class LoadedSpace:
    """One row for each ready picture; copies of a picture share one vector."""

    version: Version
    images: Ints
    """(N,) ids of the pictures."""
    products: Ints
    """(N,) ids of the products that the pictures show."""
    vector_of: Ints
    """(N,) the row of each picture's vector in `vectors`."""
    vectors: Floats
    """(V, D) unit length, no two the same, so that copies lie at exactly the same distance."""

    def vectors_of(self, image_ids: tuple[int, ...]) -> Floats:
        """The vectors of those of these pictures that are ready: (Q, D)."""
        rows = np.flatnonzero(np.isin(self.images, np.array(image_ids, dtype=np.int64)))
        return self.vectors[self.vector_of[rows]]


class LoadedSpaces:
    """The spaces that were searched last; threads may share it."""

    def __init__(self) -> None:
        self._loaded: dict[int, LoadedSpace] = {}
        self._lock = threading.Lock()

    def get(self, space: SearchedSpace) -> LoadedSpace:
        """The space as it is now; one small statement where nothing has changed."""
        version = _read_version(space)
        with self._lock:
            known = self._loaded.pop(space.pk, None)
            if known is None or known.version != version:
                known = _load(space, version)
            self._loaded[space.pk] = known
            while len(self._loaded) > _MOST_SPACES:
                del self._loaded[next(iter(self._loaded))]
        return known

    def forget(self, space: SearchedSpace) -> None:
        """Free the memory of a space."""
        with self._lock:
            self._loaded.pop(space.pk, None)


def _read_version(space: SearchedSpace) -> Version:
    """What changes with every insert, update and delete of a ready row.

    `xmin` is the transaction that wrote a row, and grows. A space of 5,000 pictures takes 2 ms.
    """
    ((count, written, ids),) = fetch_prepared(
        "SELECT count(*), coalesce(sum(xmin::text::bigint), 0), coalesce(sum(id), 0)"
        " FROM embeddings_imageembedding WHERE space_id = %s AND state = 'ready'",
        (space.pk,),
    )
    return int(count), int(written), int(ids)


def _load(space: SearchedSpace, version: Version) -> LoadedSpace:
    """Rows that change meanwhile are loaded as they are then, and once more at the next search."""
    known: dict[bytes, int] = {}
    halves: list[npt.NDArray[np.float16]] = []
    rows: list[tuple[int, int, int]] = []
    with halfvec_cursor() as cursor:
        cursor.execute(
            "SELECT image_id, product_id, vector FROM embeddings_imageembedding"
            " WHERE space_id = %s AND state = 'ready' ORDER BY id",
            (space.pk,),
        )
        for image, product, half in cursor:
            vector = half.to_numpy()
            place = known.setdefault(vector.tobytes(), len(known))
            if place == len(halves):
                halves.append(vector)
            rows.append((image, product, place))
    images, products, vector_of = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    vectors = np.array(halves, dtype=np.float32).reshape(-1, space.dimensions)
    return LoadedSpace(version, images, products, vector_of, to_unit(vectors))


def to_unit(vectors: Floats) -> Floats:
    """Each row divided by its length: (N, D) -> (N, D)."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
