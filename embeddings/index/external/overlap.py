"""How alike two engines answer, before one takes the place of the other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from catalog.product_filter import ProductFilter
from embeddings.index.base import QueryPictures, VectorIndex
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.sample import sample_pictures

DEPTH = 12


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """The first twelve products of both for the same pictures of a space."""

    queries: int
    share: float
    """Mean share, 0 to 1, of what one shows that the other shows as well."""
    median_ms: tuple[float, float]
    incomplete: tuple[int, int]
    """How many answers of each were not complete."""


def measure_overlap(
    one: VectorIndex, other: VectorIndex, space: EmbeddingSpace, *, queries: int
) -> Overlap | None:
    """Asked by turns with so many pictures of the space; None where nothing is found."""
    shares: list[float] = []
    times: tuple[list[float], list[float]] = ([], [])
    incomplete = [0, 0]
    for image in sample_pictures(space, queries).images.tolist():
        shown = []
        for number, index in enumerate((one, other)):
            started = time.perf_counter()
            near = index.search(
                QueryPictures((image,)), space=space, where=ProductFilter(), limit=DEPTH
            )
            times[number].append((time.perf_counter() - started) * 1000)
            incomplete[number] += not near.complete
            shown.append({hit.product_id for hit in near})
        if most := max(map(len, shown)):
            shares.append(len(shown[0] & shown[1]) / most)
    if not shares:
        return None
    return Overlap(
        queries=len(shares),
        share=sum(shares) / len(shares),
        median_ms=(median(times[0]), median(times[1])),
        incomplete=(incomplete[0], incomplete[1]),
    )
