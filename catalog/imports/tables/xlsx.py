"""Spreadsheets (XLSX), row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from catalog.imports.problems import FileRefusedError, problem
from catalog.imports.rows import RefusedRow
from catalog.imports.tables.header import clean_header
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits
from catalog.imports.tables.reading import Reading
from catalog.imports.tables.records import BEGINNING, Cell, Place, Record
from catalog.imports.tables.workbook_check import check_workbook, uncalculated_cells
from catalog.imports.tables.xlsx_cells import cell_value, has_content

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# What openpyxl raises for a workbook whose parts do not fit together.
UNREADABLE = (
    *(BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError),
    *(IndexError, OSError, SyntaxError),
)


class XlsxTable:
    """One sheet of a workbook: its first with anything in it, unless another is named."""

    def __init__(
        self, path: Path, reading: Reading | None = None, *, limits: TableLimits = TABLE_LIMITS
    ) -> None:
        """Raises FileRefusedError, ArchiveRefusedError, OSError."""
        self._path, self._limits = path, limits
        check_workbook(path, limits=limits)
        try:
            with self._open() as workbook:
                self.sheets = tuple(sheet.title for sheet in _sheets(workbook))
                """What staff may choose from."""
                self.reading, part = self._choose(workbook, reading.sheet if reading else "")
            self._uncalculated = uncalculated_cells(path, part, limits=limits)
            first = next(self._rows(), None)
        except UNREADABLE as broken:
            raise _damaged() from broken
        if first is None:
            raise FileRefusedError("empty", _("The spreadsheet is empty."))
        self._first = first[0]
        names = ["" if cell is None else str(cell) for cell in first[1]]
        self.header = clean_header(names, limits=limits)

    def records(self, after: Place = BEGINNING) -> Iterator[Record | RefusedRow]:
        """The rows below the header, or those after a place; blank ones are passed over."""
        width = len(self.header)
        try:
            for line, cells in self._rows(max(self._first, after.line)):
                record = Record(line, (*cells, *[None] * width)[:width])
                if any(has_content(cell) for cell in cells[width:]):
                    yield _beyond(record, width)
                else:
                    yield record
        except UNREADABLE as broken:
            raise _damaged() from broken

    def place(self, line: int) -> Place:
        """By the line alone: a packed sheet is unpacked from its beginning."""
        return Place(line)

    def _choose(self, workbook: Workbook, wanted: str) -> tuple[Reading, str]:
        sheets = _sheets(workbook)
        for sheet in sheets:
            if sheet.title == wanted or not wanted:
                part = sheet._worksheet_path
                if wanted or len(sheets) == 1 or any(map(_is_filled, sheet.iter_rows(max_row=50))):
                    return Reading(kind="xlsx", sheet=sheet.title), part
        raise FileRefusedError(
            "no_sheet",
            _("The workbook has no such sheet, or nothing in its sheets: %(names)s."),
            names=", ".join(sheet.title for sheet in sheets)[:500],
        )

    def _rows(self, through: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """(number of the row, cells) of those after so many with anything in them."""
        with self._open() as workbook:
            sheet = next(each for each in _sheets(workbook) if each.title == self.reading.sheet)
            # What a sheet says of its own size is wrong as often as not.
            sheet.reset_dimensions()
            for line, row in enumerate(sheet.iter_rows(), start=1):
                if line <= through:
                    continue
                cells = [
                    cell_value(
                        cell,
                        is_uncalculated=f"{get_column_letter(column)}{line}" in self._uncalculated
                        if self._uncalculated
                        else False,
                    )
                    for column, cell in enumerate(row, start=1)
                ]
                if any(has_content(cell) for cell in cells):
                    yield line, cells

    @contextmanager
    def _open(self) -> Iterator[Workbook]:
        # A file and not its path: openpyxl goes by the ending of the name, and uploads have none.
        with self._path.open("rb") as file:
            workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield workbook
            finally:
                workbook.close()


class _Sheet(Protocol):
    """What of openpyxl's read-only sheets is asked for, which its types leave out."""

    title: str
    _worksheet_path: str

    def iter_rows(self, *, max_row: int | None = None) -> Iterator[tuple[object, ...]]: ...
    def reset_dimensions(self) -> None: ...


def _sheets(workbook: Workbook) -> list[_Sheet]:
    found = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
    return cast("list[_Sheet]", found)


def _is_filled(row: tuple[object, ...]) -> bool:
    return any(getattr(cell, "value", None) is not None for cell in row)


def _beyond(record: Record, width: int) -> RefusedRow:
    ragged = problem(
        "ragged",
        _("The row goes on beyond the %(columns)s columns that have a name."),
        columns=width,
    )
    return RefusedRow(lines=(record.line,), problems=(ragged,), records=(record,))


def _damaged() -> FileRefusedError:
    return FileRefusedError(
        "damaged", _("The spreadsheet is damaged or incomplete, or is no XLSX file.")
    )
