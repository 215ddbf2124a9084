"""What did not come in, as a file that can be mended and sent again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from catalog.imports.formats.cells import guarded
from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.rows import RefusedRow
from catalog.imports.runs.files import here
from catalog.imports.runs.report_cells import cell_writers
from catalog.imports.tables import Cell, Reading, Table, open_table
from infra.files.csv_text import as_csv

LINE = "line"


REASON = "reason"


ADDED_COLUMNS = (LINE, REASON)
"""What a report has beside the columns of the file; imports pass over them."""


def rows(
    run: ImportRun, outcome: str | None = None, *, problems_only: bool = False
) -> QuerySet[ImportRow]:
    """The rows of a run in the order of its file.

    outcome: those with this one. problems_only: what was refused, and what lacks pictures.
    """
    found = run.rows.order_by("number")
    if outcome:
        found = found.filter(outcome=outcome)
    return found.exclude(problems=[]) if problems_only else found


def report(run: ImportRun) -> Iterator[str]:
    """CSV in pieces, UTF-8 with a mark; the file is read again. Raises FileRefusedError, OSError.

    Every line that has to be sent again for a product that was refused, or whose pictures were,
    as it stands in the file; `line` is its number there, `reason` what is wrong with it.
    """
    table = open_table(here(run.file), reading=Reading.from_json(run.reading))
    reasons = _reasons(run)
    columns = [name for name in table.header if name not in ADDED_COLUMNS]
    positions = [table.header.index(name) for name in columns]
    yield "\ufeff"
    yield from as_csv([[*columns, *ADDED_COLUMNS]])
    writers = cell_writers(table, ColumnMapping.from_json(run.mapping))
    yield from as_csv(
        [*(writers[each](cells[each]) for each in positions), line, guarded(reasons[line])]
        for line, cells in _lines(table)
        if line in reasons
    )


def _reasons(run: ImportRun) -> dict[int, str]:
    """Line -> why; empty for one that only has to go with another."""
    wrong = rows(run).filter(Q(outcome=ImportRow.Outcome.REFUSED) | ~Q(problems=[]))
    reasons: dict[int, str] = {}
    found = wrong.values_list("lines", "lines_to_send", "problems")
    for lines, to_send, problems in found.iterator():
        said = " ".join(dict.fromkeys(each["reason"] for each in problems))
        for line in to_send or lines:
            reasons.setdefault(line, "")
        for line in lines[:1]:
            reasons[line] = f"{reasons.get(line, '')} {said}".strip()
    return reasons


def _lines(table: Table) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for each in table.records():
        for record in each.records if isinstance(each, RefusedRow) else (each,):
            yield record.line, record.cells
