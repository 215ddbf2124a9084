"""What stands in where nothing can be compared yet: a category's newest products."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count, islice

from catalog.families import one_per_family
from catalog.querysets import ProductQuerySet
from recommendations.candidate import CATEGORY_NEWEST, Candidate
from recommendations.request.kinds import KindWish
from recommendations.request.question import SearchOptions

_BATCH_ROWS = 200  # more than a page shows, even where each tenth is a variant


@dataclass(frozen=True, kw_only=True)
class NewestProducts:
    """The newest products of a category that meet the filters of a question."""

    category_id: int
    options: SearchOptions
    leave_out: tuple[int, ...]

    def retrieve(self, limit: int) -> list[Candidate]:
        """At most `limit` candidates, the newest first; of each family the newest."""
        return list(islice(one_per_family(_candidates(self._in_category())), limit))

    def retrieve_named(self, product_ids: Collection[int]) -> list[Candidate]:
        """These products as far as they are of the category, variants and all."""
        return list(_candidates(self._in_category().filter(pk__in=product_ids)))

    def retrieve_from_elsewhere(self, product_ids: Collection[int]) -> list[Candidate]:
        """These products as far as they meet the filters, whatever their category."""
        named = self._eligible().filter(pk__in=product_ids).values_list("pk", "family")
        return [Candidate(product_id=pk, family=family) for pk, family in named]

    def _eligible(self) -> ProductQuerySet:
        return self.options.filters.apply().exclude(pk__in=self.leave_out)

    def _in_category(self) -> ProductQuerySet:
        if self.options.kind == KindWish.OTHER:
            # What has the same look in another kind nobody knows before the pictures are compared.
            return self._eligible().none()
        # Who asks for another category by a filter gets that one's newest, not none.
        if self.options.filters.category_ids and self.options.kind == KindWish.ANY:
            return self._eligible()
        return self._eligible().filter(category=self.category_id)


def _candidates(products: ProductQuerySet) -> Iterator[Candidate]:
    # In slices: a cursor left with PostgreSQL would, outside of a transaction, read all products
    # before the first comes, and fetch them where no query count and no trace sees it.
    newest = products.newest().values_list("pk", "family")
    for start in count(0, _BATCH_ROWS):
        rows = list(newest[start : start + _BATCH_ROWS])
        for pk, family in rows:
            yield Candidate(product_id=pk, family=family, reasons=(CATEGORY_NEWEST,))
        if len(rows) < _BATCH_ROWS:
            return
