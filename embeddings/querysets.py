"""Vector arithmetic in SQL, and the sets of embeddings that the rest of the house talks about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.db.models.expressions import Func, Value
from pgvector import HalfVector

if TYPE_CHECKING:
    from embeddings.models import EmbeddingSpace

# pgvector's HNSW takes halfvec up to this many dimensions; a larger space is scanned exactly.
MAX_INDEX_DIMENSIONS = 4_000


class EmbeddingSpaceQuerySet(models.QuerySet["EmbeddingSpace"]):
    def live(self) -> EmbeddingSpace | None:
        """The space whose answers shoppers see; none before the first is activated."""
        return self.filter(state="live").first()

    def active(self) -> EmbeddingSpaceQuerySet:
        """Spaces that every picture needs an embedding in; the live one first."""
        return self.filter(state__in=["live", "building", "ready"]).order_by(
            models.Case(models.When(state="live", then=0), default=1), "pk"
        )


class ImageEmbeddingQuerySet(models.QuerySet["ImageEmbedding"]):  # type: ignore[name-defined]
    def in_space(self, space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
        return self.filter(space_id=space.pk)

    def pending(self) -> ImageEmbeddingQuerySet:
        return self.filter(state="pending")

    def ready(self) -> ImageEmbeddingQuerySet:
        return self.filter(state="ready")

    def failed(self) -> ImageEmbeddingQuerySet:
        return self.filter(state="failed")

    def without_vectors(self) -> ImageEmbeddingQuerySet:
        """For lists: kilobytes a row that nobody reads there."""
        return self.defer("features", "vector")

    def with_distance_to(
        self, vectors: Sequence[Sequence[float]], *, space: EmbeddingSpace, indexed: bool
    ) -> ImageEmbeddingQuerySet:
        """Annotate `distance`, 0 to 2: one minus the cosine with the nearest of the vectors.

        `indexed` writes the expression that the space's HNSW index is built on, so that ordering
        by it can use the index (with one vector); otherwise the index is out of the question and
        the scan is exact.
        """
        distances = [_distance(vector, space=space, indexed=indexed) for vector in vectors]
        nearest = distances[0] if len(distances) == 1 else Func(*distances, function="LEAST")
        return self.annotate(distance=nearest)


class _HalfVectorLiteral(Value):
    """A vector written out as `halfvec(n)`, as the index expression is."""

    def __init__(self, vector: Sequence[float], dimensions: int) -> None:
        super().__init__(HalfVector(list(vector)).to_text(), output_field=models.TextField())
        self.dimensions = dimensions

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return f"{sql}::halfvec({self.dimensions:d})", params


def _distance(vector: Sequence[float], *, space: EmbeddingSpace, indexed: bool) -> Func:
    column = (
        Func(F("vector"), template=f"%(expressions)s::halfvec({space.dimensions:d})")
        if indexed
        else F("vector")
    )
    return Func(
        column,
        _HalfVectorLiteral(vector, space.dimensions),
        template="(%(expressions)s)",
        arg_joiner=" <=> ",
        output_field=models.FloatField(),
    )
