"""Vitrine's own CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.exports.columns import Columns, ExportCell
from catalog.imports.rows import ProductRow
from infra.files.csv_text import as_csv


def csv_lines(rows: Iterable[ProductRow], columns: Columns) -> Iterator[str]:
    """The file line by line, to be written or streamed as UTF-8.

    It begins with a byte order mark, by which Excel sees that it is UTF-8.
    """
    yield "\ufeff"
    yield from as_csv([columns.header])
    yield from as_csv([_text(cell) for cell in columns.cells_of(row)] for row in rows)


def _text(cell: ExportCell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell)
