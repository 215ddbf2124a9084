"""The import itself: products in batches, each followed by its pictures."""

from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import takewhile

from django.db.models import Q, QuerySet

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.pictures import PictureSource, open_pictures
from catalog.imports.runs.files import here, index_of
from catalog.imports.runs.pictures.bringing import bring_pictures
from catalog.imports.runs.products.write import write_products
from catalog.imports.runs.queue.lease import Lease

PRODUCTS = 200
"""Rows whose products are written in one transaction."""
PICTURES = 20
"""Rows whose pictures are asked for together; a kill costs no more than looking at them again."""

Outcome = ImportRow.Outcome


def apply_rows(lease: Lease) -> bool:
    """Go on with an import where it stands; has it come to the end?

    Raises RefusedError and OSError where the pictures' folder or ZIP cannot be opened, and as
    `Lease.step` does.
    """
    with lease.step() as run:
        kept = run.pictures
    begun = time.monotonic()
    index = index_of(lease.run_id)
    with ExitStack() as opened:
        # Some gigabytes of another host's, or a million names, may take longer than the lease.
        with lease.showing_life():
            files = here(kept) if kept else None
            source = opened.enter_context(open_pictures(files, index=index))
        # At least as long as it took to open them, or a large ZIP would have all of the time.
        lease.begin_anew(seconds=time.monotonic() - begun)
        while _step(lease, source):
            if lease.is_over:
                return False
    index.unlink(missing_ok=True)
    return True


def _step(lease: Lease, source: PictureSource) -> bool:
    """Some products, or the pictures of some; False where nothing is left."""
    with lease.step() as run:
        todo = _todo(run)
        rows = list(todo[:PICTURES])
        if rows and not rows[0].is_applied:
            write_products(run, list(todo.filter(is_applied=False)[:PRODUCTS]))
            _move_on(run)
            return True
        if not rows:
            run.cursor = run.total
            return False
    rows = list(takewhile(lambda row: row.is_applied, rows))
    is_through = bring_pictures(lease, [row for row in rows if row.product_id], source)
    with lease.step() as run:
        # Of products that were deleted since they were written.
        lost = run.rows.filter(pk__in=[row.pk for row in rows], product=None)
        lost.update(pictures_pending=False)
        if is_through:
            _move_on(run)
    return True


def _todo(run: ImportRun) -> QuerySet[ImportRow]:
    return (
        run.rows.filter(number__gt=run.cursor)
        .filter(Q(is_applied=False) | Q(pictures_pending=True))
        .exclude(outcome__in=[Outcome.REFUSED, Outcome.PASSED_OVER])
        .order_by("number")
    )


def _move_on(run: ImportRun) -> None:
    """To just before the first row that is not done."""
    first = _todo(run).values_list("number", flat=True).first()
    run.cursor = run.total if first is None else first - 1
