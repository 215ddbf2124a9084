"""The cells of a report, written so that they are read as they were."""

from __future__ import annotations

from collections.abc import Callable

from catalog.imports.formats.cells import guarded, text_of, write_attribute
from catalog.imports.mapping import ColumnMapping
from catalog.imports.tables import Cell, Table, Unreadable


def cell_writers(table: Table, mapping: ColumnMapping) -> list[Callable[[Cell], str]]:
    """How the cells of each column are written, so that they are read as they were."""
    is_typed = table.reading.kind == "xlsx"
    named = mapping.attributes
    return [
        _attribute_text if is_typed and column in named else _plain_text for column in table.header
    ]


def _plain_text(cell: Cell) -> str:
    text = cell.shown if isinstance(cell, Unreadable) else text_of(cell)
    # What has an apostrophe has been guarded before.
    return text if text.startswith("'") else guarded(text)


def _attribute_text(cell: Cell) -> str:
    """A spreadsheet's cells have types, and text has to say what it is."""
    if isinstance(cell, bool | int | float):
        return write_attribute(cell)
    text = _plain_text(cell)
    is_marked = text.startswith(("json:", "'")) or not text.strip()
    return text if is_marked else write_attribute(text.strip())
