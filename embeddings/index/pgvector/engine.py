"""The pgvector engine: one HNSW index for each big space, inside the shop's own PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from catalog.product_filter import ProductFilter
from embeddings.index.base import IndexReport, IndexStatus, Nearest, Queries
from embeddings.index.pgvector.categories.search import CategoryIndexes, search_category
from embeddings.index.pgvector.categories.upkeep import build_categories, drop_categories
from embeddings.index.pgvector.maintenance.background import (
    begin_category_builds,
    begin_missing_builds,
)
from embeddings.index.pgvector.maintenance.build import build_index
from embeddings.index.pgvector.maintenance.leftovers import drop_index
from embeddings.index.pgvector.maintenance.recall import measure_recall, tune_ef_search
from embeddings.index.pgvector.maintenance.status import (
    Validity,
    read_progress,
    read_status,
    wants_categories,
    wants_index,
)
from embeddings.index.pgvector.search.chooser import ProductSearch
from embeddings.index.pgvector.search.filter_sql import FilterTexts, LargeFilters
from embeddings.index.pgvector.search.query_table import make_query_table
from embeddings.index.pgvector.search.source import whole_space
from embeddings.index.pgvector.tuning import Tuning, tuning_of_shop
from embeddings.models import EmbeddingSpace
from embeddings.spaces.cooldown import Cooldown
from embeddings.spaces.snapshot import SearchedSpace
from infra import publisher


class PgvectorIndex:
    """See `embeddings.index.base.VectorIndex`; all that it remembers stands in its attributes."""

    def __init__(self, tuning: Tuning | None = None) -> None:
        """With the shop's own thresholds, unless others are given."""
        self.tuning = tuning or tuning_of_shop()
        self.reset()

    def reset(self) -> None:
        """Forget what this process remembers of any space or filter."""
        self.validity = Validity(self.tuning)
        self.categories = CategoryIndexes(self.tuning)
        self.filter_texts = FilterTexts(self.tuning)
        self.large_filters = LargeFilters(self.tuning)
        self.failed_builds = Cooldown(seconds=self.tuning.leave_failed_build)

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
        """The nearest eligible products, by the index where it pays."""
        if not len(queries) or limit < 1:
            return Nearest()
        search = self.prepare(queries, space=space, where=where, limit=limit, leave_out=leave_out)
        if not exact and (index := self.categories.find(space, where)):
            hits = search_category(search, index, where)
            if hits is not None:
                return Nearest(hits)
        return Nearest(
            search.run(
                narrow=where.narrow,
                index_is_usable=lambda: not exact and self.validity.holds(space),
            )
        )

    def prepare(
        self,
        queries: Queries,
        *,
        space: SearchedSpace,
        where: ProductFilter,
        limit: int,
        leave_out: Sequence[int] = (),
    ) -> ProductSearch:
        """A search that can be made in more than one way."""
        return ProductSearch(
            queries=make_query_table(queries, space=space),
            space=space,
            source=whole_space(space, unless_counted=self.tuning.measured_with_pictures),
            products=self.filter_texts.compile(where),
            leave_out=leave_out,
            limit=limit,
            tuning=self.tuning,
            large_filters=self.large_filters,
        )

    def ensure_built(self) -> None:
        """Begin the index of each active space that has become big enough; returns at once."""
        begin_missing_builds(self.build, failed=self.failed_builds, tuning=self.tuning)
        begin_category_builds(
            self.build_categories,
            failed=self.failed_builds,
            looked_at=self.categories.looked_at,
            tuning=self.tuning,
        )

    def build(self, space: EmbeddingSpace) -> bool:
        """Build the space's index if it has none, and those of its big categories.

        Raises TransactionManagementError inside a transaction, DatabaseError when it fails.
        """
        return self._build(space, anew=False)

    def replace(self, space: EmbeddingSpace) -> bool:
        """Build them anew beside the old ones; raises as `build` does."""
        return self._build(space, anew=True)

    def _build(self, space: EmbeddingSpace, *, anew: bool) -> bool:
        built = build_index(space, anew=anew, tuning=self.tuning)
        self.build_categories(space, anew=anew)
        if not built:
            return False
        self.validity.forget(space)
        publisher.send(
            "embeddings.tasks.measure_recall",
            space.pk,
            expires_seconds=self.tuning.measure_within,
        )
        return True

    def build_categories(self, space: EmbeddingSpace, *, anew: bool = False) -> None:
        """Build the indexes of big categories that have none, or with `anew` of all of them."""
        if wants_categories(space, tuning=self.tuning):
            if not build_categories(space, anew=anew, tuning=self.tuning):
                self.categories.looked_at.end(space)
            self.categories.forget(space)

    def drop(self, space: EmbeddingSpace) -> None:
        """Remove the space's index while searches go on."""
        with connection.cursor() as cursor:
            drop_index(space.index_name, cursor)
        drop_categories(space)
        self.categories.forget(space)
        self.validity.forget(space)

    def read_status(self, space: EmbeddingSpace) -> IndexStatus:
        """Asked of PostgreSQL this very moment."""
        return read_status(space)

    def report(self, space: EmbeddingSpace) -> IndexReport:
        """Three small statements; two where the index is valid, which was wanted then."""
        status = read_status(space)
        return IndexReport(
            status=status,
            wanted=status == IndexStatus.VALID or wants_index(space, tuning=self.tuning),
            progress=read_progress(space),
            recall=space.recall,
            recall_floor=self.tuning.recall_floor,
        )

    def measure_recall(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """The share, 0 to 1, of the true `k` nearest that the index finds."""
        return measure_recall(space, queries=queries, k=k, tuning=self.tuning)

    def tune(self, space: EmbeddingSpace, *, queries: int = 100, k: int = 10) -> float:
        """Choose the width of the space's searches by the recall; see `tune_ef_search`."""
        return tune_ef_search(space, queries=queries, k=k, tuning=self.tuning)
