"""The lines of a table as a format sees them: by what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.imports.formats.line import Layout, Line
from catalog.imports.mapping import ColumnMapping
from catalog.imports.rows import RefusedRow
from catalog.imports.tables import Table


class Source:
    """Gives a table's lines as often as a format asks for them."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self._table = table
        self.layout = Layout.of(table, mapping)

    def lines(self) -> Iterator[Line]:
        """Only what could be cut into cells, for a format that looks ahead."""
        return (line for line in self.all_lines() if isinstance(line, Line))

    def all_lines(self) -> Iterator[Line | RefusedRow]:
        """The same with the lines that could not, which a format hands on."""
        for record in self._table.records():
            yield record if isinstance(record, RefusedRow) else Line(record, self.layout)
