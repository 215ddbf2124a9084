"""Products that a feed has again are shown again."""

from __future__ import annotations

from django.db.models import QuerySet

from catalog.imports.models import ImportRow, ImportRun
from catalog.models import Product

Outcome = ImportRow.Outcome


LEFT = "has_left"
"""In the content of rows that no file has."""


BATCH = 500


def come_back(run: ImportRun, known: QuerySet[ImportRow]) -> None:
    """Show again what an earlier run took out; known: the rows of the last run."""
    left = known.filter(content__has_key=LEFT)
    hidden = Product.objects.filter(is_published=False, pk__in=left.values("product"))
    back = run.rows.filter(product__in=hidden).exclude(content__has_key=LEFT)
    for row in back.iterator(BATCH):
        if row.outcome == Outcome.REFUSED or "is_published" in row.content:
            continue
        row.content["is_published"] = True
        row.changes["is_published"] = [False, True]
        run.counts[row.outcome] -= 1
        row.outcome = Outcome.CHANGED
        run.counts[row.outcome] = run.counts.get(row.outcome, 0) + 1
        row.save(update_fields=["content", "changes", "outcome"])
