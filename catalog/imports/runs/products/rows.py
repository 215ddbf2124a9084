"""What was read of a file, compared and made rows of a run."""

from __future__ import annotations

from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.rows import MISSING, Outcome, PassedOverRow, ProductRow, RefusedRow
from catalog.imports.runs.products.compare import compare
from catalog.imports.runs.products.content import as_content
from catalog.imports.runs.products.existing import Existing, read_existing

MAX_LINES_SHOWN = 100


def rows_of(run: ImportRun, outcomes: list[Outcome]) -> list[ImportRow]:
    """As they are to be kept; a few statements, however many."""
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
