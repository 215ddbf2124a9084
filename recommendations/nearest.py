"""From pictures to products: complete, best picture first, one place for a family of variants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from catalog.querysets import ProductQuerySet
from embeddings.index import index_is_valid
from embeddings.models import EmbeddingSpace
from embeddings.search import (
    Asked,
    NearPicture,
    ask_with_vectors,
    read_ids,
    scan_exactly,
    walk_index,
)

Floats = npt.NDArray[np.float32]
Vectors = Floats | Sequence[Sequence[float]]

# With fewer eligible products than this an exact scan beats the index, which has to pass by all
# that are not eligible: measured with 100,000 pictures of 40,000 products and one vector. A scan
# costs the same for several vectors, a walk does not; what it passes by grows with the pictures.
EXACT_BELOW_PRODUCTS = 1_300
_MEASURED_WITH_PICTURES = 100_000
# Most products have one to four pictures. Every row costs a filtered walk dearly, so a second one
# now and then is cheaper than asking for all that could be needed: with 5 rows for 3 places, 93 to
# 96 of 100 answers are complete at once.
_ROWS_PER_PLACE = 5 / 3
# A scan compares all that is eligible however many rows it gives: a second one costs as much again
# (with 5 rows for 3 places, 6 of 10 scans were followed by one).
_ROWS_PER_SCANNED_PLACE = 4
_GROWTH = 2


@dataclass(frozen=True, order=True)
class Near:
    """A product by its picture that is nearest to what was asked; nearest sorts first."""

    distance: float
    """One minus the cosine: 0 is the same, 2 the opposite."""
    product_id: int
    image_id: int
    family: str = ""


def nearest_products(
    vectors: Asked | Vectors,
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet,
    limit: int,
    narrow: bool,
    leave_out: Sequence[int] = (),
    exact: bool = False,
) -> list[Near]:
    """The `limit` eligible products nearest to any of the vectors, nearest first, ties by id.

    Of each family of variants only the nearest stands there. Exactly min(limit, eligible families
    and single products with a vector) places. `narrow` says that `eligible` may be a small part
    of the catalogue; then it is looked at before the index is chosen. Products of `leave_out` stay
    out. `exact` does without the index, whose walk finds what is near, not what is far.
    (Q, D) -> up to `limit`
    """
    if not isinstance(vectors, Asked):
        vectors = ask_with_vectors(np.asarray(vectors, dtype=np.float32), space=space)
    if not vectors.count or limit < 1:
        return []
    search = _Search(vectors, space, leave_out, limit)
    few = _few(eligible, space=space, vectors=vectors.count) if narrow else None
    if few is not None:
        return search.scan(few) if few else []
    if not exact and index_is_valid(space):
        found = search.walk(eligible)
        if found is not None:
            return found
    return search.scan(eligible)


def _few(eligible: ProductQuerySet, *, space: EmbeddingSpace, vectors: int) -> list[int] | None:
    """The ids of all eligible products; None where they are too many to be compared one by one."""
    pictures = space.calibration.get("pictures", _MEASURED_WITH_PICTURES)
    most = round(EXACT_BELOW_PRODUCTS * sqrt(vectors * pictures / _MEASURED_WITH_PICTURES))
    ids = read_ids(eligible, limit=most + 1)
    return ids if len(ids) <= most else None


@dataclass(frozen=True)
class _Search:
    """One question to one space, which the index or an exact scan answers."""

    asked: Asked
    space: EmbeddingSpace
    leave_out: Sequence[int]
    limit: int

    def scan(self, eligible: ProductQuerySet | list[int]) -> list[Near]:
        """Compare every eligible picture."""
        rows_wanted = self.limit * _ROWS_PER_SCANNED_PLACE
        while True:
            # Ties are sorted by id there too, so the first rows are the first rows however many.
            rows = scan_exactly(
                self.asked,
                space=self.space,
                eligible=eligible,
                leave_out=self.leave_out,
                limit=rows_wanted,
            )
            places = _best_per_place(rows)
            if len(places) >= self.limit or len(rows) < rows_wanted:
                return places[: self.limit]
            rows_wanted *= _GROWTH

    def walk(self, eligible: ProductQuerySet) -> list[Near] | None:
        """Walk the index from each vector; None where it ran dry before there were enough.

        What a walk left out is farther than its last row: the places nearer than the last row of
        every walk are certain.
        """
        rows_wanted = ceil(self.limit * _ROWS_PER_PLACE)
        while True:
            walks = walk_index(
                self.asked,
                space=self.space,
                eligible=eligible,
                leave_out=self.leave_out,
                limit=rows_wanted,
            )
            places = _best_per_place(row for walk in walks for row in walk)[: self.limit]
            seen = min((walk[-1].distance if walk else 0.0) for walk in walks)
            if len(places) == self.limit and places[-1].distance < seen:
                return places
            if any(len(walk) < rows_wanted for walk in walks):
                # All there is, or hnsw.max_scan_tuples, or its memory: only a scan can tell.
                return None
            rows_wanted *= _GROWTH


def _best_per_place(rows: Iterable[NearPicture]) -> list[Near]:
    """Each family, or product without one, once, by its nearest picture; nearest first."""
    best: dict[str | int, Near] = {}
    for row in sorted(rows):
        best.setdefault(row.family or row.product_id, Near(*row))
    return list(best.values())
