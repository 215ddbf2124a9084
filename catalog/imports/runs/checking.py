"""The dry run: the file is read once, and each product compared with the catalogue's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from catalog.categories.paths import CategoryPaths
from catalog.conf import conf
from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.reading import read_rows
from catalog.imports.rows import MISSING, Outcome, PassedOverRow, ProductRow, RefusedRow
from catalog.imports.runs.lease import Lease
from catalog.imports.runs.products.compare import compare
from catalog.imports.runs.products.content import as_content
from catalog.imports.runs.products.existing import Existing, read_existing
from catalog.imports.tables import Reading, open_table

BATCH = 500
MAX_LINES_SHOWN = 100

T = TypeVar("T")


def check_file(lease: Lease) -> bool:
    """Go on with the dry run where it stands; has it come to the end?

    Raises RefusedError for a file that cannot be read, OSError, and as `Lease.step` does.
    """
    with lease.step() as run:
        if not run.cursor:
            run.rows.all().delete()
            run.counts = {}
    table = open_table(Path(run.file), reading=Reading.from_json(run.reading))
    mapping = ColumnMapping.from_json(run.mapping)
    outcomes = read_rows(table, mapping, currency=conf.CURRENCY)
    begun = time.monotonic()
    for _skipped in islice(outcomes, run.cursor):
        lease.renew()
    # At least as long as it took to come back here, or a long file would never be through.
    lease.begin_anew(seconds=time.monotonic() - begun)
    for batch in batches(outcomes, BATCH):
        with lease.step() as run:
            rows = _rows_of(run, batch)
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


def _rows_of(run: ImportRun, outcomes: list[Outcome]) -> list[ImportRow]:
    products = [each for each in outcomes if isinstance(each, ProductRow)]
    existing = read_existing(
        [each.sku for each in products],
        slugs=[each.slug for each in products if each.slug is not MISSING],
    )
    return [
        _row_of(run, outcome, existing, number)
        for number, outcome in enumerate(outcomes, run.cursor + 1)
    ]


def _row_of(run: ImportRun, outcome: Outcome, existing: Existing, number: int) -> ImportRow:
    row = ImportRow(
        run=run,
        number=number,
        sku=outcome.sku[:200],
        lines=list(outcome.lines[:MAX_LINES_SHOWN]),
    )
    if isinstance(outcome, PassedOverRow):
        row.outcome, row.notices = ImportRow.Outcome.PASSED_OVER, [str(outcome.notice)]
        return row
    row.lines_to_send = [record.line for record in outcome.records]
    if isinstance(outcome, RefusedRow):
        row.outcome = ImportRow.Outcome.REFUSED
        row.problems = [each.as_json() for each in outcome.problems]
        return row
    found = compare(outcome, existing, fallback=run.category)
    row.outcome, row.product, row.changes = found.outcome, found.product, found.changes
    row.problems = [each.as_json() for each in found.problems]
    row.notices = found.notices
    row.content = as_content(outcome)
    row.pictures_pending = outcome.pictures is not MISSING and not found.problems
    return row


def _new_categories(run: ImportRun) -> int:
    """How many would be made, parents among them."""
    paths = CategoryPaths.read()
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
