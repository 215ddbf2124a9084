"""From pictures to products: complete, best picture first, one place for a family of variants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import cbrt, ceil, inf, sqrt

from catalog.families import one_per_family
from catalog.querysets import ProductQuerySet
from embeddings.index.pgvector.build import index_is_valid
from embeddings.index.pgvector.search import (
    Asked,
    NearPicture,
    Walk,
    scan_exactly,
    scan_few,
    walk_index,
    write_products,
)
from embeddings.models import EmbeddingSpace

# With fewer eligible products than this an exact scan beats the index, which has to pass by all
# that are not eligible: measured with 100,000 pictures of 40,000 products and one vector. Of each
# further vector a walk has more to do than a scan (four: 3,150 products); what a walk passes by
# grows with the pictures.
EXACT_BELOW_PRODUCTS = 2_300
_MEASURED_WITH_PICTURES = 100_000
# Of a walk that one vector asks for; of several, each is divided by the cube root of their number,
# for the nearer are the places that they fill together. Every row costs a filtered walk dearly, but
# so does walking again: with so many, 75 to 97 of 100 answers need no second walk.
_ROWS_PER_PLACE = 2
_GROWTH = 1.5
# A row takes a walk ten times as long as a scan: thousands of copies of one picture would be walked
# through again and again.
_MOST_WALKED = 0.1
# A scan compares all that is eligible however many rows it gives: a second one costs as much again
# (with 5 rows for 3 places, 6 of 10 scans were followed by one).
_ROWS_PER_SCANNED_PLACE = 4
_SCANNED_GROWTH = 2


@dataclass(frozen=True, order=True)
class Near:
    """A product by its picture that is nearest to what was asked; nearest sorts first."""

    distance: float
    """One minus the cosine: 0 is the same, 2 the opposite."""
    product_id: int
    image_id: int
    family: str = ""


def nearest_products(
    asked: Asked,
    *,
    space: EmbeddingSpace,
    eligible: ProductQuerySet | str,
    limit: int,
    narrow: bool,
    leave_out: Sequence[int] = (),
    exact: bool = False,
) -> list[Near]:
    """The `limit` eligible products nearest to any of the asked vectors, nearest first, ties by id.

    Of each family of variants only the nearest stands there. Exactly min(limit, eligible families
    and single products with a vector) places. `eligible` is a query or what `write_products` made
    of one; `narrow` says that it may leave a small part of the catalogue, which is then counted
    before the index is chosen. Products of `leave_out` stay out. `exact` does without the index,
    whose walk finds what is near, not what is far.
    """
    if not asked.count or limit < 1:
        return []
    products = eligible if isinstance(eligible, str) else write_products(eligible)
    search = _Search(asked, space, products, leave_out, limit)
    if narrow and (found := search.scan_few()) is not None:
        return found
    if not exact and index_is_valid(space) and (found := search.walk(narrow=narrow)) is not None:
        return found
    return search.scan()


class _Counted:
    """Conditions that left many products a moment ago: counting them costs a fifth of a search.

    Should they leave few by now, the index answers as well, only more slowly.
    """

    SECONDS = 60
    SIZE = 1_000

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, int]] = {}

    def exceeds(self, products: str, most: int) -> bool:
        """Whether so many are known to be eligible, and more."""
        noted, least = self._known.get(products, (float("-inf"), 0))
        return most <= least and time.monotonic() - noted < self.SECONDS

    def note(self, products: str, least: int) -> None:
        """Remember that more than so many were eligible."""
        if len(self._known) >= self.SIZE:
            self._known.clear()
        self._known[products] = (time.monotonic(), least)


_counted = _Counted()


@dataclass(frozen=True)
class _Search:
    """One question to one space, which the index or an exact scan answers."""

    asked: Asked
    space: EmbeddingSpace
    products: str
    """The eligible ones, as SQL."""
    leave_out: Sequence[int]
    limit: int

    @property
    def _pictures(self) -> int:
        """How many the space has, as counted when it was calibrated."""
        pictures: int = self.space.calibration.get("pictures", _MEASURED_WITH_PICTURES)
        return pictures

    def scan_few(self) -> list[Near] | None:
        """Compare every eligible picture, unless there are too many."""
        share = self._pictures / _MEASURED_WITH_PICTURES
        most = round(EXACT_BELOW_PRODUCTS * sqrt(sqrt(self.asked.count) * share))
        if _counted.exceeds(self.products, most):
            return None
        found = self._scan(partial(scan_few, most=most))
        if found is None:
            _counted.note(self.products, most)
        return found

    def scan(self) -> list[Near]:
        """Compare every eligible picture."""
        return self._scan(scan_exactly) or []

    def _scan(self, scan: Callable[..., list[NearPicture] | None]) -> list[Near] | None:
        rows_wanted = self.limit * _ROWS_PER_SCANNED_PLACE
        while True:
            # Ties are sorted by id there too, so the first rows are the first rows however many.
            rows = scan(
                self.asked,
                space=self.space,
                products=self.products,
                leave_out=self.leave_out,
                limit=rows_wanted,
            )
            if rows is None:
                return None
            places = _best_per_place(rows)
            if len(places) >= self.limit or len(rows) < rows_wanted:
                return places[: self.limit]
            rows_wanted *= _SCANNED_GROWTH

    def walk(self, *, narrow: bool) -> list[Near] | None:
        """Walk the index from each vector; None where that does not lead to enough places."""
        rows_wanted = ceil(self.limit * _ROWS_PER_PLACE / cbrt(self.asked.count))
        if not narrow:
            # Nearly all is eligible, apart from the asked pictures, which find each other.
            rows_wanted += self.asked.count - 1
        walks: dict[int, Walk] = {}
        short = list(range(self.asked.count))
        while True:
            found = walk_index(
                self.asked,
                space=self.space,
                products=self.products,
                leave_out=self.leave_out,
                limit=rows_wanted,
                numbers=short,
                filter_after=not narrow and not walks,
            )
            walks.update(zip(short, found, strict=True))
            places = _best_per_place(row for walk in walks.values() for row in walk.near)
            places = places[: self.limit]
            # What a walk has not met could only be among the places where it stopped before them.
            end = places[-1].distance if len(places) == self.limit else inf
            short = [number for number, walk in walks.items() if walk.reach <= end]
            if not short:
                return places
            if any(walks[number].dry for number in short):
                # All there is, or hnsw.max_scan_tuples, or its memory: only a scan can tell.
                return None
            rows_wanted = ceil(rows_wanted * _GROWTH)
            if rows_wanted * len(short) > self._pictures * _MOST_WALKED:
                return None


def _best_per_place(rows: Iterable[NearPicture]) -> list[Near]:
    """Each family, or product without one, once by its nearest picture; nearest first."""
    near = (
        Near(row.distance, row.product_id, row.image_id, row.family or "") for row in sorted(rows)
    )
    return list(one_per_family(near))
