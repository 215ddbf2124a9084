"""Lines of a file as cells, before anybody knows what the columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that has no value to go by."""

    code: str
    """formula: not calculated; error: such as #REF!."""
    shown: str


Cell = str | int | float | bool | date | Unreadable | None
"""Text files have text alone; a spreadsheet's cells have types. None: an empty cell of those."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a table: as many cells as its header has, and where it stands in the file."""

    line: int
    """From 1, never twice: of a text file its first line, of a spreadsheet the row."""
    cells: tuple[Cell, ...]


class Place(NamedTuple):
    """How far a table has been read, as JSON keeps it."""

    line: int = 0
    """The records up to this line are through."""
    marked_line: int = 0
    """Of a text file: how many lines lie before a mark at or above the first record that is not,"""
    mark: int = 0
    """and what `tell` says of the mark: the byte, and the state of the decoder."""


BEGINNING = Place()
