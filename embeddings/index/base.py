"""The door to a vector index: what the shop asks of one, whichever engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SearchedSpace

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, order=True)
class Hit:
    """A product by that picture of it that is nearest to a query; nearest sorts first."""

    distance: float
    """One minus the cosine: 0 is the same direction, 2 the opposite."""
    product_id: int
    image_id: int
    family: str = ""
    """Of variants; empty without one."""
    category_id: int = 0
    """The product's own."""


class Nearest(list[Hit]):
    """What a search found, and whether all that is eligible could be asked."""

    def __init__(self, hits: Iterable[Hit] = (), *, complete: bool = True) -> None:
        super().__init__(hits)
        self.complete = complete
        """False where a part of the engine is away: there may be nearer ones, or more."""


@dataclass(frozen=True)
class QueryPictures:
    """Search with pictures of the space, by id; those that have no vector there ask nothing."""

    image_ids: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.image_ids)


@dataclass(frozen=True, eq=False)
class QueryVectors:
    """Search with any vectors: (Q, D), of any length but zero. Raises ValueError for a shape."""

    vectors: Floats

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2:
            raise ValueError(f"Query vectors are (Q, D), not {self.vectors.shape}.")

    def __len__(self) -> int:
        return len(self.vectors)


Queries = QueryPictures | QueryVectors


class IndexStatus(StrEnum):
    """Whether searches may use a space's index; without one they compare every picture."""

    MISSING = "missing"
    INVALID = "invalid"
    """It is being built, or its build broke off."""
    VALID = "valid"


@dataclass(frozen=True)
class BuildProgress:
    """How far a build is, in the engine's own words."""

    phase: str
    percent: float | None
    """Of this phase, 0 to 100; None where the engine cannot tell."""

    def __str__(self) -> str:
        return self.phase if self.percent is None else f"{self.phase}, {self.percent:.0f} %"


@dataclass(frozen=True, kw_only=True)
class IndexReport:
    """How a space's index is, for whoever is on call."""

    status: IndexStatus
    wanted: bool
    """Whether the space is big enough for an index and not too wide, or has a valid one."""
    progress: BuildProgress | None
    """Of a build or a rebuild that is under way."""
    recall: float | None
    """The share of the true nearest that it found when it was last measured; None: never."""
    recall_floor: float
    """The least share that is good enough."""

    @property
    def finds_too_few(self) -> bool:
        """Whether searches use the index, and it was measured to find too few."""
        valid = self.status == IndexStatus.VALID
        return valid and self.recall is not None and self.recall < self.recall_floor

    @property
    def healthy(self) -> bool:
        """Whether searches are as quick and as good as they should be."""
        missed = self.wanted and self.status != IndexStatus.VALID
        return not missed and not self.finds_too_few


class CannotMeasureError(Exception):
    """There is no recall to measure; the message says why."""


class SpaceChangingError(CannotMeasureError):
    """Too many pictures came, went or wait: what was measured holds for none of the moments."""


class VectorIndex(Protocol):
    """Finds the nearest products of a space; right in every state of its index, only slower.

    A space is an argument of every call: several of them stand beside each other, and no answer
    mixes two.
    """

    def search(
        self,
        queries: Queries,
        *,
        space: SearchedSpace,
        where: ProductFilter,
        limit: int,
        leave_out: Sequence[int] = (),
        exact: bool = False,
    ) -> Nearest:
        """The `limit` eligible products nearest to any of the queries, nearest first, ties by id.

        Of each family of variants only the nearest. Exactly min(limit, eligible families and single
        products with a vector) hits. Products of `leave_out` stay out. `exact` asks for what is
        far, which an approximate index does not find. An engine that is away or too slow makes the
        answer shorter, and says so by `complete`; only PostgreSQL itself may fail.
        """
        ...

    def ensure_built(self) -> None:
        """Begin the index of each active space that has become big enough; returns at once."""
        ...

    def build(self, space: EmbeddingSpace) -> bool:
        """Build the space's index if it has none, unless somebody else is at it; was it built?

        Raises DatabaseError when the build fails.
        """
        ...

    def replace(self, space: EmbeddingSpace) -> bool:
        """Build the index anew beside the old one, which answers until then; was it built?

        False while somebody else builds one. Raises DatabaseError; the old index then stays.
        """
        ...

    def drop(self, space: EmbeddingSpace) -> None:
        """Remove the space's index, if there is one."""
        ...

    def read_status(self, space: EmbeddingSpace) -> IndexStatus:
        """Whether searches may use the index, this very moment."""
        ...

    def report(self, space: EmbeddingSpace) -> IndexReport:
        """How the index is and how far its build."""
        ...

    def measure_recall(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """The share, 0 to 1, of the true `k` nearest that the index finds.

        Raises CannotMeasureError without a valid index or without pictures.
        """
        ...

    def tune(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """Search as narrowly as finds enough, and keep that with the space; the recall measured.

        Raises CannotMeasureError, SpaceChangingError; nothing is kept then.
        """
        ...

    def reset(self) -> None:
        """Forget what this process remembers of any space or filter."""
        ...
