"""Writing a batch of products, and noting in the rows of the file what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.outcomes import settle
from catalog.products import writing

_SELDOM = ("outcome", "problems", "notices", "pictures_pending")


def write_products(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Bring these rows' products into the catalogue, within a transaction."""
    contents = [from_content(row.content) for row in rows]
    outcomes = writing.write_products(contents, fallback=run.category, made=run.categories_made)
    before = [_seldom(row) for row in rows]
    for row, found in zip(rows, outcomes, strict=True):
        settle(run, row, found)
    # Each field costs: mostly the row has become what the dry run said.
    seldom = _SELDOM if before != [_seldom(row) for row in rows] else ()
    ImportRow.objects.bulk_update(rows, ["product", "changes", "is_applied", *seldom])


def _seldom(row: ImportRow) -> list[object]:
    return [getattr(row, name) for name in _SELDOM]
