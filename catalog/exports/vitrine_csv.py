"""Vitrine's own CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from catalog.exports.columns import Columns, ExportCell
from catalog.imports.rows import ProductRow


def csv_lines(rows: Iterable[ProductRow], columns: Columns) -> Iterator[str]:
    """The file line by line, to be written or streamed as UTF-8.

    It begins with a byte order mark, by which Excel sees that it is UTF-8.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL)
    yield "\ufeff" + writer.writerow(columns.header)
    for row in rows:
        yield writer.writerow([_text(cell) for cell in columns.cells_of(row)])


class _Echo:
    """Gives back what `csv` writes to it."""

    def write(self, line: str) -> str:
        return line


def _text(cell: ExportCell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell)
