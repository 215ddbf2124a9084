"""The choice between the index and an exact scan; both lead to the same complete answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from math import cbrt, ceil, inf, sqrt

from catalog.categories.tree import as_array
from embeddings.index.base import Hit
from embeddings.index.pgvector.search.exact_scan import Scan, scan_all, scan_few
from embeddings.index.pgvector.search.filter_sql import LargeFilters
from embeddings.index.pgvector.search.index_search import IndexSearch, search_index
from embeddings.index.pgvector.search.picture_hit import as_hits, best_of_each
from embeddings.index.pgvector.search.query_table import QueryTable
from embeddings.index.pgvector.search.source import Source
from embeddings.index.pgvector.tuning import Tuning
from embeddings.spaces.snapshot import SearchedSpace


@dataclass(frozen=True, kw_only=True)
class ProductSearch:
    """One search of one space, by the index or by an exact scan."""

    queries: QueryTable
    space: SearchedSpace
    source: Source
    """What an index is searched of; exact scans are of the whole space."""
    products: str
    """The eligible ones, as SQL."""
    leave_out: Sequence[int]
    limit: int
    tuning: Tuning
    large_filters: LargeFilters

    def run(self, *, narrow: bool, index_is_usable: Callable[[], bool]) -> list[Hit]:
        """The nearest products; `narrow` says that few of the catalogue may be eligible.

        They are counted then before the index is chosen.
        """
        if narrow and (hits := self.scan_few()) is not None:
            return hits
        if index_is_usable() and (hits := self.search_index(narrow=narrow)) is not None:
            return hits
        return self.scan_all()

    def scan_all(self) -> list[Hit]:
        """Compare every picture of the space."""
        return self._scan(scan_all) or []

    @property
    def pictures(self) -> int:
        """How many the index holds."""
        return self.source.pictures

    def scan_few(self) -> list[Hit] | None:
        """Compare every eligible picture; None where there are too many."""
        share = self.pictures / self.tuning.measured_with_pictures
        # A search of the index takes longer with each hit, a scan does not. One for a few hits is
        # left no more products than was measured, for it may have to walk far to find them.
        hits = max(1.0, self.limit / self.tuning.measured_with_hits)
        products = self.tuning.exact_below_products
        most = round(products * sqrt(sqrt(self.queries.count) * share * hits))
        if self.large_filters.exceeds(self.products, most):
            return None
        found = self._scan(partial(scan_few, most=most))
        if found is None:
            self.large_filters.note(self.products, most)
        return found

    def scan_only(self, ids: Collection[int]) -> list[Hit]:
        """Compare the pictures of those of these products that are eligible."""
        products = f"SELECT * FROM ({self.products}) product WHERE id = ANY ('{as_array(ids)}')"
        search = replace(self, products=products)
        return search._scan(partial(scan_few, most=len(ids))) or []

    def _scan(self, scan: Callable[..., Scan | None]) -> list[Hit] | None:
        pictures = self.limit * self.tuning.pictures_per_scanned_hit
        while True:
            # Ties are sorted by id there too, so the first are the first however many are compared.
            scanned = scan(
                self.queries,
                space=self.space,
                products=self.products,
                leave_out=self.leave_out,
                limit=self.limit,
                pictures=pictures,
            )
            if scanned is None:
                return None
            if len(scanned.found) == self.limit or scanned.exhausted:
                return as_hits(scanned.found)
            pictures *= self.tuning.scanned_picture_growth

    def search_index(self, *, narrow: bool) -> list[Hit] | None:
        """Search the index from each query; None where that does not lead to enough products."""
        limit = ceil(self.limit * self.tuning.rows_per_hit / cbrt(self.queries.count))
        if not narrow:
            # Nearly all is eligible, apart from the query pictures, which find each other.
            limit += self.queries.count - 1
        searches: dict[int, IndexSearch] = {}
        unfinished = list(range(self.queries.count))
        while True:
            found = search_index(
                self.queries,
                space=self.space,
                source=self.source,
                products=self.products,
                leave_out=self.leave_out,
                limit=limit,
                tuning=self.tuning,
                numbers=unfinished,
                filter_after=not narrow and not searches,
            )
            searches.update(zip(unfinished, found, strict=True))
            hits = best_of_each(
                chain.from_iterable(search.found for search in searches.values()), limit=self.limit
            )
            # A picture that no search has met yet could only be among the hits where a search
            # stopped before the last of them.
            last = hits[-1].distance if len(hits) == self.limit else inf
            unfinished = [
                number for number, search in searches.items() if search.greatest_distance <= last
            ]
            if not unfinished:
                return hits
            if any(searches[number].exhausted for number in unfinished):
                # All there is, or hnsw.max_scan_tuples, or its memory: only a scan can tell.
                return None
            limit = ceil(limit * self.tuning.row_growth)
            if limit * len(unfinished) > self.pictures * self.tuning.most_searched:
                return None
