"""The dry run: the file is read once, and each product compared with the catalogue's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from catalog.categories.paths import CategoryPaths
from catalog.conf import conf
from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.reading import read_rows
from catalog.imports.runs.files import here
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
    table = open_table(here(run.file), reading=Reading.from_json(run.reading))
    mapping = ColumnMapping.from_json(run.mapping)
    outcomes = read_rows(table, mapping, currency=conf.CURRENCY)
    begun = time.monotonic()
    for _skipped in islice(outcomes, run.cursor):
        lease.renew()
    # At least as long as it took to come back here, or a long file would never be through.
    lease.begin_anew(seconds=time.monotonic() - begun)
    for batch in batches(outcomes, BATCH):
        with lease.step() as run:
            rows = rows_of(run, batch)
            ImportRow.objects.bulk_create(rows)
            run.cursor += len(batch)
            for row in rows:
                run.counts[row.outcome] = run.counts.get(row.outcome, 0) + 1
        if lease.is_over:
            return False
    with lease.step() as run:
        run.total = run.cursor
        run.counts["categories_new"] = _new_categories(run)
    return True


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
