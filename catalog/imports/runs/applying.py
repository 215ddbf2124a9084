"""The import itself: products in batches, each followed by its pictures."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Q

from catalog.imports.models import ImportRow
from catalog.imports.pictures import PictureSource, open_pictures
from catalog.imports.runs.lease import Lease
from catalog.imports.runs.pictures.bringing import bring_pictures
from catalog.imports.runs.products.write import write_products

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
        files = Path(run.pictures) if run.pictures else None
    with open_pictures(files) as source:
        while True:
            if not _step(lease, source):
                return True
            if lease.is_over:
                return False


def _step(lease: Lease, source: PictureSource) -> bool:
    """Some rows; False where none is left."""
    with lease.step() as run:
        todo = (
            run.rows.filter(number__gt=run.cursor)
            .filter(Q(is_applied=False) | Q(pictures_pending=True))
            .exclude(outcome__in=[Outcome.REFUSED, Outcome.PASSED_OVER])
            .order_by("number")
        )
        rows = list(todo[:PICTURES])
        if not rows:
            run.cursor = run.total
            return False
        if not all(row.is_applied for row in rows):
            write_products(run, list(todo.filter(is_applied=False)[:PRODUCTS]))
            rows = list(run.rows.filter(pk__in=[row.pk for row in rows]))
    waiting = [row for row in rows if row.pictures_pending]
    gone = [row for row in waiting if row.product_id is None]
    is_through = bring_pictures(lease, [row for row in waiting if row not in gone], source)
    with lease.step() as run:
        run.rows.filter(pk__in=[row.pk for row in gone]).update(pictures_pending=False)
        if is_through:
            run.cursor = rows[-1].number
    return True
