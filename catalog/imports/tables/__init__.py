"""A file as a table: a header and rows of cells, read as a stream whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError
from catalog.imports.rows import RefusedRow
from catalog.imports.tables.delimited import DelimitedTable
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits
from catalog.imports.tables.reading import Kind, Reading
from catalog.imports.tables.records import BEGINNING, Cell, Place, Record, Unreadable
from catalog.imports.tables.xml_feed import XmlTable

__all__ = [
    "BEGINNING",
    "Cell",
    "Place",
    "Reading",
    "Record",
    "Table",
    "Unreadable",
    "open_table",
]

# The first bytes of what people also call a spreadsheet.
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Table(Protocol):
    """What every kind of file is turned into."""

    reading: Reading
    """What was recognised, or what staff chose."""
    header: tuple[str, ...]

    def records(self, after: Place = BEGINNING) -> Iterator[Record | RefusedRow]:
        """All lines below the header, or those after a place; may be asked for again."""
        ...

    def place(self, line: int) -> Place:
        """Where to go on later, once the records up to this line are through."""
        ...


def open_table(
    path: Path, *, reading: Reading | None = None, limits: TableLimits = TABLE_LIMITS
) -> Table:
    """Recognise a file by its content, and read its header.

    reading: what staff corrected, or chose the last time. Raises FileRefusedError,
    ArchiveRefusedError, OSError.
    """
    kind = _kind_of(path)
    if kind == "xlsx":
        # Only now: whoever imports text need not load it.
        from catalog.imports.tables.xlsx import XlsxTable

        return XlsxTable(path, reading, limits=limits)
    if kind == "xml":
        return XmlTable(path, limits=limits)
    return DelimitedTable(path, reading, limits=limits)


def _kind_of(path: Path) -> Kind:
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith((_OLD_EXCEL, b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{", b"[")):
        raise FileRefusedError(
            "unknown_format",
            _("This is no CSV, XLSX or XML file. In Excel, save it as .xlsx or as CSV UTF-8."),
        )
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "xml" if text.startswith((b"<?xml", b"<rss", b"<feed", b"<!", b"<")) else "text"
