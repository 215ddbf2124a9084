"""The lines of a table as a format sees them: by what their columns mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalog.imports.formats.line import Layout, Line
from catalog.imports.mapping import ColumnMapping
from catalog.imports.on_disk import Notes
from catalog.imports.rows import RefusedRow
from catalog.imports.tables import BEGINNING, Place, Table

_LOOKED = "looked ahead"


class Source:
    """Gives a table's lines as often as a format asks for them."""

    def __init__(
        self, table: Table, mapping: ColumnMapping, notes: Notes, *, after: Place = BEGINNING
    ) -> None:
        """after: what has been read before, with these notes."""
        self._table, self._after = table, after
        self.layout = Layout.of(table, mapping)
        self.notes = notes
        self.outcomes = 0
        """How many the format has given so far."""
        self.through = (0, after.line)
        """So many outcomes came of the lines up to this one, of which nothing is held."""
        self._holds = False

    def look_ahead(self, note: Callable[[Line, Notes], None]) -> None:
        """Let a format note what it needs of lines that come later; once, and kept with the notes.

        Only what could be cut into cells.
        """
        if self.notes.get(_LOOKED):
            return
        for record in self._table.records():
            if not isinstance(record, RefusedRow):
                note(Line(record, self.layout), self.notes)
        self.notes.note(_LOOKED, True)

    def all_lines(self) -> Iterator[Line | RefusedRow]:
        """Those that are to be read, with those that could not be, which a format hands on."""
        for record in self._table.records(self._after):
            if isinstance(record, RefusedRow):
                yield record
                number = record.lines[0]
            else:
                yield Line(record, self.layout)
                number = record.line
            if not self._holds:
                self.through = (self.outcomes, number)

    def hold(self, line: Line) -> None:
        """From this line on they belong together; said of each first one, by formats that group."""
        self._holds = True
        self.through = (self.outcomes, line.number - 1)
