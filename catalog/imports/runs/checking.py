"""The dry run: the file is read once, and each product compared with the catalogue's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from catalog.categories.paths import CategoryPaths
from catalog.conf import conf
from catalog.imports.bookmarks import find_bookmark, keep_bookmark
from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.on_disk import open_notes, version_of
from catalog.imports.reading import RowReading
from catalog.imports.rows import Outcome
from catalog.imports.runs.files import here, notes_of
from catalog.imports.runs.products.rows import rows_of
from catalog.imports.runs.queue.lease import Lease
from catalog.imports.tables import Reading, open_table

BATCH = 500


T = TypeVar("T")


def check_file(lease: Lease) -> bool:
    """Go on with the dry run where it stands; has it come to the end?

    Raises RefusedError for a file that cannot be read, OSError, and as `Lease.step` does.
    """
    with lease.step() as run:
        if not run.cursor:
            run.rows.all().delete()
            run.counts = {}
    # The parents of variations are looked for in all of a file before its first row comes.
    with lease.showing_life():
        if not _check_rows(lease, run):
            return False
    with lease.step() as run:
        run.total = run.cursor
        run.counts["categories_new"] = _new_categories(run)
    return True


def _check_rows(lease: Lease, run: ImportRun) -> bool:
    """Read on where the slice before stopped, or from the beginning where nothing is kept of it."""
    begun = time.monotonic()
    path = here(run.file)
    of = [version_of(path), run.reading, run.mapping]
    table = open_table(path, reading=Reading.from_json(run.reading))
    mapping = ColumnMapping.from_json(run.mapping)
    with open_notes(notes_of(run.pk)) as notes:
        since = find_bookmark(notes, of, most=run.cursor)
        reading = RowReading(table, mapping, notes, currency=conf.CURRENCY, since=since)
        outcomes = iter(reading)
        for _skipped in islice(outcomes, run.cursor - since.outcomes):
            lease.renew()
        # At least as long as it took to come back here, or a long file would never be through.
        lease.begin_anew(seconds=time.monotonic() - begun)
        for batch in batches(outcomes, BATCH):
            _keep_batch(lease, batch)
            if lease.is_over:
                keep_bookmark(notes, of, reading.bookmark)
                return False
    return True


def _keep_batch(lease: Lease, batch: list[Outcome]) -> None:
    with lease.step() as run:
        rows = rows_of(run, batch)
        ImportRow.objects.bulk_create(rows)
        run.cursor += len(batch)
        for row in rows:
            run.counts[row.outcome] = run.counts.get(row.outcome, 0) + 1


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of so many, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _new_categories(run: ImportRun) -> int:
    """How many would be made, parents among them."""
    paths = CategoryPaths()
    rows = run.rows.filter(outcome__in=["new", "changed"], content__has_key="category")
    named = rows.order_by().values_list("content__category", flat=True).distinct()
    return len(
        {
            tuple(path[:depth])
            for path in named
            for depth in range(1, len(path) + 1)
            if paths.find(path[:depth]) is None
        }
    )
